// TLS as clients meet it: a server on loopback with certificates made here.
#include "services/access/server_credentials.h"

#include <sys/stat.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "overstap/v1/vacancy_service.grpc.pb.h"
#include "tests/unit/services/access/certificates.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::access {
namespace {

using overstap::testing::TempDir;
using ::testing::HasSubstr;

// Answers with the certificate that the caller brought.
class EchoService final : public overstap::v1::VacancyService::Service {
 public:
  grpc::Status GetVacancy(grpc::ServerContext* context, const overstap::v1::GetVacancyRequest*,
                          overstap::v1::Vacancy* reply) override {
    reply->set_description(PeerCertificateOf(*context->auth_context()));
    return grpc::Status::OK;
  }
};

class ServerCredentialsTest : public ::testing::Test {
 protected:
  ServerCredentialsTest() {
    Install(authority_.Issue(kServer));
    std::ofstream(dir_ / "client_ca.pem") << authority_.certificate();
  }
  ~ServerCredentialsTest() override {
    if (server_ != nullptr) server_->Shutdown();
  }

  TlsFiles Files(bool ask_clients = true) const {
    return {.certificate = dir_ / "server.pem",
            .key = dir_ / "server.key",
            .client_ca = ask_clients ? dir_ / "client_ca.pem" : "",
            .refresh = absl::Seconds(1)};
  }
  // As an operator replaces them: whole files, one after the other.
  void Install(const TestCertificate& pair) {
    Replace("server.key", pair.key);
    chmod((dir_ / "server.key").c_str(), S_IRUSR | S_IWUSR);
    Replace("server.pem", pair.certificate);
  }
  void Replace(const std::string& name, const std::string& text) {
    std::ofstream(dir_ / "new") << text;
    std::filesystem::rename(dir_ / "new", dir_ / name);
  }
  void Start(const TlsFiles& files) {
    const auto credentials = MakeServerCredentials(files, absl::Now());
    ASSERT_TRUE(credentials.ok()) << credentials.status();
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", *credentials, &port_);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
  }
  // A call on a connection of its own.
  struct Reply {
    grpc::Status status;
    std::string peer;  // the certificate that the server saw
  };
  Reply Call(const std::shared_ptr<grpc::ChannelCredentials>& credentials) const {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    const auto channel =
        grpc::CreateCustomChannel(absl::StrCat("127.0.0.1:", port_), credentials, arguments);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    overstap::v1::Vacancy reply;
    Reply result;
    result.status = overstap::v1::VacancyService::NewStub(channel)->GetVacancy(
        &context, overstap::v1::GetVacancyRequest(), &reply);
    result.peer = reply.description();
    return result;
  }
  static std::shared_ptr<grpc::ChannelCredentials> Trusting(const TestAuthority& authority,
                                                            const TestCertificate& own = {}) {
    return grpc::SslCredentials({.pem_root_certs = authority.certificate(),
                                 .pem_private_key = own.key,
                                 .pem_cert_chain = own.certificate});
  }

