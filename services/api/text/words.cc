#include "services/api/text/words.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/api/text/language.h"

namespace overstap::api {
namespace {

using matcher::Language;

// In the order of Language: nl, en, de.
using InThree = std::array<std::string_view, matcher::kLanguageCount>;

struct Word {
  std::string_view key;
  InThree texts;
};

constexpr std::array<InThree, 12> kMonths = {{
    {"januari", "January", "Januar"},
    {"februari", "February", "Februar"},
    {"maart", "March", "März"},
    {"april", "April", "April"},
    {"mei", "May", "Mai"},
    {"juni", "June", "Juni"},
    {"juli", "July", "Juli"},
    {"augustus", "August", "August"},
    {"september", "September", "September"},
    {"oktober", "October", "Oktober"},
    {"november", "November", "November"},
    {"december", "December", "Dezember"},
}};

constexpr std::array<Word, 16> kLanguageNames = {{
    {"ar", {"Arabisch", "Arabic", "Arabisch"}},
    {"bg", {"Bulgaars", "Bulgarian", "Bulgarisch"}},
    {"de", {"Duits", "German", "Deutsch"}},
    {"en", {"Engels", "English", "Englisch"}},
    {"es", {"Spaans", "Spanish", "Spanisch"}},
    {"fa", {"Perzisch", "Persian", "Persisch"}},
    {"fr", {"Frans", "French", "Französisch"}},
    {"it", {"Italiaans", "Italian", "Italienisch"}},
    {"nl", {"Nederlands", "Dutch", "Niederländisch"}},
    {"pl", {"Pools", "Polish", "Polnisch"}},
    {"pt", {"Portugees", "Portuguese", "Portugiesisch"}},
    {"ro", {"Roemeens", "Romanian", "Rumänisch"}},
    {"so", {"Somalisch", "Somali", "Somali"}},
    {"ti", {"Tigrinya", "Tigrinya", "Tigrinya"}},
    {"tr", {"Turks", "Turkish", "Türkisch"}},
    {"uk", {"Oekraïens", "Ukrainian", "Ukrainisch"}},
}};

constexpr std::array<Word, 5> kTravelModes = {{
    {"walk", {"te voet", "on foot", "zu Fuß"}},
    {"bicycle", {"met de fiets", "by bicycle", "mit dem Fahrrad"}},
    {"e_bike", {"met de e-bike", "by e-bike", "mit dem E-Bike"}},
    {"public_transport", {"met het openbaar vervoer", "by public transport", "mit Bus und Bahn"}},
    {"car", {"met de auto", "by car", "mit dem Auto"}},
}};

constexpr std::array<Word, 11> kWeekWords = {{
    {"mon", {"ma", "Mon", "Mo"}},
    {"tue", {"di", "Tue", "Di"}},
    {"wed", {"wo", "Wed", "Mi"}},
    {"thu", {"do", "Thu", "Do"}},
    {"fri", {"vr", "Fri", "Fr"}},
    {"sat", {"za", "Sat", "Sa"}},
    {"sun", {"zo", "Sun", "So"}},
    {"early", {"vroeg", "early", "früh"}},
    {"day", {"overdag", "day", "tagsüber"}},
    {"evening", {"'s avonds", "evening", "abends"}},
    {"night", {"'s nachts", "night", "nachts"}},
}};

constexpr std::array<Word, 8> kLevels = {{
    {"1", {"mbo-niveau 1", "level 1 (mbo 1)", "Niveau 1 (mbo 1)"}},
    {"2", {"mbo-niveau 2", "level 2 (mbo 2)", "Niveau 2 (mbo 2)"}},
    {"3", {"mbo-niveau 3", "level 3 (mbo 3)", "Niveau 3 (mbo 3)"}},
    {"4", {"mbo-niveau 4", "level 4 (mbo 4)", "Niveau 4 (mbo 4)"}},
    {"5", {"associate degree", "level 5 (associate degree)", "Niveau 5 (Associate Degree)"}},
    {"6", {"hbo- of wo-bachelor", "level 6 (bachelor)", "Niveau 6 (Bachelor)"}},
    {"7", {"master", "level 7 (master)", "Niveau 7 (Master)"}},
    {"8", {"doctor", "level 8 (doctorate)", "Niveau 8 (Promotion)"}},
}};

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

// The key itself where it has no entry.
template <typename Words>
std::string Translated(const Words& words, std::string_view key, Language language) {
  for (const Word& word : words) {
    if (word.key == key) return std::string(word.texts[static_cast<size_t>(language)]);
  }
  return std::string(key);
}

template <typename Definitions>
std::string TitleOf(const Definitions& definitions, std::string_view id, Language language) {
  for (const auto& definition : definitions) {
    if (definition.id() == id) return TextIn(definition.title(), language);
  }
  return std::string(id);
}

// "1250000" → "1.250.000".
std::string Grouped(int64_t value, char separator) {
  const std::string digits = absl::StrCat(value);
  std::string result;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) result.push_back(separator);
    result.push_back(digits[i]);
  }
  return result;
}

}  // namespace

std::string Words::Date(matcher::Date date) const {
  const matcher::CivilDate civil = date.Civil();
  const absl::string_view month =
      View(kMonths[static_cast<size_t>(civil.month - 1)][static_cast<size_t>(language_)]);
  return absl::StrCat(civil.day, language_ == Language::kDe ? ". " : " ", month, " ", civil.year);
}

