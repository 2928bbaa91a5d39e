#include "data/import/report_values.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "google/protobuf/descriptor.h"
#include "overstap/v1/common.pb.h"
#include "overstap/v1/report.pb.h"

namespace overstap::data {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kDatePartCount = 3;
constexpr size_t kYearDigits = 4;
constexpr size_t kThousandsDigits = 3;

bool IsDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

// CountBasis → COUNT_BASIS_
std::string PrefixOf(const EnumDescriptor& type) {
  const std::string& unset = type.FindValueByNumber(0)->name();
  return unset.substr(0, unset.size() - absl::string_view("UNSPECIFIED").size());
}

// As forms write the choices; their identifiers in the API are understood too.
const std::map<std::string, int>& DutchChoices(const EnumDescriptor& type) {
  static const auto& contract_kinds =
      *new std::map<std::string, int>{{"vast", v1::CONTRACT_KIND_PERMANENT},
                                      {"onbepaalde tijd", v1::CONTRACT_KIND_PERMANENT},
                                      {"tijdelijk", v1::CONTRACT_KIND_FIXED_TERM},
                                      {"bepaalde tijd", v1::CONTRACT_KIND_FIXED_TERM},
                                      {"uitzend", v1::CONTRACT_KIND_AGENCY},
                                      {"uitzendkracht", v1::CONTRACT_KIND_AGENCY},
                                      {"leerbaan", v1::CONTRACT_KIND_LEARN_WORK},
                                      {"bbl", v1::CONTRACT_KIND_LEARN_WORK},
                                      {"proefplaatsing", v1::CONTRACT_KIND_TRIAL_PLACEMENT},
                                      {"stage", v1::CONTRACT_KIND_INTERNSHIP},
                                      {"zelfstandige", v1::CONTRACT_KIND_SELF_EMPLOYED},
                                      {"zzp", v1::CONTRACT_KIND_SELF_EMPLOYED}};
  static const auto& count_bases =
      *new std::map<std::string, int>{{"kaartjes", v1::COUNT_BASIS_TICKETS},
                                      {"kaartverkoop", v1::COUNT_BASIS_TICKETS},
                                      {"gescand", v1::COUNT_BASIS_SCAN},
                                      {"geschat", v1::COUNT_BASIS_ESTIMATE},
                                      {"schatting", v1::COUNT_BASIS_ESTIMATE}};
  static const auto& none = *new std::map<std::string, int>();
  if (&type == v1::ContractKind_descriptor()) return contract_kinds;
  if (&type == v1::CountBasis_descriptor()) return count_bases;
  return none;
}

CellProblem ParseChoice(const EnumDescriptor& type, absl::string_view cell, int& choice) {
  const std::map<std::string, int>& dutch = DutchChoices(type);
  const auto found = dutch.find(absl::AsciiStrToLower(cell));
  if (found != dutch.end()) {
    choice = found->second;
    return CellProblem::kNone;
  }
  const std::string wanted =
      absl::AsciiStrToUpper(absl::StrReplaceAll(cell, {{"-", "_"}, {" ", "_"}}));
  for (int i = 0; i < type.value_count(); ++i) {
    const std::string& name = type.value(i)->name();
    if (type.value(i)->number() == 0) continue;
    if (name == wanted || name == absl::StrCat(PrefixOf(type), wanted)) {
      choice = type.value(i)->number();
      return CellProblem::kNone;
    }
  }
  return &type == v1::CountBasis_descriptor() ? CellProblem::kNotACountBasis
                                              : CellProblem::kNotAContractKind;
}

CellProblem ParseCount(absl::string_view cell, int32_t& count) {
  constexpr double kMost = std::numeric_limits<int32_t>::max();
  double number = 0;
  const CellProblem problem = ParseNumber(cell, number);
  if (problem != CellProblem::kNone) return problem;
  if (number != std::floor(number)) return CellProblem::kNotWhole;
  if (std::abs(number) > kMost) return CellProblem::kTooLarge;
  count = static_cast<int32_t>(number);
  return CellProblem::kNone;
}

std::string WithCollection(absl::string_view cell, absl::string_view collection) {
  if (collection.empty() || absl::StrContains(cell, '/')) return std::string(cell);
  return absl::StrCat(collection, "/", cell);
}

void AddTexts(Message& message, const FieldDescriptor& field, absl::string_view cell,
              absl::string_view collection) {
  for (absl::string_view item : absl::StrSplit(cell, '|')) {
    item = absl::StripAsciiWhitespace(item);
    if (item.empty()) continue;
    message.GetReflection()->AddString(&message, &field, WithCollection(item, collection));
  }
}

// A value is set only where it could be read: what is unset is unknown, and said to be so.
CellProblem SetValue(Message& message, const FieldDescriptor& field, absl::string_view cell) {
  const auto& reflection = *message.GetReflection();
  CellProblem problem = CellProblem::kNone;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL: {
      bool yes = false;
      problem = ParseYesOrNo(cell, yes);
      if (problem == CellProblem::kNone) reflection.SetBool(&message, &field, yes);
      return problem;
    }
    case FieldDescriptor::CPPTYPE_DOUBLE: {
      double number = 0;
      problem = ParseNumber(cell, number);
      if (problem == CellProblem::kNone) reflection.SetDouble(&message, &field, number);
      return problem;
    }
    case FieldDescriptor::CPPTYPE_INT32: {
      int32_t count = 0;
      problem = ParseCount(cell, count);
      if (problem == CellProblem::kNone) reflection.SetInt32(&message, &field, count);
      return problem;
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      int choice = 0;
      problem = ParseChoice(*field.enum_type(), cell, choice);
      if (problem == CellProblem::kNone) reflection.SetEnumValue(&message, &field, choice);
      return problem;
    }
    default: {
      google::type::Date day;
      problem = ParseDay(cell, day);
      if (problem == CellProblem::kNone) {
        reflection.MutableMessage(&message, &field)->CopyFrom(day);
      }
      return problem;
    }
  }
}

