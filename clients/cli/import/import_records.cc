#include "clients/cli/import/import_records.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "clients/cli/import/progress.h"
#include "clients/cli/import/rewindable_lines.h"
#include "clients/cli/record/messages.h"
#include "clients/cli/record/record_calls.h"
#include "data/import/json_lines.h"
#include "nlohmann/json.hpp"
#include "overstap/v1/common.pb.h"

namespace overstap::cli {
namespace {

using google::protobuf::Message;

constexpr char kJsonLines[] = ".jsonl";

// Why a line was refused.
struct Rejection {
  std::string item;  // name, as far as it is known
  absl::StatusCode code = absl::StatusCode::kInvalidArgument;
  std::string message;
  std::vector<std::pair<std::string, std::string>> fields;  // with what is wrong in each
};

// In one line: every wrong field, else the message, which would repeat them.
std::string ReasonOf(const Rejection& rejection) {
  std::string reason = rejection.fields.empty() ? rejection.message : "";
  for (const auto& [field, description] : rejection.fields) {
    absl::StrAppend(&reason, reason.empty() ? "" : "; ", field, ": ", description);
  }
  return absl::StrReplaceAll(reason, {{"\n", " "}, {"\r", " "}});
}

struct Outcome {
  v1::ImportSummary summary;
  std::map<int64_t, Rejection> rejections;  // by line number
  double seconds = 0;
};

// Puts the text that the folder has for the record, FOLDER/{id}.txt, into the request; none: "".
void SetText(const std::string& folder, const Message& record, Message& request) {
  if (folder.empty()) return;
  const std::string name = StringOf(record, "name");
  std::ifstream in(absl::StrCat(folder, "/", name.substr(name.rfind('/') + 1), ".txt"),
                   std::ios::binary);
  const auto* text = request.GetDescriptor()->FindFieldByName("text");
  request.GetReflection()->SetString(
      &request, text,
      in ? std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()) : "");
}

// Sends every line that parses; says which line each item of the stream was.
std::vector<int64_t> Send(RewindableLines& lines, const std::string& texts_folder,
                          client::ImportStream& stream, Message& request,
                          const google::protobuf::FieldDescriptor& item, Progress& progress,
                          Outcome& outcome) {
  std::vector<int64_t> line_numbers;
  ProgressCounts counts;
  while (lines.Next()) {
    Message* record = request.GetReflection()->MutableMessage(&request, &item);
    const absl::Status status = data::ParseJson(lines.line(), *record);
    ++counts.items;
    if (status.ok()) SetText(texts_folder, *record, request);
    if (!status.ok()) {
      outcome.rejections[lines.number()] = {"", status.code(), std::string(status.message()), {}};
    } else if (stream.Write(request)) {
      line_numbers.push_back(lines.number());
    } else {
      break;
    }
    counts.rejected = static_cast<int64_t>(outcome.rejections.size());
    counts.bytes = lines.bytes_read();
    progress.Update(counts);
  }
  return line_numbers;
}

absl::StatusOr<Outcome> Import(Context& context, const RecordKind& kind,
                               const std::string& texts_folder, RewindableLines& lines) {
  const auto request = RecordCalls(kind, context.client).NewRequest("Import");
  const auto* item = FieldOfType(*request->GetDescriptor(), *kind.resource);
  auto stream = context.client.OpenImport(*request->GetDescriptor());
  if (!stream.ok()) return stream.status();

  Outcome outcome;
  Progress progress(context.locale, context.streams.err, context.streams.err_is_terminal,
                    lines.total_bytes());
  const std::vector<int64_t> line_numbers =
      Send(lines, texts_folder, **stream, *request, *item, progress, outcome);
  absl::StatusOr<v1::ImportSummary> summary = (*stream)->Finish<v1::ImportSummary>();
  progress.Clear();
  if (!summary.ok()) return summary.status();
  outcome.summary = *std::move(summary);
  outcome.seconds = progress.seconds();
  for (const v1::RejectedItem& rejected : outcome.summary.rejected_items()) {
    const auto index = static_cast<size_t>(rejected.item_index());
    if (index >= line_numbers.size()) continue;
    Rejection& rejection = outcome.rejections[line_numbers[index]];
    rejection = {
        rejected.item(), static_cast<absl::StatusCode>(rejected.code()), rejected.message(), {}};
    for (const v1::FieldError& error : rejected.field_errors()) {
      rejection.fields.emplace_back(error.field(), error.description());
    }
  }
  return outcome;
}

absl::Status WriteRejected(RewindableLines& lines, const std::map<int64_t, Rejection>& rejections,
                           const std::string& file) {
  // Gathered before the file is opened, which may be the one that the lines come from.
  std::string text;
  lines.Rewind();
  while (lines.Next()) {
    const auto found = rejections.find(lines.number());
    if (found == rejections.end()) continue;
    absl::StrAppend(&text, "# line ", lines.number(), ": ", ReasonOf(found->second), "\n",
                    lines.line(), "\n");
  }
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (out) return absl::OkStatus();
  return absl::UnknownError(absl::StrCat(file, ": cannot be written"));
}

void ShowForMachines(Context& context, const Outcome& outcome, double rate,
                     const std::string& rejected_file) {
  nlohmann::ordered_json json = {{"created", outcome.summary.created_count()},
                                 {"updated", outcome.summary.updated_count()},
                                 {"unchanged", outcome.summary.unchanged_count()},
                                 {"rejected", nlohmann::json::array()},
                                 {"seconds", outcome.seconds},
                                 {"itemsPerSecond", rate}};
  for (const auto& [line, rejection] : outcome.rejections) {
    nlohmann::ordered_json fields = nlohmann::json::array();
    for (const auto& [field, description] : rejection.fields) {
      fields.push_back({{"field", field}, {"description", description}});
    }
    json["rejected"].push_back({{"line", line},
                                {"item", rejection.item},
                                {"code", absl::StatusCodeToString(rejection.code)},
                                {"message", rejection.message},
                                {"fields", fields}});
  }
  if (!rejected_file.empty()) json["rejectedFile"] = rejected_file;
  context.out() << json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
}

void ShowForPeople(Context& context, const Outcome& outcome, double rate,
                   const std::string& rejected_file) {
  const Locale& locale = context.locale;
  const auto number = [&locale](size_t count) { return locale.Number(double(count)); };
  context.out() << locale.Say(Text::kImported,
                              locale.Number(double(outcome.summary.created_count())),
                              locale.Number(double(outcome.summary.updated_count())),
                              locale.Number(double(outcome.summary.unchanged_count())),
                              number(outcome.rejections.size()), locale.Fixed(outcome.seconds, 1),
                              locale.Number(rate, 0))
                << "\n";
  if (outcome.rejections.empty()) return;
  constexpr size_t kShown = 5;
  size_t shown = 0;
  for (const auto& [line, rejection] : outcome.rejections) {
    if (++shown > kShown) break;
    context.out() << "  "
                  << locale.Say(Text::kRejectedLine, locale.Number(double(line)),
                                ReasonOf(rejection))
                  << "\n";
  }
  if (outcome.rejections.size() > kShown) {
    context.out() << "  " << locale.Say(Text::kAndMore, number(outcome.rejections.size() - kShown))
                  << "\n";
  }
  context.out() << locale.Say(Text::kRejectedFile, rejected_file) << "\n";
}

}  // namespace

