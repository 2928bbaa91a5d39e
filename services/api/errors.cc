#include "services/api/errors.h"

#include <map>
#include <string>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/util/time_util.h"
#include "google/rpc/error_details.pb.h"
#include "services/write/errors.h"
#include "spdlog/spdlog.h"

namespace overstap::api {
namespace {

constexpr absl::Duration kUsualRetryDelay = absl::Seconds(1);

// Trying the same again later may help.
bool MayPass(absl::StatusCode code) {
  return code == absl::StatusCode::kUnavailable || code == absl::StatusCode::kResourceExhausted;
}

bool IsOurs(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kDataLoss ||
         code == absl::StatusCode::kUnknown;
}

// Leaves out violations from the end until the rest fits, and says how many are left out.
std::string CutToFit(const std::string& bytes) {
  google::rpc::BadRequest request;
  if (bytes.size() <= kMaxDetailBytes || !request.ParseFromString(bytes)) return bytes;
  const int all = request.field_violations_size();
  while (request.field_violations_size() > 1 && request.ByteSizeLong() > kMaxDetailBytes) {
    request.mutable_field_violations()->RemoveLast();
  }
  request.add_field_violations()->set_description(
      absl::StrCat("and ", all - (request.field_violations_size() - 1), " more"));
  return request.SerializeAsString();
}

std::string Shortened(absl::string_view message) {
  if (message.size() <= kMaxMessageBytes) return std::string(message);
  size_t end = kMaxMessageBytes;
  // Never inside a character.
  while (end > 0 && (static_cast<unsigned char>(message[end]) & 0xC0U) == 0x80U) --end;
  return absl::StrCat(message.substr(0, end), " …");
}

}  // namespace

absl::Status WithRetry(absl::Status status, absl::Duration delay) {
  google::rpc::RetryInfo info;
  *info.mutable_retry_delay() =
      google::protobuf::util::TimeUtil::MillisecondsToDuration(absl::ToInt64Milliseconds(delay));
  status.SetPayload(kRetryInfoType, absl::Cord(info.SerializeAsString()));
  return status;
}

google::rpc::Status ToRpcStatus(const absl::Status& status) {
  google::rpc::Status result;
  result.set_code(static_cast<int>(status.code()));
  result.set_message(IsOurs(status.code()) ? "an error of the server; its log says more"
                                           : Shortened(status.message()));
  absl::Status told = status;
  if (MayPass(status.code()) && !status.GetPayload(kRetryInfoType).has_value()) {
    told = WithRetry(std::move(told), kUsualRetryDelay);
  }
  // In the order of their types, so that the same error has the same bytes.
  std::map<std::string, std::string> payloads;
  told.ForEachPayload([&payloads](absl::string_view type, const absl::Cord& payload) {
    payloads.emplace(type, std::string(payload));
  });
  for (const auto& [type, bytes] : payloads) {
    google::protobuf::Any* detail = result.add_details();
    detail->set_type_url(type);
    detail->set_value(type == write::kBadRequestType ? CutToFit(bytes) : bytes);
  }
  return result;
}

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  if (IsOurs(status.code())) spdlog::error("{}", status.ToString());
  const google::rpc::Status rpc = ToRpcStatus(status);
  return {static_cast<grpc::StatusCode>(rpc.code()), rpc.message(), rpc.SerializeAsString()};
}

}  // namespace overstap::api
