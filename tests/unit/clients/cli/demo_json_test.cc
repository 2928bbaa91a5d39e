#include "clients/cli/demo/demo_json.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace overstap::cli {
namespace {

constexpr double kUnit = 1.0 / (1 << 30);

// A match whose contributions are awkward multiples of 2^-30.
v1::VacancyMatch SomeMatch() {
  v1::VacancyMatch match;
  match.set_vacancy("vacancies/v-1");
  uint32_t sum = 0;
  for (const uint32_t units : {357'913'941U, 119'304'647U, 1U, 0U}) {
    v1::FitPart& part = *match.mutable_fit()->add_parts();
    part.set_skill_number(units % 7);
    part.set_label("vaardigheid");
    part.set_cover(units > 1 ? 0.8 : 0);
    part.set_contribution_units(units);
    part.set_contribution(units * kUnit);
    sum += units;
  }
  match.mutable_fit()->set_score_units(sum);
  match.mutable_fit()->set_score(sum * kUnit);
  return match;
}

TEST(DemoJson, ContributionsAddUpToTheScoreExactly) {
  DemoResult result;
  *result.matches.add_matches() = SomeMatch();
  const auto json = nlohmann::json::parse(DemoJson(result));
  const auto& vacancy = json["vacancies"][0];
  double sum = 0;
  for (const auto& part : vacancy["parts"]) sum += part["contribution"].get<double>();
  EXPECT_EQ(sum, vacancy["score"].get<double>());
  EXPECT_EQ(sum, SomeMatch().fit().score());
  EXPECT_EQ(vacancy["missing"].size(), 2);
}

TEST(DemoJson, HasTheWholeStory) {
  DemoResult result;
  result.job_seeker.set_name("jobSeekers/p-demo");
  v1::VacancyMatch excluded = SomeMatch();
  excluded.add_reasons()->set_text("Rijbewijs C ontbreekt.");
  *result.excluded.add_matches() = excluded;
  v1::Route& route = *result.routes.add_routes();
  route.set_cost_person_eur_cents(245'500);
  route.mutable_work_start_date()->set_year(2027);
  route.mutable_work_start_date()->set_month(4);
  route.mutable_work_start_date()->set_day(12);
  route.add_steps()->set_kind(v1::ROUTE_STEP_KIND_COURSE);
  result.placement.set_name("placements/pl-1");
  result.before.set_value(41);
  result.after.set_value(42);
  result.target.set_name("targets/activation");
  result.target.set_goal(1000);
  const auto json = nlohmann::json::parse(DemoJson(result));
  EXPECT_EQ(json["job_seeker"]["name"], "jobSeekers/p-demo");
  EXPECT_EQ(json["excluded"][0]["reasons"][0]["text"], "Rijbewijs C ontbreekt.");
  EXPECT_EQ(json["routes"][0]["cost_person_eur_cents"], 245'500);
  EXPECT_EQ(json["routes"][0]["work_start_date"], "2027-04-12");
  EXPECT_EQ(json["routes"][0]["steps"][0]["kind"], "COURSE");
  EXPECT_EQ(json["placement"]["name"], "placements/pl-1");
  EXPECT_EQ(json["progress"]["before"], 41);
  EXPECT_EQ(json["progress"]["after"], 42);
  EXPECT_TRUE(json["progress"]["after"].is_number_integer());
}

}  // namespace
}  // namespace overstap::cli
