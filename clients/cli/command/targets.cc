#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/arguments.h"
#include "clients/cli/command/commands.h"
#include "clients/cli/command/options.h"
#include "clients/cli/command/show.h"
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
  return absl::StrCat(context.locale.Number(progress->value()), " (",
                      context.locale.Percent(progress->value() / target.goal()), ")");
}

absl::StatusOr<ExitCode> ListTargets(Context& context) {
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
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> ShowProgress(Context& context, const std::string& id,
                                      const google::type::Date& as_of_date) {
  v1::GetProgressRequest request;
  request.set_name(FullName("targets", id));
  if (as_of_date.year() != 0) *request.mutable_as_of_date() = as_of_date;
  const auto progress = context.client.Call<v1::Progress>(request);
  if (!progress.ok()) return progress.status();
  if (ShowJson(context, *progress)) return ExitCode::kOk;
  const Locale& locale = context.locale;
  context.out() << locale.Say(Text::kProgressIs, progress->target(),
                              locale.Number(progress->value()), locale.Number(progress->goal()),
                              locale.Percent(progress->value() / progress->goal()),
                              locale.Date(progress->as_of_date()))
                << "\n"
                << locale.Say(Text::kProgressWaiting,
                              locale.Number(progress->unacknowledged_value()),
                              progress->possible_duplicate_count())
                << "\n";
  for (const v1::NotCounted& not_counted : progress->not_counted()) {
    context.out() << "  "
                  << locale.Say(Text::kNotCounted, not_counted.report_count(),
                                not_counted.condition())
                  << "\n";
  }
  return ExitCode::kOk;
}

}  // namespace

void AddTargets(Commands& commands) {
  CLI::App* parent =
      commands.Add("targets", "Targets of the region and their progress; without a command: list.",
                   {"overstap targets", "overstap targets progress activation",
                    "overstap targets progress activation --as-of=2025-12-31 --json"});
  commands.OnRun(parent, ListTargets);
  CLI::App* list = commands.Add("list", "Lists the targets with their progress.",
                                {"overstap targets list", "overstap targets list --json"}, parent);
  commands.OnRun(list, ListTargets);
  CLI::App* progress = commands.Add("progress", "Counts a target now.",
                                    {"overstap targets progress activation"}, parent);
  struct Options {
    std::string id;
    google::type::Date as_of_date;
  };
  auto options = std::make_shared<Options>();
  progress->add_option("target", options->id, "The target: id or name")->required();
  AddDate(progress, "--as-of", options->as_of_date, "Count up to and including this day");
  commands.OnRun(progress, [options](Context& context) {
    return ShowProgress(context, options->id, options->as_of_date);
  });
}

}  // namespace overstap::cli
