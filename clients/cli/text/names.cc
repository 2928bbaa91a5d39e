#include "clients/cli/text/names.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"

namespace overstap::cli {
namespace {

std::string InWords(std::string_view identifier) {
  // Codes such as B2 stay as they are.
  if (identifier.size() <= 2) return std::string(identifier);
  const std::string text =
      absl::StrReplaceAll(absl::string_view(identifier.data(), identifier.size()), {{"_", " "}});
  return absl::AsciiStrToLower(text);
}

const std::string* Find(Language language, std::string_view identifier) {
  if (language == Language::kEn) return nullptr;
  const NameTable& names = language == Language::kDe ? GermanNames() : DutchNames();
  const auto found = names.find(identifier);
  return found == names.end() ? nullptr : &found->second;
}

}  // namespace

std::string ShortName(const google::protobuf::EnumValueDescriptor& value) {
  // VacancyStatus → VACANCY_STATUS_
  std::string prefix;
  for (const char c : value.type()->name()) {
    if (absl::ascii_isupper(static_cast<unsigned char>(c)) && !prefix.empty()) prefix += '_';
    prefix += absl::ascii_toupper(static_cast<unsigned char>(c));
  }
  prefix += '_';
  const std::string& name = value.name();
  return name.rfind(prefix, 0) == 0 ? name.substr(prefix.size()) : name;
}

std::string NameOfValue(Language language, const google::protobuf::EnumValueDescriptor& value) {
  if (value.number() == 0) return "–";
  const std::string* name = Find(language, value.name());
  return name != nullptr ? *name : InWords(ShortName(value));
}

std::string NameOfField(Language language, std::string_view field) {
  const std::string* name = Find(language, field);
  return name != nullptr ? *name : InWords(field);
}

}  // namespace overstap::cli
