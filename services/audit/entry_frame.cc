#include "services/audit/entry_frame.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "rocksdb/file_checksum.h"
#include "services/log/big_endian.h"

namespace overstap::audit {
namespace {

constexpr std::string_view kMagic = "OAL";
constexpr size_t kSizeAt = 4;
constexpr size_t kChecksumAt = 8;
constexpr size_t kChecksumSize = 4;
constexpr size_t kSequenceAt = 12;
constexpr size_t kDurableAt = 20;
constexpr size_t kChainAt = 28;
constexpr int kSizeBytes = 4;
constexpr int kBitsPerByte = 8;

// CRC-32C of the frame but for its checksum: 4 bytes, big-endian.
std::string ChecksumOf(std::string_view frame) {
  const auto generator =
      rocksdb::GetFileChecksumGenCrc32cFactory()->CreateFileChecksumGenerator({});
  generator->Update(frame.data(), kChecksumAt);
  generator->Update(frame.data() + kSequenceAt, frame.size() - kSequenceAt);
  generator->Finalize();
  return generator->GetChecksum();
}

std::string EncodeSize(size_t size) {
  std::string bytes(kSizeBytes, '\0');
  for (int i = kSizeBytes; i-- > 0; size >>= kBitsPerByte) bytes[i] = static_cast<char>(size);
  return bytes;
}

size_t DecodeSize(std::string_view bytes) {
  size_t size = 0;
  for (int i = 0; i < kSizeBytes; ++i) {
    size = size << kBitsPerByte | static_cast<unsigned char>(bytes[i]);
  }
  return size;
}

bool IsKnown(EntryKind kind) { return kind >= EntryKind::kRecord && kind <= EntryKind::kCut; }

// Out of memory, or OpenSSL has no SHA-256: no entry may be written that does not verify.
void Require(bool done) {
  if (!done) std::abort();
}

}  // namespace

ChainHasher::ChainHasher()
    : sha256_(EVP_MD_fetch(nullptr, "SHA256", nullptr), &EVP_MD_free),
      context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
  Require(sha256_ != nullptr && context_ != nullptr);
}

Chain ChainHasher::Next(const Chain& previous, const EntryHeader& header,
                        std::string_view payload) {
  const std::string numbers = std::string(1, static_cast<char>(header.kind)) +
                              log::EncodeBigEndian(header.sequence) +
                              log::EncodeBigEndian(header.durable_sequence);
  Chain chain{};
  Require(EVP_DigestInit_ex(context_.get(), sha256_.get(), nullptr) == 1 &&
          EVP_DigestUpdate(context_.get(), previous.data(), previous.size()) == 1 &&
          EVP_DigestUpdate(context_.get(), numbers.data(), numbers.size()) == 1 &&
          EVP_DigestUpdate(context_.get(), payload.data(), payload.size()) == 1 &&
          EVP_DigestFinal_ex(context_.get(), chain.data(), nullptr) == 1);
  return chain;
}

std::string Sha256(std::string_view bytes) {
  Chain digest{};
  Require(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) ==
          1);
  return std::string(AsBytes(digest));
}

std::string_view AsBytes(const Chain& chain) {
  return {reinterpret_cast<const char*>(chain.data()), chain.size()};
}

absl::StatusOr<Chain> ToChain(std::string_view bytes) {
  if (bytes.size() != kChainSize) {
    return absl::InvalidArgumentError(
        absl::StrCat("a chain value of ", bytes.size(), " bytes; it has ", kChainSize));
  }
  Chain chain{};
  std::memcpy(chain.data(), bytes.data(), kChainSize);
  return chain;
}

void AppendFrame(const EntryHeader& header, std::string_view payload, std::string* bytes) {
  const size_t start = bytes->size();
  bytes->append(kMagic);
  bytes->push_back(static_cast<char>(header.kind));
  bytes->append(EncodeSize(payload.size()));
  bytes->append(kChecksumSize, '\0');
  bytes->append(log::EncodeBigEndian(header.sequence));
  bytes->append(log::EncodeBigEndian(header.durable_sequence));
  bytes->append(AsBytes(header.chain));
  bytes->append(payload);
  bytes->replace(start + kChecksumAt, kChecksumSize,
                 ChecksumOf(std::string_view(*bytes).substr(start)));
}

absl::StatusOr<Frame> ParseFrame(std::string_view bytes) {
  if (bytes.substr(0, kMagic.size()) != kMagic.substr(0, bytes.size())) {
    return absl::DataLossError("no entry begins there");
  }
  if (bytes.size() < kFrameHeaderSize) return absl::OutOfRangeError("its header is cut off");
  const size_t payload_size = DecodeSize(bytes.substr(kSizeAt));
  if (payload_size > kMaxPayloadSize) return absl::DataLossError("its length is impossible");
  if (bytes.size() - kFrameHeaderSize < payload_size) {
    return absl::OutOfRangeError("its payload is cut off");
  }
  const std::string_view whole = bytes.substr(0, kFrameHeaderSize + payload_size);
  if (whole.substr(kChecksumAt, kChecksumSize) != ChecksumOf(whole)) {
    return absl::DataLossError("its checksum does not hold");
  }
  Frame frame;
  frame.header.kind = static_cast<EntryKind>(whole[kMagic.size()]);
  if (!IsKnown(frame.header.kind)) {
    return absl::FailedPreconditionError(
        absl::StrCat("it is of kind ", static_cast<int>(frame.header.kind),
                     ", which this version does not know: use the version that wrote it"));
  }
  frame.header.sequence = log::DecodeBigEndian(whole.substr(kSequenceAt));
  frame.header.durable_sequence = log::DecodeBigEndian(whole.substr(kDurableAt));
  std::memcpy(frame.header.chain.data(), whole.data() + kChainAt, kChainSize);
  frame.payload = whole.substr(kFrameHeaderSize);
  frame.size = whole.size();
  return frame;
}

}  // namespace overstap::audit
