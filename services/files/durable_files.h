// Files and folders that are on the disk when the call returns, or not there at all: what backups,
// restores and lists that must survive are written with.
//
//   absl::Status written = WriteFileDurably(folder + "/manifest", text);
//   if (written.ok()) written = PublishFolder(unfinished, folder);   // whole, or not there
//
// Errors name the file: RESOURCE_EXHAUSTED (no space), NOT_FOUND, ALREADY_EXISTS,
// PERMISSION_DENIED, else UNAVAILABLE. Safe from any thread, as the file system is.
#ifndef OVERSTAP_SERVICES_FILES_DURABLE_FILES_H_
#define OVERSTAP_SERVICES_FILES_DURABLE_FILES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace overstap::files {

// Readable by the owner alone, as everything here.
absl::Status MakeFolder(const std::string& path);
// Makes the entries of a folder durable.
absl::Status SyncFolder(const std::string& path);
// Every file and folder below `path`, and `path` itself.
absl::Status SyncTree(const std::string& path);

absl::StatusOr<std::string> ReadFile(const std::string& path);
// A new file with these bytes, synced. ALREADY_EXISTS: it is there already.
absl::Status WriteFileDurably(const std::string& path, std::string_view bytes);
// Adds bytes at the end of a file, made where it is missing, and syncs it.
absl::Status AppendDurably(const std::string& path, std::string_view bytes);
// A file of its own with the same bytes (never a hard link), synced.
absl::Status CopyFileDurably(const std::string& from, const std::string& to);

// Paths of the files below `folder`, relative to it, in ascending order.
absl::StatusOr<std::vector<std::string>> ListFiles(const std::string& folder);
// Bytes of all files below `folder`; files that vanish meanwhile count nothing.
int64_t SizeOfTree(const std::string& folder);

struct FileSum {
  uint64_t size_bytes = 0;
  std::string sha256;  // hexadecimal
};
absl::StatusOr<FileSum> SumOfFile(const std::string& path);

// Takes the place of what was called `to`.
absl::Status RenameDurably(const std::string& from, const std::string& to);
// Syncs all of `unfinished`, gives it the name `whole`, and makes that durable. `whole` does not
// exist, or is an empty folder. ALREADY_EXISTS: it is there and not empty.
absl::Status PublishFolder(const std::string& unfinished, const std::string& whole);
// With all that is in it; none is no error.
absl::Status RemoveTree(const std::string& path);

// Gives everything below the folder to the folder's owner, for what root has written in a server's
// folder. Nothing happens for anyone but root.
absl::Status GiveTreeToItsOwner(const std::string& folder);

// Whether another process holds the lock of a RocksDB folder. Changes nothing.
bool IsDatabaseInUse(const std::string& folder);

}  // namespace overstap::files

#endif  // OVERSTAP_SERVICES_FILES_DURABLE_FILES_H_
