#include "overstap/v1/job_seeker_service.grpc.pb.h"
#include "services/api/services.h"
#include "services/api/standard_methods.h"

namespace overstap::api {
namespace {

class JobSeekerService final : public v1::JobSeekerService::CallbackService {
 public:
  explicit JobSeekerService(const Backend& backend) : methods_(backend) {}

  grpc::ServerUnaryReactor* CreateJobSeeker(grpc::CallbackServerContext* context,
                                            const v1::CreateJobSeekerRequest* request,
                                            v1::JobSeeker* reply) override {
    return methods_.Create(context, request, reply);
  }
  grpc::ServerUnaryReactor* GetJobSeeker(grpc::CallbackServerContext* context,
                                         const v1::GetJobSeekerRequest* request,
                                         v1::JobSeeker* reply) override {
    return methods_.Get(context, request, reply);
  }
  grpc::ServerUnaryReactor* ListJobSeekers(grpc::CallbackServerContext* context,
                                           const v1::ListJobSeekersRequest* request,
                                           v1::ListJobSeekersResponse* reply) override {
    return methods_.List(context, request, reply);
  }
  grpc::ServerUnaryReactor* UpdateJobSeeker(grpc::CallbackServerContext* context,
                                            const v1::UpdateJobSeekerRequest* request,
                                            v1::JobSeeker* reply) override {
    return methods_.Update(context, request, reply);
  }
  grpc::ServerUnaryReactor* DeleteJobSeeker(grpc::CallbackServerContext* context,
                                            const v1::DeleteJobSeekerRequest* request,
                                            google::protobuf::Empty* reply) override {
    return methods_.Delete(context, request, reply);
  }
  grpc::ServerReadReactor<v1::ImportJobSeekersRequest>* ImportJobSeekers(
      grpc::CallbackServerContext* context, v1::ImportSummary* reply) override {
    return methods_.Import(context, reply);
  }

 private:
  const StandardMethods<JobSeekerTraits> methods_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeJobSeekerService(const Backend& backend) {
  return std::make_unique<JobSeekerService>(backend);
}

}  // namespace overstap::api
