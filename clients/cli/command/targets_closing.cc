#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "clients/cli/arguments.h"
#include "clients/cli/command/options.h"
#include "clients/cli/command/paging.h"
#include "clients/cli/command/show.h"
#include "clients/cli/command/targets.h"
#include "clients/cli/progress/progress_text.h"
#include "clients/cli/table.h"
#include "overstap/v1/ledger_service.pb.h"

namespace overstap::cli {
namespace {

constexpr char kClosings[] = "closings";

void ShowChanges(Context& context, const v1::Closing& closing) {
  const Locale& locale = context.locale;
  Table table({{locale.Say(Text::kColumnReport)},
               {locale.Say(Text::kColumnBefore), Table::kRight},
               {locale.Say(Text::kColumnAfter), Table::kRight},
               {locale.Say(Text::kColumnState)},
               {locale.Say(Text::kColumnReason), Table::kWraps}});
  for (const v1::RestatedReport& change : closing.changes()) {
    table.AddRow({change.report(), locale.Number(change.amount_before()),
                  locale.Number(change.amount_after()),
                  absl::StrCat(locale.ValueName(change.state_before()), " → ",
                               locale.ValueName(change.state_after())),
                  change.reason()});
  }
  if (!table.empty()) context.out() << "\n" << table.Render(context.streams.out_width);
}

ExitCode ShowClosing(Context& context, const v1::Closing& closing) {
  if (ShowJson(context, closing)) return ExitCode::kOk;
  const Locale& locale = context.locale;
  context.out() << locale.Say(Text::kClosingIs, closing.name(), closing.target(),
                              locale.Date(closing.as_of_date()), locale.Time(closing.create_time()),
                              closing.organisation(), closing.definition_version(),
                              closing.ledger_position())
                << "\n";
  if (!closing.restates().empty()) {
    context.out() << locale.Say(Text::kClosingRestates, closing.restates()) << "\n";
  }
  context.out() << ProgressText(locale, closing.progress(), context.streams.out_width);
  ShowChanges(context, closing);
  return ExitCode::kOk;
}

void AddClose(Commands& commands, CLI::App* parent) {
  CLI::App* command = commands.Add(
      "close",
      "Publishes a target's figures as of a day, for ever; closed again, as a restatement with "
      "what "
      "changed.",
      {"overstap --role=programme_manager targets close activation --date=2026-06-30"}, parent);
  struct Options {
    std::string id;
    google::type::Date date;
  };
  auto options = std::make_shared<Options>();
  command->add_option("target", options->id, "The target: id or name")->required();
  AddDate(command, "--date", options->date,
          "As of this day; without it the last of the month before");
  commands.OnRun(command, [options](Context& context) -> absl::StatusOr<ExitCode> {
    v1::ClosePeriodRequest request;
    request.set_target(FullName("targets", options->id));
    if (options->date.year() != 0) *request.mutable_as_of_date() = options->date;
    const auto closed = context.client.Call<v1::ClosePeriodResponse>(request);
    if (!closed.ok()) return closed.status();
    return ShowClosing(context, closed->closing());
  });
}

void AddClosings(Commands& commands, CLI::App* parent) {
  CLI::App* list =
      commands.Add("closings", "Lists published figures, of one target or of all.",
                   {"overstap targets closings", "overstap targets closings activation"}, parent);
  auto target = std::make_shared<std::string>();
  list->add_option("target", *target, "Only those of this target: id or name");
  const auto paging = AddPagingOptions(list);
  commands.OnRun(list, [target, paging](Context& context) -> absl::StatusOr<ExitCode> {
    v1::ListClosingsRequest request;
    if (!target->empty()) request.set_target(FullName("targets", *target));
    const auto reply = paging->Call(context.client, request);
    if (!reply.ok()) return reply.status();
    return ShowRecords(context, ClosingKind(), **reply);
  });

  CLI::App* show =
      commands.Add("closing", "Shows a published figure with all that belongs to it.",
                   {"overstap targets closing c-1", "overstap targets closing c-1 --json"}, parent);
  auto id = std::make_shared<std::string>();
  show->add_option("closing", *id, "The closing: id or name")->required();
  commands.OnRun(show, [id](Context& context) -> absl::StatusOr<ExitCode> {
    v1::GetClosingRequest request;
    request.set_name(FullName(kClosings, *id));
    const auto closing = context.client.Call<v1::Closing>(request);
    if (!closing.ok()) return closing.status();
    return ShowClosing(context, *closing);
  });
}

void AddVerify(Commands& commands, CLI::App* parent) {
  CLI::App* command = commands.Add(
      "verify",
      "Counts a published figure again from the log, and compares; exit code 1 when it differs.",
      {"overstap --role=auditor targets verify c-1"}, parent);
  auto id = std::make_shared<std::string>();
  command->add_option("closing", *id, "The closing: id or name")->required();
  commands.OnRun(command, [id](Context& context) -> absl::StatusOr<ExitCode> {
    v1::VerifyClosingRequest request;
    request.set_name(FullName(kClosings, *id));
    const auto reply = context.client.Call<v1::VerifyClosingResponse>(request);
    if (!reply.ok()) return reply.status();
    const ExitCode code = reply->identical() ? ExitCode::kOk : ExitCode::kOther;
    if (ShowJson(context, *reply)) return code;
    const Locale& locale = context.locale;
    context.out() << locale.Say(
                         reply->identical() ? Text::kClosingIdentical : Text::kClosingDiffers,
                         request.name(), locale.Number(static_cast<double>(reply->entry_count())))
                  << "\n";
    for (const std::string& difference : reply->differences()) {
      context.out() << "  " << difference << "\n";
    }
    return code;
  });
}

}  // namespace

void AddTargetClosings(Commands& commands, CLI::App* parent) {
  AddClose(commands, parent);
  AddClosings(commands, parent);
  AddVerify(commands, parent);
}

}  // namespace overstap::cli