CellProblem SetField(Message& message, const FieldDescriptor& field, absl::string_view cell,
                     absl::string_view collection) {
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_STRING) return SetValue(message, field, cell);
  if (field.is_repeated()) {
    AddTexts(message, field, cell, collection);
  } else {
    message.GetReflection()->SetString(&message, &field, WithCollection(cell, collection));
  }
  return CellProblem::kNone;
}

// By problem: in Dutch, English and German. The cell itself is never in them.
struct Description {
  CellProblem problem;
  absl::string_view nl, en, de;
};

constexpr Description kDescriptions[] = {
    {CellProblem::kNotANumber, "geen getal, zoals 32 of 32,5 (zonder punt voor duizendtallen)",
     "no number such as 32 or 32.5 (without separators of thousands)",
     "keine Zahl wie 32 oder 32,5 (ohne Tausenderpunkt)"},
    {CellProblem::kAmbiguousNumber, "duizendtallen of decimalen? Schrijf 1234 of 1,2340",
     "thousands or decimals? Write 1234 or 1.2340",
     "Tausender oder Dezimalen? Schreiben Sie 1234 oder 1,2340"},
    {CellProblem::kNotWhole, "geen geheel getal", "no whole number", "keine ganze Zahl"},
    {CellProblem::kTooLarge, "te groot", "too large", "zu groß"},
    {CellProblem::kNotADay, "geen bestaande dag, zoals 22-11-2026 of 2026-11-22",
     "no existing day such as 22-11-2026 or 2026-11-22", "kein Tag wie 22-11-2026 oder 2026-11-22"},
    {CellProblem::kNotYesOrNo, "geen ja of nee", "neither ja (yes) nor nee (no)",
     "weder ja noch nee (nein)"},
    {CellProblem::kNotAContractKind,
     "geen van: vast, tijdelijk, uitzend, leerbaan, proefplaatsing, stage, zelfstandige",
     "none of: vast, tijdelijk, uitzend, leerbaan, proefplaatsing, stage, zelfstandige",
     "keines von: vast, tijdelijk, uitzend, leerbaan, proefplaatsing, stage, zelfstandige"},
    {CellProblem::kNotACountBasis, "geen van: kaartjes, gescand, geschat",
     "none of: kaartjes, gescand, geschat", "keines von: kaartjes, gescand, geschat"},
    {CellProblem::kNotAKind,
     "geen van: plaatsing, scholing, contactmoment, studentproject, inzet in natura, "
     "werkgeversopgave",
     "none of: plaatsing, scholing, contactmoment, studentproject, inzet in natura, "
     "werkgeversopgave",
     "keines von: plaatsing, scholing, contactmoment, studentproject, inzet in natura, "
     "werkgeversopgave"},
    {CellProblem::kNotOfThisKind, "deze kolom hoort niet bij deze soort melding",
     "this column does not belong to this kind of report",
     "diese Spalte gehört nicht zu dieser Art von Meldung"},
    {CellProblem::kTooManyCells, "deze regel heeft meer cellen dan er kolommen zijn",
     "this line has more cells than there are columns",
     "diese Zeile hat mehr Zellen, als es Spalten gibt"},
    {CellProblem::kNotAReport, "deze regel is geen melding in JSON",
     "this line is no report in JSON", "diese Zeile ist keine Meldung in JSON"},
    {CellProblem::kNotTheField, "deze waarde past niet in dit veld",
     "this value does not fit into the field", "dieser Wert passt nicht in das Feld"},
};

}  // namespace

