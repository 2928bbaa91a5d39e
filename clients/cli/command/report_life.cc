#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/arguments.h"
#include "clients/cli/command/field_options.h"
#include "clients/cli/command/paging.h"
#include "clients/cli/command/report.h"
#include "clients/cli/command/show.h"
#include "clients/cli/json.h"
#include "clients/cli/record/messages.h"
#include "clients/cli/record/report_content.h"
#include "clients/cli/table.h"
#include "google/protobuf/empty.pb.h"
#include "nlohmann/json.hpp"
#include "overstap/v1/ledger_service.pb.h"
#include "overstap/v1/placement_service.pb.h"

namespace overstap::cli {
namespace {

constexpr char kDrafts[] = "reportDrafts";
constexpr char kReports[] = "reports";
constexpr int kLargestPage = 1000;

void AddWithdraw(Commands& commands, CLI::App* parent) {
  CLI::App* command =
      commands.Add("withdraw", "Takes back a report of one's own: it no longer counts.",
                   {"overstap report withdraw r-1 --reason='Contract ging niet door'"}, parent);
  struct Options {
    std::string id, reason, etag;
  };
  auto options = std::make_shared<Options>();
  command->add_option("id", options->id, "The report: id or name")->required();
  command->add_option("--reason", options->reason, "Why; restatements show it")->required();
  command->add_option("--etag", options->etag, "Only when the report still has this etag");
  commands.OnRun(command, [options](Context& context) -> absl::StatusOr<ExitCode> {
    v1::WithdrawReportRequest request;
    request.set_name(FullName(kReports, options->id));
    request.set_reason(options->reason);
    request.set_etag(options->etag);
    const auto reply = context.client.Call<v1::WithdrawReportResponse>(request);
    if (!reply.ok()) return reply.status();
    return ShowRecord(context, ReportKind(), reply->report());
  });
}

// A report that takes the place of another: from a file, or from what is there.
struct Replacement {
  std::string id, file, reason, etag;
  std::vector<std::string> assignments;
};

// What is there under a name, and its etag.
struct Stored {
  v1::Report report;
  std::string etag;
};

// There is no call for one draft: a worklist is short, and read as a whole.
absl::StatusOr<Stored> GetDraft(const client::Client& client, const std::string& name) {
  v1::ListReportDraftsRequest request;
  request.set_page_size(kLargestPage);
  const auto all = CallForPages(client, request, 0);
  if (!all.ok()) return all.status();
  for (const v1::ReportDraft& draft :
       google::protobuf::DynamicCastToGenerated<v1::ListReportDraftsResponse>(all->get())
           ->report_drafts()) {
    if (draft.name() == name) return Stored{draft.report(), draft.etag()};
  }
  return absl::NotFoundError(absl::StrCat(name, " is not on the worklist"));
}

absl::StatusOr<Stored> GetStored(const client::Client& client, const std::string& name) {
  if (!absl::StartsWith(name, absl::StrCat(kReports, "/"))) {
    return GetDraft(client, name);
  }
  v1::GetReportRequest request;
  request.set_name(name);
  const auto report = client.Call<v1::Report>(request);
  if (!report.ok()) return report.status();
  return Stored{ContentOf(*report), report->etag()};
}

// The new content, and the etag of what it was made from; a file is made from nothing stored.
absl::StatusOr<Stored> ContentFor(Context& context, const std::string& name,
                                  const Replacement& options) {
  Stored content;
  if (!options.file.empty()) {
    absl::Status status = ReadJson(options.file, context.streams.in, content.report);
    if (!status.ok()) return status;
    content.report = ContentOf(content.report);
  } else {
    absl::StatusOr<Stored> stored = GetStored(context.client, name);
    if (!stored.ok()) return stored.status();
    content = *std::move(stored);
  }
  absl::Status status = AssignAll(options.assignments, content.report);
  if (!status.ok()) return status;
  if (!options.etag.empty()) content.etag = options.etag;
  return content;
}

void AddReplacementOptions(CLI::App* command, Replacement& options) {
  command->add_option("file", options.file,
                      "JSON file with the whole report; - reads standard input. Without one: what "
                      "is there, with --set");
  AddAssignments(command, options.assignments);
}

void AddMend(Commands& commands, CLI::App* parent) {
  CLI::App* command = commands.Add(
      "mend",
      "Mends a report on the worklist, or a rejected one, and sends it in one step. A bare id is "
      "that\nof a draft; a rejected report needs its full name.",
      {"overstap report mend reportDrafts/d-1 --set placement.start_date=2026-05-01",
       "overstap report mend reports/r-1 --set evidence.kind=contract",
       "overstap report mend d-1 mended.json"},
      parent);
  auto options = std::make_shared<Replacement>();
  command->add_option("name", options->id, "The draft or rejected report")->required();
  AddReplacementOptions(command, *options);
  command->add_option("--etag", options->etag, "Only when it still has this etag");
  command->add_option("--reason", options->reason, "Of a rejected report: what was wrong");
  commands.OnRun(command, [options](Context& context) -> absl::StatusOr<ExitCode> {
    v1::MendReportRequest request;
    request.set_name(FullName(kDrafts, options->id));
    const auto content = ContentFor(context, request.name(), *options);
    if (!content.ok()) return content.status();
    *request.mutable_report() = content->report;
    if (!options->reason.empty()) request.mutable_report()->set_correction_reason(options->reason);
    request.set_etag(content->etag);
    const auto mended = context.client.Call<v1::MendReportResponse>(request);
    if (!mended.ok()) return mended.status();
    return ShowRecord(context, ReportKind(), mended->report());
  });
}

void AddCorrect(Commands& commands, CLI::App* parent) {
  CLI::App* command = commands.Add(
      "correct",
      "Corrects a report by a new one that names it; the old one counts until the new one is "
      "acknowledged.",
      {"overstap report correct r-1 mended.json --reason='Startdatum was een week te vroeg'",
       "overstap report correct r-1 --set placement.start_date=2026-05-08 \\\n"
       "    --reason='Startdatum was een week te vroeg'"},
      parent);
  auto options = std::make_shared<Replacement>();
  command->add_option("id", options->id, "The report: id or name")->required();
  AddReplacementOptions(command, *options);
  command->add_option("--reason", options->reason, "What was wrong; restatements show it")
      ->required();
  commands.OnRun(command, [options](Context& context) -> absl::StatusOr<ExitCode> {
    const std::string name = FullName(kReports, options->id);
    const auto content = ContentFor(context, name, *options);
    if (!content.ok()) return content.status();
    v1::CreateReportRequest request;
    *request.mutable_report() = content->report;
    request.mutable_report()->set_corrects(name);
    request.mutable_report()->set_correction_reason(options->reason);
    const auto report = context.client.Call<v1::Report>(request);
    if (!report.ok()) return report.status();
    return ShowRecord(context, ReportKind(), *report);
  });
}

void AddDiscard(Commands& commands, CLI::App* parent) {
  CLI::App* command = commands.Add("discard", "Throws a draft on the worklist away.",
                                   {"overstap report discard d-1"}, parent);
  struct Options {
    std::string id, etag;
  };
  auto options = std::make_shared<Options>();
  command->add_option("draft", options->id, "The draft: id or name")->required();
  command->add_option("--etag", options->etag, "Only when it still has this etag");
  commands.OnRun(command, [options](Context& context) -> absl::StatusOr<ExitCode> {
    v1::DeleteReportDraftRequest request;
    request.set_name(FullName(kDrafts, options->id));
    request.set_etag(options->etag);
    const auto reply = context.client.Call<google::protobuf::Empty>(request);
    if (!reply.ok()) return reply.status();
    if (ShowJson(context, *reply)) return ExitCode::kOk;
    context.out() << context.locale.Say(Text::kDeleted, request.name()) << "\n";
    return ExitCode::kOk;
  });
}

// What a reporter has to do.
struct Worklist {
  v1::ListReportDraftsResponse drafts;
  v1::ListReportsResponse rejected;
  v1::ListPlacementChecksDueResponse checks;
};

template <typename Request, typename Response>
absl::Status FetchAll(const client::Client& client, Request request, Response& response) {
  request.set_page_size(kLargestPage);
  const auto all = CallForPages(client, request, 0);
  if (all.ok()) response = *google::protobuf::DynamicCastToGenerated<Response>(all->get());
  return all.status();
}

absl::StatusOr<Worklist> FetchWorklist(const client::Client& client) {
  Worklist list;
  absl::Status status = FetchAll(client, v1::ListReportDraftsRequest(), list.drafts);
  v1::ListReportsRequest rejected;
  rejected.set_state(v1::REPORT_STATE_REJECTED);
  rejected.set_own_only(true);
  if (status.ok()) status = FetchAll(client, rejected, list.rejected);
  if (status.ok()) status = FetchAll(client, v1::ListPlacementChecksDueRequest(), list.checks);
  if (!status.ok()) return status;
  return list;
}

// The three lists as one object.
void ShowForMachines(Context& context, const Worklist& list) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (const google::protobuf::Message* part :
       std::initializer_list<const google::protobuf::Message*>{&list.drafts, &list.rejected,
                                                               &list.checks}) {
    json.update(nlohmann::ordered_json::parse(ToJson(*part)));
  }
  context.out() << json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
}

std::string SubjectOf(const Locale& locale, const v1::Report& report) {
  const auto* oneof = v1::Report::descriptor()->FindOneofByName("subject");
  const auto* field = report.GetReflection()->GetOneofFieldDescriptor(report, oneof);
  return field == nullptr ? "–" : locale.FieldName(*field);
}

void ShowDrafts(Context& context, const v1::ListReportDraftsResponse& drafts) {
  const Locale& locale = context.locale;
  Table table({{locale.Say(Text::kColumnName)},
               {locale.Say(Text::kColumnBatch)},
               {locale.Say(Text::kColumnLine), Table::kRight},
               {locale.Say(Text::kColumnSubject)},
               {locale.Say(Text::kColumnProblems), Table::kWraps}});
  for (const v1::ReportDraft& draft : drafts.report_drafts()) {
    std::vector<std::string> problems;
    for (const v1::FieldProblem& problem : draft.problems()) {
      problems.push_back(ProblemText(problem));
    }
    table.AddRow(
        {draft.name(), draft.batch(),
         draft.line_number() > 0 ? locale.Number(static_cast<double>(draft.line_number())) : "",
         SubjectOf(locale, draft.report()), absl::StrJoin(problems, "\n")});
  }
  context.out() << table.Render(context.streams.out_width);
}

void ShowRejected(Context& context, const v1::ListReportsResponse& rejected) {
  const Locale& locale = context.locale;
  Table table({{locale.Say(Text::kColumnName)},
               {locale.Say(Text::kColumnWorkTable)},
               {locale.Say(Text::kColumnSubject)},
               {locale.Say(Text::kColumnReportTime)},
               {locale.Say(Text::kColumnReason), Table::kWraps}});
  for (const v1::Report& report : rejected.reports()) {
    table.AddRow({report.name(), report.work_table(), SubjectOf(locale, report),
                  locale.Time(report.report_time()), report.rejection_reason()});
  }
  context.out() << table.Render(context.streams.out_width);
}

void ShowForPeople(Context& context, const Worklist& list) {
  const auto title = [&context](Text text, int count) {
    context.out() << context.locale.Say(text, context.locale.Number(count)) << "\n";
  };
  title(Text::kWorklistDrafts, list.drafts.report_drafts_size());
  if (list.drafts.report_drafts_size() > 0) ShowDrafts(context, list.drafts);
  context.out() << "\n";
  title(Text::kWorklistRejected, list.rejected.reports_size());
  if (list.rejected.reports_size() > 0) ShowRejected(context, list.rejected);
  context.out() << "\n";
  title(Text::kWorklistChecks, list.checks.checks_size());
  if (list.checks.checks_size() > 0) ShowRecords(context, PlacementCheckDueKind(), list.checks);
}

void AddWorklist(Commands& commands, CLI::App* parent) {
  CLI::App* command = commands.Add(
      "worklist",
      "What there is to do: reports that could not be filed, own reports that were rejected, and "
      "checks\nof placements that are due.",
      {"overstap report worklist", "overstap report worklist --json"}, parent);
  commands.OnRun(command, [](Context& context) -> absl::StatusOr<ExitCode> {
    const absl::StatusOr<Worklist> list = FetchWorklist(context.client);
    if (!list.ok()) return list.status();
    if (context.json) {
      ShowForMachines(context, *list);
    } else {
      ShowForPeople(context, *list);
    }
    return ExitCode::kOk;
  });
}

}  // namespace

void AddReportLife(Commands& commands, CLI::App* parent) {
  AddWorklist(commands, parent);
  AddMend(commands, parent);
  AddDiscard(commands, parent);
  AddCorrect(commands, parent);
  AddWithdraw(commands, parent);
}

}  // namespace overstap::cli
