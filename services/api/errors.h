// The one place where absl's errors become gRPC's: a grpc::Status whose details are a serialized
// google.rpc.Status.
//
//   reactor->Finish(ToGrpcStatus(status));
//
// Payloads that the layers below attach (services/write/errors.h) are handed on as details; a
// RetryInfo is added where trying again later helps. Errors of our own making (INTERNAL, DATA_LOSS,
// UNKNOWN) are logged here and told to the caller without their text. Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_ERRORS_H_
#define OVERSTAP_SERVICES_API_ERRORS_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/support/status.h"

namespace overstap::api {

// Of ErrorInfo.
inline constexpr char kErrorDomain[] = "overstap";
inline constexpr char kRetryInfoType[] = "type.googleapis.com/google.rpc.RetryInfo";

// Details travel in the trailing metadata, of which clients take 8 KB unless told otherwise: longer
// lists of wrong fields are cut, and say by how many.
inline constexpr size_t kMaxDetailBytes = 5'000;
inline constexpr size_t kMaxMessageBytes = 1'000;

grpc::Status ToGrpcStatus(const absl::Status& status);

// The same as a message: code, message and details.
google::rpc::Status ToRpcStatus(const absl::Status& status);

// UNAVAILABLE and the like, with the least delay before the next try.
absl::Status WithRetry(absl::Status status, absl::Duration delay);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_ERRORS_H_
