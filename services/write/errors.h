// Errors that say why, for a program: an absl::Status with google.rpc payloads, which the API hands
// on as details.
//
//   return WithReason(absl::FailedPreconditionError("no opening left"), "NO_OPENING_LEFT",
//   {{"vacancy", name}});
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_WRITE_ERRORS_H_
#define OVERSTAP_SERVICES_WRITE_ERRORS_H_

#include <map>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "google/rpc/error_details.pb.h"

namespace overstap::write {

// Payload types, as in google.protobuf.Any.
inline constexpr char kErrorInfoType[] = "type.googleapis.com/google.rpc.ErrorInfo";
inline constexpr char kBadRequestType[] = "type.googleapis.com/google.rpc.BadRequest";
inline constexpr char kResourceInfoType[] = "type.googleapis.com/google.rpc.ResourceInfo";

absl::Status WithReason(absl::Status status, std::string_view reason,
                        const std::map<std::string, std::string>& metadata = {});
// INVALID_ARGUMENT whose message names every violation. OK when there is none.
absl::Status InvalidArgument(const google::rpc::BadRequest& violations);
// NOT_FOUND with a ResourceInfo; `type` like "overstap.v1.Vacancy".
absl::Status ResourceNotFound(std::string_view type, std::string_view name);
absl::Status ResourceExists(std::string_view type, std::string_view name);

}  // namespace overstap::write

#endif  // OVERSTAP_SERVICES_WRITE_ERRORS_H_
