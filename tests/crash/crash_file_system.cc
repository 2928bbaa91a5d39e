#include "tests/crash/crash_file_system.h"

#include <algorithm>
#include <cstring>
#include <iterator>

#include "rocksdb/env.h"

namespace overstap::crash {
namespace {

using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

constexpr uint64_t kSectorBytes = 512;
constexpr uint64_t kMuch = uint64_t{1} << 40;

std::string ParentOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == 0 || slash == std::string::npos ? "/" : path.substr(0, slash);
}

std::string Clean(const std::string& path) {
  std::string clean;
  for (const char c : path) {
    if (c != '/' || clean.empty() || clean.back() != '/') clean.push_back(c);
  }
  while (clean.size() > 1 && clean.back() == '/') clean.pop_back();
  return clean;
}

IOStatus NoSuchFile(const std::string& path) {
  return IOStatus::PathNotFound(path, "no such file or directory");
}

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

class WritableFile final : public rocksdb::FSWritableFile {
 public:
  WritableFile(CrashFileSystem& files, CrashFileSystem::Handle handle)
      : files_(files), handle_(std::move(handle)) {}

  using FSWritableFile::Append;
  IOStatus Append(const Slice& bytes, const IOOptions&, IODebugContext*) override {
    return files_.Append(handle_, bytes);
  }
  IOStatus Truncate(uint64_t size, const IOOptions&, IODebugContext*) override {
    return files_.Resize(handle_, size);
  }
  IOStatus Close(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }
  IOStatus Flush(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }
  IOStatus Sync(const IOOptions&, IODebugContext*) override { return files_.Sync(handle_); }
  uint64_t GetFileSize(const IOOptions&, IODebugContext*) override {
    return files_.SizeOf(handle_);
  }
  bool IsSyncThreadSafe() const override { return true; }

 private:
  CrashFileSystem& files_;
  const CrashFileSystem::Handle handle_;
};

class RandomAccessFile final : public rocksdb::FSRandomAccessFile {
 public:
  RandomAccessFile(CrashFileSystem& files, CrashFileSystem::Handle handle)
      : files_(files), handle_(std::move(handle)) {}

  IOStatus Read(uint64_t offset, size_t count, const IOOptions&, Slice* result, char* scratch,
                IODebugContext*) const override {
    return files_.Read(handle_, offset, count, result, scratch);
  }

 private:
  CrashFileSystem& files_;
  const CrashFileSystem::Handle handle_;
};

class SequentialFile final : public rocksdb::FSSequentialFile {
 public:
  SequentialFile(CrashFileSystem& files, CrashFileSystem::Handle handle)
      : files_(files), handle_(std::move(handle)) {}

  IOStatus Read(size_t count, const IOOptions&, Slice* result, char* scratch,
                IODebugContext*) override {
    IOStatus read = files_.Read(handle_, at_, count, result, scratch);
    if (read.ok()) at_ += result->size();
    return read;
  }
  IOStatus Skip(uint64_t count) override {
    at_ += count;
    return IOStatus::OK();
  }

 private:
  CrashFileSystem& files_;
  const CrashFileSystem::Handle handle_;
  uint64_t at_ = 0;
};

class RandomRwFile final : public rocksdb::FSRandomRWFile {
 public:
  RandomRwFile(CrashFileSystem& files, CrashFileSystem::Handle handle)
      : files_(files), handle_(std::move(handle)) {}

  IOStatus Write(uint64_t offset, const Slice& bytes, const IOOptions&, IODebugContext*) override {
    return files_.WriteAt(handle_, offset, bytes);
  }
  IOStatus Read(uint64_t offset, size_t count, const IOOptions&, Slice* result, char* scratch,
                IODebugContext*) const override {
    return files_.Read(handle_, offset, count, result, scratch);
  }
  IOStatus Flush(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }
  IOStatus Sync(const IOOptions&, IODebugContext*) override { return files_.Sync(handle_); }
  IOStatus Close(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }

