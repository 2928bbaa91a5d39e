#include "matcher/text/gender.h"

#include <algorithm>
#include <array>
#include <span>

#include "absl/strings/ascii.h"

namespace overstap::matcher {
namespace {

bool IsLetter(char c) { return absl::ascii_isalpha(c) || (c & 0x80) != 0; }

// Endings that follow a mark ('/', ':', '*', '_', '(') or a mark and a hyphen, longest first.
constexpr auto kMarkedEndings = std::to_array<std::string_view>(
    {"innen", "trice", "mann", "frau", "euse", "ster", "vrouw", "erin", "in", "se", "e", "r"});

// In any case of its letters; `lower` in small ones.
bool BeginsWith(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() &&
         std::equal(lower.begin(), lower.end(), text.begin(),
                    [](char a, char b) { return a == absl::ascii_tolower(b); });
}

// The length of a marked ending that begins at `from` and ends at the end of a word; 0: none.
size_t MarkedEnding(std::string_view text, size_t from) {
  for (std::string_view ending : kMarkedEndings) {
    const size_t to = from + ending.size();
    if (!BeginsWith(text.substr(from), ending)) continue;
    if (to == text.size() || !IsLetter(text[to])) return ending.size();
  }
  return 0;
}

// "/in", "/-frau", ":innen", "(in)" after a letter: how many bytes they take; 0: none.
size_t MarkAt(std::string_view text, size_t at) {
  if (at == 0 || !IsLetter(text[at - 1])) return 0;
  if (std::string_view("/:*_(").find(text[at]) == std::string_view::npos) return 0;
  size_t from = at + 1;
  if (from < text.size() && text[from] == '-') ++from;
  const size_t ending = MarkedEnding(text, from);
  if (ending == 0) return 0;
  const size_t to = from + ending;
  if (text[at] != '(') return to - at;
  return to < text.size() && text[to] == ')' ? to + 1 - at : 0;
}

// "(er)in", "(e)in", "(er)e" after a letter: what is left of it goes to `kept`.
size_t BracketAt(std::string_view text, size_t at, std::string_view& kept) {
  if (at == 0 || text[at] != '(' || !IsLetter(text[at - 1])) return 0;
  for (std::string_view bracket : {"(er)in", "(e)in", "(er)e"}) {
    if (!text.substr(at).starts_with(bracket)) continue;
    kept = bracket.substr(1, bracket.find(')') - 1);
    return bracket.size();
  }
  return 0;
}

// "In" or "Innen" at the end of a word, after a small letter ("MarktforscherIn"); before a hyphen
// it is a name's ("LinkedIn-Manager").
size_t InnerCapitalAt(std::string_view text, size_t at) {
  if (at == 0 || text[at] != 'I' || !absl::ascii_islower(text[at - 1])) return 0;
  for (std::string_view ending : {"Innen", "In"}) {
    const size_t to = at + ending.size();
    if (text.substr(at).starts_with(ending) &&
        (to == text.size() || !(IsLetter(text[to]) || text[to] == '-'))) {
      return ending.size();
    }
  }
  return 0;
}

bool IsGenderLetter(char c) {
  return std::string_view("mvwfdxhniga").find(absl::ascii_tolower(c)) != std::string_view::npos;
}

// "m/v", "m/v/x", "m./w.", "w|m|d" as a word of its own, two letters or more. What begins within a
// list that is none ends as that does, so nothing before `none_before` is looked at again.
size_t LetterListAt(std::string_view text, size_t at, size_t& none_before) {
  if (at < none_before || (at > 0 && IsLetter(text[at - 1]))) return 0;
  size_t letters = 0;
  size_t to = at;
  while (to < text.size() && IsGenderLetter(text[to])) {
    ++letters;
    ++to;
    if (to < text.size() && text[to] == '.') ++to;
    const size_t next = text.find_first_not_of(' ', to);
    if (next == std::string_view::npos || (text[next] != '/' && text[next] != '|')) break;
    const size_t after = text.find_first_not_of(' ', next + 1);
    if (after == std::string_view::npos) break;
    to = after;
  }
  const bool ends_word = to == text.size() || !IsLetter(text[to]);
  if (letters >= 2 && ends_word) return to - at;
  none_before = to;
  return 0;
}

struct Rewriting {
  std::string_view ending;
  std::string_view neutral;
  size_t min_stem;  // bytes before the ending
};

// The first that matches decides.
constexpr auto kDutchEndings = std::to_array<Rewriting>({{"secretaresse", "secretaris", 0},
                                                         {"verpleegster", "verpleger", 0},
                                                         {"kokkin", "kok", 0},
                                                         {"boerin", "boer", 0},
                                                         {"vrouw", "man", 3},
                                                         {"lieden", "man", 3},
                                                         {"trice", "tor", 3},
                                                         {"teuse", "tor", 3},
                                                         {"teur", "tor", 3},
                                                         {"euse", "eur", 3},
                                                         {"ologe", "oloog", 2},
                                                         {"technica", "technicus", 0},
                                                         {"iste", "ist", 3},
                                                         {"ente", "ent", 4},
                                                         {"ante", "ant", 4},
                                                         {"iere", "ier", 4}});

constexpr auto kGermanEndings = std::to_array<Rewriting>({{"leute", "mann", 3},
                                                          {"frau", "mann", 3},
                                                          {"teuse", "teur", 3},
                                                          {"trice", "teur", 3},
                                                          {"seuse", "seur", 3},
                                                          {"innen", "", 4},
                                                          {"in", "", 4}});

constexpr auto kEnglishEndings = std::to_array<Rewriting>({{"stewardess", "steward", 0},
                                                           {"waitress", "waiter", 0},
                                                           {"actress", "actor", 0},
                                                           {"hostess", "host", 0},
                                                           {"seamstress", "tailor", 0},
                                                           {"policewoman", "policeman", 0},
                                                           {"persons", "man", 4},
                                                           {"person", "man", 4},
                                                           {"women", "man", 4},
                                                           {"woman", "man", 4},
                                                           {"men", "man", 5}});

// German words in -in that are no women's forms.
constexpr auto kGermanOwnIn = std::to_array<std::string_view>(
    {"ein",   "medizin", "termin",  "magazin",  "disziplin", "benzin",  "berlin",
     "kamin", "vitamin", "insulin", "zwilling", "delfin",    "protein", "train",
     "robin", "login",   "admin",   "plugin",   "cabin",     "latin"});

std::string Rewritten(std::string_view word, std::span<const Rewriting> rewritings) {
  for (const Rewriting& r : rewritings) {
    if (word.ends_with(r.ending) && word.size() >= r.ending.size() + r.min_stem) {
      return std::string(word.substr(0, word.size() - r.ending.size())).append(r.neutral);
    }
  }
  return std::string(word);
}

// Without a doubled last letter ("kapp" as in kapper) or the second of two like vowels before the
// last ("maak" as in maakster), so that both spellings of one verb stem are alike.
std::string OpenSyllable(std::string_view stem) {
  std::string open(stem);
  const size_t size = open.size();
  if (size < 3) return open;
  if (open[size - 1] == open[size - 2]) {
    open.pop_back();
  } else if (open[size - 2] == open[size - 3] &&
             std::string_view("aeou").find(open[size - 2]) != std::string_view::npos) {
    open.erase(size - 2, 1);
  }
  return open;
}

// The verb's stem of a Dutch agent, -er, -der, -ster; "" where the ending is none of an agent.
std::string DutchAgentStem(std::string_view word) {
  for (std::string_view own : {"meester", "venster", "register", "minister", "master", "cluster"}) {
    if (word.ends_with(own)) return "";
  }
  for (std::string_view ending : {"ster", "der", "er"}) {
    if (!word.ends_with(ending) || word.size() < ending.size() + 3) continue;
    const std::string_view stem = word.substr(0, word.size() - ending.size());
    // -der only after r, l and n (bestuurder); in "leider" the d belongs to the verb.
    const char last = stem.back();
    if (ending == "der" && last != 'r' && last != 'l' && last != 'n') continue;
    return OpenSyllable(stem);
  }
  return "";
}

std::string NeutralDutch(std::string_view word) {
  if (word.ends_with("eres") && word.size() > 7) word.remove_suffix(2);
  if (word.ends_with("sters") || word.ends_with("ers")) word.remove_suffix(1);
  const std::string stem = DutchAgentStem(word);
  if (!stem.empty()) return stem + "er";
  return Rewritten(word, kDutchEndings);
}

std::string NeutralGerman(std::string_view word) {
  for (std::string_view own : kGermanOwnIn) {
    if (word.ends_with(own)) return std::string(word);
  }
  return Rewritten(word, kGermanEndings);
}

}  // namespace

std::string WithoutGenderMarks(std::string_view title) {
  std::string plain;
  plain.reserve(title.size());
  size_t no_list_before = 0;
  for (size_t at = 0; at < title.size();) {
    std::string_view kept;
    size_t taken = BracketAt(title, at, kept);
    if (taken == 0) taken = MarkAt(title, at);
    if (taken == 0) taken = InnerCapitalAt(title, at);
    if (taken == 0) taken = LetterListAt(title, at, no_list_before);
    if (taken == 0) {
      plain.push_back(title[at++]);
    } else {
      plain.append(kept);
      at += taken;
    }
  }
  return plain;
}

std::string NeutralWord(std::string_view word, Language language) {
  switch (language) {
    case Language::kNl:
      return NeutralDutch(word);
    case Language::kDe:
      return NeutralGerman(word);
    case Language::kEn:
      return Rewritten(word, kEnglishEndings);
  }
  return std::string(word);
}

}  // namespace overstap::matcher
