// What a match costs through the server, beside an rpc of the same server that only copies and
// sends a stored reply of the same content.
//
//   reply_bench --taxonomy=DIR --rounds=9
//
// A server of its own over the generated region (with --restarted one that is started on it, whose
// index is of one piece, where imports leave several); a client in a process of its own, so that
// the processor time of both is told apart. Three rpcs take turns, round by round, with the same
// persons: MatchVacancies; a stored reply behind the same gate, workers and audit log; and a stored
// reply behind none of them. Every answer of the three is compared first, byte by byte. Prints TSV:
// calls a second (median, least and most over the rounds), processor time a call of server and
// client in microseconds, and the share of calls a second that MatchVacancies reaches of it. Before
// that, what an answer's stages take by themselves, in time and in allocations from the heap; rank
// is search and explanation.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "data/generate/calendar.h"
#include "data/generate/records.h"
#include "data/generate/world.h"
#include "data/import/esco_pack.h"
#include "google/protobuf/arena.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "matcher/fit/demanded_terms.h"
#include "matcher/fit/own_covers.h"
#include "matcher/ranker.h"
#include "overstap/v1/job_seeker_service.grpc.pb.h"
#include "overstap/v1/match_service.grpc.pb.h"
#include "overstap/v1/taxonomy_service.grpc.pb.h"
#include "overstap/v1/text_service.grpc.pb.h"
#include "overstap/v1/vacancy_service.grpc.pb.h"
#include "services/api/answer_hash.h"
#include "services/api/arena_messages.h"
#include "services/api/match_render.h"
#include "services/api/match_reply.h"
#include "services/api/text/words.h"
#include "services/api/unary.h"
#include "services/server.h"
#include "spdlog/spdlog.h"
#include "stored_reply.grpc.pb.h"
#include "tests/allocations/allocation_count.h"
#include "tests/contract/services/api/said_authenticator.h"

namespace overstap {
namespace {

using Clock = std::chrono::steady_clock;
using Request = v1::MatchVacanciesRequest;
using Reply = v1::MatchVacanciesResponse;

constexpr char kBarePath[] = "/bench.StoredReplies/Get";
constexpr double kMicros = 1e6;

struct Kind {
  const char* name;
  const char* path;
};
constexpr Kind kKinds[] = {
    {"match", "/overstap.v1.MatchService/MatchVacancies"},
    {"stored", "/overstap.bench.v1.StoredReplyService/Get"},
    {"stored_bare", kBarePath},
};
constexpr size_t kKindCount = std::size(kKinds);

struct Options {
  std::string taxonomy = OVERSTAP_SOURCE_DIR "/data/taxonomy";
  std::string region = OVERSTAP_SOURCE_DIR "/data/region";
  std::string language;
  int job_seekers = 36'000;
  int vacancies = 14'200;
  int queries = 500;
  int rounds = 9;
  int clients = 8;
  int connections = 2;
  double seconds = 1;
  bool restarted = false;
};

[[noreturn]] void Fail(const std::string& what) {
  std::fprintf(stderr, "reply_bench: %s\n", what.c_str());
  std::exit(1);
}

void Require(const grpc::Status& status, const char* what) {
  if (!status.ok()) Fail(absl::StrCat(what, ": ", status.error_message()));
}

void Prepare(grpc::ClientContext* context, const char* role, const char* purpose) {
  context->AddMetadata("authorization", absl::StrCat("Said bench|bench|", role));
  context->AddMetadata("overstap-purpose", purpose);
}

// Of this process: seconds of all its threads.
double ProcessorSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / kMicros;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// The requests, spread over the whole population.
std::vector<Request> Requests(const Options& options) {
  std::vector<Request> requests;
  for (int i = 0; i < options.queries; ++i) {
    const auto index = 1 + static_cast<int64_t>(i) * options.job_seekers / options.queries;
    Request request;
    request.set_job_seeker(
        absl::StrCat("jobSeekers/", data::RecordId('p', static_cast<int>(index))));
    request.set_language_code(options.language);
    requests.push_back(std::move(request));
  }
  return requests;
}

// What MatchVacancies answered, by person. Filled before it is asked.
using StoredReplies = std::map<std::string, Reply, std::less<>>;

// Behind the same gate, workers and audit log as the API.
class StoredReplyService final : public bench::v1::StoredReplyService::CallbackService {
 public:
  StoredReplyService(const api::Backend& backend, const StoredReplies& replies)
      : backend_(backend), replies_(replies) {
    SetMessageAllocatorFor_Get(&messages_);
  }

