// What a report says, apart from what the server says of it: what is sent again when it is mended
// or corrected.
//
//   v1::Report again = ContentOf(*stored);   // no name, state, times or decision
//
// Stateless; safe from any thread.
#ifndef OVERSTAP_CLIENTS_CLI_RECORD_REPORT_CONTENT_H_
#define OVERSTAP_CLIENTS_CLI_RECORD_REPORT_CONTENT_H_

#include <string>

#include "overstap/v1/report.pb.h"

namespace overstap::cli {

v1::Report ContentOf(const v1::Report& report);

// "placement.start_date: required"; the description alone where the report as a whole is meant.
std::string ProblemText(const v1::FieldProblem& problem);

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_RECORD_REPORT_CONTENT_H_
