// Records as rows: terms as the matcher has them, and facets that pass where it leaves a rule open.
#include "tests/bench/match/population_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "tests/unit/matcher/taxonomy/taxonomy_draft.h"

namespace overstap::bench {
namespace {

using matcher::CefrLevel;
using matcher::HoursPerWeek;
using matcher::HoursRange;
using matcher::SectorBit;
using matcher::SectorNumber;
using ::testing::ElementsAre;

constexpr matcher::LanguageCode kDutch = matcher::MakeLanguageCode('n', 'l');
constexpr matcher::LanguageCode kGerman = matcher::MakeLanguageCode('d', 'e');

HoursRange Hours(double min, double max) {
  return {HoursPerWeek::FromDouble(min), HoursPerWeek::FromDouble(max)};
}

class PopulationRowsTest : public ::testing::Test {
 protected:
  PopulationRowsTest() {
    matcher::TaxonomyDraft draft;
    for (const char* skill : {"saw", "wash", "talk"}) draft.Skill(skill);
    draft.Occupation("carpenter", {"saw"}, {"talk"});
    draft.Occupation("carer", {"wash"}, {"talk"});
    taxonomy_ = draft.Build();
    matcher::Region::Parts parts;
    parts.municipalities.push_back({.code = "GM0202",
                                    .title = "Arnhem",
                                    .centroid = {.latitude = 51.985, .longitude = 5.899},
                                    .in_region = true});
    for (const bool focus : {true, false, true, true}) {
      parts.sectors.push_back({.id = std::to_string(parts.sectors.size()), .focus = focus});
    }
    parts.qualifications.push_back({.scheme = "CREBO", .code = "1", .title = "Carer", .level = 3});
    region_ = *matcher::Region::Build(std::move(parts));
  }

  matcher::FitContext context() const { return {.taxonomy = *taxonomy_, .region = *region_}; }
  Facets FacetsOf(const matcher::Vacancy& vacancy) const {
    Rows rows;
    AddVacancy(vacancy, context(), &rows);
    return rows.facets.at(0);
  }
  Facets FacetsOf(const matcher::JobSeeker& person) const {
    Rows rows;
    AddJobSeeker(person, context(), &rows);
    return rows.facets.at(0);
  }
  // Whether the hours of the two overlap in their rows.
  bool Overlap(const matcher::JobSeeker& person, const matcher::Vacancy& vacancy) const {
    const Facets of_person = FacetsOf(person);
    const Facets of_vacancy = FacetsOf(vacancy);
    return of_person.hours_min <= of_vacancy.hours_max &&
           of_vacancy.hours_min <= of_person.hours_max;
  }

