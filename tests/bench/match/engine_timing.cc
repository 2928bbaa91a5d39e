#include "tests/bench/match/engine_timing.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "absl/strings/str_format.h"

namespace overstap::bench {

double QueriesPerSecond(const std::vector<double>& seconds) {
  return static_cast<double>(seconds.size()) / std::accumulate(seconds.begin(), seconds.end(), 0.0);
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

double Quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  const auto rank = static_cast<size_t>(std::ceil(share * static_cast<double>(values.size())));
  return values[std::max<size_t>(rank, 1) - 1];
}

std::string TimingHeader() {
  return "engine\tdirection\tn\tqueries\tbuild_s\tindex_mb\trss_mb\tqps\tqps_min\tqps_max\tp50_us\t"
         "p99_us\tmismatches\n";
}

std::string TimingRow(const EngineTiming& timing, std::string_view direction, uint64_t n) {
  constexpr double kMegabyte = 1 << 20;
  constexpr double kMicrosecond = 1e-6;
  constexpr double kHalf = 0.5;
  constexpr double kNinetyNine = 0.99;
  std::vector<double> rates;
  std::vector<double> latencies;
  for (const std::vector<double>& round : timing.rounds) {
    rates.push_back(QueriesPerSecond(round));
    latencies.insert(latencies.end(), round.begin(), round.end());
  }
  const auto [least, greatest] = std::minmax_element(rates.begin(), rates.end());
  return absl::StrFormat("%s\t%s\t%d\t%d\t%.3f\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t%d\n",
                         timing.engine, direction, n, timing.rounds.front().size(),
                         timing.build_seconds, static_cast<double>(timing.index_bytes) / kMegabyte,
                         static_cast<double>(timing.resident_bytes) / kMegabyte, Median(rates),
                         *least, *greatest, Quantile(latencies, kHalf) / kMicrosecond,
                         Quantile(latencies, kNinetyNine) / kMicrosecond, timing.mismatches);
}

}  // namespace overstap::bench
