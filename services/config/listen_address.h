// Addresses that the server may listen on, and which of them only this machine can reach.
//
//   std::optional<ListenAddress> address = ParseListenAddress("[::1]:7070");
//   address->is_loopback   // true
//
// Pure functions; safe from any thread.
#ifndef OVERSTAP_SERVICES_CONFIG_LISTEN_ADDRESS_H_
#define OVERSTAP_SERVICES_CONFIG_LISTEN_ADDRESS_H_

#include <optional>
#include <string>
#include <string_view>

namespace overstap::config {

struct ListenAddress {
  std::string host;          // as written, with brackets where there are; empty: a socket file
  int port = 0;              // 0: any that is free
  bool is_loopback = false;  // only this machine can reach it
};

// `host:port`, `[IPv6 address]:port`, or `unix:PATH`; nothing: it is none of these.
std::optional<ListenAddress> ParseListenAddress(std::string_view text);

// Whether a host is this machine's loopback: `localhost`, or an address in 127.0.0.0/8 or ::1,
// read as an address (127.evil.example is a name). IPv6 addresses may stand in brackets.
bool IsLoopbackHost(std::string_view host);

}  // namespace overstap::config

#endif  // OVERSTAP_SERVICES_CONFIG_LISTEN_ADDRESS_H_
