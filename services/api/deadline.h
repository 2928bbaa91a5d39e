// When a request must stop working: its client's deadline, the server's ceiling, or a cancellation.
//
//   const RequestDeadline deadline(*context, ceiling);
//   options.interruption = &deadline;
//
// Safe from any thread, while the call lives.
#ifndef OVERSTAP_SERVICES_API_DEADLINE_H_
#define OVERSTAP_SERVICES_API_DEADLINE_H_

#include <chrono>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "matcher/index/interruption.h"

namespace overstap::api {

class RequestDeadline final : public matcher::Interruption {
 public:
  // `ceiling` from now on, whatever the client says.
  RequestDeadline(const grpc::CallbackServerContext& context, absl::Duration ceiling);

  bool Requested() const override;
  // CANCELLED or DEADLINE_EXCEEDED when Requested(), else OK.
  absl::Status status() const;

 private:
  const grpc::CallbackServerContext& context_;
  std::chrono::system_clock::time_point deadline_;
};

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_DEADLINE_H_
