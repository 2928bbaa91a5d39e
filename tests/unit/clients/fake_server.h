// A server in this process, scripted: what the client library and the command line
// are tested against without the real server.
//
//   FakeServer server;
//   server.vacancies.failures = {grpc::StatusCode::UNAVAILABLE};   // then it answers
//   client::Client client(server.Channel(), {});
#ifndef OVERSTAP_TESTS_UNIT_CLIENTS_FAKE_SERVER_H_
#define OVERSTAP_TESTS_UNIT_CLIENTS_FAKE_SERVER_H_

#include <chrono>
#include <cstdint>
#include <deque>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "grpcpp/grpcpp.h"
#include "overstap/v1/vacancy_service.grpc.pb.h"

namespace overstap {

// Keeps vacancies in memory; refuses those without a title.
class FakeVacancyService : public v1::VacancyService::Service {
 public:
  // Statuses of the next calls, before any is answered.
  std::deque<grpc::StatusCode> failures;
  // Of all calls, in order.
  std::vector<std::string> request_ids;
  std::multimap<std::string, std::string> metadata;  // of the last call
  bool had_deadline = false;
  std::map<std::string, v1::Vacancy> stored;

  grpc::Status CreateVacancy(grpc::ServerContext* context, const v1::CreateVacancyRequest* request,
                             v1::Vacancy* reply) override {
    const std::lock_guard lock(mutex_);
    request_ids.push_back(request->request_id());
    if (grpc::Status status = Begin(*context); !status.ok()) return status;
    stored[request->vacancy().name()] = request->vacancy();
    *reply = request->vacancy();
    return grpc::Status::OK;
  }

  grpc::Status GetVacancy(grpc::ServerContext* context, const v1::GetVacancyRequest* request,
                          v1::Vacancy* reply) override {
    const std::lock_guard lock(mutex_);
    if (grpc::Status status = Begin(*context); !status.ok()) return status;
    const auto found = stored.find(request->name());
    if (found == stored.end()) return {grpc::StatusCode::NOT_FOUND, request->name()};
    *reply = found->second;
    return grpc::Status::OK;
  }

  grpc::Status UpdateVacancy(grpc::ServerContext* context, const v1::UpdateVacancyRequest* request,
                             v1::Vacancy* reply) override {
    const std::lock_guard lock(mutex_);
    if (grpc::Status status = Begin(*context); !status.ok()) return status;
    last_mask = {request->update_mask().paths().begin(), request->update_mask().paths().end()};
    stored[request->vacancy().name()] = request->vacancy();
    *reply = request->vacancy();
    return grpc::Status::OK;
  }
  std::vector<std::string> last_mask;

  // Two on a page, whatever the request says.
  grpc::Status ListVacancies(grpc::ServerContext* context, const v1::ListVacanciesRequest* request,
                             v1::ListVacanciesResponse* reply) override {
    const std::lock_guard lock(mutex_);
    if (grpc::Status status = Begin(*context); !status.ok()) return status;
    auto next = stored.upper_bound(request->page_token());
    for (int i = 0; i < 2 && next != stored.end(); ++i, ++next) {
      *reply->add_vacancies() = next->second;
    }
    if (next != stored.end()) reply->set_next_page_token(std::prev(next)->first);
    return grpc::Status::OK;
  }

  grpc::Status ImportVacancies(grpc::ServerContext* context,
                               grpc::ServerReader<v1::ImportVacanciesRequest>* reader,
                               v1::ImportSummary* reply) override {
    const std::lock_guard lock(mutex_);
    if (grpc::Status status = Begin(*context); !status.ok()) return status;
    v1::ImportVacanciesRequest item;
    for (int64_t index = 0; reader->Read(&item); ++index) {
      const v1::Vacancy& vacancy = item.vacancy();
      if (vacancy.title().empty()) {
        v1::RejectedItem* rejected = reply->add_rejected_items();
        rejected->set_item_index(index);
        rejected->set_item(vacancy.name());
        rejected->set_code(grpc::StatusCode::INVALID_ARGUMENT);
        rejected->set_message("1 wrong field");
        v1::FieldError* error = rejected->add_field_errors();
        error->set_field("title");
        error->set_description("required");
        continue;
      }
      const bool is_new = stored.count(vacancy.name()) == 0;
      stored[vacancy.name()] = vacancy;
      if (is_new) {
        reply->set_created_count(reply->created_count() + 1);
      } else {
        reply->set_updated_count(reply->updated_count() + 1);
      }
    }
    return grpc::Status::OK;
  }

 private:
  // Notes what came with the call; the scripted failure, if one is due.
  grpc::Status Begin(const grpc::ServerContext& context) {
    metadata.clear();
    for (const auto& [key, value] : context.client_metadata()) {
      metadata.emplace(std::string(key.data(), key.size()),
                       std::string(value.data(), value.size()));
    }
    had_deadline = context.deadline() != std::chrono::system_clock::time_point::max();
    if (failures.empty()) return grpc::Status::OK;
    const grpc::StatusCode code = failures.front();
    failures.pop_front();
    return {code, "scripted"};
  }

  std::mutex mutex_;
};

class FakeServer {
 public:
  FakeServer() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&vacancies);
    grpc::EnableDefaultHealthCheckService(true);
    server_ = builder.BuildAndStart();
  }
  ~FakeServer() { server_->Shutdown(); }
  FakeServer(const FakeServer&) = delete;
  FakeServer& operator=(const FakeServer&) = delete;

  std::shared_ptr<grpc::Channel> Channel() {
    return server_->InProcessChannel(grpc::ChannelArguments());
  }
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  grpc::Server& server() { return *server_; }

  FakeVacancyService vacancies;

 private:
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace overstap

#endif  // OVERSTAP_TESTS_UNIT_CLIENTS_FAKE_SERVER_H_
