// The few file operations that RocksDB does not do for us: positioned writes, syncs, a lock.
//
//   absl::StatusOr<PosixFile> file = PosixFile::Open(path);
//   absl::Status written = file->WriteAt(0, bytes);
//   if (written.ok()) written = file->Sync();
//
// Errors are UNAVAILABLE (RESOURCE_EXHAUSTED: no space) and name the file. As thread-safe as the
// system calls beneath.
#ifndef OVERSTAP_SERVICES_KEYS_POSIX_FILE_H_
#define OVERSTAP_SERVICES_KEYS_POSIX_FILE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace overstap::keys {

class PosixFile {
 public:
  // Opens for reading and writing; creates it readable by the owner alone.
  static absl::StatusOr<PosixFile> Open(const std::string& path);
  ~PosixFile();
  PosixFile(PosixFile&& other) noexcept;
  PosixFile(const PosixFile&) = delete;
  PosixFile& operator=(const PosixFile&) = delete;

  absl::StatusOr<std::string> ReadAll() const;
  absl::Status WriteAt(uint64_t offset, std::string_view bytes) const;
  // Data and size are on the disk when it returns OK.
  absl::Status Sync() const;
  // Whether this open file now holds the file's exclusive lock, which ends with it (and with the
  // process). The same process counts as another holder.
  bool TryLock() const;

 private:
  PosixFile(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  absl::Status Error(absl::string_view what) const;

  int descriptor_;
  std::string path_;
};

// Makes entries of a folder durable.
absl::Status SyncFolder(const std::string& path);

}  // namespace overstap::keys

#endif  // OVERSTAP_SERVICES_KEYS_POSIX_FILE_H_
