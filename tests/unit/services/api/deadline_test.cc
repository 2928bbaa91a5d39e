#include "services/api/deadline.h"

#include "gtest/gtest.h"

namespace overstap::api {
namespace {

TEST(RequestDeadline, EndsARequestAtTheServersCeilingWhateverTheClientSays) {
  const grpc::CallbackServerContext no_deadline_of_its_own;
  const RequestDeadline deadline(no_deadline_of_its_own, absl::ZeroDuration());
  EXPECT_TRUE(deadline.Requested());
  EXPECT_EQ(deadline.status().code(), absl::StatusCode::kDeadlineExceeded);
}

}  // namespace
}  // namespace overstap::api
