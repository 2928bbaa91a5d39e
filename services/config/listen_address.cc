#include "services/config/listen_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace overstap::config {
namespace {

constexpr int kMaxPort = 65'535;
constexpr size_t kMostPortDigits = 5;
constexpr uint32_t kLoopbackNetwork = 127;
constexpr int kNetworkShift = 24;
constexpr std::string_view kUnix = "unix:";

std::optional<int> ParsePort(std::string_view text) {
  int port = 0;
  const bool digits = !text.empty() && text.size() <= kMostPortDigits &&
                      std::all_of(text.begin(), text.end(), [](char c) {
                        return absl::ascii_isdigit(static_cast<unsigned char>(c));
                      });
  if (!digits || !absl::SimpleAtoi(absl::string_view(text.data(), text.size()), &port) ||
      port > kMaxPort) {
    return std::nullopt;
  }
  return port;
}

bool IsBracketed(std::string_view host) {
  constexpr size_t kBrackets = 2;
  return host.size() > kBrackets && host.front() == '[' && host.back() == ']';
}

}  // namespace

bool IsLoopbackHost(std::string_view host) {
  if (IsBracketed(host)) {
    host.remove_prefix(1);
    host.remove_suffix(1);
    if (host.find(':') == std::string_view::npos) return false;
  }
  const std::string text(host);
  // Not text after a NUL, which the functions below would not see.
  if (text.find('\0') != std::string::npos) return false;
  if (absl::EqualsIgnoreCase(text, "localhost")) return true;
  in_addr v4{};
  if (inet_pton(AF_INET, text.c_str(), &v4) == 1) {
    return ntohl(v4.s_addr) >> kNetworkShift == kLoopbackNetwork;
  }
  in6_addr v6{};
  return inet_pton(AF_INET6, text.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

std::optional<ListenAddress> ParseListenAddress(std::string_view text) {
  if (text.substr(0, kUnix.size()) == kUnix) {
    if (text.size() == kUnix.size()) return std::nullopt;
    return ListenAddress{.host = "", .port = 0, .is_loopback = true};
  }
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const std::string_view host = text.substr(0, colon);
  // An IPv6 address without brackets: nobody can tell where its port begins.
  if (host.find(':') != std::string_view::npos && !IsBracketed(host)) return std::nullopt;
  const auto port = ParsePort(text.substr(colon + 1));
  if (!port.has_value()) return std::nullopt;
  return ListenAddress{
      .host = std::string(host), .port = *port, .is_loopback = IsLoopbackHost(host)};
}

}  // namespace overstap::config
