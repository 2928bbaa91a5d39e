#include "matcher/target/unit_fold.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace overstap::matcher {
namespace {

constexpr double kMicrosPerUnit = 1e6;
constexpr int64_t kOneUnit = 1'000'000;
// Far beyond what any report may say, and a sum of a billion of them still fits.
constexpr double kMaxAmount = 1e6;
constexpr char kKeySeparator = '\x1f';

std::optional<double> NumberOf(const LedgerReport& report, Fact fact) {
  const auto found = report.facts.find(fact);
  return found == report.facts.end() ? std::nullopt : found->second.number;
}

// The first text; empty: there is none.
std::string_view TextOf(const LedgerReport& report, Fact fact) {
  const auto found = report.facts.find(fact);
  if (found == report.facts.end() || found->second.texts.empty()) return {};
  return found->second.texts.front();
}

bool Among(const std::vector<std::string>& wanted, const std::string& text) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), text) != wanted.end();
}

// nullopt: nothing, or more than any report may say.
std::optional<int64_t> ToMicros(double amount) {
  if (!(amount > 0 && amount <= kMaxAmount)) return std::nullopt;
  return static_cast<int64_t>(std::llround(amount * kMicrosPerUnit));
}

bool AllHold(const std::vector<FactCondition>& conditions, const Facts& facts) {
  return std::all_of(conditions.begin(), conditions.end(),
                     [&facts](const FactCondition& condition) { return condition.Holds(facts); });
}

// What a report must say to weigh anything, for people.
std::string AmountText(const FoldRule& rule, const std::vector<std::string>& age_bands) {
  if (rule.rule.amount.has_value()) return std::string(NameOf(*rule.rule.amount)) + " above 0";
  switch (rule.unit) {
    case CountedUnit::kHead:
      return absl::StrCat("heads above 0 in age_bands [", absl::StrJoin(age_bands, ", "), "]");
    case CountedUnit::kFte:
      return "hours_per_week and full_time_hours above 0";
    case CountedUnit::kPercent:
      return "student_count above 0";
    case CountedUnit::kHour:
      return "contributed_hours above 0";
    default:
      return "one";
  }
}

// Empty when a part is; parts do not hold the separator, so that keys differ where parts do.
std::string Key(uint32_t period, std::initializer_list<std::string_view> parts) {
  std::string key = absl::StrCat(period);
  for (const std::string_view part : parts) {
    if (part.empty()) return "";
    key.push_back(kKeySeparator);
    key.append(part);
  }
  return key;
}

constexpr size_t Index(Dimension dimension) { return static_cast<size_t>(dimension); }

}  // namespace

std::string MonthCell(Date date) {
  const CivilDate civil = date.Civil();
  constexpr int kTwoDigits = 10;
  return absl::StrCat(civil.year, civil.month < kTwoDigits ? "-0" : "-", civil.month);
}

bool UnitFold::UnitOrder::operator()(const Entry* a, const Entry* b) const {
  return std::make_tuple(!a->acknowledged, a->rank, a->date, a->id) <
         std::make_tuple(!b->acknowledged, b->rank, b->date, b->id);
}

bool UnitFold::UnitOrder::operator()(const Entry* entry, const Group& group) const {
  return std::make_pair(!entry->acknowledged, static_cast<size_t>(entry->rank)) <
         std::make_pair(!group.acknowledged, group.rank);
}

bool UnitFold::UnitOrder::operator()(const Group& group, const Entry* entry) const {
  return std::make_pair(!group.acknowledged, group.rank) <
         std::make_pair(!entry->acknowledged, static_cast<size_t>(entry->rank));
}

UnitFold::UnitFold(FoldRule rule)
    : rule_(std::move(rule)), identity_(IdentityOf(rule_.rule, rule_.unit)) {
  alternatives_.push_back({.report_kind = rule_.rule.report_kind,
                           .conditions = rule_.rule.conditions,
                           .age_bands = rule_.rule.age_bands});
  alternatives_.insert(alternatives_.end(), rule_.rule.or_else.begin(), rule_.rule.or_else.end());
  for (const CountingAlternative& alternative : alternatives_) {
    first_reason_.push_back(static_cast<uint32_t>(reasons_.size()));
    for (const FactCondition& condition : alternative.conditions) {
      reasons_.push_back(condition.ToString());
    }
    reasons_.push_back(AmountText(rule_, alternative.age_bands));
  }
  sums_.resize(rule_.periods.size());
  for (PeriodSums& sums : sums_) {
    sums.shares.resize(rule_.shares.size());
    sums.failing.resize(reasons_.size());
  }
}

