#include "services/access/admission.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "services/write/errors.h"
#include "spdlog/spdlog.h"

namespace overstap::access {
namespace {

// The reason that a program is told, where there is one.
std::string ReasonOf(const absl::Status& status) {
  const auto payload = status.GetPayload(write::kErrorInfoType);
  google::rpc::ErrorInfo info;
  if (!payload.has_value() || !info.ParseFromString(std::string(*payload))) return "";
  return info.reason();
}

// A call that was shed before anything was looked at concerns nobody.
bool IsShed(const absl::Status& status) {
  return status.code() == absl::StatusCode::kResourceExhausted;
}

}  // namespace

void Admission::Concerns(std::string_view person) {
  if (person.empty() || !method_.concerns_people()) return;
  const std::lock_guard lock(mutex_);
  record_.add_persons(person.data(), person.size());
}

void Admission::DrawnFrom(AnswerSource source) {
  const std::lock_guard lock(mutex_);
  record_.set_snapshot_version(source.snapshot_version);
  record_.set_taxonomy_version(source.taxonomy_version);
  record_.set_ranking_version(std::move(source.ranking_version));
}

void Admission::Asked(std::string request_id, std::string request_hash) {
  const std::lock_guard lock(mutex_);
  record_.set_request_id(std::move(request_id));
  record_.set_request_hash(std::move(request_hash));
}

absl::Status Admission::Close(const absl::Status& result) {
  if (audit_ == nullptr || !method_.concerns_people()) return result;
  store::v1::AuditRecord record;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return result;
    closed_ = true;
    if (IsShed(result)) return result;
    record = std::move(record_);
  }
  // One subject once, in an order that says nothing about a ranking.
  std::sort(record.mutable_persons()->begin(), record.mutable_persons()->end());
  record.mutable_persons()->erase(
      std::unique(record.mutable_persons()->begin(), record.mutable_persons()->end()),
      record.mutable_persons()->end());
  record.set_principal(caller_.principal);
  record.set_organisation(caller_.organisation);
  record.set_role(caller_.role);
  record.set_purpose(caller_.purpose);
  record.set_trace_id(caller_.trace_id);
  record.set_span_id(span_id_);
  record.set_method(method_.name);
  record.set_result_code(static_cast<int>(result.code()));
  record.set_result_reason(ReasonOf(result));
  record.set_denied(!status_.ok());
  const absl::Status recorded = audit_->Append(std::move(record));
  if (recorded.ok()) return result;
  spdlog::error("a call of {} is not answered, since it cannot be audited: {}", method_.name,
                recorded.ToString());
  return write::WithReason(
      absl::UnavailableError(
          "what touches people is refused while the audit log cannot be written"),
      "AUDIT_UNAVAILABLE");
}

}  // namespace overstap::access
