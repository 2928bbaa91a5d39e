#include "clients/cpp/client.h"

#include <filesystem>
#include <fstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "overstap/v1/vacancy_service.pb.h"
#include "tests/unit/clients/fake_server.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::client {
namespace {

using overstap::testing::TempDir;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

ClientOptions Quick() {
  ClientOptions options;
  options.timeout = absl::Seconds(10);
  options.backoff.first = absl::Milliseconds(1);
  options.backoff.longest = absl::Milliseconds(2);
  return options;
}

v1::CreateVacancyRequest CreateRequest() {
  v1::CreateVacancyRequest request;
  request.mutable_vacancy()->set_name("vacancies/v-1");
  request.mutable_vacancy()->set_title("lasser");
  return request;
}

class ClientTest : public ::testing::Test {
 protected:
  const TempDir dir_;
  FakeServer server_;
  Client client_{server_.Channel(), Quick()};
};

TEST_F(ClientTest, GivesMutationsARequestIdAndADeadline) {
  const auto created = client_.Call<v1::Vacancy>(CreateRequest());
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->title(), "lasser");
  ASSERT_EQ(server_.vacancies.request_ids.size(), 1);
  EXPECT_EQ(server_.vacancies.request_ids[0].size(), 36);
  EXPECT_TRUE(server_.vacancies.had_deadline);
}

TEST_F(ClientTest, KeepsARequestIdThatIsGiven) {
  v1::CreateVacancyRequest request = CreateRequest();
  request.set_request_id("0b0f6a0e-5d1e-4c39-8a55-3a4c54a6d2d7");
  ASSERT_TRUE(client_.Call<v1::Vacancy>(request).ok());
  EXPECT_EQ(server_.vacancies.request_ids[0], request.request_id());
}

TEST_F(ClientTest, TriesAgainUnderTheSameRequestIdWhenUnavailable) {
  server_.vacancies.failures = {grpc::StatusCode::UNAVAILABLE, grpc::StatusCode::UNAVAILABLE};
  ASSERT_TRUE(client_.Call<v1::Vacancy>(CreateRequest()).ok());
  ASSERT_EQ(server_.vacancies.request_ids.size(), 3);
  EXPECT_EQ(server_.vacancies.request_ids[0], server_.vacancies.request_ids[2]);
}

TEST_F(ClientTest, GivesUpAfterTheAttemptsThatItIsAllowed) {
  server_.vacancies.failures.assign(10, grpc::StatusCode::UNAVAILABLE);
  EXPECT_TRUE(absl::IsUnavailable(client_.Call<v1::Vacancy>(CreateRequest()).status()));
  EXPECT_EQ(server_.vacancies.request_ids.size(), 4);
}

TEST_F(ClientTest, DoesNotTryAgainWhatTheServerRefused) {
  server_.vacancies.failures = {grpc::StatusCode::INVALID_ARGUMENT};
  EXPECT_TRUE(absl::IsInvalidArgument(client_.Call<v1::Vacancy>(CreateRequest()).status()));
  EXPECT_EQ(server_.vacancies.request_ids.size(), 1);
}

TEST_F(ClientTest, StopsTryingWhenTheDeadlineIsNear) {
  ClientOptions options = Quick();
  options.timeout = absl::Milliseconds(200);
  options.backoff.first = absl::Seconds(1);
  const Client hurried(server_.Channel(), options);
  server_.vacancies.failures.assign(10, grpc::StatusCode::UNAVAILABLE);
  EXPECT_TRUE(absl::IsUnavailable(hurried.Call<v1::Vacancy>(CreateRequest()).status()));
  EXPECT_EQ(server_.vacancies.request_ids.size(), 1);
}

TEST_F(ClientTest, SaysWhoCalls) {
  std::ofstream(dir_ / "jan.token") << "jan.token.1\n";
  const Client caseworker =
      client_.As({.token_file = dir_ / "jan.token", .role = "caseworker", .purpose = ""});
  ASSERT_TRUE(caseworker.Call<v1::Vacancy>(CreateRequest()).ok());
  EXPECT_THAT(server_.vacancies.metadata, Contains(Pair("authorization", "Bearer jan.token.1")));
  EXPECT_THAT(server_.vacancies.metadata, Contains(Pair("overstap-role", "caseworker")));
  EXPECT_EQ(server_.vacancies.metadata.count("overstap-purpose"), 0);
  EXPECT_EQ(server_.vacancies.metadata.count("overstap-principal"), 0);
  ASSERT_TRUE(client_.Call<v1::Vacancy>(CreateRequest()).ok());
  EXPECT_EQ(server_.vacancies.metadata.count("authorization"), 0);
}

TEST_F(ClientTest, ReadsARenewedTokenAndDropsTheOldOne) {
  ClientOptions options = Quick();
  options.token_file = dir_ / "token";
  std::ofstream(options.token_file) << "first";
  const Client client(server_.Channel(), options);
  ASSERT_TRUE(client.Call<v1::Vacancy>(CreateRequest()).ok());
  EXPECT_THAT(server_.vacancies.metadata, Contains(Pair("authorization", "Bearer first")));
  std::ofstream(options.token_file) << "renewed";
  ASSERT_TRUE(client.Call<v1::Vacancy>(CreateRequest()).ok());
  EXPECT_THAT(server_.vacancies.metadata, Contains(Pair("authorization", "Bearer renewed")));
  for (const char* text : {"", "two words", "line\nbreak: x", "\x01"}) {
    std::ofstream(options.token_file) << text;
    const absl::Status refused = client.Call<v1::Vacancy>(CreateRequest()).status();
    EXPECT_TRUE(absl::IsUnauthenticated(refused)) << refused;
    EXPECT_THAT(refused.ToString(), Not(HasSubstr("words")));
  }
  std::filesystem::remove(options.token_file);
  EXPECT_TRUE(absl::IsUnauthenticated(client.Call<v1::Vacancy>(CreateRequest()).status()));
}

