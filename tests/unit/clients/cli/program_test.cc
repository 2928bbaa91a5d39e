#include "clients/cli/program.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/unit/clients/cli/run_cli.h"
#include "tests/unit/clients/fake_server.h"

namespace overstap::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class ProgramTest : public testing::Test {
 protected:
  CliRun Overstap(std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.begin(), "--server=" + server_.address());
    return RunCli(arguments, input);
  }

  FakeServer server_;
};

TEST_F(ProgramTest, EveryCommandHelpsWithExamples) {
  const std::vector<std::vector<std::string>> commands = {{"health"},
                                                          {"match"},
                                                          {"explain"},
                                                          {"routes"},
                                                          {"demo"},
                                                          {"taxonomy"},
                                                          {"taxonomy", "import"},
                                                          {"taxonomy", "search"},
                                                          {"taxonomy", "show"},
                                                          {"job-seeker"},
                                                          {"vacancy", "create"},
                                                          {"offer", "get"},
                                                          {"vacancy", "list"},
                                                          {"vacancy", "update"},
                                                          {"offer", "delete"},
                                                          {"job-seeker", "import"},
                                                          {"job-seeker", "share"},
                                                          {"job-seeker", "unshare"},
                                                          {"introduction", "propose"},
                                                          {"introduction", "request"},
                                                          {"introduction", "accept"},
                                                          {"introduction", "decline"},
                                                          {"introduction", "withdraw"},
                                                          {"introduction", "list"},
                                                          {"introduction", "candidate"},
                                                          {"placement", "create"},
                                                          {"placement", "move"},
                                                          {"report", "placement"},
                                                          {"report", "training"},
                                                          {"report", "list"},
                                                          {"table", "list"},
                                                          {"table", "inbox"},
                                                          {"table", "acknowledge"},
                                                          {"table", "reject"},
                                                          {"targets"},
                                                          {"targets", "progress"},
                                                          {"report", "contact"},
                                                          {"report", "student-project"},
                                                          {"report", "in-kind"},
                                                          {"report", "aggregate"},
                                                          {"report", "create"},
                                                          {"report", "show"},
                                                          {"report", "withdraw"},
                                                          {"report", "correct"},
                                                          {"report", "mend"},
                                                          {"report", "worklist"},
                                                          {"report", "discard"},
                                                          {"report", "import"},
                                                          {"table", "show"},
                                                          {"table", "overview"},
                                                          {"table", "watch"},
                                                          {"table", "plan"},
                                                          {"table", "meeting"},
                                                          {"table", "gaps"},
                                                          {"project"},
                                                          {"project", "create"},
                                                          {"project", "show"},
                                                          {"project", "list"},
                                                          {"project", "update"},
                                                          {"project", "delete"},
                                                          {"project", "progress"},
                                                          {"targets", "list"},
                                                          {"targets", "reports"},
                                                          {"targets", "close"},
                                                          {"targets", "closings"},
                                                          {"targets", "closing"},
                                                          {"targets", "verify"},
                                                          {"export"},
                                                          {"export", "reports"},
                                                          {"export", "progress"},
                                                          {"export", "breakdowns"},
                                                          {"export", "projects"},
                                                          {"export", "work-tables"},
                                                          {"export", "closings"},
                                                          {"export", "newsletter"},
                                                          {"export", "half-year"},
                                                          {"placement", "check"},
                                                          {"placement", "checks-due"},
                                                          {"introduction", "answer"},
                                                          {"introduction", "answering"},
                                                          {}};
  for (std::vector<std::string> command : commands) {
    command.emplace_back("--help");
    const CliRun help = RunCli(command);
    EXPECT_EQ(help.exit_code, 0) << command[0] << ": " << help.err;
    EXPECT_THAT(help.out, HasSubstr("Examples:\n  overstap ")) << command[0];
  }
  EXPECT_THAT(RunCli({"--help"}).out, HasSubstr("Exit codes: 0 done"));
}

TEST_F(ProgramTest, WrongUsageIsTwo) {
  for (const std::vector<std::string>& wrong :
       std::vector<std::vector<std::string>>{{},
                                             {"bogus"},
                                             {"vacancy"},
                                             {"vacancy", "get"},
                                             {"match"},
                                             {"match", "p-1", "--vacancy=v-1"},
                                             {"match", "p-1", "--limit=0"},
                                             {"match", "p-1", "--contract=eternal"},
                                             {"match", "p-1", "--as-of=gisteren"},
                                             {"routes", "p-1", "--max-steps=3"},
                                             {"vacancy", "update", "v-1"},
                                             {"--lang=fr", "health"},
                                             {"--nosuch", "health"}}) {
    const CliRun run = Overstap(wrong);
    EXPECT_EQ(run.exit_code, 2) << testing::PrintToString(wrong);
    EXPECT_FALSE(run.err.empty()) << testing::PrintToString(wrong);
    EXPECT_TRUE(run.out.empty()) << testing::PrintToString(wrong);
  }
}

