// The folder that the key ring keeps its files in: the few file operations that it needs, as an
// interface, so that a test can take away what was never synced.
//
//   std::unique_ptr<KeyFolder> folder = OpenPosixKeyFolder(data_dir + "/keys");
//   absl::StatusOr<std::unique_ptr<KeyFile>> file = (*folder)->Open("person_keys");
//
// Errors are UNAVAILABLE (RESOURCE_EXHAUSTED: no space) and name the file. As thread-safe as the
// system calls beneath.
#ifndef OVERSTAP_SERVICES_KEYS_KEY_FOLDER_H_
#define OVERSTAP_SERVICES_KEYS_KEY_FOLDER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace overstap::keys {

// Names in the folder are never changed. The lock of the process that has the folder.
inline constexpr char kLockName[] = "lock";

class KeyFile {
 public:
  virtual ~KeyFile() = default;

  virtual absl::StatusOr<std::string> ReadAll() const = 0;
  // In place, or at the end.
  virtual absl::Status WriteAt(uint64_t offset, std::string_view bytes) = 0;
  // Data and size are on the disk when it returns OK. After an error what was written since the
  // last OK may be lost, even if a later call says OK.
  virtual absl::Status Sync() = 0;
};

class KeyFolder {
 public:
  virtual ~KeyFolder() = default;

  // As errors name it.
  virtual const std::string& path() const = 0;
  // Makes the folder where it is missing, open to its owner alone, and its entry in its parent
  // durable.
  virtual absl::Status Make() = 0;
  // Takes the folder for this process as long as this object lives; false: another has it.
  virtual absl::StatusOr<bool> Lock() = 0;
  // Opens for reading and writing; creates the file, readable by its owner alone, and makes its
  // entry durable.
  virtual absl::StatusOr<std::unique_ptr<KeyFile>> Open(const std::string& name) = 0;
};

// The operating system's.
std::unique_ptr<KeyFolder> OpenPosixKeyFolder(std::string path);

}  // namespace overstap::keys

#endif  // OVERSTAP_SERVICES_KEYS_KEY_FOLDER_H_
