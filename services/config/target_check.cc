#include "services/config/target_check.h"

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "matcher/target/definition.h"
#include "services/config/region_model.h"

namespace overstap::config {
namespace {

using region::v1::Condition;
using region::v1::CountingRule;
using region::v1::Fact;
using region::v1::ReportKind;

using Complain = absl::FunctionRef<void(const std::string&)>;

constexpr int kMaxRecentMonths = 24;
constexpr int kMaxCountsAfterDays = 3'660;
constexpr double kPercent = 100;

// The facts that each kind of report carries (services/convert fills them in), beside those of all.
const std::set<Fact>& FactsOf(ReportKind kind) {
  using namespace region::v1;  // NOLINT(google-build-using-namespace): names of one table
  static const auto& facts = *new std::map<ReportKind, std::set<Fact>>{
      {REPORT_KIND_PLACEMENT,
       {FACT_SECTOR, FACT_SECTOR_DAY_BEFORE, FACT_CONTRACT_KIND, FACT_MUNICIPALITY,
        FACT_HOURS_PER_WEEK, FACT_HOURS_BEFORE, FACT_HOURS_ADDED, FACT_FULL_TIME_HOURS,
        FACT_DISTANCE, FACT_SIDE_ENTRANT, FACT_EMPLOYER, FACT_WEEKS_AT_WORK,
        FACT_HOME_MUNICIPALITY}},
      {REPORT_KIND_TRAINING_COMPLETION,
       {FACT_SECTOR, FACT_MUNICIPALITY, FACT_SKILL_BRANCH, FACT_IN_WORK_FIRST_DAY,
        FACT_TRAINING_HOURS, FACT_DISTANCE, FACT_SIDE_ENTRANT, FACT_EMPLOYER,
        FACT_HOME_MUNICIPALITY}},
      {REPORT_KIND_CONTACT_EVENT, {FACT_MUNICIPALITY, FACT_COUNT_BASIS}},
      {REPORT_KIND_STUDENT_PROJECT,
       {FACT_MUNICIPALITY, FACT_COHORT, FACT_EMPLOYER, FACT_STUDENT_COUNT}},
      {REPORT_KIND_IN_KIND, {FACT_EMPLOYER, FACT_CONTRIBUTED_HOURS}},
      {REPORT_KIND_AGGREGATE, {FACT_EMPLOYER, FACT_TARGET, FACT_LOW_COUNT, FACT_HIGH_COUNT}}};
  static const std::set<Fact>& none = *new std::set<Fact>();
  const auto found = facts.find(kind);
  return found == facts.end() ? none : found->second;
}

bool HasFact(ReportKind kind, Fact fact) {
  return fact == region::v1::FACT_PROGRAMME || fact == region::v1::FACT_WORK_TABLE ||
         FactsOf(kind).count(fact) > 0;
}

bool IsNumber(Fact fact) {
  using namespace region::v1;  // NOLINT(google-build-using-namespace): names of one table
  static const std::set<Fact>& numbers = *new std::set<Fact>{
      FACT_IN_WORK_FIRST_DAY, FACT_TRAINING_HOURS, FACT_HOURS_PER_WEEK,    FACT_DISTANCE,
      FACT_SIDE_ENTRANT,      FACT_HOURS_BEFORE,   FACT_HOURS_ADDED,       FACT_FULL_TIME_HOURS,
      FACT_WEEKS_AT_WORK,     FACT_STUDENT_COUNT,  FACT_CONTRIBUTED_HOURS, FACT_LOW_COUNT,
      FACT_HIGH_COUNT};
  return numbers.count(fact) > 0;
}

// Kinds of contract as the fact spells them.
const std::set<std::string>& ContractKinds() {
  static const std::set<std::string>& kinds =
      *new std::set<std::string>{"permanent",       "fixed_term", "agency",       "learn_work",
                                 "trial_placement", "internship", "self_employed"};
  return kinds;
}

const std::set<std::string>& CountBases() {
  static const std::set<std::string>& bases =
      *new std::set<std::string>{"tickets", "scan", "estimate"};
  return bases;
}

// The values that the fact can have; nullptr: any.
const std::set<std::string>* ValuesOf(Fact fact, const KnownIds& known) {
  switch (fact) {
    case region::v1::FACT_SECTOR:
    case region::v1::FACT_SECTOR_DAY_BEFORE:
      return &known.sectors;
    case region::v1::FACT_MUNICIPALITY:
    case region::v1::FACT_HOME_MUNICIPALITY:
      return &known.municipalities;
    case region::v1::FACT_PROGRAMME:
      return &known.programmes;
    case region::v1::FACT_WORK_TABLE:
      return &known.work_tables;
    case region::v1::FACT_TARGET:
      return &known.targets;
    case region::v1::FACT_CONTRACT_KIND:
      return &ContractKinds();
    case region::v1::FACT_COUNT_BASIS:
      return &CountBases();
    default:
      return nullptr;
  }
}

// One target's check: what it may name, and whom it tells.
class TargetCheck {
 public:
  TargetCheck(const KnownIds& known, Complain complain) : known_(known), complain_(complain) {}

