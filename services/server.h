// The server: everything that one process needs, opened in order and closed in reverse.
//
//   absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(config);
//   (*server)->Shutdown();   // or destroy it
//
// Start and Shutdown belong to one thread; clients may call from any.
#ifndef OVERSTAP_SERVICES_SERVER_H_
#define OVERSTAP_SERVICES_SERVER_H_

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "services/access/authenticator.h"
#include "services/access/candidate_names.h"
#include "services/access/gate.h"
#include "services/admin/administration.h"
#include "services/api/backend.h"
#include "services/api/report_watch.h"
#include "services/audit/audit_log.h"
#include "services/config/region_loader.h"
#include "services/config/server_config.h"
#include "services/keys/key_ring.h"
#include "services/log/event_log.h"
#include "services/pool/pool.h"
#include "services/retention/retention_sweeper.h"
#include "services/retention/retention_timer.h"
#include "services/store/store.h"
#include "services/write/sequencer.h"

namespace overstap {

// What a test gives in place of the real thing.
struct ServerParts {
  // The clock.
  std::function<absl::Time()> now = [] { return absl::Now(); };
  // Says who calls; null: as the configuration has it.
  std::unique_ptr<access::Authenticator> authenticator;
  // Keys of people; null: the ring in the data folder.
  std::unique_ptr<keys::KeyRing> keys;
  // Whether calls that touch people are put on the audit log.
  bool is_audited = true;
  // Services beside the API's, on the same workers; their full names, which the gate then lets in
  // by the policies of their rpcs.
  std::function<std::vector<std::unique_ptr<grpc::Service>>(const api::Backend&)> more_services;
  std::vector<std::string> more_service_names;
};

class Server {
 public:
  // Opens the data folder, loads region and pool, listens, and writes the address file.
  // INVALID_ARGUMENT: the configuration, or a file that it names; FAILED_PRECONDITION:
  // the address cannot be listened on, or another server uses the folder;
  // DATA_LOSS: the log is damaged.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const config::ServerConfig& config,
                                                       ServerParts parts = {});
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // host:port.
  const std::string& address() const { return address_; }
  // A channel without a socket.
  std::shared_ptr<grpc::Channel> InProcessChannel();
  // For tests and tools: what is stored.
  const store::Store& store() const { return *store_; }

  // Stops taking calls (health says NOT_SERVING), lets running ones finish for a while, and makes
  // what is queued durable. Safe to call twice.
  void Shutdown();

 private:
  Server() = default;
  absl::Status Open(const config::ServerConfig& config, ServerParts parts);
  // Log, keys, store, pool and sequencer. `keys`: null: those of the data folder.
  absl::Status OpenRecords(const config::ServerConfig& config, std::unique_ptr<keys::KeyRing> keys,
                           const std::function<absl::Time()>& now);
  // Who gets in, and the trace that they leave.
  absl::Status OpenGate(const config::ServerConfig& config, const ServerParts& parts);
  void MakeApi(const config::ServerConfig& config, const std::function<absl::Time()>& now);
  absl::Status Listen(const config::ServerConfig& config);
  // Beside the writes: what an operator should look at.
  std::vector<std::string> Warnings() const;
  // Whether writes are taken, for health checks of `overstap.writes`.
  void SetHealth(bool writes);
  // Where `overstap-admin` asks: the socket DATA_DIR/admin.sock, for whoever may open it.
  static void AddAdminSocket(const std::string& data_dir, grpc::ServerBuilder* builder);
  void StartRetention(const config::ServerConfig& config);

  config::LoadedRegion region_;
  std::unique_ptr<log::EventLog> log_;
  std::unique_ptr<keys::KeyRing> keys_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<pool::Pool> pool_;
  std::unique_ptr<write::Sequencer> sequencer_;
  std::unique_ptr<audit::AuditLog> audit_;
  std::unique_ptr<access::Authenticator> authenticator_;
  std::unique_ptr<access::CandidateNames> candidates_;
  std::unique_ptr<access::Gate> gate_;
  std::unique_ptr<admin::Administration> administration_;
  std::unique_ptr<api::ConceptSource> concepts_;
  std::unique_ptr<api::WorkerPool> workers_;
  std::unique_ptr<api::ImportSlots> import_slots_;
  std::unique_ptr<api::Backend> backend_;
  std::unique_ptr<api::ReportWatch> watch_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
  std::unique_ptr<grpc::Server> grpc_;
  std::unique_ptr<retention::RetentionSweeper> sweeper_;
  std::unique_ptr<retention::RetentionTimer> retention_timer_;
  std::string address_;
  std::chrono::seconds drain_time_{0};
};

}  // namespace overstap

#endif  // OVERSTAP_SERVICES_SERVER_H_
