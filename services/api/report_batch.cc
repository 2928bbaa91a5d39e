#include "services/api/report_batch.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "services/api/names.h"
#include "services/api/records.h"
#include "services/api/request_hash.h"
#include "services/api/row_access.h"
#include "services/api/validation.h"
#include "services/convert/record_copy.h"
#include "services/write/errors.h"
#include "services/write/record_views.h"

namespace overstap::api {
namespace {

constexpr int kMaxReports = 1'000;
constexpr int kMaxNames = 10'000;
constexpr int kJudgementsAtOnce = 250;
constexpr size_t kMaxBatchBytes = 200;
constexpr size_t kMaxReasonBytes = 1'000;
constexpr int kMaxProblems = 100;
// What is larger is nothing that a person would mend.
constexpr size_t kMaxDraftBytes = 64 << 10;
constexpr size_t kMaxFieldBytes = 200;

// Repeats of the whole call find the answers of its parts.
std::string PartId(const std::string& request_id, int part) {
  return request_id.empty() ? "" : absl::StrCat(request_id, "#", part);
}

void AddProblem(std::string_view field, std::string_view description,
                google::protobuf::RepeatedPtrField<v1::FieldProblem>* problems) {
  v1::FieldProblem* problem = problems->Add();
  problem->set_field(std::string(field));
  problem->set_description(std::string(description));
}

// Everything that can be told of a report by itself, without the values: drafts keep them.
google::protobuf::RepeatedPtrField<v1::FieldProblem> ProblemsOf(const v1::BatchReport& item,
                                                                const References& references) {
  google::protobuf::RepeatedPtrField<v1::FieldProblem> problems = item.problems();
  FieldChecker check;
  CheckReport(item.report(), references, check);
  for (const auto& violation : check.violations().field_violations()) {
    // What the reader could not read is told once.
    const bool is_told = std::any_of(
        item.problems().begin(), item.problems().end(),
        [&violation](const auto& problem) { return problem.field() == violation.field(); });
    if (is_told) continue;
    const std::string& text = violation.description();
    // What was given stands at the end.
    AddProblem(violation.field(), text.substr(0, text.find(", was ")), &problems);
  }
  return problems;
}

void CheckBatch(const v1::BatchCreateReportsRequest& request, FieldChecker& check) {
  check.Uuid("request_id", request.request_id());
  check.Text("batch", request.batch(), 0, kMaxBatchBytes);
  check.Required("reports", !request.reports().empty());
  check.Each("reports", request.reports(), kMaxReports, [&](const v1::BatchReport& item) {
    check.NotNegative("line_number", item.line_number());
    check.Each("problems", item.problems(), kMaxProblems, [&](const v1::FieldProblem& problem) {
      check.Text("field", problem.field(), 0, kMaxFieldBytes);
      check.Text("description", problem.description(), 1, kMaxReasonBytes);
    });
  });
}

// One report of a batch on its way.
struct Item {
  v1::BatchReport message;
  google::protobuf::RepeatedPtrField<v1::FieldProblem> problems;
  std::string batch;
  bool discard_invalid = false;
};

std::string ResultOf(const Item& item, v1::BatchReportOutcome outcome, std::string_view name) {
  v1::BatchReportResult result;
  result.set_line_number(item.message.line_number());
  result.set_outcome(outcome);
  result.set_name(std::string(name));
  *result.mutable_problems() = item.problems;
  return result.SerializeAsString();
}

// A draft with the report as far as it can be kept.
write::KeepReportDraft DraftOf(const Item& item, const write::Caller& caller, uint64_t position) {
  write::KeepReportDraft keep;
  keep.id = ReportDraftIdAt(position);
  keep.draft.set_reporting_organisation(caller.organisation);
  *keep.draft.mutable_report() = ToRecord(item.message.report());
  keep.draft.set_batch(item.batch);
  keep.draft.set_line_number(item.message.line_number());
  for (const v1::FieldProblem& problem : item.problems) {
    convert::CopyByName(problem, keep.draft.add_problems());
  }
  keep.render = [item](const write::ReportDraftView& view) {
    return ResultOf(item, v1::BATCH_REPORT_OUTCOME_KEPT_AS_DRAFT,
                    NameOf(kReportDrafts, view.head.id()));
  };
  return keep;
}

absl::StatusOr<write::Decision> Refuse(const Item& item, const write::Caller& caller,
                                       write::DecisionContext& decision) {
  if (!item.discard_invalid && item.message.report().ByteSizeLong() <= kMaxDraftBytes) {
    return write::DecideKeepReportDraft(DraftOf(item, caller, decision.position), decision);
  }
  write::Decision refused;
  refused.reply.bytes = ResultOf(item, v1::BATCH_REPORT_OUTCOME_REFUSED, "");
  return refused;
}

// What the records say against it, which the sender can mend.
bool CanBeMended(const absl::Status& status) {
  return absl::IsNotFound(status) || absl::IsFailedPrecondition(status) ||
         absl::IsAlreadyExists(status) || absl::IsPermissionDenied(status);
}

absl::StatusOr<write::Decision> DecideItem(Item item, const write::Caller& caller,
                                           const Backend& backend,
                                           write::DecisionContext& decision) {
  if (!item.problems.empty()) return Refuse(item, caller, decision);
  const std::string& name = item.message.report().name();
  write::CreateReport create{
      .id = name.empty() ? ReportIdAt(decision.position) : *ParseName(kReports, name),
      .report = ToRecord(item.message.report()),
      .reporting_organisation = caller.organisation,
      .render = [&item](const write::ReportView& view) {
        return ResultOf(item, v1::BATCH_REPORT_OUTCOME_FILED, NameOf(kReports, view.head.id()));
      }};
  absl::Status may = MayFile(create.report, caller, backend, decision);
  absl::StatusOr<write::Decision> decided =
      may.ok() ? write::DecideCreateReport(create, decision) : may;
  if (decided.ok() || !CanBeMended(decided.status())) return decided;
  const absl::string_view why = decided.status().message();
  AddProblem("", {why.data(), why.size()}, &item.problems);
  return Refuse(item, caller, decision);
}

std::string ReasonOf(const absl::Status& status) {
  if (const auto payload = status.GetPayload(write::kErrorInfoType)) {
    google::rpc::ErrorInfo info;
    if (info.ParseFromString(std::string(*payload))) return info.reason();
  }
  return std::string(absl::StatusCodeToString(status.code()));
}

std::string RenderJudgements(int64_t judged,
                             const std::vector<std::pair<std::string, absl::Status>>& refused) {
  v1::JudgeReportsResponse response;
  response.set_judged_count(judged);
  for (const auto& [name, status] : refused) {
    v1::RefusedJudgement* message = response.add_refused();
    message->set_name(name);
    message->set_reason(ReasonOf(status));
    message->set_description(std::string(status.message()));
  }
  return response.SerializeAsString();
}

void CheckJudgements(const v1::JudgeReportsRequest& request, FieldChecker& check) {
  check.Uuid("request_id", request.request_id());
  check.Required("names", !request.names().empty());
  check.MaxCount("names", request.names_size(), kMaxNames);
  if (request.acknowledge()) {
    if (!request.reason().empty()) check.Fail("reason", "only for a rejection");
  } else {
    check.Text("reason", request.reason(), 1, kMaxReasonBytes);
  }
  SeenOnce seen;
  for (int i = 0; i < request.names_size() && i < kMaxNames; ++i) {
    const std::string field = absl::StrCat("names[", i, "]");
    if (check.Name(field, request.names(i), kReports, Presence::kRequired)) {
      seen.Add(request.names(i), field, check);
    }
  }
}

}  // namespace

absl::Status MayFile(const store::v1::Report& report, const write::Caller& caller,
                     const Backend& backend, const write::DecisionContext& decision) {
  const std::string* person = write::PersonField(report);
  if (person == nullptr || person->empty()) return absl::OkStatus();
  return RequirePerson(decision.state, decision.keys, write::IdOf(*person), caller,
                       backend.Today());
}

absl::StatusOr<ManyMutations> BatchOf(const v1::BatchCreateReportsRequest& request,
                                      const write::Caller& caller, const Backend& backend,
                                      v1::BatchCreateReportsResponse* reply) {
  FieldChecker check;
  CheckBatch(request, check);
  if (!check.ok()) return check.status();
  const auto snapshot = backend.pool.Current();
  const References references = backend.ReferencesOf(*snapshot);
  ManyMutations many;
  many.request_id = request.request_id();
  many.request_hash = HashWithout(request, {"request_id"});
  for (int i = 0; i < request.reports_size(); ++i) {
    Item item{.message = request.reports(i),
              .problems = ProblemsOf(request.reports(i), references),
              .batch = request.batch(),
              .discard_invalid = request.discard_invalid()};
    many.mutations.push_back(
        {PartId(request.request_id(), i), many.request_hash,
         [caller, &backend, item = std::move(item)](write::DecisionContext& decision) {
           return DecideItem(item, caller, backend, decision);
         }});
  }
  many.combine = [reply](const std::vector<absl::StatusOr<write::Reply>>& outcomes) {
    for (const absl::StatusOr<write::Reply>& outcome : outcomes) {
      if (!outcome.ok()) return outcome.status();
      if (!reply->add_results()->ParseFromString(outcome->bytes)) {
        return absl::DataLossError("a remembered reply cannot be read");
      }
    }
    return absl::OkStatus();
  };
  return many;
}

absl::StatusOr<ManyMutations> JudgementsOf(
    const v1::JudgeReportsRequest& request, const write::Caller& caller,
    const std::function<bool(std::string_view work_table)>& may_decide,
    v1::JudgeReportsResponse* reply) {
  FieldChecker check;
  CheckJudgements(request, check);
  if (!check.ok()) return check.status();
  ManyMutations many;
  many.request_id = request.request_id();
  many.request_hash = HashWithout(request, {"request_id"});
  for (int begin = 0; begin < request.names_size(); begin += kJudgementsAtOnce) {
    write::JudgeReports judge{.judgements = {}, .render = RenderJudgements};
    const int end = std::min(begin + kJudgementsAtOnce, request.names_size());
    for (int i = begin; i < end; ++i) {
      judge.judgements.push_back(
          {.id = *ParseName(kReports, request.names(i)),
           .etag = {},
           .acknowledge = request.acknowledge(),
           .rejection_reason = request.reason(),
           .organisation = caller.organisation,
           .may_decide = may_decide,
           .render = [](const write::ReportView&) { return std::string(); }});
    }
    many.mutations.push_back({PartId(request.request_id(), begin / kJudgementsAtOnce),
                              many.request_hash,
                              [judge = std::move(judge)](write::DecisionContext& decision) {
                                return write::DecideJudgeReports(judge, decision);
                              }});
  }
  many.combine = [reply](const std::vector<absl::StatusOr<write::Reply>>& outcomes) {
    for (const absl::StatusOr<write::Reply>& outcome : outcomes) {
      if (!outcome.ok()) return outcome.status();
      v1::JudgeReportsResponse part;
      if (!part.ParseFromString(outcome->bytes)) {
        return absl::DataLossError("a remembered reply cannot be read");
      }
      reply->set_judged_count(reply->judged_count() + part.judged_count());
      reply->mutable_refused()->MergeFrom(part.refused());
    }
    return absl::OkStatus();
  };
  return many;
}

v1::ReportDraft ToApi(const write::ReportDraftView& view) {
  v1::ReportDraft message;
  convert::CopyByName(view.draft, &message);
  message.set_name(NameOf(kReportDrafts, view.head.id()));
  message.set_etag(write::EtagOf(view.head));
  *message.mutable_create_time() = view.head.create_time();
  return message;
}

}  // namespace overstap::api
