#include <cstdint>
#include <memory>
#include <string>

#include "clients/cli/arguments.h"
#include "clients/cli/command/options.h"
#include "clients/cli/command/show.h"
#include "clients/cli/command/table_commands.h"
#include "clients/cli/progress/progress_text.h"
#include "clients/cli/record/concept_labels.h"
#include "clients/cli/record/record_text.h"
#include "overstap/v1/project_service.pb.h"
#include "overstap/v1/work_table_service.pb.h"

namespace overstap::cli {
namespace {

void ShowActivity(Context& context, const v1::TableActivity& activity) {
  const Locale& locale = context.locale;
  if (activity.active()) {
    context.out() << locale.Say(Text::kTableActive) << "\n";
  } else {
    context.out() << locale.Say(Text::kTableNotActive, LackingText(locale, activity)) << "\n";
  }
}

void ShowWaiting(Context& context, const v1::TableOverview& overview) {
  const Locale& locale = context.locale;
  const auto number = [&locale](int64_t count) {
    return locale.Number(static_cast<double>(count));
  };
  context.out() << locale.Say(Text::kTableReports, number(overview.acknowledged_report_count()),
                              number(overview.waiting_report_count()),
                              locale.Date(overview.oldest_waiting_date()))
                << "\n";
}

void ShowProjects(Context& context, const v1::TableOverview& overview) {
  v1::ListProjectsResponse projects;
  *projects.mutable_projects() = overview.projects();
  context.out() << "\n"
                << context.locale.Say(Text::kTableProjects,
                                      context.locale.Number(overview.projects_size()))
                << "\n";
  if (overview.projects_size() == 0) return;
  ShowRecords(context, ProjectKind(), projects);
  for (const v1::Project& project : overview.projects()) {
    for (const v1::ProjectLink& link : project.links()) {
      context.out() << "  " << project.name() << " → " << link.project() << "  "
                    << link.description() << "\n";
    }
  }
}

// Of the table, then of its projects.
void ShowGaps(Context& context, const v1::TableOverview& overview) {
  ConceptLabels labels(context.client, context.locale.code());
  RecordText text(context.locale, labels);
  const auto show = [&](const std::string& name, const v1::Gap& gap) {
    context.out() << "  " << name << ": " << text.Line(gap) << "\n";
  };
  bool any = overview.work_table().gaps_size() > 0;
  for (const v1::Project& project : overview.projects()) any = any || project.gaps_size() > 0;
  if (!any) return;
  context.out() << "\n" << context.locale.Say(Text::kTableGaps) << "\n";
  for (const v1::Gap& gap : overview.work_table().gaps()) show(overview.work_table().name(), gap);
  for (const v1::Project& project : overview.projects()) {
    for (const v1::Gap& gap : project.gaps()) show(project.name(), gap);
  }
}

absl::StatusOr<ExitCode> ShowOverview(Context& context,
                                      const v1::GetTableOverviewRequest& request) {
  const auto overview = context.client.Call<v1::TableOverview>(request);
  if (!overview.ok()) return overview.status();
  if (ShowJson(context, *overview)) return ExitCode::kOk;
  context.out() << overview->work_table().display_name() << " (" << overview->work_table().name()
                << "), " << context.locale.Date(overview->as_of_date()) << "\n";
  if (overview->has_activity()) ShowActivity(context, overview->activity());
  ShowWaiting(context, *overview);
  ShowProjects(context, *overview);
  ShowGaps(context, *overview);
  return ExitCode::kOk;
}

}  // namespace

void AddTableShowing(Commands& commands, CLI::App* parent) {
  CLI::App* show = commands.Add(
      "show", "Shows a work table: seats, action plan, meetings, gaps.",
      {"overstap table show activering", "overstap table show activering --json"}, parent);
  auto id = std::make_shared<std::string>();
  show->add_option("table", *id, "The work table: id or name")->required();
  commands.OnRun(show, [id](Context& context) -> absl::StatusOr<ExitCode> {
    v1::GetWorkTableRequest request;
    request.set_name(FullName("workTables", *id));
    const auto table = context.client.Call<v1::WorkTable>(request);
    if (!table.ok()) return table.status();
    return ShowRecord(context, WorkTableKind(), *table);
  });

  CLI::App* overview = commands.Add(
      "overview", "What is running at a table: reports that wait, projects, links, gaps.",
      {"overstap table overview activering",
       "overstap table overview activering --date=2026-06-30"},
      parent);
  struct Options {
    std::string id;
    google::type::Date date;
  };
  auto options = std::make_shared<Options>();
  overview->add_option("table", options->id, "The work table: id or name")->required();
  AddDate(overview, "--date", options->date, "On this day");
  commands.OnRun(overview, [options](Context& context) {
    v1::GetTableOverviewRequest request;
    request.set_name(FullName("workTables", options->id));
    if (options->date.year() != 0) *request.mutable_as_of_date() = options->date;
    return ShowOverview(context, request);
  });
}

}  // namespace overstap::cli
