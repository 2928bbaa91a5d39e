#include "services/audit/audit_folder.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "services/log/rocksdb_database.h"

namespace overstap::audit {
namespace {

constexpr char kSegmentPrefix[] = "audit-";
constexpr char kSegmentSuffix[] = ".log";
constexpr size_t kSegmentDigits = 20;
constexpr char kUnfinishedSuffix[] = ".new";

// Whether `name` is a segment's; then its number.
bool ParseSegmentName(absl::string_view name, uint64_t* first_sequence) {
  return absl::ConsumePrefix(&name, kSegmentPrefix) && absl::ConsumeSuffix(&name, kSegmentSuffix) &&
         name.size() == kSegmentDigits &&
         std::all_of(name.begin(), name.end(), absl::ascii_isdigit) &&
         absl::SimpleAtoi(name, first_sequence);
}

}  // namespace

AuditFolder::AuditFolder(std::string dir, rocksdb::Env* env)
    : dir_(std::move(dir)), env_(env != nullptr ? env : rocksdb::Env::Default()) {}

std::string AuditFolder::SegmentName(uint64_t first_sequence) {
  return absl::StrFormat("%s%0*d%s", kSegmentPrefix, static_cast<int>(kSegmentDigits),
                         first_sequence, kSegmentSuffix);
}

std::string AuditFolder::Path(const std::string& name) const {
  return absl::StrCat(dir_, "/", name);
}

absl::Status AuditFolder::ToStatus(const rocksdb::Status& status) const {
  return log::ToStatus(status, "audit log");
}

absl::Status AuditFolder::Make() const {
  const std::filesystem::path folder = std::filesystem::absolute(dir_).lexically_normal();
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error) {
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  }
  if (error) {
    return absl::UnavailableError(
        absl::StrCat("cannot make the audit folder ", dir_, ": ", error.message()));
  }
  return AuditFolder(folder.parent_path().string(), env_).Sync();
}

absl::StatusOr<std::vector<SegmentFile>> AuditFolder::Segments() const {
  std::vector<SegmentFile> segments;
  std::vector<std::string> names;
  const rocksdb::Status listed = env_->GetChildren(dir_, &names);
  if (listed.IsNotFound() || listed.IsPathNotFound()) return segments;
  if (!listed.ok()) return ToStatus(listed);
  for (std::string& name : names) {
    uint64_t first_sequence = 0;
    if (ParseSegmentName(name, &first_sequence)) {
      segments.push_back({first_sequence, std::move(name)});
    }
  }
  std::sort(segments.begin(), segments.end(), [](const SegmentFile& one, const SegmentFile& other) {
    return one.first_sequence < other.first_sequence;
  });
  return segments;
}

absl::StatusOr<std::string> AuditFolder::Read(const std::string& name) const {
  std::string bytes;
  const rocksdb::Status read = rocksdb::ReadFileToString(env_, Path(name), &bytes);
  if (!read.ok()) return ToStatus(read);
  return bytes;
}

absl::StatusOr<std::string> AuditFolder::ReadStart(const std::string& name, size_t size) const {
  std::unique_ptr<rocksdb::SequentialFile> file;
  rocksdb::Status status = env_->NewSequentialFile(Path(name), &file, rocksdb::EnvOptions());
  std::string scratch(size, '\0');
  rocksdb::Slice read;
  if (status.ok()) status = file->Read(size, &read, scratch.data());
  if (!status.ok()) return ToStatus(status);
  return read.ToString();
}

absl::StatusOr<StatementLines> AuditFolder::ReadStatements() const {
  const rocksdb::Status present = env_->FileExists(Path(kAnchorsFile));
  if (present.IsNotFound()) return StatementLines();
  if (!present.ok()) return ToStatus(present);
  const absl::StatusOr<std::string> text = Read(kAnchorsFile);
  if (!text.ok()) return text.status();
  return ParseStatementLines(*text, kAnchorsFile);
}

absl::Status AuditFolder::Replace(const std::string& name, std::string_view bytes) const {
  const std::string unfinished = absl::StrCat(Path(name), kUnfinishedSuffix);
  std::unique_ptr<rocksdb::WritableFile> file;
  rocksdb::Status status = env_->NewWritableFile(unfinished, &file, rocksdb::EnvOptions());
  if (status.ok()) status = file->Append(rocksdb::Slice(bytes.data(), bytes.size()));
  if (status.ok()) status = file->Sync();
  if (status.ok()) status = file->Close();
  if (status.ok()) status = env_->RenameFile(unfinished, Path(name));
  return status.ok() ? Sync() : ToStatus(status);
}

absl::Status AuditFolder::Remove(const std::string& name) const {
  return ToStatus(env_->DeleteFile(Path(name)));
}

absl::Status AuditFolder::Sync() const {
  std::unique_ptr<rocksdb::Directory> folder;
  rocksdb::Status status = env_->NewDirectory(dir_, &folder);
  if (status.ok()) status = folder->Fsync();
  return ToStatus(status);
}

absl::StatusOr<std::string> AuditFolder::Fingerprint() const {
  std::vector<rocksdb::Env::FileAttributes> files;
  if (const rocksdb::Status listed = env_->GetChildrenFileAttributes(dir_, &files); !listed.ok()) {
    return ToStatus(listed);
  }
  std::vector<std::string> parts;
  for (const auto& file : files) parts.push_back(absl::StrCat(file.name, ":", file.size_bytes));
  std::sort(parts.begin(), parts.end());
  std::string fingerprint;
  for (const std::string& part : parts) absl::StrAppend(&fingerprint, part, "/");
  return fingerprint;
}

}  // namespace overstap::audit
