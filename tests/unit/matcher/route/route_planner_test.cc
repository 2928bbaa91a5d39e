#include "matcher/route/route_planner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "tests/unit/matcher/eligibility/small_world.h"

namespace overstap::matcher {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Someone who can mount panels, a job that asks for two skills more and VCA, and a course for each.
class RoutePlannerTest : public ::testing::Test {
 protected:
  RoutePlannerTest() : person_(AnyPerson(world_)), job_(AnyVacancy(world_)) {
    person_.skills = {{{world_.skill("mount-panels"), Proficiency::kExpert}}};
    person_.credentials.emplace();
    person_.own_money = 1'000'000;
    person_.training_weeks_max = 100;
    person_.training_hours_max = Hours(40);
    job_.id = "job";
    job_.occupation = world_.occupation("solar-fitter");
    job_.credentials = {{world_.credential("vca-basic"), CredentialTiming::kAtStart, 0}};
    skills_ = Course("skills", 4, 90'000);
    skills_.taught_skills = {{world_.skill("wire-inverters"), Proficiency::kExpert},
                             {world_.skill("work-at-height"), Proficiency::kExpert}};
    safety_ = Course("safety", 1, 20'000);
    safety_.credentials = {{world_.credential("vca-vol"), 120}};
    query_.vacancy_id = "job";
    query_.min_score_after = static_cast<Score>(0.9 * kFullScore);
    query_.today = Day(2026, 10, 5);
  }

  TrainingOffer Course(std::string id, int weeks, EurCents price) const {
    TrainingOffer offer;
    offer.id = std::move(id);
    offer.form = TrainingForm::kOnline;
    offer.hours_per_week = Hours(8);
    offer.weeks = weeks;
    offer.price_person = price;
    offer.runs = {{"autumn", Day(2026, 11, 2), 5}, {"winter", Day(2027, 1, 11), 5}};
    return offer;
  }

  RoutePlan Plan() const {
    PoolChanges changes;
    changes.vacancies = {{CreationNumber(1), job_}};
    changes.training_offers = {{CreationNumber(2), skills_}, {CreationNumber(3), safety_}};
    const auto travel = std::make_shared<GivenTravel>();
    for (int mode = 0; mode < kTravelModeCount; ++mode) {
      travel->minutes[static_cast<TravelMode>(mode)] = 10;
    }
    const PoolSnapshot empty(0, world_.taxonomy, world_.region, travel);
    return PlanRoutes(*empty.With(3, std::move(changes)), person_, query_);
  }

  SmallWorld world_;
  JobSeeker person_;
  Vacancy job_;
  TrainingOffer skills_;
  TrainingOffer safety_;
  RouteQuery query_;
};

TEST_F(RoutePlannerTest, WritesOutEachStep) {
  const RoutePlan plan = Plan();
  ASSERT_THAT(plan.routes, SizeIs(1));
  const Route& route = plan.routes[0];
  ASSERT_THAT(route.steps, SizeIs(2));
  const RouteStep& safety = route.steps[1];
  const RouteStep& skills = route.steps[0];
  // Either order ends the same week; the course created first comes first.
  EXPECT_EQ(skills.offer->record.id, "skills");
  EXPECT_EQ(skills.run_id, "autumn");
  EXPECT_EQ(skills.start, Day(2026, 11, 2));
  EXPECT_EQ(skills.end, Day(2026, 11, 29));
  EXPECT_EQ(skills.weeks, 4);
  EXPECT_EQ(skills.cost_person, 90'000);
  EXPECT_THAT(skills.gained_skills,
              ElementsAre(world_.skill("wire-inverters"), world_.skill("work-at-height")));
  EXPECT_EQ(safety.run_id, "winter");
  EXPECT_THAT(safety.gained_skills, IsEmpty());
  EXPECT_THAT(safety.gained_credentials, ElementsAre(world_.credential("vca-vol")));
  EXPECT_EQ(safety.score_after, skills.score_after);
  EXPECT_EQ(route.vacancy->record.id, "job");
  EXPECT_EQ(route.work_start, Day(2027, 1, 18));
  EXPECT_EQ(route.qualification, Day(2027, 1, 17));
  EXPECT_EQ(route.cost_person, 110'000);
  EXPECT_EQ(route.hours, Hours(8));
  EXPECT_EQ(route.fit_after.score, safety.score_after);
  EXPECT_THAT(plan.destination_reasons, IsEmpty());
}

TEST_F(RoutePlannerTest, TakesNoMoreStepsThanAsked) {
  query_.max_steps = 1;
  const RoutePlan plan = Plan();
  EXPECT_THAT(plan.routes, IsEmpty());
  ASSERT_THAT(plan.destination_reasons, SizeIs(2));
  EXPECT_EQ(plan.destination_reasons[0].rule, Rule::kCredential);
  EXPECT_EQ(plan.destination_reasons[1].rule, Rule::kFitThreshold);
  EXPECT_EQ(plan.destination_reasons[1].demand_value, "90");
}

TEST_F(RoutePlannerTest, StaysWithinTheMoneyOverAllSteps) {
  person_.own_money = 109'999;
  EXPECT_THAT(Plan().routes, IsEmpty());
  query_.max_cost_person = 110'000;
  EXPECT_THAT(Plan().routes, SizeIs(1));
  person_.own_money = 200'000;
  query_.max_cost_person = 50'000;
  const RoutePlan plan = Plan();
  EXPECT_THAT(plan.routes, IsEmpty());
  ASSERT_THAT(plan.blocked, SizeIs(1));
  EXPECT_EQ(plan.blocked[0].offer->record.id, "skills");
  ASSERT_THAT(plan.blocked[0].reasons, SizeIs(1));
  EXPECT_EQ(plan.blocked[0].reasons[0].rule, Rule::kTrainingCost);
  EXPECT_EQ(plan.blocked[0].reasons[0].person_value, "50000");
}

TEST_F(RoutePlannerTest, StaysWithinTheWeeksOverAllCourses) {
  person_.training_weeks_max = 4;
  EXPECT_THAT(Plan().routes, IsEmpty());
  person_.training_weeks_max = 5;
  EXPECT_THAT(Plan().routes, SizeIs(1));
}

TEST_F(RoutePlannerTest, ComesInTimeForAFixedStart) {
  job_.start_date = Day(2027, 1, 18);
  EXPECT_THAT(Plan().routes, SizeIs(1));
  job_.start_date = Day(2027, 1, 17);
  EXPECT_THAT(Plan().routes, IsEmpty());
  // A start that has passed on an open vacancy means at once.
  job_.start_date = Day(2026, 9, 1);
  EXPECT_THAT(Plan().routes, SizeIs(1));
}

TEST_F(RoutePlannerTest, CertificatesMustStillBeValidWhenWorkStarts) {
  safety_.credentials[0].validity_months = 1;
  EXPECT_THAT(Plan().routes, SizeIs(1));
  job_.start_date = Day(2027, 3, 1);
  EXPECT_THAT(Plan().routes, IsEmpty());
}

TEST_F(RoutePlannerTest, AnUnknownFacetIsAQuestionUntilTheRouteAnswersIt) {
  person_.credentials.reset();
  const RoutePlan without = Plan();
  // VCA may be there already: the shorter route asks.
  ASSERT_THAT(without.routes, SizeIs(1));
  EXPECT_THAT(without.routes[0].steps, SizeIs(1));
  ASSERT_THAT(without.routes[0].unknowns, SizeIs(1));
  EXPECT_EQ(without.routes[0].unknowns[0].missing_field, "job_seeker.credentials");
  skills_.credentials = safety_.credentials;
  const RoutePlan with = Plan();
  ASSERT_THAT(with.routes, SizeIs(1));
  EXPECT_THAT(with.routes[0].unknowns, IsEmpty());
}

TEST_F(RoutePlannerTest, NeedsNoRouteWhereThePersonFits) {
  person_.skills->push_back({world_.skill("wire-inverters"), Proficiency::kExpert});
  person_.skills->push_back({world_.skill("work-at-height"), Proficiency::kExpert});
  person_.credentials = {{{world_.credential("vca-basic"), std::nullopt}}};
  EXPECT_TRUE(Plan().no_route_needed);
  EXPECT_THAT(Plan().routes, IsEmpty());
  query_.vacancy_id.reset();
  EXPECT_TRUE(Plan().no_route_needed);
}

TEST_F(RoutePlannerTest, FindsTheVacancyByItselfWithoutADestination) {
  query_.vacancy_id.reset();
  const RoutePlan plan = Plan();
  ASSERT_THAT(plan.routes, SizeIs(1));
  EXPECT_EQ(plan.routes[0].vacancy->record.id, "job");
}

TEST_F(RoutePlannerTest, AnswersNothingForAVacancyThatIsNotThere) {
  query_.vacancy_id = "another";
  const RoutePlan plan = Plan();
  EXPECT_THAT(plan.routes, IsEmpty());
  EXPECT_THAT(plan.destination_reasons, IsEmpty());
  EXPECT_FALSE(plan.no_route_needed);
}

TEST_F(RoutePlannerTest, StopsWhenInterrupted) {
  class Always final : public Interruption {
   public:
    bool Requested() const override { return true; }
  };
  const Always interruption;
  query_.interruption = &interruption;
  EXPECT_TRUE(Plan().interrupted);
  EXPECT_THAT(Plan().routes, IsEmpty());
}

}  // namespace
}  // namespace overstap::matcher
