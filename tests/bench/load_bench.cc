// Load generator for a running server: how long matches and routes take through gRPC.
//
//   load_bench --server=127.0.0.1:7070 --token-file=platform.token --requests=1000
//   load_bench --token-file=platform.token --overload --seconds=5
//
// Lists ids first (job seekers and vacancies, spread over the whole population), then sends the
// requests one after another (or --clients at a time) and prints p50, p99 and the rate of each
// kind. With --overload: finds the peak of MatchVacancies (more and more clients that wait for each
// answer), then sends at set rates around and above it whatever comes back, and prints how many are
// served, how fast, and how many are shed.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <fstream>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "CLI/CLI.hpp"
#include "grpcpp/create_channel.h"
#include "overstap/v1/job_seeker_service.grpc.pb.h"
#include "overstap/v1/match_service.grpc.pb.h"
#include "overstap/v1/route_service.grpc.pb.h"
#include "overstap/v1/vacancy_service.grpc.pb.h"

namespace overstap {
namespace {

using Clock = std::chrono::steady_clock;

struct Options {
  std::string server = "127.0.0.1:7070";
  int requests = 1'000;
  int clients = 1;
  int page_size = 20;
  std::string token_file;  // of a caller in role platform
  std::string purpose = "job-matching";
  bool overload = false;
  double seconds = 5;  // at each rate
};

// What every call says of its caller.
class Calls {
 public:
  explicit Calls(const Options& options) : purpose_(options.purpose) {
    if (options.token_file.empty()) return;
    std::string token;
    std::ifstream(options.token_file) >> token;
    authorization_ = "Bearer " + token;
  }
  void Prepare(grpc::ClientContext* context) const {
    context->AddMetadata("overstap-purpose", purpose_);
    if (!authorization_.empty()) context->AddMetadata("authorization", authorization_);
  }

