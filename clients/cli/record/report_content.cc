#include "clients/cli/record/report_content.h"

#include "absl/strings/str_cat.h"

namespace overstap::cli {

v1::Report ContentOf(const v1::Report& report) {
  v1::Report content = report;
  content.clear_name();
  content.clear_etag();
  content.clear_report_time();
  content.clear_reporting_organisation();
  content.clear_state();
  content.clear_deciding_organisation();
  content.clear_decide_time();
  content.clear_rejection_reason();
  content.clear_withdrawal_reason();
  if (content.has_placement()) content.mutable_placement()->clear_weeks_at_work();
  return content;
}

std::string ProblemText(const v1::FieldProblem& problem) {
  return problem.field().empty() ? problem.description()
                                 : absl::StrCat(problem.field(), ": ", problem.description());
}

}  // namespace overstap::cli
