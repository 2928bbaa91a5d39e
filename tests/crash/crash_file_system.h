// A file system in memory that knows what a disk really keeps: of every file the bytes that were
// synced and those that were not, of every folder the entries that are durable and the creations,
// renames and deletions that are not until the folder is synced.
//
//   auto files = std::make_shared<CrashFileSystem>(seed);
//   std::unique_ptr<rocksdb::Env> env = rocksdb::NewCompositeEnv(files);
//   files->CrashAt(17);                        // the 17th operation from now fails, and all after
//   it
//   ... run, until everything fails; close everything ...
//   files->Reboot(Outage::kTornPowerLoss);     // what a disk could have kept is there
//
// Only operations that change something count. Safe from any thread; Reboot while nothing is open.
#ifndef OVERSTAP_TESTS_CRASH_CRASH_FILE_SYSTEM_H_
#define OVERSTAP_TESTS_CRASH_CRASH_FILE_SYSTEM_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rocksdb/file_system.h"

namespace overstap::crash {

enum class Operation {
  kCreate,
  kAppend,
  kWriteAt,
  kSync,
  kTruncate,
  kRename,
  kDelete,
  kMakeFolder,
  kSyncFolder,
};
std::string_view NameOf(Operation operation);

// Whose file it is and of which kind: "log/wal", "store/table", "keys", …
std::string KindOf(const std::string& path);

enum class Outage {
  kKill,           // of the process only: what is not synced is still in the system's cache
  kPowerLoss,      // everything that was not synced is gone
  kTornPowerLoss,  // a random part of it is there, torn at any byte
};

class CrashFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  // An operation as faults and counts see it.
  struct Attempt {
    Operation operation;
    std::string path;
  };
  // What an attempt comes to instead; OK: what it would.
  using Fault = std::function<rocksdb::IOStatus(const Attempt&)>;
  // Whether an attempt (kSync, kSyncFolder) does nothing, and says OK.
  using Ignored = std::function<bool(const Attempt&)>;

  explicit CrashFileSystem(uint64_t seed);
  const char* Name() const override { return "CrashFileSystem"; }

  // The n-th operation from now on (from 1) and all that follow fail.
  void CrashAt(uint64_t n);
  void CrashNow();
  bool crashed() const;
  // What was being done at the crash: "sync log/wal"; "idle" after CrashNow.
  std::string crash_site() const;
  uint64_t operations() const;
  // Everything that was open is dead; what is there is what the outage left.
  void Reboot(Outage outage);

  // A sync that fails drops what it should have written, and later ones succeed: as Linux does.
  void SetFault(Fault fault);
  void SetIgnored(Ignored ignored);
  // So many bytes can be written still; then there is no space.
  void LimitSpace(uint64_t bytes);
  void UnlimitSpace();

