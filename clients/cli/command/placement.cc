#include <memory>
#include <string>
#include <vector>

#include "clients/cli/arguments.h"
#include "clients/cli/command/commands.h"
#include "clients/cli/command/options.h"
#include "clients/cli/command/paging.h"
#include "clients/cli/command/show.h"
#include "clients/cli/json.h"
#include "clients/cli/record/assignment.h"
#include "clients/cli/record/record_calls.h"
#include "overstap/v1/placement_service.pb.h"

namespace overstap::cli {
namespace {

void AddCreate(Commands& commands, CLI::App* parent) {
  CLI::App* create = commands.Add(
      "create", "Proposes a person for a vacancy, or for a job that is not stored.",
      {"overstap placement create --job-seeker=p-demo --vacancy=v-demo-target --start=2026-12-01",
       "overstap placement create placement.json",
       "overstap placement create --job-seeker=p-demo --start=2026-12-01 \\\n"
       "    --set job.employer='Installatiebedrijf Jansen' --set job.sector=energy \\\n"
       "    --set job.contract_kind=permanent --set job.hours_per_week=32 \\\n"
       "    --set job.place.municipality=GM0202"},
      parent);
  struct Options {
    std::string file, job_seeker, vacancy, training_offer, run_id;
    std::vector<std::string> assignments;
    google::type::Date start_date;
  };
  auto options = std::make_shared<Options>();
  create->add_option("file", options->file, "JSON file with the placement; - reads standard input");
  create->add_option("--job-seeker", options->job_seeker, "The person: id or name");
  create->add_option("--vacancy", options->vacancy, "The vacancy: id or name");
  create->add_option("--offer", options->training_offer,
                     "The school part of a learn-work job: id or name");
  create->add_option("--run", options->run_id, "The run of --offer");
  AddDate(create, "--start", options->start_date, "First working day");
  create->add_option("--set", options->assignments, "FIELD.PATH=VALUE, repeatable")
      ->allow_extra_args(false);
  commands.OnRun(create, [options](Context& context) -> absl::StatusOr<ExitCode> {
    v1::Placement placement;
    absl::Status status;
    if (!options->file.empty()) {
      status = ReadJson(options->file, context.streams.in, placement);
    }
    if (!options->job_seeker.empty()) {
      placement.set_job_seeker(FullName("jobSeekers", options->job_seeker));
    }
    if (!options->vacancy.empty()) placement.set_vacancy(FullName("vacancies", options->vacancy));
    if (!options->training_offer.empty()) {
      placement.set_training_offer(FullName("trainingOffers", options->training_offer));
    }
    if (!options->run_id.empty()) placement.set_run_id(options->run_id);
    if (options->start_date.year() != 0) *placement.mutable_start_date() = options->start_date;
    for (const std::string& assignment : options->assignments) {
      if (status.ok()) status = Assign(assignment, placement);
    }
    if (!status.ok()) return status;
    const auto created = RecordCalls(PlacementKind(), context.client).Create(placement);
    if (!created.ok()) return created.status();
    return ShowRecord(context, PlacementKind(), **created);
  });
}

void AddGet(Commands& commands, CLI::App* parent) {
  CLI::App* get =
      commands.Add("get", "Shows a placement.", {"overstap placement get pl-1"}, parent);
  auto id = std::make_shared<std::string>();
  get->add_option("id", *id, "Id or name")->required();
  commands.OnRun(get, [id](Context& context) -> absl::StatusOr<ExitCode> {
    const auto placement = RecordCalls(PlacementKind(), context.client).Get(*id);
    if (!placement.ok()) return placement.status();
    return ShowRecord(context, PlacementKind(), **placement);
  });
}

void AddMove(Commands& commands, CLI::App* parent) {
  CLI::App* move = commands.Add(
      "move", "Moves a placement on: proposed, accepted, started, sustained; and each to ended.",
      {"overstap placement move pl-1 accepted",
       "overstap placement move pl-1 ended --end-date=2027-03-31 --reason=other-work"},
      parent);
  struct Options {
    std::string id, etag;
    v1::PlacementState state = v1::PLACEMENT_STATE_UNSPECIFIED;
    google::type::Date end_date;
    v1::PlacementEndReason reason = v1::PLACEMENT_END_REASON_UNSPECIFIED;
  };
  auto options = std::make_shared<Options>();
  move->add_option("id", options->id, "Id or name")->required();
  AddEnum(move, "state", options->state, "To")->required();
  AddDate(move, "--end-date", options->end_date, "To ended: last working day");
  AddEnum(move, "--reason", options->reason, "To ended: why");
  move->add_option("--etag", options->etag, "Only when the stored placement still has this etag");
  commands.OnRun(move, [options](Context& context) -> absl::StatusOr<ExitCode> {
    v1::TransitionPlacementRequest request;
    request.set_name(FullName("placements", options->id));
    request.set_state(options->state);
    if (options->end_date.year() != 0) *request.mutable_end_date() = options->end_date;
    request.set_end_reason(options->reason);
    request.set_etag(options->etag);
    const auto reply = context.client.Call<v1::TransitionPlacementResponse>(request);
    if (!reply.ok()) return reply.status();
    return ShowRecord(context, PlacementKind(), reply->placement());
  });
}

void AddCheck(Commands& commands, CLI::App* parent) {
  CLI::App* check = commands.Add(
      "check", "Records whether the person is still at work, so many weeks after the start.",
      {"overstap placement check pl-1 --weeks=13 --at-work=yes",
       "overstap placement check pl-1 --weeks=26 --at-work=no --ended=2026-10-31 \\\n"
       "    --reason=person-left"},
      parent);
  struct Options {
    std::string id, at_work, etag;
    int weeks = 0;
    google::type::Date check_date, end_date;
    v1::PlacementEndReason reason = v1::PLACEMENT_END_REASON_UNSPECIFIED;
  };
  auto options = std::make_shared<Options>();
  check->add_option("id", options->id, "The placement: id or name")->required();
  check->add_option("--weeks", options->weeks, "Weeks of the check, e.g. 13 or 26")
      ->required()
      ->check(CLI::PositiveNumber);
  check->add_option("--at-work", options->at_work, "Still at work in this job: yes or no")
      ->required()
      ->check(CLI::IsMember({"yes", "no"}));
  AddDate(check, "--checked", options->check_date, "When that was found out; without it today");
  AddDate(check, "--ended", options->end_date, "Where not: last working day");
  AddEnum(check, "--reason", options->reason, "Where not: why");
  check->add_option("--etag", options->etag, "Only when the stored placement still has this etag");
  commands.OnRun(check, [options](Context& context) -> absl::StatusOr<ExitCode> {
    v1::RecordPlacementCheckRequest request;
    request.set_name(FullName("placements", options->id));
    request.set_weeks(options->weeks);
    request.set_at_work(options->at_work == "yes");
    if (options->check_date.year() != 0) *request.mutable_check_date() = options->check_date;
    if (options->end_date.year() != 0) *request.mutable_end_date() = options->end_date;
    request.set_end_reason(options->reason);
    request.set_etag(options->etag);
    const auto reply = context.client.Call<v1::RecordPlacementCheckResponse>(request);
    if (!reply.ok()) return reply.status();
    return ShowRecord(context, PlacementKind(), reply->placement());
  });
}

void AddChecksDue(Commands& commands, CLI::App* parent) {
  CLI::App* due = commands.Add(
      "checks-due", "The placements whose check is due: is the person still at work?",
      {"overstap placement checks-due", "overstap placement checks-due --date=2026-12-31 --all"},
      parent);
  auto date = std::make_shared<google::type::Date>();
  AddDate(due, "--date", *date, "Due up to and including this day; without it today");
  const auto paging = AddPagingOptions(due);
  commands.OnRun(due, [date, paging](Context& context) -> absl::StatusOr<ExitCode> {
    v1::ListPlacementChecksDueRequest request;
    if (date->year() != 0) *request.mutable_as_of_date() = *date;
    const auto reply = paging->Call(context.client, request);
    if (!reply.ok()) return reply.status();
    return ShowRecords(context, PlacementCheckDueKind(), **reply);
  });
}

}  // namespace

void AddPlacement(Commands& commands) {
  CLI::App* parent = commands.Add(
      "placement", "Placements: proposed, accepted, started, sustained or ended.",
      {"overstap placement create --job-seeker=p-demo --vacancy=v-demo-target --start=2026-12-01",
       "overstap placement list", "overstap placement move pl-1 accepted",
       "overstap placement checks-due"});
  parent->require_subcommand(1);
  AddCreate(commands, parent);
  AddGet(commands, parent);
  AddListCommand(commands, PlacementKind(), parent);
  AddMove(commands, parent);
  AddCheck(commands, parent);
  AddChecksDue(commands, parent);
}

}  // namespace overstap::cli