  static inline const CertificateRequest kServer{.name = "localhost",
                                                 .alternatives = "DNS:localhost,IP:127.0.0.1"};
  const TempDir dir_;
  const TestAuthority authority_{"Region CA"};
  const TestAuthority stranger_{"Another CA"};
  EchoService service_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

TEST_F(ServerCredentialsTest, ClientsMayComeWithAndWithoutACertificate) {
  Start(Files());
  const Reply without = Call(Trusting(authority_));
  EXPECT_TRUE(without.status.ok()) << without.status.error_message();
  EXPECT_EQ(without.peer, "");
  const TestCertificate machine = authority_.Issue({.name = "machine"});
  const Reply with = Call(Trusting(authority_, machine));
  EXPECT_TRUE(with.status.ok()) << with.status.error_message();
  EXPECT_EQ(with.peer, machine.certificate);
}

TEST_F(ServerCredentialsTest, ACertificateOfSomebodyElseOrOutOfDateIsRefused) {
  Start(Files());
  EXPECT_FALSE(Call(Trusting(authority_, stranger_.Issue({.name = "machine"}))).status.ok());
  const TestCertificate expired =
      authority_.Issue({.name = "machine", .until = absl::Now() - absl::Minutes(1)});
  EXPECT_FALSE(Call(Trusting(authority_, expired)).status.ok());
  const TestCertificate early =
      authority_.Issue({.name = "machine", .from = absl::Now() + absl::Minutes(5)});
  EXPECT_FALSE(Call(Trusting(authority_, early)).status.ok());
  EXPECT_TRUE(Call(Trusting(authority_)).status.ok());
}

TEST_F(ServerCredentialsTest, WithoutAClientAuthorityNoCertificateIsBelieved) {
  Start(Files(/*ask_clients=*/false));
  const Reply reply = Call(Trusting(authority_, authority_.Issue({.name = "machine"})));
  EXPECT_TRUE(reply.status.ok()) << reply.status.error_message();
  EXPECT_EQ(reply.peer, "");
}

TEST_F(ServerCredentialsTest, PlainTextIsRefusedAndSoIsAServerThatIsNotTrusted) {
  Start(Files());
  EXPECT_FALSE(Call(grpc::InsecureChannelCredentials()).status.ok());
  EXPECT_FALSE(Call(Trusting(stranger_)).status.ok());
}

TEST_F(ServerCredentialsTest, ANewCertificateIsTakenWithoutARestart) {
  Start(Files());
  ASSERT_TRUE(Call(Trusting(authority_)).status.ok());
  ASSERT_FALSE(Call(Trusting(stranger_)).status.ok());
  Install(stranger_.Issue(kServer));
  bool taken = false;
  for (int i = 0; i < 100 && !taken; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    taken = Call(Trusting(stranger_)).status.ok();
  }
  EXPECT_TRUE(taken);
  EXPECT_FALSE(Call(Trusting(authority_)).status.ok());
}

TEST_F(ServerCredentialsTest, SpeaksTls12AndLaterOnly) {
  Start(Files());
  const auto handshake = [this](const std::string& options) {
    const std::string command = absl::StrCat(
        "openssl s_client -connect 127.0.0.1:", port_, " -CAfile '", dir_ / "client_ca.pem",
        "' -verify_return_error -alpn h2 ", options, " </dev/null >/dev/null 2>&1");
    return std::system(command.c_str()) == 0;
  };
  EXPECT_TRUE(handshake("-tls1_2"));
  EXPECT_TRUE(handshake("-tls1_3"));
  EXPECT_FALSE(handshake("-tls1_1 -cipher ALL:@SECLEVEL=0"));
}

TEST_F(ServerCredentialsTest, NamesTheFileThatIsWrong) {
  const auto refusal = [](const TlsFiles& files) {
    const auto credentials = MakeServerCredentials(files, absl::Now());
    EXPECT_TRUE(absl::IsInvalidArgument(credentials.status())) << credentials.status();
    return std::string(credentials.status().message());
  };
  TlsFiles files = Files();
  files.certificate = dir_ / "none.pem";
  EXPECT_THAT(refusal(files), HasSubstr("none.pem: cannot be read"));
  files = Files();
  files.certificate = dir_ / "server.key";
  EXPECT_THAT(refusal(files), HasSubstr("server.key: is no certificate"));
  files = Files();
  files.client_ca = dir_ / "server.key";
  EXPECT_THAT(refusal(files), HasSubstr("server.key: is no certificate"));
  chmod((dir_ / "server.key").c_str(), 0644);
  EXPECT_THAT(refusal(Files()), HasSubstr("everyone may read"));
  Replace("server.key", authority_.Issue(kServer).key);
  chmod((dir_ / "server.key").c_str(), S_IRUSR);
  EXPECT_THAT(refusal(Files()), HasSubstr("is not the key of"));
  Install(authority_.Issue({.name = "localhost", .until = absl::Now() - absl::Minutes(1)}));
  EXPECT_THAT(refusal(Files()), HasSubstr("has expired"));
}

TEST_F(ServerCredentialsTest, PlainTextNeedsNoFiles) {
  EXPECT_TRUE(MakeServerCredentials({}, absl::Now()).ok());
}

}  // namespace
}  // namespace overstap::access
