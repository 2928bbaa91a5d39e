#include "clients/cli/command/targets.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/arguments.h"
#include "clients/cli/command/options.h"
#include "clients/cli/command/paging.h"
#include "clients/cli/command/show.h"
#include "clients/cli/progress/progress_text.h"
#include "clients/cli/table.h"
#include "overstap/v1/ledger_service.pb.h"

namespace overstap::cli {
namespace {

// Progress in a cell: "12 (1,2%)"; a dash for a target whose figure comes from outside.
std::string ProgressCell(Context& context, const v1::Target& target) {
  if (!target.counted_here()) return "–";
  v1::GetProgressRequest request;
  request.set_name(target.name());
  const auto progress = context.client.Call<v1::Progress>(request);
  if (!progress.ok()) return "?";
  return IsUnknownShare(*progress)
             ? "–"
             : ValueOfGoal(context.locale, progress->value(), progress->goal());
}

// The definition: what counts, from where, and what the sources leave open.
void ShowDefinition(Context& context, const v1::Target& target) {
  const Locale& locale = context.locale;
  context.out() << "\n"
                << locale.Say(Text::kDefinitionIs, target.display_name(), target.name(),
                              target.definition_version())
                << "\n  " << target.counting_rule() << "\n"
                << "  " << locale.Say(Text::kSourceIs, target.source()) << "\n";
  for (const std::string& assumption : target.assumptions()) {
    context.out() << "  " << locale.Say(Text::kAssumptionIs, assumption) << "\n";
  }
  for (const std::string& conflict : target.conflicts()) {
    context.out() << "  " << locale.Say(Text::kConflictIs, conflict) << "\n";
  }
}

absl::StatusOr<ExitCode> ListTargets(Context& context, bool verbose) {
  v1::ListTargetsRequest request;
  request.set_language_code(context.locale.code());
  const auto reply = context.client.Call<v1::ListTargetsResponse>(request);
  if (!reply.ok()) return reply.status();
  if (ShowJson(context, *reply)) return ExitCode::kOk;
  const Locale& locale = context.locale;
  Table table({{locale.Say(Text::kColumnTarget)},
               {locale.Say(Text::kColumnTitle), Table::kWraps},
               {locale.Say(Text::kColumnProgress), Table::kRight},
               {locale.Say(Text::kColumnGoal), Table::kRight},
               {locale.Say(Text::kColumnUnit)},
               {locale.Say(Text::kColumnPeriod)}});
  for (const v1::Target& target : reply->targets()) {
    table.AddRow({target.name(), target.display_name(), ProgressCell(context, target),
                  locale.Number(target.goal()), locale.ValueName(target.unit()),
                  absl::StrCat(locale.Date(target.period().start_date()), " – ",
                               locale.Date(target.period().end_date()))});
  }
  context.out() << table.Render(context.streams.out_width);
  if (verbose) {
    for (const v1::Target& target : reply->targets()) ShowDefinition(context, target);
  }
  return ExitCode::kOk;
}

void AddList(Commands& commands, CLI::App* parent) {
  CLI::App* list = commands.Add(
      "list", "Lists the targets with their progress.",
      {"overstap targets list", "overstap targets list --verbose", "overstap targets list --json"},
      parent);
  auto verbose = std::make_shared<bool>(false);
  list->add_flag("--verbose", *verbose,
                 "Also what counts, from which source, and what the region assumed where sources "
                 "are silent or contradict each other");
  commands.OnRun(list, [verbose](Context& context) { return ListTargets(context, *verbose); });
}

// Which count, and of what day.
struct CountOptions {
  std::string id, work_table;
  google::type::Date date;

