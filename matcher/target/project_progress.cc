#include "matcher/target/project_progress.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "matcher/target/suppression.h"
#include "matcher/target/target.h"
#include "matcher/target/unit_fold.h"

namespace overstap::matcher {
namespace {

// How the figure of a kind is counted.
struct KindRule {
  ReportKind kind;
  CountedUnit unit;
  UnitIdentity identity;
  std::optional<Fact> amount;
  bool counts_people;
  bool reports_are_people;
};

constexpr std::array<KindRule, 6> kRules{{
    {ReportKind::kPlacement, CountedUnit::kPerson, UnitIdentity::kPerson, std::nullopt, true, true},
    {ReportKind::kTrainingCompletion, CountedUnit::kPerson, UnitIdentity::kPerson, std::nullopt,
     true, true},
    {ReportKind::kContactEvent, CountedUnit::kHead, UnitIdentity::kEvent, std::nullopt, true,
     false},
    // In students, not in percent of a cohort.
    {ReportKind::kStudentProject, CountedUnit::kHour, UnitIdentity::kProject, Fact::kStudentCount,
     true, true},
    {ReportKind::kInKind, CountedUnit::kHour, UnitIdentity::kReport, std::nullopt, false, false},
    {ReportKind::kAggregate, CountedUnit::kPerson, UnitIdentity::kReport, std::nullopt, false,
     false},
}};

// From the first report's event to the day asked: a project counts over all its time.
TargetPeriod PeriodUpTo(absl::Span<const LedgerReport* const> reports, Date as_of) {
  TargetPeriod period{.start = as_of, .end = as_of};
  for (const LedgerReport* report : reports) {
    period.start = std::min(period.start, report->event_date);
  }
  return period;
}

UnitFold FoldOf(const KindRule& kind, const TargetPeriod& period) {
  CountingRule rule{.report_kind = kind.kind};
  rule.identity = kind.identity;
  rule.amount = kind.amount;
  if (kind.kind == ReportKind::kContactEvent) {
    rule.prefer = Preference{.fact = Fact::kCountBasis, .order = {"tickets", "scan", "estimate"}};
  }
  return UnitFold({.rule = std::move(rule),
                   .unit = kind.unit,
                   .periods = {period},
                   .shares = {},
                   .breakdown = false});
}

// Hours in kind and employers' aggregates are about no one.
bool CountsPeople(const CountingRule& rule) {
  const auto about_people = [](ReportKind kind) {
    return kind != ReportKind::kInKind && kind != ReportKind::kAggregate;
  };
  return about_people(rule.report_kind) || std::any_of(rule.or_else.begin(), rule.or_else.end(),
                                                       [&](const CountingAlternative& each) {
                                                         return about_people(each.report_kind);
                                                       });
}

}  // namespace

std::vector<KindFigure> FiguresOf(absl::Span<const LedgerReport* const> reports, Date as_of) {
  constexpr double kMicros = 1e6;
  const TargetPeriod period = PeriodUpTo(reports, as_of);
  std::vector<KindFigure> figures;
  for (const KindRule& rule : kRules) {
    KindFigure figure{.kind = rule.kind,
                      .counts_people = rule.counts_people,
                      .reports_are_people = rule.reports_are_people};
    UnitFold fold = FoldOf(rule, period);
    for (const LedgerReport* report : reports) {
      if (report->kind != rule.kind || report->event_date > as_of) continue;
      if (report->state == ReportState::kAcknowledged) ++figure.acknowledged;
      if (report->state == ReportState::kReported) ++figure.waiting;
      fold.Apply(*report);
    }
    if (figure.acknowledged == 0 && figure.waiting == 0) continue;
    figure.value = static_cast<double>(fold.CountedAt(0, as_of).micros) / kMicros;
    figures.push_back(figure);
  }
  return figures;
}

TargetFigure FigureFor(const TargetDefinition& definition, const OutsideFigures& outside,
                       absl::Span<const LedgerReport* const> reports, Date as_of) {
  if (!definition.counting.has_value() || definition.unit == CountedUnit::kWorkTable) return {};
  TargetCounter counter(definition);
  for (const LedgerReport* report : reports) counter.Apply(*report);
  const Progress progress = counter.ProgressAt(as_of, outside);
  TargetFigure figure;
  const bool in_students = definition.unit == CountedUnit::kPercent;
  figure.value = in_students ? progress.numerator : progress.value;
  if (definition.unit == CountedUnit::kOrganisation || !CountsPeople(*definition.counting)) {
    return figure;
  }
  const bool weighs_people = in_students || definition.unit == CountedUnit::kHead;
  figure.people = weighs_people ? std::llround(figure.value) : progress.units;
  return figure;
}

bool IsSmall(double people) { return people > 0 && people < static_cast<double>(kSmallCount); }

}  // namespace overstap::matcher