  void Check(const region::v1::TargetDefinition& target) {
    if (target.version() < 1) complain_("version must be 1 or more");
    if (target.unit() == region::v1::COUNTED_UNIT_UNSPECIFIED) complain_("unit is required");
    CheckPeriods(target);
    if (target.source().empty()) complain_("source is required");
    // A table's reports are not added up: they only show that it is at work.
    const bool is_of_tables = target.unit() == region::v1::COUNTED_UNIT_WORK_TABLE;
    if (target.has_counting()) CheckRule(target.counting(), "counting", is_of_tables);
    CheckShares(target);
    CheckBeside(target);
    CheckUnit(target);
  }

 private:
  void CheckValues(const Condition& condition, const std::string& where) {
    const std::set<std::string>* values = ValuesOf(condition.fact(), known_);
    if (values == nullptr) return;
    // Before a contract someone may be in no work at all: the empty text.
    const bool may_be_empty = condition.fact() == region::v1::FACT_SECTOR_DAY_BEFORE;
    for (const auto& list : {condition.any_of(), condition.none_of()}) {
      for (const std::string& value : list) {
        if (values->count(value) == 0 && !(value.empty() && may_be_empty)) {
          complain_(absl::StrCat(where, ": unknown value \"", value, "\""));
        }
      }
    }
  }

  void CheckCondition(const Condition& condition, ReportKind kind, const std::string& where) {
    if (condition.fact() == region::v1::FACT_UNSPECIFIED) {
      return complain_(absl::StrCat(where, ": fact is required"));
    }
    if (!HasFact(kind, condition.fact())) {
      complain_(absl::StrCat(where, ": a report of kind ", region::v1::ReportKind_Name(kind),
                             " has no ", region::v1::Fact_Name(condition.fact()),
                             ", so the condition never holds"));
    }
    const bool texts = condition.any_of_size() + condition.none_of_size() > 0;
    const bool numbers = condition.has_at_least() || condition.has_at_most();
    if (!texts && !numbers) complain_(absl::StrCat(where, ": it demands nothing"));
    if (texts && IsNumber(condition.fact())) {
      complain_(absl::StrCat(where, ": any_of and none_of are for texts, and ",
                             region::v1::Fact_Name(condition.fact()), " is a number"));
    }
    if (numbers && !IsNumber(condition.fact())) {
      complain_(absl::StrCat(where, ": at_least and at_most are for numbers, and ",
                             region::v1::Fact_Name(condition.fact()), " is a text"));
    }
    if (condition.has_at_least() && condition.has_at_most() &&
        condition.at_least() > condition.at_most()) {
      complain_(absl::StrCat(where, ": at_least is above at_most"));
    }
    CheckValues(condition, where);
    for (int i = 0; i < condition.or_else_size(); ++i) {
      const std::string other = absl::StrCat(where, ".or_else[", i, "]");
      if (condition.or_else(i).or_else_size() > 0) {
        complain_(absl::StrCat(other, ": has no others in its turn"));
      }
      CheckCondition(condition.or_else(i), kind, other);
    }
  }

  template <typename Repeated>
  void CheckConditions(const Repeated& conditions, ReportKind kind, const std::string& where) {
    for (int i = 0; i < conditions.size(); ++i) {
      CheckCondition(conditions[i], kind, absl::StrCat(where, ".conditions[", i, "]"));
    }
  }

  template <typename Repeated>
  void CheckBands(const Repeated& bands, ReportKind kind, const std::string& where) {
    if (!bands.empty() && kind != region::v1::REPORT_KIND_CONTACT_EVENT) {
      complain_(absl::StrCat(where, ".age_bands: only contact events have heads in bands"));
    }
    for (const std::string& band : bands) {
      if (known_.age_bands.count(band) == 0) {
        complain_(absl::StrCat(where, ".age_bands: unknown age band ", band));
      }
    }
  }

