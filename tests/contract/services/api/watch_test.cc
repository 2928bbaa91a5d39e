// Changes to reports as they happen, and after a break from where one was.
#include <grpcpp/grpcpp.h>

#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "overstap/v1/ledger_service.grpc.pb.h"
#include "tests/contract/services/api/api_server.h"

namespace overstap {
namespace {

ApiServer::Metadata Of(const std::string& organisation) {
  return {{"overstap-principal", "someone@" + organisation},
          {"overstap-organisation", organisation}};
}

// One stream, read change by change.
class Watching {
 public:
  Watching(ApiServer& server, const std::string& request, const std::string& organisation = "cnv")
      : context_(server.ContextOf("LedgerService.WatchReports", Of(organisation))),
        stub_(v1::LedgerService::NewStub(server.channel())),
        reader_(stub_->WatchReports(
            context_.get(), dynamic_cast<const v1::WatchReportsRequest&>(
                                *ApiServer::Request("LedgerService.WatchReports", request)))) {}
  ~Watching() { context_->TryCancel(); }

  // The next change as "partner state"; empty: the stream has ended.
  std::string Next() {
    while (next_ == message_.changes_size()) {
      if (!reader_->Read(&message_)) return "";
      next_ = 0;
      if (message_.changes().empty()) token = message_.resume_token();
    }
    const v1::Report& report = message_.changes(next_++).report();
    if (next_ == message_.changes_size()) token = message_.resume_token();
    last = report;
    return absl::StrCat(report.in_kind().partner(), " ", report.state());
  }
  // Reads the first message, which tells where the stream begins.
  void Greet() {
    ASSERT_TRUE(reader_->Read(&message_));
    ASSERT_TRUE(message_.changes().empty());
    token = message_.resume_token();
  }
  grpc::Status Finish() { return reader_->Finish(); }
  void Cancel() { context_->TryCancel(); }
  const std::string& message_token() const { return message_.resume_token(); }

  std::string token;  // after the last message that was read whole
  v1::Report last;

 private:
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<v1::LedgerService::Stub> stub_;
  std::unique_ptr<grpc::ClientReader<v1::WatchReportsResponse>> reader_;
  v1::WatchReportsResponse message_;
  int next_ = 0;
};

class Watch : public testing::Test {
 protected:
  std::string File(const std::string& partner, const std::string& table = "activering") {
    const Outcome made = server_.Call(
        "LedgerService.CreateReport",
        absl::StrCat("report { work_table: 'workTables/", table, "' linkage_key: 'k-", partner,
                     "' in_kind { partner: '", partner,
                     "' hours: 2 contribution_date { year: 2026 month: 9 day: 1 } } }"),
        Of("uwv"));
    EXPECT_TRUE(made.status.ok()) << made;
    return made.Field("name");
  }
  void Judge(const std::string& name) {
    const Outcome judged = server_.Call("LedgerService.AcknowledgeReport",
                                        absl::StrCat("name: '", name, "'"), Of("cnv"));
    EXPECT_TRUE(judged.status.ok()) << judged;
  }

  ApiServer server_;
};

TEST_F(Watch, TellsWhatIsFiledAndJudgedAndNothingOfPeople) {
  Watching watching(server_, "work_table: 'workTables/activering'");
  watching.Greet();
  File("elsewhere", "talent");
  const std::string name = File("A");
  EXPECT_EQ(watching.Next(), "A 1");
  EXPECT_EQ(watching.last.name(), name);
  EXPECT_EQ(watching.last.linkage_key(), "");
  Judge(name);
  EXPECT_EQ(watching.Next(), "A 2");
}

TEST_F(Watch, GoesOnAfterABreakWithoutLossOrRepeats) {
  std::vector<std::string> filed;
  std::vector<std::string> seen;
  std::string token;
  for (int round = 0; round < 4; ++round) {
    Watching watching(
        server_, token.empty() ? "from_start: true" : absl::StrCat("resume_token: '", token, "'"));
    for (int i = 0; i < 5; ++i) {
      filed.push_back(absl::StrCat("R", round, "-", i, " 1"));
      File(absl::StrCat("R", round, "-", i));
    }
    // The break comes in the middle: of a message that was not read whole all is told again.
    while (seen.size() < filed.size() - 2) seen.push_back(watching.Next());
    while (watching.token != watching.message_token()) seen.push_back(watching.Next());
    token = watching.token;
    if (round == 1) server_.Restart();
  }
  Watching last(server_, absl::StrCat("resume_token: '", token, "'"));
  while (seen.size() < filed.size()) seen.push_back(last.Next());
  EXPECT_EQ(seen, filed);
}

TEST_F(Watch, WhoeverFellBehindReadsTheLog) {
  File("A");
  Watching first(server_, "from_start: true");
  EXPECT_EQ(first.Next(), "A 1");
  // A new server's feed remembers nothing of before.
  server_.Restart();
  File("B");
  Watching watching(server_, "from_start: true");
  EXPECT_EQ(watching.Next(), "A 1");
  EXPECT_EQ(watching.Next(), "B 1");
}

TEST_F(Watch, ManyWatchersAllGetEverythingOnce) {
  constexpr int kWatchers = 40;
  constexpr int kReports = 60;
  std::vector<std::thread> threads;
  std::vector<std::vector<std::string>> seen(kWatchers);
  for (auto& each : seen) {
    threads.emplace_back([this, &each] {
      Watching watching(server_, "from_start: true");
      while (each.size() < kReports) each.push_back(watching.Next());
    });
  }
  std::vector<std::string> filed;
  for (int i = 0; i < kReports; ++i) {
    filed.push_back(absl::StrCat("P", i, " 1"));
    File(absl::StrCat("P", i));
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& each : seen) EXPECT_EQ(each, filed);
}

TEST_F(Watch, EndsWhenTheServerStopsAndSaysSo) {
  auto watching = std::make_unique<Watching>(server_, "");
  watching->Greet();
  std::thread reader([&watching] { EXPECT_EQ(watching->Next(), ""); });
  server_.Restart();
  reader.join();
  EXPECT_EQ(watching->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(Watch, RefusesWrongTokensTablesAndTokensOfTheFuture) {
  const auto error = [this](const std::string& request) {
    Watching watching(server_, request);
    EXPECT_EQ(watching.Next(), "");
    return watching.Finish().error_code();
  };
  EXPECT_EQ(error("resume_token: 'x'"), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(error("resume_token: '0.0'"), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(error("work_table: 'workTables/nergens'"), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(error("from_start: true resume_token: '1.0'"), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(error("resume_token: '999999.0'"), grpc::StatusCode::OUT_OF_RANGE);
}

}  // namespace
}  // namespace overstap