 private:
  CrashFileSystem& files_;
  const CrashFileSystem::Handle handle_;
};

class Folder final : public rocksdb::FSDirectory {
 public:
  Folder(CrashFileSystem& files, CrashFileSystem::Handle handle)
      : files_(files), handle_(std::move(handle)) {}
  IOStatus Fsync(const IOOptions&, IODebugContext*) override { return files_.SyncFolder(handle_); }

 private:
  CrashFileSystem& files_;
  const CrashFileSystem::Handle handle_;
};

struct Lock final : public rocksdb::FileLock {
  explicit Lock(std::string path_taken) : path(std::move(path_taken)) {}
  const std::string path;
};

class SilentLogger final : public rocksdb::Logger {
 public:
  using Logger::Logv;
  void Logv(const char*, va_list) override {}
};

}  // namespace

std::string_view NameOf(Operation operation) {
  static constexpr std::string_view kNames[] = {"create", "append",      "write at",
                                                "sync",   "truncate",    "rename",
                                                "delete", "make folder", "sync folder"};
  return kNames[static_cast<size_t>(operation)];
}

std::string KindOf(const std::string& path) {
  std::string name = path.substr(path.rfind('/') + 1);
  const std::string folder = ParentOf(path).substr(ParentOf(path).rfind('/') + 1);
  if (name == "log" || name == "store" || name == "keys") return name;
  if (folder == "keys") return "keys/file";
  if (EndsWith(name, ".log")) return folder + "/wal";
  if (EndsWith(name, ".sst")) return folder + "/table";
  if (name.rfind("MANIFEST", 0) == 0) return folder + "/manifest";
  if (name == "CURRENT" || EndsWith(name, ".dbtmp")) return folder + "/current";
  if (name.rfind("OPTIONS", 0) == 0) return folder + "/options";
  if (name == "high_water") return folder + "/mark";
  return folder == "log" || folder == "store" ? folder + "/other" : "folder";
}

CrashFileSystem::CrashFileSystem(uint64_t seed)
    : FileSystemWrapper(rocksdb::FileSystem::Default()), random_(seed) {
  now_["/"] = nullptr;
  durable_["/"] = nullptr;
}

uint64_t CrashFileSystem::Random(uint64_t below) { return below == 0 ? 0 : random_() % below; }

// ---- crash and reboot ----

void CrashFileSystem::CrashAt(uint64_t n) {
  const std::lock_guard lock(mutex_);
  crash_at_ = operations_ + n;
}

void CrashFileSystem::CrashNow() {
  const std::lock_guard lock(mutex_);
  if (crashed_) return;
  crashed_ = true;
  crash_site_ = "idle";
}

bool CrashFileSystem::crashed() const {
  const std::lock_guard lock(mutex_);
  return crashed_;
}

std::string CrashFileSystem::crash_site() const {
  const std::lock_guard lock(mutex_);
  return crash_site_;
}

uint64_t CrashFileSystem::operations() const {
  const std::lock_guard lock(mutex_);
  return operations_;
}

void CrashFileSystem::Reboot(Outage outage) {
  const std::lock_guard lock(mutex_);
  ++boot_;
  crashed_ = false;
  crash_at_ = 0;
  crash_site_.clear();
  locked_.clear();
  if (outage == Outage::kKill) return;
  KeepSomeEntries(outage);
  std::set<Inode*> seen;
  for (auto& [path, inode] : durable_) {
    if (inode != nullptr && seen.insert(inode.get()).second) KeepSomeBytes(outage, inode.get());
  }
  now_ = durable_;
}

void CrashFileSystem::KeepSomeEntries(Outage outage) {
  for (auto& [folder, changes] : pending_) {
    const size_t kept = outage == Outage::kPowerLoss ? 0 : Random(changes.size() + 1);
    for (size_t i = 0; i < kept; ++i) Apply(changes[i], &durable_);
  }
  pending_.clear();
  DropOrphans(&durable_);
}

