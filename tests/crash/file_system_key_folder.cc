#include "tests/crash/file_system_key_folder.h"

#include <utility>

#include "services/log/rocksdb_database.h"

namespace overstap::crash {
namespace {

using rocksdb::IOOptions;
using rocksdb::IOStatus;

absl::Status StatusOf(const IOStatus& status, const std::string& path) {
  return log::ToStatus(status, path);
}

class File final : public keys::KeyFile {
 public:
  File(std::unique_ptr<rocksdb::FSRandomRWFile> file, rocksdb::FileSystem& files, std::string path)
      : file_(std::move(file)), files_(files), path_(std::move(path)) {}

  absl::StatusOr<std::string> ReadAll() const override {
    uint64_t size = 0;
    IOStatus read = files_.GetFileSize(path_, IOOptions(), &size, nullptr);
    std::string bytes(size, '\0');
    rocksdb::Slice got;
    if (read.ok()) read = file_->Read(0, size, IOOptions(), &got, bytes.data(), nullptr);
    if (!read.ok()) return StatusOf(read, path_);
    return got.ToString();
  }
  absl::Status WriteAt(uint64_t offset, std::string_view bytes) override {
    return StatusOf(file_->Write(offset, bytes, IOOptions(), nullptr), path_);
  }
  absl::Status Sync() override { return StatusOf(file_->Sync(IOOptions(), nullptr), path_); }

 private:
  const std::unique_ptr<rocksdb::FSRandomRWFile> file_;
  rocksdb::FileSystem& files_;
  const std::string path_;
};

class Folder final : public keys::KeyFolder {
 public:
  Folder(rocksdb::FileSystem& files, std::string path) : files_(files), path_(std::move(path)) {}
  ~Folder() override {
    if (lock_ != nullptr) files_.UnlockFile(lock_, IOOptions(), nullptr).PermitUncheckedError();
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::string& path() const override { return path_; }
  absl::Status Make() override {
    const IOStatus made = files_.CreateDirIfMissing(path_, IOOptions(), nullptr);
    return made.ok() ? Sync(path_.substr(0, path_.rfind('/'))) : StatusOf(made, path_);
  }
  absl::StatusOr<bool> Lock() override {
    return files_.LockFile(path_ + "/lock", IOOptions(), &lock_, nullptr).ok();
  }
  absl::StatusOr<std::unique_ptr<keys::KeyFile>> Open(const std::string& name) override {
    const std::string path = path_ + "/" + name;
    if (files_.FileExists(path, IOOptions(), nullptr).IsNotFound()) {
      std::unique_ptr<rocksdb::FSWritableFile> made;
      const IOStatus created = files_.NewWritableFile(path, {}, &made, nullptr);
      if (!created.ok()) return StatusOf(created, path);
    }
    std::unique_ptr<rocksdb::FSRandomRWFile> file;
    const IOStatus opened = files_.NewRandomRWFile(path, {}, &file, nullptr);
    if (!opened.ok()) return StatusOf(opened, path);
    if (absl::Status synced = Sync(path_); !synced.ok()) return synced;
    return std::make_unique<File>(std::move(file), files_, path);
  }

 private:
  absl::Status Sync(const std::string& path) {
    std::unique_ptr<rocksdb::FSDirectory> folder;
    IOStatus synced = files_.NewDirectory(path, IOOptions(), &folder, nullptr);
    if (synced.ok()) synced = folder->Fsync(IOOptions(), nullptr);
    return StatusOf(synced, path);
  }

  rocksdb::FileSystem& files_;
  const std::string path_;
  rocksdb::FileLock* lock_ = nullptr;
};

}  // namespace

std::unique_ptr<keys::KeyFolder> OpenKeyFolder(rocksdb::FileSystem& files, std::string path) {
  return std::make_unique<Folder>(files, std::move(path));
}

}  // namespace overstap::crash
