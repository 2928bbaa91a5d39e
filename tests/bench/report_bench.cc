// The ledger through the server: reports filed and acknowledged in bulk, progress of a target over
// all of them, and what it costs the writers when a thousand watch the table.
//
//   report_bench --reports=10000 --watchers=1000 --rounds=5 --seconds=4
//
// A server of its own on a temporary folder. Watchers are streams over a few connections of the
// same process, so that they cost the writers at least what they would from elsewhere. Rounds with
// and without watchers alternate; prints medians and the ratio.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "grpcpp/grpcpp.h"
#include "overstap/v1/ledger_service.grpc.pb.h"
#include "services/server.h"
#include "spdlog/spdlog.h"
#include "tests/contract/services/api/said_authenticator.h"

namespace overstap {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kBatch = 500;
constexpr int kWriters = 16;
constexpr int kConnections = 4;
constexpr char kTable[] = "workTables/activering";

struct Options {
  int reports = 10'000;
  int watchers = 1'000;
  int rounds = 5;
  int seconds = 4;
};

double SecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

void Require(const grpc::Status& status, const char* what) {
  if (status.ok()) return;
  std::fprintf(stderr, "report_bench: %s: %s\n", what, status.error_message().c_str());
  std::exit(1);
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void Prepare(grpc::ClientContext* context, const char* organisation, const char* role) {
  context->AddMetadata("authorization", absl::StrCat("Said bench|", organisation, "|", role));
  context->AddMetadata("overstap-purpose", "progress-reporting");
}

void Fill(int number, v1::Report* report) {
  report->set_work_table(kTable);
  report->set_linkage_key(absl::StrCat("key-", number));
  v1::PlacementFacts& facts = *report->mutable_placement();
  facts.set_sector(number % 3 == 0 ? "energy" : "health");
  facts.set_municipality("GM0202");
  facts.set_sector_day_before("");
  facts.set_contract_kind(v1::CONTRACT_KIND_PERMANENT);
  facts.set_hours_per_week_after(32);
  facts.mutable_start_date()->set_year(2025);
  facts.mutable_start_date()->set_month(1 + number % 12);
  facts.mutable_start_date()->set_day(1);
}

// A stream that reads as fast as it can, and counts.
class Watcher final : public grpc::ClientReadReactor<v1::WatchReportsResponse> {
 public:
  Watcher(v1::LedgerService::Stub& stub, std::atomic<int64_t>* changes, std::atomic<int>* open)
      : changes_(changes), open_(open) {
    Prepare(&context_, "cnv", "work_table_member");
    request_.set_work_table(kTable);
    stub.async()->WatchReports(&context_, &request_, this);
    StartRead(&message_);
    StartCall();
  }
  void OnReadDone(bool ok) override {
    if (!ok) return;
    if (message_.changes().empty()) ++*open_;
    *changes_ += message_.changes_size();
    StartRead(&message_);
  }
  void OnDone(const grpc::Status&) override { done_ = true; }
  void Cancel() { context_.TryCancel(); }
  bool done() const { return done_; }

 private:
  grpc::ClientContext context_;
  v1::WatchReportsRequest request_;
  v1::WatchReportsResponse message_;
  std::atomic<int64_t>* const changes_;
  std::atomic<int>* const open_;
  std::atomic<bool> done_ = false;
};

class Bench {
 public:
  explicit Bench(const Options& options) : options_(options) {
    std::string path = (std::filesystem::temp_directory_path() / "overstap_bench_XXXXXX").string();
    dir_ = mkdtemp(path.data());
    config::ServerConfig config;
    config.listen = "127.0.0.1:0";
    config.data_dir = dir_ + "/data";
    config.region_dir = OVERSTAP_SOURCE_DIR "/data/region";
    config.requests_per_second = 0;
    ServerParts parts;
    parts.authenticator = std::make_unique<SaidAuthenticator>();
    auto server = Server::Start(config, std::move(parts));
    if (!server.ok()) {
      Require({grpc::StatusCode::INTERNAL, std::string(server.status().message())}, "start");
    }
    server_ = *std::move(server);
    for (int i = 0; i < 2 * kConnections; ++i) {
      stubs_.push_back(v1::LedgerService::NewStub(Connect(i)));
    }
  }
  ~Bench() {
    server_.reset();
    std::filesystem::remove_all(dir_);
  }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  void Run() {
    Bulk();
    AskProgress();
    Watch();
  }

 private:
  // Connections that are not shared.
  std::shared_ptr<grpc::Channel> Connect(int number) {
    grpc::ChannelArguments arguments;
    arguments.SetInt("bench.connection", number);
    return grpc::CreateCustomChannel(server_->address(), grpc::InsecureChannelCredentials(),
                                     arguments);
  }

  void Bulk() {
    std::vector<std::string> names;
    auto begin = Clock::now();
    for (int first = 0; first < options_.reports; first += kBatch) {
      v1::BatchCreateReportsRequest request;
      for (int i = first; i < std::min(first + kBatch, options_.reports); ++i) {
        Fill(next_++, request.add_reports()->mutable_report());
      }
      grpc::ClientContext context;
      Prepare(&context, "uwv", "caseworker");
      v1::BatchCreateReportsResponse reply;
      Require(stubs_[0]->BatchCreateReports(&context, request, &reply), "BatchCreateReports");
      for (const auto& result : reply.results()) names.push_back(result.name());
    }
    std::printf("file %d reports in batches of %d: %.2f s\n", options_.reports, kBatch,
                SecondsSince(begin));
    v1::JudgeReportsRequest judge;
    judge.set_acknowledge(true);
    for (const std::string& name : names) judge.add_names(name);
    grpc::ClientContext context;
    Prepare(&context, "cnv", "work_table_member");
    v1::JudgeReportsResponse reply;
    begin = Clock::now();
    Require(stubs_[0]->JudgeReports(&context, judge, &reply), "JudgeReports");
    std::printf("acknowledge %lld of them in one call: %.2f s (mark: 10,000 in 2 s)\n",
                static_cast<long long>(reply.judged_count()), SecondsSince(begin));
  }

  void AskProgress() {
    constexpr int kCalls = 200;
    std::vector<double> times;
    double value = 0;
    for (int i = 0; i < kCalls; ++i) {
      v1::GetProgressRequest request;
      request.set_name("targets/activation");
      grpc::ClientContext context;
      Prepare(&context, "uwv", "caseworker");
      v1::Progress reply;
      const auto begin = Clock::now();
      Require(stubs_[0]->GetProgress(&context, request, &reply), "GetProgress");
      times.push_back(SecondsSince(begin));
      value = reply.value();
    }
    std::printf("progress of a target (%.0f counted) through the server: median %.2f ms\n", value,
                Median(times) * 1e3);
  }

  // Reports filed one by one a second, by several at once.
  double Writes() {
    std::atomic<bool> stop = false;
    std::atomic<int> written = 0;
    std::vector<std::thread> writers;
    const auto begin = Clock::now();
    for (int writer = 0; writer < kWriters; ++writer) {
      writers.emplace_back([&, writer] {
        while (!stop) {
          v1::CreateReportRequest request;
          Fill(next_++, request.mutable_report());
          grpc::ClientContext context;
          Prepare(&context, "uwv", "caseworker");
          v1::Report reply;
          Require(stubs_[static_cast<size_t>(writer % kConnections)]->CreateReport(&context,
                                                                                   request, &reply),
                  "CreateReport");
          ++written;
        }
      });
    }
    std::this_thread::sleep_for(std::chrono::seconds(options_.seconds));
    stop = true;
    for (std::thread& writer : writers) writer.join();
    return written / SecondsSince(begin);
  }

  void Watch() {
    std::vector<double> alone;
    std::vector<double> watched;
    std::atomic<int64_t> changes = 0;
    for (int round = 0; round < options_.rounds; ++round) {
      alone.push_back(Writes());
      std::atomic<int> open = 0;
      std::vector<std::unique_ptr<Watcher>> watchers;
      for (int i = 0; i < options_.watchers; ++i) {
        watchers.push_back(std::make_unique<Watcher>(
            *stubs_[static_cast<size_t>(kConnections) + static_cast<size_t>(i % kConnections)],
            &changes, &open));
      }
      while (open < options_.watchers) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      watched.push_back(Writes());
      for (const auto& watcher : watchers) watcher->Cancel();
      for (const auto& watcher : watchers) {
        while (!watcher->done()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
    }
    std::printf("reports filed a second: %.0f alone, %.0f with %d watchers: %.3f (mark: 0.9)\n",
                Median(alone), Median(watched), options_.watchers, Median(watched) / Median(alone));
    std::printf("changes told to watchers meanwhile: %lld\n",
                static_cast<long long>(changes.load()));
  }

  const Options options_;
  std::string dir_;
  std::unique_ptr<Server> server_;
  std::vector<std::unique_ptr<v1::LedgerService::Stub>> stubs_;  // the writers', the watchers'
  std::atomic<int> next_ = 0;
};

int Main(int argc, char** argv) {
  CLI::App app("The ledger through the server, in numbers.");
  Options options;
  app.add_option("--reports", options.reports, "Filed and acknowledged in bulk");
  app.add_option("--watchers", options.watchers, "Streams of one table");
  app.add_option("--rounds", options.rounds, "With and without watchers");
  app.add_option("--seconds", options.seconds, "Of writing in each round");
  CLI11_PARSE(app, argc, argv);
  spdlog::set_level(spdlog::level::warn);
  Bench(options).Run();
  return 0;
}

}  // namespace
}  // namespace overstap

int main(int argc, char** argv) { return overstap::Main(argc, argv); }
