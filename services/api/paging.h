// Pages of records by ascending id.
//
//   return ListRecords(store, kind, request, deadline, add, reply->mutable_next_page_token());
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_PAGING_H_
#define OVERSTAP_SERVICES_API_PAGING_H_

#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "services/api/deadline.h"
#include "services/api/field_checker.h"
#include "services/api/page_token.h"
#include "services/api/request_hash.h"
#include "services/store/store.h"

namespace overstap::api {

inline constexpr int kDefaultPageSize = 50;
inline constexpr int kMaxPageSize = 1'000;

// 0: the default. More than the maximum is cut to it. A negative size is wrong.
int PageSize(int asked, int default_size, int max_size, FieldChecker& check);

// Adds a record to the page; false: it is not part of the list.
using AddRecord = std::function<absl::StatusOr<bool>(std::string_view id, std::string_view bytes)>;

struct RecordPage {
  store::RecordKind kind;
  int page_size = 0;
  std::string page_token;
  std::string request_hash;  // without page_size and page_token
};

absl::Status ListRecordPage(const store::Store& store, const RecordPage& page,
                            const RequestDeadline& deadline, const AddRecord& add,
                            std::string* next_page_token);

// For a request with page_size and page_token; all else in it must stay the same.
template <typename Request>
absl::Status ListRecords(const store::Store& store, store::RecordKind kind, const Request& request,
                         const RequestDeadline& deadline, const AddRecord& add,
                         std::string* next_page_token) {
  return ListRecordPage(store,
                        {.kind = kind,
                         .page_size = request.page_size(),
                         .page_token = request.page_token(),
                         .request_hash = HashWithout(request, {"page_size", "page_token"})},
                        deadline, add, next_page_token);
}

// A page of a short list in memory: where it begins, and where it ends.
struct Slice {
  size_t begin = 0;
  size_t end = 0;
};

// `version`: of what is listed; ABORTED (SNAPSHOT_GONE) when a token names another.
absl::StatusOr<Slice> SliceOf(size_t size, uint64_t version, int page_size,
                              const std::string& page_token, std::string_view request_hash,
                              std::string* next_page_token);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_PAGING_H_
