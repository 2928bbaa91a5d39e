// Properties of the eligibility rules over random pairs.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "matcher/eligibility/eligibility.h"
#include "matcher/fit/vectors.h"
#include "tests/property/random_population.h"

namespace overstap::matcher {
namespace {

class EligibilityProperty : public testing::TestWithParam<uint32_t> {
 protected:
  static constexpr int kPairs = 3'000;

  RandomPopulation random_{GetParam()};
  const FitContext fit_{.taxonomy = *random_.taxonomy(), .region = *random_.region()};
  const EligibilityContext context_{
      .fit = fit_, .travel = *random_.travel(), .today = random_.today()};
};

Decision DecisionOf(const Eligibility& eligibility) {
  if (!eligibility.eligible()) return Decision::kNotEligible;
  return eligibility.certain() ? Decision::kEligible : Decision::kUnknown;
}

bool IsSortedByRule(const std::vector<Reason>& reasons) {
  return std::is_sorted(reasons.begin(), reasons.end(),
                        [](const Reason& a, const Reason& b) { return a.rule < b.rule; });
}

TEST_P(EligibilityProperty, DecideAgreesWithEvaluate) {
  std::map<Decision, int> seen;
  for (int i = 0; i < kPairs; ++i) {
    const JobSeeker person = random_.Person("p");
    const Vacancy vacancy = random_.Job("v");
    const SparseVector supply = SupplyOf(person, fit_);
    EligibilityContext with_supply = {
        .fit = context_.fit, .travel = context_.travel, .today = context_.today, .supply = supply};
    // Every set of rules left out, now and then.
    const RuleSet skip = random_.Chance(30) ? random_.Below(1U << 22) : 0;
    const Eligibility eligibility = Evaluate(person, vacancy, context_, skip);
    const Decision decision = Decide(person, vacancy, context_, skip);
    ASSERT_EQ(decision, DecisionOf(eligibility));
    ASSERT_EQ(decision, Decide(person, vacancy, with_supply, skip));
    ++seen[decision];
    const Eligibility whole = Evaluate(person, vacancy, context_);
    const std::optional<Eligibility> eligible = EvaluateEligible(person, vacancy, context_);
    ASSERT_EQ(eligible.has_value(), whole.eligible());
    if (!eligible) continue;
    ASSERT_TRUE(eligible->eligible());
    ASSERT_EQ(eligible->unknowns, whole.unknowns);
  }
  // The pairs are such that each decision comes up often.
  EXPECT_GT(seen[Decision::kEligible], kPairs / 200);
  EXPECT_GT(seen[Decision::kUnknown], kPairs / 50);
  EXPECT_GT(seen[Decision::kNotEligible], kPairs / 5);
}

TEST_P(EligibilityProperty, ReasonsComeInTheOrderOfRulesAndSayWhatTheyAreAbout) {
  for (int i = 0; i < kPairs; ++i) {
    const Eligibility eligibility = Evaluate(random_.Person("p"), random_.Job("v"), context_);
    ASSERT_TRUE(IsSortedByRule(eligibility.reasons));
    ASSERT_TRUE(IsSortedByRule(eligibility.unknowns));
    for (const Reason& reason : eligibility.reasons) {
      ASSERT_EQ(reason.missing_field, "");
      ASSERT_FALSE(reason.demand_value.empty());
    }
    for (const Reason& unknown : eligibility.unknowns) ASSERT_NE(unknown.missing_field, "");
  }
}

// What is unknown never excludes: with a facet forgotten, no new reason comes up.
TEST_P(EligibilityProperty, ForgettingAFacetNeverExcludes) {
  using Forget = void (*)(JobSeeker&);
  constexpr std::array<Forget, 12> kForgets = {
      [](JobSeeker& person) { person.qualifications.reset(); },
      [](JobSeeker& person) { person.working_level.reset(); },
      [](JobSeeker& person) { person.credentials.reset(); },
      [](JobSeeker& person) { person.sectors.reset(); },
      [](JobSeeker& person) { person.home.reset(); },
      [](JobSeeker& person) { person.travel.reset(); },
      [](JobSeeker& person) { person.hours_wanted.reset(); },
      [](JobSeeker& person) { person.availability.reset(); },
      [](JobSeeker& person) { person.languages.reset(); },
      [](JobSeeker& person) { person.driving_licences.reset(); },
      [](JobSeeker& person) { person.available_from.reset(); },
      [](JobSeeker& person) { person.keeps_present_job.reset(); },
  };
  for (int i = 0; i < kPairs; ++i) {
    const JobSeeker person = random_.Person("p");
    const Vacancy vacancy = random_.Job("v");
    if (Decide(person, vacancy, context_) == Decision::kNotEligible) continue;
    for (size_t facet = 0; facet < kForgets.size(); ++facet) {
      JobSeeker forgetful = person;
      kForgets[facet](forgetful);
      ASSERT_NE(Decide(forgetful, vacancy, context_), Decision::kNotEligible) << "facet " << facet;
    }
  }
}

// Nothing that a person gains makes a rule fail that held.
TEST_P(EligibilityProperty, GainingNeverExcludes) {
  for (int i = 0; i < kPairs; ++i) {
    JobSeeker person = random_.Person("p");
    const Vacancy vacancy = random_.Job("v");
    const Decision before = Decide(person, vacancy, context_);
    if (before == Decision::kNotEligible) continue;
    const JobSeeker other = random_.Person("q");
    const auto add_all = [](auto& own, const auto& more) {
      if (own && more) own->insert(own->end(), more->begin(), more->end());
    };
    add_all(person.skills, other.skills);
    add_all(person.qualifications, other.qualifications);
    add_all(person.credentials, other.credentials);
    if (person.driving_licences) *person.driving_licences |= other.driving_licences.value_or(0);
    if (person.availability && other.availability) {
      person.availability->AddAll(*other.availability);
    }
    ASSERT_LE(Decide(person, vacancy, context_), before);
  }
}

TEST_P(EligibilityProperty, AnOfferIsOpenToSomeAndNamesItsReasonsInOrder) {
  int open = 0;
  int blocked = 0;
  for (int i = 0; i < kPairs; ++i) {
    const JobSeeker person = random_.Person("p");
    const TrainingOffer offer = random_.Offer("o");
    for (const TrainingRun& run : offer.runs) {
      const Eligibility eligibility = EvaluateOffer(person, offer, run, context_);
      ASSERT_TRUE(IsSortedByRule(eligibility.reasons));
      ASSERT_TRUE(IsSortedByRule(eligibility.unknowns));
      const bool missed = run.start_date < context_.today || run.seats_left <= 0;
      const bool says_seat =
          std::any_of(eligibility.reasons.begin(), eligibility.reasons.end(),
                      [](const Reason& reason) { return reason.rule == Rule::kSeat; });
      ASSERT_EQ(missed, says_seat);
      ++(eligibility.eligible() ? open : blocked);
    }
  }
  EXPECT_GT(open, kPairs / 50);
  EXPECT_GT(blocked, kPairs / 5);
}

INSTANTIATE_TEST_SUITE_P(Seeds, EligibilityProperty, testing::Values(1, 2, 3));

}  // namespace
}  // namespace overstap::matcher
