#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "clients/cli/arguments.h"
#include "clients/cli/command/show.h"
#include "clients/cli/command/table_commands.h"
#include "clients/cli/error_text.h"
#include "clients/cli/record/messages.h"
#include "clients/cli/table.h"
#include "overstap/v1/ledger_service.pb.h"

namespace overstap::cli {
namespace {

constexpr int kLargestPage = 1000;
constexpr size_t kLargestJudgement = 10'000;

struct Judging {
  std::vector<std::string> ids;
  std::string etag, reason, all_waiting;
  bool acknowledge = true;

  bool is_single() const { return ids.size() == 1 && all_waiting.empty(); }
};

absl::StatusOr<ExitCode> JudgeOne(Context& context, const Judging& judging) {
  const std::string name = FullName("reports", judging.ids[0]);
  if (judging.acknowledge) {
    v1::AcknowledgeReportRequest request;
    request.set_name(name);
    request.set_etag(judging.etag);
    const auto reply = context.client.Call<v1::AcknowledgeReportResponse>(request);
    if (!reply.ok()) return reply.status();
    return ShowRecord(context, ReportKind(), reply->report());
  }
  v1::RejectReportRequest request;
  request.set_name(name);
  request.set_etag(judging.etag);
  request.set_reason(judging.reason);
  const auto reply = context.client.Call<v1::RejectReportResponse>(request);
  if (!reply.ok()) return reply.status();
  return ShowRecord(context, ReportKind(), reply->report());
}

// Those given, or all that wait for the table now; none twice.
absl::StatusOr<std::vector<std::string>> NamesOf(const client::Client& client,
                                                 const Judging& judging) {
  std::vector<std::string> names;
  for (const std::string& id : judging.ids) {
    const std::string name = FullName("reports", id);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  if (judging.all_waiting.empty()) return names;
  v1::ListReportsRequest request;
  request.set_page_size(kLargestPage);
  request.set_state(v1::REPORT_STATE_REPORTED);
  request.set_work_table(FullName("workTables", judging.all_waiting));
  const auto reply = CallForPages(client, request, 0);
  if (!reply.ok()) return reply.status();
  for (const v1::Report& report :
       google::protobuf::DynamicCastToGenerated<v1::ListReportsResponse>(reply->get())->reports()) {
    names.push_back(report.name());
  }
  return names;
}

void ShowRefused(Context& context, const v1::JudgeReportsResponse& reply) {
  const Locale& locale = context.locale;
  Table table(
      {{locale.Say(Text::kColumnReport)}, {locale.Say(Text::kColumnReasons), Table::kWraps}});
  for (const v1::RefusedJudgement& refused : reply.refused()) {
    const std::string meaning = ReasonText(locale, refused.reason());
    table.AddRow({refused.name(), meaning.empty() ? refused.description() : meaning});
  }
  context.out() << table.Render(context.streams.out_width);
}

ExitCode ShowJudged(Context& context, const Judging& judging,
                    const v1::JudgeReportsResponse& reply) {
  const ExitCode code = reply.refused_size() == 0 ? ExitCode::kOk : ExitCode::kPartlyRejected;
  if (ShowJson(context, reply)) return code;
  const Locale& locale = context.locale;
  context.out() << locale.Say(judging.acknowledge ? Text::kAcknowledged : Text::kRejected,
                              locale.Number(static_cast<double>(reply.judged_count())),
                              locale.Number(reply.refused_size()))
                << "\n";
  if (reply.refused_size() > 0) ShowRefused(context, reply);
  return code;
}

absl::StatusOr<ExitCode> Judge(Context& context, const Judging& judging) {
  if (judging.ids.empty() == judging.all_waiting.empty()) {
    throw CLI::ValidationError("report", "name reports, or give --all-waiting=TABLE");
  }
  if (judging.is_single()) return JudgeOne(context, judging);
  if (!judging.etag.empty()) throw CLI::ValidationError("--etag", "only with a single report");
  const auto names = NamesOf(context.client, judging);
  if (!names.ok()) return names.status();
  v1::JudgeReportsResponse all;
  for (size_t first = 0; first < names->size(); first += kLargestJudgement) {
    v1::JudgeReportsRequest request;
    const size_t end = std::min(first + kLargestJudgement, names->size());
    for (size_t i = first; i < end; ++i) request.add_names((*names)[i]);
    request.set_acknowledge(judging.acknowledge);
    request.set_reason(judging.reason);
    const auto reply = context.client.Call<v1::JudgeReportsResponse>(request);
    if (!reply.ok()) {
      // What was judged before stays judged: say so before the error.
      if (first > 0) ShowJudged(context, judging, all);
      return reply.status();
    }
    all.set_judged_count(all.judged_count() + reply->judged_count());
    all.mutable_refused()->MergeFrom(reply->refused());
  }
  return ShowJudged(context, judging, all);
}

void AddJudgingOptions(Commands& commands, CLI::App* command,
                       const std::shared_ptr<Judging>& judging) {
  command->add_option("report", judging->ids, "The reports: ids or names");
  command->add_option("--all-waiting", judging->all_waiting,
                      "All reports that wait for this work table: id or name");
  command->add_option("--etag", judging->etag, "Only when the report still has this etag");
  commands.OnRun(command, [judging](Context& context) { return Judge(context, *judging); });
}

}  // namespace

void AddTableJudging(Commands& commands, CLI::App* parent) {
  CLI::App* acknowledge =
      commands.Add("acknowledge", "Acknowledges reports: from now on they count. Never one's own.",
                   {"overstap --token-file=work_table_member.token table acknowledge r-1",
                    "overstap table acknowledge r-1 r-2 r-3",
                    "overstap table acknowledge --all-waiting=activering"},
                   parent);
  AddJudgingOptions(commands, acknowledge, std::make_shared<Judging>());

  CLI::App* reject = commands.Add("reject", "Rejects reports, with a reason.",
                                  {"overstap --token-file=work_table_member.token \\\n"
                                   "    table reject r-1 --reason='Contract ontbreekt'",
                                   "overstap table reject r-1 r-2 --reason='Dubbel gemeld'"},
                                  parent);
  auto rejecting = std::make_shared<Judging>();
  rejecting->acknowledge = false;
  reject->add_option("--reason", rejecting->reason, "Why, the same for all")->required();
  AddJudgingOptions(commands, reject, rejecting);
}

}  // namespace overstap::cli
