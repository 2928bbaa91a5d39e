#include "services/config/region_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"

namespace overstap::config {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::TextFormat;
using region::v1::RegionConfig;

// Where `key` stands in a line (both counted from 0), at or before `column`.
int ColumnOf(std::string_view text, int line, std::string_view key, int column) {
  for (; line > 0; --line) text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  const size_t found = text.substr(0, text.find('\n')).rfind(key, static_cast<size_t>(column));
  return found == std::string_view::npos ? column : static_cast<int>(found);
}

// Notes what the parser complains about, as "file:line:column: what".
class Complaints final : public google::protobuf::io::ErrorCollector {
 public:
  // Views `text`.
  Complaints(std::string file, std::string_view text, std::vector<std::string>* errors)
      : file_(std::move(file)), text_(text), errors_(errors) {}

  // Counted from 0; below 0 where there is no place to name.
  void AddError(int line, int column, const std::string& message) override {
    constexpr std::string_view kUnknown = "has no field named \"";
    if (const size_t at = message.find(kUnknown); at != std::string::npos && line >= 0) {
      // The parser stands behind the key already.
      const std::string key = message.substr(at + kUnknown.size());
      column = ColumnOf(text_, line, key.substr(0, key.find('"')), column);
    }
    errors_->push_back(absl::StrCat(
        file_, ":", line + 1, ":", column + 1, ": ",
        absl::StrReplaceAll(message, {{"has no field named", "does not know the key"}})));
  }

 private:
  std::string file_;
  std::string_view text_;
  std::vector<std::string>* errors_;
};

absl::StatusOr<std::vector<std::filesystem::path>> TextFiles(const std::string& dir) {
  std::error_code error;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(dir, error)) {
    if (entry.path().extension() == ".textproto") files.push_back(entry.path());
  }
  if (error) {
    return absl::NotFoundError(
        absl::StrCat("cannot read the region's folder ", dir, ": ", error.message()));
  }
  if (files.empty()) {
    return absl::NotFoundError(absl::StrCat("there is no *.textproto file in ", dir));
  }
  std::sort(files.begin(), files.end());
  return files;
}

// What only one file may say, and both do: merged, one would quietly change the other.
std::vector<const FieldDescriptor*> SaidTwice(const RegionConfig& part, const RegionConfig& known) {
  std::vector<const FieldDescriptor*> said;
  part.GetReflection()->ListFields(part, &said);
  std::vector<const FieldDescriptor*> twice;
  for (const FieldDescriptor* field : said) {
    if (!field->is_repeated() && known.GetReflection()->HasField(known, field)) {
      twice.push_back(field);
    }
  }
  return twice;
}

void NoteOrigins(const std::string& name, const RegionConfig& part,
                 const TextFormat::ParseInfoTree& places,
                 std::map<int, std::vector<std::string>>* origins) {
  std::vector<const FieldDescriptor*> fields;
  part.GetReflection()->ListFields(part, &fields);
  for (const FieldDescriptor* field : fields) {
    const int count = field->is_repeated() ? part.GetReflection()->FieldSize(part, field) : 1;
    for (int i = 0; i < count; ++i) {
      const auto place = places.GetLocation(field, field->is_repeated() ? i : -1);
      (*origins)[field->number()].push_back(absl::StrCat(name, ":", place.line + 1));
    }
  }
}

}  // namespace

std::string RegionFiles::Origin(int field_number, int index) const {
  const auto found = origins.find(field_number);
  if (found == origins.end() || static_cast<size_t>(index) >= found->second.size()) return "";
  return found->second[static_cast<size_t>(index)];
}

absl::StatusOr<RegionFiles> ReadRegionFiles(const std::string& dir) {
  const auto paths = TextFiles(dir);
  if (!paths.ok()) return paths.status();
  RegionFiles files;
  std::vector<std::string> errors;
  for (const std::filesystem::path& path : *paths) {
    const std::string name = path.filename().string();
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file) {
      errors.push_back(absl::StrCat(path.string(), ": cannot be read"));
      continue;
    }
    Complaints complaints(path.string(), text, &errors);
    TextFormat::ParseInfoTree places;
    TextFormat::Parser parser;
    parser.RecordErrorsTo(&complaints);
    parser.WriteLocationsTo(&places);
    RegionConfig part;
    if (!parser.ParseFromString(text, &part)) continue;
    for (const FieldDescriptor* field : SaidTwice(part, files.config)) {
      errors.push_back(
          absl::StrCat(path.string(), ": ", field->name(), " stands in another file too"));
    }
    NoteOrigins(name, part, places, &files.origins);
    files.config.MergeFrom(part);
  }
  if (!errors.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("region configuration:\n  ", absl::StrJoin(errors, "\n  ")));
  }
  return files;
}

}  // namespace overstap::config
