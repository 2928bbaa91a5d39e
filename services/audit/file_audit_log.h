// The audit log in a folder of segment files; see audit_log.h for what it promises.
//
//   absl::StatusOr<std::unique_ptr<FileAuditLog>> log = FileAuditLog::Open(dir, key_file, {});
//
// Safe from any thread. Appends that come together are written together: whoever finds nobody
// writing writes what all have stamped by then, the others wait for it. A thread of its own syncs,
// anchors and removes what retention says.
#ifndef OVERSTAP_SERVICES_AUDIT_FILE_AUDIT_LOG_H_
#define OVERSTAP_SERVICES_AUDIT_FILE_AUDIT_LOG_H_

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "rocksdb/env.h"
#include "services/audit/anchor_key.h"
#include "services/audit/audit_folder.h"
#include "services/audit/audit_log.h"
#include "services/audit/entry_frame.h"
#include "services/audit/log_recovery.h"

namespace overstap::audit {

class FileAuditLog final : public AuditLog {
 public:
  static absl::StatusOr<std::unique_ptr<FileAuditLog>> Open(const std::string& dir,
                                                            const std::string& anchor_key_file,
                                                            AuditOptions options);
  ~FileAuditLog() override;
  FileAuditLog(const FileAuditLog&) = delete;
  FileAuditLog& operator=(const FileAuditLog&) = delete;

  absl::Status Append(store::v1::AuditRecord record) override;
  absl::Status health() const override;
  absl::Status Anchor() override;
  absl::StatusOr<std::vector<PurgedRange>> Purge(absl::Time before) override;

 private:
  using Lock = std::unique_lock<std::mutex>;
  // Frames that go into one segment.
  struct Chunk {
    // Not 0: they begin the segment with this first sequence.
    uint64_t begins_segment = 0;
    std::string bytes;
  };
  // Releases the folder last.
  struct FolderLock {
    ~FolderLock();
    rocksdb::Env* env = nullptr;
    rocksdb::FileLock* lock = nullptr;
  };

  FileAuditLog(AuditFolder folder, SigningKey key, AuditOptions options);
  absl::Status LockFolder();
  absl::Status Start();
  absl::Status OpenAnchors();
  absl::Status FinishPurge(uint64_t purged_sequence);

  // With mutex_ held.
  void Stamp(EntryKind kind, absl::Time time, std::string_view payload);
  absl::Time NextTime();
  void RotateIfDue(absl::Time time, size_t payload_size);
  void BeginSegment(absl::Time time);
  absl::Status StampStatement(store::v1::AuditStatement* statement);
  absl::Status AwaitWritten(Lock& lock, uint64_t sequence);
  absl::Status AwaitDurable(Lock& lock, uint64_t sequence);
  void WritePending(Lock& lock);
  absl::Status SyncWritten(Lock& lock);
  bool IsAnchorDue() const;
  absl::Status Fail(absl::Status failure);

  // By whoever has the turn to write, without mutex_.
  absl::Status WriteChunk(const Chunk& chunk);
  absl::Status SwitchSegment(uint64_t first_sequence);

  // With publishing_ held.
  absl::Status State(store::v1::AuditStatement* statement);
  absl::Status Publish(const store::v1::AuditStatement& statement);

  void Run();
  void Sweep();

  const AuditFolder folder_;
  const SigningKey key_;
  const AuditOptions options_;
  FolderLock folder_lock_;

  // Of those that state and publish; taken before mutex_.
  std::mutex publishing_;
  std::unique_ptr<rocksdb::WritableFile> anchors_;  // guarded by publishing_

  mutable std::mutex mutex_;
  std::condition_variable written_or_failed_;
  std::condition_variable work_;
  // All that follows is guarded by mutex_.
  std::shared_ptr<rocksdb::WritableFile> segment_;
  ChainHasher hasher_;
  std::string log_id_;
  uint64_t last_sequence_ = 0;  // stamped
  Chain chain_ = {};
  absl::Time last_time_ = absl::InfinitePast();
  size_t segment_bytes_ = 0;
  absl::Time segment_time_;
  std::vector<Chunk> pending_;
  bool is_writing_ = false;
  uint64_t written_ = 0;
  uint64_t durable_ = 0;
  store::v1::AuditStatement last_statement_;  // number 0: none
  uint64_t last_anchor_entry_ = 0;
  absl::Time last_anchor_time_;  // by the system's clock
  bool is_segment_unanchored_ = false;
  absl::Time next_sweep_ = absl::InfinitePast();
  absl::Status failure_;
  bool is_stopping_ = false;

  std::thread thread_;
};

}  // namespace overstap::audit

#endif  // OVERSTAP_SERVICES_AUDIT_FILE_AUDIT_LOG_H_
