// Import of reports from a file, in batches, with what became of each line.
//
//   ImportReports(context, {.file = "mei.csv"});
//
// Safe to repeat within 30 days: the batches' request ids follow from the file's bytes, so that the
// server answers what it has filed already as it did the first time.
#ifndef OVERSTAP_CLIENTS_CLI_IMPORT_IMPORT_REPORTS_H_
#define OVERSTAP_CLIENTS_CLI_IMPORT_IMPORT_REPORTS_H_

#include <string>

#include "absl/status/statusor.h"
#include "clients/cli/context.h"

namespace overstap::cli {

struct ReportImportOptions {
  std::string file;      // `-`: standard input
  std::string format;    // csv or jsonl; empty: as the file's name ends
  std::string batch;     // as drafts name it; empty: the file's name
  bool discard = false;  // what cannot be filed is not kept on the worklist
};

// kPartlyRejected when a line was not filed. INVALID_ARGUMENT: the file cannot be read as a whole,
// and nothing was sent. An error of the server's leaves filed what is shown until then; the same
// command goes on.
absl::StatusOr<ExitCode> ImportReports(Context& context, const ReportImportOptions& options);

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_IMPORT_IMPORT_REPORTS_H_
