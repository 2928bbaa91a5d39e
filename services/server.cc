#include "services/server.h"

#include <sys/un.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "services/access/disclosure.h"
#include "services/access/evidence_authenticator.h"
#include "services/access/server_credentials.h"
#include "services/admin/version.h"
#include "services/api/concept_source.h"
#include "services/api/report_watch.h"
#include "services/api/services.h"
#include "services/config/listen_address.h"
#include "services/keys/file_key_ring.h"
#include "services/keys/forgotten_list.h"
#include "services/log/last_time.h"
#include "services/log/rocksdb_log.h"
#include "services/pool/open_pool.h"
#include "spdlog/spdlog.h"

namespace overstap {
namespace {

constexpr char kAuditFolder[] = "/audit";
constexpr size_t kMaxQueuedRequests = 1'024;
constexpr unsigned kLeastWorkers = 4;  // an import takes one for a while
// What a health check asks for to know whether writes are taken; reads go on without.
constexpr char kWritesHealth[] = "overstap.writes";
constexpr double kBurstSeconds = 2;
constexpr int kKeepaliveMs = 60'000;
constexpr int kLeastPingIntervalMs = 10'000;
// While it drains: how often it looks, how long it refuses what comes after, and what the last
// replies get to leave.
constexpr auto kDrainPoll = std::chrono::milliseconds(5);
constexpr auto kRefusing = std::chrono::milliseconds(50);
constexpr auto kLastReplies = std::chrono::milliseconds(500);

// Who calls, as the configuration has it.
absl::StatusOr<std::unique_ptr<access::Authenticator>> OpenAuthenticator(
    const config::ServerConfig& config) {
  if (absl::Status callers = config::CheckCallers(config); !callers.ok()) return callers;
  return access::EvidenceAuthenticator::Open(
      {.jwks = config.jwks,
       .rules = {.issuer = config.token_issuer,
                 .audience = config.token_audience,
                 .clock_skew = absl::Seconds(config.clock_skew_seconds)},
       .principals_file = config.principals_file,
       .keys = {}});
}

access::TlsFiles TlsFilesOf(const config::ServerConfig& config) {
  return {.certificate = config.tls_certificate,
          .key = config.tls_key,
          .client_ca = config.tls_client_ca};
}

// Where it listens once the port is known.
std::string AddressOf(const std::string& listen, int port) {
  const auto parsed = config::ParseListenAddress(listen);
  if (!parsed.has_value() || parsed->host.empty()) return listen;
  return absl::StrCat(parsed->host, ":", port);
}

// Whole or not at all: a reader never sees half an address.
absl::Status WriteAddressFile(const std::string& path, const std::string& address) {
  const std::string unfinished = path + ".new";
  {
    std::ofstream file(unfinished, std::ios::trunc);
    file << address << '\n';
    if (!file.flush()) return absl::FailedPreconditionError("cannot write " + unfinished);
  }
  if (std::rename(unfinished.c_str(), path.c_str()) != 0) {
    return absl::FailedPreconditionError("cannot write " + path);
  }
  return absl::OkStatus();
}

api::ApiLimits LimitsOf(const config::ServerConfig& config) {
  return {.max_request_time = absl::Seconds(config.max_request_seconds),
          .max_import_time = absl::Seconds(config.max_import_seconds),
          .import_window = static_cast<size_t>(config.import_window)};
}

absl::StatusOr<std::unique_ptr<audit::AuditLog>> OpenAudit(const config::ServerConfig& config,
                                                           const region::v1::RegionConfig& region,
                                                           const std::function<absl::Time()>& now) {
  audit::AuditOptions options;
  options.now = now;
  options.retention = retention::AuditRetention(region);
  if (config.audit_retention_days > 0) {
    options.retention = absl::Hours(24) * config.audit_retention_days;
  }
  return audit::OpenAuditLog(config.data_dir + kAuditFolder, config.data_dir + "/keys/audit_anchor",
                             std::move(options));
}

std::string AdminSocket(const std::string& data_dir) { return data_dir + "/admin.sock"; }

absl::Status MakeDataFolder(const std::string& dir) {
  std::error_code error;
  std::filesystem::create_directories(dir, error);
  if (error) {
    return absl::FailedPreconditionError(absl::StrCat("cannot make ", dir, ": ", error.message()));
  }
  // It holds keys, and the socket that makes an operator of whoever opens it.
  std::filesystem::permissions(dir, std::filesystem::perms::owner_all, error);
  if (error) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot keep others out of ", dir, ": ", error.message()));
  }
  return absl::OkStatus();
}

size_t WorkerCount(const config::ServerConfig& config) {
  if (config.worker_threads > 0) return static_cast<size_t>(config.worker_threads);
  return std::max(kLeastWorkers, std::thread::hardware_concurrency());
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const config::ServerConfig& config,
                                                      ServerParts parts) {
  if (absl::Status status = config::CheckServerConfig(config); !status.ok()) return status;
  if (absl::Status status = access::CheckDisclosure(); !status.ok()) return status;
  std::unique_ptr<Server> server(new Server());
  if (absl::Status status = server->Open(config, std::move(parts)); !status.ok()) return status;
  if (absl::Status status = server->Listen(config); !status.ok()) return status;
  server->StartRetention(config);
  return server;
}

Server::~Server() { Shutdown(); }

absl::Status Server::Open(const config::ServerConfig& config, ServerParts parts) {
  absl::StatusOr<config::LoadedRegion> region =
      config::LoadRegion({.dir = config.region_dir,
                          .postcodes_file = config.postcodes_file,
                          .travel_minutes_file = config.travel_minutes_file});
  if (!region.ok()) return region.status();
  region_ = *std::move(region);
  authenticator_ = std::move(parts.authenticator);
  if (authenticator_ == nullptr) {
    auto authenticator = OpenAuthenticator(config);
    if (!authenticator.ok()) return authenticator.status();
    authenticator_ = *std::move(authenticator);
  }
  if (absl::Status made = MakeDataFolder(config.data_dir); !made.ok()) return made;
  absl::Status opened = OpenRecords(config, std::move(parts.keys), parts.now);
  if (opened.ok()) opened = OpenGate(config, parts);
  if (!opened.ok()) return opened;
  MakeApi(config, parts.now);
  if (parts.more_services) {
    for (auto& service : parts.more_services(*backend_)) services_.push_back(std::move(service));
  }
  const auto snapshot = pool_->Current();
  spdlog::info("opened {}: log position {}, {} job seekers, {} vacancies, {} training offers",
               config.data_dir, log_->last_position(), snapshot->job_seekers().size(),
               snapshot->vacancies().size(), snapshot->training_offers().size());
  return absl::OkStatus();
}

absl::Status Server::OpenRecords(const config::ServerConfig& config,
                                 std::unique_ptr<keys::KeyRing> keys,
                                 const std::function<absl::Time()>& now) {
  // The log first: it makes the data folder durable, and keeps a second server out.
  // Verifying all of it goes on beside the rest; nothing is served before that is done.
  auto log = log::OpenRocksdbLog(config.data_dir + "/log", {.verify_beside = true});
  if (!log.ok()) return log.status();
  log_ = *std::move(log);
  keys_ = std::move(keys);
  if (keys_ == nullptr) {
    auto ring = keys::OpenFileKeyRing(config.data_dir + "/keys");
    if (!ring.ok()) return ring.status();
    ring = keys::RememberForgotten(*std::move(ring), config.data_dir + "/keys");
    if (!ring.ok()) return ring.status();
    keys_ = *std::move(ring);
  }
  // A test's key ring has made no folder.
  std::error_code ignored;
  std::filesystem::create_directories(config.data_dir + "/keys", ignored);
  auto candidates = access::OpenCandidateNames(config.data_dir + "/keys/candidates.secret");
  if (!candidates.ok()) return candidates.status();
  candidates_ = std::make_unique<access::CandidateNames>(*std::move(candidates));
  const pool::PoolOptions pool_options = {
      .kept_snapshots = static_cast<size_t>(config.page_snapshots),
      .keep_snapshots_for = absl::Minutes(config.page_minutes),
      .image = {.folder = config.data_dir + "/pool",
                .log = log_.get(),
                .basis = absl::StrCat(kVersion, " ", region_.fingerprint)},
      .now = now};
  auto opened =
      pool::OpenPool(config.data_dir + "/store", *log_, *keys_, {},
                     [this, &pool_options](const store::Store& store) {
                       return pool::Pool::Load(store, *keys_, region_.region, region_.travel,
                                               region_.targets, pool_options);
                     });
  if (!opened.ok()) return opened.status();
  store_ = std::move(opened->store);
  pool_ = std::move(opened->pool);
  const absl::StatusOr<absl::Time> last_time = log::LastTime(*log_);
  if (!last_time.ok()) return last_time.status();
  write::SequencerOptions options;
  options.now = now;
  options.on_failure = [this](const absl::Status& why) {
    spdlog::critical("writes are refused until a restart: {}", why.ToString());
    SetHealth(/*writes=*/false);
  };
  sequencer_ =
      std::make_unique<write::Sequencer>(*log_, *store_, *keys_, *pool_, *last_time, options);
  return absl::OkStatus();
}

absl::Status Server::OpenGate(const config::ServerConfig& config, const ServerParts& parts) {
  if (parts.is_audited) {
    auto audit = OpenAudit(config, region_.config, parts.now);
    if (!audit.ok()) return audit.status();
    audit_ = *std::move(audit);
  }
  std::vector<std::string> services = api::ServiceNames();
  services.insert(services.end(), parts.more_service_names.begin(), parts.more_service_names.end());
  gate_ = std::make_unique<access::Gate>(
      *authenticator_, region_.config, audit_.get(),
      access::GateOptions{.services = std::move(services),
                          .rate = {.per_second = config.requests_per_second,
                                   .burst = kBurstSeconds * config.requests_per_second},
                          .now = parts.now});
  return absl::OkStatus();
}

void Server::MakeApi(const config::ServerConfig& config, const std::function<absl::Time()>& now) {
  const std::string keys_folder =
      config.backup_keys_dir.empty() ? config.backup_dir + "-keys" : config.backup_keys_dir;
  administration_ = std::make_unique<admin::Administration>(
      admin::Administration::Parts{.log = *log_,
                                   .keys = *keys_,
                                   .store = *store_,
                                   .pool = *pool_,
                                   .sequencer = *sequencer_,
                                   .targets = region_.targets,
                                   .region = region_.config.identity().id(),
                                   .data_dir = config.data_dir,
                                   .backups = {.backups = config.backup_dir, .keys = keys_folder},
                                   .now = now,
                                   .warnings = [this] { return Warnings(); }});
  workers_ = std::make_unique<api::WorkerPool>(
      api::WorkerPoolOptions{.threads = WorkerCount(config),
                             .max_queued = kMaxQueuedRequests,
                             .max_wait = absl::Milliseconds(config.max_wait_ms)});
  import_slots_ = std::make_unique<api::ImportSlots>(static_cast<size_t>(config.max_imports));
  concepts_ = std::make_unique<api::ConceptSource>(region_.config, *store_);
  // An aggregate, which make_unique cannot build with this compiler.
  // NOLINTNEXTLINE(modernize-make-unique)
  backend_.reset(new api::Backend{*store_, *keys_, *pool_, *sequencer_, *workers_, *region_.region,
                                  region_.config, *gate_, *import_slots_, *candidates_, *concepts_,
                                  LimitsOf(config), now, administration_.get()});
  backend_->log = log_.get();
  backend_->region_version = region_.fingerprint;
  if (audit_ != nullptr) {
    backend_->read_audit = [dir = config.data_dir + kAuditFolder](
                               std::string_view person,
                               absl::FunctionRef<bool(const store::v1::AuditRecord&)> visit) {
      return audit::ReadAudit(dir, {.person = std::string(person)}, visit);
    };
  }
  watch_ = std::make_unique<api::ReportWatch>(pool_->feed(), *log_, *workers_, region_.config);
  backend_->watch = watch_.get();
  services_ = api::MakeServices(*backend_);
  // Whoever asks for concepts first need not wait for all of it.
  workers_->RunPart(
      [this, taxonomy = pool_->Current()->shared_taxonomy()] { concepts_->Over(taxonomy); });
}

absl::Status Server::Listen(const config::ServerConfig& config) {
  drain_time_ = std::chrono::seconds(config.drain_seconds);
  const auto credentials = access::MakeServerCredentials(TlsFilesOf(config), absl::Now());
  if (!credentials.ok()) return credentials.status();
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(config.listen, *credentials, &port);
  AddAdminSocket(config.data_dir, &builder);
  builder.SetMaxReceiveMessageSize(config.max_message_mib << 20);
  builder.SetMaxSendMessageSize(-1);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, config.max_concurrent_streams);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             kLeastPingIntervalMs);
  builder.experimental().SetInterceptorCreators(gate_->InterceptorFactories());
  for (const auto& service : services_) builder.RegisterService(service.get());
  grpc_ = builder.BuildAndStart();
  std::error_code socket_error;
  std::filesystem::permissions(
      AdminSocket(config.data_dir),
      std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, socket_error);
  if (grpc_ == nullptr || port == 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot listen on ", config.listen, ": is another program using the port?"));
  }
  address_ = AddressOf(config.listen, port);
  SetHealth(sequencer_->health().ok());
  spdlog::info("listening on {}, {}", address_,
               config.tls_certificate.empty() ? "plain text on loopback only" : "with TLS");
  if (config.address_file.empty()) return absl::OkStatus();
  return WriteAddressFile(config.address_file, address_);
}

