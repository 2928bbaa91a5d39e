// The one place where every call is let in or refused: a server interceptor that finds out who
// calls, in which role and why, and how often, before any handler runs. Default deny: a handler
// gets nothing to work with unless the gate has admitted its call.
//
//   builder.experimental().SetInterceptorCreators(gate.InterceptorFactories());
//   …
//   std::shared_ptr<Admission> admission = gate.Of(*context);   // in the handler
//   if (!admission->status().ok()) return Refused(admission->status());
//
// Metadata: `authorization` (a bearer token; or a client certificate), `overstap-role` where a
// token holds several, `overstap-purpose` where people are touched, and W3C's `traceparent`. Who
// comes over the local socket (`unix:`), which only the server's own user can open, is its
// operator, or its auditor when that is the role asked for. Health checks and reflection are open
// to all. Safe from any thread.
#ifndef OVERSTAP_SERVICES_ACCESS_GATE_H_
#define OVERSTAP_SERVICES_ACCESS_GATE_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_interceptor.h"
#include "overstap/region/v1/region.pb.h"
#include "services/access/admission.h"
#include "services/access/authenticator.h"
#include "services/access/policy.h"
#include "services/access/rate_limiter.h"
#include "services/audit/audit_log.h"

namespace overstap::access {

struct GateOptions {
  std::vector<std::string> services;  // full names of those that are served
  RateLimits rate;                    // of each principal
  std::function<absl::Time()> now = [] { return absl::Now(); };
};

class Gate {
 public:
  // All outlive the gate; `audit` may be null.
  Gate(const Authenticator& authenticator, const region::v1::RegionConfig& config,
       audit::AuditLog* audit, GateOptions options);
  ~Gate();
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;

  std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>>
  InterceptorFactories();

  // From now on every call is refused as UNAVAILABLE (reason DRAINING), to be tried again elsewhere
  // or later; those that were admitted go on.
  void StopAdmitting() { admits_ = false; }
  // Calls that were admitted and have not ended.
  int64_t running_calls() const { return running_calls_; }

  // What was decided about the running call. Never null: a call that was not judged is refused.
  std::shared_ptr<Admission> Of(const grpc::ServerContextBase& context) const;

 private:
  class Factory;
  class CallInterceptor;
  using Metadata = std::multimap<grpc::string_ref, grpc::string_ref>;

  // Judges a call; `context` is bound to it.
  std::shared_ptr<Admission> Judge(const grpc::ServerContextBase& context, const char* path,
                                   const Metadata& metadata) const;
  absl::Status Admit(const grpc::ServerContextBase& context, const Metadata& metadata,
                     Admission* admission) const;
  absl::StatusOr<Identity> IdentityOf(const grpc::ServerContextBase& context,
                                      const Metadata& metadata) const;
  void Remember(const grpc::ServerContextBase* context, std::shared_ptr<Admission> admission);
  void Forget(const grpc::ServerContextBase* context);

  // Running calls by their context, spread so that threads seldom meet.
  static constexpr size_t kShards = 16;
  struct Shard {
    mutable std::mutex mutex;
    absl::flat_hash_map<const grpc::ServerContextBase*, std::shared_ptr<Admission>>
        admissions;  // guarded by mutex
  };
  static size_t ShardOf(const grpc::ServerContextBase* context);

  const Authenticator& authenticator_;
  audit::AuditLog* const audit_;
  const GateOptions options_;
  const Policy policy_;
  mutable RateLimiter limiter_;
  const MethodPolicy nothing_;  // of calls that nobody judged
  std::array<Shard, kShards> shards_;
  std::atomic<bool> admits_ = true;
  std::atomic<int64_t> running_calls_ = 0;
};

}  // namespace overstap::access

#endif  // OVERSTAP_SERVICES_ACCESS_GATE_H_
