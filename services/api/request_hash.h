// What tells one request from another: SHA-256 over its deterministic serialization.
//
//   command.request_hash = HashWithout(request, {"request_id"});
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_REQUEST_HASH_H_
#define OVERSTAP_SERVICES_API_REQUEST_HASH_H_

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "google/protobuf/message.h"

namespace overstap::api {

// 32 bytes, over the message's full name and its bytes without the named top-level fields.
std::string HashWithout(const google::protobuf::Message& request,
                        std::initializer_list<const char*> fields);

// Deterministic: the same bytes for equal messages.
std::string Serialized(const google::protobuf::Message& message);

// 32 bytes.
std::string Sha256(std::string_view bytes);

// Over many messages, in order.
class RunningHash {
 public:
  RunningHash();
  ~RunningHash();
  RunningHash(const RunningHash&) = delete;
  RunningHash& operator=(const RunningHash&) = delete;

  void Add(const google::protobuf::Message& message);
  // 32 bytes; nothing can be added afterwards.
  std::string Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_REQUEST_HASH_H_
