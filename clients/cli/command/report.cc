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
#include "overstap/v1/ledger_service.pb.h"
#include "overstap/v1/placement_service.pb.h"

namespace overstap::cli {
namespace {

// What every report says beside its facts.
struct CommonOptions {
  std::string work_table;
  std::string linkage_key;
  v1::Evidence evidence;
  google::type::Date checked_date;
  std::vector<std::string> programmes;
  std::vector<std::string> funding_sources;

  template <typename Request>
  void Fill(Request& request) const {
    if (!work_table.empty()) request.set_work_table(FullName("workTables", work_table));
    if (!linkage_key.empty()) request.set_linkage_key(linkage_key);
    v1::Evidence shown = evidence;
    if (checked_date.year() != 0) *shown.mutable_checked_date() = checked_date;
    if (shown.ByteSizeLong() > 0) *request.mutable_evidence() = shown;
    for (const std::string& programme : programmes) request.add_programmes(programme);
    for (const std::string& source : funding_sources) request.add_funding_sources(source);
  }
};

void AddCommonOptions(CLI::App* command, CommonOptions& options) {
  command->add_option("--table", options.work_table, "The work table: id or name");
  command->add_option("--linkage-key", options.linkage_key,
                      "The person's pseudonym by the trusted linker; without it the report may "
                      "count someone twice, and says so");
  command->add_option("--evidence-kind", *options.evidence.mutable_kind(),
                      "What shows it, e.g. contract, certificate");
  command->add_option("--evidence-holder", *options.evidence.mutable_holder(), "Who holds it");
  command->add_option("--evidence-reference", *options.evidence.mutable_reference(),
                      "Its reference there");
  command->add_option("--checked-by", *options.evidence.mutable_checked_by(), "Who checked it");
  AddDate(command, "--checked", options.checked_date, "When it was checked");
  AddTexts(command, "--programme", options.programmes, "Programmes that it also belongs to");
  AddTexts(command, "--funding-source", options.funding_sources, "Funding sources");
}

void AddReportPlacement(Commands& commands, CLI::App* parent) {
  CLI::App* command = commands.Add(
      "placement", "Reports a placement to a work table, in one step; starts it where it has not.",
      {"overstap report placement pl-1 \\\n"
       "    --table=activering --not-in-work --linkage-key=7f3a… --evidence-kind=contract",
       "overstap report placement pl-1 --table=activering --sector-before=other"},
      parent);
  struct Options {
    std::string id, sector_before;
    bool not_in_work = false;
    CommonOptions common;
  };
  auto options = std::make_shared<Options>();
  command->add_option("id", options->id, "The placement: id or name")->required();
  AddCommonOptions(command, options->common);
  CLI::Option* sector = command->add_option("--sector-before", options->sector_before,
                                            "The sector of the person's work the day before");
  command->add_flag("--not-in-work", options->not_in_work, "Not in work the day before")
      ->excludes(sector);
  commands.OnRun(command, [options](Context& context) -> absl::StatusOr<ExitCode> {
    v1::ReportPlacementRequest request;
    request.set_name(FullName("placements", options->id));
    options->common.Fill(request);
    if (options->not_in_work || !options->sector_before.empty()) {
      request.set_sector_day_before(options->sector_before);
    }
    const auto reply = context.client.Call<v1::ReportPlacementResponse>(request);
    if (!reply.ok()) return reply.status();
    if (ShowJson(context, *reply)) return ExitCode::kOk;
    return ShowRecord(context, ReportKind(), reply->report());
  });
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
  struct Options {
    std::string file, in_work;
    std::vector<std::string> assignments;
    CommonOptions common;
    v1::TrainingCompletionFacts facts;
    std::vector<std::string> branches;
    double hours = 0;
    google::type::Date start_date, completion_date;
  };
  auto options = std::make_shared<Options>();
  v1::TrainingCompletionFacts& facts = options->facts;
  command->add_option("file", options->file, "JSON file with the report; - reads standard input");
  AddCommonOptions(command, options->common);
  command->add_option("--job-seeker", *facts.mutable_job_seeker(), "The person: id or name");
  command->add_option("--offer", *facts.mutable_training_offer(), "The training: id or name");
  command->add_option("--title", *facts.mutable_title(), "Title of the training");
  command->add_option("--sector", *facts.mutable_sector(), "Sector of the work or training");
  command->add_option("--municipality", *facts.mutable_municipality(),
                      "Municipality of the person's work (CBS code)");
  command->add_option("--in-work", options->in_work, "In work on the first day: yes or no")
      ->check(CLI::IsMember({"yes", "no"}));
  AddTexts(command, "--branch", options->branches, "Branches of skills, e.g. technical, digital");
  command->add_option("--hours", options->hours, "Size in hours");
  AddDate(command, "--start", options->start_date, "First day");
  AddDate(command, "--completed", options->completion_date, "Day of completion");
  command->add_option("--set", options->assignments, "FIELD.PATH=VALUE, repeatable")
      ->allow_extra_args(false);
  commands.OnRun(command, [options](Context& context) -> absl::StatusOr<ExitCode> {
    v1::CreateReportRequest request;
    v1::Report& report = *request.mutable_report();
    absl::Status status;
    if (!options->file.empty()) status = ReadJson(options->file, context.streams.in, report);
    options->common.Fill(report);
    v1::TrainingCompletionFacts given = options->facts;
    if (!given.job_seeker().empty())
      given.set_job_seeker(FullName("jobSeekers", given.job_seeker()));
    if (!given.training_offer().empty()) {
      given.set_training_offer(FullName("trainingOffers", given.training_offer()));
    }
    if (!options->in_work.empty()) given.set_in_work_first_day(options->in_work == "yes");
    for (const std::string& branch : options->branches) given.add_skill_branches(branch);
    if (options->hours > 0) given.set_training_hours(options->hours);
    if (options->start_date.year() != 0) *given.mutable_start_date() = options->start_date;
    if (options->completion_date.year() != 0) {
      *given.mutable_completion_date() = options->completion_date;
    }
    report.mutable_training_completion()->MergeFrom(given);
    for (const std::string& assignment : options->assignments) {
      if (status.ok()) status = Assign(assignment, report);
    }
    if (!status.ok()) return status;
    const auto reply = context.client.Call<v1::Report>(request);
    if (!reply.ok()) return reply.status();
    return ShowRecord(context, ReportKind(), *reply);
  });
}

void AddReportList(Commands& commands, CLI::App* parent) {
  CLI::App* list = commands.Add("list", "Lists reports in the order of reporting.",
                                {"overstap report list --table=activering --state=acknowledged",
                                 "overstap report list --all --json"},
                                parent);
  struct Options {
    std::string work_table;
    v1::ReportState state = v1::REPORT_STATE_UNSPECIFIED;
  };
  auto options = std::make_shared<Options>();
  list->add_option("--table", options->work_table, "Only those to this work table: id or name");
  AddEnum(list, "--state", options->state, "Only those in this state");
  const auto paging = AddPagingOptions(list);
  commands.OnRun(list, [options, paging](Context& context) -> absl::StatusOr<ExitCode> {
    v1::ListReportsRequest request;
    if (!options->work_table.empty()) {
      request.set_work_table(FullName("workTables", options->work_table));
    }
    request.set_state(options->state);
    const auto reply = paging->Call(context.client, request);
    if (!reply.ok()) return reply.status();
    return ShowRecords(context, ReportKind(), **reply);
  });
}

}  // namespace

void AddReport(Commands& commands) {
  CLI::App* parent = commands.Add(
      "report", "Reports to the work tables.",
      {"overstap report placement pl-1 --table=activering --not-in-work --linkage-key=7f3a…",
       "overstap report training report.json", "overstap report list --table=activering"});
  parent->require_subcommand(1);
  AddReportPlacement(commands, parent);
  AddReportTraining(commands, parent);
  AddReportList(commands, parent);
}

}  // namespace overstap::cli
