// Runs the built programs as a user does.
//
//   const Finished help = RunProgram("overstap", {"--help"});
//   Program server("overstapd", {"--listen=127.0.0.1:0", …});   // ends with SIGTERM
//
// Of one thread.
#ifndef OVERSTAP_TESTS_E2E_PROGRAM_H_
#define OVERSTAP_TESTS_E2E_PROGRAM_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace overstap {

struct Finished {
  int exit_code = -1;  // -1: it ended by a signal
  std::string out;
  std::string err;
};

class Program {
 public:
  // Starts `name` of the build's folder, or of where its path says; its output goes to files below
  // `dir`.
  Program(const std::string& name, const std::vector<std::string>& arguments,
          const std::string& dir);
  // Kills what still runs.
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void Signal(int signal) const;
  bool IsRunning();
  // Waits for the end.
  Finished Wait();

 private:
  std::string dir_;
  pid_t pid_ = -1;
  bool ended_ = false;
  int status_ = 0;
};

Finished RunProgram(const std::string& name, const std::vector<std::string>& arguments,
                    const std::string& dir);

// A server on `data_dir` that has begun to serve.
class RunningServer {
 public:
  RunningServer(const std::string& dir, const std::string& data_dir,
                const std::vector<std::string>& more_arguments = {});

  // host:port; empty when it did not start.
  const std::string& address() const { return address_; }
  Program& program() { return program_; }

 private:
  std::string address_file_;
  Program program_;
  std::string address_;
};

}  // namespace overstap

#endif  // OVERSTAP_TESTS_E2E_PROGRAM_H_
