#include "services/admin/backup.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/util/time_util.h"
#include "services/admin/manifest.h"
#include "services/files/durable_files.h"
#include "services/keys/forgotten_list.h"
#include "services/keys/key_file.h"
#include "services/keys/key_folder.h"
#include "services/log/rocksdb_log.h"

namespace overstap::admin {
namespace {

namespace fs = std::filesystem;
using google::protobuf::util::TimeUtil;

constexpr absl::string_view kUnfinished = ".unfinished-";

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  return TimeUtil::NanosecondsToTimestamp(absl::ToUnixNanos(time));
}

// As the file system names it, symbolic links followed.
fs::path Resolved(const std::string& path) {
  std::error_code error;
  fs::path whole = fs::weakly_canonical(path, error);
  return error ? fs::absolute(path) : whole;
}

bool IsInside(const fs::path& inner, const fs::path& outer) {
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

// What an interrupted backup left behind.
absl::Status RemoveUnfinished(const std::string& folder) {
  std::vector<std::string> left;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (absl::StartsWith(name, kUnfinished)) left.push_back(entry.path().string());
  }
  for (const std::string& path : left) {
    if (absl::Status removed = files::RemoveTree(path); !removed.ok()) return removed;
  }
  return absl::OkStatus();
}

absl::Status RefuseExisting(const std::string& folder) {
  std::error_code ignored;
  if (!fs::exists(folder, ignored)) return absl::OkStatus();
  return absl::AlreadyExistsError(
      absl::StrCat(folder, " is there already: give the backup another name, or remove it"));
}

// One backup that is being made.
class Making {
 public:
  Making(const BackupSource& source, const BackupFolders& folders, const BackupRequest& request)
      : source_(source), begun_(source.now()) {
    manifest_.set_format_version(kBackupFormatVersion);
    manifest_.set_log_schema_version(log::kLogSchemaVersion);
    manifest_.set_id(request.id.empty() ? IdOf(begun_) : request.id);
    *manifest_.mutable_create_time() = ToTimestamp(begun_);
    manifest_.set_server_version(source.server_version);
    manifest_.set_region(source.region);
    manifest_.set_request_id(request.request_id);
    whole_ = absl::StrCat(folders.backups, "/", manifest_.id());
    whole_keys_ = absl::StrCat(folders.keys, "/", manifest_.id());
    unfinished_ = absl::StrCat(folders.backups, "/", kUnfinished, manifest_.id());
    unfinished_keys_ = absl::StrCat(folders.keys, "/", kUnfinished, manifest_.id());
    manifest_.set_keys_folder(Resolved(whole_keys_).string());
  }

  absl::Status Run() {
    absl::Status status = RefuseExisting(whole_);
    if (status.ok()) status = RefuseExisting(whole_keys_);
    if (status.ok()) status = CopyLog();
    if (status.ok()) {
      source_.between_copies();
      status = CopyKeys();
    }
    if (status.ok()) status = WriteManifests();
    if (status.ok()) status = files::PublishFolder(unfinished_keys_, whole_keys_);
    if (status.ok()) status = files::PublishFolder(unfinished_, whole_);
    return status;
  }

  const store::v1::BackupManifest& manifest() const { return manifest_; }

 private:
  // Ids sort as times do.
  static std::string IdOf(absl::Time time) {
    return absl::FormatTime("%Y%m%dt%H%M%E3Sz", time, absl::UTCTimeZone())
        .replace(std::string("20261122t064500").size(), 1, "-");
  }

  // The copy is opened and read from beginning to end before it counts: what is not readable now
  // would not be in the night that it is needed.
  absl::Status CopyLog() {
    absl::Status status = files::MakeFolder(unfinished_);
    const std::string copied = absl::StrCat(unfinished_, "/", kLogFolder);
    if (status.ok()) status = source_.log.CopyTo(copied);
    if (!status.ok()) return status;
    const auto log = log::OpenRocksdbLog(copied, {.env = nullptr, .read_only = true});
    if (!log.ok()) return log.status();
    const absl::StatusOr<uint64_t> chain = (*log)->ChainAt((*log)->last_position());
    if (!chain.ok()) return chain.status();
    manifest_.set_log_position((*log)->last_position());
    manifest_.set_log_chain(absl::StrFormat("%016x", *chain));
    return (*log)->CheckFiles();
  }

  absl::Status CopyKeys() {
    if (absl::Status made = files::MakeFolder(unfinished_keys_); !made.ok()) return made;
    absl::StatusOr<std::string> bytes = source_.keys.Snapshot();
    if (!bytes.ok()) return bytes.status();
    const absl::StatusOr<std::vector<keys::KeyId>> forgotten = keys::DestroyedKeys(*bytes);
    absl::Status status = forgotten.status();
    if (status.ok()) {
      status =
          files::WriteFileDurably(absl::StrCat(unfinished_keys_, "/", keys::kKeyFileName), *bytes);
    }
    keys::WipeKeys(&*bytes);
    if (!status.ok()) return status;
    status = files::WriteFileDurably(absl::StrCat(unfinished_keys_, "/", keys::kForgottenListName),
                                     keys::ForgottenListText(*forgotten));
    return status.ok() ? CopyOtherSecrets() : status;
  }

