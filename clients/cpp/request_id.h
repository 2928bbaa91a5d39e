// Request ids, which make a mutation safe to repeat: the server answers a repeat as it answered the
// first.
//
//   request.set_request_id(NewRequestId());   // "0b0f6a0e-5d1e-4c39-8a55-3a4c54a6d2d7"
//   request.set_request_id(RequestIdOf(file_bytes, batch));   // the same in every run
//
// Safe from any thread.
#ifndef OVERSTAP_CLIENTS_CPP_REQUEST_ID_H_
#define OVERSTAP_CLIENTS_CPP_REQUEST_ID_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace overstap::client {

// A random UUID (version 4, RFC 4122) in lower case, from the operating system's randomness.
std::string NewRequestId();

// The UUID (version 5, RFC 4122) of a part of some content, by its number: the same bytes and
// number give the same id on every machine, others another one.
std::string RequestIdOf(absl::string_view content, int64_t part);

}  // namespace overstap::client

#endif  // OVERSTAP_CLIENTS_CPP_REQUEST_ID_H_
