#include "overstap/v1/vacancy_service.grpc.pb.h"
#include "services/api/services.h"
#include "services/api/standard_methods.h"

namespace overstap::api {
namespace {

class VacancyService final : public v1::VacancyService::CallbackService {
 public:
  explicit VacancyService(const Backend& backend) : methods_(backend) {}

  grpc::ServerUnaryReactor* CreateVacancy(grpc::CallbackServerContext* context,
                                          const v1::CreateVacancyRequest* request,
                                          v1::Vacancy* reply) override {
    return methods_.Create(context, request, reply);
  }
  grpc::ServerUnaryReactor* GetVacancy(grpc::CallbackServerContext* context,
                                       const v1::GetVacancyRequest* request,
                                       v1::Vacancy* reply) override {
    return methods_.Get(context, request, reply);
  }
  grpc::ServerUnaryReactor* ListVacancies(grpc::CallbackServerContext* context,
                                          const v1::ListVacanciesRequest* request,
                                          v1::ListVacanciesResponse* reply) override {
    return methods_.List(context, request, reply);
  }
  grpc::ServerUnaryReactor* UpdateVacancy(grpc::CallbackServerContext* context,
                                          const v1::UpdateVacancyRequest* request,
                                          v1::Vacancy* reply) override {
    return methods_.Update(context, request, reply);
  }
  grpc::ServerUnaryReactor* DeleteVacancy(grpc::CallbackServerContext* context,
                                          const v1::DeleteVacancyRequest* request,
                                          google::protobuf::Empty* reply) override {
    return methods_.Delete(context, request, reply);
  }
  grpc::ServerReadReactor<v1::ImportVacanciesRequest>* ImportVacancies(
      grpc::CallbackServerContext* context, v1::ImportSummary* reply) override {
    return methods_.Import(context, reply);
  }

 private:
  const StandardMethods<VacancyTraits> methods_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeVacancyService(const Backend& backend) {
  return std::make_unique<VacancyService>(backend);
}

}  // namespace overstap::api
