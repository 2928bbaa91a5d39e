// A disk that fails when it is told to, and that loses what was not synced when the power goes.
//
//   FaultyEnv env;
//   AuditOptions options;
//   options.env = &env;
//   env.FailAppends(rocksdb::Status::NoSpace());
//   ...
//   env.LosePower(random);   // after the log is destroyed
//
// Names that were made and whose folder was not synced since are lost too. Safe from any thread.
#ifndef OVERSTAP_TESTS_UNIT_SERVICES_AUDIT_FAULTY_ENV_H_
#define OVERSTAP_TESTS_UNIT_SERVICES_AUDIT_FAULTY_ENV_H_

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <utility>

#include "rocksdb/env.h"

namespace overstap::testing {

class FaultyEnv : public rocksdb::EnvWrapper {
 public:
  FaultyEnv() : rocksdb::EnvWrapper(rocksdb::Env::Default()) {}

  // Nothing happens to files any more that LosePower would have to undo: every later operation
  // fails, as if the machine were off.
  void FailAll() {
    FailAppends(rocksdb::Status::IOError("power is off"));
    FailSyncs(rocksdb::Status::IOError("power is off"));
  }
  void FailAppends(rocksdb::Status status) {
    const std::lock_guard lock(mutex_);
    append_status_ = std::move(status);
  }
  void FailSyncs(rocksdb::Status status) {
    const std::lock_guard lock(mutex_);
    sync_status_ = std::move(status);
  }
  void set_sync_thread_safe(bool safe) { sync_thread_safe_ = safe; }
  int syncs() const {
    const std::lock_guard lock(mutex_);
    return syncs_;
  }

  // Of every file a part of what was not synced may be there, or bytes that nobody wrote.
  void LosePower(std::mt19937& random) {
    const std::lock_guard lock(mutex_);
    for (const auto& [path, file] : files_) {
      if (!file.has_durable_name) {
        std::filesystem::remove(path);
        continue;
      }
      const size_t unsynced = file.written - file.synced;
      const size_t kept = unsynced == 0 ? 0 : random() % (unsynced + 1);
      std::filesystem::resize_file(path, file.synced + kept);
      if (kept > 0 && random() % 2 == 0) Garble(path, file.synced + random() % kept);
    }
    files_.clear();
    append_status_ = sync_status_ = rocksdb::Status::OK();
  }

  rocksdb::Status NewWritableFile(const std::string& path,
                                  std::unique_ptr<rocksdb::WritableFile>* result,
                                  const rocksdb::EnvOptions& options) override {
    if (rocksdb::Status status = append_status(); !status.ok()) return status;
    return Watch(path, {}, EnvWrapper::NewWritableFile(path, result, options), result);
  }
  rocksdb::Status ReopenWritableFile(const std::string& path,
                                     std::unique_ptr<rocksdb::WritableFile>* result,
                                     const rocksdb::EnvOptions& options) override {
    if (rocksdb::Status status = append_status(); !status.ok()) return status;
    File file;
    if (std::filesystem::exists(path)) {
      file.written = file.synced = std::filesystem::file_size(path);
      file.has_durable_name = true;
    }
    return Watch(path, file, EnvWrapper::ReopenWritableFile(path, result, options), result);
  }
  rocksdb::Status NewDirectory(const std::string& path,
                               std::unique_ptr<rocksdb::Directory>* result) override {
    rocksdb::Status made = EnvWrapper::NewDirectory(path, result);
    if (made.ok()) *result = std::make_unique<WatchedFolder>(this, path, std::move(*result));
    return made;
  }
  rocksdb::Status RenameFile(const std::string& from, const std::string& to) override {
    if (rocksdb::Status status = append_status(); !status.ok()) return status;
    const std::lock_guard lock(mutex_);
    const auto file = files_.find(from);
    if (file != files_.end()) {
      // Whether the old or the new one is there after a power loss is not modelled here: the
      // content of both is durable.
      files_[to] = {file->second.written, file->second.synced, true};
      files_.erase(file);
    }
    return EnvWrapper::RenameFile(from, to);
  }
  rocksdb::Status DeleteFile(const std::string& path) override {
    if (rocksdb::Status status = append_status(); !status.ok()) return status;
    const std::lock_guard lock(mutex_);
    files_.erase(path);
    return EnvWrapper::DeleteFile(path);
  }