  absl::Status CopyOtherSecrets() {
    if (source_.keys_dir.empty()) return absl::OkStatus();
    const absl::StatusOr<std::vector<std::string>> names = files::ListFiles(source_.keys_dir);
    if (!names.ok()) return names.status();
    for (const std::string& name : *names) {
      // Whoever closes the lock's file in this process gives the lock away.
      if (name == keys::kLockName || !IsOtherSecret(name)) continue;
      absl::Status copied = files::CopyFileDurably(absl::StrCat(source_.keys_dir, "/", name),
                                                   absl::StrCat(unfinished_keys_, "/", name));
      if (!copied.ok()) return copied;
    }
    return absl::OkStatus();
  }

  absl::Status WriteManifests() {
    absl::StatusOr<BackupFiles> log_files = ListBackupFiles(unfinished_);
    if (!log_files.ok()) return log_files.status();
    absl::StatusOr<BackupFiles> key_files = ListBackupFiles(unfinished_keys_);
    if (!key_files.ok()) return key_files.status();
    *manifest_.mutable_files() = *std::move(log_files);
    manifest_.set_duration_milliseconds(absl::ToInt64Milliseconds(source_.now() - begun_));
    store::v1::KeysManifest keys;
    keys.set_format_version(kBackupFormatVersion);
    keys.set_backup(manifest_.id());
    *keys.mutable_create_time() = ToTimestamp(source_.now());
    keys.set_region(source_.region);
    *keys.mutable_files() = *std::move(key_files);
    absl::Status written = WriteManifest(unfinished_, manifest_);
    return written.ok() ? WriteManifest(unfinished_keys_, keys) : written;
  }

  const BackupSource& source_;
  const absl::Time begun_;
  store::v1::BackupManifest manifest_;
  std::string whole_;
  std::string whole_keys_;
  std::string unfinished_;
  std::string unfinished_keys_;
};

}  // namespace

absl::Status CheckBackupFolders(const BackupFolders& folders, const std::string& data_dir) {
  if (folders.backups.empty()) {
    return absl::FailedPreconditionError(
        "the server has no backup folder: start it with --backup-dir");
  }
  std::error_code ignored;
  for (const std::string& folder : {folders.backups, folders.keys}) {
    if (!fs::is_directory(folder, ignored)) {
      return absl::FailedPreconditionError(
          absl::StrCat("there is no backup folder ", folder,
                       ": is its disk mounted? Make the folder, owned by ", "the server's user"));
    }
    if (IsInside(Resolved(folder), Resolved(data_dir))) {
      return absl::FailedPreconditionError(
          absl::StrCat("the backup folder ", folder, " is inside the data folder ", data_dir));
    }
  }
  const fs::path backups = Resolved(folders.backups);
  const fs::path keys = Resolved(folders.keys);
  if (IsInside(keys, backups) || IsInside(backups, keys)) {
    return absl::FailedPreconditionError(
        absl::StrCat("the folders of backups (", folders.backups, ") and of their keys (",
                     folders.keys, ") must lie apart: whoever holds both can read everyone"));
  }
  return absl::OkStatus();
}

absl::StatusOr<store::v1::BackupManifest> MakeBackup(const BackupSource& source,
                                                     const BackupFolders& folders,
                                                     const BackupRequest& request) {
  for (const std::string& folder : {folders.backups, folders.keys}) {
    if (absl::Status removed = RemoveUnfinished(folder); !removed.ok()) return removed;
  }
  Making making(source, folders, request);
  absl::Status made = making.Run();
  if (made.ok()) return making.manifest();
  // Space is what is most often lacking: give back what was taken. What cannot be removed now is
  // removed by the next backup.
  for (const std::string& folder : {folders.backups, folders.keys}) {
    const absl::Status ignored = RemoveUnfinished(folder);
    static_cast<void>(ignored);
  }
  return made;
}

absl::StatusOr<std::vector<store::v1::BackupManifest>> ListBackups(const std::string& folder) {
  std::vector<store::v1::BackupManifest> backups;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    if (absl::StartsWith(entry.path().filename().string(), ".")) continue;
    auto manifest = ReadBackupManifest(entry.path().string());
    if (manifest.ok()) backups.push_back(*std::move(manifest));
  }
  if (error) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot read the backup folder ", folder, ": ", error.message()));
  }
  std::sort(backups.begin(), backups.end(), [](const auto& a, const auto& b) {
    const auto key = [](const store::v1::BackupManifest& manifest) {
      return std::make_tuple(TimeUtil::TimestampToNanoseconds(manifest.create_time()),
                             manifest.id());
    };
    return key(b) < key(a);
  });
  return backups;
}

}  // namespace overstap::admin
