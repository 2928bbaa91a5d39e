#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "clients/cli/arguments.h"
#include "clients/cli/command/field_options.h"
#include "clients/cli/command/report.h"
#include "clients/cli/command/show.h"
#include "clients/cli/json.h"
#include "overstap/v1/ledger_service.pb.h"
#include "overstap/v1/placement_service.pb.h"

namespace overstap::cli {
namespace {

// What every report says beside its facts.
std::vector<FieldOption> CommonOptions() {
  return {{"--table", "work_table", "The work table: id or name", "workTables"},
          {"--linkage-key", "linkage_key",
           "The person's pseudonym by the trusted linker; without it the report may count someone "
           "twice, and says so"},
          {"--project", "project", "The project that it belongs to: id or name", "projects"},
          {"--evidence-kind", "evidence.kind", "What shows it, e.g. contract, certificate"},
          {"--evidence-holder", "evidence.holder", "Who holds it"},
          {"--evidence-reference", "evidence.reference", "Its reference there"},
          {"--checked-by", "evidence.checked_by", "Who checked it"},
          {"--checked", "evidence.checked_date", "When it was checked"},
          {"--programme", "programmes", "Programmes that it also belongs to"},
          {"--funding-source", "funding_sources", "Funding sources"}};
}

void AddReportPlacement(Commands& commands, CLI::App* parent) {
  CLI::App* command = commands.Add(
      "placement", "Reports a placement to a work table, in one step; starts it where it has not.",
      {"overstap report placement pl-1 \\\n"
       "    --table=activering --not-in-work --linkage-key=7f3a… --evidence-kind=contract",
       "overstap report placement pl-1 --table=activering --sector-before=other \\\n"
       "    --project=warmtestart --side-entrant=yes"},
      parent);
  struct Options {
    std::string id, sector_before;
    bool not_in_work = false;
    v1::ReportPlacementRequest request;
  };
  auto options = std::make_shared<Options>();
  command->add_option("id", options->id, "The placement: id or name")->required();
  AddFieldOptions(command, options->request, CommonOptions());
  AddFieldOptions(command, options->request,
                  {{"--side-entrant", "side_entrant", "Comes from another line of work"},
                   {"--distance", "distance_to_labour_market", "Far from the labour market"}});
  CLI::Option* sector = command->add_option("--sector-before", options->sector_before,
                                            "The sector of the person's work the day before");
  command->add_flag("--not-in-work", options->not_in_work, "Not in work the day before")
      ->excludes(sector);
  commands.OnRun(command, [options](Context& context) -> absl::StatusOr<ExitCode> {
    v1::ReportPlacementRequest request = options->request;
    request.set_name(FullName("placements", options->id));
    if (options->not_in_work || !options->sector_before.empty()) {
      request.set_sector_day_before(options->sector_before);
    }
    const auto reply = context.client.Call<v1::ReportPlacementResponse>(request);
    if (!reply.ok()) return reply.status();
    if (ShowJson(context, *reply)) return ExitCode::kOk;
    return ShowRecord(context, ReportKind(), reply->report());
  });
}

// A report from options, a file, or both: options replace what the file says.
struct Filing {
  std::string file;
  std::vector<std::string> assignments;
  std::vector<std::string> heads;
  v1::Report given;
};

// `12-15=40`.
absl::Status AddHeads(const std::string& text, v1::ContactEventFacts& facts) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 1));
  int32_t count = 0;
  if (parts.first.empty() || !absl::SimpleAtoi(parts.second, &count)) {
    return absl::InvalidArgumentError("--heads: write AGE_BAND=NUMBER, e.g. 12-15=40");
  }
  v1::BandCount& band = *facts.add_bands();
  band.set_age_band(parts.first);
  band.set_head_count(count);
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> File(Context& context, const Filing& filing) {
  v1::CreateReportRequest request;
  v1::Report& report = *request.mutable_report();
  absl::Status status;
  if (!filing.file.empty()) status = ReadJson(filing.file, context.streams.in, report);
  report.MergeFrom(filing.given);
  for (const std::string& heads : filing.heads) {
    if (status.ok()) status = AddHeads(heads, *report.mutable_contact_event());
  }
  if (status.ok()) status = AssignAll(filing.assignments, report);
  if (!status.ok()) return status;
  const auto reply = context.client.Call<v1::Report>(request);
  if (!reply.ok()) return reply.status();
  return ShowRecord(context, ReportKind(), *reply);
}

// A command that reports facts of one kind; `subject` is their field, empty: as the file says.
std::shared_ptr<Filing> AddFiling(Commands& commands, CLI::App* command, const std::string& subject,
                                  const std::vector<FieldOption>& facts) {
  auto filing = std::make_shared<Filing>();
  command->add_option("file", filing->file, "JSON file with the report; - reads standard input");
  AddFieldOptions(command, filing->given, CommonOptions());
  AddFieldOptions(command, filing->given, facts);
  AddAssignments(command, filing->assignments);
  commands.OnRun(command, [filing, subject](Context& context) {
    if (!subject.empty()) {
      const auto* field = v1::Report::descriptor()->FindFieldByName(subject);
      filing->given.GetReflection()->MutableMessage(&filing->given, field);
    }
    return File(context, *filing);
  });
  return filing;
}

