// What the reports of one project come to: kind by kind, and for a target by themselves.
//
//   std::vector<KindFigure> figures = FiguresOf(reports, today);
//   TargetFigure activation = FigureFor(definition, outside, reports, today);
//   if (figures[0].counts_people && IsSmall(figures[0].value)) Hide();
//
// Units are told apart as README.md says of targets. Time in proportion to the reports. Pure
// functions over plain values; safe to call from any thread.
#ifndef OVERSTAP_MATCHER_TARGET_PROJECT_PROGRESS_H_
#define OVERSTAP_MATCHER_TARGET_PROJECT_PROGRESS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "matcher/model/date.h"
#include "matcher/target/definition.h"
#include "matcher/target/outside.h"
#include "matcher/target/report.h"

namespace overstap::matcher {

// Events up to and including a day; states as they now are.
struct KindFigure {
  ReportKind kind = ReportKind::kPlacement;
  int64_t acknowledged = 0;  // reports
  int64_t waiting = 0;       // reports
  // Of the acknowledged ones: persons by linkage key (a report without one is a unit), heads of
  // each event once (tickets before scan before estimate), students of each project once, hours
  // given; of aggregates reports.
  double value = 0;
  // The value counts people, or one for each report.
  bool counts_people = false;
  // A report is about one person or a few, so that the numbers of reports tell of people too.
  bool reports_are_people = false;
  friend bool operator==(const KindFigure&, const KindFigure&) = default;
};

// What a target would count if there were no other reports, in the period that the day is in.
struct TargetFigure {
  double value = 0;    // in units; kPercent: students
  int64_t people = 0;  // what hiding looks at; 0: no people
  friend bool operator==(const TargetFigure&, const TargetFigure&) = default;
};

// Kinds that have an acknowledged or waiting report, in their order.
std::vector<KindFigure> FiguresOf(absl::Span<const LedgerReport* const> reports, Date as_of);

// 0 for a target that is not counted from reports, or that counts work tables.
TargetFigure FigureFor(const TargetDefinition& definition, const OutsideFigures& outside,
                       absl::Span<const LedgerReport* const> reports, Date as_of);

// A number of people that is hidden from whoever may not see the reports: 1 to kSmallCount - 1.
bool IsSmall(double people);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TARGET_PROJECT_PROGRESS_H_
