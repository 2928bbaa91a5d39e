#include "services/admin/restore.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "overstap/v1/options.pb.h"
#include "services/admin/manifest.h"
#include "services/admin/recount.h"
#include "services/admin/verify.h"
#include "services/files/durable_files.h"
#include "services/keys/file_key_ring.h"
#include "services/keys/forgotten_list.h"
#include "services/keys/key_file.h"
#include "services/log/rocksdb_log.h"
#include "services/store/open_store.h"
#include "spdlog/spdlog.h"

namespace overstap::admin {
namespace {

namespace fs = std::filesystem;
using google::protobuf::util::TimeUtil;

absl::Status CheckTarget(const std::string& data_dir) {
  std::error_code error;
  if (!fs::exists(data_dir, error)) return absl::OkStatus();
  if (fs::is_directory(data_dir, error) && fs::is_empty(data_dir, error)) return absl::OkStatus();
  return absl::AlreadyExistsError(absl::StrCat(
      data_dir, " is not empty: move it away first (it may hold writes that the backup lacks)"));
}

// One restore, in the folder that becomes the data folder at the end.
class Restoring {
 public:
  Restoring(const RestoreOptions& options, std::string staged)
      : options_(options), staged_(std::move(staged)) {}

  absl::StatusOr<RestoreReport> Run() {
    absl::Status status = files::RemoveTree(staged_);
    if (status.ok()) status = files::MakeFolder(staged_);
    if (status.ok()) status = CopyLog();
    if (status.ok()) status = WriteKeys();
    if (status.ok()) status = EnterDeletions();
    if (status.ok() && options_.rebuild) status = BuildStore();
    if (!status.ok()) return status;
    return report_;
  }

 private:
  absl::Status CopyLog() {
    const auto manifest = ReadBackupManifest(options_.backup);
    if (!manifest.ok()) return manifest.status();
    absl::Status status = CheckFiles(options_.backup, manifest->files());
    if (status.ok()) status = files::MakeFolder(staged_ + "/" + kLogFolder);
    for (const store::v1::BackupFile& file : manifest->files()) {
      if (!status.ok()) return status;
      status = files::CopyFileDurably(absl::StrCat(options_.backup, "/", file.path()),
                                      absl::StrCat(staged_, "/", file.path()));
    }
    report_.log_position = manifest->log_position();
    return status;
  }

  // Forgotten keys are gone from the bytes before these are written anywhere.
  absl::Status WriteKeys() {
    const auto manifest = ReadKeysManifest(options_.keys);
    if (!manifest.ok()) return manifest.status();
    absl::Status status = CheckFiles(options_.keys, manifest->files());
    if (!status.ok()) return status;
    const absl::StatusOr<std::vector<keys::KeyId>> forgotten = ReadLists();
    if (!forgotten.ok()) return forgotten.status();
    absl::StatusOr<std::string> bytes =
        files::ReadFile(absl::StrCat(options_.keys, "/", keys::kKeyFileName));
    if (!bytes.ok()) return bytes.status();
    const absl::StatusOr<size_t> count = keys::ForgetKeys(*forgotten, &*bytes);
    status = count.status();
    if (status.ok()) {
      report_.forgotten_keys = static_cast<int64_t>(*count);
      status = files::MakeFolder(staged_ + "/keys");
    }
    if (status.ok()) {
      status = files::WriteFileDurably(absl::StrCat(staged_, "/keys/", keys::kKeyFileName), *bytes);
    }
    keys::WipeKeys(&*bytes);
    return status.ok() ? CopyOtherSecrets(*manifest) : status;
  }

