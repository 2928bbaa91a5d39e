// Values in a language: dates, money, numbers, and the names of what codes stand for.
//
//   const Words words(matcher::Language::kNl, taxonomy, config);
//   words.Date(date);       // "1 september 2026"
//   words.Money(125'000);   // "€ 1.250"
//
// Immutable; safe to share between threads. What it is made of outlives it.
#ifndef OVERSTAP_SERVICES_API_TEXT_WORDS_H_
#define OVERSTAP_SERVICES_API_TEXT_WORDS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "matcher/model/date.h"
#include "matcher/taxonomy/taxonomy.h"
#include "overstap/region/v1/region.pb.h"

namespace overstap::api {

class Words {
 public:
  Words(matcher::Language language, const matcher::Taxonomy& taxonomy,
        const region::v1::RegionConfig& config)
      : language_(language), taxonomy_(taxonomy), config_(config) {}

  matcher::Language language() const { return language_; }

  std::string Date(matcher::Date date) const;
  // "2026-09-01" → as Date; anything else stays.
  std::string DateText(std::string_view iso) const;
  std::string Money(int64_t eur_cents) const;
  // "41.2" → "41,2" where the language writes it so.
  std::string Number(std::string_view text) const;
  // "3 weken", "1 dag".
  std::string Duration(int days) const;
  // "mbo-niveau 3" for "3".
  std::string Level(std::string_view eqf) const;
  // "Nederlands" for "nl".
  std::string LanguageName(std::string_view code) const;
  std::string TravelMode(std::string_view mode) const;
  // "ma t/m vr vroeg/overdag, za vroeg" for "mon early+day,tue early+day,…,sat early".
  std::string WeekParts(std::string_view parts) const;
  // "not possible at 06:00" → "niet om 06:00".
  std::string NotPossible(std::string_view text) const;
  // Titles of "energy,health".
  std::string Sectors(std::string_view ids) const;
  std::string Credential(std::string_view id) const;
  std::string Scheme(std::string_view id) const;
  std::string Skill(std::string_view uri) const;

 private:
  const matcher::Language language_;
  const matcher::Taxonomy& taxonomy_;
  const region::v1::RegionConfig& config_;
};

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_TEXT_WORDS_H_
