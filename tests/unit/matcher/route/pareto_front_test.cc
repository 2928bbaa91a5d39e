#include "matcher/route/pareto_front.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

namespace overstap::matcher {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Date Day(int number) { return Date(20'000 + number); }

// An occupation far away: only its identity matters here.
class Somewhere final : public Destination {
 public:
  const PoolEntry<Vacancy>* vacancy() const override { return nullptr; }
  std::optional<OccupationNumber> occupation() const override { return std::nullopt; }
  const SparseVector& demand() const override { return demand_; }
  Fit Explain(const JobSeeker& /*person*/) const override { return {}; }
  Date StartFor(Date free_from) const override { return free_from; }
  Eligibility Check(const PersonState& /*state*/) const override { return {}; }
  bool Admits(const PersonState& /*state*/) const override { return true; }
  Wanted Demands() const override { return {}; }

 private:
  SparseVector demand_;
};

class ParetoFrontTest : public ::testing::Test {
 protected:
  // A course of the given creation, dated by day and run.
  CandidateStep Course(uint64_t creation, int day, std::string run_id) {
    PoolEntry<TrainingOffer>& entry = entries_.emplace_back();
    entry.creation = CreationNumber(creation);
    StepOption& option = options_.emplace_back();
    option.offer = &entry;
    TrainingRun& run = runs_.emplace_back();
    run.run_id = std::move(run_id);
    return {&option, {.run = &run, .start = Day(day), .end = Day(day + 6)}};
  }
  Candidate Route(int work_day, EurCents cost, Score fit, std::vector<CandidateStep> steps) {
    return {.aims = {Day(work_day), cost, fit},
            .destination = &destination_,
            .steps = std::move(steps)};
  }
  Candidate Route(int work_day, EurCents cost, Score fit) {
    return Route(work_day, cost, fit, {Course(1, 1, "r")});
  }
  static std::vector<Aims> AimsOf(ParetoFront front, RouteOrder order) {
    std::vector<Aims> aims;
    for (const Candidate& candidate : std::move(front).Take(order)) aims.push_back(candidate.aims);
    return aims;
  }

  Somewhere destination_;
  std::deque<PoolEntry<TrainingOffer>> entries_;
  std::deque<StepOption> options_;
  std::deque<TrainingRun> runs_;
  ParetoFront front_;
};

TEST_F(ParetoFrontTest, StartsEmpty) {
  EXPECT_THAT(AimsOf(front_, RouteOrder::kSoonestWork), IsEmpty());
}

TEST_F(ParetoFrontTest, DropsWhatANewRouteBeats) {
  front_.Add(Route(10, 500, 70));
  front_.Add(Route(12, 300, 70));
  front_.Add(Route(10, 300, 70));
  EXPECT_THAT(AimsOf(front_, RouteOrder::kSoonestWork), ElementsAre(Aims{Day(10), 300, 70}));
  EXPECT_FALSE(front_.Wants(Route(10, 301, 70)));
  EXPECT_FALSE(front_.Wants(Route(11, 300, 70)));
  EXPECT_FALSE(front_.Wants(Route(10, 300, 69)));
  EXPECT_TRUE(front_.Wants(Route(9, 900, 60)));
}

TEST_F(ParetoFrontTest, OrdersAsAskedFor) {
  const Aims soon{Day(1), 900, 60};
  const Aims cheap{Day(9), 0, 65};
  const Aims fitting{Day(20), 500, 99};
  for (const Aims& aims : {fitting, soon, cheap}) {
    front_.Add(Route(aims.work_start - Day(0), aims.cost_person, aims.fit_after));
  }
  EXPECT_THAT(AimsOf(front_, RouteOrder::kSoonestWork), ElementsAre(soon, cheap, fitting));
  EXPECT_THAT(AimsOf(front_, RouteOrder::kLeastCost), ElementsAre(cheap, fitting, soon));
  EXPECT_THAT(AimsOf(front_, RouteOrder::kBestFit), ElementsAre(fitting, cheap, soon));
}

TEST_F(ParetoFrontTest, OfEqualRoutesOneStaysWhicheverComesFirst) {
  const std::vector<Candidate> best_first = {
      Route(10, 500, 70, {Course(9, 5, "r")}),                     // one step
      Route(10, 500, 70, {Course(1, 1, "b"), Course(3, 2, "b")}),  // records created first
      Route(10, 500, 70, {Course(1, 1, "b"), Course(4, 1, "a")}),  // earlier start
      Route(10, 500, 70, {Course(1, 2, "a"), Course(4, 2, "a")}),  // lower run
      Route(10, 500, 70, {Course(1, 2, "a"), Course(4, 2, "b")}),
  };
  for (size_t i = 0; i < best_first.size(); ++i) {
    for (size_t j = 0; j < best_first.size(); ++j) {
      EXPECT_EQ(Precedes(best_first[i], best_first[j]), i < j) << i << ", " << j;
    }
  }
  for (const bool reversed : {false, true}) {
    ParetoFront front;
    for (size_t i = 0; i < best_first.size(); ++i) {
      front.Add(best_first[reversed ? best_first.size() - 1 - i : i]);
    }
    const std::vector<Candidate> members = std::move(front).Take(RouteOrder::kSoonestWork);
    ASSERT_EQ(members.size(), 1U);
    EXPECT_EQ(members[0].steps.size(), 1U);
  }
}

TEST_F(ParetoFrontTest, BoundsLeaveTiesOfAsManyStepsOpen) {
  front_.Add(Route(10, 500, 70, {Course(5, 1, "r")}));
  EXPECT_TRUE(front_.Wants({Day(10), 500, 70}, 1));
  EXPECT_FALSE(front_.Wants({Day(10), 500, 70}, 2));
  EXPECT_FALSE(front_.Wants({Day(11), 500, 70}, 1));
}

}  // namespace
}  // namespace overstap::matcher
