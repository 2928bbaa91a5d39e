#include "clients/cpp/credentials.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace overstap::client {
namespace {

constexpr uint32_t kLoopbackNetwork = 127;
constexpr int kNetworkShift = 24;

bool IsLoopbackHost(const std::string& host) {
  if (absl::EqualsIgnoreCase(host, "localhost")) return true;
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) {
    return ntohl(v4.s_addr) >> kNetworkShift == kLoopbackNetwork;
  }
  in6_addr v6{};
  return inet_pton(AF_INET6, host.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  if (path.empty()) return std::string();
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) return absl::InvalidArgumentError(absl::StrCat("cannot read ", path));
  return text;
}

// Whether it can stand in a header: a JWT has no other characters (RFC 6750, b64token).
bool IsToken(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains("-._~+/=", c);
  });
}

}  // namespace

bool IsLoopbackServer(std::string_view server) {
  absl::string_view text(server.data(), server.size());
  if (absl::StartsWith(text, "unix:")) return true;
  absl::ConsumePrefix(&text, "dns:///");
  const size_t colon = text.rfind(':');
  absl::string_view host = text.substr(0, colon);
  if (absl::ConsumePrefix(&host, "[")) {
    if (!absl::ConsumeSuffix(&host, "]")) return false;
  } else if (absl::StrContains(host, ':')) {
    return false;
  }
  return IsLoopbackHost(std::string(host));
}

bool UsesTls(std::string_view server, const TlsOptions& options) {
  return !options.ca_file.empty() || !IsLoopbackServer(server);
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> ChannelCredentialsOf(
    std::string_view server, const TlsOptions& options) {
  if (options.certificate_file.empty() != options.key_file.empty()) {
    return absl::InvalidArgumentError("a certificate and its key are given together or not at all");
  }
  if (!UsesTls(server, options)) {
    if (!options.certificate_file.empty()) {
      return absl::InvalidArgumentError(
          "a certificate needs TLS: say which authority the server's is from (CA file)");
    }
    return grpc::InsecureChannelCredentials();
  }
  grpc::SslCredentialsOptions ssl;
  for (const auto& [path, text] : {std::pair(&options.ca_file, &ssl.pem_root_certs),
                                   std::pair(&options.certificate_file, &ssl.pem_cert_chain),
                                   std::pair(&options.key_file, &ssl.pem_private_key)}) {
    absl::StatusOr<std::string> read = ReadFile(*path);
    if (!read.ok()) return read.status();
    *text = *std::move(read);
  }
  return grpc::SslCredentials(ssl);
}

TokenSource::TokenSource(const std::string& token, std::string file) : file_(std::move(file)) {
  if (!token.empty()) authorization_ = "Bearer " + token;
}

absl::StatusOr<std::string> TokenSource::Authorization() const {
  const std::lock_guard lock(mutex_);
  if (!file_.empty()) {
    if (absl::Status read = Read(); !read.ok()) return read;
  }
  return authorization_;
}

absl::Status TokenSource::Read() const {
  std::error_code no_time;
  std::error_code no_size;
  const auto time = std::filesystem::last_write_time(file_, no_time);
  const std::uintmax_t size = std::filesystem::file_size(file_, no_size);
  if (read_ && !no_time && !no_size && time == time_ && size == size_) return absl::OkStatus();
  std::ifstream file(file_, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) return absl::UnauthenticatedError(absl::StrCat("cannot read the token file ", file_));
  const absl::string_view token = absl::StripAsciiWhitespace(text);
  if (!IsToken(token)) {
    return absl::UnauthenticatedError(absl::StrCat("there is no token in ", file_));
  }
  authorization_ = absl::StrCat("Bearer ", token);
  time_ = time;
  size_ = size;
  read_ = true;
  return absl::OkStatus();
}

}  // namespace overstap::client
