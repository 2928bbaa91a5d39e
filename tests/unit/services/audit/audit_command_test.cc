// `overstap-admin audit …`, called as an operator calls it.
#include <algorithm>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/admin/command/audit.h"
#include "tests/unit/services/audit/audit_world.h"

namespace overstap::admin {
namespace {

using overstap::testing::AppendTo;
using overstap::testing::AuditWorld;
using overstap::testing::ReadBytes;
using overstap::testing::WriteBytes;
using ::testing::HasSubstr;
using ::testing::Not;

class AuditCommand : public ::testing::Test {
 protected:
  AuditCommand() {
    AppendTo(*world_.Open(), "p-1");
    AppendTo(*world_.Open(), "p-2");
  }
  int Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "audit");
    arguments.insert(arguments.begin() + 2, {"--dir", world_.audit()});
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes them
    CLI::App app;
    int exit_code = 0;
    AddAuditCommand(app, &exit_code);
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    app.parse(arguments);
    out_ = ::testing::internal::GetCapturedStdout();
    err_ = ::testing::internal::GetCapturedStderr();
    return exit_code;
  }

  AuditWorld world_;
  std::string out_;
  std::string err_;
};

TEST_F(AuditCommand, VerifySaysWhatIsCovered) {
  EXPECT_EQ(Run({"verify", "--public-key", world_.public_key()}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("2 records in 2 segments, 4 anchors"));
  EXPECT_THAT(out_, HasSubstr("covered by a signature: up to entry 7"));
  EXPECT_EQ(Run({"verify", "--public-key", world_.public_key(), "--anchors", world_.anchors()}), 0);
  EXPECT_THAT(out_, Not(HasSubstr("not compared")));
}

TEST_F(AuditCommand, VerifyNamesWhatIsChanged) {
  std::string bytes = ReadBytes(world_.SegmentPaths()[0]);
  bytes[bytes.find("p-1")] = 'q';
  WriteBytes(world_.SegmentPaths()[0], bytes);
  EXPECT_EQ(Run({"verify", "--public-key", world_.public_key()}), kAuditDamaged);
  EXPECT_THAT(err_, HasSubstr("sequence 3: changed"));
  EXPECT_THAT(err_, HasSubstr("contradicts anchor 2"));
}

TEST_F(AuditCommand, ShowFiltersAndPrintsJson) {
  EXPECT_EQ(Run({"show"}), 0);
  EXPECT_THAT(out_, HasSubstr("1 persons: p-1"));
  EXPECT_THAT(out_, HasSubstr("1 persons: p-2"));
  EXPECT_EQ(Run({"show", "--person", "p-2", "--since", "2020-01-01", "--json"}), 0);
  EXPECT_THAT(out_, HasSubstr("\"persons\":[\"p-2\"]"));
  EXPECT_THAT(out_, Not(HasSubstr("p-1")));
  EXPECT_EQ(Run({"show", "--since", "yesterday"}), kAuditFailed);
  EXPECT_THAT(err_, HasSubstr("yesterday"));
  EXPECT_EQ(Run({"show", "--since", "2999-01-01"}), 0);
  EXPECT_EQ(out_, "");
}

TEST_F(AuditCommand, PurgeRemovesWhatIsOlder) {
  EXPECT_EQ(Run({"purge", "--before", "2020-01-01", "--key", world_.key()}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("nothing removed"));
  EXPECT_EQ(Run({"purge", "--before", "2999-01-01", "--key", world_.key()}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("removed by retention: entries 1 to"));
  EXPECT_EQ(Run({"show"}), 0);
  EXPECT_EQ(out_, "");
  EXPECT_EQ(Run({"verify", "--public-key", world_.public_key()}), 0) << err_;
}

}  // namespace
}  // namespace overstap::admin
