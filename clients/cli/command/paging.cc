#include "clients/cli/command/paging.h"

#include "absl/strings/str_cat.h"
#include "clients/cli/command/show.h"
#include "clients/cli/record/messages.h"
#include "clients/cli/record/record_calls.h"

namespace overstap::cli {
namespace {

constexpr int kLargestPage = 1000;

}  // namespace

absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Paging::Call(
    const client::Client& client, google::protobuf::Message& request) const {
  const auto* size = request.GetDescriptor()->FindFieldByName("page_size");
  request.GetReflection()->SetInt32(&request, size, all ? kLargestPage : page_size);
  SetString(request, "page_token", page_token);
  return CallForPages(client, request, all ? 0 : page_size);
}

std::shared_ptr<Paging> AddPagingOptions(CLI::App* command) {
  auto paging = std::make_shared<Paging>();
  command->add_option("--page-size", paging->page_size, "Records on a page")
      ->check(CLI::Range(1, kLargestPage))
      ->capture_default_str();
  command->add_option("--page-token", paging->page_token, "Where a page before this one ended");
  command->add_flag("--all", paging->all, "All pages");
  return paging;
}

void AddListCommand(Commands& commands, const RecordKind& kind, CLI::App* parent) {
  const std::string start = absl::StrCat("overstap ", kind.command, " list");
  CLI::App* list =
      commands.Add("list", "Lists records by ascending id.",
                   {start, start + " --page-size=10", start + " --all --json"}, parent);
  const auto paging = AddPagingOptions(list);
  const auto open_links_only = std::make_shared<bool>(false);
  if (kind.resource != TrainingOfferKind().resource) {
    list->add_flag("--open-text-links", *open_links_only,
                   "Only those with a concept that was found in a text and is left to decide");
  }
  commands.OnRun(
      list, [&kind, paging, open_links_only](Context& context) -> absl::StatusOr<ExitCode> {
        const auto request = RecordCalls(kind, context.client).NewRequest("List");
        const auto* only = request->GetDescriptor()->FindFieldByName("open_text_links_only");
        if (*open_links_only) request->GetReflection()->SetBool(request.get(), only, true);
        const auto reply = paging->Call(context.client, *request);
        if (!reply.ok()) return reply.status();
        return ShowRecords(context, kind, **reply);
      });
}

}  // namespace overstap::cli