TEST_F(ProgramTest, CreatesFromAFileAndAssignments) {
  const CliRun run = Overstap({"--json", "vacancy", "create", "-", "--id=v-1", "--set",
                               "title=lasser", "--set", "openings=2"},
                              R"({"title":"?","employer":"Elstrade"})");
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const auto json = nlohmann::json::parse(run.out);
  EXPECT_EQ(json["name"], "vacancies/v-1");
  EXPECT_EQ(json["title"], "lasser");
  EXPECT_EQ(json["employer"], "Elstrade");
  EXPECT_EQ(json["openings"], 2);
}

TEST_F(ProgramTest, UpdatesTheFieldsThatAreGiven) {
  v1::Vacancy& stored = server_.vacancies.stored["vacancies/v-1"];
  stored.set_name("vacancies/v-1");
  stored.set_etag("e1");
  stored.mutable_hours_per_week()->set_min_hours_per_week(16);
  stored.mutable_hours_per_week()->set_max_hours_per_week(24);
  const CliRun run =
      Overstap({"vacancy", "update", "v-1", "--set", "hours_per_week.max_hours_per_week=32"});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(server_.vacancies.last_mask, ElementsAre("hours_per_week"));
  const v1::Vacancy& updated = server_.vacancies.stored["vacancies/v-1"];
  EXPECT_EQ(updated.hours_per_week().min_hours_per_week(), 16);
  EXPECT_EQ(updated.hours_per_week().max_hours_per_week(), 32);
  EXPECT_EQ(updated.etag(), "e1");
}

TEST_F(ProgramTest, AMaskClearsWhatIsNotGiven) {
  ASSERT_EQ(Overstap({"vacancy", "update", "v-1", "-", "--mask=title,closing_date"},
                     R"({"title":"loper"})")
                .exit_code,
            0);
  EXPECT_THAT(server_.vacancies.last_mask, ElementsAre("title", "closing_date"));
}

TEST_F(ProgramTest, ListsOnePageOrAll) {
  for (int i = 0; i < 5; ++i) {
    const std::string name = "vacancies/v-" + std::to_string(i);
    server_.vacancies.stored[name].set_name(name);
  }
  const CliRun page = Overstap({"vacancy", "list", "--page-size=2"});
  EXPECT_THAT(page.out, HasSubstr("vacancies/v-1"));
  EXPECT_THAT(page.out, HasSubstr("--page-token=vacancies/v-1"));
  const CliRun all = Overstap({"--json", "vacancy", "list", "--all"});
  const auto json = nlohmann::json::parse(all.out);
  EXPECT_EQ(json["vacancies"].size(), 5);
  EXPECT_EQ(json.count("nextPageToken"), 0);
}

TEST_F(ProgramTest, ExitCodesTellErrorsApart) {
  EXPECT_EQ(Overstap({"vacancy", "get", "v-9"}).exit_code, 3);
  EXPECT_EQ(Overstap({"vacancy", "create", "/nowhere.json"}).exit_code, 3);
  EXPECT_EQ(Overstap({"vacancy", "create", "--set", "titel=x"}).exit_code, 4);
  EXPECT_EQ(Overstap({"vacancy", "create", "-"}, "{not json}").exit_code, 4);
  server_.vacancies.failures = {grpc::StatusCode::ABORTED};
  EXPECT_EQ(Overstap({"vacancy", "get", "v-1"}).exit_code, 6);
  server_.vacancies.failures = {grpc::StatusCode::PERMISSION_DENIED};
  EXPECT_EQ(Overstap({"vacancy", "get", "v-1"}).exit_code, 7);
  server_.vacancies.failures = {grpc::StatusCode::INTERNAL};
  EXPECT_EQ(Overstap({"vacancy", "get", "v-1"}).exit_code, 1);
  const CliRun unavailable = RunCli({"--server=127.0.0.1:1", "health"});
  EXPECT_EQ(unavailable.exit_code, 5);
  EXPECT_THAT(unavailable.err, HasSubstr("De server is niet bereikbaar (127.0.0.1:1)"));
}

TEST_F(ProgramTest, SpeaksTheLanguageThatIsChosen) {
  EXPECT_EQ(Overstap({"health"}).out, "De server werkt.\n");
  EXPECT_EQ(Overstap({"--lang=en", "health"}).out, "The server serves.\n");
  EXPECT_EQ(Overstap({"health", "--lang=de"}).out, "Der Server läuft.\n");
}

TEST_F(ProgramTest, TheLastOfAGlobalOptionCounts) {
  EXPECT_EQ(RunCli({"--server=127.0.0.1:1", "--server=" + server_.address(), "health"}).exit_code,
            0);
}

}  // namespace
}  // namespace overstap::cli
