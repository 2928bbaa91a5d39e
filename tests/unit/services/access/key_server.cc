#include "tests/unit/services/access/key_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <vector>

#include "gtest/gtest.h"

namespace overstap::access {

KeyServer::KeyServer() {
  socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  EXPECT_EQ(bind(socket_, reinterpret_cast<sockaddr*>(&address), size), 0);
  getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  listen(socket_, 16);
  Answer("503 Service Unavailable", "");
  thread_ = std::thread([this] { Serve(); });
}

KeyServer::~KeyServer() {
  stopping_ = true;
  thread_.join();
  close(socket_);
}

void KeyServer::Answer(const std::string& status, const std::string& body,
                       const std::string& headers) {
  const std::lock_guard lock(mutex_);
  answer_ = "HTTP/1.1 " + status + "\r\nConnection: close\r\n" + headers + "\r\n" + body;
}

void KeyServer::Serve() {
  constexpr int kPollMs = 10;
  std::vector<int> held;
  while (!stopping_) {
    pollfd waiting = {.fd = socket_, .events = POLLIN, .revents = 0};
    if (poll(&waiting, 1, kPollMs) <= 0) continue;
    const int connection = accept(socket_, nullptr, nullptr);
    ++requests_;
    if (silent_) {
      held.push_back(connection);
      continue;
    }
    std::array<char, 4'096> request = {};
    static_cast<void>(recv(connection, request.data(), request.size(), 0));
    std::string answer;
    {
      const std::lock_guard lock(mutex_);
      answer = answer_;
    }
    for (size_t sent = 0; sent < answer.size();) {
      const ssize_t more =
          send(connection, answer.data() + sent, answer.size() - sent, MSG_NOSIGNAL);
      if (more <= 0) break;
      sent += static_cast<size_t>(more);
    }
    shutdown(connection, SHUT_WR);
    close(connection);
  }
  for (const int connection : held) close(connection);
}

}  // namespace overstap::access
