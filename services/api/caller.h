// Who calls, read from a request's metadata. On loopback it is believed.
//
//   absl::StatusOr<write::Caller> caller = AdmitCaller(*context);
//
// Keys: overstap-principal (absent: `local`), overstap-organisation (absent: `local`),
// overstap-role (`caseworker`, or the enum's `ROLE_CASEWORKER`), overstap-purpose, and W3C's
// traceparent. Every handler begins here, so this is the one place where who may call what is
// decided. Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_CALLER_H_
#define OVERSTAP_SERVICES_API_CALLER_H_

#include "absl/status/statusor.h"
#include "grpcpp/server_context.h"
#include "services/write/sequencer.h"

namespace overstap::api {

// INVALID_ARGUMENT names the metadata keys with values that are too long or unknown.
absl::StatusOr<write::Caller> AdmitCaller(const grpc::ServerContextBase& context);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_CALLER_H_
