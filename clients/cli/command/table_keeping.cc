#include <istream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/arguments.h"
#include "clients/cli/command/field_options.h"
#include "clients/cli/command/show.h"
#include "clients/cli/command/table_commands.h"
#include "data/import/csv.h"
#include "data/import/json_lines.h"
#include "overstap/v1/work_table_service.pb.h"

namespace overstap::cli {
namespace {

template <typename Response, typename Request>
absl::StatusOr<ExitCode> CallAndShow(Context& context, const Request& request) {
  const auto changed = context.client.Call<Response>(request);
  if (!changed.ok()) return changed.status();
  return ShowRecord(context, WorkTableKind(), changed->work_table());
}

// A command that changes what a table keeps, with its table and --etag.
template <typename Request>
struct Keeping {
  std::string table;
  Request request;
};

template <typename Request>
std::shared_ptr<Keeping<Request>> AddKeeping(CLI::App* command) {
  auto keeping = std::make_shared<Keeping<Request>>();
  command->add_option("table", keeping->table, "The work table: id or name")->required();
  AddFieldOptions(command, keeping->request,
                  {{"--etag", "etag", "Only when the table still has this etag"}});
  return keeping;
}

void AddPlan(Commands& commands, CLI::App* parent) {
  CLI::App* command = commands.Add(
      "plan", "Sets or replaces a table's action plan; the document stays with its holder.",
      {"overstap table plan activering --title='Plan 2026' --adopted=2026-01-20 \\\n"
       "    --holder=connectr --reference=2026/14 --summary='Honderd mensen aan het werk'"},
      parent);
  const auto plan = AddKeeping<v1::SetActionPlanRequest>(command);
  AddFieldOptions(command, plan->request,
                  {{"--title", "action_plan.title", "Its title"},
                   {"--adopted", "action_plan.adopted_date", "Day of adoption"},
                   {"--holder", "action_plan.holder", "Who holds the document"},
                   {"--reference", "action_plan.reference", "Its reference there"},
                   {"--summary", "action_plan.summary", "What it sets out to do"}});
  command->get_option("--title")->required();
  command->get_option("--adopted")->required();
  commands.OnRun(command, [plan](Context& context) {
    plan->request.set_name(FullName("workTables", plan->table));
    return CallAndShow<v1::SetActionPlanResponse>(context, plan->request);
  });
}

void AddMeeting(Commands& commands, CLI::App* parent) {
  CLI::App* command = commands.Add(
      "meeting", "Records a meeting of a table, replaces the one of that id, or takes one out.",
      {"overstap table meeting activering --date=2026-11-12 --subject='Voortgang' \\\n"
       "    --organisation=connectr,han --minutes=2026/31",
       "overstap table meeting activering --delete=2026-11-12"},
      parent);
  const auto meeting = AddKeeping<v1::RecordMeetingRequest>(command);
  AddFieldOptions(command, meeting->request,
                  {{"--date", "meeting.meeting_date", "Its day"},
                   {"--id", "meeting.meeting_id", "Its id; that of a meeting again replaces it"},
                   {"--subject", "meeting.subject", "What it was about"},
                   {"--organisation", "meeting.organisations", "Ids of those who attended"},
                   {"--minutes", "meeting.minutes_reference", "Reference of the minutes"}});
  auto deleted = std::make_shared<std::string>();
  command->add_option("--delete", *deleted, "Id of a meeting that was recorded by mistake");
  commands.OnRun(command, [meeting, deleted](Context& context) -> absl::StatusOr<ExitCode> {
    const std::string name = FullName("workTables", meeting->table);
    if (!deleted->empty()) {
      v1::RemoveMeetingRequest request;
      request.set_name(name);
      request.set_meeting_id(*deleted);
      request.set_etag(meeting->request.etag());
      return CallAndShow<v1::RemoveMeetingResponse>(context, request);
    }
    if (!meeting->request.meeting().has_meeting_date()) {
      throw CLI::RequiredError("table meeting: --date or --delete");
    }
    meeting->request.set_name(name);
    return CallAndShow<v1::RecordMeetingResponse>(context, meeting->request);
  });
}

// A list of gaps, or an object that has one.
absl::Status ReadGaps(const std::string& file, std::istream& in, v1::SetGapsRequest& request) {
  std::string text;
  if (file == "-") {
    text.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  } else {
    absl::StatusOr<std::string> read = data::ReadFile(file);
    if (!read.ok()) return read.status();
    text = *std::move(read);
  }
  const absl::string_view content = absl::StripAsciiWhitespace(text);
  const bool is_list = !content.empty() && content[0] == '[';
  absl::Status status = data::ParseJson(
      is_list ? absl::StrCat("{\"gaps\":", content, "}") : std::string(content), request);
  if (status.ok()) return status;
  return absl::InvalidArgumentError(absl::StrCat(file, ": ", status.message()));
}

void AddGaps(Commands& commands, CLI::App* parent) {
  CLI::App* command = commands.Add(
      "gaps",
      "Replaces what a table is short of by a JSON list of gaps: "
      "[{\"kind\":\"GAP_KIND_MONEY\",\n\"description\":\"…\",\"amountEurCents\":\"2500000\"}]; "
      "partners and expertise alike.",
      {"overstap table gaps activering gaps.json", "echo '[]' | overstap table gaps activering -"},
      parent);
  const auto gaps = AddKeeping<v1::SetGapsRequest>(command);
  auto file = std::make_shared<std::string>();
  command->add_option("file", *file, "JSON file; - reads standard input")->required();
  commands.OnRun(command, [gaps, file](Context& context) -> absl::StatusOr<ExitCode> {
    v1::SetGapsRequest request;
    absl::Status status = ReadGaps(*file, context.streams.in, request);
    if (!status.ok()) return status;
    request.set_name(FullName("workTables", gaps->table));
    request.set_etag(gaps->request.etag());
    return CallAndShow<v1::SetGapsResponse>(context, request);
  });
}

}  // namespace

void AddTableKeeping(Commands& commands, CLI::App* parent) {
  AddPlan(commands, parent);
  AddMeeting(commands, parent);
  AddGaps(commands, parent);
}

}  // namespace overstap::cli
