#include "clients/cli/record/assignment.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "overstap/v1/job_seeker.pb.h"
#include "overstap/v1/vacancy.pb.h"

namespace overstap::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Assignment, SetsFieldsOfEveryType) {
  v1::Vacancy vacancy;
  for (const char* assignment :
       {"title=Lasser: \"TIG\", Arnhem", "openings=3", "hours_per_week.min_hours_per_week=24.5",
        "all_shifts_required=true", "contract_kind=fixed-term", "closing_date=2027-01-31",
        "driving_licences=B,BE", "checks=medical", "place.postcode=6811", "min_level_eqf=3",
        "pay.min_eur_cents_per_month=250000",
        R"(skills=[{"skill":{"scheme":"ESCO","code":"s"},"importance":"IMPORTANCE_OPTIONAL"}])",
        R"(languages={"language_code":"nl","level":"CEFR_LEVEL_B1"})"}) {
    const absl::Status status = Assign(assignment, vacancy);
    EXPECT_TRUE(status.ok()) << assignment << ": " << status;
  }
  EXPECT_EQ(vacancy.title(), "Lasser: \"TIG\", Arnhem");
  EXPECT_EQ(vacancy.openings(), 3);
  EXPECT_EQ(vacancy.hours_per_week().min_hours_per_week(), 24.5);
  EXPECT_TRUE(vacancy.all_shifts_required());
  EXPECT_EQ(vacancy.contract_kind(), v1::CONTRACT_KIND_FIXED_TERM);
  EXPECT_EQ(vacancy.closing_date().year(), 2027);
  EXPECT_THAT(vacancy.driving_licences(), ElementsAre("B", "BE"));
  EXPECT_THAT(vacancy.checks(), ElementsAre(v1::CHECK_MEDICAL));
  EXPECT_EQ(vacancy.place().postcode(), "6811");
  EXPECT_EQ(vacancy.min_level_eqf(), 3);
  EXPECT_EQ(vacancy.pay().min_eur_cents_per_month(), 250'000);
  ASSERT_EQ(vacancy.skills_size(), 1);
  EXPECT_EQ(vacancy.skills(0).importance(), v1::IMPORTANCE_OPTIONAL);
  ASSERT_EQ(vacancy.languages_size(), 1);
  EXPECT_EQ(vacancy.languages(0).level(), v1::CEFR_LEVEL_B1);
}

TEST(Assignment, ReplacesWhatWasThere) {
  v1::Vacancy vacancy;
  vacancy.add_driving_licences("C");
  ASSERT_TRUE(Assign("drivingLicences=B", vacancy).ok());
  EXPECT_THAT(vacancy.driving_licences(), ElementsAre("B"));
}

TEST(Assignment, TellsUnknownFromNone) {
  v1::JobSeeker person;
  ASSERT_TRUE(Assign("skills={}", person).ok());
  EXPECT_TRUE(person.has_skills());
  ASSERT_TRUE(Assign("skills=", person).ok());
  EXPECT_FALSE(person.has_skills());
}

TEST(Assignment, SaysWhatIsWrong) {
  v1::Vacancy vacancy;
  const auto error = [&vacancy](const char* assignment) {
    return std::string(Assign(assignment, vacancy).message());
  };
  EXPECT_THAT(error("titel=x"), HasSubstr("Vacancy has no field 'titel'"));
  EXPECT_THAT(error("title"), HasSubstr("title: no '='"));
  EXPECT_THAT(error("title.x=1"), HasSubstr("title has no fields of its own"));
  EXPECT_THAT(error("openings=drie"), HasSubstr("openings: "));
  EXPECT_THAT(error("contract_kind=eternal"), HasSubstr("permanent, fixed-term"));
  EXPECT_THAT(error("closing_date=31-01-2027"), HasSubstr("no date"));
  EXPECT_THAT(error("pay={"), HasSubstr("pay: "));
}

TEST(Assignment, KnowsItsTopLevelField) {
  EXPECT_EQ(AssignedField("hoursPerWeek.minHoursPerWeek=1", *v1::Vacancy::descriptor()),
            "hours_per_week");
  EXPECT_EQ(AssignedField("title=x", *v1::Vacancy::descriptor()), "title");
}

}  // namespace
}  // namespace overstap::cli
