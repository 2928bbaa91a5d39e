#include "services/server.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "services/api/services.h"
#include "services/keys/file_key_ring.h"
#include "services/log/rocksdb_log.h"
#include "services/store/open_store.h"
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

std::string HostOf(const std::string& listen) { return listen.substr(0, listen.rfind(':')); }

bool IsLoopback(const std::string& host) {
  return host == "localhost" || host == "[::1]" || absl::StartsWith(host, "127.");
}

// Of the log's last entry: the clock never goes back behind it.
absl::StatusOr<absl::Time> LastTime(const log::EventLog& log) {
  absl::Time time = absl::InfinitePast();
  if (log.last_position() == 0) return time;
  const absl::Status read =
      log.Read(log.last_position(), [&time](log::Position, const store::v1::LogEntry& entry) {
        time = absl::FromUnixNanos(
            google::protobuf::util::TimeUtil::TimestampToNanoseconds(entry.envelope().time()));
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  return time;
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

size_t WorkerCount(const config::ServerConfig& config) {
  if (config.worker_threads > 0) return static_cast<size_t>(config.worker_threads);
  return std::max(kLeastWorkers, std::thread::hardware_concurrency());
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const config::ServerConfig& config,
                                                      ServerParts parts) {
  if (absl::Status status = config::CheckServerConfig(config); !status.ok()) return status;
  if (!IsLoopback(HostOf(config.listen))) {
    return absl::FailedPreconditionError(
        absl::StrCat("refusing to listen on ", config.listen,
                     ": without TLS only loopback addresses (127.0.0.1, [::1]) are safe"));
  }
  std::unique_ptr<Server> server(new Server());
  if (absl::Status status = server->Open(config, std::move(parts)); !status.ok()) return status;
  if (absl::Status status = server->Listen(config); !status.ok()) return status;
  server->StartRetention(config);
  return server;
}

Server::~Server() { Shutdown(); }

absl::Status Server::Open(const config::ServerConfig& config, ServerParts parts) {
  const std::function<absl::Time()>& now = parts.now;
  authenticator_ = std::move(parts.authenticator);
  absl::StatusOr<config::LoadedRegion> region =
      config::LoadRegion({.dir = config.region_dir,
                          .postcodes_file = config.postcodes_file,
                          .travel_minutes_file = config.travel_minutes_file});
  if (!region.ok()) return region.status();
  region_ = *std::move(region);

  std::error_code error;
  std::filesystem::create_directories(config.data_dir, error);
  if (error) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot make ", config.data_dir, ": ", error.message()));
  }
  // The log first: it is what keeps a second server out.
  auto log = log::OpenRocksdbLog(config.data_dir + "/log");
  if (!log.ok()) return log.status();
  log_ = *std::move(log);
  keys_ = std::move(parts.keys);
  if (keys_ == nullptr) {
    auto keys = keys::OpenFileKeyRing(config.data_dir + "/keys");
    if (!keys.ok()) return keys.status();
    keys_ = *std::move(keys);
  }
  auto opened = store::OpenStore(config.data_dir + "/store", *log_, *keys_);
  if (!opened.ok()) return opened.status();
  store_ = std::move(opened->store);

  auto pool = pool::Pool::Load(*store_, *keys_, region_.region, region_.travel, region_.targets,
                               {.kept_snapshots = static_cast<size_t>(config.page_snapshots),
                                .keep_snapshots_for = absl::Minutes(config.page_minutes),
                                .now = now});
  if (!pool.ok()) return pool.status();
  pool_ = *std::move(pool);
  const absl::StatusOr<absl::Time> last_time = LastTime(*log_);
  if (!last_time.ok()) return last_time.status();
  write::SequencerOptions sequencer_options;
  sequencer_options.now = now;
  sequencer_options.on_failure = [this](const absl::Status& why) {
    spdlog::critical("writes are refused until a restart: {}", why.ToString());
    SetHealth(/*writes=*/false);
  };
  sequencer_ = std::make_unique<write::Sequencer>(*log_, *store_, *keys_, *pool_, *last_time,
                                                  sequencer_options);
  if (parts.is_audited) {
    auto audit = OpenAudit(config, region_.config, now);
    if (!audit.ok()) return audit.status();
    audit_ = *std::move(audit);
  }
  gate_ = std::make_unique<access::Gate>(
      *authenticator_, region_.config, audit_.get(),
      access::GateOptions{.services = api::ServiceNames(),
                          .rate = {.per_second = config.requests_per_second,
                                   .burst = kBurstSeconds * config.requests_per_second},
                          .now = now});
  workers_ = std::make_unique<api::WorkerPool>(
      api::WorkerPoolOptions{.threads = WorkerCount(config),
                             .max_queued = kMaxQueuedRequests,
                             .max_wait = absl::Milliseconds(config.max_wait_ms)});
  import_slots_ = std::make_unique<api::ImportSlots>(static_cast<size_t>(config.max_imports));
  // An aggregate, which make_unique cannot build with this compiler.
  // NOLINTNEXTLINE(modernize-make-unique)
  backend_.reset(new api::Backend{*store_, *keys_, *pool_, *sequencer_, *workers_, *region_.region,
                                  region_.config, *gate_, *import_slots_, LimitsOf(config), now});
  backend_->log = log_.get();
  backend_->region_version = region_.fingerprint;
  if (audit_ != nullptr) {
    backend_->read_audit = [dir = config.data_dir + kAuditFolder](
                               std::string_view person,
                               absl::FunctionRef<bool(const store::v1::AuditRecord&)> visit) {
      return audit::ReadAudit(dir, {.person = std::string(person)}, visit);
    };
  }
  services_ = api::MakeServices(*backend_);
  const auto snapshot = pool_->Current();
  spdlog::info("opened {}: log position {}, {} job seekers, {} vacancies, {} training offers",
               config.data_dir, log_->last_position(), snapshot->job_seekers().size(),
               snapshot->vacancies().size(), snapshot->training_offers().size());
  return absl::OkStatus();
}

absl::Status Server::Listen(const config::ServerConfig& config) {
  drain_time_ = std::chrono::seconds(config.drain_seconds);
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(config.listen, grpc::InsecureServerCredentials(), &port);
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
  if (grpc_ == nullptr || port == 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot listen on ", config.listen, ": is another program using the port?"));
  }
  address_ = absl::StrCat(HostOf(config.listen), ":", port);
  SetHealth(sequencer_->health().ok());
  spdlog::info("listening on {}", address_);
  if (config.address_file.empty()) return absl::OkStatus();
  return WriteAddressFile(config.address_file, address_);
}

void Server::SetHealth(bool writes) {
  if (grpc_ == nullptr) return;
  if (auto* health = grpc_->GetHealthCheckService(); health != nullptr) {
    health->SetServingStatus(kWritesHealth, writes);
  }
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
  grpc_->Shutdown(std::chrono::system_clock::now() + drain_time_);
  grpc_->Wait();
  grpc_.reset();
  retention_timer_.reset();
  // What is queued becomes durable before the log closes.
  sequencer_.reset();
  spdlog::info("stopped at log position {}", log_->last_position());
}

}  // namespace overstap
