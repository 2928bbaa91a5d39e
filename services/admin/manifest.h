// What stands beside a backup and beside a copy of the keys: what it is, and the checksum of every
// file in it.
//
//   absl::Status written = WriteManifest(folder, manifest);
//   absl::StatusOr<store::v1::BackupManifest> manifest = ReadBackupManifest(folder);
//   if (manifest.ok()) checked = CheckFiles(folder, manifest->files());
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_ADMIN_MANIFEST_H_
#define OVERSTAP_SERVICES_ADMIN_MANIFEST_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "overstap/store/v1/backup.pb.h"

namespace overstap::admin {

// Never renamed.
inline constexpr char kManifestName[] = "manifest";
inline constexpr char kLogFolder[] = "log";
// Raise it when an older tool could not restore what is written.
inline constexpr uint32_t kBackupFormatVersion = 1;

using BackupFiles = google::protobuf::RepeatedPtrField<store::v1::BackupFile>;

// Whether a file beside the persons' keys is neither those nor the list of the forgotten ones.
bool IsOtherSecret(std::string_view name);

// Every file below `folder` but its manifest, with size and checksum.
absl::StatusOr<BackupFiles> ListBackupFiles(const std::string& folder);
// Each file is there as it was written, and no other. DATA_LOSS names the first that is not.
absl::Status CheckFiles(const std::string& folder, const BackupFiles& files);

absl::Status WriteManifest(const std::string& folder, const google::protobuf::Message& manifest);
// NOT_FOUND: there is no whole backup in the folder. DATA_LOSS: the manifest cannot be read.
// FAILED_PRECONDITION: a newer format, or a newer schema of the log.
absl::StatusOr<store::v1::BackupManifest> ReadBackupManifest(const std::string& folder);
absl::StatusOr<store::v1::KeysManifest> ReadKeysManifest(const std::string& folder);

}  // namespace overstap::admin

#endif  // OVERSTAP_SERVICES_ADMIN_MANIFEST_H_
