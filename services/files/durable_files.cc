#include "services/files/durable_files.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <system_error>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace overstap::files {
namespace {

namespace fs = std::filesystem;

constexpr int kOwnerReadsAndWrites = 0600;
constexpr size_t kChunkBytes = size_t{1} << 20;

absl::Status ErrorOf(int error, absl::string_view what, const std::string& path) {
  const std::string text =
      absl::StrCat("cannot ", what, " ", path, ": ", std::generic_category().message(error));
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return absl::ResourceExhaustedError(text);
    case ENOENT:
    case ENOTDIR:
      return absl::NotFoundError(text);
    case EEXIST:
    case ENOTEMPTY:
      return absl::AlreadyExistsError(text);
    case EACCES:
    case EPERM:
    case EROFS:
      return absl::PermissionDeniedError(text);
    default:
      return absl::UnavailableError(text);
  }
}

// An open file, closed at the end.
class Descriptor {
 public:
  Descriptor(const std::string& path, int flags)
      : number_(open(path.c_str(), flags | O_CLOEXEC, kOwnerReadsAndWrites)) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  bool ok() const { return number_ >= 0; }
  int number() const { return number_; }

 private:
  const int number_;
};

absl::Status WriteAll(const Descriptor& file, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t count = write(file.number(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return ErrorOf(errno, "write", path);
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return absl::OkStatus();
}

absl::Status Sync(const Descriptor& file, const std::string& path) {
  return fsync(file.number()) == 0 ? absl::OkStatus() : ErrorOf(errno, "sync", path);
}

absl::Status SyncPath(const std::string& path, int flags) {
  const Descriptor file(path, flags);
  if (!file.ok()) return ErrorOf(errno, "open", path);
  return Sync(file, path);
}

// Calls visit with each part of the file.
absl::Status ReadParts(const std::string& path,
                       const std::function<absl::Status(std::string_view)>& visit) {
  const Descriptor file(path, O_RDONLY);
  if (!file.ok()) return ErrorOf(errno, "open", path);
  std::string part(kChunkBytes, '\0');
  for (;;) {
    const ssize_t count = read(file.number(), part.data(), part.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return ErrorOf(errno, "read", path);
    if (count == 0) return absl::OkStatus();
    absl::Status visited = visit(std::string_view(part).substr(0, static_cast<size_t>(count)));
    if (!visited.ok()) return visited;
  }
}

absl::Status WriteOpened(const std::string& path, int flags, std::string_view bytes) {
  const Descriptor file(path, O_WRONLY | O_CREAT | flags);
  if (!file.ok()) return ErrorOf(errno, "open", path);
  absl::Status written = WriteAll(file, bytes, path);
  if (written.ok()) written = Sync(file, path);
  return written;
}

std::string ParentOf(const std::string& path) {
  // A trailing slash is no name.
  const fs::path whole = fs::absolute(path).lexically_normal();
  return (whole.has_filename() ? whole : whole.parent_path()).parent_path().string();
}

}  // namespace

absl::Status MakeFolder(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (!error) fs::permissions(path, fs::perms::owner_all, error);
  return error ? ErrorOf(error.value(), "make", path) : absl::OkStatus();
}

absl::Status SyncFolder(const std::string& path) { return SyncPath(path, O_RDONLY | O_DIRECTORY); }

absl::Status SyncTree(const std::string& path) {
  std::error_code error;
  for (fs::recursive_directory_iterator entry(path, error), end; !error && entry != end;
       entry.increment(error)) {
    absl::Status synced = entry->is_directory() ? SyncFolder(entry->path().string())
                                                : SyncPath(entry->path().string(), O_RDONLY);
    if (!synced.ok()) return synced;
  }
  if (error) return ErrorOf(error.value(), "read", path);
  return SyncFolder(path);
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::string bytes;
  absl::Status read = ReadParts(path, [&bytes](std::string_view part) {
    bytes += part;
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return bytes;
}

absl::Status WriteFileDurably(const std::string& path, std::string_view bytes) {
  absl::Status written = WriteOpened(path, O_EXCL, bytes);
  return written.ok() ? SyncFolder(ParentOf(path)) : written;
}

absl::Status AppendDurably(const std::string& path, std::string_view bytes) {
  std::error_code ignored;
  const bool is_new = !fs::exists(path, ignored);
  absl::Status written = WriteOpened(path, O_APPEND, bytes);
  return written.ok() && is_new ? SyncFolder(ParentOf(path)) : written;
}

absl::Status CopyFileDurably(const std::string& from, const std::string& to) {
  const Descriptor copy(to, O_WRONLY | O_CREAT | O_EXCL);
  if (!copy.ok()) return ErrorOf(errno, "open", to);
  absl::Status copied =
      ReadParts(from, [&](std::string_view part) { return WriteAll(copy, part, to); });
  return copied.ok() ? Sync(copy, to) : copied;
}

absl::StatusOr<std::vector<std::string>> ListFiles(const std::string& folder) {
  std::vector<std::string> paths;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (!entry->is_directory()) {
      paths.push_back(entry->path().lexically_relative(folder).generic_string());
    }
  }
  if (error) return ErrorOf(error.value(), "read", folder);
  std::sort(paths.begin(), paths.end());
  return paths;
}

int64_t SizeOfTree(const std::string& folder) {
  int64_t bytes = 0;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code gone;
    const bool is_file = entry->is_regular_file(gone);
    const auto size = is_file ? entry->file_size(gone) : 0;
    if (!gone) bytes += static_cast<int64_t>(size);
  }
  return bytes;
}

absl::StatusOr<FileSum> SumOfFile(const std::string& path) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        &EVP_MD_CTX_free);
  if (context == nullptr || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1) {
    return absl::InternalError("OpenSSL could not begin a SHA-256");
  }
  FileSum sum;
  absl::Status read = ReadParts(path, [&](std::string_view part) {
    sum.size_bytes += part.size();
    return EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1
               ? absl::OkStatus()
               : absl::InternalError("OpenSSL could not go on with a SHA-256");
  });
  if (!read.ok()) return read;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned int size = 0;
  if (EVP_DigestFinal_ex(context.get(), digest.data(), &size) != 1) {
    return absl::InternalError("OpenSSL could not end a SHA-256");
  }
  sum.sha256 = absl::BytesToHexString({reinterpret_cast<const char*>(digest.data()), size});
  return sum;
}

