// Engines that answer the same queries in turn, so that what else the machine does hurts all alike;
// and what is timed is the thread's own time on a processor, not the time that others had it.
//
//   Contest contest(workload);
//   contest.Enter([&] { return std::make_unique<InvertedEngine>(...); });
//   contest.Run(/*rounds=*/5);
//   for (const EngineTiming& timing : contest.timings()) ...
//
// Everything runs on the caller's thread, and so must engines. Each round runs every engine over
// its queries, another one first each time. Every answer of every round is compared with that of an
// exhaustive engine, which answers each query once for that, outside all timing. Belongs to one
// thread.
#ifndef OVERSTAP_TESTS_BENCH_MATCH_CONTEST_H_
#define OVERSTAP_TESTS_BENCH_MATCH_CONTEST_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "tests/bench/match/engine.h"
#include "tests/bench/match/engine_timing.h"
#include "tests/bench/match/workload.h"

namespace overstap::bench {

// The exhaustive engine is timed on the first queries only, as many as make about this many
// documents a round.
inline constexpr uint64_t kExhaustiveDocumentsPerRound = 200'000'000;

class Contest {
 public:
  // The workload outlives this.
  explicit Contest(const Workload& workload) : workload_(workload) {}

  // Builds one more engine, in the time that `build` takes.
  void Enter(const std::function<std::unique_ptr<Engine>()>& build);
  // Once, after all have entered.
  void Run(int rounds);

  // One per engine, in the order that they entered.
  std::vector<EngineTiming> timings() const;
  // An engine's answers to all queries: those of its first round, and of an exhaustive engine those
  // that all are compared with. Empty where no such engine entered.
  std::vector<std::vector<Hit>> AnswersOf(std::string_view engine) const;

 private:
  struct Contender {
    std::unique_ptr<Engine> engine;
    EngineTiming timing;
    size_t query_count = 0;
    std::vector<std::vector<Hit>> answers;  // of the first round
    std::vector<bool> is_wrong;             // per query
  };

  void AnswerForReference();
  void RunRound(Contender* contender) const;

  const Workload& workload_;
  std::vector<Contender> contenders_;
  std::vector<std::vector<Hit>> reference_;  // per query
};

// Writes i32[answers][20]: positions of documents, -1 where there are no more. Unavailable where
// that fails.
absl::Status WriteAnswers(const std::vector<std::vector<Hit>>& answers, const std::string& path);

}  // namespace overstap::bench

#endif  // OVERSTAP_TESTS_BENCH_MATCH_CONTEST_H_
