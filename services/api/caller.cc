#include "services/api/caller.h"

#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "overstap/v1/options.pb.h"
#include "services/write/errors.h"

namespace overstap::api {
namespace {

constexpr size_t kMaxValueBytes = 128;
constexpr char kLocal[] = "local";

// Reads values and collects what is wrong with them.
class Metadata {
 public:
  explicit Metadata(const grpc::ServerContextBase& context) : context_(context) {}

  std::string Value(const char* key, const char* otherwise) {
    const auto found = context_.client_metadata().find(key);
    if (found == context_.client_metadata().end() || found->second.empty()) return otherwise;
    if (found->second.size() > kMaxValueBytes) {
      Wrong(key, absl::StrCat("at most ", kMaxValueBytes, " bytes, was ", found->second.size()));
      return otherwise;
    }
    return {found->second.data(), found->second.size()};
  }

  int Role(const char* key) {
    const std::string text = absl::AsciiStrToUpper(Value(key, ""));
    v1::Role role = v1::ROLE_UNSPECIFIED;
    if (text.empty() || v1::Role_Parse(text, &role) || v1::Role_Parse("ROLE_" + text, &role)) {
      return role;
    }
    Wrong(key, "unknown role");
    return role;
  }

  absl::Status status() const { return write::InvalidArgument(wrong_); }

 private:
  void Wrong(const char* key, std::string description) {
    auto* violation = wrong_.add_field_violations();
    violation->set_field(absl::StrCat("metadata.", key));
    violation->set_description(std::move(description));
  }

  const grpc::ServerContextBase& context_;
  google::rpc::BadRequest wrong_;
};

// `00-<trace id>-<span id>-<flags>`; empty when it is anything else.
std::string TraceIdOf(const std::string& traceparent) {
  constexpr size_t kStart = 3;
  constexpr size_t kLength = 32;
  if (traceparent.size() < kStart + kLength || traceparent[kStart - 1] != '-') return "";
  std::string id = traceparent.substr(kStart, kLength);
  for (const char c : id) {
    if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) return "";
  }
  return id;
}

}  // namespace

absl::StatusOr<write::Caller> AdmitCaller(const grpc::ServerContextBase& context) {
  Metadata metadata(context);
  write::Caller caller;
  caller.principal = metadata.Value("overstap-principal", kLocal);
  caller.organisation = metadata.Value("overstap-organisation", kLocal);
  caller.role = metadata.Role("overstap-role");
  caller.purpose = metadata.Value("overstap-purpose", "");
  caller.trace_id = TraceIdOf(metadata.Value("traceparent", ""));
  if (absl::Status status = metadata.status(); !status.ok()) return status;
  // Who may call what (overstap.v1.allowed_roles) is to be checked here.
  return caller;
}

}  // namespace overstap::api
