#include "services/config/target_model.h"

#include <algorithm>
#include <string>
#include <utility>

#include "services/config/region_model.h"

namespace overstap::config {
namespace {

using region::v1::RegionConfig;

template <typename Repeated>
std::vector<std::string> Texts(const Repeated& texts) {
  return {texts.begin(), texts.end()};
}

// An enum whose first value means "not said".
template <typename Result, typename Enum>
std::optional<Result> Said(Enum value) {
  if (static_cast<int>(value) == 0) return std::nullopt;
  return static_cast<Result>(value);
}

matcher::Date DayOf(const google::type::Date& date) {
  return ToDate(date).value_or(matcher::Date());
}

// The earliest who stands for it.
void AddHelix(const region::v1::OrganisationRef& seat, matcher::WorkTableRecord* table) {
  if (seat.helix().empty()) return;
  const matcher::Date since = DayOf(seat.since_date());
  const auto [known, is_new] = table->helix_since.try_emplace(seat.helix(), since);
  if (!is_new) known->second = std::min(known->second, since);
}

matcher::FactCondition ToCondition(const region::v1::Condition& condition) {
  matcher::FactCondition result;
  result.fact = static_cast<matcher::Fact>(condition.fact());
  result.any_of = Texts(condition.any_of());
  result.none_of = Texts(condition.none_of());
  if (condition.has_at_least()) result.at_least = condition.at_least();
  if (condition.has_at_most()) result.at_most = condition.at_most();
  for (const region::v1::Condition& other : condition.or_else()) {
    result.or_else.push_back(ToCondition(other));
  }
  return result;
}

template <typename Repeated>
std::vector<matcher::FactCondition> ToConditions(const Repeated& conditions) {
  std::vector<matcher::FactCondition> result;
  for (const region::v1::Condition& condition : conditions) {
    result.push_back(ToCondition(condition));
  }
  return result;
}

std::vector<std::string> YoungBands(const RegionConfig& config) {
  std::vector<std::string> bands;
  for (const region::v1::AgeBand& band : config.age_bands()) {
    if (band.young()) bands.push_back(band.id());
  }
  return bands;
}

matcher::CountingRule ToRule(const region::v1::CountingRule& rule, const RegionConfig& config) {
  matcher::CountingRule result;
  result.report_kind = static_cast<matcher::ReportKind>(rule.report_kind());
  result.conditions = ToConditions(rule.conditions());
  result.age_bands = rule.young_age_bands() ? YoungBands(config) : Texts(rule.age_bands());
  for (const region::v1::CountingAlternative& each : rule.or_else()) {
    result.or_else.push_back({.report_kind = static_cast<matcher::ReportKind>(each.report_kind()),
                              .conditions = ToConditions(each.conditions()),
                              .age_bands = Texts(each.age_bands())});
  }
  result.identity = Said<matcher::UnitIdentity>(rule.identity());
  result.amount = Said<matcher::Fact>(rule.amount());
  if (rule.has_prefer()) {
    result.prefer = matcher::Preference{.fact = static_cast<matcher::Fact>(rule.prefer().fact()),
                                        .order = Texts(rule.prefer().order())};
  }
  result.counts_after_days = rule.counts_after_days();
  return result;
}

matcher::BesideDefinition ToBeside(const region::v1::BesideDefinition& beside,
                                   const RegionConfig& config) {
  matcher::BesideDefinition result;
  result.id = beside.id();
  result.unit = static_cast<matcher::CountedUnit>(beside.unit());
  if (beside.has_counting()) result.counting = ToRule(beside.counting(), config);
  result.high_amount = Said<matcher::Fact>(beside.high_amount());
  result.factor_series = beside.factor_series();
  result.change_series = beside.change_series();
  for (const google::type::Date& date : beside.baseline_dates()) {
    result.baselines.push_back(DayOf(date));
  }
  return result;
}

matcher::TargetDefinition ToTarget(const region::v1::TargetDefinition& target,
                                   const RegionConfig& config) {
  matcher::TargetDefinition result;
  result.id = target.id();
  result.version = target.version();
  result.goal = target.goal();
  result.unit = static_cast<matcher::CountedUnit>(target.unit());
  result.period_start = DayOf(target.period_start_date());
  result.period_end = DayOf(target.period_end_date());
  if (target.has_counting()) result.counting = ToRule(target.counting(), config);
  for (const region::v1::TargetPeriod& period : target.periods()) {
    result.periods.push_back({.start = DayOf(period.start_date()),
                              .end = DayOf(period.end_date()),
                              .goal = period.goal()});
  }
  result.pace = target.pace() == region::v1::PACE_LEVEL ? matcher::Pace::kLevel
                                                        : matcher::Pace::kStraightLine;
  for (const region::v1::ShareDefinition& share : target.shares()) {
    matcher::ShareDefinition& added = result.shares.emplace_back();
    added.id = share.id();
    added.conditions = ToConditions(share.conditions());
    if (share.has_at_least_percent()) added.at_least_percent = share.at_least_percent();
  }
  for (const region::v1::BesideDefinition& beside : target.beside()) {
    result.beside.push_back(ToBeside(beside, config));
  }
  result.denominator_prefix = target.denominator_prefix();
  if (target.has_activity()) {
    const region::v1::ActivityRule& activity = target.activity();
    result.activity = matcher::ActivityRule{.driver = activity.driver(),
                                            .helixes = Texts(activity.helixes()),
                                            .action_plan = activity.action_plan(),
                                            .recent_months = activity.recent_months()};
  }
  return result;
}

}  // namespace

std::vector<matcher::TargetDefinition> ToTargets(const RegionConfig& config) {
  std::vector<matcher::TargetDefinition> targets;
  for (const region::v1::TargetDefinition& each : config.targets()) {
    targets.push_back(ToTarget(each, config));
  }
  return targets;
}

std::vector<matcher::ExternalSeries> ToSeries(const RegionConfig& config) {
  std::vector<matcher::ExternalSeries> result;
  for (const region::v1::ExternalSeries& each : config.series()) {
    matcher::ExternalSeries& series = result.emplace_back();
    series.id = each.id();
    for (const region::v1::SeriesPoint& point : each.points()) {
      series.points.push_back({.date = DayOf(point.known_from_date()),
                               .value = point.value(),
                               .source = point.source()});
    }
  }
  return result;
}

std::vector<matcher::WorkTableRecord> ToWorkTables(const RegionConfig& config) {
  std::vector<matcher::WorkTableRecord> result;
  for (const region::v1::WorkTableDefinition& table : config.work_tables()) {
    matcher::WorkTableRecord& record = result.emplace_back();
    record.id = table.id();
    record.driver_since = DayOf(table.driver().since_date());
    AddHelix(table.driver(), &record);
    for (const region::v1::OrganisationRef& member : table.members()) AddHelix(member, &record);
  }
  return result;
}

matcher::TargetSetup ToTargetSetup(const RegionConfig& config) {
  return {.definitions = ToTargets(config),
          .outside = {.series = ToSeries(config), .work_tables = ToWorkTables(config)}};
}

}  // namespace overstap::config
