// Reports in bulk: filed by the hundreds with what cannot be filed kept for mending, and judged by
// the thousands.
//
//   return AnswerWrites(context, backend, [&](const write::Caller& caller) {
//     return BatchOf(*request, caller, backend, reply); }, reply);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_REPORT_BATCH_H_
#define OVERSTAP_SERVICES_API_REPORT_BATCH_H_

#include <functional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "overstap/v1/ledger_service.pb.h"
#include "services/api/backend.h"
#include "services/api/unary.h"
#include "services/write/commands.h"

namespace overstap::api {

// Whether the caller may file the report: the person that it names exists for them.
absl::Status MayFile(const store::v1::Report& report, const write::Caller& caller,
                     const Backend& backend, const write::DecisionContext& decision);

// One mutation a report: it files it, or keeps it as a draft. `reply` outlives the call.
absl::StatusOr<ManyMutations> BatchOf(const v1::BatchCreateReportsRequest& request,
                                      const write::Caller& caller, const Backend& backend,
                                      v1::BatchCreateReportsResponse* reply);

// Some hundreds of judgements a mutation, so that others' writes come between them.
absl::StatusOr<ManyMutations> JudgementsOf(
    const v1::JudgeReportsRequest& request, const write::Caller& caller,
    const std::function<bool(std::string_view work_table)>& may_decide,
    v1::JudgeReportsResponse* reply);

// As the reporter's organisation sees it.
v1::ReportDraft ToApi(const write::ReportDraftView& view);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_REPORT_BATCH_H_
