#include "services/keys/file_key_ring.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/keys/key_slot.h"
#include "services/keys/key_table.h"

namespace overstap::keys {
namespace {

constexpr char kFileName[] = "person_keys";

uint64_t OffsetOf(KeyId id) { return (id - 1) * kSlotSize; }

void Wipe(std::string* bytes) {
  OPENSSL_cleanse(bytes->data(), bytes->size());
  bytes->clear();
}

class FileKeyRing final : public KeyRing {
 public:
  FileKeyRing(std::unique_ptr<KeyFolder> folder, std::unique_ptr<KeyFile> file)
      : folder_(std::move(folder)), file_(std::move(file)) {}
  ~FileKeyRing() override { Wipe(&unwritten_); }

  absl::Status Load() {
    absl::StatusOr<std::string> bytes = file_->ReadAll();
    if (!bytes.ok()) return bytes.status();
    const KeyId count = (bytes->size() + kSlotSize - 1) / kSlotSize;
    KeyId durable_before = 0;
    for (KeyId id = 1; id <= count; ++id) {
      absl::StatusOr<KeySlot> slot =
          DecodeSlot(std::string_view(*bytes).substr(OffsetOf(id), kSlotSize));
      if (absl::IsFailedPrecondition(slot.status())) return slot.status();
      const bool whole = slot.ok() && slot->id == id;
      if (whole) durable_before = std::max(durable_before, slot->durable_before);
      if (!whole) torn_.push_back(id);
      table_.Append(whole ? slot->state : SlotState::kLost, whole ? slot->key : KeyBytes{});
      if (slot.ok()) OPENSSL_cleanse(slot->key.data(), slot->key.size());
    }
    Wipe(&*bytes);
    if (!torn_.empty() && torn_.front() <= durable_before) {
      return absl::DataLossError(absl::StrCat(
          "the key ring is damaged: slot ", torn_.front(), " (", folder_->path(), "/", kFileName,
          " at byte ", OffsetOf(torn_.front()),
          ") cannot be read, and what was sealed under its key is lost; restore the key folder"));
    }
    durable_ = count;
    // A server that was killed may have left slots that only the system's cache holds; the slots
    // that follow will say that these are durable.
    return file_->Sync();
  }

  absl::StatusOr<KeyId> Create() override {
    absl::StatusOr<KeyBytes> key = RandomKey();
    if (!key.ok()) return key.status();
    const std::lock_guard lock(mutex_);
    if (!failure_.ok()) return failure_;
    const KeyId id = table_.Append(SlotState::kLive, *key);
    std::string slot =
        EncodeSlot({.state = SlotState::kLive, .id = id, .key = *key, .durable_before = durable_});
    unwritten_ += slot;
    Wipe(&slot);
    OPENSSL_cleanse(key->data(), key->size());
    return id;
  }

  absl::Status Sync() override {
    const std::lock_guard lock(mutex_);
    return SyncLocked();
  }

  absl::Status Destroy(KeyId key) override {
    const std::lock_guard lock(mutex_);
    if (!table_.Has(key)) return absl::OkStatus();
    if (absl::Status synced = SyncLocked(); !synced.ok()) return synced;
    const std::string slot = EncodeSlot(
        {.state = SlotState::kDestroyed, .id = key, .key = {}, .durable_before = durable_});
    failure_ = file_->WriteAt(OffsetOf(key), slot);
    if (failure_.ok()) failure_ = file_->Sync();
    if (failure_.ok()) table_.Destroy(key);
    return failure_;
  }

  bool Has(KeyId key) const override { return table_.Has(key); }
  KeyId last_id() const override { return table_.last_id(); }
  uint64_t destroyed_count() const override { return table_.destroyed_count(); }
  absl::StatusOr<store::v1::Sealed> Seal(KeyId key, std::string_view context,
                                         std::string_view plaintext) const override {
    return table_.Seal(key, context, plaintext);
  }
  absl::StatusOr<std::string> Open(const store::v1::Sealed& sealed,
                                   std::string_view context) const override {
    return table_.Open(sealed, context);
  }

  absl::StatusOr<std::string> Snapshot() override {
    const std::lock_guard lock(mutex_);
    absl::StatusOr<std::string> bytes = file_->ReadAll();
    // Whatever a failed write has left behind them is no key that anything durable uses.
    if (bytes.ok()) bytes->resize(std::min<uint64_t>(bytes->size(), durable_ * kSlotSize));
    return bytes;
  }

 private:
  // After a failure nothing is tried again: a second fdatasync may succeed without having written
  // what the first one could not.
  absl::Status SyncLocked() {
    if (failure_.ok()) failure_ = MarkTorn();
    if (!failure_.ok() || unwritten_.empty()) return failure_;
    failure_ = file_->WriteAt(OffsetOf(durable_ + 1), unwritten_);
    if (failure_.ok()) failure_ = file_->Sync();
    if (!failure_.ok()) return failure_;
    durable_ = table_.last_id();
    Wipe(&unwritten_);
    return absl::OkStatus();
  }

  // Marks the slots whose write was cut off as lost, before a slot says that all before it are
  // durable. Not when the ring is opened: a start that is refused leaves the file as it found it.
  absl::Status MarkTorn() {
    if (torn_.empty()) return absl::OkStatus();
    for (const KeyId id : torn_) {
      const KeySlot lost = {.state = SlotState::kLost, .id = id, .key = {}, .durable_before = 0};
      absl::Status written = file_->WriteAt(OffsetOf(id), EncodeSlot(lost));
      if (!written.ok()) return written;
    }
    absl::Status synced = file_->Sync();
    if (synced.ok()) torn_.clear();
    return synced;
  }

  const std::unique_ptr<KeyFolder> folder_;  // locked while the ring is open
  const std::unique_ptr<KeyFile> file_;
  KeyTable table_;
  std::mutex mutex_;         // of those that write
  std::vector<KeyId> torn_;  // slots that cannot be read and are not yet marked; guarded by mutex_
  std::string unwritten_;    // slots of the keys after durable_; guarded by mutex_
  KeyId durable_ = 0;        // guarded by mutex_
  absl::Status failure_;     // guarded by mutex_
};

}  // namespace

absl::StatusOr<std::unique_ptr<KeyRing>> OpenFileKeyRing(const std::string& dir) {
  return OpenFileKeyRing(OpenPosixKeyFolder(dir));
}

absl::StatusOr<std::unique_ptr<KeyRing>> OpenFileKeyRing(std::unique_ptr<KeyFolder> folder) {
  if (absl::Status made = folder->Make(); !made.ok()) return made;
  const absl::StatusOr<bool> locked = folder->Lock();
  if (!locked.ok()) return locked.status();
  if (!*locked) {
    return absl::FailedPreconditionError(
        absl::StrCat("another server uses ", folder->path(), " (key ring)"));
  }
  absl::StatusOr<std::unique_ptr<KeyFile>> file = folder->Open(kFileName);
  if (!file.ok()) return file.status();
  auto ring = std::make_unique<FileKeyRing>(std::move(folder), *std::move(file));
  if (absl::Status loaded = ring->Load(); !loaded.ok()) return loaded;
  return ring;
}

}  // namespace overstap::keys
