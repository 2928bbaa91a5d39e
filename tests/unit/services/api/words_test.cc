#include "services/api/text/words.h"

#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "services/api/text/reason_text.h"

namespace overstap::api {
namespace {

using matcher::Language;
using matcher::Reason;
using matcher::Rule;

class WordsTest : public testing::Test {
 protected:
  WordsTest() {
    matcher::TaxonomyBuilder builder(1, "test");
    matcher::ConceptEntry skill{.scheme = "ESCO", .code = "urn:s"};
    skill.labels[static_cast<int>(Language::kNl)].preferred = "zonnepanelen monteren";
    builder.AddConcept(skill);
    taxonomy_ = *std::move(builder).Build();
    auto* sector = config_.add_sectors();
    sector->set_id("energy");
    sector->mutable_title()->set_nl("Energie");
    sector->mutable_title()->set_en("Energy");
    auto* credential = config_.add_credentials();
    credential->set_id("vca-basic");
    credential->mutable_title()->set_nl("B-VCA");
  }

  Words In(Language language) const { return {language, *taxonomy_, config_}; }
  std::string Dutch(const Reason& reason) const { return ReasonText(reason, In(Language::kNl)); }

  std::shared_ptr<const matcher::Taxonomy> taxonomy_;
  region::v1::RegionConfig config_;
};

TEST_F(WordsTest, WritesDatesAndMoneyAsEachLanguageDoes) {
  const matcher::Date day = *matcher::Date::FromCivil(2026, 3, 1);
  EXPECT_EQ(In(Language::kNl).Date(day), "1 maart 2026");
  EXPECT_EQ(In(Language::kEn).Date(day), "1 March 2026");
  EXPECT_EQ(In(Language::kDe).Date(day), "1. März 2026");
  EXPECT_EQ(In(Language::kNl).DateText("2026-03-01"), "1 maart 2026");
  EXPECT_EQ(In(Language::kNl).DateText("soon"), "soon");
  EXPECT_EQ(In(Language::kNl).Money(125'000), "€ 1.250");
  EXPECT_EQ(In(Language::kEn).Money(125'050), "€1,250.50");
  EXPECT_EQ(In(Language::kDe).Money(123'456'789), "1.234.567,89 €");
  EXPECT_EQ(In(Language::kNl).Money(5), "€ 0,05");
  EXPECT_EQ(In(Language::kNl).Duration(1), "1 dag");
  EXPECT_EQ(In(Language::kDe).Duration(21), "3 Wochen");
}

TEST_F(WordsTest, NamesWhatCodesStandFor) {
  EXPECT_EQ(In(Language::kNl).Skill("urn:s"), "zonnepanelen monteren");
  EXPECT_EQ(In(Language::kNl).Skill("urn:unknown"), "urn:unknown");
  EXPECT_EQ(In(Language::kEn).Sectors("energy,other"), "Energy, other");
  EXPECT_EQ(In(Language::kDe).Credential("vca-basic"), "B-VCA");  // no German: Dutch
  EXPECT_EQ(In(Language::kNl).WeekParts("mon early+day,tue early+day,wed early+day,fri night"),
            "ma t/m wo vroeg/overdag, vr 's nachts");
  EXPECT_EQ(In(Language::kDe).WeekParts("sun day"), "So tagsüber");
  EXPECT_EQ(In(Language::kNl).NotPossible("not possible at 06:00"), "niet om 06:00");
}

TEST_F(WordsTest, ReasonsAreShortDutchSentences) {
  EXPECT_EQ(Dutch({.rule = Rule::kLanguage,
                   .subject = "nl",
                   .person_value = "A2",
                   .demand_value = "B1",
                   .unit = "cefr"}),
            "Nederlands is op niveau A2; gevraagd wordt B1.");
  EXPECT_EQ(Dutch({.rule = Rule::kCredential,
                   .subject = "vca-basic",
                   .person_value = "2025-03-01",
                   .demand_value = "2026-12-01",
                   .unit = "date"}),
            "B-VCA was geldig tot en met 1 maart 2025; nodig op 1 december 2026.");
  EXPECT_EQ(Dutch({.rule = Rule::kTravelMinutes,
                   .subject = "public_transport",
                   .person_value = "60",
                   .demand_value = "not possible at 06:00",
                   .unit = "minutes"}),
            "De reis lukt niet op die tijd (met het openbaar vervoer): niet om 06:00.");
  EXPECT_EQ(
      Dutch(
          {.rule = Rule::kTravelKm, .person_value = "30.0", .demand_value = "41.2", .unit = "km"}),
      "Het is 41,2 km reizen; meer dan 30,0 km is te ver.");
  EXPECT_EQ(Dutch({.rule = Rule::kTrainingCost,
                   .person_value = "50000",
                   .demand_value = "300000",
                   .unit = "eur_cents"}),
            "De scholing kost € 3.000; te besteden is € 500.");
  EXPECT_EQ(Dutch({.rule = Rule::kEducationLevel,
                   .demand_value = "3",
                   .unit = "eqf",
                   .missing_field = "job_seeker.working_level_eqf"}),
            "Werk- en denkniveau onbekend; gevraagd wordt mbo-niveau 3.");
  EXPECT_EQ(Dutch({.rule = Rule::kShifts, .missing_field = "job_seeker.new_field"}),
            "Niet te beoordelen; dit ontbreekt: job_seeker.new_field.");
}

TEST_F(WordsTest, EveryRuleHasASentenceInEveryLanguage) {
  for (int rule = static_cast<int>(Rule::kOpen); rule <= static_cast<int>(Rule::kFitThreshold);
       ++rule) {
    for (const Language language : {Language::kNl, Language::kEn, Language::kDe}) {
      const std::string text = ReasonText({.rule = static_cast<Rule>(rule),
                                           .subject = "s",
                                           .person_value = "1",
                                           .demand_value = "2"},
                                          In(language));
      EXPECT_FALSE(text.empty());
      EXPECT_EQ(text.find('{'), std::string::npos) << text;
    }
  }
}

TEST_F(WordsTest, NotesAreSentences) {
  EXPECT_EQ(NoteText("credential-within-weeks:vca-basic:12", In(Language::kNl)),
            "B-VCA is nodig binnen 12 weken na het begin.");
  EXPECT_EQ(NoteText("credential-by-employer:vca-basic", In(Language::kEn)),
            "The employer provides B-VCA.");
  EXPECT_EQ(NoteText("check:medical", In(Language::kDe)),
            "Eine ärztliche Untersuchung gehört dazu.");
  EXPECT_EQ(NoteText("something new", In(Language::kNl)), "something new");
}

TEST_F(WordsTest, ARouteIsComparedWithTheOneAboveIt) {
  matcher::Route first;
  first.work_start = *matcher::Date::FromCivil(2027, 1, 12);
  first.cost_person = 50'000;
  first.fit_after.score = matcher::kFullScore / 2;
  matcher::Route second = first;
  second.work_start = first.work_start + 21;
  second.cost_person = 0;
  second.fit_after.score = matcher::kFullScore / 4 * 3;
  const Words words = In(Language::kNl);
  EXPECT_EQ(RankText(first, nullptr, matcher::RouteOrder::kSoonestWork, words),
            "Hier begint het werk het eerst: op 12 januari 2027.");
  EXPECT_EQ(RankText(first, nullptr, matcher::RouteOrder::kLeastCost, words),
            "Kost de werkzoekende het minst: € 500.");
  EXPECT_EQ(RankText(first, nullptr, matcher::RouteOrder::kBestFit, words),
            "Sluit na afloop het best aan: 50 %.");
  EXPECT_EQ(RankText(second, &first, matcher::RouteOrder::kSoonestWork, words),
            "Vergeleken met de route hierboven: werk begint 3 weken later, kost € 500 minder, "
            "sluit 25 procentpunt beter aan.");
  EXPECT_EQ(RankText(first, &first, matcher::RouteOrder::kSoonestWork, words),
            "Even goed als de route hierboven.");
}

}  // namespace
}  // namespace overstap::api
