// What stands between a question to the matching core and its answer: no writer, no store, no other
// snapshot than the first page's.
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/impl/service_type.h"
#include "gtest/gtest.h"
#include "matcher/population.h"
#include "overstap/v1/match_service.pb.h"
#include "overstap/v1/vacancy_service.pb.h"
#include "rocksdb/perf_context.h"
#include "services/api/backend.h"
#include "tests/contract/services/api/api_server.h"

namespace overstap {
namespace {

// A server that lets tests look at what its services work with. One worker, so that whatever is
// done for one call is done on the thread of the next.
class MatchPath : public testing::Test {
 protected:
  MatchPath()
      : server_({.adjust = [](config::ServerConfig* config) { config->worker_threads = 1; },
                 .adjust_parts =
                     [this](ServerParts* parts) {
                       parts->more_services = [this](const api::Backend& backend) {
                         backend_ = &backend;
                         return std::vector<std::unique_ptr<grpc::Service>>();
                       };
                     }}) {
    Make("JobSeekerService.CreateJobSeeker",
         absl::StrCat("job_seeker { name: 'jobSeekers/p' ", kPerson, "}"));
  }

  Outcome Make(const std::string& method, const std::string& request) {
    Outcome made = server_.Call(method, request);
    EXPECT_TRUE(made.status.ok()) << method << ": " << made;
    return made;
  }
  v1::MatchVacanciesResponse Match(const std::string& more = "") {
    return Make("MatchService.MatchVacancies", "job_seeker: 'jobSeekers/p' " + more)
        .As<v1::MatchVacanciesResponse>();
  }
  static std::string Item(int number, const std::string& more = "") {
    return absl::StrCat("vacancy { ", kVacancy, " name: 'vacancies/v-", number, "' ", more, " }");
  }
  void Import(const std::vector<std::string>& items) {
    const Outcome imported = server_.Stream("VacancyService.ImportVacancies", items);
    ASSERT_TRUE(imported.status.ok()) << imported;
    EXPECT_EQ(imported.As<v1::ImportSummary>().rejected_items_size(), 0) << imported;
  }
  // The questions that a caller asks of the matching core, each answered; the token is of a page
  // of two results.
  void AskEverything(const std::string& token) {
    EXPECT_GT(Match("language_code: 'nl'").matches_size(), 0);
    EXPECT_GT(Match("view: MATCH_VIEW_EXCLUDED filter { sectors: 'health' }").matches_size(), 0);
    EXPECT_EQ(Match(absl::StrCat("page_size: 2 page_token: '", token, "'")).matches_size(), 2);
    EXPECT_GT(
        Make("MatchService.MatchVacancies", absl::StrCat("inline_job_seeker { ", kPerson, " }"))
            .As<v1::MatchVacanciesResponse>()
            .matches_size(),
        0);
    EXPECT_GT(Make("MatchService.MatchJobSeekers", "vacancy: 'vacancies/v-1'")
                  .As<v1::MatchJobSeekersResponse>()
                  .matches_size(),
              0);
    Make("MatchService.ExplainMatch", "job_seeker: 'jobSeekers/p' vacancy: 'vacancies/v-1'");
  }
  // Vacancies that fit, and one that does not.
  void ImportSome() {
    std::vector<std::string> items;
    for (int i = 0; i < 7; ++i) items.push_back(Item(i));
    items.push_back(Item(7, "status: VACANCY_STATUS_CLOSED"));
    Import(items);
  }
  // False: it takes too long.
  bool WaitUntilMerged() const {
    const absl::Time patience = absl::Now() + absl::Seconds(30);
    while (!backend_->pool.Current()->PlanMerge().empty()) {
      if (absl::Now() > patience) return false;
      absl::SleepFor(absl::Milliseconds(1));
    }
    return true;
  }
  // What RocksDB has counted on the worker's thread.
  std::string WorkersReads() const {
    std::promise<std::string> counted;
    EXPECT_TRUE(backend_->workers.RunPart([&counted] {
      counted.set_value(rocksdb::get_perf_context()->ToString(/*exclude_zero_counters=*/true));
    }));
    return counted.get_future().get();
  }

