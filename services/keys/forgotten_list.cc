#include "services/keys/forgotten_list.h"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <mutex>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/files/durable_files.h"
#include "services/keys/key_file.h"

namespace overstap::keys {
namespace {

constexpr absl::string_view kHeader = "overstap forgotten keys 1\n";
constexpr size_t kChecksumBytes = 4;

std::string LineOf(KeyId key) {
  const std::string text = absl::StrCat("forgotten key ", key);
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  return absl::StrCat(
      key, " ",
      absl::BytesToHexString({reinterpret_cast<const char*>(digest.data()), kChecksumBytes}), "\n");
}

class RememberingRing final : public KeyRing {
 public:
  RememberingRing(std::unique_ptr<KeyRing> ring, std::string list)
      : ring_(std::move(ring)), list_(std::move(list)) {}

  absl::StatusOr<KeyId> Create() override { return ring_->Create(); }
  absl::Status Sync() override { return ring_->Sync(); }
  absl::Status Destroy(KeyId key) override {
    const std::lock_guard lock(mutex_);
    if (!ring_->Has(key)) return ring_->Destroy(key);
    absl::Status written = files::AppendDurably(list_, LineOf(key));
    return written.ok() ? ring_->Destroy(key) : written;
  }
  bool Has(KeyId key) const override { return ring_->Has(key); }
  KeyId last_id() const override { return ring_->last_id(); }
  uint64_t destroyed_count() const override { return ring_->destroyed_count(); }
  absl::StatusOr<store::v1::Sealed> Seal(KeyId key, std::string_view context,
                                         std::string_view plaintext) const override {
    return ring_->Seal(key, context, plaintext);
  }
  absl::StatusOr<std::string> Open(const store::v1::Sealed& sealed,
                                   std::string_view context) const override {
    return ring_->Open(sealed, context);
  }
  absl::StatusOr<std::string> Snapshot() override { return ring_->Snapshot(); }

 private:
  const std::unique_ptr<KeyRing> ring_;
  const std::string list_;
  std::mutex mutex_;  // of those that destroy: one line after another
};

// The keys on the list up to where a crash cut it off, and how many bytes hold them.
std::vector<KeyId> WholeLines(std::string_view text, size_t* whole_bytes) {
  std::vector<KeyId> keys;
  *whole_bytes = 0;
  if (text.substr(0, kHeader.size()) != std::string_view(kHeader.data(), kHeader.size())) {
    return keys;
  }
  *whole_bytes = kHeader.size();
  for (size_t end = 0; (end = text.find('\n', *whole_bytes)) != std::string_view::npos;) {
    const std::string_view line = text.substr(*whole_bytes, end + 1 - *whole_bytes);
    KeyId key = 0;
    const size_t id_bytes = std::min(line.find(' '), line.size());
    if (!absl::SimpleAtoi(absl::string_view(line.data(), id_bytes), &key) || LineOf(key) != line) {
      break;
    }
    keys.push_back(key);
    *whole_bytes = end + 1;
  }
  return keys;
}

}  // namespace

std::string ForgottenListText(std::span<const KeyId> keys) {
  std::string text(kHeader);
  for (const KeyId key : keys) text += LineOf(key);
  return text;
}

absl::StatusOr<std::vector<KeyId>> ParseForgottenList(std::string_view text) {
  size_t whole_bytes = 0;
  std::vector<KeyId> keys = WholeLines(text, &whole_bytes);
  if (whole_bytes == 0) {
    return absl::InvalidArgumentError("line 1: this is no list of forgotten keys");
  }
  if (whole_bytes != text.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("line ", keys.size() + 2,
                     ": cut off, or changed since it was written; copy the list again"));
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

absl::StatusOr<std::vector<KeyId>> ReadForgottenList(const std::string& path) {
  const absl::StatusOr<std::string> text = files::ReadFile(path);
  if (!text.ok()) return text.status();
  absl::StatusOr<std::vector<KeyId>> keys = ParseForgottenList(*text);
  if (keys.ok()) return keys;
  return absl::Status(keys.status().code(), absl::StrCat(path, ": ", keys.status().message()));
}

absl::StatusOr<std::unique_ptr<KeyRing>> RememberForgotten(std::unique_ptr<KeyRing> ring,
                                                           const std::string& dir) {
  const std::string path = dir + "/" + kForgottenListName;
  absl::StatusOr<std::string> text = files::ReadFile(path);
  if (absl::IsNotFound(text.status())) text = std::string();
  if (!text.ok()) return text.status();
  size_t whole_bytes = 0;
  std::vector<KeyId> listed = WholeLines(*text, &whole_bytes);
  std::sort(listed.begin(), listed.end());

  std::vector<KeyId> destroyed;
  const KeyId last = ring->last_id();
  for (KeyId key = 1; key <= last; ++key) {
    if (StateOf(*ring, key) == KeyState::kDestroyed) destroyed.push_back(key);
  }
  std::vector<KeyId> all;
  std::set_union(listed.begin(), listed.end(), destroyed.begin(), destroyed.end(),
                 std::back_inserter(all));
  all.erase(std::unique(all.begin(), all.end()), all.end());
  if (text->empty() || whole_bytes != text->size() || all.size() > listed.size()) {
    const std::string unfinished = path + ".new";
    absl::Status written = files::RemoveTree(unfinished);
    if (written.ok()) written = files::WriteFileDurably(unfinished, ForgottenListText(all));
    if (written.ok()) written = files::RenameDurably(unfinished, path);
    if (!written.ok()) return written;
  }
  return std::make_unique<RememberingRing>(std::move(ring), path);
}

}  // namespace overstap::keys
