// Page tokens: where the last page ended, opaque to clients.
//
//   std::string token = EncodePageToken({.last_id = "v-9"}, HashWithout(request, {"page_token"}));
//   absl::StatusOr<PageToken> at = DecodePageToken(request.page_token(), hash);
//
// base64url of a small versioned struct with a checksum, so that a malformed one is told from one
// of another request. Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_PAGE_TOKEN_H_
#define OVERSTAP_SERVICES_API_PAGE_TOKEN_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace overstap::api {

// Each kind of page uses the fields that it needs.
struct PageToken {
  uint64_t version = 0;   // of the snapshot or taxonomy that is paged through
  uint64_t creation = 0;  // creation number of the last result
  uint32_t score = 0;     // its score
  uint32_t count = 0;     // results so far
  int32_t as_of = 0;      // the current date of the first page, days since 1970-01-01
  std::string last_id;    // of the last record; at most 255 bytes
};

// `request_hash`: of the request without what may differ from page to page.
std::string EncodePageToken(const PageToken& token, std::string_view request_hash);

// INVALID_ARGUMENT naming page_token: malformed, or of another request.
absl::StatusOr<PageToken> DecodePageToken(const std::string& text, std::string_view request_hash);

// ABORTED, reason SNAPSHOT_GONE: what the token pages through is gone; start again.
absl::Status SnapshotGone();

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_PAGE_TOKEN_H_
