// How a document in a language writes numbers, dates, money and hidden figures.
//
//   const Wording wording(matcher::Language::kNl);
//   wording.Date(date)                                    // "22 november 2026"
//   wording.Figure(12'000.5, v1::TARGET_UNIT_PERSON)      // "12.000,5 personen"
//   wording.Figure(std::nullopt, v1::TARGET_UNIT_PERSON)  // "minder dan 5 personen"
//
// Formats are ICU's. Safe from any thread.
#ifndef OVERSTAP_SERVICES_DOCUMENT_WORDING_H_
#define OVERSTAP_SERVICES_DOCUMENT_WORDING_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/strings/substitute.h"
#include "google/type/date.pb.h"
#include "matcher/taxonomy/taxonomy.h"
#include "overstap/v1/common.pb.h"
#include "overstap/v1/target.pb.h"
#include "services/document/phrases.h"

namespace overstap::document {

// "2026-11-22"; empty where the date is not set.
std::string IsoDate(const google::type::Date& date);
// Before, the same, after: below, at, above 0. An unset date is before all.
int CompareDates(const google::type::Date& left, const google::type::Date& right);

class Wording {
 public:
  explicit Wording(matcher::Language language);
  ~Wording();
  Wording(const Wording&) = delete;
  Wording& operator=(const Wording&) = delete;

  matcher::Language language() const { return language_; }
  // ISO 639-1.
  const char* code() const;

  // The phrase with its `$0`, `$1` … replaced.
  template <typename... Arguments>
  std::string Say(Text text, const Arguments&... arguments) const {
    return absl::Substitute(Phrase(language_, text), arguments...);
  }

  // "22 november 2026"; "onbekend" where the date is not set.
  std::string Date(const google::type::Date& date) const;
  // Of a breakdown's cell, `2024-03`: "maart 2024"; what is no month stays as it is.
  std::string Month(const std::string& year_and_month) const;
  std::string Period(const v1::DateRange& period) const;
  // At most two decimals.
  std::string Number(double number) const;
  // Of a number that may be hidden.
  std::string Number(const std::optional<double>& number) const;
  std::string Count(const std::optional<int64_t>& count) const;
  // The number with its unit; hidden: "minder dan 5 personen".
  std::string Figure(const std::optional<double>& number, v1::TargetUnit unit) const;
  // "64,5 %".
  std::string Percent(double percent) const;
  // Euro cents; whole euros without decimals.
  std::string Money(int64_t cents) const;
  // A cell that is hidden to protect itself or another: "verborgen".
  std::string Cell(const std::optional<double>& number) const;
  // "v3".
  std::string Version(int version) const { return Say(Text::kDefinition, version); }

 private:
  struct Formats;

  const matcher::Language language_;
  const std::unique_ptr<const Formats> formats_;
};

}  // namespace overstap::document

#endif  // OVERSTAP_SERVICES_DOCUMENT_WORDING_H_
