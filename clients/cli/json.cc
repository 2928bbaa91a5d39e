#include "clients/cli/json.h"

#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "data/import/json_lines.h"
#include "google/protobuf/util/json_util.h"

namespace overstap::cli {

std::string ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string json;
  // Fails only for messages with Any or invalid times, which the API has not.
  (void)google::protobuf::util::MessageToJsonString(message, &json, options);
  if (json.empty() || json.back() != '\n') json += '\n';
  return json;
}

absl::Status ReadJson(const std::string& file, std::istream& in,
                      google::protobuf::Message& message) {
  std::ifstream opened;
  if (file != "-") {
    opened.open(file, std::ios::binary);
    if (!opened) return absl::NotFoundError(absl::StrCat(file, ": no such file, or not readable"));
  }
  std::istream& stream = file == "-" ? in : opened;
  const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  absl::Status status = data::ParseJson(text, message);
  if (status.ok()) return status;
  return absl::InvalidArgumentError(absl::StrCat(file, ": ", status.message()));
}

}  // namespace overstap::cli
