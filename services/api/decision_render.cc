#include "services/api/decision_render.h"

#include "services/api/names.h"
#include "services/convert/record_copy.h"
#include "services/write/commands.h"

namespace overstap::api {
namespace {

const google::protobuf::Message* RequestOf(const v1::DecisionBasis& basis) {
  switch (basis.request_case()) {
    case v1::DecisionBasis::kMatchVacancies:
      return &basis.match_vacancies();
    case v1::DecisionBasis::kMatchJobSeekers:
      return &basis.match_job_seekers();
    case v1::DecisionBasis::kRankRoutes:
      return &basis.rank_routes();
    case v1::DecisionBasis::kExplainMatch:
      return &basis.explain_match();
    case v1::DecisionBasis::REQUEST_NOT_SET:
      return nullptr;
  }
  return nullptr;
}

// Whether the request was of the message's type, and is in it now.
template <typename Request>
bool TryParse(const store::v1::DecisionRecord& record, Request* (v1::DecisionBasis::*field)(),
              v1::DecisionBasis* basis) {
  if (record.request_type() != Request::descriptor()->full_name()) return false;
  (basis->*field)()->ParseFromString(record.request());
  return true;
}

}  // namespace

store::v1::DecisionRecord ToRecord(const v1::Decision& message, const write::Caller& caller) {
  store::v1::DecisionRecord record;
  record.set_job_seeker(message.job_seeker());
  record.set_vacancy(message.vacancy());
  if (message.has_occupation()) {
    convert::CopyByName(message.occupation(), record.mutable_occupation());
  }
  record.set_outcome(static_cast<store::v1::DecisionOutcome>(message.outcome()));
  record.set_reason_code(message.reason_code());
  record.set_reason_text(message.reason_text());
  record.set_principal(caller.principal);
  record.set_role(caller.role);
  if (const auto* request = RequestOf(message.basis())) {
    record.set_request_type(request->GetDescriptor()->full_name());
    record.set_request(request->SerializeAsString());
  }
  convert::CopyByName(message.basis().versions(), record.mutable_versions());
  record.set_answer_hash(message.basis().answer_hash());
  return record;
}

v1::AnswerVersions ToApi(const store::v1::AnswerVersionsRecord& versions) {
  v1::AnswerVersions message;
  convert::CopyByName(versions, &message);
  return message;
}

v1::Decision ToApi(const write::DecisionView& view) {
  v1::Decision message;
  message.set_name(NameOf(kDecisions, view.head.id()));
  message.set_etag(write::EtagOf(view.head));
  *message.mutable_create_time() = view.head.create_time();
  message.set_organisation(view.organisation);
  if (view.forgotten) return message;
  const store::v1::DecisionRecord& record = view.decision;
  message.set_job_seeker(record.job_seeker());
  if (!record.vacancy().empty()) message.set_vacancy(record.vacancy());
  if (record.has_occupation()) {
    convert::CopyByName(record.occupation(), message.mutable_occupation());
  }
  message.set_outcome(static_cast<v1::DecisionOutcome>(record.outcome()));
  message.set_reason_code(record.reason_code());
  message.set_reason_text(record.reason_text());
  message.set_principal(record.principal());
  v1::DecisionBasis& basis = *message.mutable_basis();
  TryParse(record, &v1::DecisionBasis::mutable_match_vacancies, &basis) ||
      TryParse(record, &v1::DecisionBasis::mutable_match_job_seekers, &basis) ||
      TryParse(record, &v1::DecisionBasis::mutable_rank_routes, &basis) ||
      TryParse(record, &v1::DecisionBasis::mutable_explain_match, &basis);
  *basis.mutable_versions() = ToApi(record.versions());
  basis.set_answer_hash(record.answer_hash());
  return message;
}

}  // namespace overstap::api
