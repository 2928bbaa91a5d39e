#include "services/admin/administration.h"

#include <filesystem>
#include <future>
#include <set>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/admin/version.h"
#include "services/files/durable_files.h"

namespace overstap::admin {
namespace {

using store::RecordKind;

absl::Status Busy(absl::string_view what) {
  return absl::AbortedError(absl::StrCat(what, " is under way already; try again later"));
}

absl::StatusOr<int64_t> CountOf(const store::Store& store, RecordKind kind) {
  int64_t count = 0;
  absl::Status scanned =
      store.Scan(kind, "", [&count](std::string_view, std::string_view) { return ++count > 0; });
  if (!scanned.ok()) return scanned;
  return count;
}

}  // namespace

Administration::Administration(Parts parts) : parts_(std::move(parts)), started_(parts_.now()) {}

absl::StatusOr<ServerStatus> Administration::Status() const {
  ServerStatus status;
  status.server_version = kVersion;
  status.uptime = parts_.now() - started_;
  // The store first: it is never ahead of the log.
  status.store_position = parts_.store.position();
  status.log_position = parts_.log.last_position();
  for (const RecordKind kind :
       {RecordKind::kJobSeeker, RecordKind::kVacancy, RecordKind::kTrainingOffer,
        RecordKind::kPlacement, RecordKind::kReport, RecordKind::kIntroduction,
        RecordKind::kDecision}) {
    const absl::StatusOr<int64_t> count = CountOf(parts_.store, kind);
    if (!count.ok()) return count.status();
    status.record_counts[kind] = *count;
  }
  status.writes = parts_.sequencer.health();
  std::error_code error;
  const std::filesystem::space_info space = std::filesystem::space(parts_.data_dir, error);
  if (!error) {
    status.free_disk_bytes = static_cast<int64_t>(space.available);
    status.total_disk_bytes = static_cast<int64_t>(space.capacity);
  }
  status.log_bytes = files::SizeOfTree(parts_.data_dir + "/log");
  status.store_bytes = files::SizeOfTree(parts_.data_dir + "/store");
  const auto backups = Backups();
  if (backups.ok() && !backups->empty()) status.last_backup = backups->front();
  status.warnings = parts_.warnings();
  return status;
}

absl::StatusOr<store::v1::BackupManifest> Administration::Backup(const BackupRequest& request) {
  absl::Status folders = CheckBackupFolders(parts_.backups, parts_.data_dir);
  if (!folders.ok()) return folders;
  const std::unique_lock lock(backup_mutex_, std::try_to_lock);
  if (!lock.owns_lock()) return Busy("a backup");
  if (!request.request_id.empty()) {
    const auto made = ListBackups(parts_.backups.backups);
    if (!made.ok()) return made.status();
    for (const store::v1::BackupManifest& manifest : *made) {
      if (manifest.request_id() == request.request_id) return manifest;
    }
  }
  return MakeBackup({.log = parts_.log,
                     .keys = parts_.keys,
                     .keys_dir = parts_.data_dir + "/keys",
                     .region = parts_.region,
                     .server_version = kVersion,
                     .now = parts_.now},
                    parts_.backups, request);
}

absl::StatusOr<std::vector<store::v1::BackupManifest>> Administration::Backups() const {
  absl::Status folders = CheckBackupFolders(parts_.backups, parts_.data_dir);
  if (!folders.ok()) return folders;
  return ListBackups(parts_.backups.backups);
}

std::string Administration::FolderOf(const store::v1::BackupManifest& manifest) const {
  std::error_code error;
  const std::filesystem::path folder =
      std::filesystem::absolute(parts_.backups.backups, error) / manifest.id();
  return folder.lexically_normal().string();
}

absl::Status Administration::WhileNothingIsWritten(const std::function<void()>& look) {
  std::promise<absl::Status> looked;
  write::Command nothing;
  nothing.decide = [](write::DecisionContext&) -> absl::StatusOr<write::Decision> {
    return write::Decision();
  };
  // Called when the command's group is durable, applied and published, before the next begins.
  nothing.done = [&](const absl::StatusOr<write::Reply>& reply) {
    if (reply.ok()) look();
    looked.set_value(reply.status());
  };
  std::future<absl::Status> result = looked.get_future();
  parts_.sequencer.Submit(std::move(nothing));
  return result.get();
}

absl::StatusOr<Verification> Administration::Verify() {
  const std::unique_lock lock(verify_mutex_, std::try_to_lock);
  if (!lock.owns_lock()) return Busy("a check");
  Verification verification;
  Findings* findings = &verification.findings;
  AddStatus("log", parts_.log.CheckFiles(), findings);
  AddStatus("store", parts_.store.CheckFiles(), findings);
  Recount recount(&parts_.keys);
  absl::Status followed = recount.Follow(parts_.log, parts_.log.last_position());
  recount.TakeTouched();
  // The store moves on meanwhile: what differs now is looked at again when nothing moves.
  std::set<RecordKey> suspects = DifferingRecords(parts_.store, recount);
  const std::set<std::pair<std::string, std::string>> seen = recount.requests();
  const auto suspect_answers = DifferingAnswers(parts_.store, recount);
  const bool suspect_taxonomies = !SameTaxonomies(parts_.store, recount);
  const auto compare = [&] {
    if (followed.ok()) followed = recount.Follow(parts_.log, parts_.log.last_position());
    suspects.merge(recount.TakeTouched());
    for (const RecordKey& key : suspects) {
      CompareRecord(parts_.store, recount, key, findings);
    }
    for (const auto& request : recount.requests()) {
      if (seen.count(request) == 0 || suspect_answers.count(request) > 0) {
        CompareAnswer(parts_.store, recount, request, findings);
      }
    }
    if (suspect_taxonomies) CompareTaxonomies(parts_.store, recount, findings);
    ComparePool(parts_.pool, parts_.targets, parts_.keys, recount, &verification);
    CompareKeys(parts_.keys, recount, findings);
  };
  if (followed.ok()) followed = recount.Follow(parts_.log, parts_.log.last_position());
  const absl::Status looked = WhileNothingIsWritten(compare);
  AddStatus("log", followed, findings);
  if (!looked.ok()) {
    AddStatus("writes", looked, findings);
    verification.notes.emplace_back(
        "writes are refused: store and pool were not compared with the log");
  }
  AddCounts(recount, &verification);
  return verification;
}

int64_t Administration::StoredBytes() const {
  return files::SizeOfTree(parts_.data_dir + "/log") +
         files::SizeOfTree(parts_.data_dir + "/store");
}

absl::StatusOr<CompactionReport> Administration::Compact() {
  const std::unique_lock lock(compact_mutex_, std::try_to_lock);
  if (!lock.owns_lock()) return Busy("a compaction");
  CompactionReport report;
  report.before_bytes = StoredBytes();
  absl::Status compacted = parts_.log.Compact();
  if (compacted.ok()) compacted = parts_.store.Compact();
  if (!compacted.ok()) return compacted;
  report.after_bytes = StoredBytes();
  return report;
}

}  // namespace overstap::admin
