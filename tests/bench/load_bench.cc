// Load generator for a running server: how long matches and routes take through gRPC.
//
//   load_bench --server=127.0.0.1:7070 --requests=1000
//
// Lists ids first (job seekers and vacancies, spread over the whole population), then sends the
// requests one after another (or --clients at a time) and prints p50, p99 and the rate of each
// kind.
#include <algorithm>
#include <atomic>
#include <chrono>
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
  std::string token;  // of a caseworker
  std::string server = "127.0.0.1:7070";
  int requests = 1'000;
  int clients = 1;
  int page_size = 20;
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

// Adds who asks, and why.
void Identify(const Options& options, grpc::ClientContext& context) {
  if (!options.token.empty()) context.AddMetadata("authorization", "Bearer " + options.token);
  context.AddMetadata("overstap-purpose", "job-matching");
}

int Run(const Options& options) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
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
               Identify(options, context);
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
               Identify(options, context);
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

  std::printf("%-16s %8s %8s %8s %8s %8s %8s %7s\n", "", "requests", "p50 ms", "p99 ms", "max ms",
              "a second", "results", "failed");
  Print("MatchVacancies", Measure(options, [&](int i) {
          grpc::ClientContext context;
          Identify(options, context);
          v1::MatchVacanciesRequest request;
          request.set_job_seeker(person(i));
          request.set_page_size(options.page_size);
          v1::MatchVacanciesResponse reply;
          return matches->MatchVacancies(&context, request, &reply).ok() ? reply.matches_size()
                                                                         : -1;
        }));
  Print("MatchJobSeekers", Measure(options, [&](int i) {
          grpc::ClientContext context;
          Identify(options, context);
          v1::MatchJobSeekersRequest request;
          request.set_vacancy(job(i));
          request.set_page_size(options.page_size);
          v1::MatchJobSeekersResponse reply;
          return matches->MatchJobSeekers(&context, request, &reply).ok() ? reply.matches_size()
                                                                          : -1;
        }));
  Print("RankRoutes", Measure(options, [&](int i) {
          grpc::ClientContext context;
          Identify(options, context);
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
  std::string token_file;
  app.add_option("--token-file", token_file, "File with the token of a caseworker")
      ->envname("OVERSTAP_TOKEN_FILE");
  CLI11_PARSE(app, argc, argv);
  if (!token_file.empty()) std::ifstream(token_file) >> options.token;
  return overstap::Run(options);
}