absl::string_view Describe(CellProblem problem, absl::string_view language_code) {
  for (const Description& description : kDescriptions) {
    if (description.problem != problem) continue;
    if (language_code == "en") return description.en;
    return language_code == "de" ? description.de : description.nl;
  }
  return "";
}

CellProblem ParseNumber(absl::string_view text, double& number) {
  absl::string_view digits = text;
  const bool negative = absl::ConsumePrefix(&digits, "-");
  const size_t mark = digits.find_first_of(".,");
  const bool has_mark = mark != absl::string_view::npos;
  const absl::string_view whole = digits.substr(0, mark);
  const absl::string_view decimals = has_mark ? digits.substr(mark + 1) : absl::string_view();
  if (!IsDigits(whole) || (has_mark && !IsDigits(decimals))) return CellProblem::kNotANumber;
  if (decimals.size() == kThousandsDigits && whole.size() <= kThousandsDigits && whole[0] != '0') {
    return CellProblem::kAmbiguousNumber;
  }
  double parsed = 0;
  if (!absl::SimpleAtod(absl::StrCat(whole, ".", decimals, "0"), &parsed) ||
      !std::isfinite(parsed)) {
    return CellProblem::kTooLarge;
  }
  number = negative ? -parsed : parsed;
  return CellProblem::kNone;
}

CellProblem ParseDay(absl::string_view text, google::type::Date& day) {
  std::vector<absl::string_view> parts = absl::StrSplit(text, '-');
  if (parts.size() != kDatePartCount) return CellProblem::kNotADay;
  if (parts[0].size() != kYearDigits) std::reverse(parts.begin(), parts.end());
  std::array<int, kDatePartCount> numbers{};
  for (size_t i = 0; i < kDatePartCount; ++i) {
    const bool fits = i == 0 ? parts[i].size() == kYearDigits : parts[i].size() <= 2;
    if (!fits || !IsDigits(parts[i]) || !absl::SimpleAtoi(parts[i], &numbers[i])) {
      return CellProblem::kNotADay;
    }
  }
  // A civil day carries what is too much: 30 February is the first or second of March.
  const absl::CivilDay civil(numbers[0], numbers[1], numbers[2]);
  if (numbers[0] == 0 || civil.month() != numbers[1] || civil.day() != numbers[2]) {
    return CellProblem::kNotADay;
  }
  day.set_year(numbers[0]);
  day.set_month(numbers[1]);
  day.set_day(numbers[2]);
  return CellProblem::kNone;
}

CellProblem ParseYesOrNo(absl::string_view text, bool& yes) {
  const std::string answer = absl::AsciiStrToLower(text);
  for (const char* word : {"ja", "j", "yes", "true", "waar", "1"}) {
    if (answer == word) {
      yes = true;
      return CellProblem::kNone;
    }
  }
  for (const char* word : {"nee", "n", "no", "false", "onwaar", "0"}) {
    if (answer == word) {
      yes = false;
      return CellProblem::kNone;
    }
  }
  return CellProblem::kNotYesOrNo;
}

CellProblem SetCell(Message& message, absl::string_view path, absl::string_view cell,
                    absl::string_view collection) {
  Message* owner = &message;
  const FieldDescriptor* field = nullptr;
  for (const absl::string_view part : absl::StrSplit(path, '.')) {
    if (field != nullptr) owner = owner->GetReflection()->MutableMessage(owner, field);
    field = owner->GetDescriptor()->FindFieldByName(std::string(part));
  }
  return SetField(*owner, *field, cell, collection);
}

}  // namespace overstap::data
