#include "tests/e2e/program.h"

#include <fcntl.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): POSIX's signals
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>
#include <utility>

namespace overstap {
namespace {

constexpr std::chrono::milliseconds kPollInterval{20};
constexpr int kMaxPolls = 3'000;

std::string ReadAll(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

void SendTo(const std::string& path, int descriptor) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  dup2(file, descriptor);
  close(file);
}

std::vector<std::string> ServerArguments(const std::string& data_dir,
                                         const std::string& address_file,
                                         const std::vector<std::string>& more) {
  std::vector<std::string> arguments = {
      "--listen=127.0.0.1:0", "--data-dir=" + data_dir,
      std::string("--region-dir=") + OVERSTAP_SOURCE_DIR + "/data/region",
      "--address-file=" + address_file};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

}  // namespace

Program::Program(const std::string& name, const std::vector<std::string>& arguments,
                 const std::string& dir)
    : dir_(dir) {
  std::filesystem::create_directories(dir_);
  const std::string path =
      name.front() == '/' ? name : std::string(OVERSTAP_BINARY_DIR) + "/" + name;
  std::vector<char*> argv;
  argv.push_back(const_cast<char*>(path.c_str()));
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const std::string out = dir_ + "/stdout";
  const std::string err = dir_ + "/stderr";
  pid_ = fork();
  if (pid_ == 0) {
    SendTo(out, STDOUT_FILENO);
    SendTo(err, STDERR_FILENO);
    execv(path.c_str(), argv.data());
    _exit(127);
  }
}

Program::~Program() {
  if (!IsRunning()) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, &status_, 0);
}

void Program::Signal(int signal) const { kill(pid_, signal); }

bool Program::IsRunning() {
  if (!ended_ && waitpid(pid_, &status_, WNOHANG) == pid_) ended_ = true;
  return !ended_;
}

Finished Program::Wait() {
  if (!ended_) {
    waitpid(pid_, &status_, 0);
    ended_ = true;
  }
  return {.exit_code = WIFEXITED(status_) ? WEXITSTATUS(status_) : -1,
          .out = ReadAll(dir_ + "/stdout"),
          .err = ReadAll(dir_ + "/stderr")};
}

Finished RunProgram(const std::string& name, const std::vector<std::string>& arguments,
                    const std::string& dir) {
  return Program(name, arguments, dir + "/" + name).Wait();
}

RunningServer::RunningServer(const std::string& dir, const std::string& data_dir,
                             const std::vector<std::string>& more_arguments)
    : address_file_(dir + "/address"),
      program_("overstapd", ServerArguments(data_dir, address_file_, more_arguments),
               dir + "/overstapd") {
  for (int i = 0; i < kMaxPolls && address_.empty() && program_.IsRunning(); ++i) {
    std::this_thread::sleep_for(kPollInterval);
    std::ifstream(address_file_) >> address_;
  }
}

}  // namespace overstap