  template <typename Request>
  void Fill(Request& request) const {
    if (date.year() != 0) *request.mutable_as_of_date() = date;
    if (!work_table.empty()) request.set_work_table(FullName("workTables", work_table));
  }
};

void AddCountOptions(CLI::App* command, CountOptions& options) {
  command->add_option("target", options.id, "The target: id or name")->required();
  AddDate(command, "--date,--as-of", options.date, "Count up to and including this day");
  command->add_option("--table", options.work_table,
                      "Only what was reported to this work table: id or name");
}

void AddProgress(Commands& commands, CLI::App* parent) {
  CLI::App* command = commands.Add(
      "progress", "Counts a target now: value, goal, forecast, what waits, and breakdowns.",
      {"overstap targets progress activation",
       "overstap targets progress activation --date=2025-12-31 --table=activering",
       "overstap targets progress activation --unsuppressed --json"},
      parent);
  struct Options : CountOptions {
    bool unsuppressed = false;
  };
  auto options = std::make_shared<Options>();
  AddCountOptions(command, *options);
  command->add_flag("--unsuppressed", options->unsuppressed,
                    "Counts below 5 too: for programme management and auditors");
  commands.OnRun(command, [options](Context& context) -> absl::StatusOr<ExitCode> {
    v1::GetProgressRequest request;
    request.set_name(FullName("targets", options->id));
    options->Fill(request);
    request.set_unsuppressed(options->unsuppressed);
    request.set_language_code(context.locale.code());
    const auto progress = context.client.Call<v1::Progress>(request);
    if (!progress.ok()) return progress.status();
    if (ShowJson(context, *progress)) return ExitCode::kOk;
    context.out() << ProgressText(context.locale, *progress, context.streams.out_width);
    return ExitCode::kOk;
  });
}

void AddReports(Commands& commands, CLI::App* parent) {
  CLI::App* command = commands.Add(
      "reports", "The reports behind a figure of a target: those that you may see.",
      {"overstap targets reports activation",
       "overstap targets reports activation --part=possible-duplicates",
       "overstap targets reports activation --by=sector --cell=energy --all",
       "overstap targets reports activation --part=not-counted --condition='in work before'"},
      parent);
  struct Options : CountOptions {
    v1::FigurePart part = v1::FIGURE_PART_UNSPECIFIED;
    v1::BreakdownDimension dimension = v1::BREAKDOWN_DIMENSION_UNSPECIFIED;
    std::string cell, beside, share, condition;
  };
  auto options = std::make_shared<Options>();
  AddCountOptions(command, *options);
  AddEnum(command, "--part", options->part, "Which of its figures; without it the value");
  CLI::Option* by = AddEnum(command, "--by", options->dimension, "Only a cell of this breakdown");
  command->add_option("--cell", options->cell, "The cell; without it the one that is not known")
      ->needs(by);
  command->add_option("--beside", options->beside, "A figure beside the target, by its id");
  command->add_option("--share", options->share, "Only those in this share, by its id");
  command->add_option("--condition", options->condition,
                      "Of not-counted: only those that fail this condition first");
  const auto paging = AddPagingOptions(command);
  commands.OnRun(command, [options, paging](Context& context) -> absl::StatusOr<ExitCode> {
    v1::ListCountedReportsRequest request;
    request.set_target(FullName("targets", options->id));
    options->Fill(request);
    request.set_part(options->part);
    request.set_dimension(options->dimension);
    request.set_cell(options->cell);
    request.set_beside(options->beside);
    request.set_share(options->share);
    request.set_condition(options->condition);
    const auto reply = paging->Call(context.client, request);
    if (!reply.ok()) return reply.status();
    return ShowRecords(context, CountedReportKind(), **reply);
  });
}

}  // namespace

void AddTargets(Commands& commands) {
  CLI::App* parent =
      commands.Add("targets", "Targets of the region and their progress; without a command: list.",
                   {"overstap targets", "overstap targets progress activation",
                    "overstap targets progress activation --date=2025-12-31 --json",
                    "overstap targets reports activation --by=sector --cell=energy",
                    "overstap targets close activation --date=2026-06-30"});
  commands.OnRun(parent, [](Context& context) { return ListTargets(context, false); });
  AddList(commands, parent);
  AddProgress(commands, parent);
  AddReports(commands, parent);
  AddTargetClosings(commands, parent);
}

}  // namespace overstap::cli
