#include "clients/cli/import/import_reports.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/json.h"
#include "clients/cli/record/report_content.h"
#include "clients/cpp/request_id.h"
#include "data/import/csv.h"
#include "data/import/report_csv.h"
#include "nlohmann/json.hpp"
#include "overstap/v1/ledger_service.pb.h"

namespace overstap::cli {
namespace {

constexpr char kCsv[] = "csv";
constexpr char kJsonLines[] = "jsonl";
// Never change it: the batches' request ids would no longer be those of an earlier run.
constexpr size_t kReportsInABatch = 500;
constexpr size_t kLongestBatchName = 200;

struct Counts {
  int64_t filed = 0;
  int64_t kept = 0;
  int64_t refused = 0;
};

absl::StatusOr<std::string> ReadAll(const std::string& file, std::istream& in) {
  if (file != "-") return data::ReadFile(file);
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

absl::StatusOr<std::string> FormatOf(const ReportImportOptions& options) {
  if (!options.format.empty()) return options.format;
  if (absl::EndsWithIgnoreCase(options.file, ".csv")) return kCsv;
  if (absl::EndsWithIgnoreCase(options.file, ".jsonl")) return kJsonLines;
  return absl::InvalidArgumentError(
      absl::StrCat(options.file, ": say --format=csv or --format=jsonl"));
}

std::string BatchNameOf(const ReportImportOptions& options) {
  std::string name = !options.batch.empty()
                         ? options.batch
                         : std::filesystem::path(options.file).filename().string();
  if (name.size() <= kLongestBatchName) return name;
  // Its end tells files apart; not in the middle of a character.
  size_t start = name.size() - kLongestBatchName;
  while (start < name.size() && (static_cast<unsigned char>(name[start]) & 0xC0U) == 0x80U) ++start;
  return name.substr(start);
}

std::string ProblemsOf(const v1::BatchReportResult& result) {
  std::vector<std::string> problems;
  for (const v1::FieldProblem& problem : result.problems()) {
    problems.push_back(ProblemText(problem));
  }
  return absl::StrJoin(problems, "; ");
}

std::string LineOf(const Locale& locale, const v1::BatchReportResult& result) {
  std::string line =
      locale.Say(Text::kReportLine, locale.Number(static_cast<double>(result.line_number())),
                 locale.ValueName(result.outcome()));
  if (!result.name().empty()) absl::StrAppend(&line, " ", result.name());
  const std::string problems = ProblemsOf(result);
  return problems.empty() ? line : absl::StrCat(line, " – ", problems);
}

void Count(const v1::BatchReportResult& result, Counts& counts) {
  switch (result.outcome()) {
    case v1::BATCH_REPORT_OUTCOME_FILED:
      ++counts.filed;
      break;
    case v1::BATCH_REPORT_OUTCOME_KEPT_AS_DRAFT:
      ++counts.kept;
      break;
    default:
      ++counts.refused;
  }
}

void ShowSummary(Context& context, const Counts& counts) {
  const Locale& locale = context.locale;
  const auto number = [&locale](int64_t count) {
    return locale.Number(static_cast<double>(count));
  };
  context.out() << locale.Say(Text::kReportsImported, number(counts.filed), number(counts.kept),
                              number(counts.refused))
                << "\n";
  if (counts.kept > 0) context.out() << locale.Say(Text::kSeeWorklist) << "\n";
}

void ShowForMachines(Context& context, const v1::BatchCreateReportsResponse& results,
                     const Counts& counts) {
  nlohmann::ordered_json json = {
      {"filed", counts.filed}, {"kept", counts.kept}, {"refused", counts.refused}};
  json["results"] = nlohmann::json::array();
  json.update(nlohmann::ordered_json::parse(ToJson(results)));
  context.out() << json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
}

// Sends batch after batch; what became of each line is shown, or gathered for machines, as it is
// known.
absl::Status Send(Context& context, const ReportImportOptions& options, const std::string& text,
                  const std::vector<v1::BatchReport>& reports, Counts& counts,
                  v1::BatchCreateReportsResponse& gathered) {
  const std::string file_id = client::RequestIdOf(text, 0);  // hashes the file once
  for (size_t first = 0; first < reports.size(); first += kReportsInABatch) {
    v1::BatchCreateReportsRequest request;
    request.set_batch(BatchNameOf(options));
    request.set_discard_invalid(options.discard);
    request.set_request_id(
        client::RequestIdOf(file_id, static_cast<int64_t>(first / kReportsInABatch)));
    const size_t end = std::min(first + kReportsInABatch, reports.size());
    for (size_t i = first; i < end; ++i) *request.add_reports() = reports[i];
    const auto reply = context.client.Call<v1::BatchCreateReportsResponse>(request);
    if (!reply.ok()) return reply.status();
    for (const v1::BatchReportResult& result : reply->results()) {
      Count(result, counts);
      if (!context.json) context.out() << LineOf(context.locale, result) << "\n";
    }
    if (context.json) gathered.MergeFrom(*reply);
    context.out().flush();
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ExitCode> ImportReports(Context& context, const ReportImportOptions& options) {
  const absl::StatusOr<std::string> format = FormatOf(options);
  if (!format.ok()) return format.status();
  const absl::StatusOr<std::string> text = ReadAll(options.file, context.streams.in);
  if (!text.ok()) return text.status();
  const char* language = context.locale.code();
  const auto reports = *format == kCsv ? data::ReadReportCsv(options.file, *text, language)
                                       : data::ReadReportJsonLines(options.file, *text, language);
  if (!reports.ok()) return reports.status();

  Counts counts;
  v1::BatchCreateReportsResponse results;
  const absl::Status status = Send(context, options, *text, *reports, counts, results);
  if (context.json) {
    ShowForMachines(context, results, counts);
  } else {
    ShowSummary(context, counts);
  }
  if (!status.ok()) return status;
  return counts.kept + counts.refused == 0 ? ExitCode::kOk : ExitCode::kPartlyRejected;
}

}  // namespace overstap::cli
