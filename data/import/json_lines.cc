#include "data/import/json_lines.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "data/import/csv.h"
#include "google/protobuf/util/json_util.h"

namespace overstap::data {
namespace {

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Protobuf shows a syntax error on three lines: the reason, up to 20 characters around the place,
// and a caret below the place. That becomes "column 12: reason".
std::string Reason(absl::string_view json, absl::string_view message) {
  const std::vector<absl::string_view> lines = absl::StrSplit(message, '\n');
  const size_t size = lines.size();
  if (size >= 3 && absl::StripAsciiWhitespace(lines[size - 1]) == "^") {
    const absl::string_view excerpt = lines[size - 2];
    const size_t caret = lines[size - 1].find('^');
    const size_t start = json.find(excerpt);
    const std::string reason =
        absl::StrJoin(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(size) - 2, " ");
    // An excerpt that stands in the text twice has no certain place.
    if (start != absl::string_view::npos &&
        json.find(excerpt, start + 1) == absl::string_view::npos) {
      return absl::StrCat("column ", start + caret + 1, ": ", reason);
    }
    return absl::StrCat(reason, " near '", excerpt, "'");
  }
  return absl::StrJoin(lines, " ");
}

}  // namespace

absl::Status ParseJson(const std::string& json, google::protobuf::Message& message) {
  message.Clear();
  // The parser lets through what is not UTF-8, which then fails far from here.
  if (const size_t invalid = FindInvalidUtf8(json); invalid != json.size()) {
    return absl::InvalidArgumentError(absl::StrCat("column ", invalid + 1, ": not UTF-8"));
  }
  const auto status = google::protobuf::util::JsonStringToMessage(json, &message);
  if (status.ok()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      Reason(json, absl::string_view(status.message().data(), status.message().size())));
}

std::string ToJsonLine(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  // Fails only for messages with Any or invalid times, which the API's records have not.
  (void)google::protobuf::util::MessageToJsonString(message, &json, options);
  return json;
}

JsonLinesReader::JsonLinesReader(std::string file, std::istream& stream)
    : file_(std::move(file)), stream_(stream) {}

absl::StatusOr<bool> JsonLinesReader::Next(google::protobuf::Message& message) {
  while (std::getline(stream_, line_)) {
    ++line_number_;
    absl::string_view text = line_;
    if (line_number_ == 1) text = absl::StripPrefix(text, kByteOrderMark);
    text = absl::StripAsciiWhitespace(text);
    if (text.empty()) continue;
    line_ = std::string(text);
    absl::Status status = ParseJson(line_, message);
    if (!status.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(file_, ":", line_number_, ": ", status.message()));
    }
    return true;
  }
  if (stream_.bad()) return absl::UnavailableError(absl::StrCat(file_, ": cannot be read"));
  line_.clear();
  return false;
}

}  // namespace overstap::data