void CrashFileSystem::KeepSomeBytes(Outage outage, Inode* inode) {
  std::string kept = inode->durable;
  if (outage == Outage::kTornPowerLoss) {
    for (const uint64_t sector : inode->dirty) {
      const uint64_t begin = sector * kSectorBytes;
      const uint64_t end =
          std::min<uint64_t>({begin + kSectorBytes, kept.size(), inode->now.size()});
      if (begin < end && Random(2) == 0)
        kept.replace(begin, end - begin, inode->now, begin, end - begin);
    }
    if (inode->now.size() > kept.size()) KeepTornTail(inode, &kept);
  }
  inode->now = kept;
  inode->durable = std::move(kept);
  inode->dirty.clear();
}

void CrashFileSystem::KeepTornTail(Inode* inode, std::string* kept) {
  const uint64_t from = kept->size();
  const uint64_t to = from + Random(inode->now.size() - from + 1);
  // What was dropped by a failed sync reads as zeros.
  for (uint64_t at = from; at < to; ++at) {
    const bool dirty = inode->dirty.count(at / kSectorBytes) > 0;
    kept->push_back(dirty ? inode->now[at] : '\0');
  }
  const uint64_t sector_end =
      std::min<uint64_t>((to + kSectorBytes - 1) / kSectorBytes * kSectorBytes, inode->now.size());
  switch (Random(4)) {
    case 0:  // the torn sector holds something else
      while (kept->size() < sector_end) kept->push_back(static_cast<char>(Random(256)));
      break;
    case 1:  // the size was written, the data was not
      kept->resize(sector_end, '\0');
      break;
    case 2:  // whole sectors were written in any order
      for (uint64_t at = from; at < to; at = (at / kSectorBytes + 1) * kSectorBytes) {
        if (Random(4) != 0) continue;
        const uint64_t end = std::min((at / kSectorBytes + 1) * kSectorBytes, to);
        std::fill(kept->begin() + static_cast<ptrdiff_t>(at),
                  kept->begin() + static_cast<ptrdiff_t>(end), '\0');
      }
      break;
    default:
      break;
  }
}

// ---- faults ----

void CrashFileSystem::SetFault(Fault fault) {
  const std::lock_guard lock(mutex_);
  fault_ = std::move(fault);
}

void CrashFileSystem::SetIgnored(Ignored ignored) {
  const std::lock_guard lock(mutex_);
  ignored_ = std::move(ignored);
}

void CrashFileSystem::LimitSpace(uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  space_is_limited_ = true;
  space_left_ = bytes;
}

void CrashFileSystem::UnlimitSpace() {
  const std::lock_guard lock(mutex_);
  space_is_limited_ = false;
}

IOStatus CrashFileSystem::Dead() const { return IOStatus::IOError("the machine is down"); }

IOStatus CrashFileSystem::CheckAlive(const Handle& handle) const {
  return crashed_ || handle.boot != boot_ ? Dead() : IOStatus::OK();
}

template <typename Change>
IOStatus CrashFileSystem::Attempted(Operation operation, const std::string& path, Change change) {
  if (crashed_) return Dead();
  ++operations_;
  if (operations_ == crash_at_) {
    crashed_ = true;
    crash_site_ = std::string(NameOf(operation)) + " " + KindOf(path);
    // It may have been done just so, and nobody was told.
    if (Random(2) == 0) change();
    return Dead();
  }
  if (fault_) {
    IOStatus failed = fault_({operation, path});
    if (!failed.ok()) return failed;
  }
  if (ignored_ && ignored_({operation, path})) return IOStatus::OK();
  return change();
}

// ---- bytes ----

