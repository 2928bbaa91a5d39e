// An HTTP server on loopback that answers every request with the same text, until it is told
// otherwise.
//
//   KeyServer server;
//   server.Answer("200 OK", "{…}");
//   MakeKeySource(server.url());
//
// Safe from any thread.
#ifndef OVERSTAP_TESTS_UNIT_SERVICES_ACCESS_KEY_SERVER_H_
#define OVERSTAP_TESTS_UNIT_SERVICES_ACCESS_KEY_SERVER_H_

#include <atomic>
#include <mutex>
#include <string>
#include <thread>

namespace overstap::access {

class KeyServer {
 public:
  KeyServer();
  ~KeyServer();
  KeyServer(const KeyServer&) = delete;
  KeyServer& operator=(const KeyServer&) = delete;

  // `headers`: lines that end with "\r\n".
  void Answer(const std::string& status, const std::string& body, const std::string& headers = "");
  // Takes connections and says nothing on them.
  void SaySilent(bool silent) { silent_ = silent; }
  int requests() const { return requests_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/jwks.json"; }

 private:
  void Serve();

  int socket_ = -1;
  int port_ = 0;
  std::atomic<bool> silent_ = false;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> requests_ = 0;
  std::mutex mutex_;
  std::string answer_;
  std::thread thread_;
};

}  // namespace overstap::access

#endif  // OVERSTAP_TESTS_UNIT_SERVICES_ACCESS_KEY_SERVER_H_
