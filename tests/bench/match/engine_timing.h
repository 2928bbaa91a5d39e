// How long an engine's answers took, and how many were wrong: one row of the benchmark's table.
//
//   EngineTiming timing("inverted");
//   timing.AddRound({0.002, 0.003});   // seconds of each query
//   std::cout << TimingHeader() << TimingRow(timing, "vacancies", 15'000);
//
// Values; a const one is safe to share between threads.
#ifndef OVERSTAP_TESTS_BENCH_MATCH_ENGINE_TIMING_H_
#define OVERSTAP_TESTS_BENCH_MATCH_ENGINE_TIMING_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace overstap::bench {

struct EngineTiming {
  std::string engine;
  double build_seconds = 0;
  size_t index_bytes = 0;
  size_t resident_bytes = 0;
  // Per round, of each query, in seconds; a round has as many as any other, at least one.
  std::vector<std::vector<double>> rounds;
  size_t mismatches = 0;
};

// A round's queries a second.
double QueriesPerSecond(const std::vector<double>& seconds);
// The middle value; of an even number of them the mean of the two in the middle. Not of none.
double Median(std::vector<double> values);
// The least value that at least `share` of all values do not exceed. Not of none.
double Quantile(std::vector<double> values, double share);

// Times are of the processor. Tab-separated, with a newline: engine direction n queries build_s
// index_mb rss_mb qps qps_min qps_max p50_us p99_us mismatches. Megabytes are of 2^20 bytes. qps is
// the median over the rounds, qps_min and qps_max their range; p50_us and p99_us are over the
// single queries of all rounds.
std::string TimingHeader();
std::string TimingRow(const EngineTiming& timing, std::string_view direction, uint64_t n);

}  // namespace overstap::bench

#endif  // OVERSTAP_TESTS_BENCH_MATCH_ENGINE_TIMING_H_