  grpc::ServerUnaryReactor* Get(grpc::CallbackServerContext* context, const Request* request,
                                Reply* reply) override {
    return api::Answer(context, backend_, reply, [this, request, reply](const api::Call& call) {
      const auto found = replies_.find(request->job_seeker());
      if (found == replies_.end()) return absl::NotFoundError("no stored reply");
      reply->CopyFrom(found->second);
      // As MatchVacancies says it to the audit log.
      call.admission.Concerns(request->job_seeker());
      call.admission.DrawnFrom(api::SourceOf(reply->versions()));
      return absl::OkStatus();
    });
  }

 private:
  const api::Backend& backend_;
  const StoredReplies& replies_;
  api::ArenaMessages<Request, Reply> messages_;
};

// On gRPC's own thread, behind nothing.
class BareReplyService final : public grpc::Service {
 public:
  explicit BareReplyService(const StoredReplies& replies) {
    AddMethod(new grpc::internal::RpcServiceMethod(kBarePath, grpc::internal::RpcMethod::NORMAL_RPC,
                                                   nullptr));
    auto* handler = new grpc::internal::CallbackUnaryHandler<Request, Reply>(
        [&replies](grpc::CallbackServerContext* context, const Request* request, Reply* reply) {
          grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
          const auto found = replies.find(request->job_seeker());
          if (found == replies.end()) {
            reactor->Finish({grpc::StatusCode::NOT_FOUND, "no stored reply"});
          } else {
            reply->CopyFrom(found->second);
            reactor->Finish(grpc::Status::OK);
          }
          return reactor;
        });
    handler->SetMessageAllocator(&messages_);
    MarkMethodCallback(0, handler);
  }

 private:
  api::ArenaMessages<Request, Reply> messages_;
};

// What the client's process is asked, and what it answers.
struct Order {
  uint32_t kind = 0;
  double seconds = 0;  // 0: every request once, for its answer's bytes
};
struct Outcome {
  uint64_t calls = 0;
  uint64_t failures = 0;
  double seconds = 0;
  double processor_seconds = 0;
  uint64_t digest = 0;  // of all answers in order, where each is asked once
};

// Over a pipe, whole.
template <typename T>
bool Send(int pipe, const T& value) {
  return ::write(pipe, &value, sizeof(value)) == static_cast<ssize_t>(sizeof(value));
}
template <typename T>
bool Receive(int pipe, T* value) {
  return ::read(pipe, value, sizeof(*value)) == static_cast<ssize_t>(sizeof(*value));
}

// Calls one rpc after another, several at a time.
class Client {
 public:
  Client(const Options& options, const std::string& address)
      : options_(options), requests_(Requests(options)) {
    for (int i = 0; i < options.connections; ++i) {
      grpc::ChannelArguments arguments;
      arguments.SetInt("bench.connection", i);
      arguments.SetMaxReceiveMessageSize(-1);
      stubs_.push_back(std::make_unique<Stub>(
          grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments)));
    }
  }

  Outcome Run(const Order& order) {
    return order.seconds > 0 ? Flood(kKinds[order.kind].path, order.seconds)
                             : AskOnce(kKinds[order.kind].path);
  }

 private:
  using Stub = grpc::TemplatedGenericStub<Request, Reply>;
  struct Caller {
    std::optional<grpc::ClientContext> context;
    Reply reply;
  };

  Outcome AskOnce(const char* path) {
    Outcome outcome;
    for (const Request& request : requests_) {
      Reply reply;
      grpc::Status status = Ask(path, request, &reply);
      if (!status.ok()) {
        std::fprintf(stderr, "reply_bench: %s: %s\n", path, status.error_message().c_str());
        ++outcome.failures;
        break;
      }
      outcome.digest = outcome.digest * 31 + std::hash<std::string>()(reply.SerializeAsString());
      ++outcome.calls;
    }
    return outcome;
  }

