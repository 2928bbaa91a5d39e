#include "overstap/v1/training_offer_service.grpc.pb.h"
#include "services/api/services.h"
#include "services/api/standard_methods.h"

namespace overstap::api {
namespace {

class TrainingOfferService final : public v1::TrainingOfferService::CallbackService {
 public:
  explicit TrainingOfferService(const Backend& backend) : methods_(backend) {}

  grpc::ServerUnaryReactor* CreateTrainingOffer(grpc::CallbackServerContext* context,
                                                const v1::CreateTrainingOfferRequest* request,
                                                v1::TrainingOffer* reply) override {
    return methods_.Create(context, request, reply);
  }
  grpc::ServerUnaryReactor* GetTrainingOffer(grpc::CallbackServerContext* context,
                                             const v1::GetTrainingOfferRequest* request,
                                             v1::TrainingOffer* reply) override {
    return methods_.Get(context, request, reply);
  }
  grpc::ServerUnaryReactor* ListTrainingOffers(grpc::CallbackServerContext* context,
                                               const v1::ListTrainingOffersRequest* request,
                                               v1::ListTrainingOffersResponse* reply) override {
    return methods_.List(context, request, reply);
  }
  grpc::ServerUnaryReactor* UpdateTrainingOffer(grpc::CallbackServerContext* context,
                                                const v1::UpdateTrainingOfferRequest* request,
                                                v1::TrainingOffer* reply) override {
    return methods_.Update(context, request, reply);
  }
  grpc::ServerUnaryReactor* DeleteTrainingOffer(grpc::CallbackServerContext* context,
                                                const v1::DeleteTrainingOfferRequest* request,
                                                google::protobuf::Empty* reply) override {
    return methods_.Delete(context, request, reply);
  }
  grpc::ServerReadReactor<v1::ImportTrainingOffersRequest>* ImportTrainingOffers(
      grpc::CallbackServerContext* context, v1::ImportSummary* reply) override {
    return methods_.Import(context, reply);
  }

 private:
  const StandardMethods<TrainingOfferTraits> methods_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeTrainingOfferService(const Backend& backend) {
  return std::make_unique<TrainingOfferService>(backend);
}

}  // namespace overstap::api
