// The Debian package: what is in it, what it needs, that dpkg takes it, and that the server in it
// starts and tells the service manager so. On a machine that systemd runs and that may be changed
// (OVERSTAP_TEST_INSTALL=1, root), it is installed and its unit started too.
#include <signal.h>  // NOLINT(modernize-deprecated-headers): POSIX's signals
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <regex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/local_access.h"
#include "tests/e2e/program.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::e2e {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Output {
  int exit_code = -1;
  std::string text;  // standard output and error
};

Output Shell(const std::string& command) {
  Output output;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return output;
  std::array<char, 4096> part;
  while (std::fgets(part.data(), part.size(), pipe) != nullptr) output.text += part.data();
  const int status = pclose(pipe);
  output.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return output;
}

bool Has(const std::string& program) { return Shell("command -v " + program).exit_code == 0; }

std::string ReadText(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Where the service manager would listen.
class NotifySocket {
 public:
  explicit NotifySocket(const std::string& path)
      : descriptor_(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof(address.sun_path) - 1);
    EXPECT_EQ(bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    timeval patience = {.tv_sec = 60, .tv_usec = 0};
    setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    setenv("NOTIFY_SOCKET", path.c_str(), 1);
  }
  ~NotifySocket() {
    unsetenv("NOTIFY_SOCKET");
    close(descriptor_);
  }
  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;

  std::string Next() const {
    std::array<char, 4096> bytes;
    const ssize_t size = recv(descriptor_, bytes.data(), bytes.size(), 0);
    return size < 0 ? "nothing came" : std::string(bytes.data(), static_cast<size_t>(size));
  }

 private:
  const int descriptor_;
};

// Built once for all tests.
class PackageTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!Has("cpack") || !Has("dpkg-deb") || !Has("dpkg-shlibdeps")) return;
    dir_ = new ::overstap::testing::TempDir();
    built_ = new Output(Shell(std::string("cd ") + OVERSTAP_BUILD_DIR + " && cpack -G DEB -B " +
                              (*dir_ / "built")));
    for (const auto& entry : std::filesystem::directory_iterator(*dir_ / "built")) {
      if (entry.path().extension() == ".deb") package_ = new std::string(entry.path().string());
    }
    if (package_ != nullptr) Shell("dpkg-deb -x " + *package_ + " " + Root());
  }
  static void TearDownTestSuite() {
    delete package_;
    delete built_;
    delete dir_;
  }
  void SetUp() override {
    if (dir_ == nullptr) {
      GTEST_SKIP() << "the package is not built here: cpack, dpkg-deb or dpkg-shlibdeps is missing";
    }
    ASSERT_NE(package_, nullptr) << built_->text;
  }

  // The package's files, unpacked.
  static std::string Root() { return *dir_ / "root"; }

  static ::overstap::testing::TempDir* dir_;
  static Output* built_;
  static std::string* package_;
};

::overstap::testing::TempDir* PackageTest::dir_ = nullptr;
Output* PackageTest::built_ = nullptr;
std::string* PackageTest::package_ = nullptr;

TEST_F(PackageTest, HoldsProgramsUnitConfigurationAndRegion) {
  const std::string files = Shell("dpkg-deb -c " + *package_).text;
  for (const char* file :
       {" ./usr/bin/overstapd\n", " ./usr/bin/overstap\n", " ./usr/bin/overstap-admin\n",
        " ./lib/systemd/system/overstapd.service\n", " ./etc/overstap/overstapd.conf\n",
        " ./usr/share/overstap/region/targets.textproto\n",
        " ./usr/share/overstap/taxonomy/skills_nl.csv\n", " ./usr/share/doc/overstap/copyright\n",
        " ./usr/share/doc/overstap/changelog.gz\n",
        " ./usr/share/man/man8/overstap-admin.8.gz\n"}) {
    EXPECT_THAT(files, HasSubstr(file));
  }
  EXPECT_THAT(files,
              ::testing::ContainsRegex("drwx------ root/root .* ./etc/overstap/credentials/"));
  EXPECT_THAT(files, Not(HasSubstr("/build/")));
  EXPECT_EQ(Shell("dpkg-deb -I " + *package_ + " conffiles").text,
            "/etc/overstap/overstapd.conf\n");
}

TEST_F(PackageTest, NamesTheLibrariesThatItNeeds) {
  const std::string depends = Shell("dpkg-deb -f " + *package_ + " Depends").text;
  for (const char* library : {"libc6 (", "libgrpc++", "libprotobuf", "librocksdb", "libssl3",
                              "libicu", "libspdlog", "libstdc++6"}) {
    EXPECT_THAT(depends, HasSubstr(library));
  }
}

