#include "services/admin/command/output.h"

#include <array>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/time_util.h"
#include "services/admin/command/exit_code.h"

namespace overstap::admin {
namespace {

using google::protobuf::util::TimeUtil;

constexpr int64_t kSecondsPerMinute = 60;
constexpr int64_t kSecondsPerHour = 3'600;

}  // namespace

void AddJsonOption(CLI::App* command, bool* json) {
  command->add_flag("--json", *json, "For machines: JSON, and nothing else on standard output");
}

CLI::App* AddCommand(CLI::App& parent, const std::string& name, const std::string& description,
                     const std::string& examples) {
  CLI::App* command = parent.add_subcommand(name, description);
  command->footer("Examples:\n" + examples);
  return command;
}

std::string ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.always_print_primitive_fields = true;
  std::string json;
  const auto printed = google::protobuf::util::MessageToJsonString(message, &json, options);
  return printed.ok() ? json : "{}\n";
}

std::string SizeText(int64_t bytes) {
  constexpr double kStep = 1'024;
  constexpr std::array<const char*, 5> kUnits = {"B", "KiB", "MiB", "GiB", "TiB"};
  auto size = static_cast<double>(bytes);
  size_t unit = 0;
  for (; size >= kStep && unit + 1 < kUnits.size(); ++unit) size /= kStep;
  return unit == 0 ? absl::StrCat(bytes, " B") : absl::StrFormat("%.1f %s", size, kUnits[unit]);
}

std::string DurationText(const google::protobuf::Duration& duration) {
  const int64_t seconds = duration.seconds();
  if (seconds < kSecondsPerMinute) {
    constexpr double kMillisPerSecond = 1'000;
    return absl::StrFormat(
        "%.1f s",
        static_cast<double>(TimeUtil::DurationToMilliseconds(duration)) / kMillisPerSecond);
  }
  if (seconds < kSecondsPerHour) return absl::StrCat(seconds / kSecondsPerMinute, " min");
  return absl::StrCat(seconds / kSecondsPerHour, " h ",
                      seconds % kSecondsPerHour / kSecondsPerMinute, " min");
}

std::string BackupLine(const v1::Backup& backup) {
  return absl::StrFormat("%-32s %s  entry %d, %s in %d files", backup.name(),
                         TimeUtil::ToString(backup.create_time()), backup.log_position(),
                         SizeText(backup.total_bytes()), backup.file_count());
}

std::string BackupText(const v1::Backup& backup) {
  return absl::StrCat(backup.name(), " of ", TimeUtil::ToString(backup.create_time()), "\n  log   ",
                      backup.folder(), "\n        entry ", backup.log_position(), ", chain ",
                      backup.log_chain(), ", ", backup.file_count(), " files, ",
                      SizeText(backup.total_bytes()), ", made in ", DurationText(backup.duration()),
                      "\n  keys  ", backup.keys_folder(),
                      "\nMove both off this machine, to different places. Keep the keys no longer "
                      "than people may be "
                      "remembered.\n");
}

int PrintVerification(const v1::VerifyDataResponse& response, bool json) {
  if (json) {
    std::cout << ToJson(response);
    return response.finding_count() == 0 ? kDone : kFound;
  }
  for (const v1::Finding& finding : response.findings()) {
    std::cout << "FOUND  " << finding.subject() << ": " << finding.description() << "\n";
  }
  if (response.finding_count() > response.findings_size()) {
    std::cout << "FOUND  " << response.finding_count() - response.findings_size()
              << " more like these\n";
  }
  for (const std::string& note : response.notes()) std::cout << "note   " << note << "\n";
  std::cout << "log    " << response.entry_count() << " entries, to position "
            << response.log_position() << "\n";
  std::cout << "keys   " << response.opened_payload_count() << " sealed payloads open, "
            << response.forgotten_payload_count() << " are of forgotten people\n";
  std::cout << "record counts";
  for (const v1::KindCount& count : response.record_counts()) {
    std::cout << "  " << count.collection() << " " << count.record_count();
  }
  std::cout << "\ntaken  " << response.taken_openings() << " openings, " << response.taken_seats()
            << " seats; " << response.target_count() << " targets counted anew\n";
  if (response.finding_count() == 0) {
    std::cout << "Nothing differs.\n";
    return kDone;
  }
  std::cout << response.finding_count() << " findings.\n";
  return kFound;
}

}  // namespace overstap::admin
