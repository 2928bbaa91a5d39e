// Messages handled by their descriptors: what lets one set of commands serve every kind of record.
//
//   std::unique_ptr<Message> request = NewMessage(*method->input_type());
//   SetString(*request, "name", "vacancies/v-1");
//
// Stateless; safe from any thread.
#ifndef OVERSTAP_CLIENTS_CLI_RECORD_MESSAGES_H_
#define OVERSTAP_CLIENTS_CLI_RECORD_MESSAGES_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "clients/cpp/client.h"
#include "google/protobuf/message.h"

namespace overstap::cli {

// An empty generated message of the type.
std::unique_ptr<google::protobuf::Message> NewMessage(const google::protobuf::Descriptor& type);

// Sets a string field, where the message has it and the value is not empty.
void SetString(google::protobuf::Message& message, const std::string& field,
               const std::string& value);

// The string field's value; empty where the message has no such field.
std::string StringOf(const google::protobuf::Message& message, const std::string& field);

// The message's first field of type `type`, singular or repeated; null: none.
const google::protobuf::FieldDescriptor* FieldOfType(const google::protobuf::Descriptor& message,
                                                     const google::protobuf::Descriptor& type);

// Calls the rpc that takes `request`.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> CallFor(
    const client::Client& client, const google::protobuf::Message& request);

// Calls a List rpc, or another with pages, until there are no more pages or at least `limit` items
// (0: no limit) of its first field, of which it keeps `limit`. `request` says where to start and
// how large a page is. Returns the pages merged into one reply; its token is that of the last page.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> CallForPages(
    const client::Client& client, google::protobuf::Message& request, int limit);

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_RECORD_MESSAGES_H_
