#include "matcher/text/skill_words.h"

#include <algorithm>
#include <array>
#include <span>

namespace overstap::matcher {
namespace {

constexpr size_t kShortestRoot = 3;  // bytes that must be left when an ending goes
constexpr size_t kShortestParticiple = 6;

// Folded, sorted.
constexpr auto kDutchFunctionWords = std::to_array<std::string_view>(
    {"aan",    "al",     "alle", "alles", "als",     "altijd", "andere", "ben",    "bent",
     "bij",    "binnen", "d",    "daar",  "daarbij", "dan",    "dat",    "de",     "den",
     "der",    "deze",   "die",  "dit",   "door",    "dus",    "e",      "een",    "elke",
     "en",     "er",     "goed", "haar",  "had",     "heb",    "hebben", "hebt",   "heeft",
     "hen",    "het",    "hij",  "hoe",   "hun",     "ie",     "ik",     "in",     "is",
     "ja",     "jaar",   "je",   "jij",   "jouw",    "kan",    "kon",    "kun",    "kunnen",
     "maar",   "mag",    "me",   "mee",   "meer",    "met",    "mij",    "mijn",   "moet",
     "moeten", "na",     "naar", "nee",   "niet",    "nog",    "nu",     "of",     "om",
     "onder",  "ons",    "onze", "ook",   "op",      "over",   "s",      "samen",  "t",
     "te",     "tegen",  "ten",  "ter",   "tijdens", "toen",   "tot",    "tussen", "u",
     "uit",    "uw",     "van",  "veel",  "via",     "voor",   "waar",   "waren",  "was",
     "wat",    "we",     "wel",  "werd",  "wie",     "wij",    "wil",    "word",   "worden",
     "wordt",  "zal",    "ze",   "zeer",  "zelf",    "zich",   "zij",    "zijn",   "zo",
     "zoals",  "zonder", "zou",  "zowel", "zullen"});
constexpr auto kGermanFunctionWords = std::to_array<std::string_view>(
    {"aber",    "alle",   "als",   "am",     "an",    "andere", "auch",   "auf",   "aus",  "bei",
     "beim",    "bin",    "bis",   "bist",   "da",    "dabei",  "damit",  "dann",  "das",  "dass",
     "dem",     "den",    "der",   "des",    "die",   "diese",  "dieser", "durch", "e",    "ein",
     "eine",    "einem",  "einen", "einer",  "eines", "er",     "es",     "etwas", "fur",  "gut",
     "habe",    "haben",  "hat",   "hatte",  "ich",   "ihr",    "ihre",   "im",    "in",   "ist",
     "ja",      "jahr",   "jahre", "jahren", "kann",  "konnen", "man",    "mehr",  "mein", "meine",
     "mich",    "mir",    "mit",   "muss",   "nach",  "nicht",  "noch",   "nur",   "ob",   "oder",
     "ohne",    "sehr",   "sein",  "sich",   "sie",   "sind",   "so",     "sowie", "uber", "um",
     "und",     "uns",    "unser", "unsere", "unter", "vom",    "von",    "vor",   "war",  "was",
     "wenn",    "werden", "wie",   "wir",    "wird",  "wurde",  "wurden", "zu",    "zum",  "zur",
     "zwischen"});
constexpr auto kEnglishFunctionWords = std::to_array<std::string_view>(
    {"a",     "about", "all",   "also", "am",     "an",   "and",   "any",   "are",   "as",
     "at",    "be",    "been",  "but",  "by",     "can",  "could", "did",   "do",    "for",
     "from",  "good",  "had",   "has",  "have",   "he",   "her",   "his",   "how",   "i",
     "if",    "in",    "into",  "is",   "it",     "its",  "ll",    "many",  "me",    "more",
     "my",    "no",    "not",   "of",   "on",     "or",   "other", "our",   "out",   "over",
     "own",   "re",    "s",     "she",  "should", "so",   "some",  "such",  "than",  "that",
     "the",   "their", "them",  "then", "these",  "they", "this",  "those", "to",    "under",
     "up",    "us",    "ve",    "very", "was",    "we",   "well",  "were",  "what",  "when",
     "where", "which", "while", "who",  "will",   "with", "would", "year",  "years", "you",
     "your"});
// Of every CV and advertisement, whatever the skill.
constexpr auto kDutchCvWords = std::to_array<std::string_view>(
    {"adres",        "baan",    "bedrijf", "bedrijven",    "collega",  "collegas",
     "cursus",       "cv",      "diploma", "email",        "ervaren",  "ervaring",
     "functie",      "geboren", "geleerd", "geslaagd",     "gevolgd",  "gewerkt",
     "jaren",        "kennis",  "leren",   "maanden",      "naam",     "opleiding",
     "opleidingen",  "stage",   "taak",    "taken",        "telefoon", "vaardigheden",
     "vaardigheid",  "werk",    "werken",  "werkervaring", "werkt",    "werkzaam",
     "werkzaamheden"});
constexpr auto kGermanCvWords = std::to_array<std::string_view>(
    {"adresse",         "arbeit",      "arbeiten",    "aufgabe",    "aufgaben",    "ausbildung",
     "berufserfahrung", "erfahrung",   "erfahrungen", "fahigkeit",  "fahigkeiten", "firma",
     "gearbeitet",      "geboren",     "gelernt",     "jahren",     "kenntnis",    "kenntnisse",
     "lebenslauf",      "lernen",      "monate",      "name",       "schule",      "stelle",
     "tatigkeit",       "tatigkeiten", "telefon",     "unternehmen"});
constexpr auto kEnglishCvWords =
    std::to_array<std::string_view>({"address",     "company",   "course",     "cv",
                                     "degree",      "email",     "experience", "experienced",
                                     "job",         "knowledge", "learn",      "learned",
                                     "months",      "name",      "phone",      "responsibilities",
                                     "responsible", "role",      "skill",      "skills",
                                     "task",        "tasks",     "training",   "work",
                                     "worked",      "working"});
static_assert(std::ranges::is_sorted(kDutchFunctionWords) &&
              std::ranges::is_sorted(kGermanFunctionWords) &&
              std::ranges::is_sorted(kEnglishFunctionWords));
static_assert(std::ranges::is_sorted(kDutchCvWords) && std::ranges::is_sorted(kGermanCvWords) &&
              std::ranges::is_sorted(kEnglishCvWords));

// Before the "ge" of a Dutch participle of a separable verb: "schoongemaakt", "aangesloten".
constexpr auto kDutchParticles = std::to_array<std::string_view>(
    {"aan", "achter", "af",   "bij",   "binnen", "door",  "in",  "klaar", "los",  "mee",  "na",
     "om",  "op",     "over", "samen", "schoon", "terug", "toe", "uit",   "vast", "voor", "weg"});
constexpr auto kGermanParticles = std::to_array<std::string_view>(
    {"ab", "an", "auf", "aus", "bei", "durch", "ein", "fest", "her", "hin", "los", "mit", "nach",
     "um", "vor", "weg", "zu", "zusammen"});

// What a verb of Latin stock ends on, and what is made of it; the longest first.
constexpr auto kDutchLatinEndings = std::to_array<std::string_view>(
    {"eringen", "erende", "ateurs", "atoren", "erden", "ering", "ateur", "aties", "eerde", "ages",
     "eren", "atie", "ator", "eert", "eerd", "eurs", "age", "eer", "eur"});
constexpr auto kGermanLatinEndings = std::to_array<std::string_view>(
    {"ierungen", "ationen", "ierende", "ierten", "ierung", "ateure", "ieren", "ierte", "ation",
     "ateur", "agen", "eure", "iert", "iere", "age", "eur"});

// What is left of a participle or past tense of a strong verb, and the verb.
struct Strong {
  std::string_view past;
  std::string_view verb;
};
constexpr auto kDutchStrong = std::to_array<Strong>({
    {"bogen", "buigen"},    {"boden", "bieden"},     {"bracht", "brengen"},
    {"daan", "doen"},       {"goten", "gieten"},     {"hesen", "hijsen"},
    {"holpen", "helpen"},   {"kocht", "kopen"},      {"kozen", "kiezen"},
    {"nomen", "nemen"},     {"reden", "rijden"},     {"schreven", "schrijven"},
    {"slepen", "slijpen"},  {"sloten", "sluiten"},   {"sneden", "snijden"},
    {"sproken", "spreken"}, {"streken", "strijken"}, {"trokken", "trekken"},
    {"wogen", "wegen"},     {"zocht", "zoeken"},
});
constexpr auto kGermanStrong = std::to_array<Strong>({
    {"bogen", "biegen"},
    {"bracht", "bringen"},
    {"gossen", "giessen"},
    {"holfen", "helfen"},
    {"nommen", "nehmen"},
    {"schliffen", "schleifen"},
    {"schlossen", "schliessen"},
    {"schnitten", "schneiden"},
    {"schrieben", "schreiben"},
    {"sprochen", "sprechen"},
    {"wogen", "wiegen"},
    {"zogen", "ziehen"},
});
constexpr auto kEnglishStrong = std::to_array<Strong>({
    {"bought", "buy"},   {"built", "build"},   {"drawn", "draw"},  {"drew", "draw"},
    {"driven", "drive"}, {"drove", "drive"},   {"gave", "give"},   {"given", "give"},
    {"kept", "keep"},    {"laid", "lay"},      {"led", "lead"},    {"made", "make"},
    {"ran", "run"},      {"sold", "sell"},     {"taken", "take"},  {"taught", "teach"},
    {"took", "take"},    {"written", "write"}, {"wrote", "write"},
});

// The participle's verb, with what stands before it; the word itself where it is of none.
std::string VerbOf(std::string_view word, std::span<const Strong> verbs) {
  for (const Strong& strong : verbs) {
    if (!word.ends_with(strong.past)) continue;
    return std::string(word.substr(0, word.size() - strong.past.size())) + std::string(strong.verb);
  }
  return std::string(word);
}

std::string_view EnglishVerbOf(std::string_view word) {
  const auto strong = std::ranges::find(kEnglishStrong, word, &Strong::past);
  return strong == kEnglishStrong.end() ? word : strong->verb;
}

// The stem before the first of the endings that leaves one; empty: none does.
std::string_view Before(std::span<const std::string_view> endings, std::string_view word) {
  constexpr size_t kShortestLatinRoot = 4;
  for (const std::string_view ending : endings) {
    if (word.size() >= ending.size() + kShortestLatinRoot && word.ends_with(ending)) {
      return word.substr(0, word.size() - ending.size());
    }
  }
  return {};
}

// A participle without its "ge"; the word itself where it is none.
std::string WithoutGe(std::string_view word, std::span<const std::string_view> particles,
                      std::string_view last_letters) {
  if (word.size() < kShortestParticiple || last_letters.find(word.back()) == word.npos) {
    return std::string(word);
  }
  if (word.starts_with("ge")) return std::string(word.substr(2));
  for (const std::string_view particle : particles) {
    if (word.starts_with(particle) && word.substr(particle.size()).starts_with("ge") &&
        word.size() >= particle.size() + kShortestParticiple - 1) {
      return std::string(particle) + std::string(word.substr(particle.size() + 2));
    }
  }
  return std::string(word);
}

bool CutEnding(std::string_view ending, std::string* word) {
  if (word->size() < ending.size() + kShortestRoot || !word->ends_with(ending)) return false;
  word->resize(word->size() - ending.size());
  return true;
}

// "maak" and "mak", "lass" and "las" are one.
std::string WithSingleLetters(std::string_view word) {
  std::string single;
  for (const char letter : word) {
    if (single.empty() || single.back() != letter) single.push_back(letter);
  }
  return single;
}

}  // namespace

bool IsFunctionWord(std::string_view folded, Language language) {
  switch (language) {
    case Language::kNl:
      return std::ranges::binary_search(kDutchFunctionWords, folded);
    case Language::kDe:
      return std::ranges::binary_search(kGermanFunctionWords, folded);
    case Language::kEn:
      return std::ranges::binary_search(kEnglishFunctionWords, folded);
  }
  return false;
}

bool IsCvWord(std::string_view folded, Language language) {
  switch (language) {
    case Language::kNl:
      return std::ranges::binary_search(kDutchCvWords, folded);
    case Language::kDe:
      return std::ranges::binary_search(kGermanCvWords, folded);
    case Language::kEn:
      return std::ranges::binary_search(kEnglishCvWords, folded);
  }
  return false;
}

std::string SkillWords::DutchRoot(std::string_view word, Reading reading) {
  std::string plain = WithoutGe(word, kDutchParticles, "dtn");
  const bool is_participle = plain.size() != word.size();
  if (is_participle) plain = VerbOf(plain, kDutchStrong);
  if (const auto latin = Before(kDutchLatinEndings, plain); !latin.empty()) {
    return WithSingleLetters(latin);
  }
  std::string stem = stemmer_.Stem(plain);
  const bool may_end = is_participle == (reading == Reading::kLikely);
  if (!CutEnding("ing", &stem) && may_end) {
    if (!CutEnding("d", &stem)) CutEnding("t", &stem);
  }
  // The stemmer leaves what is heard as an f or s at the end of a word: "schrijv", "lez".
  if (stem.ends_with('v')) stem.back() = 'f';
  if (stem.ends_with('z')) stem.back() = 's';
  return WithSingleLetters(stem);
}

std::string SkillWords::GermanRoot(std::string_view word, Reading reading) {
  std::string plain = WithoutGe(word, kGermanParticles, "tn");
  const bool is_participle = plain.size() != word.size();
  if (is_participle) plain = VerbOf(plain, kGermanStrong);
  if (const auto latin = Before(kGermanLatinEndings, plain); !latin.empty()) {
    return WithSingleLetters(latin);
  }
  std::string stem = stemmer_.Stem(plain);
  const bool may_end = is_participle == (reading == Reading::kLikely);
  if (!CutEnding("ung", &stem) && may_end) {
    if (!CutEnding("et", &stem)) CutEnding("t", &stem);
  }
  return WithSingleLetters(stem);
}

std::string SkillWords::RootOf(std::string_view word, Reading reading) {
  switch (language_) {
    case Language::kNl:
      return DutchRoot(word, reading);
    case Language::kDe:
      return GermanRoot(word, reading);
    case Language::kEn:
      return stemmer_.Stem(EnglishVerbOf(word));
  }
  return std::string(word);
}

}  // namespace overstap::matcher