std::string Words::DateText(std::string_view iso) const {
  const std::vector<std::string> parts = absl::StrSplit(View(iso), '-');
  int year = 0;
  int month = 0;
  int day = 0;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &year) ||
      !absl::SimpleAtoi(parts[1], &month) || !absl::SimpleAtoi(parts[2], &day)) {
    return std::string(iso);
  }
  const std::optional<matcher::Date> date = matcher::Date::FromCivil(year, month, day);
  return date.has_value() ? Date(*date) : std::string(iso);
}

std::string Words::Money(int64_t eur_cents) const {
  const bool english = language_ == Language::kEn;
  const int64_t cents = std::abs(eur_cents);
  std::string amount = Grouped(cents / 100, english ? ',' : '.');
  if (cents % 100 != 0) {
    absl::StrAppendFormat(&amount, "%s%02d", english ? "." : ",", cents % 100);
  }
  const char* sign = eur_cents < 0 ? "-" : "";
  if (language_ == Language::kDe) return absl::StrCat(sign, amount, " €");
  return absl::StrCat(sign, english ? "€" : "€ ", amount);
}

std::string Words::Number(std::string_view text) const {
  std::string result(text);
  if (language_ != Language::kEn) std::replace(result.begin(), result.end(), '.', ',');
  return result;
}

std::string Words::Duration(int days) const {
  constexpr int kDaysAWeek = 7;
  constexpr InThree kDay = {"dag", "day", "Tag"};
  constexpr InThree kDays = {"dagen", "days", "Tage"};
  constexpr InThree kWeek = {"week", "week", "Woche"};
  constexpr InThree kWeeks = {"weken", "weeks", "Wochen"};
  const auto in_language = [this](const InThree& words) {
    return View(words[static_cast<size_t>(language_)]);
  };
  if (days < kDaysAWeek) {
    return absl::StrCat(days, " ", in_language(days == 1 ? kDay : kDays));
  }
  const int weeks = (days + kDaysAWeek / 2) / kDaysAWeek;
  return absl::StrCat(weeks, " ", in_language(weeks == 1 ? kWeek : kWeeks));
}

std::string Words::Level(std::string_view eqf) const { return Translated(kLevels, eqf, language_); }

std::string Words::LanguageName(std::string_view code) const {
  return Translated(kLanguageNames, code, language_);
}

std::string Words::TravelMode(std::string_view mode) const {
  return Translated(kTravelModes, mode, language_);
}

std::string Words::WeekParts(std::string_view parts) const {
  // Days in a row with the same parts.
  struct Run {
    size_t first = 0;
    size_t last = 0;
    std::string parts;
  };
  std::vector<Run> runs;
  for (const absl::string_view day : absl::StrSplit(View(parts), ',', absl::SkipEmpty())) {
    const std::vector<std::string> split = absl::StrSplit(day, absl::MaxSplits(' ', 1));
    const auto word = std::find_if(kWeekWords.begin(), kWeekWords.end(),
                                   [&split](const Word& each) { return each.key == split[0]; });
    if (word == kWeekWords.end() || split.size() < 2) return std::string(parts);
    const auto number = static_cast<size_t>(word - kWeekWords.begin());
    if (!runs.empty() && runs.back().last + 1 == number && runs.back().parts == split[1]) {
      runs.back().last = number;
    } else {
      runs.push_back({number, number, split[1]});
    }
  }
  constexpr InThree kUntil = {" t/m ", " to ", " bis "};
  const auto language = static_cast<size_t>(language_);
  std::vector<std::string> texts;
  for (const Run& run : runs) {
    std::vector<std::string> of_run;
    for (const absl::string_view part : absl::StrSplit(run.parts, '+')) {
      of_run.push_back(Translated(kWeekWords, {part.data(), part.size()}, language_));
    }
    std::string days(kWeekWords[run.first].texts[language]);
    if (run.last > run.first) {
      absl::StrAppend(&days, View(kUntil[language]), View(kWeekWords[run.last].texts[language]));
    }
    texts.push_back(absl::StrCat(days, " ", absl::StrJoin(of_run, "/")));
  }
  return absl::StrJoin(texts, ", ");
}

std::string Words::NotPossible(std::string_view text) const {
  constexpr absl::string_view kAtTime = "not possible at ";
  constexpr InThree kNotAt = {"niet om ", "not at ", "nicht um "};
  constexpr InThree kNever = {"nooit", "never", "nie"};
  absl::string_view time = View(text);
  if (!absl::ConsumePrefix(&time, kAtTime)) {
    return std::string(kNever[static_cast<size_t>(language_)]);
  }
  return absl::StrCat(View(kNotAt[static_cast<size_t>(language_)]), time);
}

std::string Words::Sectors(std::string_view ids) const {
  std::vector<std::string> titles;
  for (const absl::string_view id : absl::StrSplit(View(ids), ',', absl::SkipEmpty())) {
    titles.push_back(TitleOf(config_.sectors(), {id.data(), id.size()}, language_));
  }
  return titles.empty() ? "—" : absl::StrJoin(titles, ", ");
}

std::string Words::Credential(std::string_view id) const {
  return TitleOf(config_.credentials(), id, language_);
}

std::string Words::Scheme(std::string_view id) const {
  return TitleOf(config_.funding_schemes(), id, language_);
}

std::string Words::Skill(std::string_view uri) const {
  const std::optional<matcher::SkillNumber> number = taxonomy_.FindSkill(uri);
  return std::string(number.has_value() ? taxonomy_.Label(*number, language_) : uri);
}

}  // namespace overstap::api