TEST_F(ClientTest, SendsAFixedToken) {
  ClientOptions options = Quick();
  options.server = server_.address();
  options.token = "fixed";
  ASSERT_TRUE(Client(options).Call<v1::Vacancy>(CreateRequest()).ok());
  EXPECT_THAT(server_.vacancies.metadata, Contains(Pair("authorization", "Bearer fixed")));
}

TEST(Credentials, PlainTextIsForLoopbackAlone) {
  for (const char* server : {"127.0.0.1:7070", "127.9.9.9:1", "localhost:7070", "[::1]:7070",
                             "dns:///localhost:1", "unix:/run/overstap.sock"}) {
    EXPECT_FALSE(UsesTls(server, {})) << server;
    EXPECT_TRUE(UsesTls(server, {.ca_file = "ca.pem"})) << server;
  }
  for (const char* server :
       {"127.evil.example:7070", "10.0.0.1:7070", "overstap.example:443", "[::2]:1",
        "localhost.evil.example:1", "0.0.0.0:1", "127.1:1", "dns://8.8.8.8/localhost:1"}) {
    EXPECT_TRUE(UsesTls(server, {})) << server;
  }
}

TEST(Credentials, NamesTheFileThatIsMissing) {
  ClientOptions options = Quick();
  options.ca_file = "/no/such/ca.pem";
  options.token = "secret-token";
  const absl::Status status = Client(options).CheckHealth();
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  EXPECT_THAT(status.ToString(), HasSubstr("/no/such/ca.pem"));
  EXPECT_THAT(status.ToString(), Not(HasSubstr("secret")));
  options = Quick();
  options.certificate_file = "c.pem";
  EXPECT_TRUE(absl::IsInvalidArgument(Client(options).CheckHealth()));
  options.key_file = "k.pem";
  EXPECT_THAT(Client(options).CheckHealth().ToString(), HasSubstr("needs TLS"));
}

TEST_F(ClientTest, RefusesAReplyOfTheWrongType) {
  v1::GetVacancyRequest request;
  EXPECT_EQ(client_.Call<v1::ListVacanciesResponse>(request).status().code(),
            absl::StatusCode::kInternal);
  EXPECT_EQ(client_.Call<v1::Vacancy>(v1::Vacancy()).status().code(), absl::StatusCode::kInternal);
}

TEST_F(ClientTest, StreamsImports) {
  auto stream = client_.OpenImport(*v1::ImportVacanciesRequest::descriptor());
  ASSERT_TRUE(stream.ok());
  v1::ImportVacanciesRequest item;
  for (int i = 0; i < 500; ++i) {
    item.mutable_vacancy()->set_name("vacancies/v-" + std::to_string(i));
    item.mutable_vacancy()->set_title(i == 7 ? "" : "lasser");
    ASSERT_TRUE((*stream)->Write(item));
  }
  const auto summary = (*stream)->Finish<v1::ImportSummary>();
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(summary->created_count(), 499);
  ASSERT_EQ(summary->rejected_items_size(), 1);
  EXPECT_EQ(summary->rejected_items(0).item_index(), 7);
}

TEST_F(ClientTest, AnImportThatTheServerEndsSaysWhy) {
  server_.vacancies.failures = {grpc::StatusCode::PERMISSION_DENIED};
  auto stream = client_.OpenImport(*v1::ImportVacanciesRequest::descriptor());
  ASSERT_TRUE(stream.ok());
  v1::ImportVacanciesRequest item;
  item.mutable_vacancy()->set_description(std::string(100'000, 'x'));
  for (int i = 0; i < 1000 && (*stream)->Write(item); ++i) {
  }
  EXPECT_TRUE(absl::IsPermissionDenied((*stream)->Finish<v1::ImportSummary>().status()));
}

TEST_F(ClientTest, AnImportThatIsDroppedEnds) {
  {
    auto stream = client_.OpenImport(*v1::ImportVacanciesRequest::descriptor());
    ASSERT_TRUE(stream.ok());
    v1::ImportVacanciesRequest item;
    EXPECT_TRUE((*stream)->Write(item));
  }
  // The service handles one call at a time: this one waits until the stream has ended.
  EXPECT_TRUE(client_.Call<v1::Vacancy>(CreateRequest()).ok());
}

TEST_F(ClientTest, KnowsWhetherTheServerServes) {
  EXPECT_TRUE(client_.CheckHealth().ok());
  server_.server().GetHealthCheckService()->SetServingStatus(false);
  EXPECT_TRUE(absl::IsUnavailable(client_.CheckHealth()));
}

TEST(Client, SaysThatNobodyListens) {
  ClientOptions options = Quick();
  options.server = "127.0.0.1:1";
  EXPECT_TRUE(absl::IsUnavailable(Client(options).CheckHealth()));
}

}  // namespace
}  // namespace overstap::client
