#include "matcher/text/title_noise.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "matcher/text/fold.h"

namespace overstap::matcher {
namespace {

using Words = std::span<const std::string_view>;

constexpr double kMaxHours = 60;

constexpr auto kHourUnits = std::to_array<std::string_view>(
    {"u", "uur", "uren", "uurs", "upw", "h", "std", "stunden", "hour", "hours", "hrs", "hpw"});
// What may follow the unit.
constexpr auto kPerWeek = std::to_array<std::string_view>(
    {"per week", "p/w", "p.w.", "pw", "pro woche", "/week", "/woche", "a week", "/w", "week"});
constexpr auto kRangeWords = std::to_array<std::string_view>({"tot", "bis", "to", "of", "-", "/"});

constexpr auto kDutchNoise = std::to_array<std::string_view>(
    {"allround",  "junior",          "medior",          "senior",
     "ervaren",   "gezocht",         "vacature",        "fulltime",
     "parttime",  "deeltijd",        "voltijd",         "bbl",
     "zzp",       "zzp'er",          "freelance",       "vast",
     "tijdelijk", "bijbaan",         "vakantie",        "vakantiewerk",
     "dagdienst", "avonddienst",     "nachtdienst",     "weekenddienst",
     "ploegen",   "ploegendienst",   "2-ploegen",       "3-ploegen",
     "5-ploegen", "2-ploegendienst", "3-ploegendienst", "5-ploegendienst",
     "starter",   "per direct",      "direct"});
constexpr auto kGermanNoise = std::to_array<std::string_view>({"junior",
                                                               "senior",
                                                               "erfahrener",
                                                               "gesucht",
                                                               "vollzeit",
                                                               "teilzeit",
                                                               "minijob",
                                                               "befristet",
                                                               "unbefristet",
                                                               "festanstellung",
                                                               "schichtdienst",
                                                               "nachtschicht",
                                                               "frühschicht",
                                                               "spätschicht",
                                                               "tagschicht",
                                                               "2-schicht",
                                                               "3-schicht",
                                                               "ab sofort",
                                                               "sofort",
                                                               "quereinsteiger",
                                                               "di",
                                                               "ing",
                                                               "ing.",
                                                               "dipl.",
                                                               "dipl",
                                                               "diplomierter",
                                                               "diplomierte",
                                                               "mag.",
                                                               "lehrähnlich"});
constexpr auto kEnglishNoise = std::to_array<std::string_view>(
    {"junior",      "senior",    "experienced", "wanted",    "vacancy",   "job",   "full-time",
     "part-time",   "fulltime",  "parttime",    "full",      "part",      "time",  "permanent",
     "temporary",   "temp",      "contract",    "freelance", "nights",    "days",  "shifts",
     "night-shift", "day-shift", "graduate",    "trainee",   "immediate", "start", "urgent"});

constexpr auto kLegalForms = std::to_array<std::string_view>(
    {"bv", "b.v.", "b.v", "nv", "n.v.", "n.v", "vof", "gmbh", "ag", "kg", "ohg", "ltd", "ltd.",
     "limited", "inc", "inc.", "plc", "llc"});
constexpr auto kPlaceLeads = std::to_array<std::string_view>(
    {"in", "te", "regio", "omgeving", "omg.", "rond", "nabij", "standplaats", "locatie", "raum",
     "region", "umgebung", "standort", "near", "area", "location"});
constexpr auto kEmployerLeads = std::to_array<std::string_view>({"bij", "bei", "at", "@"});

Words NoiseOf(Language language) {
  switch (language) {
    case Language::kNl:
      return kDutchNoise;
    case Language::kDe:
      return kGermanNoise;
    case Language::kEn:
      return kEnglishNoise;
  }
  return {};
}

bool IsOneOf(std::string_view word, Words words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

size_t SkipSpaces(std::string_view text, size_t at) {
  return std::min(text.find_first_not_of(' ', at), text.size());
}

// A number of at most two digits and a fraction ("38,5"); moves `at` behind it.
std::optional<double> NumberAt(std::string_view text, size_t& at) {
  size_t to = at;
  while (to < text.size() && IsDigit(text[to])) ++to;
  if (to == at || to > at + 2) return std::nullopt;
  std::string digits(text.substr(at, to - at));
  if (to + 1 < text.size() && (text[to] == ',' || text[to] == '.') && IsDigit(text[to + 1])) {
    digits += '.';
    for (++to; to < text.size() && IsDigit(text[to]); ++to) digits += text[to];
  }
  double number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  at = to;
  return number;
}

// Moves `at` behind the longest of `words` that stands there, after spaces.
bool Take(std::string_view text, size_t& at, Words words) {
  const size_t from = SkipSpaces(text, at);
  size_t longest = 0;
  for (std::string_view word : words) {
    const size_t to = from + word.size();
    if (!text.substr(from).starts_with(word) || word.size() <= longest) continue;
    const bool whole = !absl::ascii_isalpha(word.back()) || to == text.size() ||
                       !(absl::ascii_isalnum(text[to]) || (text[to] & 0x80) != 0);
    if (whole) longest = word.size();
  }
  if (longest != 0) at = from + longest;
  return longest != 0;
}

// "32-40u", "24 tot 32 uur per week", "38,5 Std." at `at` of a text in small letters.
std::optional<HoursRange> HoursAt(std::string_view text, size_t& at) {
  size_t to = at;
  const std::optional<double> least = NumberAt(text, to);
  if (!least.has_value()) return std::nullopt;
  std::optional<double> most = least;
  if (Take(text, to, kRangeWords)) {
    to = SkipSpaces(text, to);
    most = NumberAt(text, to);
  }
  if (!most.has_value() || !Take(text, to, kHourUnits)) return std::nullopt;
  if (*least < 1 || *most > kMaxHours || *most < *least) return std::nullopt;
  Take(text, to, kPerWeek);
  at = to;
  return HoursRange{HoursPerWeek::FromDouble(*least), HoursPerWeek::FromDouble(*most)};
}

// The title without hours, dashes of all kinds as '-'.
std::string TakeHours(std::string_view title, TitleNotes& notes) {
  std::string dashed;
  for (size_t at = 0; at < title.size(); ++at) {
    const bool dash = title.substr(at, 2) == "\xE2\x80" && at + 2 < title.size() &&
                      title[at + 2] >= '\x90' && title[at + 2] <= '\x95';  // U+2010 to U+2015
    dashed.push_back(dash ? '-' : title[at]);
    if (dash) at += 2;
  }
  const std::string lower = absl::AsciiStrToLower(dashed);
  std::string rest;
  for (size_t at = 0; at < lower.size();) {
    const bool begins = at == 0 || !(absl::ascii_isalnum(lower[at - 1]));
    size_t to = at;
    const std::optional<HoursRange> hours = begins ? HoursAt(lower, to) : std::nullopt;
    if (!hours.has_value()) {
      rest.push_back(dashed[at++]);
      continue;
    }
    if (!notes.hours_per_week.has_value()) notes.hours_per_week = hours;
    rest += ", ";
    at = to;
  }
  return rest;
}

// Pieces between commas, semicolons, bars, brackets and free-standing dashes.
std::vector<std::string> SegmentsOf(std::string_view text) {
  std::vector<std::string> segments(1);
  for (size_t at = 0; at < text.size(); ++at) {
    const bool dash = text.substr(at).starts_with(" - ");
    if (dash || std::string_view(",;|()[]").find(text[at]) != std::string_view::npos) {
      segments.emplace_back();
      if (dash) at += 2;
    } else {
      segments.back().push_back(text[at]);
    }
  }
  return segments;
}

class SegmentReader {
 public:
  SegmentReader(Language language, const PlaceNames& places, TitleNotes& notes)
      : noise_(NoiseOf(language)), places_(places), notes_(notes) {}

  // What is left of a segment; `first` is the one that names the occupation.
  std::string Read(const std::string& segment, bool first) {
    std::vector<std::string> words = absl::StrSplit(segment, ' ', absl::SkipEmpty());
    TakeEmployer(words, first);
    TakePlace(words, first);
    TakeNoise(words);
    return absl::StrJoin(words, " ");
  }

 private:
  // "bij Liander", "Tennet B.V." to the end of the segment.
  void TakeEmployer(std::vector<std::string>& words, bool first) {
    if (words.empty()) return;
    const bool legal = IsOneOf(absl::AsciiStrToLower(words.back()), kLegalForms);
    size_t from = first || !legal ? words.size() : 0;
    for (size_t i = first ? 1 : 0; i + 1 < words.size() && from == words.size(); ++i) {
      const bool named = legal || absl::ascii_isupper(words[i + 1][0]);
      if (named && IsOneOf(absl::AsciiStrToLower(words[i]), kEmployerLeads)) from = i;
    }
    if (from == words.size()) return;
    const bool lead = IsOneOf(absl::AsciiStrToLower(words[from]), kEmployerLeads);
    notes_.employers.push_back(absl::StrJoin(std::span(words).subspan(from + (lead ? 1 : 0)), " "));
    words.resize(from);
  }

  // The longest place at the end of the segment, with the words that lead to it.
  void TakePlace(std::vector<std::string>& words, bool first) {
    const size_t begin = PlaceBegin(words, first ? 1 : 0);
    if (begin == words.size()) return;
    notes_.places.push_back(absl::StrJoin(std::span(words).subspan(begin), " "));
    words.resize(begin);
    while (!words.empty() && IsOneOf(absl::AsciiStrToLower(words.back()), kPlaceLeads)) {
      words.pop_back();
    }
  }

  // The first word, from `least` on, with which the rest is a place; words.size(): there is none.
  size_t PlaceBegin(std::span<const std::string> words, size_t least) const {
    size_t begin = words.size();
    std::string name;  // folded
    for (size_t from = words.size(); from-- > least;) {
      const std::string word = Fold(words[from]);
      name.insert(0, word.empty() || name.empty() ? word : word + " ");
      if (name.size() > places_.longest_bytes()) break;
      if (places_.Contains(name)) begin = from;
    }
    return begin;
  }

  // How many words from `at` are one entry of the language's noise: 2 ("ab sofort"), 1 or 0.
  size_t NoiseLength(std::span<const std::string> words, size_t at) const {
    for (size_t count : {2, 1}) {
      if (at + count > words.size()) continue;
      const std::string text = absl::AsciiStrToLower(absl::StrJoin(words.subspan(at, count), " "));
      if (IsOneOf(text, noise_)) return count;
    }
    return 0;
  }

  void TakeNoise(std::vector<std::string>& words) {
    std::vector<std::string> kept;
    for (size_t at = 0; at < words.size();) {
      const size_t count = NoiseLength(words, at);
      if (count == 0) {
        kept.push_back(words[at++]);
      } else {
        notes_.words.push_back(absl::StrJoin(std::span(words).subspan(at, count), " "));
        at += count;
      }
    }
    words = std::move(kept);
  }

  Words noise_;
  const PlaceNames& places_;
  TitleNotes& notes_;
};

}  // namespace

PlaceNames::PlaceNames(std::span<const std::string_view> names) {
  for (std::string_view name : names) {
    std::string folded = Fold(name);
    longest_bytes_ = std::max(longest_bytes_, folded.size());
    folded_.insert(std::move(folded));
  }
}

std::string SetNoiseAside(std::string_view title, Language language, const PlaceNames& places,
                          TitleNotes& notes) {
  SegmentReader reader(language, places, notes);
  std::string rest;
  for (const std::string& segment : SegmentsOf(TakeHours(title, notes))) {
    const std::string left = reader.Read(segment, rest.empty());
    if (!left.empty()) rest.append(rest.empty() ? "" : ", ").append(left);
  }
  return Fold(rest).empty() ? std::string(title) : rest;
}

}  // namespace overstap::matcher