  grpc::Status Ask(const char* path, const Request& request, Reply* reply) {
    std::mutex mutex;
    std::condition_variable ended;
    std::optional<grpc::Status> result;
    grpc::ClientContext context;
    Prepare(&context, "platform", "job-matching");
    stubs_[0]->UnaryCall(&context, path, {}, &request, reply, [&](grpc::Status status) {
      const std::lock_guard lock(mutex);
      result = std::move(status);
      ended.notify_one();
    });
    std::unique_lock lock(mutex);
    ended.wait(lock, [&result] { return result.has_value(); });
    return *result;
  }

  Outcome Flood(const char* path, double seconds) {
    path_ = path;
    outcome_ = {};
    next_ = 0;
    under_way_ = options_.clients;
    callers_ = std::vector<Caller>(static_cast<size_t>(options_.clients));
    const double processor = ProcessorSeconds();
    const auto begin = Clock::now();
    until_ =
        begin + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    for (size_t i = 0; i < callers_.size(); ++i) CallNext(i);
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [this] { return under_way_ == 0; });
    outcome_.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    outcome_.processor_seconds = ProcessorSeconds() - processor;
    return outcome_;
  }

  void CallNext(size_t number) {
    Caller& caller = callers_[number];
    caller.context.emplace();
    Prepare(&*caller.context, "platform", "job-matching");
    const Request& request = requests_[next_++ % requests_.size()];
    stubs_[number % stubs_.size()]->UnaryCall(&*caller.context, path_, {}, &request, &caller.reply,
                                              [this, number](const grpc::Status& status) {
                                                const bool goes_on = Clock::now() < until_;
                                                {
                                                  const std::lock_guard lock(mutex_);
                                                  ++outcome_.calls;
                                                  if (!status.ok()) ++outcome_.failures;
                                                  if (!goes_on && --under_way_ == 0)
                                                    ended_.notify_one();
                                                }
                                                if (goes_on) CallNext(number);
                                              });
  }

  const Options& options_;
  const std::vector<Request> requests_;
  std::vector<std::unique_ptr<Stub>> stubs_;
  std::vector<Caller> callers_;
  const char* path_ = "";
  Clock::time_point until_;
  std::atomic<size_t> next_ = 0;
  std::mutex mutex_;
  std::condition_variable ended_;
  Outcome outcome_;    // guarded by mutex_
  int under_way_ = 0;  // guarded by mutex_
};

// The client's process: its orders come from one pipe, its outcomes go to the other.
int ServeOrders(const Options& options, int orders, int outcomes) {
  std::array<char, 64> address{};
  if (!Receive(orders, &address)) return 0;
  Client client(options, address.data());
  for (Order order; Receive(orders, &order);) {
    if (!Send(outcomes, client.Run(order))) return 1;
  }
  return 0;
}

// The server with the region in it.
class Bench {
 public:
  Bench(const Options& options, int orders, int outcomes)
      : options_(options), orders_(orders), outcomes_(outcomes) {
    std::string path = (std::filesystem::temp_directory_path() / "overstap_bench_XXXXXX").string();
    dir_ = mkdtemp(path.data());
    Start();
  }
  ~Bench() {
    channel_.reset();
    server_.reset();
    std::filesystem::remove_all(dir_);
  }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  void Run() {
    ImportTaxonomy();
    ImportRecords();
    if (options_.restarted) Start();
    AwaitConceptFinder();
    StoreReplies();
    std::array<char, 64> address{};
    server_->address().copy(address.data(), address.size() - 1);
    Send(orders_, address);
    Compare();
    MeasureStages();
    Measure();
  }

 private:
  // Anew on the same folder, where there is one already.
  void Start() {
    channel_.reset();
    server_.reset();
    config::ServerConfig config;
    config.listen = "127.0.0.1:0";
    config.data_dir = dir_ + "/data";
    config.region_dir = options_.region;
    config.requests_per_second = 0;
    ServerParts parts;
    parts.authenticator = std::make_unique<SaidAuthenticator>();
    parts.more_service_names = {bench::v1::StoredReplyService::service_full_name()};
    parts.more_services = [this](const api::Backend& backend) {
      backend_ = &backend;
      std::vector<std::unique_ptr<grpc::Service>> services;
      services.push_back(std::make_unique<StoredReplyService>(backend, replies_));
      services.push_back(std::make_unique<BareReplyService>(replies_));
      return services;
    };
    auto server = Server::Start(config, std::move(parts));
    if (!server.ok()) Fail(std::string(server.status().message()));
    server_ = *std::move(server);
    channel_ = server_->InProcessChannel();
  }

