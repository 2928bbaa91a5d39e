// How a client reaches a server and proves who it is: the channel's credentials, and the token that
// goes with each call.
//
//   auto credentials = ChannelCredentialsOf(options);   // TLS, or plain text on loopback
//   TokenSource token("", "/home/anna/overstap.token");
//   absl::StatusOr<std::string> value = token.Authorization();   // "Bearer …"; empty: none
//
// Safe from any thread. No error repeats a token or a key.
#ifndef OVERSTAP_CLIENTS_CPP_CREDENTIALS_H_
#define OVERSTAP_CLIENTS_CPP_CREDENTIALS_H_

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "grpcpp/security/credentials.h"

namespace overstap::client {

struct TlsOptions {
  std::string ca_file;           // PEM, trusted; empty: the system's authorities
  std::string certificate_file;  // PEM, the client's own; empty: none
  std::string key_file;          // PEM, its key
};

// Whether only this machine can be the server: `localhost`, an address in 127.0.0.0/8 or ::1 (names
// such as 127.evil.example are not), or a socket file.
bool IsLoopbackServer(std::string_view server);

// Whether calls to `server` go through TLS: anywhere but on loopback always, there when an
// authority is given.
bool UsesTls(std::string_view server, const TlsOptions& options);

// INVALID_ARGUMENT: a file that cannot be read, which it names; a certificate without a key or the
// other way about; or a certificate for a connection in plain text.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> ChannelCredentialsOf(
    std::string_view server, const TlsOptions& options);

class TokenSource {
 public:
  // The file, where there is one, is read again when it changes; a fixed token is for tests and
  // programs that get theirs elsewhere.
  TokenSource(const std::string& token, std::string file);

  // The value of the metadata `authorization`; empty: no token is given. UNAUTHENTICATED: the file
  // cannot be read, or what it contains is no token.
  absl::StatusOr<std::string> Authorization() const;

 private:
  absl::Status Read() const;

  const std::string file_;
  mutable std::mutex mutex_;  // guards what follows
  mutable std::string authorization_;
  mutable std::filesystem::file_time_type time_ = {};
  mutable std::uintmax_t size_ = 0;
  mutable bool read_ = false;
};

}  // namespace overstap::client

#endif  // OVERSTAP_CLIENTS_CPP_CREDENTIALS_H_
