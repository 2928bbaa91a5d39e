// Import of records from JSON Lines, one stream for all of them.
//
//   ImportRecords(context, VacancyKind(), {.file = "vacancies.jsonl"});
//
// Lines that do not parse, and items that the server refuses, never stop the rest: they are written
// to a file that can be mended and imported again, each below a note (a line that begins with `#`)
// with its line number and reason.
#ifndef OVERSTAP_CLIENTS_CLI_IMPORT_IMPORT_RECORDS_H_
#define OVERSTAP_CLIENTS_CLI_IMPORT_IMPORT_RECORDS_H_

#include <string>

#include "absl/status/statusor.h"
#include "clients/cli/context.h"
#include "clients/cli/record/record_kind.h"

namespace overstap::cli {

struct ImportOptions {
  std::string file;           // `-`: standard input
  std::string rejected_file;  // empty: RejectedFileOf(file)
  std::string texts_folder;   // of job seekers: {id}.txt are texts to find skills in; empty: none
};

// `a.jsonl` → `a.rejected.jsonl`; standard input → `import.rejected.jsonl`.
std::string RejectedFileOf(const std::string& file);

// kPartlyRejected when a line was refused. An error (a broken connection, say) leaves stored what
// the server took until then; importing again completes it.
absl::StatusOr<ExitCode> ImportRecords(Context& context, const RecordKind& kind,
                                       const ImportOptions& options);

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_IMPORT_IMPORT_RECORDS_H_
