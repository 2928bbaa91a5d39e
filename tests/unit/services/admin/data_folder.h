// A data folder with people in it, written as a server writes: keys first, then the log.
//
//   DataFolder data;
//   data.AddPerson("p-1");
//   data.Forget("p-1");
//   data.Close();            // as a server that ended
//
// One thread writes; backups may be made from another meanwhile.
#ifndef OVERSTAP_TESTS_UNIT_SERVICES_ADMIN_DATA_FOLDER_H_
#define OVERSTAP_TESTS_UNIT_SERVICES_ADMIN_DATA_FOLDER_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/util/time_util.h"
#include "gtest/gtest.h"
#include "services/admin/backup.h"
#include "services/files/durable_files.h"
#include "services/keys/file_key_ring.h"
#include "services/keys/forgotten_list.h"
#include "services/log/rocksdb_log.h"
#include "services/store/open_store.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::admin {

class DataFolder {
 public:
  DataFolder() {
    EXPECT_TRUE(files::MakeFolder(dir_ / "backups").ok());
    EXPECT_TRUE(files::MakeFolder(dir_ / "keys-of-backups").ok());
    Open();
  }

  void Open() {
    auto log = log::OpenRocksdbLog(path() + "/log");
    ASSERT_TRUE(log.ok()) << log.status();
    log_ = *std::move(log);
    auto ring = keys::OpenFileKeyRing(path() + "/keys");
    ASSERT_TRUE(ring.ok()) << ring.status();
    ring = keys::RememberForgotten(*std::move(ring), path() + "/keys");
    ASSERT_TRUE(ring.ok()) << ring.status();
    keys_ = *std::move(ring);
  }
  void Close() {
    log_.reset();
    keys_.reset();
  }
  // As a server does at its start.
  void BuildStore() {
    const auto opened = store::OpenStore(path() + "/store", *log_, *keys_);
    ASSERT_TRUE(opened.ok()) << opened.status();
  }

  void AddPerson(const std::string& id) {
    const auto key = keys_->Create();
    ASSERT_TRUE(key.ok() && keys_->Sync().ok());
    store::v1::JobSeeker person;
    person.set_working_level_eqf(3);
    const auto sealed = keys_->Seal(*key, "jobSeekers/" + id, person.SerializeAsString());
    ASSERT_TRUE(sealed.ok());
    store::v1::LogEntry entry = NewEntry();
    store::v1::JobSeekerStored* stored = entry.add_events()->mutable_job_seeker_stored();
    stored->mutable_head()->set_id(id);
    stored->mutable_head()->set_revision(1);
    *stored->mutable_job_seeker() = *sealed;
    Append(entry);
    key_of_[id] = *key;
  }
  void Forget(const std::string& id) {
    store::v1::LogEntry entry = NewEntry();
    entry.add_events()->mutable_job_seeker_deleted()->set_id(id);
    entry.mutable_events(0)->mutable_job_seeker_deleted()->set_key_id(key_of_[id]);
    Append(entry);
    ASSERT_TRUE(keys_->Destroy(key_of_[id]).ok());
  }
  void Append(const store::v1::LogEntry& entry) {
    const absl::Status appended = log_->AppendGroup({&entry, 1});
    ASSERT_TRUE(appended.ok()) << appended;
  }
  static store::v1::LogEntry NewEntry() {
    store::v1::LogEntry entry;
    entry.mutable_envelope()->mutable_time()->set_seconds(1'790'000'000);
    entry.mutable_envelope()->set_principal("tester");
    return entry;
  }

  std::string path() const { return dir_ / "data"; }
  std::string operator/(const std::string& name) const { return dir_ / name; }
  log::EventLog& log() { return *log_; }
  keys::KeyRing& keys() { return *keys_; }
  keys::KeyId KeyOf(const std::string& id) const { return key_of_.at(id); }

  BackupFolders folders() const { return {dir_ / "backups", dir_ / "keys-of-backups"}; }
  BackupSource source() {
    return {.log = *log_,
            .keys = *keys_,
            .keys_dir = path() + "/keys",
            .region = "r",
            .server_version = "1"};
  }
  absl::StatusOr<store::v1::BackupManifest> Backup(const std::string& id) {
    return MakeBackup(source(), folders(), {.id = id, .request_id = ""});
  }
  std::string BackupOf(const std::string& id) const { return dir_ / ("backups/" + id); }
  std::string KeysOf(const std::string& id) const { return dir_ / ("keys-of-backups/" + id); }

 private:
  const testing::TempDir dir_;
  std::unique_ptr<log::EventLog> log_;
  std::unique_ptr<keys::KeyRing> keys_;
  std::map<std::string, keys::KeyId> key_of_;
};

}  // namespace overstap::admin

#endif  // OVERSTAP_TESTS_UNIT_SERVICES_ADMIN_DATA_FOLDER_H_
