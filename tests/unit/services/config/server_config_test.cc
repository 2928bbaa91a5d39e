#include "services/config/server_config.h"

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::config {
namespace {

using overstap::testing::TempDir;
using ::testing::AllOf;
using ::testing::HasSubstr;

class ServerConfigTest : public ::testing::Test {
 protected:
  absl::StatusOr<ServerCommand> Parse(const std::vector<std::string>& arguments) {
    std::vector<const char*> argv = {"overstapd"};
    for (const std::string& argument : arguments) argv.push_back(argument.c_str());
    return ParseCommandLine(static_cast<int>(argv.size()), argv.data());
  }
  // With tokens, which every server needs where it has no certificates.
  absl::StatusOr<ServerCommand> ParseWithTokens(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), tokens_.begin(), tokens_.end());
    return Parse(arguments);
  }
  std::string File(const std::string& name) {
    std::ofstream(dir_ / name) << "x";
    return dir_ / name;
  }
  std::string MessageWithTokens(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), tokens_.begin(), tokens_.end());
    return Message(arguments);
  }
  std::string Message(const std::vector<std::string>& arguments) {
    const auto parsed = Parse(arguments);
    EXPECT_TRUE(absl::IsInvalidArgument(parsed.status())) << parsed.status();
    return std::string(parsed.status().message());
  }

  TempDir dir_;
  std::string data_ = "--data-dir=" + (dir_ / "data");
  std::string region_ = "--region-dir=" + dir_.path().string();
  std::vector<std::string> tokens_ = {"--jwks=" + File("jwks.json"), "--token-issuer=i",
                                      "--token-audience=a"};
};

TEST_F(ServerConfigTest, ReadsKeysAndKeepsDefaults) {
  const auto parsed = ParseWithTokens(
      {data_, region_, "--listen=127.0.0.1:0", "--address-file=/tmp/a", "--max-request-seconds=5"});
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->help, "");
  EXPECT_EQ(parsed->config.listen, "127.0.0.1:0");
  EXPECT_EQ(parsed->config.data_dir, dir_ / "data");
  EXPECT_EQ(parsed->config.region_dir, dir_.path().string());
  EXPECT_EQ(parsed->config.address_file, "/tmp/a");
  EXPECT_EQ(parsed->config.max_request_seconds, 5);
  EXPECT_EQ(parsed->config.page_snapshots, 8);
}

TEST_F(ServerConfigTest, NamesAnUnknownKey) {
  EXPECT_THAT(Message({data_, region_, "--lisen=127.0.0.1:0"}), HasSubstr("--lisen"));
}

TEST_F(ServerConfigTest, NamesEveryWrongValueAtOnce) {
  EXPECT_THAT(Message({"--listen=here", "--region-dir=/nowhere/at/all", "--page-minutes=0",
                       "--postcodes=/nowhere.csv"}),
              AllOf(HasSubstr("--listen"), HasSubstr("--data-dir: is required"),
                    HasSubstr("--region-dir"), HasSubstr("--page-minutes: 0"),
                    HasSubstr("--postcodes: there is no file /nowhere.csv")));
  EXPECT_THAT(Message({data_, region_, "--listen=127.0.0.1:70000"}), HasSubstr("--listen"));
  EXPECT_THAT(Message({data_, region_, "--max-message-mib=many"}), HasSubstr("max-message-mib"));
}

TEST_F(ServerConfigTest, PlainTextIsForLoopbackAlone) {
  for (const char* listen :
       {"0.0.0.0:7070", "192.168.1.2:7070", "[::]:7070", "example.org:1", "127.evil.example:1"}) {
    EXPECT_THAT(MessageWithTokens({data_, region_, absl::StrCat("--listen=", listen)}),
                AllOf(HasSubstr("without TLS"), HasSubstr("loopback")));
    EXPECT_TRUE(ParseWithTokens({data_, region_, absl::StrCat("--listen=", listen),
                                 "--tls-certificate=" + File("c"), "--tls-key=" + File("k")})
                    .ok())
        << listen;
  }
  for (const char* listen : {"127.0.0.1:0", "[::1]:1", "localhost:1", "unix:/tmp/s"}) {
    EXPECT_TRUE(ParseWithTokens({data_, region_, absl::StrCat("--listen=", listen)}).ok());
  }
}