 private:
  std::string purpose_;
  std::string authorization_;
};

// At most `count` names, spread evenly over all.
std::vector<std::string> Spread(const std::vector<std::string>& names, int count) {
  std::vector<std::string> result;
  const size_t wanted = std::min(names.size(), static_cast<size_t>(count));
  for (size_t i = 0; i < wanted; ++i) result.push_back(names[i * names.size() / wanted]);
  return result;
}

// Every name, page by page. `list(token, &names)` returns the next token.
std::vector<std::string> ListAll(
    const std::function<std::string(const std::string&, std::vector<std::string>*)>& list) {
  std::vector<std::string> names;
  std::string token;
  do {
    token = list(token, &names);
  } while (!token.empty());
  return names;
}

struct Timing {
  std::vector<double> milliseconds;
  int failed = 0;
  size_t results = 0;
  double seconds = 0;
};

// Sends `requests` calls, --clients at a time; call(i) returns how many results it got, or -1.
Timing Measure(const Options& options, const std::function<int(int)>& call) {
  Timing timing;
  std::mutex mutex;
  std::atomic<int> next{0};
  const auto begin = Clock::now();
  std::vector<std::thread> clients;
  clients.reserve(static_cast<size_t>(options.clients));
  for (int client = 0; client < options.clients; ++client) {
    clients.emplace_back([&] {
      for (int i = next++; i < options.requests; i = next++) {
        const auto start = Clock::now();
        const int results = call(i);
        const std::chrono::duration<double, std::milli> took = Clock::now() - start;
        const std::lock_guard<std::mutex> lock(mutex);
        timing.milliseconds.push_back(took.count());
        if (results < 0) {
          ++timing.failed;
        } else {
          timing.results += static_cast<size_t>(results);
        }
      }
    });
  }
  for (std::thread& client : clients) client.join();
  timing.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  std::sort(timing.milliseconds.begin(), timing.milliseconds.end());
  return timing;
}

double Percentile(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  const auto rank = static_cast<size_t>(share * static_cast<double>(sorted.size() - 1) + 0.5);
  return sorted[rank];
}

void Print(const char* name, const Timing& timing) {
  const auto count = static_cast<double>(timing.milliseconds.size());
  std::printf("%-16s %8zu %8.2f %8.2f %8.2f %8.0f %8.1f %7d\n", name, timing.milliseconds.size(),
              Percentile(timing.milliseconds, 0.5), Percentile(timing.milliseconds, 0.99),
              timing.milliseconds.empty() ? 0 : timing.milliseconds.back(), count / timing.seconds,
              static_cast<double>(timing.results) / count, timing.failed);
}

// Calls sent at a set rate, whatever comes back.
struct OpenLoop {
  std::vector<double> served_ms;  // sorted
  int sent = 0;
  int shed = 0;
  int failed = 0;
  double seconds = 0;
};

// One call under way; deletes itself.
struct PendingCall {
  grpc::ClientContext context;
  v1::MatchVacanciesRequest request;
  v1::MatchVacanciesResponse reply;
  Clock::time_point begin;
};

OpenLoop SendAt(double rate, const Options& options, const Calls& calls,
                const std::vector<std::unique_ptr<v1::MatchService::Stub>>& stubs,
                const std::function<const std::string&(int)>& person) {
  OpenLoop result;
  std::mutex mutex;
  std::condition_variable ended;
  int under_way = 0;
  const int count = static_cast<int>(rate * options.seconds);
  const auto begin = Clock::now();
  for (int i = 0; i < count; ++i) {
    std::this_thread::sleep_until(begin + std::chrono::duration_cast<Clock::duration>(
                                              std::chrono::duration<double>(i / rate)));
    auto* call = new PendingCall();
    calls.Prepare(&call->context);
    call->context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    call->request.set_job_seeker(person(i));
    call->request.set_page_size(options.page_size);
    {
      const std::lock_guard<std::mutex> lock(mutex);
      ++under_way;
    }
    call->begin = Clock::now();
    stubs[static_cast<size_t>(i) % stubs.size()]->async()->MatchVacancies(
        &call->context, &call->request, &call->reply, [&, call](const grpc::Status& status) {
          const std::chrono::duration<double, std::milli> took = Clock::now() - call->begin;
          delete call;
          const std::lock_guard<std::mutex> lock(mutex);
          if (status.ok()) {
            result.served_ms.push_back(took.count());
          } else if (status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED) {
            ++result.shed;
          } else {
            ++result.failed;
          }
          if (--under_way == 0) ended.notify_one();
        });
  }
  std::unique_lock<std::mutex> lock(mutex);
  ended.wait(lock, [&under_way] { return under_way == 0; });
  result.sent = count;
  result.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  std::sort(result.served_ms.begin(), result.served_ms.end());
  return result;
}

// The overload curve of MatchVacancies.
void RunOverload(const Options& options, const Calls& calls,
                 const std::function<const std::string&(int)>& person) {
  constexpr int kConnections = 4;
  std::vector<std::unique_ptr<v1::MatchService::Stub>> stubs;
  for (int i = 0; i < kConnections; ++i) {
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(-1);
    arguments.SetInt("overstap.connection", i);  // a connection of its own
    stubs.push_back(v1::MatchService::NewStub(
        grpc::CreateCustomChannel(options.server, grpc::InsecureChannelCredentials(), arguments)));
  }
  std::printf("%-22s %9s %9s %9s %9s %9s\n", "", "sent/s", "served/s", "p50 ms", "p99 ms",
              "shed %");
  double peak = 0;
  for (const int clients : {1, 2, 4, 8, 16}) {
    Options closed = options;
    closed.clients = clients;
    const Timing timing = Measure(closed, [&](int i) {
      grpc::ClientContext context;
      calls.Prepare(&context);
      v1::MatchVacanciesRequest request;
      request.set_job_seeker(person(i));
      request.set_page_size(options.page_size);
      v1::MatchVacanciesResponse reply;
      return stubs[static_cast<size_t>(i) % stubs.size()]
                     ->MatchVacancies(&context, request, &reply)
                     .ok()
                 ? reply.matches_size()
                 : -1;
    });
    const double served =
        static_cast<double>(timing.milliseconds.size() - static_cast<size_t>(timing.failed)) /
        timing.seconds;
    peak = std::max(peak, served);
    std::printf("%2d clients that wait   %9s %9.0f %9.2f %9.2f %9.1f\n", clients, "", served,
                Percentile(timing.milliseconds, 0.5), Percentile(timing.milliseconds, 0.99),
                100.0 * timing.failed / static_cast<double>(timing.milliseconds.size()));
  }
  for (const double share : {0.5, 0.8, 1.0, 1.5, 2.0, 3.0}) {
    const OpenLoop loop = SendAt(share * peak, options, calls, stubs, person);
    std::printf("%.1f x the peak         %9.0f %9.0f %9.2f %9.2f %9.1f%s\n", share,
                loop.sent / loop.seconds, static_cast<double>(loop.served_ms.size()) / loop.seconds,
                Percentile(loop.served_ms, 0.5), Percentile(loop.served_ms, 0.99),
                100.0 * loop.shed / std::max(1, loop.sent), loop.failed > 0 ? " (failures!)" : "");
  }
}

int Run(const Options& options) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  const Calls calls(options);
  const auto channel =
      grpc::CreateCustomChannel(options.server, grpc::InsecureChannelCredentials(), arguments);
  const auto job_seekers = v1::JobSeekerService::NewStub(channel);
  const auto vacancies = v1::VacancyService::NewStub(channel);
  const auto matches = v1::MatchService::NewStub(channel);
  const auto routes = v1::RouteService::NewStub(channel);
  grpc::Status failure;

