#include "services/access/gate.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

#include "absl/hash/hash.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "grpc/grpc_security_constants.h"
#include "grpcpp/security/auth_context.h"
#include "services/access/role_names.h"
#include "services/api/errors.h"
#include "services/audit/trace_context.h"
#include "services/write/errors.h"

namespace overstap::access {
namespace {

using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::Interceptor;
using grpc::experimental::InterceptorBatchMethods;
using grpc::experimental::ServerRpcInfo;

constexpr size_t kMaxValueBytes = 128;
constexpr char kOwnPackage[] = "/overstap.";
constexpr char kLocalPeer[] = "unix:";
// After which a caller may try again when the server is being stopped: by then another one serves,
// or this one again.
constexpr absl::Duration kRetryAfterDrain = absl::Seconds(1);

bool IsOurs(const char* path) { return absl::StartsWith(path, kOwnPackage); }

std::string_view ValueOf(const std::multimap<grpc::string_ref, grpc::string_ref>& metadata,
                         const char* key) {
  const auto found = metadata.find(key);
  if (found == metadata.end()) return {};
  return {found->second.data(), found->second.size()};
}

// A header of ours, which is short.
absl::Status CheckLength(const char* key, std::string_view value) {
  if (value.size() <= kMaxValueBytes) return absl::OkStatus();
  google::rpc::BadRequest wrong;
  auto* violation = wrong.add_field_violations();
  violation->set_field(absl::StrCat("metadata.", key));
  violation->set_description(
      absl::StrCat("at most ", kMaxValueBytes, " bytes, was ", value.size()));
  return write::InvalidArgument(wrong);
}

// Whoever can open the server's own socket runs the server; they may also look as its auditor, when
// they say so.
Identity LocalOperator(std::string_view asked_role) {
  const v1::Role role =
      RoleOf(asked_role) == v1::ROLE_AUDITOR ? v1::ROLE_AUDITOR : v1::ROLE_OPERATOR;
  return {.principal = "local-socket", .organisation = "local", .roles = {role}};
}

}  // namespace

// Lives as long as its call.
class Gate::CallInterceptor final : public Interceptor {
 public:
  CallInterceptor(Gate& gate, ServerRpcInfo* info) : gate_(gate), info_(info) {}
  ~CallInterceptor() override {
    if (context_ != nullptr) gate_.Forget(context_);
  }
  CallInterceptor(const CallInterceptor&) = delete;
  CallInterceptor& operator=(const CallInterceptor&) = delete;

  void Intercept(InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::POST_RECV_INITIAL_METADATA)) {
      context_ = info_->server_context();
      admission_ = gate_.Judge(*context_, info_->method(), *methods->GetRecvInitialMetadata());
      gate_.Remember(context_, admission_);
    }
    // A handler that would answer a refused call is cut off: nothing leaves.
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_MESSAGE) &&
        (admission_ == nullptr || !admission_->status().ok())) {
      info_->server_context()->TryCancel();
    }
    methods->Proceed();
  }

 private:
  Gate& gate_;
  ServerRpcInfo* const info_;
  const grpc::ServerContextBase* context_ = nullptr;
  std::shared_ptr<Admission> admission_;
};

class Gate::Factory final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit Factory(Gate& gate) : gate_(gate) {}
  Interceptor* CreateServerInterceptor(ServerRpcInfo* info) override {
    // Health checks and reflection tell nothing about people or work.
    if (!IsOurs(info->method())) return nullptr;
    return new CallInterceptor(gate_, info);
  }

 private:
  Gate& gate_;
};

Gate::Gate(const Authenticator& authenticator, const region::v1::RegionConfig& config,
           audit::AuditLog* audit, GateOptions options)
    : authenticator_(authenticator),
      audit_(audit),
      options_(std::move(options)),
      policy_(options_.services, config),
      limiter_(options_.rate) {}

Gate::~Gate() = default;

std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>>
Gate::InterceptorFactories() {
  std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> factories;
  factories.push_back(std::make_unique<Factory>(*this));
  return factories;
}

std::shared_ptr<Admission> Gate::Of(const grpc::ServerContextBase& context) const {
  const Shard& shard = shards_[ShardOf(&context)];
  {
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.admissions.find(&context);
    if (found != shard.admissions.end()) return found->second;
  }
  auto refused = std::make_shared<Admission>(nothing_, nullptr);
  refused->Refuse(absl::PermissionDeniedError("the call did not pass the gate"));
  return refused;
}