std::optional<uint32_t> UnitFold::PeriodOf(Date date) const {
  for (size_t i = 0; i < rule_.periods.size(); ++i) {
    if (date >= rule_.periods[i].start && date <= rule_.periods[i].end) {
      return static_cast<uint32_t>(i);
    }
  }
  return std::nullopt;
}

std::optional<int64_t> UnitFold::DefaultMicrosOf(const LedgerReport& report,
                                                 const std::vector<std::string>& age_bands) const {
  switch (rule_.unit) {
    case CountedUnit::kHead: {
      double heads = 0;
      for (const BandHeads& band : report.bands) {
        if (Among(age_bands, band.age_band)) {
          heads += static_cast<double>(std::max<int64_t>(band.heads, 0));
        }
      }
      return ToMicros(heads);
    }
    case CountedUnit::kFte: {
      const double full_time = NumberOf(report, Fact::kFullTimeHours).value_or(0);
      if (!(full_time > 0)) return std::nullopt;
      return ToMicros(NumberOf(report, Fact::kHoursPerWeek).value_or(0) / full_time);
    }
    case CountedUnit::kPercent:
      if (identity_ == UnitIdentity::kPerson) return kOneUnit;
      return ToMicros(NumberOf(report, Fact::kStudentCount).value_or(0));
    case CountedUnit::kHour:
      return ToMicros(NumberOf(report, Fact::kContributedHours).value_or(0));
    default:
      return kOneUnit;
  }
}

std::optional<int64_t> UnitFold::MicrosOf(const LedgerReport& report,
                                          const std::vector<std::string>& age_bands) const {
  if (!rule_.rule.amount.has_value()) return DefaultMicrosOf(report, age_bands);
  return ToMicros(NumberOf(report, *rule_.rule.amount).value_or(0));
}

std::optional<UnitFold::Verdict> UnitFold::Judge(const LedgerReport& report) const {
  std::optional<Verdict> first_failure;
  for (size_t i = 0; i < alternatives_.size(); ++i) {
    const CountingAlternative& alternative = alternatives_[i];
    if (alternative.report_kind != report.kind) continue;
    uint32_t reason = first_reason_[i];
    const auto failing = std::find_if(
        alternative.conditions.begin(), alternative.conditions.end(),
        [&report](const FactCondition& condition) { return !condition.Holds(report.facts); });
    reason += static_cast<uint32_t>(failing - alternative.conditions.begin());
    if (failing == alternative.conditions.end()) {
      const std::optional<int64_t> micros = MicrosOf(report, alternative.age_bands);
      if (micros.has_value()) {
        return Verdict{
            .failing = std::nullopt, .age_bands = &alternative.age_bands, .micros = *micros};
      }
    }
    if (!first_failure.has_value()) {
      first_failure = {.failing = reason, .age_bands = &alternative.age_bands, .micros = 0};
    }
  }
  return first_failure;
}

uint32_t UnitFold::RankOf(const LedgerReport& report) const {
  if (!rule_.rule.prefer.has_value()) return 0;
  const std::vector<std::string>& order = rule_.rule.prefer->order;
  const auto found = std::find(order.begin(), order.end(), TextOf(report, rule_.rule.prefer->fact));
  return static_cast<uint32_t>(found - order.begin());
}

