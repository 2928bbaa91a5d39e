#include "services/keys/posix_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "absl/strings/str_cat.h"

namespace overstap::keys {
namespace {

constexpr int kOwnerOnly = 0600;

absl::Status ErrorOf(int error, absl::string_view what, const std::string& path) {
  return absl::ErrnoToStatus(error == ENOSPC || error == EDQUOT ? error : EAGAIN,
                             absl::StrCat("cannot ", what, " ", path, " (errno ", error, ")"));
}

}  // namespace

absl::StatusOr<PosixFile> PosixFile::Open(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerOnly);
  if (descriptor < 0) return ErrorOf(errno, "open", path);
  return PosixFile(descriptor, path);
}

PosixFile::PosixFile(PosixFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

PosixFile::~PosixFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

absl::StatusOr<std::string> PosixFile::ReadAll() const {
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

absl::Status PosixFile::WriteAt(uint64_t offset, std::string_view bytes) const {
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

absl::Status PosixFile::Sync() const {
  return fdatasync(descriptor_) == 0 ? absl::OkStatus() : Error("sync");
}

bool PosixFile::TryLock() const {
  // A lock of the open file, not of the process: closing another descriptor does not end it.
  struct flock whole = {};
  whole.l_type = F_WRLCK;
  whole.l_whence = SEEK_SET;
  return fcntl(descriptor_, F_OFD_SETLK, &whole) == 0;
}

absl::Status PosixFile::Error(absl::string_view what) const { return ErrorOf(errno, what, path_); }

absl::Status SyncFolder(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return ErrorOf(errno, "open", path);
  const int failed = fsync(descriptor);
  const int error = errno;
  close(descriptor);
  return failed == 0 ? absl::OkStatus() : ErrorOf(error, "sync", path);
}

}  // namespace overstap::keys
