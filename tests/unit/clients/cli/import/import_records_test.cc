#include "clients/cli/import/import_records.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/unit/clients/cli/run_cli.h"
#include "tests/unit/clients/fake_server.h"

namespace overstap::cli {
namespace {

using testing::HasSubstr;

// Line 2 has no title, which the server refuses; line 3 does not parse.
constexpr char kMixed[] =
    "{\"name\":\"vacancies/v-1\",\"title\":\"lasser\"}\n"
    "{\"name\":\"vacancies/v-2\"}\n"
    "{\"name\":\"vacancies/v-3\",\"title\":}\n"
    "\n"
    "{\"name\":\"vacancies/v-4\",\"title\":\"monteur\"}\n";

class ImportRecordsTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string path = testing::TempDir() + "/overstap_import_XXXXXX";
    dir_ = mkdtemp(path.data());
  }
  void TearDown() override { std::filesystem::remove_all(dir_); }

  std::string Write(const std::string& name, const std::string& text) const {
    std::ofstream(dir_ + "/" + name, std::ios::binary) << text;
    return dir_ + "/" + name;
  }
  static std::string Read(const std::string& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
  }
  CliRun Import(std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.begin(), {"--server=" + server_.address(), "vacancy", "import"});
    return RunCli(arguments, input);
  }

  FakeServer server_;
  std::string dir_;
};

TEST_F(ImportRecordsTest, StoresWhatIsGoodAndHandsBackTheRest) {
  const std::string file = Write("vacancies.jsonl", kMixed);
  const CliRun run = Import({file});
  EXPECT_EQ(run.exit_code, 8) << run.err;
  EXPECT_EQ(server_.vacancies.stored.size(), 2);
  EXPECT_THAT(run.out, HasSubstr("2 nieuw, 0 vervangen, 0 ongewijzigd, 2 geweigerd"));
  EXPECT_THAT(run.out, HasSubstr("regel 2: title: required"));
  EXPECT_THAT(run.out, HasSubstr("regel 3: column "));
  const std::string rejected = Read(dir_ + "/vacancies.rejected.jsonl");
  EXPECT_THAT(rejected, HasSubstr("# line 2: title: required\n{\"name\":\"vacancies/v-2\"}\n"));
  EXPECT_THAT(rejected, HasSubstr("# line 3: column "));
  EXPECT_THAT(rejected, HasSubstr("\n{\"name\":\"vacancies/v-3\",\"title\":}\n"));
}

TEST_F(ImportRecordsTest, TheRejectedFileCanBeMendedAndImported) {
  Import({Write("vacancies.jsonl", kMixed)});
  std::string rejected = Read(dir_ + "/vacancies.rejected.jsonl");
  rejected.replace(rejected.find("\"vacancies/v-2\""), 15, "\"vacancies/v-2\",\"title\":\"loper\"");
  rejected.replace(rejected.find("\"title\":}"), 9, "\"title\":\"kok\"}");
  const CliRun run = Import({Write("mended.jsonl", rejected)});
  EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
  EXPECT_EQ(server_.vacancies.stored.size(), 4);
  EXPECT_FALSE(std::filesystem::exists(dir_ + "/mended.rejected.jsonl"));
}

TEST_F(ImportRecordsTest, TheRejectedFileMayReplaceItsInput) {
  const std::string file = Write("vacancies.jsonl", kMixed);
  EXPECT_EQ(Import({file, "--rejected=" + file}).exit_code, 8);
  EXPECT_THAT(Read(file), HasSubstr("{\"name\":\"vacancies/v-2\"}"));
  EXPECT_EQ(Read(file).find("v-1"), std::string::npos);
}

TEST_F(ImportRecordsTest, ReadsStandardInput) {
  const std::string rejected = dir_ + "/refused.jsonl";
  const CliRun run = Import({"-", "--rejected=" + rejected}, kMixed);
  EXPECT_EQ(run.exit_code, 8);
  EXPECT_THAT(Read(rejected), HasSubstr("# line 2: "));
}

TEST_F(ImportRecordsTest, TellsMachinesLineAndFields) {
  const CliRun run = Import({"--json", Write("vacancies.jsonl", kMixed)});
  const auto json = nlohmann::json::parse(run.out);
  EXPECT_EQ(json["created"], 2);
  ASSERT_EQ(json["rejected"].size(), 2);
  EXPECT_EQ(json["rejected"][0]["line"], 2);
  EXPECT_EQ(json["rejected"][0]["item"], "vacancies/v-2");
  EXPECT_EQ(json["rejected"][0]["fields"][0]["field"], "title");
  EXPECT_EQ(json["rejected"][1]["line"], 3);
  EXPECT_EQ(json["rejectedFile"], dir_ + "/vacancies.rejected.jsonl");
}

TEST_F(ImportRecordsTest, NoFileIsNotFound) {
  EXPECT_EQ(Import({dir_ + "/none.jsonl"}).exit_code, 3);
}

TEST_F(ImportRecordsTest, AnImportThatTheServerRefusesIsAnError) {
  server_.vacancies.failures = {grpc::StatusCode::PERMISSION_DENIED};
  EXPECT_EQ(Import({Write("vacancies.jsonl", kMixed)}).exit_code, 7);
}

TEST(RejectedFile, StandsBesideItsInput) {
  EXPECT_EQ(RejectedFileOf("a/vacancies.jsonl"), "a/vacancies.rejected.jsonl");
  EXPECT_EQ(RejectedFileOf("a/vacancies"), "a/vacancies.rejected.jsonl");
  EXPECT_EQ(RejectedFileOf("-"), "import.rejected.jsonl");
}

}  // namespace
}  // namespace overstap::cli