IOStatus CrashFileSystem::Write(Inode* inode, uint64_t offset, const Slice& bytes) {
  uint64_t count = bytes.size();
  const uint64_t grows =
      offset + count > inode->now.size() ? offset + count - inode->now.size() : 0;
  bool full = false;
  if (space_is_limited_ && grows > 0) {
    full = grows > space_left_;
    if (full) count -= std::min(count, grows - space_left_);
    space_left_ -= std::min(grows, space_left_);
  }
  if (offset + count > inode->now.size()) inode->now.resize(offset + count, '\0');
  inode->now.replace(offset, count, bytes.data(), count);
  for (uint64_t at = offset / kSectorBytes; at * kSectorBytes < offset + count; ++at) {
    inode->dirty.insert(at);
  }
  return full ? IOStatus::NoSpace("no space left on device") : IOStatus::OK();
}

IOStatus CrashFileSystem::Append(const Handle& handle, const Slice& bytes) {
  const std::lock_guard lock(mutex_);
  if (IOStatus alive = CheckAlive(handle); !alive.ok()) return alive;
  return Attempted(Operation::kAppend, handle.path, [&] {
    const IOStatus written = Write(handle.inode.get(), handle.inode->now.size(), bytes);
    return written.ok()
               ? written
               : IOStatus::NoSpace("while appending to " + handle.path, "no space left on device");
  });
}

IOStatus CrashFileSystem::WriteAt(const Handle& handle, uint64_t offset, const Slice& bytes) {
  const std::lock_guard lock(mutex_);
  if (IOStatus alive = CheckAlive(handle); !alive.ok()) return alive;
  return Attempted(Operation::kWriteAt, handle.path, [&] {
    const IOStatus written = Write(handle.inode.get(), offset, bytes);
    return written.ok()
               ? written
               : IOStatus::NoSpace("while writing to " + handle.path, "no space left on device");
  });
}

IOStatus CrashFileSystem::Resize(const Handle& handle, uint64_t size) {
  const std::lock_guard lock(mutex_);
  if (IOStatus alive = CheckAlive(handle); !alive.ok()) return alive;
  return Attempted(Operation::kTruncate, handle.path, [&] {
    handle.inode->now.resize(size, '\0');
    handle.inode->dirty.insert(size / kSectorBytes);
    return IOStatus::OK();
  });
}

IOStatus CrashFileSystem::Sync(const Handle& handle) {
  const std::lock_guard lock(mutex_);
  if (IOStatus alive = CheckAlive(handle); !alive.ok()) return alive;
  Inode& inode = *handle.inode;
  bool done = false;
  IOStatus synced = Attempted(Operation::kSync, handle.path, [&] {
    done = true;
    inode.durable.resize(inode.now.size(), '\0');
    for (const uint64_t sector : inode.dirty) {
      const uint64_t begin = sector * kSectorBytes;
      const uint64_t end = std::min<uint64_t>(begin + kSectorBytes, inode.now.size());
      if (begin < end) inode.durable.replace(begin, end - begin, inode.now, begin, end - begin);
    }
    inode.dirty.clear();
    return IOStatus::OK();
  });
  // Once reported, a failure is forgotten, and so is what could not be written.
  if (!synced.ok() && !crashed_ && !done) inode.dirty.clear();
  return synced;
}

IOStatus CrashFileSystem::Read(const Handle& handle, uint64_t offset, size_t count, Slice* result,
                               char* scratch) const {
  const std::lock_guard lock(mutex_);
  if (IOStatus alive = CheckAlive(handle); !alive.ok()) return alive;
  const std::string& bytes = handle.inode->now;
  const size_t begin = std::min<uint64_t>(offset, bytes.size());
  const size_t size = std::min(count, bytes.size() - begin);
  bytes.copy(scratch, size, begin);
  *result = Slice(scratch, size);
  return IOStatus::OK();
}

uint64_t CrashFileSystem::SizeOf(const Handle& handle) const {
  const std::lock_guard lock(mutex_);
  return handle.inode->now.size();
}

// ---- entries of folders ----

void CrashFileSystem::Apply(const EntryChange& change, Tree* tree) {
  for (const Assignment& assignment : change) {
    if (assignment.present) {
      (*tree)[assignment.path] = assignment.inode;
    } else {
      tree->erase(assignment.path);
    }
  }
}

