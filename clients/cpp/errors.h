// Errors of the server, with their machine-readable details.
//
// An rpc's error becomes an absl::Status of the same code; each google.rpc detail travels as a
// payload under its type URL.
//
//   absl::StatusOr<v1::Vacancy> vacancy = client.Call<v1::Vacancy>(request);
//   if (!vacancy.ok()) Show(DetailsOf(vacancy.status()).violations);
//
// Stateless; safe from any thread.
#ifndef OVERSTAP_CLIENTS_CPP_ERRORS_H_
#define OVERSTAP_CLIENTS_CPP_ERRORS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/support/status.h"

namespace overstap::client {

// A wrong field of a request.
struct FieldViolation {
  std::string field;        // path from the request, e.g. `vacancy.skills[3].skill.code`
  std::string description;  // in English
};

// What the server said beside code and message. Empty parts were not sent.
struct ErrorDetails {
  std::vector<FieldViolation> violations;
  std::string reason;  // UPPER_SNAKE_CASE, e.g. `SNAPSHOT_GONE`
  std::map<std::string, std::string> metadata;
  std::string resource_type;
  std::string resource_name;
  absl::Duration retry_delay = absl::ZeroDuration();
};

// OK for OK. Details that are not readable are left out.
absl::Status ToAbslStatus(const grpc::Status& status);

ErrorDetails DetailsOf(const absl::Status& status);

// Message, wrong fields and reason in several lines of English, for logs.
std::string Describe(const absl::Status& status);

}  // namespace overstap::client

#endif  // OVERSTAP_CLIENTS_CPP_ERRORS_H_
