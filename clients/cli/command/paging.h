// Options of commands that list: how much of it.
//
//   auto paging = AddPagingOptions(command);
//   auto reply = paging->Call(client, request);
#ifndef OVERSTAP_CLIENTS_CLI_COMMAND_PAGING_H_
#define OVERSTAP_CLIENTS_CLI_COMMAND_PAGING_H_

#include <memory>
#include <string>

#include "clients/cli/command/commands.h"
#include "google/protobuf/message.h"

namespace overstap::cli {

struct Paging {
  int page_size = 50;
  std::string page_token;
  bool all = false;

  // Calls the List rpc that takes `request`: one page, or all of them in one reply.
  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Call(
      const client::Client& client, google::protobuf::Message& request) const;
};

// --page-size, --page-token and --all.
std::shared_ptr<Paging> AddPagingOptions(CLI::App* command);

// `list` of one kind of record.
void AddListCommand(Commands& commands, const RecordKind& kind, CLI::App* parent);

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_COMMAND_PAGING_H_
