#include "services/admin/messages.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"

namespace overstap::admin {
namespace {

using google::protobuf::util::TimeUtil;

const char* CollectionOf(store::RecordKind kind) {
  switch (kind) {
    case store::RecordKind::kJobSeeker:
      return "jobSeekers";
    case store::RecordKind::kVacancy:
      return "vacancies";
    case store::RecordKind::kTrainingOffer:
      return "trainingOffers";
    case store::RecordKind::kPlacement:
      return "placements";
    case store::RecordKind::kReport:
      return "reports";
    case store::RecordKind::kIntroduction:
      return "introductions";
    case store::RecordKind::kDecision:
      return "decisions";
    case store::RecordKind::kParticipationFacts:
      return "participationFacts";
    case store::RecordKind::kReportDraft:
      return "reportDrafts";
    case store::RecordKind::kWorkTable:
      return "workTables";
    case store::RecordKind::kProject:
      return "projects";
    case store::RecordKind::kClosing:
      return "closings";
  }
  return "";
}

template <typename Counts>
void AddKindCounts(const std::map<store::RecordKind, int64_t>& counts, Counts* messages) {
  for (const auto& [kind, count] : counts) {
    v1::KindCount* message = messages->Add();
    message->set_collection(CollectionOf(kind));
    message->set_record_count(count);
  }
}

}  // namespace

v1::Backup ToMessage(const store::v1::BackupManifest& manifest, const std::string& folder) {
  v1::Backup backup;
  backup.set_name(absl::StrCat("backups/", manifest.id()));
  *backup.mutable_create_time() = manifest.create_time();
  backup.set_log_position(manifest.log_position());
  backup.set_log_chain(manifest.log_chain());
  backup.set_file_count(manifest.files_size());
  int64_t bytes = 0;
  for (const store::v1::BackupFile& file : manifest.files()) {
    bytes += static_cast<int64_t>(file.size_bytes());
  }
  backup.set_total_bytes(bytes);
  *backup.mutable_duration() = TimeUtil::MillisecondsToDuration(manifest.duration_milliseconds());
  backup.set_server_version(manifest.server_version());
  backup.set_region(manifest.region());
  backup.set_folder(folder);
  backup.set_keys_folder(manifest.keys_folder());
  return backup;
}

v1::VerifyDataResponse ToMessage(const Verification& verification) {
  v1::VerifyDataResponse response;
  for (const Finding& finding : verification.findings.listed()) {
    v1::Finding* message = response.add_findings();
    message->set_subject(finding.subject);
    message->set_description(finding.description);
  }
  response.set_finding_count(verification.findings.count());
  response.set_entry_count(verification.entries);
  response.set_log_position(verification.position);
  AddKindCounts(verification.record_counts, response.mutable_record_counts());
  response.set_opened_payload_count(verification.opened_payloads);
  response.set_forgotten_payload_count(verification.forgotten_payloads);
  response.set_taken_openings(verification.taken_openings);
  response.set_taken_seats(verification.taken_seats);
  response.set_target_count(verification.targets);
  for (const std::string& note : verification.notes) response.add_notes(note);
  return response;
}

v1::ServerStatus ToMessage(const ServerStatus& status, const Administration& administration) {
  v1::ServerStatus message;
  message.set_name("servers/self");
  message.set_server_version(status.server_version);
  *message.mutable_uptime() =
      TimeUtil::MillisecondsToDuration(absl::ToInt64Milliseconds(status.uptime));
  message.set_log_position(status.log_position);
  message.set_store_position(status.store_position);
  AddKindCounts(status.record_counts, message.mutable_record_counts());
  message.set_accepts_writes(status.writes.ok());
  message.set_writes_refused_reason(std::string(status.writes.message()));
  message.set_free_disk_bytes(status.free_disk_bytes);
  message.set_total_disk_bytes(status.total_disk_bytes);
  message.set_log_bytes(status.log_bytes);
  message.set_store_bytes(status.store_bytes);
  if (status.last_backup.has_value()) {
    *message.mutable_last_backup() =
        ToMessage(*status.last_backup, administration.FolderOf(*status.last_backup));
  }
  for (const std::string& warning : status.warnings) message.add_warnings(warning);
  return message;
}

}  // namespace overstap::admin
