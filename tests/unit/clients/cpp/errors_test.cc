#include "clients/cpp/errors.h"

#include <string>

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"

namespace overstap::client {
namespace {

using testing::HasSubstr;

grpc::Status Refusal() {
  google::rpc::BadRequest bad_request;
  auto* violation = bad_request.add_field_violations();
  violation->set_field("vacancy.title");
  violation->set_description("required");
  violation = bad_request.add_field_violations();
  violation->set_field("vacancy.openings");
  violation->set_description("at least 1, was 0");
  google::rpc::ErrorInfo info;
  info.set_reason("BAD_VACANCY");
  (*info.mutable_metadata())["limit"] = "1";
  google::rpc::ResourceInfo resource;
  resource.set_resource_name("vacancies/v-1");
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(2);
  google::rpc::Status status;
  for (const google::protobuf::Message* detail :
       {static_cast<const google::protobuf::Message*>(&bad_request),
        static_cast<const google::protobuf::Message*>(&info),
        static_cast<const google::protobuf::Message*>(&resource),
        static_cast<const google::protobuf::Message*>(&retry)}) {
    status.add_details()->PackFrom(*detail);
  }
  return {grpc::StatusCode::INVALID_ARGUMENT, "2 wrong fields", status.SerializeAsString()};
}

TEST(Errors, CarryTheServersDetails) {
  const absl::Status status = ToAbslStatus(Refusal());
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "2 wrong fields");
  const ErrorDetails details = DetailsOf(status);
  ASSERT_EQ(details.violations.size(), 2);
  EXPECT_EQ(details.violations[0].field, "vacancy.title");
  EXPECT_EQ(details.violations[1].description, "at least 1, was 0");
  EXPECT_EQ(details.reason, "BAD_VACANCY");
  EXPECT_EQ(details.metadata.at("limit"), "1");
  EXPECT_EQ(details.resource_name, "vacancies/v-1");
  EXPECT_EQ(details.retry_delay, absl::Seconds(2));
}

TEST(Errors, DescribeNamesEveryWrongField) {
  const std::string text = Describe(ToAbslStatus(Refusal()));
  EXPECT_THAT(text, HasSubstr("INVALID_ARGUMENT: 2 wrong fields (BAD_VACANCY)"));
  EXPECT_THAT(text, HasSubstr("vacancy.title: required"));
  EXPECT_THAT(text, HasSubstr("vacancy.openings: at least 1, was 0"));
}

TEST(Errors, UnreadableDetailsAreLeftOut) {
  const absl::Status status =
      ToAbslStatus(grpc::Status(grpc::StatusCode::NOT_FOUND, "gone", "\xFF\xFF not a message"));
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(DetailsOf(status).violations.empty());
  EXPECT_TRUE(DetailsOf(status).reason.empty());
}

TEST(Errors, OkIsOk) { EXPECT_TRUE(ToAbslStatus(grpc::Status::OK).ok()); }

}  // namespace
}  // namespace overstap::client