  std::shared_ptr<const matcher::Taxonomy> taxonomy_;
  std::shared_ptr<const matcher::Region> region_;
};

TEST_F(PopulationRowsTest, TermsAndWeightsAreTheMatchersOwn) {
  matcher::Vacancy vacancy;
  vacancy.occupation = taxonomy_->FindOccupation("carer");
  matcher::JobSeeker person;
  person.past_occupations = {{*taxonomy_->FindOccupation("carer")},
                             {*taxonomy_->FindOccupation("carpenter")}};
  Rows rows;
  AddVacancy(vacancy, context(), &rows);
  AddJobSeeker(person, context(), &rows);
  AddJobSeeker({}, context(), &rows);
  ASSERT_EQ(rows.size(), 3U);
  const auto expect_row = [&rows](size_t row, const matcher::SparseVector& vector) {
    ASSERT_EQ(rows.TermsOf(row).size(), vector.size());
    for (size_t i = 0; i < vector.size(); ++i) {
      EXPECT_EQ(rows.TermsOf(row)[i], vector[i].term.value());
      EXPECT_EQ(rows.WeightsOf(row)[i], vector[i].value.units());
    }
  };
  expect_row(0, matcher::DemandOf(vacancy, context()).terms);
  expect_row(1, matcher::SupplyOf(person, context()));
  EXPECT_FALSE(rows.TermsOf(0).empty());
  EXPECT_FALSE(rows.TermsOf(1).empty());
  EXPECT_TRUE(rows.TermsOf(2).empty());
  const auto carer = static_cast<uint16_t>(taxonomy_->FindOccupation("carer")->value());
  EXPECT_THAT(rows.occupations, ElementsAre(carer, carer, kNoOccupation));
}

TEST_F(PopulationRowsTest, SectorsOfTheFocusAreBitsAndAllOthersOne) {
  const uint8_t expected[] = {1, kOtherSector, 2, 4};
  for (uint8_t i = 0; i < 4; ++i) {
    matcher::Vacancy vacancy;
    vacancy.sector = SectorNumber(i);
    EXPECT_EQ(FacetsOf(vacancy).sectors, expected[i]);
  }
  matcher::JobSeeker person;
  EXPECT_EQ(FacetsOf(person).sectors, 15) << "not known: any";
  person.sectors = SectorBit(SectorNumber(1)) | SectorBit(SectorNumber(3));
  EXPECT_EQ(FacetsOf(person).sectors, kOtherSector | 4);
  person.sectors = 0;
  EXPECT_EQ(FacetsOf(person).sectors, 0) << "none";
}

TEST_F(PopulationRowsTest, APlaceThatIsNotKnownIsNone) {
  matcher::Vacancy vacancy;
  EXPECT_TRUE(std::isnan(FacetsOf(vacancy).latitude));
  vacancy.place = region_->FindPlaceByMunicipality("GM0202");
  EXPECT_EQ(FacetsOf(vacancy).latitude, 51.985F);
  EXPECT_EQ(FacetsOf(vacancy).longitude, 5.899F);
  EXPECT_TRUE(std::isnan(FacetsOf(matcher::JobSeeker()).longitude));
}

TEST_F(PopulationRowsTest, HoursOverlapWhereEligibilityDoesNotRefuseThem) {
  matcher::Vacancy vacancy;
  vacancy.hours = Hours(16, 20);
  const struct {
    std::optional<HoursRange> wanted;
    std::optional<double> now;
    std::optional<bool> keeps;
    bool overlap;
  } cases[] = {
      {std::nullopt, std::nullopt, std::nullopt, true},
      {Hours(8, 16), 0, false, true},
      {Hours(8, 15.5), 0, false, true},  // outwards: 16
      {Hours(8, 15), 0, false, false},
      {Hours(32, 36), 24, false, false},        // the present job ends
      {Hours(32, 36), 24, true, false},         // 8 to 12 remain
      {Hours(32, 40), 20, true, true},          // 12 to 20 remain
      {Hours(32, 40), 20, std::nullopt, true},  // does it?
      {Hours(8, 15), std::nullopt, true, true},
      {Hours(8, 15), 0, std::nullopt, false},
  };
  for (const auto& row : cases) {
    matcher::JobSeeker person;
    person.hours_wanted = row.wanted;
    if (row.now) person.hours_now = HoursPerWeek::FromDouble(*row.now);
    person.keeps_present_job = row.keeps;
    EXPECT_EQ(Overlap(person, vacancy), row.overlap) << "case " << &row - cases;
    EXPECT_TRUE(Overlap(person, {})) << "hours that are not set suit all";
  }
}

TEST_F(PopulationRowsTest, EducationIsThatOfTheDemandAndTheHighestOfThePerson) {
  matcher::Vacancy vacancy;
  EXPECT_EQ(FacetsOf(vacancy).education, 0);
  vacancy.min_level = 2;
  EXPECT_EQ(FacetsOf(vacancy).education, 2);
  vacancy.qualification = {.qualification = matcher::QualificationNumber(0)};
  EXPECT_EQ(FacetsOf(vacancy).education, 3) << "a working level";
  vacancy.qualification->diploma_required = true;
  EXPECT_EQ(FacetsOf(vacancy).education, 2) << "a diploma is another rule";
  vacancy.learn_work.emplace().entry_demands.min_level = 1;
  EXPECT_EQ(FacetsOf(vacancy).education, 1) << "to enter";

  matcher::JobSeeker person;
  EXPECT_EQ(FacetsOf(person).education, kGreatestEducation);
  person.working_level = 2;
  EXPECT_EQ(FacetsOf(person).education, kGreatestEducation) << "diplomas are not known";
  person.qualifications.emplace();
  EXPECT_EQ(FacetsOf(person).education, 2);
  person.qualifications->push_back({.level = 7, .counts = false});
  EXPECT_EQ(FacetsOf(person).education, 2);
  person.qualifications->push_back({.number = matcher::QualificationNumber(0)});
  EXPECT_EQ(FacetsOf(person).education, 3);
}

TEST_F(PopulationRowsTest, LanguageIsDutch) {
  matcher::Vacancy vacancy;
  EXPECT_EQ(FacetsOf(vacancy).language, 0);
  vacancy.languages = {{.language = kGerman, .level = CefrLevel::kC1},
                       {.language = kDutch, .level = CefrLevel::kA2}};
  EXPECT_EQ(FacetsOf(vacancy).language, 2);
  vacancy.learn_work.emplace().entry_demands.languages = {
      {.language = kDutch, .level = CefrLevel::kB1}};
  EXPECT_EQ(FacetsOf(vacancy).language, 3);

  matcher::JobSeeker person;
  EXPECT_EQ(FacetsOf(person).language, kGreatestLanguage) << "not known";
  person.languages.emplace();
  EXPECT_EQ(FacetsOf(person).language, 0) << "none";
  person.languages->push_back({.language = kDutch});
  EXPECT_EQ(FacetsOf(person).language, kGreatestLanguage) << "of no activity known";
  person.languages->front().levels[0] = CefrLevel::kB2;
  person.languages->front().levels[2] = CefrLevel::kB1;
  EXPECT_EQ(FacetsOf(person).language, 3);
}

}  // namespace
}  // namespace overstap::bench
