#include "data/import/esco_files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <system_error>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace overstap::data {
namespace {

// Languages of the ESCO portal, the ones of the region first.
constexpr std::array<absl::string_view, 29> kLanguages = {
    "en", "nl", "de", "ar", "bg", "cs", "da", "el", "es", "et", "fi", "fr", "ga", "hr", "hu",
    "is", "it", "lt", "lv", "mt", "no", "pl", "pt", "ro", "sk", "sl", "sv", "tr", "uk"};

constexpr std::array<std::pair<absl::string_view, EscoTable>, 8> kStems = {{
    {"occupations", EscoTable::kOccupations},
    {"skills", EscoTable::kSkills},
    {"skillGroups", EscoTable::kSkillGroups},
    {"ISCOGroups", EscoTable::kIscoGroups},
    {"occupationSkillRelations", EscoTable::kOccupationSkills},
    {"broaderRelationsOccPillar", EscoTable::kBroaderOccupations},
    {"broaderRelationsSkillPillar", EscoTable::kBroaderSkills},
    {"skillSkillRelations", EscoTable::kSkillSkills},
}};
constexpr absl::string_view kCollectionSuffix = "SkillsCollection";

bool HasLabels(EscoTable table) { return table <= EscoTable::kIscoGroups; }

size_t LanguageRank(absl::string_view language) {
  return static_cast<size_t>(std::find(kLanguages.begin(), kLanguages.end(), language) -
                             kLanguages.begin());
}

bool IsLanguage(absl::string_view word) { return LanguageRank(word) < kLanguages.size(); }

// The last word of `name` that is a language.
std::optional<std::string> LanguageIn(absl::string_view name) {
  std::optional<std::string> language;
  std::string word;
  for (size_t i = 0; i <= name.size(); ++i) {
    if (i < name.size() && absl::ascii_isalnum(static_cast<unsigned char>(name[i]))) {
      word.push_back(name[i]);
      continue;
    }
    if (IsLanguage(word)) language = word;
    word.clear();
  }
  return language;
}

std::optional<EscoFile> Recognise(const std::filesystem::path& path) {
  if (path.extension() != ".csv") return std::nullopt;
  EscoFile file;
  file.path = path.string();
  std::string stem = path.stem().string();
  const size_t underscore = stem.rfind('_');
  if (underscore != std::string::npos && IsLanguage(stem.substr(underscore + 1))) {
    file.language = stem.substr(underscore + 1);
    stem.resize(underscore);
  } else {
    file.language = LanguageIn(path.parent_path().filename().string()).value_or("en");
  }
  const auto* known = std::find_if(kStems.begin(), kStems.end(),
                                   [&](const auto& entry) { return entry.first == stem; });
  if (known != kStems.end()) {
    file.table = known->second;
    return file;
  }
  absl::string_view collection = stem;
  if (!absl::ConsumeSuffix(&collection, kCollectionSuffix)) return std::nullopt;
  file.table = EscoTable::kCollection;
  // DigComp's competences are digital skills too.
  file.collection = collection == "digComp" ? "digital" : std::string(collection);
  return file;
}

// Copies are told apart by the file's name without language: one of each is kept.
std::string CopyKey(const EscoFile& file) {
  std::string name = std::filesystem::path(file.path).stem().string();
  return std::string(absl::StripSuffix(name, absl::StrCat("_", file.language)));
}

absl::StatusOr<std::vector<EscoFile>> ListEscoFiles(const std::string& folder) {
  std::vector<EscoFile> files;
  std::error_code error;
  std::filesystem::recursive_directory_iterator entry(folder, error);
  for (const std::filesystem::recursive_directory_iterator end; !error && entry != end;
       entry.increment(error)) {
    if (!entry->is_regular_file()) continue;
    if (std::optional<EscoFile> file = Recognise(entry->path())) files.push_back(*std::move(file));
  }
  if (error) return absl::NotFoundError(absl::StrCat(folder, ": ", error.message()));
  std::sort(files.begin(), files.end(), [](const EscoFile& a, const EscoFile& b) {
    return std::forward_as_tuple(a.table, a.collection, LanguageRank(a.language), a.path) <
           std::forward_as_tuple(b.table, b.collection, LanguageRank(b.language), b.path);
  });
  return files;
}

}  // namespace

absl::StatusOr<std::vector<EscoFile>> FindEscoFiles(const std::string& folder) {
  absl::StatusOr<std::vector<EscoFile>> all = ListEscoFiles(folder);
  if (!all.ok()) return all.status();
  std::vector<EscoFile> files;
  for (EscoFile& file : *all) {
    const auto same = std::find_if(files.begin(), files.end(), [&](const EscoFile& other) {
      return other.table == file.table && (HasLabels(file.table) ? other.language == file.language
                                                                 : CopyKey(other) == CopyKey(file));
    });
    if (same == files.end()) {
      files.push_back(std::move(file));
    } else if (HasLabels(file.table)) {
      return absl::InvalidArgumentError(
          absl::StrCat(file.path, ": labels in this language stand in ", same->path, " already"));
    }
  }
  for (EscoTable table :
       {EscoTable::kOccupations, EscoTable::kSkills, EscoTable::kOccupationSkills}) {
    const bool found = std::any_of(files.begin(), files.end(),
                                   [&](const EscoFile& file) { return file.table == table; });
    if (!found) {
      const auto* stem = std::find_if(kStems.begin(), kStems.end(),
                                      [&](const auto& entry) { return entry.second == table; });
      return absl::NotFoundError(
          absl::StrCat(folder, ": no file ", stem->first, "_<language>.csv in it"));
    }
  }
  return files;
}

}  // namespace overstap::data
