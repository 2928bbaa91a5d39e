#include "tests/e2e/killable_server.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <system_error>
#include <thread>
#include <vector>

#include "clients/cpp/client.h"
#include "tests/e2e/local_access.h"
#include "tests/e2e/program.h"

namespace overstap::e2e {
namespace {

constexpr std::chrono::milliseconds kPoll{20};
constexpr std::chrono::seconds kPatience{180};

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

bool KillableServer::Spawn() {
  std::vector<std::string> arguments = {
      ProgramPath("overstapd"), "--listen=127.0.0.1:0", "--data-dir=" + (dir_ / "data").string(),
      "--region-dir=" + std::string(OVERSTAP_SOURCE_DIR) + "/data/region",
      "--address-file=" + (dir_ / "address").string()};
  for (const std::string& argument : Access().ServerArguments()) arguments.push_back(argument);
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, (dir_ / "output").c_str(),
                                   O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  const int failed = posix_spawn(&process_, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) process_ = 0;
  return failed == 0;
}

bool KillableServer::Start() {
  std::error_code ignored;
  std::filesystem::remove(dir_ / "address", ignored);
  if (!Spawn()) return false;
  const auto give_up = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < give_up) {
    if (waitpid(process_, nullptr, WNOHANG) == process_) {
      process_ = 0;
      return false;
    }
    // The file appears whole, with a line end.
    address_ = ReadFile(dir_ / "address");
    if (!address_.empty()) {
      address_.pop_back();
      if (client::Client({.server = address_}).CheckHealth().ok()) return true;
    }
    std::this_thread::sleep_for(kPoll);
  }
  return false;
}

void KillableServer::Kill() {
  if (process_ == 0) return;
  kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
  process_ = 0;
}

std::string KillableServer::Output() const { return ReadFile(dir_ / "output"); }

}  // namespace overstap::e2e
