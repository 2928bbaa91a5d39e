// Counts a target anew from all reports, plainly: no sums are kept, every question goes through
// every report. It shares no code with matcher/target but the plain values and the names of
// conditions; the text that both follow is matcher/target/README.md.
//
//   Progress expected = RecountTarget(definition, reports, as_of, outside);
//
// Pure functions.
#ifndef OVERSTAP_TESTS_PROPERTY_RECOUNT_TARGET_H_
#define OVERSTAP_TESTS_PROPERTY_RECOUNT_TARGET_H_

#include <map>
#include <string>
#include <vector>

#include "matcher/target/target.h"

namespace overstap::matcher {

// The last state of each report, by id.
using LastReports = std::map<std::string, LedgerReport>;

Progress RecountTarget(const TargetDefinition& definition, const LastReports& reports, Date as_of,
                       const OutsideFigures& outside);

// As TargetCounter::ReportsBehind without pages.
std::vector<ReportReference> RecountReportsBehind(const TargetDefinition& definition,
                                                  const LastReports& reports,
                                                  const ReportQuery& query);

// All that a Progress says, a line each, for comparing.
std::string ToText(const Progress& progress);

}  // namespace overstap::matcher

#endif  // OVERSTAP_TESTS_PROPERTY_RECOUNT_TARGET_H_