std::string UnitFold::KeyOf(const LedgerReport& report, uint32_t period) const {
  const std::string_view cohort = TextOf(report, Fact::kCohort);
  const std::string_view employer = TextOf(report, Fact::kEmployer);
  switch (identity_) {
    case UnitIdentity::kPerson:
      return Key(period, {report.linkage_key});
    case UnitIdentity::kEvent:
      return Key(period, {report.event_id});
    case UnitIdentity::kOrganisation:
      return Key(period, {employer});
    case UnitIdentity::kProject:
      if (!report.linkage_key.empty()) return Key(period, {cohort, report.linkage_key});
      return Key(period,
                 {cohort, employer,
                  report.event_id.empty() ? report.event_date.ToString() : report.event_id});
    case UnitIdentity::kReport:
      return "";
  }
  return "";
}

uint32_t UnitFold::CellNumber(Dimension dimension, std::string_view cell) {
  std::vector<std::string>& names = cell_names_[Index(dimension)];
  const auto [found, is_new] = cell_numbers_[Index(dimension)].try_emplace(
      std::string(cell), static_cast<uint32_t>(names.size()));
  if (is_new) names.emplace_back(cell);
  return found->second;
}

void UnitFold::FillCells(const LedgerReport& report, const std::vector<std::string>& age_bands,
                         Entry* entry) {
  const auto fill = [&](Dimension dimension, std::string_view cell) {
    entry->cells[Index(dimension)].push_back(CellNumber(dimension, cell));
  };
  fill(Dimension::kSector, TextOf(report, Fact::kSector));
  fill(Dimension::kWorkTable, TextOf(report, Fact::kWorkTable));
  fill(Dimension::kMunicipality, TextOf(report, Fact::kMunicipality));
  fill(Dimension::kMonth, MonthCell(report.event_date));
  fill(Dimension::kCohort, TextOf(report, Fact::kCohort));
  const auto programmes = report.facts.find(Fact::kProgramme);
  if (programmes == report.facts.end() || programmes->second.texts.empty()) {
    fill(Dimension::kProgramme, "");
  } else {
    std::vector<std::string> texts = programmes->second.texts;
    std::sort(texts.begin(), texts.end());
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
    for (const std::string& text : texts) fill(Dimension::kProgramme, text);
  }
  if (rule_.unit != CountedUnit::kHead || rule_.rule.amount.has_value()) return;
  for (const BandHeads& band : report.bands) {
    if (band.heads <= 0 || !Among(age_bands, band.age_band)) continue;
    fill(Dimension::kAgeBand, band.age_band);
    entry->band_micros.push_back(band.heads * kOneUnit);
  }
}

void UnitFold::Apply(const LedgerReport& report) {
  Remove(report.id);
  if (report.state != ReportState::kAcknowledged && report.state != ReportState::kReported) return;
  const std::optional<uint32_t> period = PeriodOf(report.event_date);
  if (!period.has_value()) return;
  const std::optional<Verdict> verdict = Judge(report);
  if (!verdict.has_value()) return;
  if (verdict->failing.has_value() && report.state != ReportState::kAcknowledged) return;
  Insert(report, *period, *verdict);
}

void UnitFold::Remove(const std::string& id) {
  const auto found = entries_.find(id);
  if (found == entries_.end()) return;
  Entry& entry = found->second;
  std::vector<Entry*>& day =
      sums_[entry.period].by_day[static_cast<size_t>(DayIn(entry.period, entry.date))];
  day.back()->position = entry.position;  // the last of the day takes its place
  day[entry.position] = day.back();
  day.pop_back();
  AddReport(entry, -1);
  if (entry.unit != nullptr) {
    Unit& unit = *entry.unit;
    AddUnit(unit, -1);
    unit.entries.erase(&entry);
    AddUnit(unit, 1);
    if (unit.entries.empty()) units_.erase(std::string(unit.key));
  } else if (!entry.failing.has_value()) {
    AddStep(entry, entry.date, -1);
  }
  entries_.erase(found);
}

