#include "services/api/errors.h"

#include <string>

#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "services/write/errors.h"

namespace overstap::api {
namespace {

google::rpc::Status DetailsOf(const grpc::Status& status) {
  google::rpc::Status details;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  return details;
}

TEST(ToGrpcStatus, HandsOnEveryPayloadAsADetail) {
  const grpc::Status status = ToGrpcStatus(
      write::WithReason(write::ResourceNotFound("overstap.v1.Vacancy", "vacancies/v"), "GONE"));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  const google::rpc::Status details = DetailsOf(status);
  EXPECT_EQ(details.code(), static_cast<int>(grpc::StatusCode::NOT_FOUND));
  ASSERT_EQ(details.details_size(), 2);
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(details.details(0).UnpackTo(&info));
  EXPECT_EQ(info.reason(), "GONE");
  EXPECT_EQ(info.domain(), kErrorDomain);
  google::rpc::ResourceInfo resource;
  ASSERT_TRUE(details.details(1).UnpackTo(&resource));
  EXPECT_EQ(resource.resource_name(), "vacancies/v");
}

TEST(ToGrpcStatus, KeepsOurOwnErrorsToTheLog) {
  for (const absl::Status& ours : {absl::InternalError("secret"), absl::DataLossError("secret"),
                                   absl::UnknownError("secret")}) {
    const grpc::Status status = ToGrpcStatus(ours);
    EXPECT_EQ(status.error_code(), static_cast<grpc::StatusCode>(ours.code()));
    EXPECT_EQ(status.error_message().find("secret"), std::string::npos);
    EXPECT_EQ(status.error_details().find("secret"), std::string::npos);
  }
}

TEST(ToGrpcStatus, SaysWhenToTryAgain) {
  const google::rpc::Status details =
      DetailsOf(ToGrpcStatus(absl::ResourceExhaustedError("too many")));
  ASSERT_EQ(details.details_size(), 1);
  google::rpc::RetryInfo retry;
  ASSERT_TRUE(details.details(0).UnpackTo(&retry));
  EXPECT_GT(retry.retry_delay().seconds(), 0);
}

TEST(ToGrpcStatus, FitsIntoTrailingMetadata) {
  google::rpc::BadRequest request;
  for (int i = 0; i < 1'000; ++i) {
    auto* violation = request.add_field_violations();
    violation->set_field("vacancy.skills[" + std::to_string(i) + "].skill.code");
    violation->set_description("no skill of ESCO, was 'é'");
  }
  const grpc::Status status = ToGrpcStatus(write::InvalidArgument(request));
  EXPECT_LT(status.error_details().size() + status.error_message().size(), 7'500U);
  google::rpc::BadRequest told;
  ASSERT_TRUE(DetailsOf(status).details(0).UnpackTo(&told));
  const int named = told.field_violations_size() - 1;
  EXPECT_GT(named, 20);
  EXPECT_EQ(told.field_violations(named).description(),
            "and " + std::to_string(1'000 - named) + " more");
}

TEST(ToGrpcStatus, LeavesOkAlone) { EXPECT_TRUE(ToGrpcStatus(absl::OkStatus()).ok()); }

}  // namespace
}  // namespace overstap::api
