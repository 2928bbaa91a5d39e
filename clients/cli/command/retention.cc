#include <memory>

#include "clients/cli/command/commands.h"
#include "clients/cli/command/options.h"
#include "clients/cli/command/paging.h"
#include "clients/cli/command/show.h"
#include "overstap/v1/retention_service.pb.h"

namespace overstap::cli {

void AddRetention(Commands& commands) {
  CLI::App* parent = commands.Add("retention", "How long records are kept.",
                                  {"overstap retention list --weeks=8"});
  parent->require_subcommand(1);
  CLI::App* list = commands.Add(
      "list", "Lists what the daily sweep will act on, and on which day.",
      {"overstap retention list", "overstap retention list --weeks=8 --kind=job-seeker --all"},
      parent);
  struct Options {
    int weeks = 5;
    v1::RetentionKind kind = v1::RETENTION_KIND_UNSPECIFIED;
  };
  auto options = std::make_shared<Options>();
  list->add_option("--weeks", options->weeks, "Weeks to look ahead")->capture_default_str();
  AddEnum(list, "--kind", options->kind, "Only this kind");
  const auto paging = AddPagingOptions(list);
  commands.OnRun(list, [options, paging](Context& context) -> absl::StatusOr<ExitCode> {
    v1::ListRetentionDueRequest request;
    request.set_weeks_ahead(options->weeks);
    request.set_kind(options->kind);
    const auto reply = paging->Call(context.client, request);
    if (!reply.ok()) return reply.status();
    return ShowRecords(context, RetentionDueKind(), **reply);
  });
}

}  // namespace overstap::cli
