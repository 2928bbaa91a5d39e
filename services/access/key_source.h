// Where an issuer's key set is read from: a file, or a URL.
//
//   absl::StatusOr<std::unique_ptr<KeySource>> source = MakeKeySource("https://…/jwks.json");
//   absl::StatusOr<std::string> text = (*source)->Fetch();
//
// One thread at a time may fetch.
#ifndef OVERSTAP_SERVICES_ACCESS_KEY_SOURCE_H_
#define OVERSTAP_SERVICES_ACCESS_KEY_SOURCE_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace overstap::access {

// Larger key sets are refused.
inline constexpr size_t kMostKeySetBytes = 256 << 10;

class KeySource {
 public:
  virtual ~KeySource() = default;
  // UNAVAILABLE names the place and what went wrong; RESOURCE_EXHAUSTED: too large.
  virtual absl::StatusOr<std::string> Fetch() = 0;
  // Whether fetching is a request to somebody else, not to be made every second.
  virtual bool is_remote() const = 0;
  // As given to MakeKeySource.
  virtual const std::string& place() const = 0;
};

struct KeySourceOptions {
  absl::Duration timeout = absl::Seconds(5);  // of one fetch from a URL, all in all
  std::string ca_file;                        // trusted for https; empty: the system's
};

// `place`: a file; or a URL, whose server is verified, and whose redirects are not followed.
// INVALID_ARGUMENT: as CheckKeyPlace.
absl::StatusOr<std::unique_ptr<KeySource>> MakeKeySource(const std::string& place,
                                                         const KeySourceOptions& options = {});

// INVALID_ARGUMENT: a URL that is neither https nor http on loopback, or that carries a password.
// Whether a file exists is not looked at.
absl::Status CheckKeyPlace(const std::string& place);
// Whether a place is a URL.
bool IsUrl(const std::string& place);

}  // namespace overstap::access

#endif  // OVERSTAP_SERVICES_ACCESS_KEY_SOURCE_H_
