#include "clients/cli/table.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "clients/cli/arguments.h"
#include "clients/cli/command/commands.h"
#include "clients/cli/command/paging.h"
#include "clients/cli/command/show.h"
#include "clients/cli/command/table_commands.h"
#include "overstap/v1/ledger_service.pb.h"

namespace overstap::cli {
namespace {

void AddTableList(Commands& commands, CLI::App* parent) {
  CLI::App* list = commands.Add("list", "Lists the work tables with who sits at them.",
                                {"overstap table list", "overstap table list --json"}, parent);
  commands.OnRun(list, [](Context& context) -> absl::StatusOr<ExitCode> {
    const auto reply = context.client.Call<v1::ListWorkTablesResponse>(v1::ListWorkTablesRequest());
    if (!reply.ok()) return reply.status();
    if (ShowJson(context, *reply)) return ExitCode::kOk;
    Table table({{context.locale.Say(Text::kColumnWorkTable)},
                 {context.locale.Say(Text::kColumnTitle), Table::kWraps},
                 {context.locale.Say(Text::kColumnDriver), Table::kWraps},
                 {context.locale.Say(Text::kColumnMembers), Table::kWraps}});
    for (const v1::WorkTable& row : reply->work_tables()) {
      table.AddRow(
          {row.name(), row.display_name(), row.driver(), absl::StrJoin(row.members(), ", ")});
    }
    context.out() << table.Render(context.streams.out_width);
    return ExitCode::kOk;
  });
}

void AddInbox(Commands& commands, CLI::App* parent) {
  CLI::App* inbox =
      commands.Add("inbox", "The reports that wait for a work table, the oldest first.",
                   {"overstap table inbox activering"}, parent);
  auto id = std::make_shared<std::string>();
  inbox->add_option("table", *id, "The work table: id or name")->required();
  const auto paging = AddPagingOptions(inbox);
  commands.OnRun(inbox, [id, paging](Context& context) -> absl::StatusOr<ExitCode> {
    v1::ListReportsRequest request;
    request.set_work_table(FullName("workTables", *id));
    request.set_state(v1::REPORT_STATE_REPORTED);
    const auto reply = paging->Call(context.client, request);
    if (!reply.ok()) return reply.status();
    return ShowRecords(context, ReportKind(), **reply);
  });
}

}  // namespace

void AddTable(Commands& commands) {
  CLI::App* parent =
      commands.Add("table", "Work tables, and what waits for them.",
                   {"overstap table list", "overstap table overview activering",
                    "overstap table inbox activering", "overstap table acknowledge r-1",
                    "overstap table watch activering"});
  parent->require_subcommand(1);
  AddTableList(commands, parent);
  AddInbox(commands, parent);
  AddTableShowing(commands, parent);
  AddTableJudging(commands, parent);
  AddTableWatch(commands, parent);
  AddTableKeeping(commands, parent);
}

}  // namespace overstap::cli