  // Without them candidates' names that were given mean nothing any more, and the audit log is
  // signed by another.
  absl::Status CopyOtherSecrets(const store::v1::KeysManifest& manifest) const {
    for (const store::v1::BackupFile& file : manifest.files()) {
      if (!IsOtherSecret(file.path())) continue;
      absl::Status copied = files::CopyFileDurably(absl::StrCat(options_.keys, "/", file.path()),
                                                   absl::StrCat(staged_, "/keys/", file.path()));
      if (!copied.ok()) return copied;
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::vector<keys::KeyId>> ReadLists() const {
    std::vector<keys::KeyId> all;
    for (const std::string& path : options_.forgotten) {
      const auto listed = keys::ReadForgottenList(path);
      if (!listed.ok()) return listed.status();
      all.insert(all.end(), listed->begin(), listed->end());
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }

  // People whose key is gone and whom the log still knows.
  absl::Status EnterDeletions() {
    auto log = log::OpenRocksdbLog(staged_ + "/" + kLogFolder);
    if (!log.ok()) return log.status();
    auto ring = OpenRing();
    if (!ring.ok()) return ring.status();
    Recount recount(nullptr);
    absl::Status followed = recount.Follow(**log, (*log)->last_position());
    if (!followed.ok()) return followed;
    if (const int64_t count = PeopleWithoutKey(recount, **ring); count > 0) {
      return absl::FailedPreconditionError(absl::StrCat(
          "the keys in ", options_.keys, " lack those of ", count, " people of the backup ",
          options_.backup, ": they are older than the backup, or of another server"));
    }
    std::vector<store::v1::LogEntry> deletions;
    for (const auto& [person, key] : recount.People()) {
      if (!(*ring)->Has(key)) deletions.push_back(Deletion(person, key, recount.last_time()));
    }
    report_.deleted_people = static_cast<int64_t>(deletions.size());
    // What the log says is deleted has no key, whatever the copy of the keys still had.
    for (const keys::KeyId key : recount.destroyed_keys()) {
      if (absl::Status destroyed = (*ring)->Destroy(key); !destroyed.ok()) return destroyed;
    }
    return deletions.empty() ? absl::OkStatus() : (*log)->AppendGroup(deletions);
  }

  store::v1::LogEntry Deletion(const std::string& person, keys::KeyId key,
                               absl::Time last_time) const {
    store::v1::LogEntry entry;
    store::v1::Envelope* envelope = entry.mutable_envelope();
    *envelope->mutable_time() =
        TimeUtil::NanosecondsToTimestamp(absl::ToUnixNanos(std::max(last_time, options_.now())));
    envelope->set_principal("overstap-admin");
    envelope->set_organisation("local");
    envelope->set_role(overstap::v1::ROLE_OPERATOR);
    envelope->set_purpose("restore");
    envelope->set_person(person);
    envelope->set_key_id(key);
    store::v1::JobSeekerDeleted* deleted = entry.add_events()->mutable_job_seeker_deleted();
    deleted->set_id(person);
    deleted->set_key_id(key);
    return entry;
  }

  absl::StatusOr<std::unique_ptr<keys::KeyRing>> OpenRing() const {
    auto ring = keys::OpenFileKeyRing(staged_ + "/keys");
    if (!ring.ok()) return ring;
    return keys::RememberForgotten(*std::move(ring), staged_ + "/keys");
  }

  absl::Status BuildStore() {
    const auto log = log::OpenRocksdbLog(staged_ + "/" + kLogFolder);
    if (!log.ok()) return log.status();
    const auto ring = OpenRing();
    if (!ring.ok()) return ring.status();
    const auto opened = store::OpenStore(staged_ + "/store", **log, **ring);
    if (!opened.ok()) return opened.status();
    report_.store_position = opened->store->position();
    return absl::OkStatus();
  }

  const RestoreOptions& options_;
  const std::string staged_;
  RestoreReport report_;
};

// What root writes in a server's folder is the server's at the end.
class OwnershipKept {
 public:
  explicit OwnershipKept(std::string folder) : folder_(std::move(folder)) {}
  ~OwnershipKept() {
    const absl::Status given = files::GiveTreeToItsOwner(folder_);
    if (!given.ok() && !absl::IsNotFound(given)) {
      spdlog::error("The server may not be able to use {}: {}", folder_,
                    std::string(given.message()));
    }
  }
  OwnershipKept(const OwnershipKept&) = delete;
  OwnershipKept& operator=(const OwnershipKept&) = delete;

 private:
  const std::string folder_;
};

// Log and keys of a data folder that is one.
struct OpenFolder {
  std::unique_ptr<log::EventLog> log;
  std::unique_ptr<keys::KeyRing> keys;
};

absl::StatusOr<OpenFolder> Open(const std::string& data_dir) {
  std::error_code ignored;
  if (!fs::is_directory(data_dir + "/log", ignored)) {
    return absl::NotFoundError(absl::StrCat(data_dir, " is no data folder: it has no log"));
  }
  OpenFolder folder;
  auto log = log::OpenRocksdbLog(data_dir + "/log");
  if (!log.ok()) return log.status();
  folder.log = *std::move(log);
  auto ring = keys::OpenFileKeyRing(data_dir + "/keys");
  if (!ring.ok()) return ring.status();
  ring = keys::RememberForgotten(*std::move(ring), data_dir + "/keys");
  if (!ring.ok()) return ring.status();
  folder.keys = *std::move(ring);
  return folder;
}

}  // namespace

absl::StatusOr<RestoreReport> Restore(const RestoreOptions& options) {
  // Where the folder really is: a service's often stands behind a symbolic link.
  std::error_code error;
  fs::path target = fs::weakly_canonical(fs::absolute(options.data_dir), error);
  if (error) return absl::UnavailableError(absl::StrCat(options.data_dir, ": ", error.message()));
  if (!target.has_filename()) target = target.parent_path();
  if (absl::Status empty = CheckTarget(target.string()); !empty.ok()) return empty;
  const std::string staged = target.string() + ".restoring";
  absl::StatusOr<RestoreReport> report = Restoring(options, staged).Run();
  absl::Status done = report.status();
  if (done.ok()) done = files::PublishFolder(staged, target.string());
  if (done.ok()) return report;
  // Nothing half-restored is left, least of all keys.
  const absl::Status ignored = files::RemoveTree(staged);
  static_cast<void>(ignored);
  return done;
}

absl::StatusOr<uint64_t> Rebuild(const std::string& data_dir) {
  const OwnershipKept kept(data_dir);
  const absl::StatusOr<OpenFolder> folder = Open(data_dir);
  if (!folder.ok()) return folder.status();
  // The log has been read to its end by now: it can give back what is thrown away.
  const std::string store_dir = data_dir + "/store";
  if (absl::Status removed = files::RemoveTree(store_dir); !removed.ok()) return removed;
  const auto opened = store::OpenStore(store_dir, *folder->log, *folder->keys);
  if (!opened.ok()) return opened.status();
  return opened->store->position();
}

absl::Status Compact(const std::string& data_dir) {
  const OwnershipKept kept(data_dir);
  const absl::StatusOr<OpenFolder> folder = Open(data_dir);
  if (!folder.ok()) return folder.status();
  const auto opened = store::OpenStore(data_dir + "/store", *folder->log, *folder->keys);
  if (!opened.ok()) return opened.status();
  absl::Status compacted = folder->log->Compact();
  return compacted.ok() ? opened->store->Compact() : compacted;
}

absl::StatusOr<std::vector<keys::KeyId>> ForgottenSince(const std::string& data_dir,
                                                        uint64_t since) {
  std::error_code ignored;
  if (!fs::is_directory(data_dir + "/log", ignored)) {
    return absl::NotFoundError(absl::StrCat(data_dir, " is no data folder: it has no log"));
  }
  const auto log = log::OpenRocksdbLog(data_dir + "/log", {.env = nullptr, .read_only = true});
  if (!log.ok()) return log.status();
  if (since > (*log)->last_position()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--since=", since, ": the log ends at entry ", (*log)->last_position()));
  }
  std::vector<keys::KeyId> forgotten;
  absl::Status read =
      (*log)->Read(since + 1, [&forgotten](log::Position, const store::v1::LogEntry& entry) {
        for (const store::v1::Event& event : entry.events()) {
          const keys::KeyId key = event.job_seeker_deleted().key_id();
          if (key != 0) forgotten.push_back(key);
        }
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  std::sort(forgotten.begin(), forgotten.end());
  forgotten.erase(std::unique(forgotten.begin(), forgotten.end()), forgotten.end());
  return forgotten;
}

}  // namespace overstap::admin