  // What cannot be deduplicated is never added to units.
  void CheckKind(ReportKind kind, const std::string& where, bool may_be_any) {
    if (kind == region::v1::REPORT_KIND_AGGREGATE && !may_be_any) {
      complain_(absl::StrCat(where, ": employers' aggregates are only shown beside a target"));
    }
  }

  void CheckRule(const CountingRule& rule, const std::string& where, bool may_be_any) {
    const ReportKind kind = rule.report_kind();
    if (kind == region::v1::REPORT_KIND_UNSPECIFIED) {
      return complain_(absl::StrCat(where, ".report_kind is required"));
    }
    CheckKind(kind, where, may_be_any);
    CheckConditions(rule.conditions(), kind, where);
    CheckBands(rule.age_bands(), kind, where);
    if (rule.young_age_bands() && rule.age_bands_size() > 0) {
      complain_(absl::StrCat(where, ": age_bands and young_age_bands exclude each other"));
    }
    for (int i = 0; i < rule.or_else_size(); ++i) {
      const std::string other = absl::StrCat(where, ".or_else[", i, "]");
      const region::v1::CountingAlternative& each = rule.or_else(i);
      if (each.report_kind() == region::v1::REPORT_KIND_UNSPECIFIED) {
        complain_(absl::StrCat(other, ".report_kind is required"));
      }
      CheckKind(each.report_kind(), other, may_be_any);
      CheckConditions(each.conditions(), each.report_kind(), other);
      CheckBands(each.age_bands(), each.report_kind(), other);
    }
    if (rule.amount() != region::v1::FACT_UNSPECIFIED && !IsNumber(rule.amount())) {
      complain_(absl::StrCat(where, ".amount: ", region::v1::Fact_Name(rule.amount()),
                             " is a text, not a number"));
    }
    if (rule.has_prefer() && (rule.prefer().fact() == region::v1::FACT_UNSPECIFIED ||
                              IsNumber(rule.prefer().fact()) || rule.prefer().order().empty())) {
      complain_(absl::StrCat(where, ".prefer takes a fact that is a text, and its order"));
    }
    if (rule.counts_after_days() < 0 || rule.counts_after_days() > kMaxCountsAfterDays) {
      complain_(absl::StrCat(where, ".counts_after_days must be 0 to ", kMaxCountsAfterDays));
    }
  }

  void CheckPeriods(const region::v1::TargetDefinition& target) {
    if (target.periods().empty()) CheckOnlyPeriod(target);
    std::optional<matcher::Date> last;
    for (int i = 0; i < target.periods_size(); ++i) {
      const region::v1::TargetPeriod& period = target.periods(i);
      const std::string where = absl::StrCat("periods[", i, "]");
      const auto from = ToDate(period.start_date());
      const auto to = ToDate(period.end_date());
      if (!(period.goal() > 0)) complain_(absl::StrCat(where, ".goal must be above 0"));
      if (!from || !to || *to < *from) {
        complain_(absl::StrCat(where, ": start_date and end_date are not a span of days"));
        continue;
      }
      if (last && *from <= *last) {
        complain_(absl::StrCat(where, " begins before the one before it has ended"));
      }
      last = to;
    }
  }

  void CheckOnlyPeriod(const region::v1::TargetDefinition& target) {
    if (!(target.goal() > 0)) complain_("goal must be above 0");
    const auto start = ToDate(target.period_start_date());
    const auto end = ToDate(target.period_end_date());
    if (!start) complain_("period_start_date is not a day");
    if (!end) complain_("period_end_date is not a day");
    if (start && end && *end < *start) complain_("period_end_date is before period_start_date");
  }

  void CheckShares(const region::v1::TargetDefinition& target) {
    if (target.shares_size() > static_cast<int>(matcher::kMaxShares)) {
      complain_(absl::StrCat("shares: more than ", matcher::kMaxShares));
    }
    if (target.shares_size() > 0 && !target.has_counting()) {
      complain_("shares: of a target that is not counted here");
    }
    std::set<std::string> ids;
    for (int i = 0; i < target.shares_size(); ++i) {
      const region::v1::ShareDefinition& share = target.shares(i);
      const std::string where = absl::StrCat("shares[", i, "]");
      CheckId(share.id(), where, &ids);
      if (share.conditions().empty()) complain_(absl::StrCat(where, ".conditions is required"));
      CheckConditions(share.conditions(), target.counting().report_kind(), where);
      if (share.has_at_least_percent() &&
          !(share.at_least_percent() > 0 && share.at_least_percent() <= kPercent)) {
        complain_(absl::StrCat(where, ".at_least_percent must be above 0, at most 100"));
      }
    }
  }

