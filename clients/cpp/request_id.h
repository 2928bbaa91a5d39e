// Request ids, which make a mutation safe to repeat: the server answers a repeat as it answered the
// first.
//
//   request.set_request_id(NewRequestId());   // "0b0f6a0e-5d1e-4c39-8a55-3a4c54a6d2d7"
//
// Safe from any thread.
#ifndef OVERSTAP_CLIENTS_CPP_REQUEST_ID_H_
#define OVERSTAP_CLIENTS_CPP_REQUEST_ID_H_

#include <string>

namespace overstap::client {

// A random UUID (version 4, RFC 4122) in lower case, from the operating system's randomness.
std::string NewRequestId();

}  // namespace overstap::client

#endif  // OVERSTAP_CLIENTS_CPP_REQUEST_ID_H_
