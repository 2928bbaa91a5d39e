#include "clients/cli/table.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "clients/cli/arguments.h"
#include "clients/cli/command/commands.h"
#include "clients/cli/command/paging.h"
#include "clients/cli/command/show.h"
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
  CLI::App* inbox = commands.Add("inbox", "The reports that wait for a work table.",
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

struct DecisionOptions {
  std::string id, etag, reason;
};

std::shared_ptr<DecisionOptions> AddDecisionOptions(CLI::App* command) {
  auto options = std::make_shared<DecisionOptions>();
  command->add_option("report", options->id, "The report: id or name")->required();
  command->add_option("--etag", options->etag, "Only when the report still has this etag");
  return options;
}

void AddAcknowledge(Commands& commands, CLI::App* parent) {
  CLI::App* command =
      commands.Add("acknowledge", "Acknowledges a report: from now on it counts. Never one's own.",
                   {"overstap --token-file=work_table_member.token table acknowledge r-1"}, parent);
  const auto options = AddDecisionOptions(command);
  commands.OnRun(command, [options](Context& context) -> absl::StatusOr<ExitCode> {
    v1::AcknowledgeReportRequest request;
    request.set_name(FullName("reports", options->id));
    request.set_etag(options->etag);
    const auto reply = context.client.Call<v1::AcknowledgeReportResponse>(request);
    if (!reply.ok()) return reply.status();
    return ShowRecord(context, ReportKind(), reply->report());
  });
}

void AddReject(Commands& commands, CLI::App* parent) {
  CLI::App* command = commands.Add("reject", "Rejects a report, with a reason.",
                                   {"overstap --token-file=work_table_member.token \\\n"
                                    "    table reject r-1 --reason='Contract ontbreekt'"},
                                   parent);
  const auto options = AddDecisionOptions(command);
  command->add_option("--reason", options->reason, "Why")->required();
  commands.OnRun(command, [options](Context& context) -> absl::StatusOr<ExitCode> {
    v1::RejectReportRequest request;
    request.set_name(FullName("reports", options->id));
    request.set_etag(options->etag);
    request.set_reason(options->reason);
    const auto reply = context.client.Call<v1::RejectReportResponse>(request);
    if (!reply.ok()) return reply.status();
    return ShowRecord(context, ReportKind(), reply->report());
  });
}

}  // namespace

void AddTable(Commands& commands) {
  CLI::App* parent = commands.Add(
      "table", "Work tables, and what waits for them.",
      {"overstap table list", "overstap table inbox activering", "overstap table acknowledge r-1"});
  parent->require_subcommand(1);
  AddTableList(commands, parent);
  AddInbox(commands, parent);
  AddAcknowledge(commands, parent);
  AddReject(commands, parent);
}

}  // namespace overstap::cli