  void CheckBeside(const region::v1::TargetDefinition& target) {
    std::set<std::string> ids;
    for (int i = 0; i < target.beside_size(); ++i) {
      const region::v1::BesideDefinition& beside = target.beside(i);
      const std::string where = absl::StrCat("beside[", i, "]");
      CheckId(beside.id(), where, &ids);
      if (beside.has_counting() == !beside.change_series().empty()) {
        complain_(absl::StrCat(where, " takes either counting or change_series"));
      }
      if (beside.has_counting()) {
        CheckRule(beside.counting(), absl::StrCat(where, ".counting"), /*may_be_any=*/true);
        if (beside.unit() == region::v1::COUNTED_UNIT_UNSPECIFIED) {
          complain_(absl::StrCat(where, ".unit is required"));
        }
      }
      CheckSeriesOf(beside.factor_series(), absl::StrCat(where, ".factor_series"));
      CheckSeriesOf(beside.change_series(), absl::StrCat(where, ".change_series"));
      if (!beside.change_series().empty() && beside.baseline_dates().empty()) {
        complain_(absl::StrCat(where, ".baseline_dates is required"));
      }
      for (const google::type::Date& date : beside.baseline_dates()) {
        if (!ToDate(date)) complain_(absl::StrCat(where, ".baseline_dates: not a day"));
      }
    }
  }

  void CheckUnit(const region::v1::TargetDefinition& target) {
    const bool percent = target.unit() == region::v1::COUNTED_UNIT_PERCENT;
    if (percent && target.has_counting() && target.denominator_prefix().empty()) {
      complain_("denominator_prefix is required for a share");
    }
    if (!percent && !target.denominator_prefix().empty()) {
      complain_("denominator_prefix is for a share");
    }
    if (!target.has_activity()) return;
    if (target.unit() != region::v1::COUNTED_UNIT_WORK_TABLE) {
      complain_("activity is for work tables");
    }
    for (const std::string& helix : target.activity().helixes()) {
      if (!IsHelix(helix)) {
        complain_(absl::StrCat("activity.helixes: unknown helix ", helix));
      }
    }
    if (target.activity().recent_months() < 1 ||
        target.activity().recent_months() > kMaxRecentMonths) {
      complain_(absl::StrCat("activity.recent_months must be 1 to ", kMaxRecentMonths));
    }
  }

  void CheckId(const std::string& id, const std::string& where, std::set<std::string>* ids) {
    if (id.empty()) {
      complain_(absl::StrCat(where, ".id is required"));
    } else if (!ids->insert(id).second) {
      complain_(absl::StrCat(where, ": the id ", id, " stands there twice"));
    }
  }

  void CheckSeriesOf(const std::string& id, const std::string& where) {
    if (!id.empty() && known_.series.count(id) == 0) {
      complain_(absl::StrCat(where, ": unknown series ", id));
    }
  }

  const KnownIds& known_;
  Complain complain_;
};

}  // namespace

bool IsHelix(const std::string& helix) {
  return helix == "business" || helix == "education" || helix == "government";
}

void CheckTarget(const region::v1::TargetDefinition& target, const KnownIds& known,
                 absl::FunctionRef<void(const std::string&)> complain) {
  TargetCheck(known, complain).Check(target);
}

void CheckSeries(const region::v1::ExternalSeries& series,
                 absl::FunctionRef<void(const std::string&)> complain) {
  std::optional<matcher::Date> last;
  for (int i = 0; i < series.points_size(); ++i) {
    const region::v1::SeriesPoint& point = series.points(i);
    const std::string where = absl::StrCat("points[", i, "]");
    const auto date = ToDate(point.known_from_date());
    if (!date) {
      complain(absl::StrCat(where, ".known_from_date is not a day"));
    } else if (last && *date <= *last) {
      complain(absl::StrCat(where, " is not later than the one before it"));
    }
    if (date) last = date;
    if (point.source().empty()) complain(absl::StrCat(where, ".source is required"));
  }
}

}  // namespace overstap::config
