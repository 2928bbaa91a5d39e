#include "clients/cli/match/match_text.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace overstap::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

v1::VacancyMatch SomeMatch() {
  v1::VacancyMatch match;
  match.set_vacancy("vacancies/v-1");
  match.set_title("elektromonteur");
  match.set_employer("Elstrade");
  match.set_openings_left(2);
  match.set_distance_km(4);
  match.mutable_fit()->set_score(0.625);
  v1::FitPart* part = match.mutable_fit()->add_parts();
  part->set_skill_number(7);
  part->set_label("solderen");
  part->set_essential(true);
  part->set_weight(0.5);
  part->set_cover(1);
  part->set_contribution(0.5);
  part->set_covered_by_label("lassen");
  part->set_derived(true);
  part = match.mutable_fit()->add_parts();
  part->set_skill_number(8);
  part->set_weight(0.25);
  part->set_cover(0);
  part = match.mutable_fit()->add_parts();
  part->mutable_qualification()->mutable_code()->set_scheme("CREBO");
  part->mutable_qualification()->mutable_code()->set_code("25280");
  part->set_weight(0.25);
  part->set_cover(0.5);
  part->set_contribution(0.125);
  part->set_covered_by_qualification_code("25279");
  return match;
}

TEST(MatchText, ExplainsEveryPart) {
  const Locale locale(Language::kNl);
  const std::string text = MatchText(locale, 0).Explanation(SomeMatch(), true);
  EXPECT_THAT(text, HasSubstr("Past voor 62,5%. Komt in aanmerking."));
  EXPECT_THAT(text, HasSubstr("lassen (afgeleid)"));
  EXPECT_THAT(text, HasSubstr("skills/8 (gewenst)"));
  EXPECT_THAT(text, HasSubstr("ontbreekt"));
  EXPECT_THAT(text, HasSubstr("CREBO 25280 (diploma)"));
  EXPECT_THAT(text, HasSubstr("25279"));
  EXPECT_THAT(text, Not(HasSubstr("Waarom niet")));
}

TEST(MatchText, GivesReasonsAndUnknowns) {
  v1::VacancyMatch match = SomeMatch();
  match.add_reasons()->set_text("Rijbewijs C ontbreekt.");
  v1::Reason* unknown = match.add_unknowns();
  unknown->set_rule(v1::ELIGIBILITY_RULE_LANGUAGE);
  unknown->set_text("Taalniveau onbekend.");
  const Locale locale(Language::kNl);
  const MatchText texts(locale, 0);
  const std::string text = texts.Explanation(match, false);
  EXPECT_THAT(text, HasSubstr("Komt niet in aanmerking."));
  EXPECT_THAT(text, HasSubstr("Waarom niet:\n  – Rijbewijs C ontbreekt."));
  EXPECT_THAT(text, HasSubstr("Niet te beslissen:\n  – Taalniveau onbekend."));

  google::protobuf::RepeatedPtrField<v1::VacancyMatch> matches;
  *matches.Add() = match;
  const std::string table = texts.Vacancies(matches);
  EXPECT_THAT(table, HasSubstr("Onbekend"));
  EXPECT_THAT(table, HasSubstr("taal"));
  EXPECT_THAT(table, HasSubstr("Rijbewijs C ontbreekt."));
}

TEST(MatchText, LeavesOutColumnsThatSayNothing) {
  google::protobuf::RepeatedPtrField<v1::VacancyMatch> matches;
  *matches.Add() = SomeMatch();
  const Locale locale(Language::kNl);
  const std::string table = MatchText(locale, 0).Vacancies(matches);
  EXPECT_THAT(table, HasSubstr("1  62,5%  elektromonteur  Elstrade   4,0        2  vacancies/v-1"));
  EXPECT_THAT(table, Not(HasSubstr("Onbekend")));
  EXPECT_THAT(table, Not(HasSubstr("Waarom niet")));
}

TEST(MatchText, LessThanHalfCoveredIsMissing) {
  const v1::VacancyMatch match = SomeMatch();
  EXPECT_FALSE(IsMissing(match.fit().parts(0)));
  EXPECT_TRUE(IsMissing(match.fit().parts(1)));
  // Half a qualification is not the qualification.
  EXPECT_TRUE(IsMissing(match.fit().parts(2)));
}

TEST(MatchText, NamesMissingData) {
  google::protobuf::RepeatedPtrField<v1::MissingFieldCount> counts;
  counts.Add()->set_field("job_seeker.driving_licences");
  counts.Mutable(0)->set_result_count(3);
  const Locale locale(Language::kNl);
  EXPECT_THAT(MatchText(locale, 0).MissingFields(counts),
              HasSubstr("rijbewijzen: bij 3 resultaten"));
}

}  // namespace
}  // namespace overstap::cli
