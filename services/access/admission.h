// What the gate has decided about one call, and what its handler finds out that the audit log
// needs.
//
//   const absl::Status& allowed = admission->status();
//   admission->Concerns(person_id);                        // for everyone the answer is about
//   const absl::Status result = admission->Close(answered);   // before the answer leaves
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_ACCESS_ADMISSION_H_
#define OVERSTAP_SERVICES_ACCESS_ADMISSION_H_

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "overstap/store/v1/audit.pb.h"
#include "services/access/policy.h"
#include "services/audit/audit_log.h"
#include "services/write/sequencer.h"

namespace overstap::access {

// What an answer was drawn from.
struct AnswerSource {
  uint64_t snapshot_version = 0;
  uint64_t taxonomy_version = 0;
  std::string ranking_version;
};

class Admission {
 public:
  // `audit` may be null: nothing is recorded.
  Admission(const MethodPolicy& method, audit::AuditLog* audit) : method_(method), audit_(audit) {}

  // OK, or why the call is refused.
  const absl::Status& status() const { return status_; }
  const write::Caller& caller() const { return caller_; }
  const MethodPolicy& method() const { return method_; }

  // The gate's, before the handler runs.
  void Refuse(absl::Status why) { status_ = std::move(why); }
  write::Caller& mutable_caller() { return caller_; }
  void set_span_id(std::string id) { span_id_ = std::move(id); }

  // The call reads or changes what is kept about this person (an id; empty: nobody).
  void Concerns(std::string_view person);
  void DrawnFrom(AnswerSource source);
  // Of a request that can be repeated, or replayed.
  void Asked(std::string request_id, std::string request_hash);

  // Puts the call on the audit log, once, where it touches people: `result` is what it came to.
  // Returns `result`; or UNAVAILABLE when it could not be recorded: then nothing may be answered.
  absl::Status Close(const absl::Status& result);

 private:
  const MethodPolicy& method_;
  audit::AuditLog* const audit_;
  absl::Status status_;
  write::Caller caller_;
  std::string span_id_;

  std::mutex mutex_;
  store::v1::AuditRecord record_;  // guarded by mutex_
  bool closed_ = false;            // guarded by mutex_
};

}  // namespace overstap::access

#endif  // OVERSTAP_SERVICES_ACCESS_ADMISSION_H_