  rocksdb::IOStatus NewSequentialFile(const std::string& path, const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSSequentialFile>* file,
                                      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewRandomAccessFile(const std::string& path,
                                        const rocksdb::FileOptions& options,
                                        std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                        rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus ReopenWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                       std::unique_ptr<rocksdb::FSWritableFile>* file,
                                       rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus ReuseWritableFile(const std::string& path, const std::string& old_path,
                                      const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSWritableFile>* file,
                                      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewRandomRWFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSRandomRWFile>* file,
                                    rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewMemoryMappedFileBuffer(
      const std::string& path, std::unique_ptr<rocksdb::MemoryMappedFileBuffer>* buffer) override;
  rocksdb::IOStatus NewDirectory(const std::string& path, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* folder,
                                 rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus FileExists(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus GetChildren(const std::string& path, const rocksdb::IOOptions& options,
                                std::vector<std::string>* names,
                                rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus GetChildrenFileAttributes(const std::string& path,
                                              const rocksdb::IOOptions& options,
                                              std::vector<rocksdb::FileAttributes>* attributes,
                                              rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus Truncate(const std::string& path, size_t size,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus CreateDir(const std::string& path, const rocksdb::IOOptions& options,
                              rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus CreateDirIfMissing(const std::string& path, const rocksdb::IOOptions& options,
                                       rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteDir(const std::string& path, const rocksdb::IOOptions& options,
                              rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus GetFileSize(const std::string& path, const rocksdb::IOOptions& options,
                                uint64_t* size, rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus GetFileModificationTime(const std::string& path,
                                            const rocksdb::IOOptions& options, uint64_t* time,
                                            rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus LinkFile(const std::string& from, const std::string& to,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NumFileLinks(const std::string& path, const rocksdb::IOOptions& options,
                                 uint64_t* count, rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus AreFilesSame(const std::string& first, const std::string& second,
                                 const rocksdb::IOOptions& options, bool* same,
                                 rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus LockFile(const std::string& path, const rocksdb::IOOptions& options,
                             rocksdb::FileLock** lock, rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus UnlockFile(rocksdb::FileLock* lock, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewLogger(const std::string& path, const rocksdb::IOOptions& options,
                              std::shared_ptr<rocksdb::Logger>* logger,
                              rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus GetAbsolutePath(const std::string& path, const rocksdb::IOOptions& options,
                                    std::string* absolute, rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus GetFreeSpace(const std::string& path, const rocksdb::IOOptions& options,
                                 uint64_t* bytes, rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus IsDirectory(const std::string& path, const rocksdb::IOOptions& options,
                                bool* is_folder, rocksdb::IODebugContext* debug) override;

  // One file's bytes, whatever its names.
  struct Inode {
    std::string now;           // as programs see it
    std::string durable;       // as it stands on the disk
    std::set<uint64_t> dirty;  // sectors of `now` that a sync would write
  };
  using InodePtr = std::shared_ptr<Inode>;

  // For open files.
  struct Handle {
    std::string path;
    InodePtr inode;
    uint64_t boot = 0;  // a handle of another boot is dead
  };
  rocksdb::IOStatus Append(const Handle& handle, const rocksdb::Slice& bytes);
  rocksdb::IOStatus WriteAt(const Handle& handle, uint64_t offset, const rocksdb::Slice& bytes);
  rocksdb::IOStatus Resize(const Handle& handle, uint64_t size);
  rocksdb::IOStatus Sync(const Handle& handle);
  rocksdb::IOStatus SyncFolder(const Handle& handle);
  rocksdb::IOStatus Read(const Handle& handle, uint64_t offset, size_t count,
                         rocksdb::Slice* result, char* scratch) const;
  uint64_t SizeOf(const Handle& handle) const;

 private:
  // What a path names; null: a folder.
  using Tree = std::map<std::string, InodePtr>;
  // One change of a folder: names that come to name something else (nullopt: nothing), all at once.
  struct Assignment {
    std::string path;
    bool present = false;
    InodePtr inode;
  };
  using EntryChange = std::vector<Assignment>;

  // Counts the attempt, crashes at its turn, and otherwise does it.
  template <typename Change>
  rocksdb::IOStatus Attempted(Operation operation, const std::string& path, Change change);
  rocksdb::IOStatus Dead() const;
  rocksdb::IOStatus CheckAlive(const Handle& handle) const;
  rocksdb::IOStatus Open(const std::string& path, Handle* handle) const;
  rocksdb::IOStatus Write(Inode* inode, uint64_t offset, const rocksdb::Slice& bytes);
  void Assign(EntryChange change);
  static void Apply(const EntryChange& change, Tree* tree);
  void DropOrphans(Tree* tree) const;
  void KeepSomeEntries(Outage outage);
  void KeepSomeBytes(Outage outage, Inode* inode);
  void KeepTornTail(Inode* inode, std::string* kept);
  uint64_t Random(uint64_t below);

  mutable std::mutex mutex_;  // of all below
  std::mt19937_64 random_;
  Tree now_;
  Tree durable_;
  std::map<std::string, std::vector<EntryChange>> pending_;  // by folder, in order
  std::set<std::string> locked_;
  uint64_t boot_ = 1;
  uint64_t operations_ = 0;
  uint64_t crash_at_ = 0;  // 0: never
  bool crashed_ = false;
  std::string crash_site_;
  Fault fault_;
  Ignored ignored_;
  bool space_is_limited_ = false;
  uint64_t space_left_ = 0;
};

}  // namespace overstap::crash

#endif  // OVERSTAP_TESTS_CRASH_CRASH_FILE_SYSTEM_H_