 private:
  struct File {
    size_t written = 0;
    size_t synced = 0;
    bool has_durable_name = false;
  };

  class WatchedFile : public rocksdb::WritableFileWrapper {
   public:
    WatchedFile(FaultyEnv* env, std::string path, std::unique_ptr<rocksdb::WritableFile> file)
        : WritableFileWrapper(file.get()),
          env_(env),
          path_(std::move(path)),
          file_(std::move(file)) {}
    using WritableFileWrapper::Append;
    rocksdb::Status Append(const rocksdb::Slice& data) override {
      const std::lock_guard lock(env_->mutex_);
      if (!env_->append_status_.ok()) {
        // As a full disk does: a part is written.
        const size_t part = data.size() / 2;
        file_->Append(rocksdb::Slice(data.data(), part)).PermitUncheckedError();
        env_->files_[path_].written += part;
        return env_->append_status_;
      }
      env_->files_[path_].written += data.size();
      return file_->Append(data);
    }
    rocksdb::Status Sync() override {
      const std::lock_guard lock(env_->mutex_);
      if (!env_->sync_status_.ok()) return env_->sync_status_;
      ++env_->syncs_;
      env_->files_[path_].synced = env_->files_[path_].written;
      return rocksdb::Status::OK();
    }
    bool IsSyncThreadSafe() const override { return env_->sync_thread_safe_; }

   private:
    FaultyEnv* env_;
    const std::string path_;
    const std::unique_ptr<rocksdb::WritableFile> file_;
  };

  class WatchedFolder : public rocksdb::Directory {
   public:
    WatchedFolder(FaultyEnv* env, std::string path, std::unique_ptr<rocksdb::Directory> folder)
        : env_(env), path_(std::move(path)), folder_(std::move(folder)) {}
    rocksdb::Status Fsync() override {
      const std::lock_guard lock(env_->mutex_);
      if (!env_->sync_status_.ok()) return env_->sync_status_;
      for (auto& [path, file] : env_->files_) {
        if (std::filesystem::path(path).parent_path() == path_) file.has_durable_name = true;
      }
      return rocksdb::Status::OK();
    }

   private:
    FaultyEnv* env_;
    const std::string path_;
    const std::unique_ptr<rocksdb::Directory> folder_;
  };

  rocksdb::Status append_status() {
    const std::lock_guard lock(mutex_);
    return append_status_;
  }
  rocksdb::Status Watch(const std::string& path, const File& file, rocksdb::Status opened,
                        std::unique_ptr<rocksdb::WritableFile>* result) {
    if (!opened.ok()) return opened;
    const std::lock_guard lock(mutex_);
    files_[path] = file;
    *result = std::make_unique<WatchedFile>(this, path, std::move(*result));
    return opened;
  }
  static void Garble(const std::string& path, size_t offset) {
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file.seekg(static_cast<std::streamoff>(offset));
    const int byte = file.get();
    file.seekp(static_cast<std::streamoff>(offset));
    file.put(static_cast<char>(byte ^ 1));
  }

  mutable std::mutex mutex_;
  std::map<std::string, File> files_;  // guarded by mutex_
  rocksdb::Status append_status_;      // guarded by mutex_
  rocksdb::Status sync_status_;        // guarded by mutex_
  int syncs_ = 0;                      // guarded by mutex_
  bool sync_thread_safe_ = true;
};

}  // namespace overstap::testing

#endif  // OVERSTAP_TESTS_UNIT_SERVICES_AUDIT_FAULTY_ENV_H_