void AddReportTraining(Commands& commands, CLI::App* parent) {
  CLI::App* command = commands.Add(
      "training", "Reports that a person completed training.",
      {"overstap report training --table=llo-energy --job-seeker=p-demo --offer=o-1 \\\n"
       "    --hours=40 --start=2026-09-01 --completed=2026-10-15 --in-work=yes \\\n"
       "    --branch=technical --linkage-key=7f3a… --evidence-kind=certificate",
       "overstap report training report.json",
       "overstap report training report.json --set training_completion.training_hours=24"},
      parent);
  const std::string facts = "training_completion.";
  AddFiling(
      commands, command, "training_completion",
      {{"--job-seeker", facts + "job_seeker", "The person: id or name", "jobSeekers"},
       {"--offer", facts + "training_offer", "The training: id or name", "trainingOffers"},
       {"--title", facts + "title", "Title of the training"},
       {"--sector", facts + "sector", "Sector of the work or training"},
       {"--municipality", facts + "municipality", "Municipality of the person's work (CBS code)"},
       {"--home-municipality", facts + "home_municipality",
        "Municipality of the person's home (CBS code)"},
       {"--in-work", facts + "in_work_first_day", "In work on the first day"},
       {"--side-entrant", facts + "side_entrant", "Comes from another line of work"},
       {"--distance", facts + "distance_to_labour_market", "Far from the labour market"},
       {"--branch", facts + "skill_branches", "Branches of skills, e.g. technical, digital"},
       {"--hours", facts + "training_hours", "Size in hours"},
       {"--start", facts + "start_date", "First day"},
       {"--completed", facts + "completion_date", "Day of completion"},
       {"--employer", facts + "employer", "The person's employer"},
       {"--establishment", facts + "establishment", "The employer's establishment"}});
}

void AddReportContact(Commands& commands, CLI::App* parent) {
  CLI::App* command = commands.Add(
      "contact", "Reports heads at an event where people met companies, by age band.",
      {"overstap report contact --table=ontmoeting --event=techniekdag-2026 --date=2026-10-03 \\\n"
       "    --municipality=GM0202 --heads=12-15=420,16-18=185 --basis=scan",
       "overstap report contact event.json"},
      parent);
  const std::string facts = "contact_event.";
  const auto filing =
      AddFiling(commands, command, "contact_event",
                {{"--event", facts + "event_id", "Id of the event, the same from every reporter"},
                 {"--date", facts + "event_date", "Its day"},
                 {"--municipality", facts + "municipality", "Municipality (CBS code)"},
                 {"--basis", facts + "count_basis", "How heads were counted"}});
  command
      ->add_option("--heads", filing->heads,
                   "AGE_BAND=NUMBER, with the region's age bands; repeatable, or with commas")
      ->delimiter(',')
      ->allow_extra_args(false);
}

void AddReportProject(Commands& commands, CLI::App* parent) {
  CLI::App* command = commands.Add(
      "student-project", "Reports that students did a project at an employer of the region.",
      {"overstap report student-project --table=hybride --cohort=2025-hbo-ict --students=5 \\\n"
       "    --employer='Installatiebedrijf Jansen' --municipality=GM0202 --start=2026-09-07",
       "overstap report student-project project.json"},
      parent);
  const std::string facts = "student_project.";
  AddFiling(commands, command, "student_project",
            {{"--cohort", facts + "cohort", "The cohort, e.g. 2025-hbo-ict"},
             {"--employer", facts + "employer", "The employer"},
             {"--municipality", facts + "municipality", "Municipality (CBS code)"},
             {"--start", facts + "start_date", "First day"},
             {"--students", facts + "student_count", "How many students"},
             {"--event", facts + "event_id", "Id of the project, the same from every reporter"}});
}

void AddReportInKind(Commands& commands, CLI::App* parent) {
  CLI::App* command =
      commands.Add("in-kind", "Reports hours that a partner gave.",
                   {"overstap report in-kind --table=llo-energy --partner='Alliander' --hours=12.5 "
                    "\\\n    --date=2026-11-20",
                    "overstap report in-kind hours.json"},
                   parent);
  AddFiling(commands, command, "in_kind",
            {{"--partner", "in_kind.partner", "The partner"},
             {"--hours", "in_kind.hours", "Hours given"},
             {"--date", "in_kind.contribution_date", "The day, or the last of the period"}});
}

void AddReportAggregate(Commands& commands, CLI::App* parent) {
  CLI::App* command = commands.Add(
      "aggregate", "Reports an employer's own figure: a band, shown beside a target, never added.",
      {"overstap report aggregate --table=activering --employer='Radboudumc' \\\n"
       "    --target=activation --low=40 --high=60 --from=2026-01-01 --to=2026-06-30",
       "overstap report aggregate band.json"},
      parent);
  const std::string facts = "aggregate.";
  AddFiling(commands, command, "aggregate",
            {{"--employer", facts + "employer", "The employer"},
             {"--target", facts + "target", "The target: id or name", "targets"},
             {"--low", facts + "low_count", "At least so many people"},
             {"--high", facts + "high_count", "At most so many people"},
             {"--from", facts + "period.start_date", "First day of the period"},
             {"--to", facts + "period.end_date", "Last day of the period"}});
}

void AddReportCreate(Commands& commands, CLI::App* parent) {
  CLI::App* command = commands.Add(
      "create", "Reports what a file says, of any kind; also a placement that is not stored here.",
      {"overstap report create report.json",
       "overstap report create report.json --table=activering --set placement.sector=energy"},
      parent);
  AddFiling(commands, command, "", {});
}

}  // namespace

void AddReportFilings(Commands& commands, CLI::App* parent) {
  AddReportPlacement(commands, parent);
  AddReportTraining(commands, parent);
  AddReportContact(commands, parent);
  AddReportProject(commands, parent);
  AddReportInKind(commands, parent);
  AddReportAggregate(commands, parent);
  AddReportCreate(commands, parent);
}

}  // namespace overstap::cli
