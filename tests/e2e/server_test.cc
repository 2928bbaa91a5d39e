// The server's program: what it says when it cannot start, and how it ends.
#include <signal.h>  // NOLINT(modernize-deprecated-headers): POSIX's signals

#include <filesystem>
#include <fstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/local_access.h"
#include "tests/e2e/program.h"

namespace overstap {
namespace {

using testing::HasSubstr;

class ServerProgram : public testing::Test {
 protected:
  void SetUp() override {
    std::string path = testing::TempDir() + "/overstap_e2e_XXXXXX";
    dir_ = mkdtemp(path.data());
  }
  void TearDown() override { std::filesystem::remove_all(dir_); }

  Finished Start(const std::vector<std::string>& arguments) {
    return RunProgram("overstapd", arguments, dir_);
  }

  std::string dir_;
};

TEST_F(ServerProgram, EndsWell) {
  for (const int signal : {SIGINT, SIGTERM}) {
    RunningServer server(dir_, dir_ + "/data");
    ASSERT_FALSE(server.address().empty());
    server.program().Signal(signal);
    const Finished finished = server.program().Wait();
    EXPECT_EQ(finished.exit_code, 0) << finished.err;
    std::filesystem::remove(dir_ + "/address");
  }
}

TEST_F(ServerProgram, HelpsWithExamples) {
  const Finished help = Start({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_THAT(help.out, HasSubstr("--data-dir"));
  EXPECT_THAT(help.out, HasSubstr("Examples"));
}

TEST_F(ServerProgram, NamesAKeyThatItDoesNotKnow) {
  const Finished refused = Start({"--data-dri=/tmp/x"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("--data-dri"));
}

TEST_F(ServerProgram, RefusesAnAddressThatIsNotLoopback) {
  const std::string region = std::string(OVERSTAP_SOURCE_DIR) + "/data/region";
  std::vector<std::string> arguments = Access().ServerArguments();
  for (const std::string& more : {std::string("--listen=0.0.0.0:7070"),
                                  "--data-dir=" + dir_ + "/data", "--region-dir=" + region}) {
    arguments.push_back(more);
  }
  const Finished refused = Start(arguments);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("loopback"));
}

TEST_F(ServerProgram, RefusesToServeCallersThatNobodyCanProve) {
  const std::string region = std::string(OVERSTAP_SOURCE_DIR) + "/data/region";
  const Finished refused = Start({"--data-dir=" + dir_ + "/data", "--region-dir=" + region});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("overstap-admin keys create"));
}

TEST_F(ServerProgram, SaysThatItSpeaksPlainTextAndNeverSaysAToken) {
  RunningServer server(dir_, dir_ + "/data");
  ASSERT_FALSE(server.address().empty());
  const std::string file = Access().TokenFile("caseworker", "uwv");
  std::string token;
  std::ifstream(file) >> token;
  EXPECT_EQ(RunOverstap(server.address(), {"--token-file=" + file, "targets"}, dir_).exit_code, 0);
  std::ofstream(file) << token.substr(0, token.size() - 8) << "AAAAAAAA";
  const Finished refused = RunOverstap(server.address(), {"--token-file=" + file, "targets"}, dir_);
  EXPECT_NE(refused.exit_code, 0);
  server.program().Signal(SIGTERM);
  const Finished finished = server.program().Wait();
  EXPECT_THAT(finished.out + finished.err, HasSubstr("plain text on loopback only"));
  for (const std::string& text : {finished.out + finished.err, refused.out + refused.err}) {
    for (size_t at = 0; at + 20 <= token.size(); at += 10) {
      EXPECT_THAT(text, testing::Not(HasSubstr(token.substr(at, 20))));
    }
  }
}

TEST_F(ServerProgram, RefusesAFolderInUse) {
  RunningServer server(dir_, dir_ + "/data");
  ASSERT_FALSE(server.address().empty());
  RunningServer second(dir_ + "/second", dir_ + "/data");
  EXPECT_TRUE(second.address().empty());
  const Finished refused = second.program().Wait();
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("another"));
  EXPECT_TRUE(server.program().IsRunning());
}

}  // namespace
}  // namespace overstap
