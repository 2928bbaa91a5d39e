#include "services/api/services.h"

#include "overstap/v1/admin_service.grpc.pb.h"
#include "overstap/v1/decision_service.grpc.pb.h"
#include "overstap/v1/document_service.grpc.pb.h"
#include "overstap/v1/introduction_service.grpc.pb.h"
#include "overstap/v1/job_seeker_service.grpc.pb.h"
#include "overstap/v1/ledger_service.grpc.pb.h"
#include "overstap/v1/match_service.grpc.pb.h"
#include "overstap/v1/participation_facts_service.grpc.pb.h"
#include "overstap/v1/placement_service.grpc.pb.h"
#include "overstap/v1/project_service.grpc.pb.h"
#include "overstap/v1/retention_service.grpc.pb.h"
#include "overstap/v1/route_service.grpc.pb.h"
#include "overstap/v1/taxonomy_service.grpc.pb.h"
#include "overstap/v1/text_service.grpc.pb.h"
#include "overstap/v1/training_offer_service.grpc.pb.h"
#include "overstap/v1/vacancy_service.grpc.pb.h"
#include "overstap/v1/work_table_service.grpc.pb.h"

namespace overstap::api {

std::vector<std::unique_ptr<grpc::Service>> MakeServices(const Backend& backend) {
  std::vector<std::unique_ptr<grpc::Service>> services;
  for (const auto make :
       {MakeJobSeekerService, MakeVacancyService, MakeTrainingOfferService, MakePlacementService,
        MakeLedgerService, MakeTaxonomyService, MakeMatchService, MakeRouteService,
        MakeIntroductionService, MakeAdminService, MakeParticipationFactsService,
        MakeDecisionService, MakeRetentionService, MakeWorkTableService, MakeProjectService,
        MakeDocumentService, MakeTextService}) {
    services.push_back(make(backend));
  }
  return services;
}

std::vector<std::string> ServiceNames() {
  return {v1::JobSeekerService::service_full_name(),
          v1::VacancyService::service_full_name(),
          v1::TrainingOfferService::service_full_name(),
          v1::PlacementService::service_full_name(),
          v1::LedgerService::service_full_name(),
          v1::TaxonomyService::service_full_name(),
          v1::MatchService::service_full_name(),
          v1::RouteService::service_full_name(),
          v1::ParticipationFactsService::service_full_name(),
          v1::DecisionService::service_full_name(),
          v1::RetentionService::service_full_name(),
          v1::WorkTableService::service_full_name(),
          v1::ProjectService::service_full_name(),
          v1::DocumentService::service_full_name(),
          v1::IntroductionService::service_full_name(),
          v1::TextService::service_full_name(),
          v1::AdminService::service_full_name()};
}

}  // namespace overstap::api