void CrashFileSystem::DropOrphans(Tree* tree) const {
  // Parents come before what is in them.
  for (auto entry = tree->begin(); entry != tree->end();) {
    const bool orphan = entry->first != "/" && tree->count(ParentOf(entry->first)) == 0;
    entry = orphan ? tree->erase(entry) : std::next(entry);
  }
}

void CrashFileSystem::Assign(EntryChange change) {
  Apply(change, &now_);
  std::vector<EntryChange>& pending = pending_[ParentOf(change.front().path)];
  pending.push_back(std::move(change));
}

IOStatus CrashFileSystem::SyncFolder(const Handle& handle) {
  const std::lock_guard lock(mutex_);
  if (IOStatus alive = CheckAlive(handle); !alive.ok()) return alive;
  return Attempted(Operation::kSyncFolder, handle.path, [&] {
    const auto pending = pending_.find(handle.path);
    if (pending == pending_.end()) return IOStatus::OK();
    for (const EntryChange& change : pending->second) Apply(change, &durable_);
    pending_.erase(pending);
    return IOStatus::OK();
  });
}

IOStatus CrashFileSystem::Open(const std::string& path, Handle* handle) const {
  if (crashed_) return Dead();
  const auto found = now_.find(Clean(path));
  if (found == now_.end() || found->second == nullptr) return NoSuchFile(path);
  *handle = {Clean(path), found->second, boot_};
  return IOStatus::OK();
}

IOStatus CrashFileSystem::NewSequentialFile(const std::string& path, const FileOptions&,
                                            std::unique_ptr<rocksdb::FSSequentialFile>* file,
                                            IODebugContext*) {
  const std::lock_guard lock(mutex_);
  Handle handle;
  IOStatus opened = Open(path, &handle);
  if (opened.ok()) *file = std::make_unique<SequentialFile>(*this, std::move(handle));
  return opened;
}

IOStatus CrashFileSystem::NewRandomAccessFile(const std::string& path, const FileOptions&,
                                              std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                              IODebugContext*) {
  const std::lock_guard lock(mutex_);
  Handle handle;
  IOStatus opened = Open(path, &handle);
  if (opened.ok()) *file = std::make_unique<RandomAccessFile>(*this, std::move(handle));
  return opened;
}

IOStatus CrashFileSystem::NewWritableFile(const std::string& path, const FileOptions&,
                                          std::unique_ptr<rocksdb::FSWritableFile>* file,
                                          IODebugContext*) {
  const std::lock_guard lock(mutex_);
  const std::string clean = Clean(path);
  if (crashed_) return Dead();
  if (now_.count(ParentOf(clean)) == 0) return NoSuchFile(path);
  const auto inode = std::make_shared<Inode>();
  IOStatus made = Attempted(Operation::kCreate, clean, [&] {
    Assign({{clean, true, inode}});
    return IOStatus::OK();
  });
  if (made.ok()) *file = std::make_unique<WritableFile>(*this, Handle{clean, inode, boot_});
  return made;
}

IOStatus CrashFileSystem::ReopenWritableFile(const std::string& path, const FileOptions& options,
                                             std::unique_ptr<rocksdb::FSWritableFile>* file,
                                             IODebugContext* debug) {
  {
    const std::lock_guard lock(mutex_);
    Handle handle;
    IOStatus opened = Open(path, &handle);
    if (opened.ok()) *file = std::make_unique<WritableFile>(*this, std::move(handle));
    if (!opened.IsPathNotFound()) return opened;
  }
  return NewWritableFile(path, options, file, debug);
}

IOStatus CrashFileSystem::ReuseWritableFile(const std::string&, const std::string&,
                                            const FileOptions&,
                                            std::unique_ptr<rocksdb::FSWritableFile>*,
                                            IODebugContext*) {
  return IOStatus::NotSupported("ReuseWritableFile");
}

