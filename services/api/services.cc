#include "services/api/services.h"

namespace overstap::api {

std::vector<std::unique_ptr<grpc::Service>> MakeServices(const Backend& backend) {
  std::vector<std::unique_ptr<grpc::Service>> services;
  for (const auto make : {MakeJobSeekerService, MakeVacancyService, MakeTrainingOfferService,
                          MakePlacementService, MakeLedgerService, MakeTaxonomyService,
                          MakeMatchService, MakeRouteService, MakeAdminService}) {
    services.push_back(make(backend));
  }
  return services;
}

}  // namespace overstap::api
