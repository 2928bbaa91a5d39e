#include "matcher/route/person_state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/matcher/eligibility/small_world.h"

namespace overstap::matcher {
namespace {

using ::testing::ElementsAre;

WeightedTerm Term(uint32_t term, double value) {
  return {TermNumber(term), Share::FromDouble(value)};
}

TEST(PersonState, LargerKeepsTheBetterCoverOfEachTerm) {
  const SparseVector a = {Term(1, 0.4), Term(3, 0.8), Term(7, 0.1)};
  const SparseVector b = {Term(2, 0.5), Term(3, 0.6), Term(7, 0.9)};
  EXPECT_THAT(Larger(a, b), ElementsAre(Term(1, 0.4), Term(2, 0.5), Term(3, 0.8), Term(7, 0.9)));
  EXPECT_EQ(Larger(a, {}), a);
  EXPECT_EQ(Larger({}, b), b);
}

class AfterAStep : public ::testing::Test {
 protected:
  PersonState After(const Gains& gains, const Spent& spent) {
    const PersonState before{.person = person_, .supply = {}, .ready = Day(2026, 10, 5)};
    return overstap::matcher::After(before, gains, {}, spent, *world_.region);
  }

  SmallWorld world_;
  JobSeeker person_ = AnyPerson(world_);
};

TEST_F(AfterAStep, CredentialsAreValidFromTheLastDay) {
  person_.credentials.emplace();
  const CredentialNumber vca = world_.credential("vca-basic");
  const PersonState after = After({.credentials = {{vca, 6}}}, {.end = Day(2026, 11, 30)});
  ASSERT_EQ(after.person.credentials->size(), 1U);
  EXPECT_EQ(after.person.credentials->front().credential, vca);
  EXPECT_EQ(after.person.credentials->front().valid_until, Day(2027, 5, 30));
}

TEST_F(AfterAStep, AnUnknownFacetStaysUnknown) {
  person_.credentials.reset();
  person_.qualifications.reset();
  const PersonState after = After({.qualifications = {world_.qualification("25480")},
                                   .credentials = {{world_.credential("vca-basic"), 6}}},
                                  {.end = Day(2026, 11, 30)});
  EXPECT_FALSE(after.person.credentials.has_value());
  EXPECT_FALSE(after.person.qualifications.has_value());
}

TEST_F(AfterAStep, TheNextStepStartsTheDayAfter) {
  person_.available_from.reset();
  EXPECT_EQ(After({}, {.end = Day(2026, 11, 30)}).ready, Day(2026, 12, 1));
  EXPECT_EQ(After({}, {.end = Day(2026, 11, 30)}).FreeFrom(), Day(2026, 12, 1));
  person_.available_from = Day(2027, 3, 1);
  EXPECT_EQ(After({}, {.end = Day(2026, 11, 30)}).ready, Day(2026, 12, 1));
  EXPECT_EQ(After({}, {.end = Day(2026, 11, 30)}).FreeFrom(), Day(2027, 3, 1));
}

TEST_F(AfterAStep, MoneyAndWeeksForTrainingAreSpent) {
  person_.own_money = 100'000;
  person_.training_weeks_max = 30;
  const PersonState after =
      After({}, {.end = Day(2026, 11, 30), .cost = 60'000, .course_weeks = 8});
  EXPECT_EQ(after.person.own_money, 40'000);
  EXPECT_EQ(after.person.training_weeks_max, 22);
  person_.own_money.reset();
  person_.training_weeks_max.reset();
  const PersonState unknown =
      After({}, {.end = Day(2026, 11, 30), .cost = 60'000, .course_weeks = 8});
  EXPECT_FALSE(unknown.person.own_money.has_value());
  EXPECT_FALSE(unknown.person.training_weeks_max.has_value());
}

TEST_F(AfterAStep, SupplyOfGainsIsThatOfSomeoneWithNothingElse) {
  const FitContext fit{.taxonomy = *world_.taxonomy, .region = *world_.region};
  Gains gains;
  gains.qualifications = {world_.qualification("25480")};
  JobSeeker graduate;
  graduate.qualifications = {{OwnQualification{.number = world_.qualification("25480")}}};
  EXPECT_EQ(SupplyOf(gains, fit), SupplyOf(graduate, fit));
  EXPECT_TRUE(SupplyOf(Gains{}, fit).empty());
}

}  // namespace
}  // namespace overstap::matcher