IOStatus CrashFileSystem::NewRandomRWFile(const std::string& path, const FileOptions&,
                                          std::unique_ptr<rocksdb::FSRandomRWFile>* file,
                                          IODebugContext*) {
  const std::lock_guard lock(mutex_);
  Handle handle;
  IOStatus opened = Open(path, &handle);
  if (opened.ok()) *file = std::make_unique<RandomRwFile>(*this, std::move(handle));
  return opened;
}

IOStatus CrashFileSystem::NewMemoryMappedFileBuffer(
    const std::string&, std::unique_ptr<rocksdb::MemoryMappedFileBuffer>*) {
  return IOStatus::NotSupported("NewMemoryMappedFileBuffer");
}

IOStatus CrashFileSystem::NewDirectory(const std::string& path, const IOOptions&,
                                       std::unique_ptr<rocksdb::FSDirectory>* folder,
                                       IODebugContext*) {
  const std::lock_guard lock(mutex_);
  if (crashed_) return Dead();
  const auto found = now_.find(Clean(path));
  if (found == now_.end() || found->second != nullptr) return NoSuchFile(path);
  *folder = std::make_unique<Folder>(*this, Handle{Clean(path), nullptr, boot_});
  return IOStatus::OK();
}

IOStatus CrashFileSystem::FileExists(const std::string& path, const IOOptions&, IODebugContext*) {
  const std::lock_guard lock(mutex_);
  if (crashed_) return Dead();
  return now_.count(Clean(path)) > 0 ? IOStatus::OK() : IOStatus::NotFound();
}

IOStatus CrashFileSystem::GetChildren(const std::string& path, const IOOptions&,
                                      std::vector<std::string>* names, IODebugContext*) {
  const std::lock_guard lock(mutex_);
  names->clear();
  if (crashed_) return Dead();
  const std::string folder = Clean(path);
  if (now_.count(folder) == 0) return IOStatus::NotFound(path);
  for (auto entry = now_.upper_bound(folder); entry != now_.end(); ++entry) {
    if (entry->first != "/" && ParentOf(entry->first) == folder) {
      names->push_back(entry->first.substr(entry->first.rfind('/') + 1));
    }
  }
  return IOStatus::OK();
}

IOStatus CrashFileSystem::GetChildrenFileAttributes(
    const std::string& path, const IOOptions& options,
    std::vector<rocksdb::FileAttributes>* attributes, IODebugContext* debug) {
  // The wrapper would ask the real file system; the base asks this one, file by file.
  // NOLINTNEXTLINE(bugprone-parent-virtual-call)
  return FileSystem::GetChildrenFileAttributes(path, options, attributes, debug);
}

IOStatus CrashFileSystem::DeleteFile(const std::string& path, const IOOptions&, IODebugContext*) {
  const std::lock_guard lock(mutex_);
  Handle handle;
  if (IOStatus opened = Open(path, &handle); !opened.ok()) return opened;
  return Attempted(Operation::kDelete, handle.path, [&] {
    Assign({{handle.path, false, nullptr}});
    return IOStatus::OK();
  });
}

IOStatus CrashFileSystem::Truncate(const std::string& path, size_t size, const IOOptions&,
                                   IODebugContext*) {
  Handle handle;
  {
    const std::lock_guard lock(mutex_);
    if (IOStatus opened = Open(path, &handle); !opened.ok()) return opened;
  }
  return Resize(handle, size);
}

IOStatus CrashFileSystem::CreateDir(const std::string& path, const IOOptions&, IODebugContext*) {
  const std::lock_guard lock(mutex_);
  const std::string clean = Clean(path);
  if (crashed_) return Dead();
  if (now_.count(clean) > 0) return IOStatus::IOError(path, "exists");
  if (now_.count(ParentOf(clean)) == 0) return NoSuchFile(path);
  return Attempted(Operation::kMakeFolder, clean, [&] {
    Assign({{clean, true, nullptr}});
    return IOStatus::OK();
  });
}

IOStatus CrashFileSystem::CreateDirIfMissing(const std::string& path, const IOOptions& options,
                                             IODebugContext* debug) {
  const IOStatus exists = FileExists(path, options, debug);
  return exists.IsNotFound() ? CreateDir(path, options, debug) : exists;
}

