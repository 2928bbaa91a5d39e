// The folder of an audit log: names of its files, and the little I/O that everything here shares.
//
//   const AuditFolder folder(dir, nullptr);
//   absl::StatusOr<std::vector<SegmentFile>> segments = folder.Segments();
//   absl::StatusOr<std::string> bytes = folder.Read(segments->front().name);
//
// RocksDB's Env does the I/O, so that tests can crash and fail it. Errors are as log::ToStatus
// says. As thread-safe as the Env.
#ifndef OVERSTAP_SERVICES_AUDIT_AUDIT_FOLDER_H_
#define OVERSTAP_SERVICES_AUDIT_AUDIT_FOLDER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rocksdb/env.h"
#include "services/audit/statement.h"

namespace overstap::audit {

inline constexpr char kAnchorsFile[] = "anchors.log";

struct SegmentFile {
  // As its name says.
  uint64_t first_sequence = 0;
  std::string name;
};

class AuditFolder {
 public:
  // `env` may be nullptr: the operating system.
  AuditFolder(std::string dir, rocksdb::Env* env);

  // Makes the folder, open to its owner alone, and its entry in its parent durable.
  absl::Status Make() const;
  // By first sequence; empty where there is no folder.
  absl::StatusOr<std::vector<SegmentFile>> Segments() const;
  // DATA_LOSS: no such file.
  absl::StatusOr<std::string> Read(const std::string& name) const;
  // At most `size` bytes.
  absl::StatusOr<std::string> ReadStart(const std::string& name, size_t size) const;
  // What anchors.log states; empty where there is none. DATA_LOSS as in ParseStatementLines.
  absl::StatusOr<StatementLines> ReadStatements() const;
  // Puts `bytes` in the place of the file, whole and durable.
  absl::Status Replace(const std::string& name, std::string_view bytes) const;
  absl::Status Remove(const std::string& name) const;
  // Makes the names in the folder durable.
  absl::Status Sync() const;
  // Name and size of every file: differs when something was written in between.
  absl::StatusOr<std::string> Fingerprint() const;

  absl::Status ToStatus(const rocksdb::Status& status) const;
  std::string Path(const std::string& name) const;
  const std::string& dir() const { return dir_; }
  rocksdb::Env& env() const { return *env_; }

  // `audit-<20 digits>.log`.
  static std::string SegmentName(uint64_t first_sequence);

 private:
  std::string dir_;
  rocksdb::Env* env_;
};

}  // namespace overstap::audit

#endif  // OVERSTAP_SERVICES_AUDIT_AUDIT_FOLDER_H_
