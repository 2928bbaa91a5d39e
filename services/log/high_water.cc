#include "services/log/high_water.h"

#include <openssl/sha.h>

#include <array>

#include "services/log/big_endian.h"
#include "services/log/rocksdb_database.h"
#include "spdlog/spdlog.h"

namespace overstap::log {
namespace {

constexpr std::string_view kMagic = "OVH1";
constexpr size_t kPositionAt = kMagic.size();
constexpr size_t kChainAt = kPositionAt + kNumberSize;
constexpr size_t kChecksumAt = kChainAt + kNumberSize;
static_assert(kChecksumAt + kNumberSize == kMarkSize);

std::string Checksum(std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  return {digest.begin(), digest.begin() + kNumberSize};
}

}  // namespace

std::string EncodeMark(const Mark& mark) {
  std::string bytes(kMagic);
  bytes += EncodeBigEndian(mark.position);
  bytes += EncodeBigEndian(mark.chain);
  bytes += Checksum(bytes);
  return bytes;
}

std::optional<Mark> DecodeMark(std::string_view bytes) {
  if (bytes.size() != kMarkSize || bytes.substr(0, kMagic.size()) != kMagic ||
      Checksum(bytes.substr(0, kChecksumAt)) != bytes.substr(kChecksumAt)) {
    return std::nullopt;
  }
  return Mark{DecodeBigEndian(bytes.substr(kPositionAt)), DecodeBigEndian(bytes.substr(kChainAt))};
}

HighWater::HighWater(const std::string& dir, rocksdb::Env* env)
    : dir_(dir), path_(dir + "/" + kHighWaterName), env_(env) {}

std::optional<Mark> HighWater::Read() const {
  std::string bytes;
  if (!rocksdb::ReadFileToString(env_, path_, &bytes).ok() || bytes.empty()) return std::nullopt;
  const std::optional<Mark> mark = DecodeMark(bytes);
  if (!mark.has_value()) {
    spdlog::warn(
        "{} cannot be read (damaged at byte 0, or its first write was cut off); it is written "
        "again. The log itself is verified entry by entry all the same",
        path_);
  }
  return mark;
}

absl::Status HighWater::Start(const Mark& mark) {
  rocksdb::Status status;
  if (!env_->FileExists(path_).ok()) {
    std::unique_ptr<rocksdb::WritableFile> made;
    status = env_->NewWritableFile(path_, &made, rocksdb::EnvOptions());
    if (status.ok()) status = made->Close();
  }
  if (status.ok()) status = env_->NewRandomRWFile(path_, &file_, rocksdb::EnvOptions());
  if (!status.ok()) return ToStatus(status, path_);
  if (absl::Status written = Write(mark); !written.ok()) return written;
  if (absl::Status synced = Sync(); !synced.ok()) return synced;
  std::unique_ptr<rocksdb::Directory> folder;
  status = env_->NewDirectory(dir_, &folder);
  if (status.ok()) status = folder->Fsync();
  return ToStatus(status, path_);
}

absl::Status HighWater::Write(const Mark& mark) {
  return ToStatus(file_->Write(0, EncodeMark(mark)), path_);
}

absl::Status HighWater::Sync() {
  return file_ == nullptr ? absl::OkStatus() : ToStatus(file_->Sync(), path_);
}

}  // namespace overstap::log