IOStatus CrashFileSystem::DeleteDir(const std::string&, const IOOptions&, IODebugContext*) {
  return IOStatus::NotSupported("DeleteDir");
}

IOStatus CrashFileSystem::GetFileSize(const std::string& path, const IOOptions&, uint64_t* size,
                                      IODebugContext*) {
  const std::lock_guard lock(mutex_);
  Handle handle;
  IOStatus opened = Open(path, &handle);
  if (opened.ok()) *size = handle.inode->now.size();
  return opened;
}

IOStatus CrashFileSystem::GetFileModificationTime(const std::string& path, const IOOptions&,
                                                  uint64_t* time, IODebugContext*) {
  const std::lock_guard lock(mutex_);
  *time = 0;
  Handle handle;
  return Open(path, &handle);
}

IOStatus CrashFileSystem::RenameFile(const std::string& from, const std::string& to,
                                     const IOOptions&, IODebugContext*) {
  const std::lock_guard lock(mutex_);
  Handle handle;
  if (IOStatus opened = Open(from, &handle); !opened.ok()) return opened;
  return Attempted(Operation::kRename, Clean(to), [&] {
    Assign({{handle.path, false, nullptr}, {Clean(to), true, handle.inode}});
    return IOStatus::OK();
  });
}

IOStatus CrashFileSystem::LinkFile(const std::string&, const std::string&, const IOOptions&,
                                   IODebugContext*) {
  return IOStatus::NotSupported("LinkFile");
}

IOStatus CrashFileSystem::NumFileLinks(const std::string&, const IOOptions&, uint64_t*,
                                       IODebugContext*) {
  return IOStatus::NotSupported("NumFileLinks");
}

IOStatus CrashFileSystem::AreFilesSame(const std::string&, const std::string&, const IOOptions&,
                                       bool*, IODebugContext*) {
  return IOStatus::NotSupported("AreFilesSame");
}

IOStatus CrashFileSystem::LockFile(const std::string& path, const IOOptions&,
                                   rocksdb::FileLock** lock, IODebugContext*) {
  const std::lock_guard guard(mutex_);
  if (crashed_) return Dead();
  const std::string clean = Clean(path);
  if (!locked_.insert(clean).second) {
    return IOStatus::IOError("lock hold by current process", path);
  }
  *lock = new Lock(clean);
  return IOStatus::OK();
}

IOStatus CrashFileSystem::UnlockFile(rocksdb::FileLock* lock, const IOOptions&, IODebugContext*) {
  const std::lock_guard guard(mutex_);
  const std::unique_ptr<Lock> taken(static_cast<Lock*>(lock));
  locked_.erase(taken->path);
  return IOStatus::OK();
}

IOStatus CrashFileSystem::NewLogger(const std::string&, const IOOptions&,
                                    std::shared_ptr<rocksdb::Logger>* logger, IODebugContext*) {
  *logger = std::make_shared<SilentLogger>();
  return IOStatus::OK();
}

IOStatus CrashFileSystem::GetAbsolutePath(const std::string& path, const IOOptions&,
                                          std::string* absolute, IODebugContext*) {
  *absolute = Clean(path);
  return IOStatus::OK();
}

IOStatus CrashFileSystem::GetFreeSpace(const std::string&, const IOOptions&, uint64_t* bytes,
                                       IODebugContext*) {
  const std::lock_guard lock(mutex_);
  *bytes = space_is_limited_ ? space_left_ : kMuch;
  return IOStatus::OK();
}

IOStatus CrashFileSystem::IsDirectory(const std::string& path, const IOOptions&, bool* is_folder,
                                      IODebugContext*) {
  const std::lock_guard lock(mutex_);
  const auto found = now_.find(Clean(path));
  if (found == now_.end()) return NoSuchFile(path);
  *is_folder = found->second == nullptr;
  return IOStatus::OK();
}

}  // namespace overstap::crash