  const api::Backend* backend_ = nullptr;
  ApiServer server_;
};

TEST_F(MatchPath, ReadsNothingFromRocksDb) {
  ImportSome();
  const std::string token = Match("page_size: 2").next_page_token();
  const std::string before = WorkersReads();
  AskEverything(token);
  EXPECT_EQ(WorkersReads(), before);
  // A call that reads one record is seen.
  Make("VacancyService.GetVacancy", "name: 'vacancies/v-1'");
  EXPECT_NE(WorkersReads(), before);
}

TEST_F(MatchPath, WaitsForNoWriter) {
  ImportSome();
  const std::string token = Match("page_size: 2").next_page_token();
  // Writers that are held up: one while it decides, one while it counts reports. Each of them would
  // wait for the questions, which end with the calls' deadline.
  std::promise<void> decides;
  std::promise<void> goes_on;
  write::Command command;
  command.decide = [&](write::DecisionContext&) -> absl::StatusOr<write::Decision> {
    decides.set_value();
    goes_on.get_future().wait();
    return absl::CancelledError("held up");
  };
  std::promise<absl::StatusOr<write::Reply>> decided;
  command.done = [&decided](absl::StatusOr<write::Reply> reply) {
    decided.set_value(std::move(reply));
  };
  backend_->sequencer.Submit(std::move(command));
  decides.get_future().wait();
  int asked = 0;
  const bool is_counted = backend_->pool.AskTarget("activation", "", [&](const auto&) {
    AskEverything(token);
    ++asked;
  });
  goes_on.set_value();
  EXPECT_TRUE(absl::IsCancelled(decided.get_future().get().status()));
  EXPECT_TRUE(is_counted);
  EXPECT_EQ(asked, 1);
}

TEST_F(MatchPath, PagesGoOnWhereTheyEndedWhileSegmentsAreRewrittenAndMerged) {
  // Enough that the largest segment is one that is merged beside; more and more are gone from it.
  constexpr int kVacancies =
      2 * static_cast<int>(matcher::Population<matcher::Vacancy>::kLargeSegment);
  constexpr int kPageSize = 250;
  constexpr int kRewritten = kVacancies / 8;
  std::vector<std::string> items;
  for (int i = 0; i < kVacancies; ++i) items.push_back(Item(i));
  Import(items);
  const auto whole = Match("page_size: 1000");
  ASSERT_EQ(whole.matches_size(), 1'000);

  std::vector<v1::VacancyMatch> paged;
  std::string token;
  for (int page = 0; page == 0 || !token.empty(); ++page) {
    const auto reply = Match(absl::StrCat("page_size: ", kPageSize, " page_token: '", token, "'"));
    EXPECT_EQ(reply.versions().snapshot_version(), whole.versions().snapshot_version());
    paged.insert(paged.end(), reply.matches().begin(), reply.matches().end());
    token = reply.next_page_token();
    // Those who come next are closed or fit better, and others come before them all.
    std::vector<std::string> changes;
    for (int i = 0; i < kRewritten; ++i) {
      const int number = (page * kRewritten + i) * 7 % kVacancies;
      changes.push_back(Item(number, i % 2 == 0
                                         ? "status: VACANCY_STATUS_CLOSED"
                                         : "skills { skill { scheme: 'ESCO' code: 'urn:s:0' } "
                                           "importance: IMPORTANCE_ESSENTIAL }"));
    }
    Import(changes);
    // So many are gone by now that segments are rewritten beside, which ends with nothing to merge.
    ASSERT_TRUE(WaitUntilMerged());
  }
  ASSERT_EQ(paged.size(), 1'000U);
  for (int i = 0; i < whole.matches_size(); ++i) {
    EXPECT_EQ(paged[static_cast<size_t>(i)].SerializeAsString(),
              whole.matches(i).SerializeAsString())
        << i;
  }
  // The newest answers otherwise.
  EXPECT_NE(Match("page_size: 1000").answer_hash(), whole.answer_hash());
}

}  // namespace
}  // namespace overstap
