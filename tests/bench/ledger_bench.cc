// Targets over a million reports: applying them, progress with every breakdown on any day, a page
// of the reports behind a figure; and hiding small counts in tables of the region's size.
//
//   build/release/bin/ledger_bench
#include <benchmark/benchmark.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "matcher/target/forecast.h"
#include "matcher/target/suppression.h"
#include "matcher/target/target.h"
#include "tests/property/random_source.h"

namespace overstap::matcher {
namespace {

constexpr uint32_t kReports = 1'000'000;
constexpr uint32_t kPeople = 700'000;
constexpr int kDays = 1'461;  // 2023 to 2026
constexpr uint32_t kMunicipalities = 350;

Date Start() { return *Date::FromCivil(2023, 1, 1); }

TargetDefinition Activation() {
  const std::vector<std::string> focus = {"energy", "health", "hightech"};
  TargetDefinition target{.id = "activation", .goal = 1'000};
  target.period_start = Start();
  target.period_end = Start() + (kDays - 1);
  target.counting =
      CountingRule{.report_kind = ReportKind::kPlacement,
                   .conditions = {{.fact = Fact::kSector, .any_of = focus},
                                  {.fact = Fact::kSectorDayBefore, .none_of = focus},
                                  {.fact = Fact::kContractKind, .none_of = {"trial_placement"}}}};
  CountingRule lasting = *target.counting;
  lasting.conditions.push_back({.fact = Fact::kWeeksAtWork, .at_least = 26});
  target.beside.push_back({.id = "26-weeks", .counting = lasting});
  target.shares.push_back(
      {.id = "side-entrants", .conditions = {{.fact = Fact::kSideEntrant, .at_least = 1}}});
  return target;
}

LedgerReport AnyReport(uint32_t number, RandomSource* random) {
  static constexpr const char* kSectors[] = {"energy", "health", "hightech", "retail"};
  static constexpr const char* kTables[] = {"llo-energy", "llo-health", "llo-hightech",
                                            "talent",     "activation", "education"};
  LedgerReport report;
  report.id = absl::StrCat(absl::Hex(random->Next(), absl::kZeroPad16), "-", number);
  report.state = random->Chance(85) ? ReportState::kAcknowledged : ReportState::kReported;
  if (random->Chance(90)) report.linkage_key = absl::StrCat("person-", random->Below(kPeople));
  report.event_date = Start() + static_cast<int32_t>(random->Below(kDays));
  report.facts[Fact::kSector].texts = {kSectors[random->Below(4)]};
  report.facts[Fact::kSectorDayBefore].texts = {random->Chance(80) ? "" : "health"};
  report.facts[Fact::kContractKind].texts = {random->Chance(90) ? "permanent" : "trial_placement"};
  report.facts[Fact::kWorkTable].texts = {kTables[random->Below(6)]};
  report.facts[Fact::kMunicipality].texts = {absl::StrCat("GM", random->Below(kMunicipalities))};
  report.facts[Fact::kProgramme].texts = {absl::StrCat("programme-", random->Below(10))};
  report.facts[Fact::kSideEntrant].number = random->Chance(30) ? 1 : 0;
  report.facts[Fact::kWeeksAtWork].number = random->Chance(70) ? 26 : 13;
  return report;
}

const std::vector<LedgerReport>& Reports() {
  static const std::vector<LedgerReport>& reports = *[] {
    auto* made = new std::vector<LedgerReport>;
    RandomSource random(1);
    made->reserve(kReports);
    for (uint32_t i = 0; i < kReports; ++i) made->push_back(AnyReport(i, &random));
    return made;
  }();
  return reports;
}

TargetCounter& FullCounter() {
  static TargetCounter& counter = *[] {
    auto* made = new TargetCounter(Activation());
    for (const LedgerReport& report : Reports()) made->Apply(report);
    return made;
  }();
  return counter;
}

void ApplyAMillion(benchmark::State& state) {
  const std::vector<LedgerReport>& reports = Reports();
  for (auto _ : state) {
    auto counter = std::make_unique<TargetCounter>(Activation());
    for (const LedgerReport& report : reports) counter->Apply(report);
    benchmark::DoNotOptimize(counter->ProgressAt(Start() + kDays).value);
    state.PauseTiming();
    counter.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * kReports);
}
BENCHMARK(ApplyAMillion)->Unit(benchmark::kMillisecond)->Iterations(1);

// A state that changes back and forth in the full ledger.
void ApplyOneMore(benchmark::State& state) {
  TargetCounter& counter = FullCounter();
  RandomSource random(2);
  for (auto _ : state) {
    LedgerReport report = Reports()[random.Below(kReports)];
    if (random.Chance(50)) report.state = ReportState::kReported;
    counter.Apply(report);
  }
}
BENCHMARK(ApplyOneMore)->Unit(benchmark::kMicrosecond);

void ProgressWithBreakdown(benchmark::State& state) {
  const TargetCounter& counter = FullCounter();
  RandomSource random(3);
  double value = 0;
  for (auto _ : state) {
    const Progress progress =
        counter.ProgressAt(Start() + static_cast<int32_t>(random.Below(kDays)));
    value += progress.value + static_cast<double>(progress.breakdowns.size());
  }
  benchmark::DoNotOptimize(value);
}
BENCHMARK(ProgressWithBreakdown)->Unit(benchmark::kMicrosecond);

void PageOfReports(benchmark::State& state) {
  const TargetCounter& counter = FullCounter();
  RandomSource random(4);
  for (auto _ : state) {
    const Date day = Start() + static_cast<int32_t>(random.Below(kDays));
    ReportQuery query{.as_of = Start() + kDays, .after = std::make_pair(day, std::string())};
    query.filter.dimension = Dimension::kSector;
    query.filter.cell = "energy";
    benchmark::DoNotOptimize(counter.ReportsBehind(query));
  }
}
BENCHMARK(PageOfReports)->Unit(benchmark::kMicrosecond);

// Rows and columns, e.g. municipalities by sectors, months by municipalities.
void SuppressTable(benchmark::State& state) {
  RandomSource random(5);
  CountTable table{.rows = static_cast<size_t>(state.range(0)),
                   .columns = static_cast<size_t>(state.range(1)),
                   .counts = {}};
  for (size_t i = 0; i < table.rows * table.columns; ++i) {
    table.counts.push_back(random.Chance(30) ? random.Below(5) : random.SkewedBelow(60));
  }
  for (auto _ : state) benchmark::DoNotOptimize(SuppressTable(table, {}));
}
BENCHMARK(SuppressTable)->Args({18, 5})->Args({48, 18})->Unit(benchmark::kMillisecond);

void Forecast(benchmark::State& state) {
  ForecastInput input{.first_month = Start(), .end = Start() + (kDays - 1)};
  RandomSource random(6);
  for (int i = 0; i < 30; ++i) input.monthly.push_back(random.Below(40));
  input.as_of = Start().PlusMonths(30) - 1;
  for (auto _ : state) benchmark::DoNotOptimize(ForecastEnd(input));
}
BENCHMARK(Forecast)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace overstap::matcher
