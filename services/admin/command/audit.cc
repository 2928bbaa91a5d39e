#include "services/admin/command/audit.h"

#include <google/protobuf/util/json_util.h>

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "overstap/store/v1/audit.pb.h"
#include "services/audit/audit_log.h"
#include "services/audit/statement.h"

namespace overstap::admin {
namespace {

using store::v1::AuditRecord;

struct AuditArguments {
  std::string dir;
  std::string key_file;
  std::string public_key_file;
  std::string anchors_copy_file;
  audit::AuditFilter filter;
  std::string since;
  std::string before;
  bool json = false;
};

// A time as RFC 3339, or a date: its first moment in UTC.
absl::StatusOr<absl::Time> ParseMoment(const std::string& text) {
  absl::Time time;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, text, &time, &error) ||
      absl::ParseTime("%Y-%m-%d", text, absl::UTCTimeZone(), &time, &error)) {
    return time;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("not a date (2026-01-31) or a time (2026-01-31T12:00:00Z): ", text));
}

int Report(const absl::Status& status) {
  if (status.ok()) return 0;
  std::cerr << status.message() << "\n";
  return absl::IsDataLoss(status) ? kAuditDamaged : kAuditFailed;
}

void PrintRanges(const std::vector<audit::PurgedRange>& ranges) {
  for (const audit::PurgedRange& range : ranges) {
    std::cout << "removed by retention: entries " << range.first_sequence << " to "
              << range.last_sequence << " on " << audit::TimeText(range.time) << "\n";
  }
}

int Verify(const AuditArguments& arguments) {
  audit::VerifyOptions options;
  options.anchors_copy_file = arguments.anchors_copy_file;
  const absl::StatusOr<audit::AuditReport> report =
      audit::VerifyAudit(arguments.dir, arguments.public_key_file, options);
  if (!report.ok()) return Report(report.status());
  std::cout << "as it was written: entries " << report->first_sequence << " to "
            << report->last_sequence << ", " << report->records << " records in "
            << report->segments << " segments, " << report->anchors << " anchors\n"
            << "covered by a signature: up to entry " << report->last_anchored_sequence
            << ", signed " << audit::TimeText(report->last_anchor_time) << "\n";
  PrintRanges(report->purged);
  for (const store::v1::AuditCut& cut : report->cuts) {
    std::cout << "cut after a kill or power loss: " << cut.cut_size() << " bytes of " << cut.file()
              << " from offset " << cut.cut_position() << " on, noticed "
              << audit::TimeText(audit::ToTime(cut.time())) << "\n";
  }
  if (arguments.anchors_copy_file.empty()) {
    std::cout << "not compared with a copy of anchors.log (--anchors): a log that was put back to "
                 "an earlier state as a whole would not show\n";
  }
  return 0;
}

void PrintText(const AuditRecord& record) {
  std::cout << record.sequence() << " " << audit::TimeText(audit::ToTime(record.time())) << " "
            << record.principal() << " of " << record.organisation() << ", role " << record.role()
            << ", purpose " << record.purpose() << ": " << record.method() << " "
            << (record.denied() ? "denied" : absl::StrCat("code ", record.result_code()))
            << (record.result_reason().empty() ? "" : " " + record.result_reason()) << ", trace "
            << record.trace_id() << ", " << record.persons_size()
            << " persons: " << absl::StrJoin(record.persons(), " ") << "\n";
}

absl::Status PrintJson(const AuditRecord& record) {
  std::string json;
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  const auto printed = google::protobuf::util::MessageToJsonString(record, &json, options);
  if (!printed.ok()) {
    return absl::InternalError(
        absl::StrCat("record ", record.sequence(), " cannot be printed as JSON"));
  }
  std::cout << json << "\n";
  return absl::OkStatus();
}

int Show(AuditArguments arguments) {
  if (!arguments.since.empty()) {
    const absl::StatusOr<absl::Time> since = ParseMoment(arguments.since);
    if (!since.ok()) return Report(since.status());
    arguments.filter.since = *since;
  }
  absl::Status printed;
  const absl::Status read = audit::ReadAudit(arguments.dir, arguments.filter,
                                             [&arguments, &printed](const AuditRecord& record) {
                                               if (!arguments.json) {
                                                 PrintText(record);
                                                 return true;
                                               }
                                               printed = PrintJson(record);
                                               return printed.ok();
                                             });
  return Report(read.ok() ? printed : read);
}

int Purge(const AuditArguments& arguments) {
  const absl::StatusOr<absl::Time> before = ParseMoment(arguments.before);
  if (!before.ok()) return Report(before.status());
  const absl::StatusOr<std::vector<audit::PurgedRange>> purged =
      audit::PurgeAudit(arguments.dir, arguments.key_file, *before);
  if (!purged.ok()) return Report(purged.status());
  PrintRanges(*purged);
  if (purged->empty()) std::cout << "no whole segment is older: nothing removed\n";
  return 0;
}

// Adds a command that takes the folder.
CLI::App& AddCommand(CLI::App& audit, const std::string& name, const std::string& description,
                     AuditArguments& arguments) {
  CLI::App& command = *audit.add_subcommand(name, description);
  command.add_option("--dir", arguments.dir, "Folder of the audit log")->required();
  return command;
}

}  // namespace

void AddAuditCommand(CLI::App& app, int* exit_code) {
  const auto arguments = std::make_shared<AuditArguments>();
  CLI::App& audit = *app.add_subcommand("audit", "The audit log: verify it, show it, purge it");
  audit.require_subcommand(1);

  CLI::App& verify =
      AddCommand(audit, "verify", "Find any changed, removed or reordered record", *arguments);
  verify.add_option("--public-key", arguments->public_key_file, "Public key of the log's anchors")
      ->required();
  verify.add_option("--anchors", arguments->anchors_copy_file,
                    "Copy of anchors.log that was kept elsewhere");
  verify.callback([arguments, exit_code] { *exit_code = Verify(*arguments); });

  CLI::App& show = AddCommand(audit, "show", "Print records, oldest first", *arguments);
  show.add_option("--person", arguments->filter.person, "Only those that concern this job seeker");
  show.add_option("--principal", arguments->filter.principal, "Only those of this caller");
  show.add_option("--since", arguments->since, "Only those from this date or time on");
  show.add_flag("--json", arguments->json, "One JSON object a line");
  show.callback([arguments, exit_code] { *exit_code = Show(*arguments); });

  CLI::App& purge =
      AddCommand(audit, "purge", "Remove old segments, signed; the server must be off", *arguments);
  purge.add_option("--before", arguments->before, "Date: only what is older goes")->required();
  purge.add_option("--key", arguments->key_file, "Private key of the log's anchors")->required();
  purge.callback([arguments, exit_code] { *exit_code = Purge(*arguments); });
}

}  // namespace overstap::admin
