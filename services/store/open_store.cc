#include "services/store/open_store.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rocksdb/env.h"
#include "services/store/rocksdb_store.h"
#include "spdlog/spdlog.h"

namespace overstap::store {
namespace {

// Entries are applied in groups: one write each.
constexpr size_t kGroupEntries = 1'000;
constexpr size_t kGroupBytes = size_t{8} << 20;

absl::Status DestroyKeys(const v1::LogEntry& entry, keys::KeyRing& keys) {
  for (const v1::Event& event : entry.events()) {
    if (!event.has_job_seeker_deleted() || event.job_seeker_deleted().key_id() == 0) continue;
    absl::Status destroyed = keys.Destroy(event.job_seeker_deleted().key_id());
    if (!destroyed.ok()) return destroyed;
  }
  return absl::OkStatus();
}

// Whether the ring is the one that the log was written with, or a later copy of it. Keys that an
// older copy brings back are destroyed again.
absl::Status CheckKeys(const KeyUse& use, log::EventLog& log, keys::KeyRing& keys) {
  if (keys.last_id() < use.last_id) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the key ring ends at key ", keys.last_id(), ", but the log names keys up to ", use.last_id,
        ": the key folder is older than the log, or another's. Restore the one that ",
        "belongs to this log; without it the persons of the missing keys cannot be read, and ",
        "their keys would be given to others"));
  }
  if (keys.destroyed_count() >= use.destroyed_keys) return absl::OkStatus();
  if (absl::Status verified = log.AwaitVerified(); !verified.ok()) return verified;
  spdlog::warn(
      "The key ring has {} destroyed keys, the log {}: it is an older copy. The keys of forgotten "
      "persons are destroyed again",
      keys.destroyed_count(), use.destroyed_keys);
  return log.Read(
      1, [&keys](log::Position, const v1::LogEntry& entry) { return DestroyKeys(entry, keys); });
}

// Removes the store's files. The folder stays, and so does whatever else stands in it.
absl::Status Remove(const std::string& dir, rocksdb::Env* env) {
  std::vector<std::string> names;
  rocksdb::Status status = env->GetChildren(dir, &names);
  for (const std::string& name : names) {
    if (status.ok()) status = env->DeleteFile(dir + "/" + name);
  }
  if (status.ok()) return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat("cannot remove the damaged store in ", dir, ": ", status.ToString()));
}

}  // namespace

absl::StatusOr<uint64_t> CatchUp(const log::EventLog& log, keys::KeyRing& keys, Store& store) {
  const uint64_t before = store.position();
  std::vector<v1::LogEntry> group;
  size_t group_bytes = 0;
  const auto apply = [&store, &group, &group_bytes] {
    absl::Status applied = store.Apply(store.position() + 1, group);
    group.clear();
    group_bytes = 0;
    return applied;
  };
  absl::Status read =
      log.Read(before + 1, [&](log::Position, const v1::LogEntry& entry) -> absl::Status {
        if (absl::Status destroyed = DestroyKeys(entry, keys); !destroyed.ok()) return destroyed;
        group.push_back(entry);
        group_bytes += entry.ByteSizeLong();
        if (group.size() < kGroupEntries && group_bytes < kGroupBytes) return absl::OkStatus();
        return apply();
      });
  if (read.ok()) read = apply();
  if (!read.ok()) return read;
  return store.position() - before;
}

absl::StatusOr<OpenedStore> OpenStore(const std::string& dir, log::EventLog& log,
                                      keys::KeyRing& keys, StoreOptions options) {
  OpenedStore opened;
  absl::StatusOr<std::unique_ptr<Store>> store = OpenRocksdbStore(dir, options);
  // What is damaged may not be thrown away, or keys destroyed, by a log that is damaged too, or
  // another's.
  if (absl::IsDataLoss(store.status()) ||
      (store.ok() && (*store)->position() != log.last_position())) {
    if (absl::Status verified = log.AwaitVerified(); !verified.ok()) return verified;
  }
  if (absl::IsDataLoss(store.status())) {
    opened.report.rebuilt = true;
    opened.report.reason = std::string(store.status().message());
    spdlog::warn("The store in {} is damaged and is rebuilt from the log: {}", dir,
                 opened.report.reason);
    if (absl::Status removed =
            Remove(dir, options.env != nullptr ? options.env : rocksdb::Env::Default());
        !removed.ok())
      return removed;
    store = OpenRocksdbStore(dir, options);
  }
  if (!store.ok()) return store.status();
  const uint64_t position = (*store)->position();
  if (position > log.last_position()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the log ends at entry ", log.last_position(), ", but the store in ", dir,
        " has applied entries up to ", position, ": acknowledged writes are missing. Restore the ",
        "whole log; or remove the store, to go on without them"));
  }
  if (position == 0 && log.last_position() > 0 && !opened.report.rebuilt) {
    opened.report.rebuilt = true;
    opened.report.reason = "the store is missing or empty";
    spdlog::warn("There is no store in {}: it is rebuilt from the log", dir);
  }
  absl::StatusOr<uint64_t> applied = CatchUp(log, keys, **store);
  if (!applied.ok()) return applied.status();
  if (absl::Status checked = CheckKeys((*store)->key_use(), log, keys); !checked.ok()) {
    return checked;
  }
  if (*applied > 0) spdlog::info("The store has applied {} entries of the log", *applied);
  opened.report.applied_entries = *applied;
  opened.store = *std::move(store);
  return opened;
}

}  // namespace overstap::store
