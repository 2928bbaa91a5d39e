// How one entry stands in a segment of the audit log: a header, and a payload that the header
// vouches for.
//
//   const Chain chain = hasher.Next(previous, {.kind = kind, .sequence = 7}, payload);
//   AppendFrame({.kind = kind, .sequence = 7, .chain = chain}, payload, &bytes);
//   absl::StatusOr<Frame> frame = ParseFrame(bytes);
//
// Layout, numbers big-endian: "OAL" and the kind (4), size of the payload (4), CRC-32C of all of
// the frame but itself (4), sequence (8), durable sequence (8), chain (32), payload. The chain is
// SHA-256 over the previous entry's chain, kind, sequence, durable sequence and payload. Never
// change. The checksum finds damage and where an entry begins; the chain finds what was done on
// purpose, up to the last signed anchor. Free functions are pure and safe from any thread.
#ifndef OVERSTAP_SERVICES_AUDIT_ENTRY_FRAME_H_
#define OVERSTAP_SERVICES_AUDIT_ENTRY_FRAME_H_

#include <openssl/evp.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace overstap::audit {

inline constexpr size_t kChainSize = 32;
// Running hash of the log up to an entry; zeros before the first.
using Chain = std::array<unsigned char, kChainSize>;

inline constexpr size_t kFrameHeaderSize = 60;
inline constexpr size_t kMaxPayloadSize = size_t{16} << 20;

// What the payload is. Never renumber.
enum class EntryKind : unsigned char {
  kRecord = 1,     // AuditRecord
  kHead = 2,       // AuditSegmentHead
  kStatement = 3,  // AuditStatement
  kCut = 4,        // AuditCut
};

struct EntryHeader {
  EntryKind kind = EntryKind::kRecord;
  // From 1, without gaps.
  uint64_t sequence = 0;
  // Entries up to this one were synced when this one was written: if they are damaged, it was no
  // power loss.
  uint64_t durable_sequence = 0;
  Chain chain = {};
};

struct Frame {
  EntryHeader header;
  std::string_view payload;  // into the parsed bytes
  size_t size = 0;           // header and payload
};

// SHA-256 with what it allocates kept. Not safe from several threads at once.
class ChainHasher {
 public:
  ChainHasher();
  // The chain value of an entry; the header's own is not looked at.
  Chain Next(const Chain& previous, const EntryHeader& header, std::string_view payload);

 private:
  std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> sha256_;
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

// SHA-256 of `bytes`.
std::string Sha256(std::string_view bytes);

std::string_view AsBytes(const Chain& chain);
// INVALID_ARGUMENT: not kChainSize bytes.
absl::StatusOr<Chain> ToChain(std::string_view bytes);

// Appends to `*bytes`. The payload has at most kMaxPayloadSize bytes.
void AppendFrame(const EntryHeader& header, std::string_view payload, std::string* bytes);

// The frame that `bytes` begin with. OUT_OF_RANGE: there are fewer bytes than it needs. DATA_LOSS:
// it is not a frame as it was written. FAILED_PRECONDITION: of a kind that this version does not
// know.
absl::StatusOr<Frame> ParseFrame(std::string_view bytes);

}  // namespace overstap::audit

#endif  // OVERSTAP_SERVICES_AUDIT_ENTRY_FRAME_H_
