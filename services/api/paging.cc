#include "services/api/paging.h"

#include <algorithm>

namespace overstap::api {

int PageSize(int asked, int default_size, int max_size, FieldChecker& check) {
  check.NotNegative("page_size", asked);
  return asked <= 0 ? default_size : std::min(asked, max_size);
}

absl::Status ListRecordPage(const store::Store& store, const RecordPage& page,
                            const RequestDeadline& deadline, const AddRecord& add,
                            std::string* next_page_token) {
  FieldChecker check;
  const int page_size = PageSize(page.page_size, kDefaultPageSize, kMaxPageSize, check);
  if (!check.ok()) return check.status();
  PageToken last;
  if (!page.page_token.empty()) {
    absl::StatusOr<PageToken> token = DecodePageToken(page.page_token, page.request_hash);
    if (!token.ok()) return token.status();
    last = *std::move(token);
  }
  int added = 0;
  bool more = false;
  absl::Status failed;
  absl::Status scanned =
      store.Scan(page.kind, last.last_id, [&](std::string_view id, std::string_view bytes) {
        if (added == page_size) {
          more = true;
          return false;
        }
        failed = deadline.status();
        if (!failed.ok()) return false;
        const absl::StatusOr<bool> is_added = add(id, bytes);
        if (!is_added.ok()) {
          failed = is_added.status();
          return false;
        }
        if (*is_added) ++added;
        last.last_id = std::string(id);
        return true;
      });
  if (!scanned.ok()) return scanned;
  if (!failed.ok()) return failed;
  if (more) *next_page_token = EncodePageToken(last, page.request_hash);
  return absl::OkStatus();
}

absl::StatusOr<Slice> SliceOf(size_t size, uint64_t version, int page_size,
                              const std::string& page_token, std::string_view request_hash,
                              std::string* next_page_token) {
  PageToken token{.version = version};
  if (!page_token.empty()) {
    absl::StatusOr<PageToken> decoded = DecodePageToken(page_token, request_hash);
    if (!decoded.ok()) return decoded.status();
    if (decoded->version != version) return SnapshotGone();
    token = *std::move(decoded);
  }
  const size_t begin = std::min<size_t>(token.count, size);
  const size_t end = std::min(size, begin + static_cast<size_t>(page_size));
  if (end < size) {
    token.count = static_cast<uint32_t>(end);
    *next_page_token = EncodePageToken(token, request_hash);
  }
  return Slice{begin, end};
}

}  // namespace overstap::api
