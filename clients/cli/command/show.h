// How commands end: a reply shown to a person as a table, to a machine as JSON.
//
//   return ShowRecord(context, VacancyKind(), *vacancy);
#ifndef OVERSTAP_CLIENTS_CLI_COMMAND_SHOW_H_
#define OVERSTAP_CLIENTS_CLI_COMMAND_SHOW_H_

#include "absl/status/statusor.h"
#include "clients/cli/context.h"
#include "clients/cli/record/record_kind.h"
#include "google/protobuf/message.h"

namespace overstap::cli {

// One record, field by field.
ExitCode ShowRecord(Context& context, const RecordKind& kind,
                    const google::protobuf::Message& record);

// The records of a List reply, and how to see more where there are more pages.
ExitCode ShowRecords(Context& context, const RecordKind& kind,
                     const google::protobuf::Message& reply);

// For machines only: the message as JSON. False: `context` is not for machines.
bool ShowJson(Context& context, const google::protobuf::Message& message);

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_COMMAND_SHOW_H_
