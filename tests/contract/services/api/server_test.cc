// The server around the API: health, reflection, refusals to start, a clean end.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"
#include "overstap/v1/admin_service.grpc.pb.h"
#include "tests/contract/services/api/api_server.h"
#include "tests/contract/services/api/said_authenticator.h"

namespace overstap {
namespace {

using testing::HasSubstr;

config::ServerConfig ConfigOn(const std::string& dir) {
  config::ServerConfig config;
  config.listen = "127.0.0.1:0";
  config.data_dir = dir;
  config.region_dir = std::string(OVERSTAP_SOURCE_DIR) + "/data/region";
  return config;
}

ServerParts Parts() {
  ServerParts parts;
  parts.authenticator = std::make_unique<SaidAuthenticator>();
  return parts;
}

TEST(ServerStart, IsRefusedWhereNobodyCanProveWhoTheyAre) {
  const auto server = Server::Start(ConfigOn(testing::TempDir() + "/never"));
  EXPECT_EQ(server.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(server.status().message()), HasSubstr("nobody could call"));
}

TEST(ServerStart, ServesPlainTextOnlyOnLoopback) {
  config::ServerConfig config = ConfigOn(testing::TempDir() + "/never");
  for (const char* listen :
       {"0.0.0.0:7070", "192.168.1.2:7070", "[::]:7070", "example.org:1", "127.evil.example:1"}) {
    config.listen = listen;
    const auto server = Server::Start(config, Parts());
    EXPECT_EQ(server.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(server.status().message()), HasSubstr("loopback"));
  }
  EXPECT_FALSE(std::filesystem::exists(config.data_dir));
}

TEST(ServerStart, IsRefusedOnAFolderInUse) {
  ApiServer first({.with_taxonomy = false});
  const auto second = Server::Start(ConfigOn(first.dir() + "/data"), Parts());
  EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(second.status().message()), HasSubstr("another"));
}

TEST(ServerStart, IsRefusedOnAPortInUse) {
  ApiServer first({.with_taxonomy = false});
  config::ServerConfig config = ConfigOn(first.dir() + "/other");
  config.listen = first.server().address();
  const auto second = Server::Start(config, Parts());
  EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(second.status().message()), HasSubstr("cannot listen"));
}

TEST(ServerStart, WritesItsAddressToAFile) {
  const std::string file = testing::TempDir() + "/overstap_address";
  std::filesystem::remove(file);
  ApiServer server({.with_taxonomy = false,
                    .adjust = [&](config::ServerConfig* config) { config->address_file = file; }});
  std::string address;
  std::ifstream(file) >> address;
  EXPECT_EQ(address, server.server().address());
  EXPECT_NE(address, "127.0.0.1:0");
}

TEST(ServerStart, AnswersHealthChecks) {
  ApiServer server({.with_taxonomy = false});
  auto channel = grpc::CreateChannel(server.server().address(), grpc::InsecureChannelCredentials());
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  const grpc::ByteBuffer request(nullptr, 0);
  grpc::ByteBuffer reply;
  grpc::CompletionQueue queue;
  auto call = stub.PrepareUnaryCall(&context, "/grpc.health.v1.Health/Check", request, &queue);
  call->StartCall();
  grpc::Status status;
  call->Finish(&reply, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  ASSERT_TRUE(queue.Next(&tag, &ok));
  EXPECT_TRUE(status.ok()) << status.error_message();
  grpc::Slice bytes;
  ASSERT_TRUE(reply.DumpToSingleSlice(&bytes).ok());
  // HealthCheckResponse{status: SERVING}.
  EXPECT_EQ(std::string(bytes.begin(), bytes.end()), std::string("\x08\x01"));
}

TEST(ServerStart, TellsItsOperatorWhatIsWrongWithTheCallersKeys) {
  std::string dir = testing::TempDir() + "/overstap_warned_XXXXXX";
  ASSERT_NE(mkdtemp(dir.data()), nullptr);
  ServerParts parts;
  parts.authenticator = std::make_unique<SaidAuthenticator>("the keys cannot be had");
  const auto server = Server::Start(ConfigOn(dir + "/data"), std::move(parts));
  ASSERT_TRUE(server.ok()) << server.status();
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Said anna|uwv|operator");
  v1::GetServerStatusRequest request;
  request.set_name("servers/self");
  v1::ServerStatus reply;
  const grpc::Status status = v1::AdminService::NewStub((*server)->InProcessChannel())
                                  ->GetServerStatus(&context, request, &reply);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_TRUE(reply.accepts_writes());
  EXPECT_THAT(reply.warnings(), testing::ElementsAre("the keys cannot be had"));
  (*server)->Shutdown();
  std::filesystem::remove_all(dir);
}

TEST(ServerStop, ComesTwiceWithoutHarmAndKeepsWhatWasAnswered) {
  ApiServer server;
  const Outcome made = server.Call("VacancyService.CreateVacancy",
                                   absl::StrCat("vacancy { name: 'vacancies/v' ", kVacancy, "}"));
  ASSERT_TRUE(made.status.ok()) << made;
  server.server().Shutdown();
  server.server().Shutdown();
  server.Restart();
  EXPECT_TRUE(server.Call("VacancyService.GetVacancy", "name: 'vacancies/v'").status.ok());
}

}  // namespace
}  // namespace overstap