void UnitFold::Insert(const LedgerReport& report, uint32_t period, const Verdict& verdict) {
  const auto node = entries_.try_emplace(report.id).first;
  Entry& entry = node->second;
  entry.id = node->first;
  entry.date = report.event_date;
  entry.period = period;
  entry.acknowledged = report.state == ReportState::kAcknowledged;
  entry.failing = verdict.failing;
  entry.micros = verdict.micros;
  entry.rank = RankOf(report);
  if (rule_.breakdown) FillCells(report, *verdict.age_bands, &entry);
  for (size_t i = 0; i < rule_.shares.size(); ++i) {
    if (AllHold(rule_.shares[i].conditions, report.facts)) entry.shares |= 1U << i;
  }
  std::vector<std::vector<Entry*>>& by_day = sums_[period].by_day;
  const auto day = static_cast<size_t>(DayIn(period, entry.date));
  if (by_day.size() <= day) by_day.resize(day + 1);
  entry.position = by_day[day].size();
  by_day[day].push_back(&entry);
  const std::string key = entry.failing.has_value() ? "" : KeyOf(report, period);
  entry.keyless = key.empty() && identity_ != UnitIdentity::kReport;
  AddReport(entry, 1);
  if (key.empty()) {
    if (!entry.failing.has_value()) AddStep(entry, entry.date, 1);
    return;
  }
  const auto unit_node = units_.try_emplace(key).first;
  Unit& unit = unit_node->second;
  unit.key = unit_node->first;
  entry.unit = &unit;
  AddUnit(unit, -1);
  unit.entries.insert(&entry);
  AddUnit(unit, 1);
}

UnitFold::Owners UnitFold::FirstsOf(const Unit& unit) {
  Owners firsts;
  for (auto it = unit.entries.begin(); it != unit.entries.end();) {
    const Entry* first = *it;
    firsts.push_back(first);
    // A group after this one's: what is not before (the same state, the next rank).
    it = unit.entries.lower_bound(
        UnitOrder::Group{first->acknowledged, static_cast<size_t>(first->rank) + 1});
  }
  std::stable_sort(firsts.begin(), firsts.end(),
                   [](const Entry* a, const Entry* b) { return a->date < b->date; });
  return firsts;
}

void UnitFold::AddUnit(const Unit& unit, int sign) {
  const Entry* owner = nullptr;
  for (const Entry* entry : FirstsOf(unit)) {
    if (owner != nullptr && UnitOrder()(owner, entry)) continue;
    if (owner != nullptr) AddStep(*owner, entry->date, -sign);
    AddStep(*entry, entry->date, sign);
    owner = entry;
  }
}

void UnitFold::AddStep(const Entry& owner, Date from, int sign) {
  PeriodSums& sums = sums_[owner.period];
  const int32_t day = DayIn(owner.period, from) + rule_.rule.counts_after_days;
  const auto add = [&](Cell* cell, int64_t micros, int64_t units) {
    DaySums& target = owner.acknowledged ? cell->counted : cell->waiting;
    target.Add(day, {.micros = sign * micros, .units = sign * units});
  };
  add(&sums.total, owner.micros, 1);
  if (owner.acknowledged) {
    if (owner.keyless) sums.possible_duplicates.Add(day, {.micros = 0, .units = sign});
    for (size_t i = 0; i < sums.shares.size(); ++i) {
      if ((owner.shares >> i & 1U) == 0) continue;
      sums.shares[i].Add(day, {.micros = sign * owner.micros, .units = sign});
    }
  }
  for (size_t dimension = 0; dimension < kDimensions; ++dimension) {
    std::vector<Cell>& cells = sums.cells[dimension];
    if (cells.size() < cell_names_[dimension].size()) cells.resize(cell_names_[dimension].size());
    const Cells& of_owner = owner.cells[dimension];
    for (size_t i = 0; i < of_owner.size(); ++i) {
      const bool is_band = dimension == Index(Dimension::kAgeBand);
      add(&cells[of_owner[i]], is_band ? owner.band_micros[i] : owner.micros, 1);
    }
  }
}

void UnitFold::AddReport(const Entry& entry, int sign) {
  if (!entry.acknowledged) return;
  PeriodSums& sums = sums_[entry.period];
  DaySums& reports = entry.failing.has_value() ? sums.failing[*entry.failing] : sums.reports;
  reports.Add(DayIn(entry.period, entry.date) + rule_.rule.counts_after_days,
              {.micros = 0, .units = sign});
}

DaySums::Sum UnitFold::CountedAt(size_t period, Date as_of) const {
  return sums_[period].total.counted.UpTo(DayIn(period, as_of));
}