absl::Status RenameDurably(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) return ErrorOf(errno, "make", to);
  return SyncFolder(ParentOf(to));
}

absl::Status PublishFolder(const std::string& unfinished, const std::string& whole) {
  absl::Status synced = SyncTree(unfinished);
  return synced.ok() ? RenameDurably(unfinished, whole) : synced;
}

absl::Status RemoveTree(const std::string& path) {
  std::error_code error;
  fs::remove_all(path, error);
  return error ? ErrorOf(error.value(), "remove", path) : absl::OkStatus();
}

absl::Status GiveTreeToItsOwner(const std::string& folder) {
  if (geteuid() != 0) return absl::OkStatus();
  struct stat owner = {};
  if (stat(folder.c_str(), &owner) != 0) return ErrorOf(errno, "look at", folder);
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (lchown(entry->path().c_str(), owner.st_uid, owner.st_gid) != 0) {
      return ErrorOf(errno, "change the owner of", entry->path().string());
    }
  }
  return error ? ErrorOf(error.value(), "read", folder) : absl::OkStatus();
}

bool IsDatabaseInUse(const std::string& folder) {
  const Descriptor file(folder + "/LOCK", O_RDWR);
  if (!file.ok()) return false;
  struct flock whole = {};
  whole.l_type = F_WRLCK;
  whole.l_whence = SEEK_SET;
  return fcntl(file.number(), F_GETLK, &whole) == 0 && whole.l_type != F_UNLCK;
}

}  // namespace overstap::files