TEST_F(ServerConfigTest, SomebodyMustBeAbleToCall) {
  EXPECT_THAT(Message({data_, region_}),
              AllOf(HasSubstr("nobody could call"), HasSubstr("overstap-admin keys create"),
                    HasSubstr("--principals")));
  EXPECT_THAT(
      Message({data_, region_, "--jwks=" + File("jwks.json")}),
      AllOf(HasSubstr("--token-issuer: is required"), HasSubstr("--token-audience: is required")));
  EXPECT_THAT(Message({data_, region_, "--token-issuer=i"}),
              HasSubstr("--token-issuer: needs --jwks"));
  EXPECT_THAT(
      Message({data_, region_, "--jwks=/none.json", "--token-issuer=i", "--token-audience=a"}),
      HasSubstr("--jwks: there is no file /none.json"));
  EXPECT_TRUE(Parse({data_, region_, "--jwks=https://issuer.test/keys", "--token-issuer=i",
                     "--token-audience=a"})
                  .ok());
}

TEST_F(ServerConfigTest, CertificatesComeTogether) {
  const std::string certificate = "--tls-certificate=" + File("c");
  const std::string key = "--tls-key=" + File("k");
  const std::string authority = "--tls-client-ca=" + File("ca");
  const std::string principals = "--principals=" + File("p");
  EXPECT_THAT(MessageWithTokens({data_, region_, certificate}), HasSubstr("needs --tls-key"));
  EXPECT_THAT(MessageWithTokens({data_, region_, key}), HasSubstr("needs --tls-certificate"));
  EXPECT_THAT(MessageWithTokens({data_, region_, authority}), HasSubstr("--tls-client-ca: needs"));
  EXPECT_THAT(Message({data_, region_, principals}), HasSubstr("--principals: needs"));
  EXPECT_THAT(MessageWithTokens({data_, region_, "--tls-certificate=/none", "--tls-key=/none"}),
              HasSubstr("there is no file /none"));
  const auto machines = Parse({data_, region_, certificate, key, authority, principals});
  ASSERT_TRUE(machines.ok()) << machines.status();
  EXPECT_EQ(machines->config.principals_file, dir_ / "p");
  EXPECT_THAT(MessageWithTokens({data_, region_, "--clock-skew-seconds=301"}),
              HasSubstr("--clock-skew-seconds: 301"));
}

TEST_F(ServerConfigTest, ReadsAFileThatTheCommandLineOverrides) {
  std::ofstream(dir_ / "conf") << "# Where\nlisten = 127.0.0.1:7171  # free\npage-minutes = 7\n"
                               << "region-dir = " << dir_.path().string() << "\n";
  const auto parsed =
      ParseWithTokens({"--config=" + (dir_ / "conf"), data_, "--listen=127.0.0.1:0"});
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->config.listen, "127.0.0.1:0");
  EXPECT_EQ(parsed->config.page_minutes, 7);
  EXPECT_EQ(parsed->config.region_dir, dir_.path().string());
}

TEST_F(ServerConfigTest, NamesWhatIsWrongInAFile) {
  const auto message = [this](const std::string& text) {
    std::ofstream(dir_ / "conf", std::ios::trunc) << text << "\n";
    return Message({"--config=" + (dir_ / "conf"), data_, region_});
  };
  EXPECT_THAT(message("page-minuts = 5"), HasSubstr("not known: page-minuts"));
  EXPECT_THAT(message("page-minutes = many"), HasSubstr("page-minutes"));
  EXPECT_THAT(message("page-minutes = 99"), HasSubstr("--page-minutes: 99"));
  EXPECT_THAT(Message({"--config=/nowhere/conf", data_, region_}), HasSubstr("/nowhere/conf"));
}

// What systemd hands to the service alone has a place that is known at the start.
TEST_F(ServerConfigTest, FindsCredentialsWhereTheServiceManagerPutsThem) {
  std::ofstream(dir_ / "table.csv") << "x";
  std::ofstream(dir_ / "conf") << "postcodes = ${CREDENTIALS_DIRECTORY}/table.csv\n";
  setenv("CREDENTIALS_DIRECTORY", dir_.path().c_str(), 1);
  const auto parsed = ParseWithTokens({"--config=" + (dir_ / "conf"), data_, region_});
  unsetenv("CREDENTIALS_DIRECTORY");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->config.postcodes_file, dir_ / "table.csv");
}

TEST_F(ServerConfigTest, WantsABackupFolderForTheKeysOfBackups) {
  EXPECT_THAT(Message({data_, region_, "--backup-keys-dir=/tmp"}), HasSubstr("--backup-dir"));
}

TEST_F(ServerConfigTest, HelpShowsKeysAndExamples) {
  const auto parsed = Parse({"--help"});
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_THAT(parsed->help, AllOf(HasSubstr("--region-dir"), HasSubstr("--travel-minutes"),
                                  HasSubstr("Examples:")));
}

}  // namespace
}  // namespace overstap::config
