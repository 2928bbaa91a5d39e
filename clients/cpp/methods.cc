#include "clients/cpp/methods.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "overstap/v1/admin_service.pb.h"
#include "overstap/v1/decision_service.pb.h"
#include "overstap/v1/document_service.pb.h"
#include "overstap/v1/introduction_service.pb.h"
#include "overstap/v1/job_seeker_service.pb.h"
#include "overstap/v1/ledger_service.pb.h"
#include "overstap/v1/match_service.pb.h"
#include "overstap/v1/participation_facts_service.pb.h"
#include "overstap/v1/placement_service.pb.h"
#include "overstap/v1/project_service.pb.h"
#include "overstap/v1/retention_service.pb.h"
#include "overstap/v1/route_service.pb.h"
#include "overstap/v1/taxonomy_service.pb.h"
#include "overstap/v1/text_service.pb.h"
#include "overstap/v1/training_offer_service.pb.h"
#include "overstap/v1/vacancy_service.pb.h"
#include "overstap/v1/work_table_service.pb.h"

namespace overstap::client {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

// Named one by one, since the linker leaves out a generated file that nothing refers to.
std::vector<const FileDescriptor*> ServiceFiles() {
  return {v1::GetServerStatusRequest::descriptor()->file(),
          v1::GetTaxonomyRequest::descriptor()->file(),
          v1::GetJobSeekerRequest::descriptor()->file(),
          v1::GetVacancyRequest::descriptor()->file(),
          v1::GetTrainingOfferRequest::descriptor()->file(),
          v1::MatchVacanciesRequest::descriptor()->file(),
          v1::RankRoutesRequest::descriptor()->file(),
          v1::GetPlacementRequest::descriptor()->file(),
          v1::GetReportRequest::descriptor()->file(),
          v1::GetIntroductionRequest::descriptor()->file(),
          v1::GetDecisionRequest::descriptor()->file(),
          v1::ListRetentionDueRequest::descriptor()->file(),
          v1::GetParticipationFactsRequest::descriptor()->file(),
          v1::GetWorkTableRequest::descriptor()->file(),
          v1::GetProjectRequest::descriptor()->file(),
          v1::RenderNewsletterRequest::descriptor()->file(),
          v1::LinkOccupationRequest::descriptor()->file()};
}

std::map<const Descriptor*, const MethodDescriptor*> MethodsByRequest() {
  std::map<const Descriptor*, const MethodDescriptor*> methods;
  for (const ServiceDescriptor* service : Services()) {
    for (int i = 0; i < service->method_count(); ++i) {
      methods.emplace(service->method(i)->input_type(), service->method(i));
    }
  }
  return methods;
}

}  // namespace

const std::vector<const ServiceDescriptor*>& Services() {
  static const auto& services = *new std::vector<const ServiceDescriptor*>([] {
    std::vector<const ServiceDescriptor*> all;
    for (const FileDescriptor* file : ServiceFiles()) {
      for (int i = 0; i < file->service_count(); ++i) all.push_back(file->service(i));
    }
    return all;
  }());
  return services;
}

const MethodDescriptor* MethodOf(const Descriptor& request) {
  static const auto& methods =
      *new std::map<const Descriptor*, const MethodDescriptor*>(MethodsByRequest());
  const auto found = methods.find(&request);
  return found == methods.end() ? nullptr : found->second;
}

const MethodDescriptor* MethodNamed(const std::string& name) {
  for (const ServiceDescriptor* service : Services()) {
    if (const auto* method = service->FindMethodByName(name)) return method;
  }
  return nullptr;
}

std::string MethodPath(const MethodDescriptor& method) {
  return absl::StrCat("/", method.service()->full_name(), "/", method.name());
}

const FieldDescriptor* RequestIdField(const Descriptor& request) {
  return request.FindFieldByName("request_id");
}

bool IsSafeToRepeat(const MethodDescriptor& method) {
  if (RequestIdField(*method.input_type()) != nullptr) return true;
  static constexpr absl::string_view kReading[] = {"Get",  "List",   "Search", "Match", "Explain",
                                                   "Rank", "Export", "Replay", "Verify"};
  return std::any_of(std::begin(kReading), std::end(kReading), [&method](absl::string_view verb) {
    return absl::StartsWith(method.name(), verb);
  });
}

}  // namespace overstap::client
