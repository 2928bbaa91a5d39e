#include "services/admin/manifest.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "services/files/durable_files.h"
#include "services/keys/forgotten_list.h"
#include "services/keys/key_file.h"
#include "services/log/rocksdb_log.h"

namespace overstap::admin {
namespace {

using google::protobuf::TextFormat;

// A newer tool may have written fields that this one does not know: they are passed over, so that
// the version can be read and told.
template <typename Manifest>
absl::StatusOr<Manifest> Read(const std::string& folder, absl::string_view what) {
  const std::string path = absl::StrCat(folder, "/", kManifestName);
  const absl::StatusOr<std::string> text = files::ReadFile(path);
  if (absl::IsNotFound(text.status())) {
    return absl::NotFoundError(
        absl::StrCat("there is no whole ", what, " in ", folder, ": ", text.status().message()));
  }
  if (!text.ok()) return text.status();
  Manifest manifest;
  TextFormat::Parser parser;
  parser.AllowUnknownField(true);
  if (!parser.ParseFromString(*text, &manifest) || manifest.format_version() == 0) {
    return absl::DataLossError(absl::StrCat(path, " cannot be read: it is damaged"));
  }
  if (manifest.format_version() > kBackupFormatVersion) {
    return absl::FailedPreconditionError(
        absl::StrCat(folder, " has format ", manifest.format_version(), "; this tool reads format ",
                     kBackupFormatVersion, " and older: use the tool of the server that wrote it"));
  }
  return manifest;
}

}  // namespace

bool IsOtherSecret(std::string_view name) {
  return name != keys::kKeyFileName && name != keys::kForgottenListName && name != kManifestName;
}

absl::StatusOr<BackupFiles> ListBackupFiles(const std::string& folder) {
  const absl::StatusOr<std::vector<std::string>> paths = files::ListFiles(folder);
  if (!paths.ok()) return paths.status();
  BackupFiles listed;
  for (const std::string& path : *paths) {
    if (path == kManifestName) continue;
    const absl::StatusOr<files::FileSum> sum = files::SumOfFile(absl::StrCat(folder, "/", path));
    if (!sum.ok()) return sum.status();
    store::v1::BackupFile* file = listed.Add();
    file->set_path(path);
    file->set_size_bytes(sum->size_bytes);
    file->set_sha256(sum->sha256);
  }
  return listed;
}

absl::Status CheckFiles(const std::string& folder, const BackupFiles& files) {
  const absl::StatusOr<BackupFiles> present = ListBackupFiles(folder);
  if (!present.ok()) return present.status();
  // Both ascend by path.
  int i = 0;
  for (const store::v1::BackupFile& file : files) {
    const std::string path = absl::StrCat(folder, "/", file.path());
    if (i < present->size() && present->Get(i).path() < file.path()) break;
    if (i == present->size() || present->Get(i).path() != file.path()) {
      return absl::DataLossError(absl::StrCat(path, " is missing; use another backup"));
    }
    const store::v1::BackupFile& found = present->Get(i++);
    if (found.size_bytes() != file.size_bytes()) {
      return absl::DataLossError(absl::StrCat(path, " has ", found.size_bytes(), " bytes and had ",
                                              file.size_bytes(), "; use another backup"));
    }
    if (found.sha256() != file.sha256()) {
      return absl::DataLossError(absl::StrCat(path, " is damaged (SHA-256 ", found.sha256(),
                                              ", was ", file.sha256(), "); use another backup"));
    }
  }
  if (i == present->size()) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(folder, "/", present->Get(i).path(),
                                          " is no part of the backup; use another one"));
}

absl::Status WriteManifest(const std::string& folder, const google::protobuf::Message& manifest) {
  std::string text;
  if (!TextFormat::PrintToString(manifest, &text)) {
    return absl::InternalError("a manifest cannot be printed");
  }
  return files::WriteFileDurably(absl::StrCat(folder, "/", kManifestName), text);
}

absl::StatusOr<store::v1::BackupManifest> ReadBackupManifest(const std::string& folder) {
  auto manifest = Read<store::v1::BackupManifest>(folder, "backup");
  if (manifest.ok() && manifest->log_schema_version() > log::kLogSchemaVersion) {
    return absl::FailedPreconditionError(
        absl::StrCat("the log in ", folder, " has schema version ", manifest->log_schema_version(),
                     "; this tool reads version ", log::kLogSchemaVersion,
                     ": use the tool of the server that wrote it"));
  }
  return manifest;
}

absl::StatusOr<store::v1::KeysManifest> ReadKeysManifest(const std::string& folder) {
  return Read<store::v1::KeysManifest>(folder, "copy of the keys");
}

}  // namespace overstap::admin
