#include "services/api/progress.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "matcher/target/forecast.h"
#include "matcher/target/suppression.h"
#include "services/api/ledger_render.h"
#include "services/api/names.h"
#include "services/api/text/language.h"
#include "services/convert/to_model.h"
#include "services/write/errors.h"

namespace overstap::api {
namespace {

using matcher::kSmallCount;

bool IsSmall(int64_t people) { return people > 0 && people < kSmallCount; }

// A count of people at most this many stand behind.
int64_t People(double value) { return static_cast<int64_t>(std::ceil(value)); }

bool CountsPeople(matcher::CountedUnit unit) {
  switch (unit) {
    case matcher::CountedUnit::kPerson:
    case matcher::CountedUnit::kHead:
    case matcher::CountedUnit::kFte:
    case matcher::CountedUnit::kPercent:
      return true;
    case matcher::CountedUnit::kWorkTable:
    case matcher::CountedUnit::kHour:
    case matcher::CountedUnit::kOrganisation:
      return false;
  }
  return true;
}

void SetPeriod(matcher::Date start, matcher::Date end, v1::DateRange* period) {
  *period->mutable_start_date() = convert::FromDate(start);
  *period->mutable_end_date() = convert::FromDate(end);
}

void AddBreakdowns(const matcher::Progress& counted, v1::Progress* message) {
  for (const matcher::Breakdown& breakdown : counted.breakdowns) {
    v1::Breakdown* added = message->add_breakdowns();
    added->set_dimension(ToApi(breakdown.dimension));
    added->set_adds_up(breakdown.adds_up);
    for (const matcher::BreakdownCell& cell : breakdown.cells) {
      v1::BreakdownCell* shown = added->add_cells();
      shown->set_cell(cell.cell);
      shown->set_value(cell.value);
      shown->set_unacknowledged_value(cell.unacknowledged_value);
    }
  }
}

void AddShares(const region::v1::TargetDefinition& definition, const matcher::Progress& counted,
               matcher::Language language, v1::Progress* message) {
  for (size_t i = 0; i < counted.shares.size(); ++i) {
    const matcher::ShareProgress& share = counted.shares[i];
    v1::ShareProgress* added = message->add_shares();
    added->set_share(share.id);
    added->set_display_name(TextIn(definition.shares(static_cast<int>(i)).title(), language));
    added->set_value(share.value);
    if (share.percent.has_value()) added->set_percent(*share.percent);
    if (share.at_least_percent.has_value()) added->set_at_least_percent(*share.at_least_percent);
  }
}

void AddBeside(const region::v1::TargetDefinition& definition, const matcher::Progress& counted,
               matcher::Language language, v1::Progress* message) {
  for (size_t i = 0; i < counted.beside.size(); ++i) {
    const matcher::BesideFigure& figure = counted.beside[i];
    const auto& configured = definition.beside(static_cast<int>(i));
    v1::BesideFigure* added = message->add_beside();
    added->set_figure(figure.id);
    added->set_display_name(TextIn(configured.title(), language));
    added->set_unit(static_cast<v1::TargetUnit>(configured.unit()));
    if (figure.value.has_value()) added->set_value(*figure.value);
    if (figure.high.has_value()) added->set_high_value(*figure.high);
    for (const matcher::BaselineChange& change : figure.changes) {
      v1::BaselineChange* shown = added->add_changes();
      *shown->mutable_baseline_date() = convert::FromDate(change.baseline);
      if (change.change.has_value()) shown->set_change(*change.change);
    }
  }
}

void AddRest(const matcher::Progress& counted, v1::Progress* message) {
  for (const auto& [condition, count] : counted.not_counted) {
    v1::NotCounted* not_counted = message->add_not_counted();
    not_counted->set_condition(condition);
    not_counted->set_report_count(count);
  }
  for (const matcher::PeriodProgress& period : counted.periods) {
    v1::PeriodProgress* added = message->add_periods();
    SetPeriod(period.start, period.end, added->mutable_period());
    added->set_goal(period.goal);
    added->set_expected_value(period.expected);
    added->set_value(period.value);
    added->set_unacknowledged_value(period.unacknowledged_value);
  }
  for (const matcher::TableActivity& table : counted.tables) {
    v1::TableActivity* added = message->add_tables();
    added->set_work_table(NameOf(kWorkTables, table.id));
    added->set_active(table.active());
    for (const std::string& lacking : table.lacking) added->add_lacking(lacking);
  }
  for (const matcher::CohortProgress& cohort : counted.cohorts) {
    v1::CohortProgress* added = message->add_cohorts();
    added->set_cohort(cohort.cohort);
    added->set_value(cohort.value);
    if (cohort.denominator.has_value()) added->set_denominator(*cohort.denominator);
  }
}

// A level or a share has none: see matcher/target/README.md.
bool IsForecast(const matcher::TargetDefinition& definition) {
  return definition.pace == matcher::Pace::kStraightLine &&
         definition.unit != matcher::CountedUnit::kPercent &&
         definition.unit != matcher::CountedUnit::kWorkTable;
}

void AddForecast(const matcher::TargetCounter& counter, const matcher::Progress& counted,
                 matcher::Date as_of, v1::Progress* message) {
  if (!IsForecast(counter.definition())) return;
  const std::vector<matcher::TargetPeriod> periods = PeriodsOf(counter.definition());
  matcher::ForecastInput input{.monthly = counter.MonthlyHistory(as_of),
                               .value = counted.value,
                               .first_month = periods.front().start,
                               .as_of = as_of,
                               .end = periods[counted.period].end};
  const auto months = static_cast<int32_t>(input.monthly.size());
  const std::optional<matcher::Forecast> forecast = ForecastEnd(input);
  if (!forecast.has_value()) return;
  v1::Forecast* added = message->mutable_forecast();
  added->set_value(forecast->value);
  added->set_low_value(forecast->low);
  added->set_high_value(forecast->high);
  added->set_month_count(months);
}

// Which cells to hide of a list whose total everyone knows.
std::vector<bool> HiddenBesideTotal(const std::vector<int64_t>& people) {
  return matcher::SuppressList(people, {.grand_total_is_published = true}).cells;
}

std::vector<bool> SmallOnes(const std::vector<int64_t>& people) {
  std::vector<bool> hidden;
  hidden.reserve(people.size());
  for (const int64_t count : people) hidden.push_back(IsSmall(count));
  return hidden;
}

void HideCells(const matcher::Breakdown& counted, v1::Breakdown* breakdown) {
  std::vector<int64_t> people;
  std::vector<int64_t> waiting;
  for (const matcher::BreakdownCell& cell : counted.cells) {
    people.push_back(cell.people);
    waiting.push_back(People(cell.unacknowledged_value));
  }
  // A unit of several programmes is in several cells: there is no total to subtract from.
  const auto hide = counted.adds_up ? HiddenBesideTotal : SmallOnes;
  const std::vector<bool> hidden = hide(people);
  const std::vector<bool> hidden_waiting = hide(waiting);
  for (int i = 0; i < breakdown->cells_size(); ++i) {
    const auto index = static_cast<size_t>(i);
    if (hidden[index]) breakdown->mutable_cells(i)->clear_value();
    if (hidden_waiting[index]) breakdown->mutable_cells(i)->clear_unacknowledged_value();
  }
}

// The part and the rest of the value that it is a part of, which everyone knows.
bool TellsOfFew(double part, double whole) {
  return IsSmall(People(part)) || IsSmall(People(whole) - People(part));
}

void HideFiguresBeside(double value, v1::Progress* progress) {
  std::vector<double> shown = {value};
  for (v1::BesideFigure& figure : *progress->mutable_beside()) {
    const bool counts_people = figure.unit() == v1::TARGET_UNIT_PERSON ||
                               figure.unit() == v1::TARGET_UNIT_HEAD ||
                               figure.unit() == v1::TARGET_UNIT_FTE;
    if (!counts_people || !figure.has_value()) continue;
    // It may be a part of the target's value or of another figure beside it.
    const bool is_small = IsSmall(People(figure.value())) ||
                          (figure.has_high_value() && IsSmall(People(figure.high_value()))) ||
                          std::any_of(shown.begin(), shown.end(), [&figure](double other) {
                            return IsSmall(std::abs(People(other) - People(figure.value())));
                          });
    if (is_small) {
      figure.clear_value();
      figure.clear_high_value();
    } else {
      shown.push_back(figure.value());
    }
  }
}

// Cohorts with a denominator add up to the numerator, which follows from the percentage; the others
// to what is left.
void HideCohorts(const matcher::Progress& counted, v1::Progress* progress) {
  for (const bool with_denominator : {true, false}) {
    std::vector<int> indices;
    std::vector<int64_t> students;
    for (int i = 0; i < progress->cohorts_size(); ++i) {
      if (progress->cohorts(i).has_denominator() != with_denominator) continue;
      indices.push_back(i);
      students.push_back(People(counted.cohorts[static_cast<size_t>(i)].value));
    }
    const std::vector<bool> hidden = HiddenBesideTotal(students);
    for (size_t i = 0; i < indices.size(); ++i) {
      if (hidden[i]) progress->mutable_cohorts(indices[i])->clear_value();
    }
  }
  // The breakdown by cohort says the same.
  for (v1::Breakdown& breakdown : *progress->mutable_breakdowns()) {
    if (breakdown.dimension() != v1::BREAKDOWN_DIMENSION_COHORT) continue;
    for (v1::BreakdownCell& cell : *breakdown.mutable_cells()) {
      cell.clear_value();
      for (const v1::CohortProgress& cohort : progress->cohorts()) {
        if (cohort.cohort() == cell.cell() && cohort.has_value()) cell.set_value(cohort.value());
      }
    }
  }
}

// Students of cohorts without a denominator, of whom nothing else says how many they are.
bool HasFewWithoutDenominator(const matcher::Progress& counted) {
  const double students =
      std::accumulate(counted.cohorts.begin(), counted.cohorts.end(), 0.0,
                      [](double sum, const matcher::CohortProgress& cohort) {
                        return cohort.denominator.has_value() ? sum : sum + cohort.value;
                      });
  return IsSmall(People(students));
}

}  // namespace

v1::BreakdownDimension ToApi(matcher::Dimension dimension) {
  // Both enums name the same dimensions, in the same order, one after "not said".
  return static_cast<v1::BreakdownDimension>(static_cast<int>(dimension) + 1);
}

std::optional<matcher::Dimension> DimensionOf(v1::BreakdownDimension dimension) {
  if (dimension == v1::BREAKDOWN_DIMENSION_UNSPECIFIED) return std::nullopt;
  return static_cast<matcher::Dimension>(static_cast<int>(dimension) - 1);
}
static_assert(matcher::kDimensions == v1::BreakdownDimension_ARRAYSIZE - 1);
static_assert(static_cast<int>(matcher::Dimension::kAgeBand) + 1 ==
              v1::BREAKDOWN_DIMENSION_AGE_BAND);
static_assert(static_cast<int>(matcher::Dimension::kCohort) + 1 == v1::BREAKDOWN_DIMENSION_COHORT);

const region::v1::TargetDefinition* FindTarget(const region::v1::RegionConfig& config,
                                               const std::string& id) {
  for (const auto& target : config.targets()) {
    if (target.id() == id) return &target;
  }
  return nullptr;
}

absl::Status NotCountedHere(const std::string& name) {
  return write::WithReason(absl::UnimplementedError("this target's figure comes from outside"),
                           "NOT_COUNTED_HERE", {{"target", name}});
}

v1::Progress ExactProgress(const region::v1::TargetDefinition& definition,
                           const matcher::TargetCounter& counter, const matcher::Progress& counted,
                           matcher::Date as_of, matcher::Language language) {
  v1::Progress message;
  message.set_target(NameOf(kTargets, definition.id()));
  message.set_definition_version(definition.version());
  message.set_value(counted.value);
  message.set_goal(counted.goal);
  message.set_expected_value(counted.expected);
  const matcher::TargetPeriod period = PeriodsOf(counter.definition())[counted.period];
  SetPeriod(period.start, period.end, message.mutable_period());
  message.set_unit(static_cast<v1::TargetUnit>(definition.unit()));
  message.set_unacknowledged_value(counted.unacknowledged_value);
  message.set_possible_duplicate_count(counted.possible_duplicates);
  message.set_unit_count(counted.units);
  message.set_repeat_count(counted.repeats);
  if (counted.denominator.has_value()) message.set_denominator(*counted.denominator);
  message.set_numerator(counted.numerator);
  *message.mutable_as_of_date() = convert::FromDate(as_of);
  message.set_unsuppressed(true);
  AddBreakdowns(counted, &message);
  AddShares(definition, counted, language, &message);
  AddBeside(definition, counted, language, &message);
  AddRest(counted, &message);
  AddForecast(counter, counted, as_of, &message);
  return message;
}

void HideSmallCounts(const matcher::Progress& counted, matcher::CountedUnit unit,
                     v1::Progress* progress) {
  progress->set_unsuppressed(false);
  HideFiguresBeside(CountsPeople(unit) ? counted.value : 0, progress);
  if (!CountsPeople(unit)) return;
  const bool is_percent = unit == matcher::CountedUnit::kPercent;
  const bool all_hidden = is_percent && HasFewWithoutDenominator(counted);
  for (int i = 0; i < progress->breakdowns_size(); ++i) {
    v1::Breakdown* breakdown = progress->mutable_breakdowns(i);
    HideCells(counted.breakdowns[static_cast<size_t>(i)], breakdown);
    if (!all_hidden) continue;
    for (v1::BreakdownCell& cell : *breakdown->mutable_cells()) cell.clear_value();
  }
  if (is_percent) HideCohorts(counted, progress);
  const double whole = is_percent ? counted.numerator : counted.value;
  for (v1::ShareProgress& share : *progress->mutable_shares()) {
    if (!TellsOfFew(share.value(), whole)) continue;
    share.clear_value();
    share.clear_percent();
  }
}

absl::StatusOr<v1::Progress> ProgressReply(const Backend& backend, const ProgressQuery& query) {
  const region::v1::TargetDefinition* definition = FindTarget(backend.config, query.target);
  const std::string name = NameOf(kTargets, query.target);
  if (definition == nullptr) return write::ResourceNotFound("overstap.v1.Target", name);
  v1::Progress message;
  const bool is_counted = backend.pool.AskTarget(
      query.target, query.work_table, [&](const pool::Pool::CountedTarget& target) {
        const matcher::Progress counted = target.counter.ProgressAt(query.as_of, target.outside);
        message = ExactProgress(*definition, target.counter, counted, query.as_of, query.language);
        message.set_ledger_position(static_cast<int64_t>(target.position));
        if (query.unsuppressed) return;
        HideSmallCounts(counted, target.counter.definition().unit, &message);
      });
  if (!is_counted) return NotCountedHere(name);
  *message.mutable_compute_time() =
      google::protobuf::util::TimeUtil::NanosecondsToTimestamp(absl::ToUnixNanos(backend.now()));
  return message;
}

}  // namespace overstap::api
