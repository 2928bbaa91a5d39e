// overstapd: reads its configuration, serves until SIGINT or SIGTERM, and ends cleanly.
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>

#include "services/config/server_config.h"
#include "services/server.h"
#include "services/service_notify.h"
#include "spdlog/spdlog.h"

namespace {

constexpr int kUsageError = 2;
constexpr int kFailure = 1;

int Run(int argc, char** argv) {
  const absl::StatusOr<overstap::config::ServerCommand> command =
      overstap::config::ParseCommandLine(argc, argv);
  if (!command.ok()) {
    std::fprintf(stderr, "overstapd: %s\n", std::string(command.status().message()).c_str());
    return kUsageError;
  }
  if (!command->help.empty()) {
    std::fputs(command->help.c_str(), stdout);
    return 0;
  }
  // Blocked before any thread starts, so that only this one takes them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  const auto server = overstap::Server::Start(command->config);
  if (!server.ok()) {
    std::fprintf(stderr, "overstapd: %s\n", std::string(server.status().message()).c_str());
    return kFailure;
  }
  overstap::NotifyServiceManager("READY=1\nSTATUS=serving on " + (*server)->address());
  int signal = 0;
  sigwait(&signals, &signal);
  overstap::NotifyServiceManager("STOPPING=1\nSTATUS=finishing running calls");
  spdlog::info("stopping on signal {}", signal);
  (*server)->Shutdown();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return Run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "overstapd: %s\n", error.what());
    return kFailure;
  }
}
