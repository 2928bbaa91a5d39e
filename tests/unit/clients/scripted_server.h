// A server in this process that answers any rpc as it is told to, and keeps what it was asked: for
// tests of requests and of what is made of replies.
//
//   ScriptedServer server;
//   server.Answer("JudgeReports", reply);                      // by the rpc's name
//   … RunCli({"--server=" + server.address(), "table", "acknowledge", "r-1", "r-2"}) …
//   server.Asked<v1::JudgeReportsRequest>("JudgeReports")[0].names(0)   // "reports/r-1"
//
// The last script of an rpc answers all further calls; an rpc without one answers an empty message.
// Scripts are written before the calls; answers are read after them.
#ifndef OVERSTAP_TESTS_UNIT_CLIENTS_SCRIPTED_SERVER_H_
#define OVERSTAP_TESTS_UNIT_CLIENTS_SCRIPTED_SERVER_H_

#include <atomic>
#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/grpcpp.h"

namespace overstap {

// One answer: messages, then a status, unless the stream stays open.
struct Script {
  std::vector<std::string> messages;  // serialised
  grpc::Status status = grpc::Status::OK;
  bool stays_open = false;
};

class ScriptedServer {
 public:
  ScriptedServer() : service_(*this) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterCallbackGenericService(&service_);
    server_ = builder.BuildAndStart();
  }
  ~ScriptedServer() { server_->Shutdown(std::chrono::system_clock::now()); }
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  std::shared_ptr<grpc::Channel> Channel() {
    return server_->InProcessChannel(grpc::ChannelArguments());
  }

  void AddScript(const std::string& rpc, Script script) {
    const std::lock_guard lock(mutex_);
    scripts_[rpc].push_back(std::move(script));
  }
  template <typename... Messages>
  void Answer(const std::string& rpc, const Messages&... messages) {
    AddScript(rpc, {{messages.SerializeAsString()...}});
  }
  void Fail(const std::string& rpc, grpc::StatusCode code) {
    AddScript(rpc, {{}, grpc::Status(code, "scripted")});
  }

  // The requests of an rpc, in order.
  template <typename Request>
  std::vector<Request> Asked(const std::string& rpc) {
    const std::lock_guard lock(mutex_);
    std::vector<Request> requests;
    for (const auto& [name, bytes] : calls_) {
      if (name == rpc) requests.emplace_back().ParseFromString(bytes);
    }
    return requests;
  }
  // Whether the last call had a deadline.
  bool had_deadline() {
    const std::lock_guard lock(mutex_);
    return had_deadline_;
  }

 private:
  static std::string ToString(const grpc::ByteBuffer& buffer) {
    std::vector<grpc::Slice> slices;
    if (!buffer.Dump(&slices).ok()) return "";
    std::string text;
    for (const grpc::Slice& slice : slices) {
      text.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
    }
    return text;
  }

  Script Take(const std::string& rpc, const std::string& request, bool has_deadline) {
    const std::lock_guard lock(mutex_);
    calls_.emplace_back(rpc, request);
    had_deadline_ = has_deadline;
    std::deque<Script>& scripts = scripts_[rpc];
    if (scripts.empty()) return {{""}};
    Script script = scripts.front();
    if (scripts.size() > 1) scripts.pop_front();
    return script;
  }

  // One call: reads the request, writes the script's messages one after the other.
  class Reactor : public grpc::ServerGenericBidiReactor {
   public:
    Reactor(ScriptedServer& owner, grpc::GenericCallbackServerContext& context) : owner_(owner) {
      const std::string& path = context.method();
      rpc_ = path.substr(path.rfind('/') + 1);
      has_deadline_ = context.deadline() != std::chrono::system_clock::time_point::max();
      StartRead(&request_);
    }
    void OnReadDone(bool ok) override {
      if (!ok) {
        FinishOnce(grpc::Status::OK);
        return;
      }
      script_ = owner_.Take(rpc_, ToString(request_), has_deadline_);
      WriteNext();
    }
    void OnWriteDone(bool ok) override {
      if (ok) {
        WriteNext();
      } else {
        FinishOnce(grpc::Status::CANCELLED);
      }
    }
    void OnCancel() override { FinishOnce(grpc::Status::CANCELLED); }
    void OnDone() override { delete this; }

   private:
    void WriteNext() {
      if (next_ == script_.messages.size()) {
        if (!script_.stays_open) FinishOnce(script_.status);
        return;
      }
      const grpc::Slice slice(script_.messages[next_++]);
      reply_ = grpc::ByteBuffer(&slice, 1);
      StartWrite(&reply_);
    }

    // A client that goes away and a script that ends may meet.
    void FinishOnce(const grpc::Status& status) {
      if (!finished_.exchange(true)) Finish(status);
    }

    ScriptedServer& owner_;
    std::atomic<bool> finished_ = false;
    std::string rpc_;
    bool has_deadline_ = false;
    grpc::ByteBuffer request_;
    grpc::ByteBuffer reply_;
    Script script_;
    size_t next_ = 0;
  };

  class Service : public grpc::CallbackGenericService {
   public:
    explicit Service(ScriptedServer& owner) : owner_(owner) {}
    grpc::ServerGenericBidiReactor* CreateReactor(
        grpc::GenericCallbackServerContext* context) override {
      return new Reactor(owner_, *context);
    }

   private:
    ScriptedServer& owner_;
  };

  std::mutex mutex_;  // guards what follows
  std::map<std::string, std::deque<Script>> scripts_;
  std::vector<std::pair<std::string, std::string>> calls_;
  bool had_deadline_ = false;
  Service service_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace overstap

#endif  // OVERSTAP_TESTS_UNIT_CLIENTS_SCRIPTED_SERVER_H_