  const auto people =
      Spread(ListAll([&](const std::string& token, std::vector<std::string>* names) {
               grpc::ClientContext context;
               calls.Prepare(&context);
               v1::ListJobSeekersRequest request;
               request.set_page_size(1'000);
               request.set_page_token(token);
               v1::ListJobSeekersResponse reply;
               if (grpc::Status status = job_seekers->ListJobSeekers(&context, request, &reply);
                   !status.ok()) {
                 failure = status;
               }
               for (const auto& person : reply.job_seekers()) names->push_back(person.name());
               return reply.next_page_token();
             }),
             options.requests);
  const auto jobs =
      Spread(ListAll([&](const std::string& token, std::vector<std::string>* names) {
               grpc::ClientContext context;
               calls.Prepare(&context);
               v1::ListVacanciesRequest request;
               request.set_page_size(1'000);
               request.set_page_token(token);
               v1::ListVacanciesResponse reply;
               if (grpc::Status status = vacancies->ListVacancies(&context, request, &reply);
                   !status.ok()) {
                 failure = status;
               }
               for (const auto& vacancy : reply.vacancies()) names->push_back(vacancy.name());
               return reply.next_page_token();
             }),
             options.requests);
  if (!failure.ok() || people.empty() || jobs.empty()) {
    std::fprintf(stderr, "load_bench: %s\n",
                 failure.ok() ? "the server has no job seekers or no vacancies"
                              : failure.error_message().c_str());
    return 1;
  }
  const auto person = [&](int i) -> const std::string& {
    return people[static_cast<size_t>(i) % people.size()];
  };
  // A stride of its own, so that people meet other vacancies every time round.
  const auto job = [&](int i) -> const std::string& {
    return jobs[static_cast<size_t>(i) * 7919 % jobs.size()];
  };

  if (options.overload) {
    RunOverload(options, calls, person);
    return 0;
  }
  std::printf("%-16s %8s %8s %8s %8s %8s %8s %7s\n", "", "requests", "p50 ms", "p99 ms", "max ms",
              "a second", "results", "failed");
  Print("MatchVacancies", Measure(options, [&](int i) {
          grpc::ClientContext context;
          calls.Prepare(&context);
          v1::MatchVacanciesRequest request;
          request.set_job_seeker(person(i));
          request.set_page_size(options.page_size);
          v1::MatchVacanciesResponse reply;
          return matches->MatchVacancies(&context, request, &reply).ok() ? reply.matches_size()
                                                                         : -1;
        }));
  Print("MatchJobSeekers", Measure(options, [&](int i) {
          grpc::ClientContext context;
          calls.Prepare(&context);
          v1::MatchJobSeekersRequest request;
          request.set_vacancy(job(i));
          request.set_page_size(options.page_size);
          v1::MatchJobSeekersResponse reply;
          return matches->MatchJobSeekers(&context, request, &reply).ok() ? reply.matches_size()
                                                                          : -1;
        }));
  Print("RankRoutes", Measure(options, [&](int i) {
          grpc::ClientContext context;
          calls.Prepare(&context);
          v1::RankRoutesRequest request;
          request.set_job_seeker(person(i));
          request.set_vacancy(job(i));
          v1::RankRoutesResponse reply;
          return routes->RankRoutes(&context, request, &reply).ok() ? reply.routes_size() : -1;
        }));
  return 0;
}

}  // namespace
}  // namespace overstap

int main(int argc, char** argv) {
  overstap::Options options;
  CLI::App app("Measures matches and routes of a running server.", "load_bench");
  app.add_option("--server", options.server, "Address, host:port")->capture_default_str();
  app.add_option("--requests", options.requests, "Of each kind")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--clients", options.clients, "At a time")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  app.add_option("--page-size", options.page_size, "Results a request")
      ->check(CLI::Range(1, 1'000))
      ->capture_default_str();
  app.add_option("--token-file", options.token_file, "Of a caller in role platform");
  app.add_option("--purpose", options.purpose, "What the calls say that they are for")
      ->capture_default_str();
  app.add_flag("--overload", options.overload, "Print the overload curve of MatchVacancies");
  app.add_option("--seconds", options.seconds, "At each rate of the overload curve")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return overstap::Run(options);
}
