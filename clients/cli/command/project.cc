#include <memory>
#include <string>
#include <vector>

#include "clients/cli/arguments.h"
#include "clients/cli/command/commands.h"
#include "clients/cli/command/field_options.h"
#include "clients/cli/command/options.h"
#include "clients/cli/command/paging.h"
#include "clients/cli/command/show.h"
#include "clients/cli/json.h"
#include "clients/cli/record/record_calls.h"
#include "clients/cli/table.h"
#include "overstap/v1/project_service.pb.h"
#include "overstap/v1/report.pb.h"

namespace overstap::cli {
namespace {

void AddCreate(Commands& commands, CLI::App* parent) {
  CLI::App* create = commands.Add(
      "create", "Stores a new project, from a file, from options, or both.",
      {"overstap project create project.json --id=warmtestart",
       "overstap project create --id=warmtestart --title=Warmtestart --table=activering \\\n"
       "    --goal='Veertig zij-instromers als warmtemonteur' --target-group=zij-instromers \\\n"
       "    --start=2026-09-01 --programme=via-t --target=activation \\\n"
       "    --set contact.display_name=Connectr"},
      parent);
  struct Options {
    std::string file, id;
    std::vector<std::string> assignments;
    v1::Project given;
  };
  auto options = std::make_shared<Options>();
  create->add_option("file", options->file, "JSON file with the project; - reads standard input");
  create->add_option("--id", options->id, "Its id; without one, the project's name or a new one");
  AddFieldOptions(
      create, options->given,
      {{"--title", "display_name", "Title"},
       {"--goal", "goal", "What it wants to reach"},
       {"--target-group", "target_group", "For whom it is"},
       {"--table", "work_tables", "Work tables: ids or names", "workTables"},
       {"--programme", "programmes", "Programmes"},
       {"--partner", "partners", "Ids of the organisations that take part"},
       {"--target", "targets", "Targets that it works on: ids or names", "targets"},
       {"--start", "start_date", "First day"},
       {"--end", "end_date", "Last day"},
       {"--organisation", "organisation", "Who keeps it; without it one's own organisation"}});
  AddAssignments(create, options->assignments);
  commands.OnRun(create, [options](Context& context) -> absl::StatusOr<ExitCode> {
    v1::Project project;
    absl::Status status;
    if (!options->file.empty()) status = ReadJson(options->file, context.streams.in, project);
    project.MergeFrom(options->given);
    if (status.ok()) status = AssignAll(options->assignments, project);
    if (!status.ok()) return status;
    if (!options->id.empty()) project.set_name(FullName("projects", options->id));
    const auto created = RecordCalls(ProjectKind(), context.client).Create(project);
    if (!created.ok()) return created.status();
    return ShowRecord(context, ProjectKind(), **created);
  });
}

void AddShow(Commands& commands, CLI::App* parent) {
  CLI::App* show = commands.Add(
      "show", "Shows a project.",
      {"overstap project show warmtestart", "overstap project show warmtestart --json"}, parent);
  auto id = std::make_shared<std::string>();
  show->add_option("id", *id, "The project: id or name")->required();
  commands.OnRun(show, [id](Context& context) -> absl::StatusOr<ExitCode> {
    const auto project = RecordCalls(ProjectKind(), context.client).Get(*id);
    if (!project.ok()) return project.status();
    return ShowRecord(context, ProjectKind(), **project);
  });
}

void AddList(Commands& commands, CLI::App* parent) {
  CLI::App* list = commands.Add(
      "list", "Lists projects by ascending id.",
      {"overstap project list --table=activering", "overstap project list --running=2026-11-22"},
      parent);
  struct Options {
    std::string work_table, programme;
    google::type::Date running;
  };
  auto options = std::make_shared<Options>();
  list->add_option("--table", options->work_table, "Only those of this work table: id or name");
  list->add_option("--programme", options->programme, "Only those of this programme");
  AddDate(list, "--running", options->running, "Only those that run on this day");
  const auto paging = AddPagingOptions(list);
  commands.OnRun(list, [options, paging](Context& context) -> absl::StatusOr<ExitCode> {
    v1::ListProjectsRequest request;
    if (!options->work_table.empty()) {
      request.set_work_table(FullName("workTables", options->work_table));
    }
    request.set_programme(options->programme);
    if (options->running.year() != 0) *request.mutable_running_on_date() = options->running;
    const auto reply = paging->Call(context.client, request);
    if (!reply.ok()) return reply.status();
    return ShowRecords(context, ProjectKind(), **reply);
  });
}

// A figure that may be hidden.
std::string Value(const Locale& locale, bool known, double value) {
  return known ? locale.Number(value) : locale.Say(Text::kHidden);
}

void ShowFigures(Context& context, const v1::ProjectProgress& progress) {
  const Locale& locale = context.locale;
  Table table({{locale.Say(Text::kColumnKind)},
               {locale.Say(Text::kColumnValue), Table::kRight},
               {locale.Say(Text::kColumnAcknowledged), Table::kRight},
               {locale.Say(Text::kColumnWaiting), Table::kRight}});
  for (const v1::ProjectFigure& figure : progress.figures()) {
    const auto* kind = v1::Report::descriptor()->FindFieldByName(figure.kind());
    table.AddRow({kind == nullptr ? figure.kind() : locale.FieldName(*kind),
                  Value(locale, figure.has_value(), figure.value()),
                  locale.Number(static_cast<double>(figure.acknowledged_count())),
                  locale.Number(static_cast<double>(figure.waiting_count()))});
  }
  context.out() << (table.empty() ? locale.Say(Text::kNoRecords) + "\n"
                                  : table.Render(context.streams.out_width));
}

void ShowTargets(Context& context, const v1::ProjectProgress& progress) {
  if (progress.targets_size() == 0) return;
  const Locale& locale = context.locale;
  Table table({{locale.Say(Text::kColumnTarget)}, {locale.Say(Text::kColumnValue), Table::kRight}});
  for (const v1::ProjectTargetFigure& figure : progress.targets()) {
    table.AddRow({figure.target(), Value(locale, figure.has_value(), figure.value())});
  }
  context.out() << "\n" << table.Render(context.streams.out_width);
}

void AddProgress(Commands& commands, CLI::App* parent) {
  CLI::App* command = commands.Add(
      "progress", "What a project's reports come to, and what they add to the targets.",
      {"overstap project progress warmtestart",
       "overstap project progress warmtestart --date=2026-06-30"},
      parent);
  struct Options {
    std::string id;
    google::type::Date date;
  };
  auto options = std::make_shared<Options>();
  command->add_option("id", options->id, "The project: id or name")->required();
  AddDate(command, "--date", options->date, "Events up to and including this day");
  commands.OnRun(command, [options](Context& context) -> absl::StatusOr<ExitCode> {
    v1::GetProjectProgressRequest request;
    request.set_name(FullName("projects", options->id));
    if (options->date.year() != 0) *request.mutable_as_of_date() = options->date;
    const auto progress = context.client.Call<v1::ProjectProgress>(request);
    if (!progress.ok()) return progress.status();
    if (ShowJson(context, *progress)) return ExitCode::kOk;
    context.out() << progress->project() << ", " << context.locale.Date(progress->as_of_date())
                  << "\n";
    ShowFigures(context, *progress);
    ShowTargets(context, *progress);
    return ExitCode::kOk;
  });
}

}  // namespace

void AddProject(Commands& commands) {
  CLI::App* parent = commands.Add(
      "project", "Projects of the work tables and programmes, and what they come to.",
      {"overstap project list --table=activering", "overstap project create project.json",
       "overstap project progress warmtestart"});
  parent->require_subcommand(1);
  AddCreate(commands, parent);
  AddShow(commands, parent);
  AddList(commands, parent);
  AddUpdateAndDelete(commands, ProjectKind(), parent);
  AddProgress(commands, parent);
}

}  // namespace overstap::cli
