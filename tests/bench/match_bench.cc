// The matching core against two baselines on the same queries: how many a second, in how much
// memory, and whether every answer is right.
//
//   match_bench --vacancies vacancies.bin --job-seekers seekers.bin --direction vacancies
//     --n 1000000 --queries 1000
//
// Files as in tests/bench/match/workload.h. Engines take turns in rounds on one thread; see
// tests/bench/match/contest.h. Prints tab-separated rows; tests/bench/match/engine_timing.h says
// what the columns are.
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "tests/bench/match/contest.h"
#include "tests/bench/match/engine_timing.h"
#include "tests/bench/match/exhaustive_engine.h"
#include "tests/bench/match/index_engine.h"
#include "tests/bench/match/inverted_engine.h"
#include "tests/bench/match/workload.h"

namespace overstap::bench {
namespace {

constexpr uint64_t kDefaultDocuments = 1'000'000;
constexpr uint64_t kDefaultQueries = 1'000;
constexpr int kDefaultRounds = 5;
constexpr const char* kAllEngines = "all";

struct Options {
  WorkloadOptions workload;
  std::string direction = "vacancies";
  std::string engine = kAllEngines;
  int rounds = kDefaultRounds;
  std::string hits_file;
};

template <typename ThisEngine>
void EnterIfAsked(const char* name, const Options& options, const Workload& workload,
                  Contest* contest) {
  if (options.engine != kAllEngines && options.engine != name) return;
  contest->Enter([&workload] {
    return std::make_unique<ThisEngine>(workload.documents(), workload.term_count());
  });
}

absl::Status Run(const Options& options) {
  const absl::StatusOr<Workload> workload = ReadWorkload(options.workload);
  if (!workload.ok()) return workload.status();
  Contest contest(*workload);
  EnterIfAsked<IndexEngine>("index", options, *workload, &contest);
  EnterIfAsked<InvertedEngine>("inverted", options, *workload, &contest);
  EnterIfAsked<ExhaustiveEngine>("exhaustive", options, *workload, &contest);
  contest.Run(options.rounds);
  std::cout << TimingHeader();
  for (const EngineTiming& timing : contest.timings()) {
    std::cout << TimingRow(timing, options.direction, options.workload.documents);
  }
  if (options.hits_file.empty()) return absl::OkStatus();
  const std::string answering = options.engine == kAllEngines ? "index" : options.engine;
  return WriteAnswers(contest.AnswersOf(answering), options.hits_file);
}

}  // namespace
}  // namespace overstap::bench

int main(int argc, char** argv) {
  namespace bench = overstap::bench;
  bench::Options options;
  options.workload.documents = bench::kDefaultDocuments;
  options.workload.queries = bench::kDefaultQueries;
  CLI::App app(
      "Finds the best 20 of a side of the market for each of some queries of the other, with each "
      "engine in turn on one thread, and prints a table of their rates. Every answer of every "
      "round is compared with the exhaustive engine's.",
      "match_bench");
  app.footer(
      "Times are the thread's own on a processor: where the machine is busy, those of others do "
      "not "
      "count. Columns: build_s seconds to build; index_mb memory of the engine's own structures, "
      "and "
      "rss_mb of the whole process once it was built (the workload, and what was built before it, "
      "included), in MiB; qps queries a second, the median over the rounds, and its range; p50_us "
      "and p99_us over the single queries of all rounds; mismatches queries with another answer "
      "than the exhaustive engine's in any round.\n"
      "The exhaustive engine answers all queries once, untimed, for comparison; where that is slow "
      "its rounds run over the first queries only, as the column queries says: about 200,000,000 "
      "documents a round.");
  app.add_option("--vacancies", options.workload.vacancies, "File of vacancies")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--job-seekers", options.workload.job_seekers, "File of job seekers")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--direction", options.direction, "What is searched: vacancies or job-seekers")
      ->check(CLI::IsMember({"vacancies", "job-seekers"}))
      ->capture_default_str();
  app.add_option("--n", options.workload.documents, "Search the first N of them")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--queries", options.workload.queries,
                 "Of the other side: the first job seekers, or the first vacancies in the three "
                 "sectors")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--engine", options.engine, "all, index, inverted or exhaustive")
      ->check(CLI::IsMember({"all", "index", "inverted", "exhaustive"}))
      ->capture_default_str();
  app.add_option("--rounds", options.rounds)->check(CLI::PositiveNumber)->capture_default_str();
  app.add_option("--hits", options.hits_file,
                 "Write the answers of the index engine, or of the one engine asked for: "
                 "i32[queries][20], positions, padded with -1");
  CLI11_PARSE(app, argc, argv);
  options.workload.direction = options.direction == "vacancies" ? bench::Direction::kVacancies
                                                                : bench::Direction::kJobSeekers;
  const absl::Status status = bench::Run(options);
  if (status.ok()) return 0;
  std::cerr << "match_bench: " << status.message() << '\n';
  return 1;
}
