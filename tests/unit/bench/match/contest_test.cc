// Engines in turn: what is compared, counted and written.
#include "tests/bench/match/contest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/bench/match/exhaustive_engine.h"
#include "tests/unit/data/temp_folder.h"

namespace overstap::bench {
namespace {

using ::testing::SizeIs;

// Thirty documents that one query likes ever more, and two queries: one has the term, one does not.
Workload SmallWorkload() {
  Rows documents;
  for (uint16_t i = 0; i < 30; ++i) {
    documents.terms.push_back(1);
    documents.weights.push_back(static_cast<uint16_t>(i + 1));
    documents.EndRow({.sectors = 1, .hours_max = 40}, kNoOccupation);
  }
  Rows asking;
  for (const uint16_t term : {uint16_t{1}, uint16_t{2}}) {
    asking.terms.push_back(term);
    asking.weights.push_back(2);
    asking.EndRow({.sectors = 1, .hours_max = 40}, kNoOccupation);
  }
  return Workload(std::move(documents), std::move(asking), {0, 1});
}

// Right, but for the answers to some of its searches, counted from 0.
class SometimesWrong final : public Engine {
 public:
  SometimesWrong(const Workload& workload, std::vector<int> wrong, std::vector<std::string>* calls)
      : right_(workload.documents(), workload.term_count()),
        wrong_(std::move(wrong)),
        calls_(*calls) {}
  std::string_view name() const override { return "sometimes-wrong"; }
  void Search(const Query& query, std::vector<Hit>* hits) override {
    calls_.emplace_back(name());
    right_.Search(query, hits);
    for (const int wrong : wrong_) {
      if (wrong == searches_) hits->assign(1, {.score = 1, .position = 0});
    }
    ++searches_;
  }
  size_t memory_bytes() const override { return 1; }

 private:
  ExhaustiveEngine right_;
  std::vector<int> wrong_;
  std::vector<std::string>& calls_;
  int searches_ = 0;
};

TEST(Contest, CountsQueriesThatWereAnsweredWrongInAnyRound) {
  const Workload workload = SmallWorkload();
  const struct {
    std::vector<int> wrong;
    size_t mismatches;
  } cases[] = {{{}, 0}, {{0}, 1}, {{5}, 1}, {{0, 2, 4}, 1}, {{0, 3}, 2}};
  for (const auto& [wrong, mismatches] : cases) {
    std::vector<std::string> calls;
    Contest contest(workload);
    contest.Enter([&workload, &calls, &these = wrong] {
      return std::make_unique<SometimesWrong>(workload, these, &calls);
    });
    contest.Run(/*rounds=*/3);
    ASSERT_THAT(contest.timings(), SizeIs(1));
    const EngineTiming timing = contest.timings().front();
    EXPECT_EQ(timing.mismatches, mismatches);
    EXPECT_EQ(timing.engine, "sometimes-wrong");
    EXPECT_EQ(timing.index_bytes, 1U);
    ASSERT_THAT(timing.rounds, SizeIs(3));
    for (const auto& round : timing.rounds) EXPECT_THAT(round, SizeIs(2));
    EXPECT_THAT(calls, SizeIs(6)) << "each query once a round";
  }
}

TEST(Contest, WritesPositionsAndFillsUpWithNone) {
  const Workload workload = SmallWorkload();
  Contest contest(workload);
  contest.Enter([&workload] {
    return std::make_unique<ExhaustiveEngine>(workload.documents(), workload.term_count());
  });
  contest.Run(/*rounds=*/1);
  const data::TempFolder folder;
  ASSERT_TRUE(WriteAnswers(contest.AnswersOf("exhaustive"), folder.File("hits")).ok());
  std::ostringstream bytes;
  bytes << std::ifstream(folder.File("hits"), std::ios::binary).rdbuf();
  std::vector<int32_t> written(bytes.str().size() / sizeof(int32_t));
  std::memcpy(written.data(), bytes.str().data(), written.size() * sizeof(int32_t));
  ASSERT_THAT(written, SizeIs(2 * kAnswerSize));
  EXPECT_EQ(written[0], 29) << "best first";
  EXPECT_EQ(written[19], 10);
  for (size_t i = kAnswerSize; i < written.size(); ++i) EXPECT_EQ(written[i], -1);
  EXPECT_TRUE(contest.AnswersOf("nobody").empty());
  EXPECT_FALSE(WriteAnswers({}, folder.File("no/such/folder")).ok());
}

}  // namespace
}  // namespace overstap::bench
