#include "services/config/server_config.h"

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

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
  std::string Message(const std::vector<std::string>& arguments) {
    const auto parsed = Parse(arguments);
    EXPECT_TRUE(absl::IsInvalidArgument(parsed.status())) << parsed.status();
    return std::string(parsed.status().message());
  }

  TempDir dir_;
  std::string data_ = "--data-dir=" + (dir_ / "data");
  std::string region_ = "--region-dir=" + dir_.path().string();
};

TEST_F(ServerConfigTest, ReadsKeysAndKeepsDefaults) {
  const auto parsed = Parse(
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

TEST_F(ServerConfigTest, ReadsAFileThatTheCommandLineOverrides) {
  std::ofstream(dir_ / "conf") << "# Where\nlisten = 127.0.0.1:7171  # free\npage-minutes = 7\n"
                               << "region-dir = " << dir_.path().string() << "\n";
  const auto parsed = Parse({"--config=" + (dir_ / "conf"), data_, "--listen=127.0.0.1:0"});
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
  const auto parsed = Parse({"--config=" + (dir_ / "conf"), data_, region_});
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
