// How a language says things: phrases, names of values and fields, dates, numbers and money.
//
//   Locale locale(Language::kNl);
//   locale.Money(125'000)                           // "€ 1.250"
//   locale.Say(Text::kDeleted, "vacancies/v-1")     // "vacancies/v-1 is verwijderd."
//
// Formats are ICU's. Times of day are those of the machine's zone. Safe from any thread.
#ifndef OVERSTAP_CLIENTS_CLI_TEXT_LOCALE_H_
#define OVERSTAP_CLIENTS_CLI_TEXT_LOCALE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/substitute.h"
#include "clients/cli/text/language.h"
#include "clients/cli/text/phrases.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"

namespace overstap::cli {

class Locale {
 public:
  explicit Locale(Language language);
  ~Locale();
  Locale(const Locale&) = delete;
  Locale& operator=(const Locale&) = delete;

  Language language() const { return language_; }
  const char* code() const { return LanguageCode(language_); }

  // The phrase with its `$0`, `$1` … replaced.
  template <typename... Arguments>
  std::string Say(Text text, const Arguments&... arguments) const {
    return absl::Substitute(Phrase(language_, text), arguments...);
  }

  // "3 feb. 2027"; a dash where the date is not set.
  std::string Date(const google::type::Date& date) const;
  // Date and time of day.
  std::string Time(const google::protobuf::Timestamp& time) const;
  std::string Number(double number, int most_decimals = 2) const;
  // With so many decimals, as columns need them.
  std::string Fixed(double number, int decimals) const;
  // Euro cents; whole euros without decimals.
  std::string Money(int64_t cents) const;
  // Of a share from 0 to 1, with one decimal.
  std::string Percent(double share) const;
  std::string YesOrNo(bool yes) const { return Say(yes ? Text::kYes : Text::kNo); }

  // The value's name in words, e.g. "leerbaan" for CONTRACT_KIND_LEARN_WORK.
  std::string ValueName(const google::protobuf::EnumValueDescriptor& value) const;
  template <typename Enum>
  std::string ValueName(Enum value) const {
    const auto* found =
        google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(static_cast<int>(value));
    return found == nullptr ? absl::StrCat(static_cast<int>(value)) : ValueName(*found);
  }
  // The field's name in words, e.g. "uren per week".
  std::string FieldName(const google::protobuf::FieldDescriptor& field) const;

 private:
  struct Formats;

  Language language_;
  std::unique_ptr<const Formats> formats_;
};

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_TEXT_LOCALE_H_