  void ImportTaxonomy() {
    const auto stub = v1::TaxonomyService::NewStub(channel_);
    grpc::ClientContext context;
    Prepare(&context, "operator", "");
    v1::ImportTaxonomyResponse reply;
    const auto writer = stub->ImportTaxonomy(&context, &reply);
    const auto send = [&writer](auto set) {
      v1::ImportTaxonomyRequest part;
      set(&part);
      return writer->Write(part) ? absl::OkStatus() : absl::UnavailableError("the stream broke");
    };
    data::EscoSink sink;
    sink.concepts =
        [&send](v1::ConceptBatch batch) {  // NOLINT(performance-unnecessary-value-param): moved
          return send([&batch](auto* part) { *part->mutable_concepts() = std::move(batch); });
        };
    sink.relations =
        [&send](v1::RelationBatch batch) {  // NOLINT(performance-unnecessary-value-param): moved
          return send([&batch](auto* part) { *part->mutable_relations() = std::move(batch); });
        };
    absl::Status read =
        send([](auto* part) { part->mutable_header()->set_source_version("bench"); });
    if (read.ok()) read = data::ReadEscoPack(options_.taxonomy, {}, sink).status();
    if (!read.ok()) Fail(std::string(read.message()));
    writer->WritesDone();
    Require(writer->Finish(), "ImportTaxonomy");
  }

  void ImportRecords() {
    const auto world = data::LoadWorld(options_.taxonomy, options_.region);
    const auto today = data::ParseDay("2026-11-22");
    if (!world.ok()) Fail(std::string(world.status().message()));
    const data::DrawContext context{*world, /*seed=*/1, *today};
    const auto vacancies = v1::VacancyService::NewStub(channel_);
    Import<v1::ImportVacanciesRequest>(
        options_.vacancies,
        [&](auto* call, auto* reply) { return vacancies->ImportVacancies(call, reply); },
        [&](int index, auto* request) {
          *request->mutable_vacancy() = data::DrawVacancy(context, index);
        });
    const auto people = v1::JobSeekerService::NewStub(channel_);
    Import<v1::ImportJobSeekersRequest>(
        options_.job_seekers,
        [&](auto* call, auto* reply) { return people->ImportJobSeekers(call, reply); },
        [&](int index, auto* request) {
          *request->mutable_job_seeker() = data::DrawJobSeeker(context, index);
        });
  }

  template <typename Item, typename Open, typename Fill>
  void Import(int count, const Open& open, const Fill& fill) {
    grpc::ClientContext context;
    Prepare(&context, "platform", "records-upkeep");
    v1::ImportSummary reply;
    const auto writer = open(&context, &reply);
    for (int index = 1; index <= count; ++index) {
      Item item;
      fill(index, &item);
      writer->Write(item);
    }
    writer->WritesDone();
    Require(writer->Finish(), "import");
    if (reply.rejected_items_size() > 0) Fail(reply.rejected_items(0).ShortDebugString());
  }

  // It is worked out beside the calls that come meanwhile, some seconds long.
  void AwaitConceptFinder() {
    const auto stub = v1::TextService::NewStub(channel_);
    grpc::ClientContext context;
    Prepare(&context, "operator", "");
    v1::SuggestRequest request;
    request.set_prefix("a");
    v1::SuggestResponse reply;
    Require(stub->Suggest(&context, request, &reply), "Suggest");
  }

  void StoreReplies() {
    const auto stub = v1::MatchService::NewStub(channel_);
    size_t bytes = 0;
    size_t results = 0;
    size_t parts = 0;
    for (const Request& request : Requests(options_)) {
      grpc::ClientContext context;
      Prepare(&context, "platform", "job-matching");
      Reply& reply = replies_[request.job_seeker()];
      Require(stub->MatchVacancies(&context, request, &reply), "MatchVacancies");
      bytes += reply.ByteSizeLong();
      results += static_cast<size_t>(reply.matches_size());
      for (const v1::VacancyMatch& match : reply.matches()) {
        parts += static_cast<size_t>(match.fit().parts_size());
      }
    }
    const auto count = static_cast<double>(replies_.size());
    std::fprintf(stderr, "a reply: %.1f results, %.1f parts, %.0f bytes\n",
                 static_cast<double>(results) / count, static_cast<double>(parts) / count,
                 static_cast<double>(bytes) / count);
  }

