// A server process that can be killed and started again on the same folder.
//
//   KillableServer server(dir);
//   ASSERT_TRUE(server.Start()) << server.Output();
//   client::Client client({.server = server.address()});
//   server.Kill();
//
// One thread starts and kills; any may read the address in between.
#ifndef OVERSTAP_TESTS_E2E_KILLABLE_SERVER_H_
#define OVERSTAP_TESTS_E2E_KILLABLE_SERVER_H_

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace overstap::e2e {

class KillableServer {
 public:
  // Keeps its data, log and address in `dir`.
  explicit KillableServer(std::filesystem::path dir) : dir_(std::move(dir)) {}
  ~KillableServer() { Kill(); }
  KillableServer(const KillableServer&) = delete;
  KillableServer& operator=(const KillableServer&) = delete;

  // Starts overstapd on a free port and waits until it serves. False: it ended, or does not serve
  // within three minutes.
  bool Start();
  // SIGKILL: no handler runs, nothing is flushed. Waits until the process is gone.
  void Kill();
  const std::string& address() const { return address_; }
  // What the server wrote to its output, over all starts.
  std::string Output() const;

 private:
  bool Spawn();

  const std::filesystem::path dir_;
  std::string address_;
  pid_t process_ = 0;
};

}  // namespace overstap::e2e

#endif  // OVERSTAP_TESTS_E2E_KILLABLE_SERVER_H_
