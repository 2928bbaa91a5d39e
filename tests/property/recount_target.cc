#include "tests/property/recount_target.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"

namespace overstap::matcher {
namespace {

// --- What one report says ---

std::optional<double> Number(const LedgerReport& report, Fact fact) {
  for (const auto& [key, value] : report.facts) {
    if (key == fact) return value.number;
  }
  return std::nullopt;
}

std::vector<std::string> Texts(const LedgerReport& report, Fact fact) {
  for (const auto& [key, value] : report.facts) {
    if (key == fact) return value.texts;
  }
  return {};
}

std::string Text(const LedgerReport& report, Fact fact) {
  const std::vector<std::string> texts = Texts(report, fact);
  return texts.empty() ? "" : texts[0];
}

bool Contains(const std::vector<std::string>& list, const std::string& text) {
  for (const std::string& each : list) {
    if (each == text) return true;
  }
  return false;
}

bool Holds(const FactCondition& condition, const LedgerReport& report) {
  for (const FactCondition& other : condition.or_else) {
    if (Holds(other, report)) return true;
  }
  if (report.facts.count(condition.fact) == 0) return false;
  const std::vector<std::string> texts = Texts(report, condition.fact);
  const std::optional<double> number = Number(report, condition.fact);
  bool wanted = condition.any_of.empty();
  for (const std::string& text : texts) {
    if (Contains(condition.none_of, text)) return false;
    if (Contains(condition.any_of, text)) wanted = true;
  }
  if (!wanted) return false;
  if (condition.at_least && (!number || *number < *condition.at_least)) return false;
  return !condition.at_most || (number && *number <= *condition.at_most);
}

// --- One rule over all reports ---

struct Counted {
  const LedgerReport* report = nullptr;
  bool acknowledged = false;
  std::string failing;  // empty: it meets the rule
  size_t failing_index = 0;
  int64_t micros = 0;
  size_t rank = 0;
  std::string key;  // empty: no unit is known
  std::map<std::string, int64_t> bands;
};

struct Rule {
  const CountingRule& counting;
  CountedUnit unit;
};

std::vector<CountingAlternative> Alternatives(const CountingRule& rule) {
  std::vector<CountingAlternative> all{{rule.report_kind, rule.conditions, rule.age_bands}};
  for (const CountingAlternative& other : rule.or_else) all.push_back(other);
  return all;
}

UnitIdentity Identity(const Rule& rule) {
  if (rule.counting.identity) return *rule.counting.identity;
  if (rule.unit == CountedUnit::kPerson || rule.unit == CountedUnit::kFte) {
    return UnitIdentity::kPerson;
  }
  if (rule.unit == CountedUnit::kHead) return UnitIdentity::kEvent;
  if (rule.unit == CountedUnit::kPercent) return UnitIdentity::kProject;
  if (rule.unit == CountedUnit::kOrganisation) return UnitIdentity::kOrganisation;
  return UnitIdentity::kReport;
}

double Amount(const Rule& rule, const CountingAlternative& alternative,
              const LedgerReport& report) {
  if (rule.counting.amount) return Number(report, *rule.counting.amount).value_or(0);
  if (rule.unit == CountedUnit::kHead) {
    double heads = 0;
    for (const BandHeads& band : report.bands) {
      if (alternative.age_bands.empty() || Contains(alternative.age_bands, band.age_band)) {
        heads += static_cast<double>(band.heads);
      }
    }
    return heads;
  }
  if (rule.unit == CountedUnit::kFte) {
    const double full = Number(report, Fact::kFullTimeHours).value_or(0);
    return full > 0 ? Number(report, Fact::kHoursPerWeek).value_or(0) / full : 0;
  }
  if (rule.unit == CountedUnit::kPercent && Identity(rule) != UnitIdentity::kPerson) {
    return Number(report, Fact::kStudentCount).value_or(0);
  }
  if (rule.unit == CountedUnit::kHour) return Number(report, Fact::kContributedHours).value_or(0);
  return 1;
}

std::string UnitKey(const Rule& rule, const LedgerReport& report) {
  const std::string cohort = Text(report, Fact::kCohort);
  const std::string employer = Text(report, Fact::kEmployer);
  switch (Identity(rule)) {
    case UnitIdentity::kPerson:
      return report.linkage_key;
    case UnitIdentity::kEvent:
      return report.event_id;
    case UnitIdentity::kOrganisation:
      return Text(report, Fact::kEmployer);
    case UnitIdentity::kReport:
      return "";
    case UnitIdentity::kProject:
      break;
  }
  if (cohort.empty()) return "";
  if (!report.linkage_key.empty()) return cohort + "|person|" + report.linkage_key;
  if (employer.empty()) return "";
  const std::string project =
      report.event_id.empty() ? "from " + report.event_date.ToString() : report.event_id;
  return cohort + "|project|" + employer + "|" + project;
}

// Every report that the rule speaks of and that waits or is acknowledged, in the period and known
// on the day.
std::vector<Counted> Look(const Rule& rule, const LastReports& reports, Date start, Date end,
                          Date as_of) {
  std::vector<Counted> result;
  for (const auto& [id, report] : reports) {
    const bool acknowledged = report.state == ReportState::kAcknowledged;
    if (!acknowledged && report.state != ReportState::kReported) continue;
    if (report.event_date < start || report.event_date > end) continue;
    if (report.event_date + rule.counting.counts_after_days > as_of) continue;
    Counted counted{.report = &report, .acknowledged = acknowledged};
    bool met = false;
    bool spoken_of = false;
    size_t index = 0;
    for (const CountingAlternative& alternative : Alternatives(rule.counting)) {
      const size_t first = index;
      index += alternative.conditions.size() + 1;
      if (alternative.report_kind != report.kind || met) continue;
      size_t failing = 0;
      while (failing < alternative.conditions.size() &&
             Holds(alternative.conditions[failing], report)) {
        ++failing;
      }
      const double amount = Amount(rule, alternative, report);
      const bool all = failing == alternative.conditions.size();
      if (all && amount > 0) {
        met = true;
        counted.micros = std::llround(amount * 1e6);
        for (const BandHeads& band : report.bands) {
          if (rule.counting.amount) break;  // another fact is summed than the heads
          if (band.heads > 0 &&
              (alternative.age_bands.empty() || Contains(alternative.age_bands, band.age_band))) {
            counted.bands[band.age_band] += band.heads * 1'000'000;
          }
        }
      } else if (!spoken_of) {
        counted.failing_index = first + failing;
        counted.failing = all ? "amount" : alternative.conditions[failing].ToString();
      }
      spoken_of = true;
    }
    if (!spoken_of || (!met && !acknowledged)) continue;
    if (met) counted.failing.clear();
    if (rule.counting.prefer) {
      const std::vector<std::string>& order = rule.counting.prefer->order;
      while (counted.rank < order.size() &&
             order[counted.rank] != Text(report, rule.counting.prefer->fact)) {
        ++counted.rank;
      }
    }
    counted.key = UnitKey(rule, report);
    result.push_back(counted);
  }
  return result;
}

// The reports that own a unit; of a unit the best of its reports.
std::vector<const Counted*> Owners(const std::vector<Counted>& all) {
  std::vector<const Counted*> owners;
  for (const Counted& one : all) {
    if (!one.failing.empty()) continue;
    bool best = true;
    for (const Counted& other : all) {
      if (&other == &one || !other.failing.empty()) continue;
      if (one.key.empty() || other.key != one.key) continue;
      const auto order = [](const Counted& counted) {
        return std::make_tuple(counted.acknowledged ? 0 : 1, counted.rank,
                               counted.report->event_date, counted.report->id);
      };
      if (order(other) < order(one)) best = false;
    }
    if (best) owners.push_back(&one);
  }
  return owners;
}

int64_t SumMicros(const std::vector<const Counted*>& owners, bool acknowledged) {
  int64_t sum = 0;
  for (const Counted* owner : owners) {
    if (owner->acknowledged == acknowledged) sum += owner->micros;
  }
  return sum;
}

double Units(int64_t micros) { return static_cast<double>(micros) / 1e6; }

std::vector<std::string> CellsOf(const Counted& counted, Dimension dimension) {
  const LedgerReport& report = *counted.report;
  const CivilDate day = report.event_date.Civil();
  std::vector<std::string> bands;
  for (const auto& [band, micros] : counted.bands) bands.push_back(band);
  std::vector<std::string> programmes = Texts(report, Fact::kProgramme);
  if (programmes.empty()) programmes = {""};
  switch (dimension) {
    case Dimension::kSector:
      return {Text(report, Fact::kSector)};
    case Dimension::kWorkTable:
      return {Text(report, Fact::kWorkTable)};
    case Dimension::kMunicipality:
      return {Text(report, Fact::kMunicipality)};
    case Dimension::kMonth:
      return {absl::StrCat(day.year, "-", absl::Dec(day.month, absl::kZeroPad2))};
    case Dimension::kCohort:
      return {Text(report, Fact::kCohort)};
    case Dimension::kProgramme:
      return programmes;
    case Dimension::kAgeBand:
      return bands;
  }
  return {};
}

Breakdown BreakDown(const std::vector<const Counted*>& owners, Dimension dimension,
                    CountedUnit unit) {
  std::map<std::string, BreakdownCell> cells;
  std::map<std::string, int64_t> micros;
  std::map<std::string, int64_t> waiting;
  for (const Counted* owner : owners) {
    const std::vector<std::string> names = CellsOf(*owner, dimension);
    const std::set<std::string> distinct(names.begin(), names.end());
    for (const std::string& name : distinct) {
      const int64_t more = dimension == Dimension::kAgeBand ? owner->bands.at(name) : owner->micros;
      (owner->acknowledged ? micros : waiting)[name] += more;
      cells[name].units += owner->acknowledged ? 1 : 0;
    }
  }
  Breakdown breakdown{.dimension = dimension, .adds_up = dimension != Dimension::kProgramme};
  for (auto& [name, cell] : cells) {
    const bool heads = unit == CountedUnit::kHead || unit == CountedUnit::kPercent;
    cell.cell = name;
    cell.value = Units(micros[name]);
    cell.unacknowledged_value = Units(waiting[name]);
    cell.people = heads ? micros[name] / 1'000'000 : cell.units;
    breakdown.cells.push_back(cell);
  }
  return breakdown;
}

// --- Series from outside ---

std::optional<double> Known(const OutsideFigures& outside, const std::string& id, Date as_of) {
  for (const ExternalSeries& series : outside.series) {
    if (series.id != id) continue;
    std::map<Date, double> points;
    for (const SeriesPoint& point : series.points) points[point.date] = point.value;
    std::optional<double> known;
    for (const auto& [date, value] : points) {
      if (date <= as_of) known = value;
    }
    return known;
  }
  return std::nullopt;
}

// Whether a figure became known after the one day, up to the other.
bool HasPointIn(const OutsideFigures& outside, const std::string& id, Date after, Date as_of) {
  for (const ExternalSeries& series : outside.series) {
    for (const SeriesPoint& point : series.points) {
      if (series.id == id && point.date > after && point.date <= as_of) return true;
    }
  }
  return false;
}

std::vector<TargetPeriod> Periods(const TargetDefinition& definition) {
  if (!definition.periods.empty()) return definition.periods;
  return {{definition.period_start, definition.period_end, definition.goal}};
}

size_t Current(const std::vector<TargetPeriod>& periods, Date as_of) {
  size_t current = 0;
  for (size_t i = 0; i < periods.size(); ++i) {
    if (periods[i].start <= as_of) current = i;
  }
  return current;
}

double Expected(const TargetDefinition& definition, const TargetPeriod& period, Date as_of) {
  double expected = 0;
  const int days = period.end - period.start + 1;
  if (as_of >= period.start) expected = period.goal;
  if (definition.pace == Pace::kStraightLine && as_of >= period.start && as_of < period.end) {
    expected = period.goal * (as_of - period.start + 1) / days;
  }
  return expected;
}

void CountCohorts(const TargetDefinition& definition, const std::vector<const Counted*>& owners,
                  const OutsideFigures& outside, Date as_of, bool current, PeriodProgress* period,
                  Progress* progress) {
  std::map<std::string, CohortProgress> cohorts;
  std::map<std::string, double> waiting;
  for (const ExternalSeries& series : outside.series) {
    if (series.id.rfind(definition.denominator_prefix, 0) != 0) continue;
    const std::optional<double> known = Known(outside, series.id, as_of);
    if (known) cohorts[series.id.substr(definition.denominator_prefix.size())].denominator = known;
  }
  for (const Counted* owner : owners) {
    const std::string cohort = Text(*owner->report, Fact::kCohort);
    cohorts[cohort];
    if (owner->acknowledged) {
      cohorts[cohort].value += Units(owner->micros);
    } else {
      waiting[cohort] += Units(owner->micros);
    }
  }
  double numerator = 0;
  double waits = 0;
  std::optional<double> denominator;
  for (auto& [name, cohort] : cohorts) {
    cohort.cohort = name;
    if (!cohort.denominator) continue;
    numerator += cohort.value;
    waits += waiting[name];
    denominator = denominator.value_or(0) + *cohort.denominator;
  }
  const bool any = denominator && *denominator > 0;
  period->value = any ? 100 * numerator / *denominator : 0;
  period->unacknowledged_value = any ? 100 * waits / *denominator : 0;
  if (!current) return;
  progress->numerator = numerator;
  progress->denominator = denominator;
  for (const auto& [name, cohort] : cohorts) progress->cohorts.push_back(cohort);
}

void CountTables(const TargetDefinition& definition, const LastReports& reports, Date as_of,
                 const OutsideFigures& outside, Progress* progress) {
  const ActivityRule rule = definition.activity.value_or(ActivityRule());
  const Date after = as_of.PlusMonths(-rule.recent_months);
  for (const WorkTableRecord& table : outside.work_tables) {
    TableActivity activity{.id = table.id};
    if (rule.driver && (!table.driver_since || *table.driver_since > as_of)) {
      activity.lacking.emplace_back("driver");
    }
    for (const std::string& helix : rule.helixes) {
      if (table.helix_since.count(helix) == 0 || table.helix_since.at(helix) > as_of) {
        activity.lacking.emplace_back("helix " + helix);
      }
    }
    if (rule.action_plan && (!table.action_plan_since || *table.action_plan_since > as_of)) {
      activity.lacking.emplace_back("action_plan");
    }
    bool recent = false;
    for (const Date meeting : table.meetings) {
      if (meeting > after && meeting <= as_of) recent = true;
    }
    if (definition.counting) {
      const Rule counting{*definition.counting, definition.unit};
      const Date last = Periods(definition).back().end;
      for (const Counted& counted : Look(counting, reports, after + 1, last, as_of)) {
        if (counted.acknowledged && counted.failing.empty() &&
            Text(*counted.report, Fact::kWorkTable) == table.id) {
          recent = true;
        }
      }
    }
    if (!recent) activity.lacking.emplace_back("meeting or report");
    if (activity.lacking.empty()) ++progress->units;
    progress->tables.push_back(activity);
  }
  progress->value = static_cast<double>(progress->units);
}

BesideFigure CountBeside(const BesideDefinition& beside, const TargetPeriod& period,
                         const LastReports& reports, Date as_of, const OutsideFigures& outside) {
  BesideFigure figure{.id = beside.id};
  if (!beside.change_series.empty()) {
    for (const Date baseline : beside.baselines) {
      const auto before = Known(outside, beside.change_series, baseline);
      const auto now = Known(outside, beside.change_series, as_of);
      std::optional<double> change;
      if (before && now && HasPointIn(outside, beside.change_series, baseline, as_of)) {
        change = *now - *before;
      }
      figure.changes.push_back({baseline, change});
    }
  }
  if (!beside.counting) return figure;
  std::optional<double> factor = 1;
  if (!beside.factor_series.empty()) factor = Known(outside, beside.factor_series, as_of);
  if (!factor) return figure;
  const auto count = [&](const CountingRule& rule) {
    const Rule counting{rule, beside.unit};
    return Units(SumMicros(Owners(Look(counting, reports, period.start, period.end, as_of)), true));
  };
  figure.value = count(*beside.counting) * *factor;
  if (beside.high_amount) {
    CountingRule high = *beside.counting;
    high.amount = beside.high_amount;
    figure.high = count(high) * *factor;
  }
  return figure;
}

void CountPeriod(const TargetDefinition& definition, const std::vector<Counted>& all,
                 Progress* progress) {
  const Rule rule{*definition.counting, definition.unit};
  const std::vector<const Counted*> owners = Owners(all);
  int64_t acknowledged = 0;
  std::map<size_t, std::pair<std::string, int64_t>> failing;
  for (const Counted& counted : all) {
    if (!counted.failing.empty()) {
      failing[counted.failing_index].first = counted.failing;
      ++failing[counted.failing_index].second;
    } else if (counted.acknowledged) {
      ++acknowledged;
    }
  }
  for (const auto& [index, reason] : failing) progress->not_counted.push_back(reason);
  int64_t value = 0;
  for (const Counted* owner : owners) {
    if (!owner->acknowledged) continue;
    ++progress->units;
    value += owner->micros;
    if (owner->key.empty() && Identity(rule) != UnitIdentity::kReport) {
      ++progress->possible_duplicates;
    }
  }
  progress->repeats = acknowledged - progress->units;
  for (const Dimension dimension :
       {Dimension::kSector, Dimension::kWorkTable, Dimension::kMunicipality, Dimension::kMonth,
        Dimension::kCohort, Dimension::kProgramme, Dimension::kAgeBand}) {
    if (dimension == Dimension::kCohort && definition.unit != CountedUnit::kPercent) continue;
    if (dimension == Dimension::kAgeBand && definition.unit != CountedUnit::kHead) continue;
    progress->breakdowns.push_back(BreakDown(owners, dimension, definition.unit));
  }
  for (const ShareDefinition& definition_of_share : definition.shares) {
    int64_t micros = 0;
    for (const Counted* owner : owners) {
      bool in = owner->acknowledged;
      for (const FactCondition& condition : definition_of_share.conditions) {
        in = in && Holds(condition, *owner->report);
      }
      if (in) micros += owner->micros;
    }
    ShareProgress share{.id = definition_of_share.id, .value = Units(micros)};
    if (value > 0) share.percent = 100 * Units(micros) / Units(value);
    share.at_least_percent = definition_of_share.at_least_percent;
    progress->shares.push_back(share);
  }
}

}  // namespace

Progress RecountTarget(const TargetDefinition& definition, const LastReports& reports, Date as_of,
                       const OutsideFigures& outside) {
  Progress progress;
  const std::vector<TargetPeriod> periods = Periods(definition);
  progress.period = Current(periods, as_of);
  progress.goal = periods[progress.period].goal;
  progress.expected = Expected(definition, periods[progress.period], as_of);
  if (definition.unit == CountedUnit::kWorkTable) {
    CountTables(definition, reports, as_of, outside, &progress);
    return progress;
  }
  for (const BesideDefinition& beside : definition.beside) {
    progress.beside.push_back(
        CountBeside(beside, periods[progress.period], reports, as_of, outside));
  }
  if (!definition.counting) return progress;
  const Rule rule{*definition.counting, definition.unit};
  for (size_t i = 0; i < periods.size(); ++i) {
    const std::vector<Counted> all = Look(rule, reports, periods[i].start, periods[i].end, as_of);
    const std::vector<const Counted*> owners = Owners(all);
    PeriodProgress period{.start = periods[i].start,
                          .end = periods[i].end,
                          .goal = periods[i].goal,
                          .expected = Expected(definition, periods[i], as_of),
                          .value = Units(SumMicros(owners, true)),
                          .unacknowledged_value = Units(SumMicros(owners, false))};
    if (definition.unit == CountedUnit::kPercent) {
      CountCohorts(definition, owners, outside, as_of, i == progress.period, &period, &progress);
    }
    if (i == progress.period) {
      progress.value = period.value;
      progress.unacknowledged_value = period.unacknowledged_value;
      CountPeriod(definition, all, &progress);
    }
    progress.periods.push_back(period);
  }
  return progress;
}

std::vector<ReportReference> RecountReportsBehind(const TargetDefinition& definition,
                                                  const LastReports& reports,
                                                  const ReportQuery& query) {
  const std::vector<TargetPeriod> periods = Periods(definition);
  const TargetPeriod& period = periods[Current(periods, query.as_of)];
  const Rule rule{*definition.counting, definition.unit};
  const std::vector<Counted> all = Look(rule, reports, period.start, period.end, query.as_of);
  const std::vector<const Counted*> owners = Owners(all);
  std::vector<ReportReference> result;
  for (const Counted& counted : all) {
    const bool owns = std::find(owners.begin(), owners.end(), &counted) != owners.end();
    bool in = false;
    switch (query.filter.part) {
      case ReportPart::kCounted:
        in = owns && counted.acknowledged;
        break;
      case ReportPart::kWaiting:
        in = owns && !counted.acknowledged;
        break;
      case ReportPart::kPossibleDuplicates:
        in = owns && counted.acknowledged && counted.key.empty() &&
             Identity(rule) != UnitIdentity::kReport;
        break;
      case ReportPart::kRepeats:
        in = !owns && counted.acknowledged && counted.failing.empty();
        break;
      case ReportPart::kNotCounted:
        in = !counted.failing.empty();
        break;
    }
    if (query.filter.dimension) {
      const std::vector<std::string> cells = CellsOf(counted, *query.filter.dimension);
      in = in && Contains(cells, query.filter.cell);
    }
    if (!in) continue;
    result.push_back({counted.report->id, counted.report->event_date,
                      counted.failing.empty() ? Units(counted.micros) : 0});
  }
  std::sort(result.begin(), result.end(), [](const auto& a, const auto& b) {
    return std::make_pair(a.event_date, a.id) < std::make_pair(b.event_date, b.id);
  });
  return result;
}

namespace {

std::string Maybe(const std::optional<double>& value) {
  return value ? absl::StrCat(*value) : "unknown";
}

}  // namespace

std::string ToText(const Progress& progress) {
  std::string text = absl::StrCat(
      "value ", progress.value, " waiting ", progress.unacknowledged_value, " duplicates ",
      progress.possible_duplicates, " units ", progress.units, " repeats ", progress.repeats,
      " period ", progress.period, " goal ", progress.goal, " expected ", progress.expected, " of ",
      Maybe(progress.denominator), " are ", progress.numerator, "\n");
  for (const auto& [condition, count] : progress.not_counted) {
    absl::StrAppend(&text, "not counted ", condition, ": ", count, "\n");
  }
  for (const PeriodProgress& period : progress.periods) {
    absl::StrAppend(&text, "period ", period.start.ToString(), " to ", period.end.ToString(), " ",
                    period.goal, " ", period.expected, " ", period.value, " ",
                    period.unacknowledged_value, "\n");
  }
  for (const Breakdown& breakdown : progress.breakdowns) {
    for (const BreakdownCell& cell : breakdown.cells) {
      absl::StrAppend(&text, "by ", static_cast<int>(breakdown.dimension),
                      breakdown.adds_up ? " " : " (may not add up) ", cell.cell, ": ", cell.value,
                      " units ", cell.units, " people ", cell.people, " waiting ",
                      cell.unacknowledged_value, "\n");
    }
  }
  for (const ShareProgress& share : progress.shares) {
    absl::StrAppend(&text, "share ", share.id, " ", share.value, " ", Maybe(share.percent), " ",
                    Maybe(share.at_least_percent), "\n");
  }
  for (const BesideFigure& figure : progress.beside) {
    absl::StrAppend(&text, "beside ", figure.id, " ", Maybe(figure.value), " ", Maybe(figure.high));
    for (const BaselineChange& change : figure.changes) {
      absl::StrAppend(&text, " since ", change.baseline.ToString(), " ", Maybe(change.change));
    }
    absl::StrAppend(&text, "\n");
  }
  for (const CohortProgress& cohort : progress.cohorts) {
    absl::StrAppend(&text, "cohort ", cohort.cohort, " ", cohort.value, " of ",
                    Maybe(cohort.denominator), "\n");
  }
  for (const TableActivity& table : progress.tables) {
    absl::StrAppend(&text, "table ", table.id);
    for (const std::string& lacking : table.lacking) absl::StrAppend(&text, " lacks ", lacking);
    absl::StrAppend(&text, "\n");
  }
  return text;
}

}  // namespace overstap::matcher
