#include "clients/cli/command/report.h"

#include <memory>
#include <string>

#include "clients/cli/arguments.h"
#include "clients/cli/command/options.h"
#include "clients/cli/command/paging.h"
#include "clients/cli/command/show.h"
#include "clients/cli/record/record_calls.h"
#include "overstap/v1/ledger_service.pb.h"

namespace overstap::cli {
namespace {

void AddReportList(Commands& commands, CLI::App* parent) {
  CLI::App* list = commands.Add("list", "Lists reports in the order of reporting.",
                                {"overstap report list --table=activering --state=acknowledged",
                                 "overstap report list --mine --waiting-days=14",
                                 "overstap report list --project=warmtestart --all --json"},
                                parent);
  struct Options {
    std::string work_table, project;
    v1::ReportState state = v1::REPORT_STATE_UNSPECIFIED;
    bool mine = false;
    int waiting_days = 0;
  };
  auto options = std::make_shared<Options>();
  list->add_option("--table", options->work_table, "Only those to this work table: id or name");
  AddEnum(list, "--state", options->state, "Only those in this state");
  list->add_flag("--mine", options->mine, "Only those of one's own organisation");
  list->add_option("--project", options->project, "Only those of this project: id or name");
  list->add_option("--waiting-days", options->waiting_days,
                   "Only those that have waited longer than so many days")
      ->check(CLI::NonNegativeNumber);
  const auto paging = AddPagingOptions(list);
  commands.OnRun(list, [options, paging](Context& context) -> absl::StatusOr<ExitCode> {
    v1::ListReportsRequest request;
    if (!options->work_table.empty()) {
      request.set_work_table(FullName("workTables", options->work_table));
    }
    if (!options->project.empty()) request.set_project(FullName("projects", options->project));
    request.set_state(options->state);
    request.set_own_only(options->mine);
    request.set_waiting_days(options->waiting_days);
    const auto reply = paging->Call(context.client, request);
    if (!reply.ok()) return reply.status();
    return ShowRecords(context, ReportKind(), **reply);
  });
}

void AddReportShow(Commands& commands, CLI::App* parent) {
  CLI::App* show =
      commands.Add("show", "Shows a report.",
                   {"overstap report show r-1", "overstap report show r-1 --json"}, parent);
  auto id = std::make_shared<std::string>();
  show->add_option("id", *id, "The report: id or name")->required();
  commands.OnRun(show, [id](Context& context) -> absl::StatusOr<ExitCode> {
    const auto report = RecordCalls(ReportKind(), context.client).Get(*id);
    if (!report.ok()) return report.status();
    return ShowRecord(context, ReportKind(), **report);
  });
}

}  // namespace

void AddReport(Commands& commands) {
  CLI::App* parent = commands.Add(
      "report", "Reports to the work tables.",
      {"overstap report placement pl-1 --table=activering --not-in-work --linkage-key=7f3a…",
       "overstap report training report.json", "overstap report import mei.csv",
       "overstap report worklist", "overstap report list --table=activering"});
  parent->require_subcommand(1);
  AddReportFilings(commands, parent);
  AddReportShow(commands, parent);
  AddReportList(commands, parent);
  AddReportLife(commands, parent);
  AddReportImport(commands, parent);
}

}  // namespace overstap::cli
