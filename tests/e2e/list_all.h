// What a server holds of a kind, over all pages of its list.
//
//   const auto people = ListAll<v1::ListJobSeekersRequest>(
//       client, &v1::ListJobSeekersResponse::job_seekers);
//
// A page that fails, fails the test.
#ifndef OVERSTAP_TESTS_E2E_LIST_ALL_H_
#define OVERSTAP_TESTS_E2E_LIST_ALL_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "clients/cpp/client.h"
#include "clients/cpp/errors.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "gtest/gtest.h"

namespace overstap::e2e {

// By name.
template <typename Request, typename Response, typename Resource>
std::map<std::string, Resource> ListAll(
    const client::Client& client,
    const google::protobuf::RepeatedPtrField<Resource>& (Response::*resources)() const) {
  constexpr int kPage = 1'000;
  std::map<std::string, Resource> all;
  Request request;
  request.set_page_size(kPage);
  do {
    const absl::StatusOr<Response> page = client.Call<Response>(request);
    if (!page.ok()) {
      ADD_FAILURE() << client::Describe(page.status());
      break;
    }
    for (const Resource& each : ((*page).*resources)()) all[each.name()] = each;
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return all;
}

}  // namespace overstap::e2e

#endif  // OVERSTAP_TESTS_E2E_LIST_ALL_H_
