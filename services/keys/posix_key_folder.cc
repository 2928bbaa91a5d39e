// Key files of the operating system: positioned writes, syncs, a lock.

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/keys/key_folder.h"

namespace overstap::keys {
namespace {

constexpr int kOwnerOnly = 0600;

absl::Status ErrorOf(int error, absl::string_view what, const std::string& path) {
  return absl::ErrnoToStatus(error == ENOSPC || error == EDQUOT ? error : EAGAIN,
                             absl::StrCat("cannot ", what, " ", path, " (errno ", error, ")"));
}

class PosixFile final : public KeyFile {
 public:
  static absl::StatusOr<std::unique_ptr<PosixFile>> Open(const std::string& path) {
    const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerOnly);
    if (descriptor < 0) return ErrorOf(errno, "open", path);
    return std::make_unique<PosixFile>(descriptor, path);
  }
  PosixFile(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  ~PosixFile() override { close(descriptor_); }
  PosixFile(const PosixFile&) = delete;
  PosixFile& operator=(const PosixFile&) = delete;

  absl::StatusOr<std::string> ReadAll() const override {
    const off_t end = lseek(descriptor_, 0, SEEK_END);
    if (end < 0) return Error("read");
    std::string bytes(static_cast<size_t>(end), '\0');
    size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t count =
          pread(descriptor_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return Error("read");
      if (count == 0) break;  // it shrank meanwhile
      done += static_cast<size_t>(count);
    }
    bytes.resize(done);
    return bytes;
  }

  absl::Status WriteAt(uint64_t offset, std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t count =
          pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return Error("write");
      bytes.remove_prefix(static_cast<size_t>(count));
      offset += static_cast<uint64_t>(count);
    }
    return absl::OkStatus();
  }

  absl::Status Sync() override {
    return fdatasync(descriptor_) == 0 ? absl::OkStatus() : Error("sync");
  }

  // Whether this open file now holds the file's exclusive lock, which ends with it (and with the
  // process). The same process counts as another holder.
  bool TryLock() const {
    // A lock of the open file, not of the process: closing another descriptor does not end it.
    struct flock whole = {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    return fcntl(descriptor_, F_OFD_SETLK, &whole) == 0;
  }

 private:
  absl::Status Error(absl::string_view what) const { return ErrorOf(errno, what, path_); }

  const int descriptor_;
  const std::string path_;
};

// Makes entries of a folder durable.
absl::Status SyncFolder(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return ErrorOf(errno, "open", path);
  const int failed = fsync(descriptor);
  const int error = errno;
  close(descriptor);
  return failed == 0 ? absl::OkStatus() : ErrorOf(error, "sync", path);
}

class PosixKeyFolder final : public KeyFolder {
 public:
  explicit PosixKeyFolder(std::string path) : path_(std::move(path)) {}

  const std::string& path() const override { return path_; }

  absl::Status Make() override {
    const std::filesystem::path folder(path_);
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (!error) {
      std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    }
    if (error) {
      return absl::UnavailableError(
          absl::StrCat("cannot make the key folder ", path_, ": ", error.message()));
    }
    return SyncFolder(std::filesystem::absolute(folder).lexically_normal().parent_path().string());
  }

  absl::StatusOr<bool> Lock() override {
    auto lock = PosixFile::Open(PathOf(kLockName));
    if (!lock.ok()) return lock.status();
    if (!(*lock)->TryLock()) return false;
    lock_ = *std::move(lock);
    return true;
  }

  absl::StatusOr<std::unique_ptr<KeyFile>> Open(const std::string& name) override {
    auto file = PosixFile::Open(PathOf(name));
    if (!file.ok()) return file.status();
    if (absl::Status synced = SyncFolder(path_); !synced.ok()) return synced;
    return *std::move(file);
  }

 private:
  std::string PathOf(const std::string& name) const {
    return (std::filesystem::path(path_) / name).string();
  }

  const std::string path_;
  std::unique_ptr<PosixFile> lock_;
};

}  // namespace

std::unique_ptr<KeyFolder> OpenPosixKeyFolder(std::string path) {
  return std::make_unique<PosixKeyFolder>(std::move(path));
}

}  // namespace overstap::keys
