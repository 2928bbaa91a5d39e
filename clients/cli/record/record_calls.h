// The standard methods of one kind of record, called by their descriptors.
//
//   RecordCalls calls(VacancyKind(), client);
//   absl::StatusOr<std::unique_ptr<Message>> vacancy = calls.Get("v-1");
//
// Safe from any thread.
#ifndef OVERSTAP_CLIENTS_CLI_RECORD_RECORD_CALLS_H_
#define OVERSTAP_CLIENTS_CLI_RECORD_RECORD_CALLS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/record/record_kind.h"
#include "clients/cpp/client.h"
#include "google/protobuf/message.h"

namespace overstap::cli {

class RecordCalls {
 public:
  using MessagePtr = std::unique_ptr<google::protobuf::Message>;

  // Both must outlive it.
  RecordCalls(const RecordKind& kind, const client::Client& client)
      : kind_(kind), client_(client) {}

  // An empty record, and an empty request of a method, e.g. `Create`.
  MessagePtr NewRecord() const;
  MessagePtr NewRequest(const std::string& verb) const;
  // Puts a copy of the record into a request of a method that takes one.
  static void SetRecord(google::protobuf::Message& request,
                        const google::protobuf::Message& record);

  absl::StatusOr<MessagePtr> Create(const google::protobuf::Message& record) const;
  // `id` is an id or a full name, here and below.
  absl::StatusOr<MessagePtr> Get(const std::string& id) const;
  // Top-level fields in `mask`; empty: all.
  absl::StatusOr<MessagePtr> Update(const google::protobuf::Message& record,
                                    const std::vector<std::string>& mask) const;
  absl::Status Delete(const std::string& id, const std::string& etag) const;

 private:
  const RecordKind& kind_;
  const client::Client& client_;
};

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_RECORD_RECORD_CALLS_H_
