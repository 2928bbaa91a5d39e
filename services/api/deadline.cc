#include "services/api/deadline.h"

#include <algorithm>

namespace overstap::api {

RequestDeadline::RequestDeadline(const grpc::CallbackServerContext& context, absl::Duration ceiling)
    : context_(context),
      deadline_(std::min(context.deadline(),
                         std::chrono::system_clock::now() +
                             std::chrono::milliseconds(absl::ToInt64Milliseconds(ceiling)))) {}

bool RequestDeadline::Requested() const {
  return std::chrono::system_clock::now() >= deadline_ || context_.IsCancelled();
}

absl::Status RequestDeadline::status() const {
  if (std::chrono::system_clock::now() >= deadline_) {
    return absl::DeadlineExceededError("the request's deadline has passed");
  }
  if (context_.IsCancelled()) return absl::CancelledError("the client cancelled the request");
  return absl::OkStatus();
}

}  // namespace overstap::api
