// Names of the API's values and fields in words.
//
//   NameOfValue(Language::kNl, *CONTRACT_KIND_LEARN_WORK)   // "leerbaan"
//   NameOfField(Language::kDe, "hours_per_week")            // "Stunden pro Woche"
//
// English comes from the identifiers themselves; so does, in the other languages, what their tables
// lack. Safe from any thread.
#ifndef OVERSTAP_CLIENTS_CLI_TEXT_NAMES_H_
#define OVERSTAP_CLIENTS_CLI_TEXT_NAMES_H_

#include <map>
#include <string>
#include <string_view>

#include "clients/cli/text/language.h"
#include "google/protobuf/descriptor.h"

namespace overstap::cli {

std::string NameOfValue(Language language, const google::protobuf::EnumValueDescriptor& value);
std::string NameOfField(Language language, std::string_view field);

// The value's identifier without the prefix of its enum: `LEARN_WORK`.
std::string ShortName(const google::protobuf::EnumValueDescriptor& value);

// The tables: identifiers of values and fields → names. A language's own file holds its table.
using NameTable = std::map<std::string, std::string, std::less<>>;
const NameTable& DutchNames();
const NameTable& GermanNames();

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_TEXT_NAMES_H_