std::vector<std::string> Server::Warnings() const {
  std::vector<std::string> warnings;
  if (std::string callers = authenticator_->Health(); !callers.empty()) {
    warnings.push_back(std::move(callers));
  }
  if (audit_ != nullptr && !audit_->health().ok()) {
    warnings.push_back(absl::StrCat("the audit log: ", audit_->health().message()));
  }
  return warnings;
}

void Server::SetHealth(bool writes) {
  if (grpc_ == nullptr) return;
  if (auto* health = grpc_->GetHealthCheckService(); health != nullptr) {
    health->SetServingStatus(kWritesHealth, writes);
  }
}

void Server::AddAdminSocket(const std::string& data_dir, grpc::ServerBuilder* builder) {
  const std::string path = AdminSocket(data_dir);
  // Of sockaddr_un, with its ending zero.
  if (path.size() >= sizeof(sockaddr_un::sun_path)) {
    spdlog::warn(
        "there is no local admin socket: {} is longer than the {} bytes that a socket's "
        "path may have; overstap-admin needs --server and a token",
        path, sizeof(sockaddr_un::sun_path) - 1);
    return;
  }
  // The folder is its owner's alone, so that nobody else comes in before the socket's own mode is
  // set.
  builder->AddListeningPort("unix:" + path, grpc::InsecureServerCredentials());
}

