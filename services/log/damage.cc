#include "services/log/damage.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "rocksdb/options.h"
#include "rocksdb/sst_file_reader.h"
#include "rocksdb/write_batch.h"
#include "services/log/big_endian.h"
#include "services/log/rocksdb_database.h"
#include "services/log/wal_scan.h"

namespace overstap::log {
namespace {

// Every table file ends with a footer of this size.
constexpr uint64_t kFooterSize = 53;

std::vector<std::string> NamesIn(const std::string& dir, rocksdb::Env* env) {
  std::vector<std::string> names;
  if (!env->GetChildren(dir, &names).ok()) names.clear();
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> WalsIn(const std::string& dir, rocksdb::Env* env) {
  std::vector<std::pair<uint64_t, std::string>> wals;
  for (const std::string& name : NamesIn(dir, env)) {
    uint64_t number = 0;
    if (absl::EndsWith(name, ".log") &&
        absl::SimpleAtoi(absl::StripSuffix(name, ".log"), &number)) {
      wals.emplace_back(number, dir + "/" + name);
    }
  }
  std::sort(wals.begin(), wals.end());
  std::vector<std::string> paths;
  for (auto& [number, path] : wals) paths.push_back(std::move(path));
  return paths;
}

// The entries that a record of a write-ahead log puts.
class Entries final : public rocksdb::WriteBatch::Handler {
 public:
  rocksdb::Status PutCF(uint32_t family, const rocksdb::Slice& key,
                        const rocksdb::Slice&) override {
    if (family == 0 || key.size() != kNumberSize) return rocksdb::Status::OK();
    const Position position = DecodeBigEndian(key.ToStringView());
    first_ = first_ == 0 ? position : std::min(first_, position);
    last_ = std::max(last_, position);
    return rocksdb::Status::OK();
  }
  void LogData(const rocksdb::Slice&) override {}

  Position first() const { return first_; }
  Position last() const { return last_; }

 private:
  Position first_ = 0;
  Position last_ = 0;
};

struct WalEntries {
  RecordScan scan;
  Position first = 0;  // 0: none
  Position last = 0;
};

absl::StatusOr<WalEntries> ReadWal(const std::string& path, rocksdb::Env* env) {
  std::string bytes;
  const rocksdb::Status read = rocksdb::ReadFileToString(env, path, &bytes);
  if (!read.ok()) {
    return absl::UnavailableError(
        absl::StrCat("event log: cannot read ", path, ": ", read.ToString()));
  }
  Entries entries;
  WalEntries wal;
  wal.scan = ScanRecords(bytes, RecordKind::kBatch, [&entries](std::string_view record) {
    rocksdb::WriteBatch(std::string(record)).Iterate(&entries).PermitUncheckedError();
  });
  wal.first = entries.first();
  wal.last = entries.last();
  return wal;
}

std::string Told(const std::string& path, uint64_t offset, const std::string& what) {
  return absl::StrCat(path, " at byte ", offset, ": ", what);
}

std::string FindTableDamage(const std::string& path, rocksdb::Env* env) {
  uint64_t size = 0;
  if (!env->GetFileSize(path, &size).ok()) return Told(path, 0, "cannot be read");
  rocksdb::Options options;
  options.env = env;
  rocksdb::SstFileReader table(options);
  rocksdb::Status status = table.Open(path);
  if (status.ok()) {
    status = table.VerifyChecksum();
    // Names the block's offset itself.
    return status.ok() ? "" : absl::StrCat(path, ": ", status.ToString());
  }
  if (absl::StrContains(status.ToString(), "offset")) {
    return absl::StrCat(path, ": ", status.ToString());
  }
  return Told(path, size > kFooterSize ? size - kFooterSize : 0, status.ToString());
}

std::string FindHeadDamage(const std::string& dir, rocksdb::Env* env) {
  const std::string path = dir + "/CURRENT";
  std::string current;
  if (!rocksdb::ReadFileToString(env, path, &current).ok()) return Told(path, 0, "is missing");
  if (!absl::StartsWith(current, "MANIFEST-") || !absl::EndsWith(current, "\n")) {
    return Told(path, 0, "does not name a manifest");
  }
  const std::string manifest = dir + "/" + std::string(absl::StripSuffix(current, "\n"));
  std::string bytes;
  if (!rocksdb::ReadFileToString(env, manifest, &bytes).ok()) {
    return Told(manifest, 0, "is missing, though CURRENT names it");
  }
  const RecordScan scan = ScanRecords(bytes, RecordKind::kEdit, [](std::string_view) {});
  if (scan.bad.has_value()) return Told(manifest, scan.bad->offset, scan.bad->what);
  return scan.good_records == 0 ? Told(manifest, 0, "is empty") : "";
}

// Whole or not at all, durably.
absl::Status Replace(const std::string& path, std::string_view bytes, const std::string& dir,
                     rocksdb::Env* env) {
  // RocksDB removes what a crash leaves of it.
  const std::string unfinished = path + ".dbtmp";
  rocksdb::Status status = rocksdb::WriteStringToFile(env, bytes, unfinished, /*should_sync=*/true);
  if (status.ok()) status = env->RenameFile(unfinished, path);
  std::unique_ptr<rocksdb::Directory> folder;
  if (status.ok()) status = env->NewDirectory(dir, &folder);
  if (status.ok()) status = folder->Fsync();
  return ToStatus(status, path);
}

}  // namespace

absl::StatusOr<WalState> ExamineWals(const std::string& dir, rocksdb::Env* env) {
  WalState state;
  std::string cut_off_path;
  for (const std::string& path : WalsIn(dir, env)) {
    absl::StatusOr<WalEntries> wal = ReadWal(path, env);
    if (!wal.ok()) return wal.status();
    // Entries that follow those before what was cut off: a start has dropped it, and went on.
    if (state.cut_off.has_value() && state.last_entry != 0 && wal->first > state.last_entry + 1) {
      return absl::DataLossError(absl::StrCat(*state.cut_off, "; entries ", state.last_entry + 1,
                                              " to ", wal->first - 1, " are lost"));
    }
    if (wal->scan.bad.has_value()) {
      const BadSpot& bad = *wal->scan.bad;
      const std::string told = Told(path, bad.offset, bad.what);
      if (!bad.at_the_tail) {
        return absl::DataLossError(
            absl::StrCat(told, "; what was written after it is still there"));
      }
      state.cut_off = told;
    }
    state.last_entry = std::max(state.last_entry, wal->last);
  }
  return state;
}

std::string FindDamage(const std::string& dir, rocksdb::Env* env) {
  if (std::string head = FindHeadDamage(dir, env); !head.empty()) return head;
  for (const std::string& path : WalsIn(dir, env)) {
    const absl::StatusOr<WalEntries> wal = ReadWal(path, env);
    if (!wal.ok()) return std::string(wal.status().message());
    if (wal->scan.bad.has_value()) {
      return Told(path, wal->scan.bad->offset, wal->scan.bad->what);
    }
  }
  for (const std::string& name : NamesIn(dir, env)) {
    if (!absl::EndsWith(name, ".sst")) continue;
    std::string damage = FindTableDamage(dir + "/" + name, env);
    if (!damage.empty()) return damage;
  }
  return "";
}

absl::StatusOr<std::optional<CutOffEdit>> DropCutOffEdit(const std::string& dir,
                                                         rocksdb::Env* env) {
  std::string current;
  CutOffEdit edit;
  if (!rocksdb::ReadFileToString(env, dir + "/CURRENT", &current).ok()) return std::nullopt;
  edit.path = dir + "/" + std::string(absl::StripSuffix(current, "\n"));
  if (!rocksdb::ReadFileToString(env, edit.path, &edit.bytes).ok()) return std::nullopt;
  const RecordScan scan = ScanRecords(edit.bytes, RecordKind::kEdit, [](std::string_view) {});
  if (!scan.bad.has_value() || !scan.bad->at_the_tail || scan.good_records == 0) {
    return std::nullopt;
  }
  edit.told = Told(edit.path, scan.bad->offset, scan.bad->what);
  absl::Status cut =
      Replace(edit.path, std::string_view(edit.bytes).substr(0, scan.bad->offset), dir, env);
  if (!cut.ok()) return cut;
  return edit;
}

absl::Status PutBack(const CutOffEdit& edit, const std::string& dir, rocksdb::Env* env) {
  return Replace(edit.path, edit.bytes, dir, env);
}

absl::Status CheckNotHeadless(const std::string& dir, rocksdb::Env* env) {
  if (env->FileExists(dir + "/CURRENT").ok()) return absl::OkStatus();
  for (const std::string& name : NamesIn(dir, env)) {
    uint64_t size = 0;
    const bool written = absl::EndsWith(name, ".log") || absl::EndsWith(name, ".sst");
    if (written && env->GetFileSize(dir + "/" + name, &size).ok() && size > 0) {
      return absl::DataLossError(
          absl::StrCat(dir, "/CURRENT is missing, but ", name, " holds entries"));
    }
  }
  return absl::OkStatus();
}

}  // namespace overstap::log