  // What a match is made of, on one thread and without a call: microseconds and allocations an
  // answer.
  void MeasureStages() const {
    constexpr int kTimes = 3;
    enum Stage { kRank, kExplain, kEncode, kCopy, kSerialise, kStages };
    constexpr const char* kNames[kStages] = {"rank", "explain_of_it", "encode", "copy_of_stored",
                                             "serialise_stored"};
    std::array<double, kStages> seconds{};
    std::array<uint64_t, kStages> allocations{};
    const auto snapshot = backend_->pool.Current();
    const api::Words words(matcher::Language::kNl, snapshot->taxonomy(), backend_->config);
    const matcher::FitContext fit = snapshot->fit_context();
    const auto requests = Requests(options_);
    api::WireWriter bytes;
    for (int time = 0; time < kTimes; ++time) {
      for (const Request& request : requests) {
        const std::string id = request.job_seeker().substr(request.job_seeker().find('/') + 1);
        const matcher::JobSeeker& person = snapshot->job_seekers().Find(id)->record;
        const auto timed = [&](Stage stage, const auto& work) {
          const uint64_t allocated = AllocationsOfThread();
          const auto begin = Clock::now();
          work();
          seconds[stage] += std::chrono::duration<double>(Clock::now() - begin).count();
          allocations[stage] += AllocationsOfThread() - allocated;
        };
        matcher::MatchOptions query;
        query.today = backend_->Today();
        matcher::Ranking<matcher::Vacancy> ranking;
        timed(kRank, [&] { ranking = matcher::RankVacancies(*snapshot, person, {}, query); });
        timed(kExplain, [&] {
          matcher::OwnCovers covers(fit);
          covers.Take(person);
          const matcher::EligibilityContext context = {
              .fit = fit, .travel = snapshot->travel(), .today = query.today};
          for (const auto& match : ranking.matches) {
            const auto& vacancy = match.entry->record;
            explained_ += ExplainFit(matcher::DemandedBy(vacancy, fit), covers).score;
            explained_ += Evaluate(person, vacancy, context).unknowns.size();
            explained_ += Notes(person, vacancy, context).size();
          }
        });
        timed(kEncode, [&] {
          bytes.Clear();
          const api::MatchEncoder encoder(*snapshot, words, !options_.language.empty());
          api::MatchReply encoded(encoder, &bytes);
          for (const auto& match : ranking.matches) encoded.Add(match, match.entry->record);
          v1::AnswerVersions versions = api::VersionsOf(*snapshot, query.today);
          api::CompleteVersions(*backend_, &versions);
          encoded.Finish(versions, "");
          explained_ += bytes.size();
        });
        google::protobuf::Arena arena;
        auto* copy = google::protobuf::Arena::CreateMessage<Reply>(&arena);
        timed(kCopy, [&] { copy->CopyFrom(replies_.at(request.job_seeker())); });
        timed(kSerialise, [&] { explained_ += copy->SerializeAsString().size(); });
      }
    }
    const double answers = kTimes * static_cast<double>(requests.size());
    std::printf("stage\tmicroseconds\tallocations\n");
    for (size_t stage = 0; stage < kStages; ++stage) {
      std::printf("%s\t%.1f\t%.1f\n", kNames[stage], seconds[stage] / answers * kMicros,
                  static_cast<double>(allocations[stage]) / answers);
    }
    std::fflush(stdout);
  }

  Outcome Ask(size_t kind, double seconds) const {
    Outcome outcome;
    if (!Send(orders_, Order{.kind = static_cast<uint32_t>(kind), .seconds = seconds}) ||
        !Receive(outcomes_, &outcome)) {
      Fail("the client's process is gone");
    }
    if (outcome.failures > 0) Fail(absl::StrCat(kKinds[kind].name, ": calls have failed"));
    return outcome;
  }

  void Compare() const {
    const uint64_t digest = Ask(0, 0).digest;
    for (size_t kind = 1; kind < kKindCount; ++kind) {
      if (Ask(kind, 0).digest != digest) {
        Fail(absl::StrCat(kKinds[kind].name, " does not answer what MatchVacancies does"));
      }
    }
  }

  struct Series {
    std::vector<double> rates;
    std::vector<double> server_micros;
    std::vector<double> client_micros;
  };