std::string RejectedFileOf(const std::string& file) {
  const std::string base = file == "-" ? "import" : file;
  return absl::StrCat(absl::StripSuffix(base, kJsonLines), ".rejected", kJsonLines);
}

absl::StatusOr<ExitCode> ImportRecords(Context& context, const RecordKind& kind,
                                       const ImportOptions& options) {
  absl::StatusOr<RewindableLines> lines = RewindableLines::Open(options.file, context.streams.in);
  if (!lines.ok()) return lines.status();
  const absl::StatusOr<Outcome> outcome = Import(context, kind, options.texts_folder, *lines);
  if (!outcome.ok()) return outcome.status();

  std::string rejected_file;
  if (!outcome->rejections.empty()) {
    rejected_file =
        options.rejected_file.empty() ? RejectedFileOf(options.file) : options.rejected_file;
    absl::Status status = WriteRejected(*lines, outcome->rejections, rejected_file);
    if (!status.ok()) return status;
  }
  const auto items = outcome->summary.created_count() + outcome->summary.updated_count() +
                     outcome->summary.unchanged_count() +
                     static_cast<int64_t>(outcome->rejections.size());
  const double rate = static_cast<double>(items) / std::max(outcome->seconds, 0.001);
  if (context.json) {
    ShowForMachines(context, *outcome, rate, rejected_file);
  } else {
    ShowForPeople(context, *outcome, rate, rejected_file);
  }
  return outcome->rejections.empty() ? ExitCode::kOk : ExitCode::kPartlyRejected;
}

}  // namespace overstap::cli
