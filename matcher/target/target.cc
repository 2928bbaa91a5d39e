#include "matcher/target/target.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"

namespace overstap::matcher {
namespace {

constexpr double kMicrosPerUnit = 1e6;
constexpr double kPercent = 100;
constexpr std::array kAllDimensions = {
    Dimension::kSector, Dimension::kWorkTable, Dimension::kMunicipality, Dimension::kMonth,
    Dimension::kCohort, Dimension::kProgramme, Dimension::kAgeBand};

double Units(int64_t micros) { return static_cast<double>(micros) / kMicrosPerUnit; }

// Periods over which the target's own rule is folded: its own; for work tables one that begins
// early enough for a first day's recent months.
std::vector<TargetPeriod> FoldPeriods(const TargetDefinition& definition) {
  std::vector<TargetPeriod> periods = PeriodsOf(definition);
  if (definition.unit != CountedUnit::kWorkTable) return periods;
  const int months = definition.activity.value_or(ActivityRule()).recent_months;
  return {{.start = periods.front().start.PlusMonths(-months), .end = periods.back().end}};
}

// A table's reports are each a unit: what is asked is when it last had one.
CountingRule FoldRuleOf(const TargetDefinition& definition) {
  CountingRule rule = *definition.counting;
  if (definition.unit == CountedUnit::kWorkTable) rule.identity = UnitIdentity::kReport;
  return rule;
}

UnitFold PlainFold(const CountingRule& rule, CountedUnit unit,
                   const std::vector<TargetPeriod>& periods) {
  return UnitFold({.rule = rule, .unit = unit, .periods = periods, .breakdown = false});
}

Date FirstOfMonth(Date date) { return date - (date.Civil().day - 1); }

int MonthsBetween(Date earlier, Date later) {
  constexpr int kMonthsPerYear = 12;
  const CivilDate a = earlier.Civil();
  const CivilDate b = later.Civil();
  return (b.year - a.year) * kMonthsPerYear + b.month - a.month;
}

// Whether people are counted by the value rather than by units.
bool ValueIsPeople(CountedUnit unit) {
  return unit == CountedUnit::kHead || unit == CountedUnit::kPercent;
}

// The value if all that is known counted: students of cohorts with and over a known denominator.
struct Share {
  double numerator = 0;
  double waiting = 0;
  std::optional<double> denominator;
  std::vector<CohortProgress> cohorts;
  double Percent(double students) const {
    return denominator.value_or(0) > 0 ? kPercent * students / *denominator : 0;
  }
};

Share ShareOf(const std::vector<UnitFold::CellSums>& cells, const std::string& prefix, Date as_of,
              const OutsideFigures& outside) {
  absl::btree_map<std::string, CohortProgress> cohorts;
  for (const ExternalSeries& series : outside.series) {
    if (!std::string_view(series.id).starts_with(prefix)) continue;
    const std::optional<double> known = LatestAt(series, as_of);
    if (known.has_value()) cohorts[series.id.substr(prefix.size())].denominator = known;
  }
  Share share;
  for (const UnitFold::CellSums& cell : cells) {
    CohortProgress& cohort = cohorts[std::string(cell.cell)];
    cohort.value = Units(cell.counted.micros);
    if (!cohort.denominator.has_value()) continue;
    share.numerator += cohort.value;
    share.waiting += Units(cell.waiting.micros);
  }
  for (auto& [name, cohort] : cohorts) {
    cohort.cohort = name;
    if (cohort.denominator.has_value()) {
      share.denominator = share.denominator.value_or(0) + *cohort.denominator;
    }
    share.cohorts.push_back(std::move(cohort));
  }
  return share;
}

}  // namespace

TargetCounter::TargetCounter(TargetDefinition definition)
    : definition_(std::move(definition)), periods_(PeriodsOf(definition_)) {
  if (definition_.shares.size() > kMaxShares) definition_.shares.resize(kMaxShares);
  if (definition_.counting.has_value()) {
    fold_.emplace(FoldRule{.rule = FoldRuleOf(definition_),
                           .unit = definition_.unit,
                           .periods = FoldPeriods(definition_),
                           .shares = definition_.shares});
  }
  for (size_t i = 0; i < definition_.beside.size(); ++i) {
    const BesideDefinition& beside = definition_.beside[i];
    if (!beside.counting.has_value()) continue;
    Beside& figure = beside_.emplace_back(
        Beside{i, PlainFold(*beside.counting, beside.unit, periods_), std::nullopt});
    if (!beside.high_amount.has_value()) continue;
    CountingRule high = *beside.counting;
    high.amount = beside.high_amount;
    figure.high.emplace(PlainFold(high, beside.unit, periods_));
  }
}

void TargetCounter::Apply(const LedgerReport& report) {
  if (fold_.has_value()) fold_->Apply(report);
  for (Beside& beside : beside_) {
    beside.fold.Apply(report);
    if (beside.high.has_value()) beside.high->Apply(report);
  }
}

Progress TargetCounter::ProgressAt(Date as_of, const OutsideFigures& outside) const {
  Progress progress;
  progress.period = PeriodAt(periods_, as_of);
  progress.goal = periods_[progress.period].goal;
  progress.expected = ExpectedAt(definition_, as_of);
  if (definition_.unit == CountedUnit::kWorkTable) {
    AddTables(as_of, outside, &progress);
    return progress;
  }
  for (size_t i = 0; i < definition_.beside.size(); ++i) {
    progress.beside.push_back(BesideAt(i, progress.period, as_of, outside));
  }
  if (!fold_.has_value()) return progress;
  progress.periods = PeriodsAt(as_of);
  progress.value = progress.periods[progress.period].value;
  progress.unacknowledged_value = progress.periods[progress.period].unacknowledged_value;
  progress.units = fold_->CountedAt(progress.period, as_of).units;
  progress.possible_duplicates = fold_->PossibleDuplicatesAt(progress.period, as_of);
  progress.repeats = fold_->RepeatsAt(progress.period, as_of);
  const std::vector<int64_t> failing = fold_->NotCountedAt(progress.period, as_of);
  for (size_t i = 0; i < failing.size(); ++i) {
    if (failing[i] > 0) progress.not_counted.emplace_back(fold_->reasons()[i], failing[i]);
  }
  progress.breakdowns = BreakdownsAt(progress.period, as_of);
  progress.shares = SharesAt(progress.period, as_of);
  if (definition_.unit == CountedUnit::kPercent) AddCohorts(as_of, outside, &progress);
  return progress;
}

std::vector<PeriodProgress> TargetCounter::PeriodsAt(Date as_of) const {
  std::vector<PeriodProgress> result;
  for (size_t i = 0; i < periods_.size(); ++i) {
    result.push_back({.start = periods_[i].start,
                      .end = periods_[i].end,
                      .goal = periods_[i].goal,
                      .expected = ExpectedAt(periods_[i], definition_.pace, as_of),
                      .value = Units(fold_->CountedAt(i, as_of).micros),
                      .unacknowledged_value = Units(fold_->WaitingAt(i, as_of).micros)});
  }
  return result;
}

std::vector<Breakdown> TargetCounter::BreakdownsAt(size_t period, Date as_of) const {
  std::vector<Breakdown> result;
  for (const Dimension dimension : kAllDimensions) {
    if (dimension == Dimension::kAgeBand && definition_.unit != CountedUnit::kHead) continue;
    if (dimension == Dimension::kCohort && definition_.unit != CountedUnit::kPercent) continue;
    Breakdown& breakdown = result.emplace_back();
    breakdown.dimension = dimension;
    breakdown.adds_up = dimension != Dimension::kProgramme;
    for (const UnitFold::CellSums& sums : fold_->CellsAt(period, dimension, as_of)) {
      BreakdownCell& cell = breakdown.cells.emplace_back();
      cell.cell = sums.cell;
      cell.value = Units(sums.counted.micros);
      cell.units = sums.counted.units;
      cell.people = ValueIsPeople(definition_.unit)
                        ? sums.counted.micros / static_cast<int64_t>(kMicrosPerUnit)
                        : sums.counted.units;
      cell.unacknowledged_value = Units(sums.waiting.micros);
    }
  }
  return result;
}

std::vector<ShareProgress> TargetCounter::SharesAt(size_t period, Date as_of) const {
  std::vector<ShareProgress> result;
  const int64_t total = fold_->CountedAt(period, as_of).micros;
  for (size_t i = 0; i < definition_.shares.size(); ++i) {
    const int64_t micros = fold_->ShareAt(period, i, as_of).micros;
    ShareProgress& share = result.emplace_back();
    share.id = definition_.shares[i].id;
    share.value = Units(micros);
    if (total > 0) share.percent = kPercent * Units(micros) / Units(total);
    share.at_least_percent = definition_.shares[i].at_least_percent;
  }
  return result;
}

BesideFigure TargetCounter::BesideAt(size_t index, size_t period, Date as_of,
                                     const OutsideFigures& outside) const {
  const BesideDefinition& definition = definition_.beside[index];
  BesideFigure figure;
  figure.id = definition.id;
  if (!definition.change_series.empty()) {
    const ExternalSeries* series = FindSeries(outside, definition.change_series);
    for (const Date baseline : definition.baselines) {
      figure.changes.push_back(
          {.baseline = baseline,
           .change = series == nullptr ? std::nullopt : ChangeSince(*series, baseline, as_of)});
    }
  }
  const auto counted = std::find_if(beside_.begin(), beside_.end(), [index](const Beside& beside) {
    return beside.definition == index;
  });
  if (counted == beside_.end()) return figure;
  double factor = 1;
  if (!definition.factor_series.empty()) {
    const ExternalSeries* series = FindSeries(outside, definition.factor_series);
    const auto known = series == nullptr ? std::nullopt : LatestAt(*series, as_of);
    if (!known.has_value()) return figure;
    factor = *known;
  }
  figure.value = Units(counted->fold.CountedAt(period, as_of).micros) * factor;
  if (counted->high.has_value()) {
    figure.high = Units(counted->high->CountedAt(period, as_of).micros) * factor;
  }
  return figure;
}

void TargetCounter::AddCohorts(Date as_of, const OutsideFigures& outside,
                               Progress* progress) const {
  for (size_t i = 0; i < periods_.size(); ++i) {
    Share share = ShareOf(fold_->CellsAt(i, Dimension::kCohort, as_of),
                          definition_.denominator_prefix, as_of, outside);
    PeriodProgress& period = progress->periods[i];
    period.value = share.Percent(share.numerator);
    period.unacknowledged_value = share.Percent(share.waiting);
    if (i != progress->period) continue;
    progress->value = period.value;
    progress->unacknowledged_value = period.unacknowledged_value;
    progress->numerator = share.numerator;
    progress->denominator = share.denominator;
    progress->cohorts = std::move(share.cohorts);
  }
}

void TargetCounter::AddTables(Date as_of, const OutsideFigures& outside, Progress* progress) const {
  const ActivityRule rule = definition_.activity.value_or(ActivityRule());
  absl::btree_set<std::string> reporting;
  if (fold_.has_value()) {
    absl::btree_map<std::string, int64_t> before;
    // By the day before the recent months those have counted whose event was before them.
    const Date after = as_of.PlusMonths(-rule.recent_months);
    const Date old = std::min(after + definition_.counting->counts_after_days, as_of);
    for (const auto& sums : fold_->CellsAt(0, Dimension::kWorkTable, old)) {
      before[std::string(sums.cell)] = sums.counted.units;
    }
    for (const auto& sums : fold_->CellsAt(0, Dimension::kWorkTable, as_of)) {
      std::string table(sums.cell);
      if (sums.counted.units > before[table]) reporting.insert(std::move(table));
    }
  }
  progress->tables = ActivityOf(rule, outside.work_tables, reporting, as_of);
  progress->units = std::count_if(progress->tables.begin(), progress->tables.end(),
                                  [](const TableActivity& table) { return table.active(); });
  progress->value = static_cast<double>(progress->units);
}

const UnitFold* TargetCounter::FoldOf(const std::string& beside) const {
  if (beside.empty()) return fold_.has_value() ? &*fold_ : nullptr;
  const auto found = std::find_if(beside_.begin(), beside_.end(), [&](const Beside& figure) {
    return definition_.beside[figure.definition].id == beside;
  });
  return found == beside_.end() ? nullptr : &found->fold;
}

ReportPage TargetCounter::ReportsBehind(const ReportQuery& query) const {
  ReportPage page;
  const UnitFold* fold = FoldOf(query.beside);
  if (fold == nullptr) return page;
  std::optional<std::pair<Date, std::string>> after = query.after;
  size_t period = PeriodAt(periods_, query.as_of);
  if (definition_.unit == CountedUnit::kWorkTable && query.beside.empty()) {
    period = 0;
    // Only what is recent makes a table active.
    const int months = definition_.activity.value_or(ActivityRule()).recent_months;
    const std::pair<Date, std::string> recent(query.as_of.PlusMonths(-months) + 1, "");
    if (!after.has_value() || *after < recent) after = recent;
  }
  fold->ForEachReport(period, query.as_of, query.filter, after, [&](ReportReference report) {
    page.has_more = page.reports.size() >= query.page_size;
    if (page.has_more) return false;
    page.reports.push_back(std::move(report));
    return true;
  });
  return page;
}

std::vector<std::string> TargetCounter::Reasons() const {
  return fold_.has_value() ? fold_->reasons() : std::vector<std::string>();
}

std::vector<double> TargetCounter::MonthlyHistory(Date as_of) const {
  std::vector<double> history;
  if (!fold_.has_value() || definition_.unit == CountedUnit::kWorkTable) return history;
  const Date first_month = FirstOfMonth(periods_.front().start);
  const int months = MonthsBetween(first_month, as_of);
  if (months <= 0) return history;
  absl::btree_map<std::string, double> by_month;
  for (size_t period = 0; period < periods_.size(); ++period) {
    for (const auto& sums : fold_->CellsAt(period, Dimension::kMonth, as_of)) {
      by_month[std::string(sums.cell)] += Units(sums.counted.micros);
    }
  }
  for (int i = 0; i < months; ++i) {
    const auto found = by_month.find(MonthCell(first_month.PlusMonths(i)));
    history.push_back(found == by_month.end() ? 0 : found->second);
  }
  return history;
}

}  // namespace overstap::matcher
