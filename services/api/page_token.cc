#include "services/api/page_token.h"

#include <cstddef>
#include <type_traits>
#include <utility>

#include "absl/strings/escaping.h"
#include "google/rpc/error_details.pb.h"
#include "services/api/request_hash.h"
#include "services/write/errors.h"

namespace overstap::api {
namespace {

// Layout: format, hash of the request, fields in little-endian order, last_id, checksum.
constexpr char kFormat = 1;
constexpr size_t kRequestBytes = 12;
constexpr size_t kChecksumBytes = 6;
constexpr size_t kMaxIdBytes = 255;
// 0001-01-01 and 9999-12-31.
constexpr int32_t kFirstDay = -719'162;
constexpr int32_t kLastDay = 2'932'896;

template <typename T>
void Put(T value, std::string* out) {
  auto bits = static_cast<std::make_unsigned_t<T>>(value);
  for (size_t i = 0; i < sizeof(T); ++i) {
    out->push_back(static_cast<char>(bits & 0xFFU));
    bits = static_cast<decltype(bits)>(static_cast<uint64_t>(bits) >> 8U);
  }
}

// Takes the value off the front.
template <typename T>
bool Take(std::string_view* bytes, T* value) {
  if (bytes->size() < sizeof(T)) return false;
  uint64_t bits = 0;
  for (size_t i = 0; i < sizeof(T); ++i) {
    bits |= uint64_t{static_cast<unsigned char>((*bytes)[i])} << (8 * i);
  }
  *value = static_cast<T>(bits);
  bytes->remove_prefix(sizeof(T));
  return true;
}

std::string Checksum(std::string_view bytes) { return Sha256(bytes).substr(0, kChecksumBytes); }

absl::Status Wrong(const char* description) {
  google::rpc::BadRequest request;
  auto* violation = request.add_field_violations();
  violation->set_field("page_token");
  violation->set_description(description);
  return write::InvalidArgument(request);
}

}  // namespace

std::string EncodePageToken(const PageToken& token, std::string_view request_hash) {
  std::string bytes(1, kFormat);
  bytes.append(request_hash.substr(0, kRequestBytes));
  Put(token.version, &bytes);
  Put(token.creation, &bytes);
  Put(token.score, &bytes);
  Put(token.count, &bytes);
  Put(token.as_of, &bytes);
  bytes.append(token.last_id, 0, kMaxIdBytes);
  bytes += Checksum(bytes);
  return absl::WebSafeBase64Escape(bytes);
}

absl::StatusOr<PageToken> DecodePageToken(const std::string& text, std::string_view request_hash) {
  std::string decoded;
  if (!absl::WebSafeBase64Unescape(text, &decoded) || decoded.size() <= kChecksumBytes) {
    return Wrong("malformed: take it from next_page_token of the last reply");
  }
  std::string_view bytes = decoded;
  const std::string_view checksum = bytes.substr(bytes.size() - kChecksumBytes);
  bytes.remove_suffix(kChecksumBytes);
  if (Checksum(bytes) != checksum || bytes.front() != kFormat || bytes.size() < 1 + kRequestBytes) {
    return Wrong("malformed: take it from next_page_token of the last reply");
  }
  if (bytes.substr(1, kRequestBytes) != request_hash.substr(0, kRequestBytes)) {
    return Wrong("of another request: the rest of the request must be the same on every page");
  }
  bytes.remove_prefix(1 + kRequestBytes);
  PageToken token;
  if (!Take(&bytes, &token.version) || !Take(&bytes, &token.creation) ||
      !Take(&bytes, &token.score) || !Take(&bytes, &token.count) || !Take(&bytes, &token.as_of) ||
      bytes.size() > kMaxIdBytes || token.as_of < kFirstDay || token.as_of > kLastDay) {
    return Wrong("malformed: take it from next_page_token of the last reply");
  }
  token.last_id = std::string(bytes);
  return token;
}

absl::Status SnapshotGone() {
  return write::WithReason(
      absl::AbortedError("the pages' snapshot is gone: start again without a page token"),
      "SNAPSHOT_GONE");
}

}  // namespace overstap::api