DaySums::Sum UnitFold::WaitingAt(size_t period, Date as_of) const {
  return sums_[period].total.waiting.UpTo(DayIn(period, as_of));
}

DaySums::Sum UnitFold::ShareAt(size_t period, size_t share, Date as_of) const {
  return sums_[period].shares[share].UpTo(DayIn(period, as_of));
}

int64_t UnitFold::PossibleDuplicatesAt(size_t period, Date as_of) const {
  return sums_[period].possible_duplicates.UpTo(DayIn(period, as_of)).units;
}

int64_t UnitFold::RepeatsAt(size_t period, Date as_of) const {
  return sums_[period].reports.UpTo(DayIn(period, as_of)).units - CountedAt(period, as_of).units;
}

std::vector<int64_t> UnitFold::NotCountedAt(size_t period, Date as_of) const {
  std::vector<int64_t> counts;
  counts.reserve(reasons_.size());
  for (const DaySums& sums : sums_[period].failing) {
    counts.push_back(sums.UpTo(DayIn(period, as_of)).units);
  }
  return counts;
}

std::vector<UnitFold::CellSums> UnitFold::CellsAt(size_t period, Dimension dimension,
                                                  Date as_of) const {
  std::vector<CellSums> result;
  const std::vector<Cell>& cells = sums_[period].cells[Index(dimension)];
  const int32_t day = DayIn(period, as_of);
  for (size_t i = 0; i < cells.size(); ++i) {
    const CellSums sums{.cell = cell_names_[Index(dimension)][i],
                        .counted = cells[i].counted.UpTo(day),
                        .waiting = cells[i].waiting.UpTo(day)};
    if (sums.counted.units != 0 || sums.waiting.units != 0) result.push_back(sums);
  }
  std::sort(result.begin(), result.end(),
            [](const CellSums& a, const CellSums& b) { return a.cell < b.cell; });
  return result;
}

const UnitFold::Entry* UnitFold::OwnerAt(const Entry& entry, Date as_of, int counts_after_days) {
  if (entry.unit == nullptr) return &entry;
  const Entry* owner = nullptr;
  for (const Entry* first : FirstsOf(*entry.unit)) {
    if (first->date + counts_after_days > as_of) break;
    if (owner == nullptr || UnitOrder()(first, owner)) owner = first;
  }
  return owner;
}

bool UnitFold::IsInCell(const Entry& entry, const ReportFilter& filter) const {
  if (filter.share.has_value() && (entry.shares >> *filter.share & 1U) == 0) return false;
  if (!filter.dimension.has_value()) return true;
  const size_t dimension = Index(*filter.dimension);
  const auto number = cell_numbers_[dimension].find(filter.cell);
  if (number == cell_numbers_[dimension].end()) return false;
  const Cells& cells = entry.cells[dimension];
  return std::find(cells.begin(), cells.end(), number->second) != cells.end();
}

bool UnitFold::IsIn(const Entry& entry, const ReportFilter& filter, Date as_of) const {
  if (entry.failing.has_value() != (filter.part == ReportPart::kNotCounted)) return false;
  if (entry.acknowledged == (filter.part == ReportPart::kWaiting)) return false;
  if (!IsInCell(entry, filter)) return false;
  if (entry.failing.has_value()) {
    return !filter.reason.has_value() || reasons_[*filter.reason] == reasons_[*entry.failing];
  }
  const bool owns = OwnerAt(entry, as_of, rule_.rule.counts_after_days) == &entry;
  if (filter.part == ReportPart::kRepeats) return !owns;
  return owns && (filter.part != ReportPart::kPossibleDuplicates || entry.keyless);
}

std::vector<const UnitFold::Entry*> UnitFold::EntriesOn(const PeriodSums& sums, size_t day) const {
  std::vector<const Entry*> entries(sums.by_day[day].begin(), sums.by_day[day].end());
  std::sort(entries.begin(), entries.end(),
            [](const Entry* a, const Entry* b) { return a->id < b->id; });
  return entries;
}

}  // namespace overstap::matcher