  void Measure() const {
    std::array<Series, kKindCount> series;
    for (int round = 0; round < options_.rounds; ++round) {
      for (size_t turn = 0; turn < kKindCount; ++turn) {
        const size_t kind = (turn + static_cast<size_t>(round)) % kKindCount;
        const double processor = ProcessorSeconds();
        const Outcome outcome = Ask(kind, options_.seconds);
        const auto calls = static_cast<double>(outcome.calls);
        series[kind].rates.push_back(calls / outcome.seconds);
        series[kind].server_micros.push_back((ProcessorSeconds() - processor) / calls * kMicros);
        series[kind].client_micros.push_back(outcome.processor_seconds / calls * kMicros);
      }
    }
    std::printf(
        "rpc\tcalls_per_s\tmin\tmax\tserver_cpu_us\tclient_cpu_us\tmatch_share\tshare_min\t"
        "share_max\n");
    for (size_t kind = 0; kind < kKindCount; ++kind) {
      // Round by round, so that what else the machine does weighs on both.
      std::vector<double> shares;
      for (size_t round = 0; round < series[kind].rates.size(); ++round) {
        shares.push_back(series[0].rates[round] / series[kind].rates[round]);
      }
      const Series sorted = Sorted(series[kind]);
      std::sort(shares.begin(), shares.end());
      std::printf("%s\t%.0f\t%.0f\t%.0f\t%.1f\t%.1f\t%.3f\t%.3f\t%.3f\n", kKinds[kind].name,
                  Middle(sorted.rates), sorted.rates.front(), sorted.rates.back(),
                  Middle(sorted.server_micros), Middle(sorted.client_micros), Middle(shares),
                  shares.front(), shares.back());
    }
  }

  static Series Sorted(Series series) {
    for (auto* values : {&series.rates, &series.server_micros, &series.client_micros}) {
      std::sort(values->begin(), values->end());
    }
    return series;
  }
  static double Middle(const std::vector<double>& sorted) { return sorted[sorted.size() / 2]; }

  const Options options_;
  const int orders_;
  const int outcomes_;
  StoredReplies replies_;
  const api::Backend* backend_ = nullptr;  // the server's
  mutable size_t explained_ = 0;           // so that what is timed is not left out
  std::string dir_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

int Main(int argc, char** argv) {
  CLI::App app("MatchVacancies beside an rpc that copies a stored reply.", "reply_bench");
  Options options;
  app.add_option("--taxonomy", options.taxonomy, "Folder with a taxonomy in ESCO's CSV layout")
      ->check(CLI::ExistingDirectory)
      ->capture_default_str();
  app.add_option("--region", options.region, "Folder with the region's text files")
      ->check(CLI::ExistingDirectory)
      ->capture_default_str();
  app.add_option("--language", options.language, "Of labels; empty: none");
  app.add_option("--job-seekers", options.job_seekers)->check(CLI::PositiveNumber);
  app.add_option("--vacancies", options.vacancies)->check(CLI::PositiveNumber);
  app.add_option("--queries", options.queries, "Persons who are asked for in turn")
      ->check(CLI::PositiveNumber);
  app.add_option("--rounds", options.rounds)->check(CLI::PositiveNumber);
  app.add_option("--clients", options.clients, "Calls under way at once")
      ->check(CLI::PositiveNumber);
  app.add_option("--connections", options.connections)->check(CLI::PositiveNumber);
  app.add_flag(
      "--restarted", options.restarted,
      "Ask a server that was started on the records rather than the one that took them in");
  app.add_option("--seconds", options.seconds, "Of each rpc in each round")
      ->check(CLI::PositiveNumber);
  CLI11_PARSE(app, argc, argv);
  spdlog::set_level(spdlog::level::warn);
  int orders[2];
  int outcomes[2];
  if (pipe(orders) != 0 || pipe(outcomes) != 0) Fail("no pipe");
  // Before gRPC has any thread.
  const pid_t child = fork();
  if (child < 0) Fail("no second process");
  if (child == 0) {
    close(orders[1]);
    close(outcomes[0]);
    return ServeOrders(options, orders[0], outcomes[1]);
  }
  close(orders[0]);
  close(outcomes[1]);
  Bench(options, orders[1], outcomes[0]).Run();
  close(orders[1]);
  waitpid(child, nullptr, 0);
  return 0;
}

}  // namespace
}  // namespace overstap

int main(int argc, char** argv) { return overstap::Main(argc, argv); }