void Server::StartRetention(const config::ServerConfig& config) {
  if (config.retention_hour < 0) return;
  sweeper_ = std::make_unique<retention::RetentionSweeper>(*store_, *keys_, *pool_, *sequencer_,
                                                           region_.config);
  retention_timer_ =
      std::make_unique<retention::RetentionTimer>(*sweeper_, config.retention_hour, backend_->now);
}

std::shared_ptr<grpc::Channel> Server::InProcessChannel() {
  return grpc_->InProcessChannel(grpc::ChannelArguments());
}

void Server::Shutdown() {
  if (grpc_ == nullptr) return;
  if (auto* health = grpc_->GetHealthCheckService(); health != nullptr) health->Shutdown();
  // Calls that are running end; new ones are refused with UNAVAILABLE, which clients try again.
  // Only then does gRPC stop, which breaks off calls that reach it at that moment, and whoever
  // still watches the health.
  const auto until = std::chrono::system_clock::now() + drain_time_;
  gate_->StopAdmitting();
  // Streams without an end; their watchers go on elsewhere.
  watch_->EndAll();
  while (gate_->running_calls() > 0 && std::chrono::system_clock::now() < until) {
    std::this_thread::sleep_for(kDrainPoll);
  }
  std::this_thread::sleep_for(kRefusing);
  grpc_->Shutdown(std::chrono::system_clock::now() + kLastReplies);
  grpc_->Wait();
  grpc_.reset();
  retention_timer_.reset();
  // What is queued becomes durable before the log closes.
  sequencer_.reset();
  spdlog::info("stopped at log position {}", log_->last_position());
}

}  // namespace overstap