TEST_F(PackageTest, HasAUnitThatSystemdUnderstandsAndThatKeepsTheServerIn) {
  if (!Has("systemd-analyze")) GTEST_SKIP() << "systemd-analyze is missing";
  // In place of the installed server the unpacked one, which is there.
  std::string unit = ReadText(Root() + "/lib/systemd/system/overstapd.service");
  EXPECT_THAT(unit, HasSubstr("Type=notify"));
  EXPECT_THAT(unit, HasSubstr("DynamicUser=yes"));
  unit = std::regex_replace(unit, std::regex("/usr/bin/overstapd"), Root() + "/usr/bin/overstapd");
  const std::string path = *dir_ / "overstapd.service";
  std::ofstream(path) << unit;
  const Output verified = Shell("systemd-analyze verify --man=no " + path);
  EXPECT_EQ(verified.exit_code, 0) << verified.text;
  EXPECT_THAT(verified.text, Not(HasSubstr("overstapd.service:"))) << verified.text;
  // Tenths of systemd's exposure level, of which 2.0 is its "OK".
  const Output secured = Shell("systemd-analyze security --offline=true --threshold=20 " + path);
  EXPECT_EQ(secured.exit_code, 0) << secured.text;
}

TEST_F(PackageTest, IsTakenAndRemovedByDpkg) {
  if (geteuid() != 0) GTEST_SKIP() << "dpkg installs for root alone";
  const std::string root = *dir_ / "installed";
  Shell("mkdir -p " + root + "/var/lib/dpkg/info " + root + "/var/lib/dpkg/updates && touch " +
        root + "/var/lib/dpkg/status");
  const std::string dpkg =
      "dpkg --root=" + root + " --force-depends --force-script-chrootless --log=/dev/null ";
  const Output installed = Shell(dpkg + "-i " + *package_);
  EXPECT_EQ(installed.exit_code, 0) << installed.text;
  EXPECT_TRUE(std::filesystem::exists(root + "/usr/bin/overstapd"));
  const Output purged = Shell(dpkg + "--purge overstap");
  EXPECT_EQ(purged.exit_code, 0) << purged.text;
  EXPECT_FALSE(std::filesystem::exists(root + "/usr/bin/overstapd"));
}

TEST_F(PackageTest, StartsTheServerInItAndTellsTheServiceManager) {
  const NotifySocket notify(*dir_ / "notify");
  std::filesystem::create_directories(*dir_ / "backup");
  std::filesystem::create_directories(*dir_ / "backup-keys");
  const std::string data = *dir_ / "data";
  std::vector<std::string> arguments = {"--config=" + Root() + "/etc/overstap/overstapd.conf",
                                        "--listen=127.0.0.1:0",
                                        "--region-dir=" + Root() + "/usr/share/overstap/region",
                                        "--data-dir=" + data,
                                        "--backup-dir=" + (*dir_ / "backup"),
                                        "--backup-keys-dir=" + (*dir_ / "backup-keys")};
  for (std::string& argument : Access().ServerArguments()) arguments.push_back(std::move(argument));
  Program server(Root() + "/usr/bin/overstapd", arguments, *dir_ / "server");
  EXPECT_THAT(notify.Next(), HasSubstr("READY=1"));
  const Output status = Shell(Root() + "/usr/bin/overstap-admin status --data-dir=" + data);
  EXPECT_EQ(status.exit_code, 0) << status.text;
  const Output made = Shell(Root() + "/usr/bin/overstap-admin backup create --data-dir=" + data);
  EXPECT_EQ(made.exit_code, 0) << made.text;
  server.Signal(SIGTERM);
  EXPECT_THAT(notify.Next(), HasSubstr("STOPPING=1"));
  EXPECT_EQ(server.Wait().exit_code, 0);
}

TEST_F(PackageTest, RunsUnderSystemd) {
  const char* allowed = std::getenv("OVERSTAP_TEST_INSTALL");
  if (!std::filesystem::is_directory("/run/systemd/system")) {
    GTEST_SKIP() << "the unit was not started: systemd does not run this machine";
  }
  if (geteuid() != 0 || allowed == nullptr) {
    GTEST_SKIP() << "the unit was not started: set OVERSTAP_TEST_INSTALL=1, as root, on a machine "
                    "where the package may be installed and removed";
  }
  const Output installed = Shell("apt-get install -y " + *package_);
  ASSERT_EQ(installed.exit_code, 0) << installed.text;
  EXPECT_EQ(Shell("systemctl is-active overstapd").text, "active\n");
  const Output status = Shell("overstap-admin status");
  EXPECT_EQ(status.exit_code, 0) << status.text;
  const Output made = Shell("overstap-admin backup create");
  EXPECT_EQ(made.exit_code, 0) << made.text;
  EXPECT_EQ(Shell("apt-get remove -y overstap").exit_code, 0);
}

}  // namespace
}  // namespace overstap::e2e