std::shared_ptr<Admission> Gate::Judge(const grpc::ServerContextBase& context, const char* path,
                                       const Metadata& metadata) const {
  const MethodPolicy* method = policy_.Find(path);
  auto admission = std::make_shared<Admission>(method == nullptr ? nothing_ : *method, audit_);
  absl::Status admitted = method == nullptr
                              ? absl::PermissionDeniedError(absl::StrCat(path, " has no policy"))
                              : Admit(context, metadata, admission.get());
  if (!admitted.ok()) {
    admission->Refuse(admitted);
    // Recorded at once; that it could not be is told by health, the call is refused either way.
    (void)admission->Close(admitted);
  }
  return admission;
}

absl::StatusOr<Identity> Gate::IdentityOf(const grpc::ServerContextBase& context,
                                          const Metadata& metadata) const {
  const std::string_view authorization = ValueOf(metadata, "authorization");
  if (authorization.empty() && absl::StartsWith(context.peer(), kLocalPeer)) {
    return LocalOperator(ValueOf(metadata, "overstap-role"));
  }
  const std::shared_ptr<const grpc::AuthContext> auth = context.auth_context();
  Evidence evidence{.authorization = authorization, .peer_certificate = {}};
  std::string certificate;
  if (auth != nullptr) {
    const auto certificates = auth->FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
    if (!certificates.empty()) {
      certificate.assign(certificates.front().data(), certificates.front().size());
      evidence.peer_certificate = certificate;
    }
  }
  return authenticator_.Authenticate(evidence, options_.now());
}

absl::Status Gate::Admit(const grpc::ServerContextBase& context, const Metadata& metadata,
                         Admission* admission) const {
  if (!admits_) {
    return api::WithRetry(
        write::WithReason(absl::UnavailableError("the server is being stopped"), "DRAINING"),
        kRetryAfterDrain);
  }
  write::Caller& caller = admission->mutable_caller();
  const auto trace = audit::ParseTraceparent(ValueOf(metadata, "traceparent"));
  caller.trace_id =
      trace.has_value() ? trace->trace_id : audit::MakeTraceId(audit::SystemRandomBytes);
  admission->set_span_id(audit::MakeSpanId(audit::SystemRandomBytes));

  const std::string_view asked_role = ValueOf(metadata, "overstap-role");
  const std::string_view purpose = ValueOf(metadata, "overstap-purpose");
  for (const auto& [key, value] :
       {std::pair("overstap-role", asked_role), std::pair("overstap-purpose", purpose)}) {
    if (absl::Status fits = CheckLength(key, value); !fits.ok()) return fits;
  }
  absl::StatusOr<Identity> identity = IdentityOf(context, metadata);
  if (!identity.ok()) return identity.status();
  caller.principal = identity->principal;
  caller.organisation = identity->organisation;
  const absl::Duration wait = limiter_.Take(caller.principal, options_.now());
  if (wait > absl::ZeroDuration()) {
    return api::WithRetry(
        write::WithReason(absl::ResourceExhaustedError(absl::StrCat(
                              "more than ", options_.rate.per_second, " calls a second")),
                          "RATE_LIMITED", {{"principal", caller.principal}}),
        wait);
  }
  const absl::StatusOr<v1::Role> role =
      policy_.ChooseRole(admission->method(), *identity, asked_role);
  if (!role.ok()) return role.status();
  caller.role = *role;
  if (absl::Status fits = policy_.CheckPurpose(admission->method(), *role, purpose); !fits.ok()) {
    return fits;
  }
  caller.purpose = std::string(purpose);
  if (admission->method().concerns_people() && audit_ != nullptr && !audit_->health().ok()) {
    return write::WithReason(absl::UnavailableError("what touches people is refused while the "
                                                    "audit log cannot be written"),
                             "AUDIT_UNAVAILABLE");
  }
  return absl::OkStatus();
}

void Gate::Remember(const grpc::ServerContextBase* context, std::shared_ptr<Admission> admission) {
  if (admission->status().ok()) ++running_calls_;
  Shard& shard = shards_[ShardOf(context)];
  const std::lock_guard lock(shard.mutex);
  shard.admissions[context] = std::move(admission);
}

void Gate::Forget(const grpc::ServerContextBase* context) {
  Shard& shard = shards_[ShardOf(context)];
  std::shared_ptr<Admission> last;  // destroyed after the lock
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.admissions.find(context);
  if (found == shard.admissions.end()) return;
  last = std::move(found->second);
  if (last->status().ok()) --running_calls_;
  shard.admissions.erase(found);
}

size_t Gate::ShardOf(const grpc::ServerContextBase* context) {
  return absl::Hash<const void*>()(context) % kShards;
}

}  // namespace overstap::access
