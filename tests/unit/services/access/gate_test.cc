// The interceptor's last line of defence: a handler that answers without asking the gate is cut
// off. And who comes over the server's own socket.
#include "services/access/gate.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "google/protobuf/text_format.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "overstap/v1/job_seeker_service.grpc.pb.h"
#include "overstap/v1/taxonomy_service.grpc.pb.h"
#include "tests/contract/services/api/said_authenticator.h"

namespace overstap::access {
namespace {

// Answers whoever asks.
class CarelessService final : public v1::JobSeekerService::CallbackService {
 public:
  grpc::ServerUnaryReactor* GetJobSeeker(grpc::CallbackServerContext* context,
                                         const v1::GetJobSeekerRequest*,
                                         v1::JobSeeker* reply) override {
    ++calls;
    reply->set_name("jobSeekers/secret");
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
  int calls = 0;
};

// A service that nobody named to the gate.
class UnknownService final : public v1::TaxonomyService::CallbackService {
 public:
  grpc::ServerUnaryReactor* GetTaxonomy(grpc::CallbackServerContext* context,
                                        const v1::GetTaxonomyRequest*,
                                        v1::Taxonomy* reply) override {
    reply->set_name("taxonomies/secret");
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

region::v1::RegionConfig Config() {
  region::v1::RegionConfig config;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "purposes { id: 'care' group: 'person' roles: 'caseworker' roles: 'operator' }", &config));
  return config;
}

class GateTest : public testing::Test {
 protected:
  GateTest() {
    std::string path = testing::TempDir() + "/overstap_gate_XXXXXX";
    dir_ = mkdtemp(path.data());
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.AddListeningPort("unix:" + dir_ + "/socket", grpc::InsecureServerCredentials());
    builder.experimental().SetInterceptorCreators(gate_.InterceptorFactories());
    builder.RegisterService(&careless_);
    builder.RegisterService(&unknown_);
    server_ = builder.BuildAndStart();
    channel_ = grpc::CreateChannel("127.0.0.1:" + std::to_string(port),
                                   grpc::InsecureChannelCredentials());
  }
  ~GateTest() override {
    channel_.reset();
    server_->Shutdown();
    std::filesystem::remove_all(dir_);
  }

  using Metadata = std::map<std::string, std::string>;
  static void Prepare(const Metadata& metadata, grpc::ClientContext* context) {
    for (const auto& [key, value] : metadata) context->AddMetadata(key, value);
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  }
  grpc::Status Get(const Metadata& metadata, v1::JobSeeker* reply) {
    grpc::ClientContext context;
    Prepare(metadata, &context);
    return v1::JobSeekerService::NewStub(channel_)->GetJobSeeker(&context, {}, reply);
  }

  const region::v1::RegionConfig config_ = Config();
  const SaidAuthenticator authenticator_;
  Gate gate_{authenticator_, config_, nullptr,
             GateOptions{.services = {"overstap.v1.JobSeekerService"}}};
  CarelessService careless_;
  UnknownService unknown_;
  std::string dir_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

TEST_F(GateTest, AHandlerThatDoesNotAskIsCutOffWhereTheCallIsRefused) {
  for (const Metadata& metadata :
       {Metadata{}, Metadata{{"authorization", "Said a|uwv|employer"}},
        Metadata{{"authorization", "Said a|uwv|caseworker"}},
        Metadata{{"authorization", "Said a|uwv|caseworker"}, {"overstap-purpose", "other"}}}) {
    v1::JobSeeker reply;
    const grpc::Status status = Get(metadata, &reply);
    EXPECT_FALSE(status.ok());
    EXPECT_TRUE(reply.name().empty()) << reply.ShortDebugString();
  }
  // The handler did run: it was its answer that did not leave.
  EXPECT_EQ(careless_.calls, 4);
}

TEST_F(GateTest, AnAdmittedCallIsAnswered) {
  v1::JobSeeker reply;
  const grpc::Status status =
      Get({{"authorization", "Said a|uwv|caseworker"}, {"overstap-purpose", "care"}}, &reply);
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(reply.name(), "jobSeekers/secret");
}

TEST_F(GateTest, AServiceThatIsNotNamedAnswersNobody) {
  for (const char* role : {"platform", "operator", "caseworker", "auditor"}) {
    grpc::ClientContext context;
    Prepare({{"authorization", std::string("Said a|uwv|") + role}}, &context);
    v1::Taxonomy reply;
    const grpc::Status status =
        v1::TaxonomyService::NewStub(channel_)->GetTaxonomy(&context, {}, &reply);
    EXPECT_FALSE(status.ok()) << role;
    EXPECT_TRUE(reply.name().empty());
  }
}

TEST_F(GateTest, ACallThatPassedNoGateIsRefused) {
  const grpc::CallbackServerContext context;
  EXPECT_EQ(gate_.Of(context)->status().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(GateTest, TheOwnSocketIsTheOperatorsAndNobodyElses) {
  channel_ = grpc::CreateChannel("unix:" + dir_ + "/socket", grpc::InsecureChannelCredentials());
  v1::JobSeeker reply;
  // The operator may not call GetJobSeeker; a token counts there, too.
  EXPECT_FALSE(Get({{"overstap-purpose", "care"}}, &reply).ok());
  EXPECT_TRUE(reply.name().empty());
  EXPECT_TRUE(
      Get({{"authorization", "Said a|uwv|caseworker"}, {"overstap-purpose", "care"}}, &reply).ok());
}

}  // namespace
}  // namespace overstap::access
