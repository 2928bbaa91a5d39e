// The gRPC services, one per file.
//
//   std::vector<std::unique_ptr<grpc::Service>> services = MakeServices(backend);
//
// Safe from any thread. The backend outlives them.
#ifndef OVERSTAP_SERVICES_API_SERVICES_H_
#define OVERSTAP_SERVICES_API_SERVICES_H_

#include <memory>
#include <string>
#include <vector>

#include "grpcpp/impl/codegen/service_type.h"
#include "services/api/backend.h"

namespace overstap::api {

std::unique_ptr<grpc::Service> MakeIntroductionService(const Backend& backend);
std::unique_ptr<grpc::Service> MakeJobSeekerService(const Backend& backend);
std::unique_ptr<grpc::Service> MakeVacancyService(const Backend& backend);
std::unique_ptr<grpc::Service> MakeTrainingOfferService(const Backend& backend);
std::unique_ptr<grpc::Service> MakePlacementService(const Backend& backend);
std::unique_ptr<grpc::Service> MakeLedgerService(const Backend& backend);
std::unique_ptr<grpc::Service> MakeTaxonomyService(const Backend& backend);
std::unique_ptr<grpc::Service> MakeMatchService(const Backend& backend);
std::unique_ptr<grpc::Service> MakeRouteService(const Backend& backend);
std::unique_ptr<grpc::Service> MakeAdminService(const Backend& backend);
std::unique_ptr<grpc::Service> MakeParticipationFactsService(const Backend& backend);
std::unique_ptr<grpc::Service> MakeDecisionService(const Backend& backend);
std::unique_ptr<grpc::Service> MakeRetentionService(const Backend& backend);
std::unique_ptr<grpc::Service> MakeWorkTableService(const Backend& backend);
std::unique_ptr<grpc::Service> MakeProjectService(const Backend& backend);
std::unique_ptr<grpc::Service> MakeDocumentService(const Backend& backend);
std::unique_ptr<grpc::Service> MakeTextService(const Backend& backend);

// All of them.
std::vector<std::unique_ptr<grpc::Service>> MakeServices(const Backend& backend);
// Their full names: the gate lets in calls of these alone.
std::vector<std::string> ServiceNames();

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_SERVICES_H_
