// The numbers of the benchmark's table.
#include "tests/bench/match/engine_timing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace overstap::bench {
namespace {

TEST(EngineTiming, RatesAreQueriesOverTheirSeconds) {
  EXPECT_DOUBLE_EQ(QueriesPerSecond({0.25, 0.75, 1.0}), 1.5);
}

TEST(EngineTiming, TheMedianOfAnEvenNumberLiesBetweenTheMiddleTwo) {
  EXPECT_DOUBLE_EQ(Median({3, 1, 2}), 2);
  EXPECT_DOUBLE_EQ(Median({4, 1, 2, 3}), 2.5);
  EXPECT_DOUBLE_EQ(Median({7}), 7);
}

TEST(EngineTiming, AQuantileIsTheLeastValueThatEnoughDoNotExceed) {
  std::vector<double> values;
  for (int i = 100; i >= 1; --i) values.push_back(i);
  EXPECT_DOUBLE_EQ(Quantile(values, 0.5), 50);
  EXPECT_DOUBLE_EQ(Quantile(values, 0.99), 99);
  EXPECT_DOUBLE_EQ(Quantile(values, 1), 100);
  EXPECT_DOUBLE_EQ(Quantile({5}, 0.01), 5);
}

TEST(EngineTiming, ARowHasTheHeadersColumns) {
  const EngineTiming timing = {.engine = "inverted",
                               .build_seconds = 1.5,
                               .index_bytes = 3 << 20,
                               .resident_bytes = 5 << 20,
                               .rounds = {{0.001, 0.003}, {0.002, 0.002}, {0.001, 0.001}},
                               .mismatches = 4};
  EXPECT_EQ(TimingHeader(),
            "engine\tdirection\tn\tqueries\tbuild_s\tindex_mb\trss_mb\tqps\tqps_min\tqps_max\t"
            "p50_us\tp99_us\tmismatches\n");
  EXPECT_EQ(TimingRow(timing, "vacancies", 15'000),
            "inverted\tvacancies\t15000\t2\t1.500\t3.0\t5.0\t500.0\t500.0\t1000.0\t1000.0\t3000.0"
            "\t4\n");
}

}  // namespace
}  // namespace overstap::bench
