// A newcomer's first minutes: the embedded taxonomy and sample loaded by the command line, matches
// for the person of the demonstration, the demonstration itself, and the same again after a
// restart.
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): POSIX's signals

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/e2e/program.h"

namespace overstap {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

class Sample : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    std::string path = testing::TempDir() + "/overstap_sample_XXXXXX";
    dir_ = mkdtemp(path.data());
    Start();
    const std::string data = std::string(OVERSTAP_SOURCE_DIR) + "/data/";
    Overstap({"taxonomy", "import", data + "taxonomy"});
    Overstap({"offer", "import", data + "sample/training_offers.jsonl"});
    Overstap({"vacancy", "import", data + "sample/vacancies.jsonl"});
    Overstap({"job-seeker", "import", data + "sample/job_seekers.jsonl"});
  }
  static void TearDownTestSuite() {
    server_->program().Signal(SIGTERM);
    EXPECT_EQ(server_->program().Wait().exit_code, 0);
    server_.reset();
    std::filesystem::remove_all(dir_);
  }
  static void Start() {
    server_ = std::make_unique<RunningServer>(dir_, dir_ + "/data");
    ASSERT_FALSE(server_->address().empty());
  }
  // Runs the command line; it must succeed.
  static std::string Overstap(const std::vector<std::string>& arguments) {
    const Finished finished = RunOverstap(server_->address(), arguments, dir_);
    EXPECT_EQ(finished.exit_code, 0) << arguments[0] << ": " << finished.err << finished.out;
    return finished.out;
  }
  static Struct Json(const std::string& text) {
    Struct result;
    const auto parsed = google::protobuf::util::JsonStringToMessage(text, &result);
    EXPECT_TRUE(parsed.ok()) << parsed.ToString() << "\n" << text;
    return result;
  }
  static double Sum(const Value& items, const std::string& field) {
    double sum = 0;
    for (const Value& item : items.list_value().values()) {
      sum += item.struct_value().fields().at(field).number_value();
    }
    return sum;
  }

  static std::string dir_;
  static std::unique_ptr<RunningServer> server_;
};
std::string Sample::dir_;
std::unique_ptr<RunningServer> Sample::server_;

TEST_F(Sample, TheDemonstrationMovesATargetAndItsPartsAddUp) {
  const Struct demo = Json(Overstap({"--json", "demo"}));
  const auto& fields = demo.fields();
  const auto& vacancies = fields.at("vacancies").list_value().values();
  EXPECT_EQ(vacancies.size(), 20);
  for (const Value& vacancy : vacancies) {
    const auto& match = vacancy.struct_value().fields();
    EXPECT_GT(match.at("score").number_value(), 0);
    EXPECT_EQ(Sum(match.at("parts"), "contribution"), match.at("score").number_value());
  }
  const auto& excluded = fields.at("excluded").list_value().values();
  ASSERT_GE(excluded.size(), 2);
  for (const Value& each : excluded) {
    EXPECT_GE(each.struct_value().fields().at("reasons").list_value().values_size(), 1);
  }
  EXPECT_GE(fields.at("routes").list_value().values_size(), 1);
  const auto& progress = fields.at("progress").struct_value().fields();
  EXPECT_EQ(progress.at("after").number_value(), progress.at("before").number_value() + 1);
}

TEST_F(Sample, LoadingItAgainChangesNothing) {
  const std::string file = std::string(OVERSTAP_SOURCE_DIR) + "/data/sample/training_offers.jsonl";
  const Struct summary = Json(Overstap({"--json", "offer", "import", file}));
  const std::string text = summary.DebugString();
  EXPECT_EQ(summary.fields().at("created").number_value(), 0) << text;
  EXPECT_EQ(summary.fields().at("rejected").list_value().values_size(), 0) << text;
}

TEST_F(Sample, MatchesAreTheSameAfterARestart) {
  const auto matches = [] {
    return Json(Overstap({"--json", "match", "--job-seeker=p-demo"})).fields().at("matches");
  };
  const Value before = matches();
  server_->program().Signal(SIGTERM);
  EXPECT_EQ(server_->program().Wait().exit_code, 0);
  std::filesystem::remove(dir_ + "/address");
  Start();
  EXPECT_EQ(matches().DebugString(), before.DebugString());
  EXPECT_GE(before.list_value().values_size(), 20);
}

}  // namespace
}  // namespace overstap
