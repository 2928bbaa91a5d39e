#include "matcher/text/skill_context.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "matcher/text/fold.h"

namespace overstap::matcher {
namespace {

enum class CueKind : uint8_t {
  kLacks,     // what follows is not there
  kLacksAll,  // nor what stands before it in the same part of the sentence
  kWants,     // what follows is wished for
  kNothing,   // looks like one of the others, and is none
  kHas,       // takes back what was said before
  kSubject,   // after a comma: a sentence of its own
  kBasic,     // levels
  kIndependent,
  kAdvanced,
  kExpert,
};

struct Cue {
  std::string_view words;  // folded, one space between them
  CueKind kind;
};

// Longer ones before those that they begin with.
constexpr auto kDutchCues = std::to_array<Cue>({
    {"niet alleen", CueKind::kNothing},
    {"niet bang", CueKind::kNothing},
    {"geen probleem", CueKind::kNothing},
    {"geen enkel probleem", CueKind::kNothing},
    {"geen 9 tot 5", CueKind::kNothing},
    {"geen", CueKind::kLacks},
    {"zonder ervaring", CueKind::kLacks},
    {"zonder kennis", CueKind::kLacks},
    {"zonder diploma", CueKind::kLacks},
    {"nooit een probleem", CueKind::kNothing},
    {"nooit", CueKind::kLacks},
    {"nog niet", CueKind::kLacksAll},
    {"niet", CueKind::kLacksAll},
    {"wil jij", CueKind::kNothing},
    {"wil je", CueKind::kNothing},
    {"wil graag", CueKind::kWants},
    {"wil ik", CueKind::kWants},
    {"ik wil", CueKind::kWants},
    {"wil leren", CueKind::kWants},
    {"zou graag", CueKind::kWants},
    {"zou ik graag", CueKind::kWants},
    {"wil me", CueKind::kWants},
    {"wil mij", CueKind::kWants},
    {"bereid om", CueKind::kWants},
    {"bereid tot", CueKind::kWants},
    {"interesse in", CueKind::kWants},
    {"geinteresseerd in", CueKind::kWants},
    {"omscholen", CueKind::kWants},
    {"graag leren", CueKind::kWants},
    {"nog leren", CueKind::kWants},
    {"wel", CueKind::kHas},
    {"maar", CueKind::kHas},
    {"ik", CueKind::kSubject},
    {"heb", CueKind::kSubject},
    {"ben", CueKind::kSubject},
    {"kan", CueKind::kSubject},
    {"wij", CueKind::kSubject},
    {"je", CueKind::kSubject},
    {"jij", CueKind::kSubject},
    {"basiskennis", CueKind::kBasic},
    {"basis", CueKind::kBasic},
    {"enige kennis", CueKind::kBasic},
    {"enige ervaring", CueKind::kBasic},
    {"beetje", CueKind::kBasic},
    {"beginner", CueKind::kBasic},
    {"beginnend", CueKind::kBasic},
    {"zelfstandig", CueKind::kIndependent},
    {"redelijk", CueKind::kIndependent},
    {"redelijke", CueKind::kIndependent},
    {"goede kennis", CueKind::kIndependent},
    {"goede beheersing", CueKind::kIndependent},
    {"ruime", CueKind::kAdvanced},
    {"veel ervaring", CueKind::kAdvanced},
    {"gevorderd", CueKind::kAdvanced},
    {"gevorderde", CueKind::kAdvanced},
    {"uitgebreide", CueKind::kAdvanced},
    {"jarenlange", CueKind::kAdvanced},
    {"grondige", CueKind::kAdvanced},
    {"zeer ervaren", CueKind::kExpert},
    {"ervaren", CueKind::kAdvanced},
    {"expert", CueKind::kExpert},
    {"specialist", CueKind::kExpert},
    {"uitstekend", CueKind::kExpert},
    {"uitstekende", CueKind::kExpert},
});
constexpr auto kGermanCues = std::to_array<Cue>({
    {"nicht nur", CueKind::kNothing},
    {"kein problem", CueKind::kNothing},
    {"keine angst", CueKind::kNothing},
    {"kein", CueKind::kLacks},
    {"keine", CueKind::kLacks},
    {"keinen", CueKind::kLacks},
    {"keinerlei", CueKind::kLacks},
    {"ohne erfahrung", CueKind::kLacks},
    {"ohne kenntnisse", CueKind::kLacks},
    {"nie", CueKind::kLacks},
    {"noch nicht", CueKind::kLacksAll},
    {"nicht", CueKind::kLacksAll},
    {"mochten sie", CueKind::kNothing},
    {"mochtest du", CueKind::kNothing},
    {"mochte", CueKind::kWants},
    {"will", CueKind::kWants},
    {"wurde gern", CueKind::kWants},
    {"wurde gerne", CueKind::kWants},
    {"bereit", CueKind::kWants},
    {"interesse an", CueKind::kWants},
    {"interessiert an", CueKind::kWants},
    {"interessiere mich", CueKind::kWants},
    {"aber", CueKind::kHas},
    {"jedoch", CueKind::kHas},
    {"sondern", CueKind::kHas},
    {"dafur", CueKind::kHas},
    {"ich", CueKind::kSubject},
    {"habe", CueKind::kSubject},
    {"bin", CueKind::kSubject},
    {"kann", CueKind::kSubject},
    {"wir", CueKind::kSubject},
    {"sie", CueKind::kSubject},
    {"grundkenntnisse", CueKind::kBasic},
    {"basiskenntnisse", CueKind::kBasic},
    {"grundlagen", CueKind::kBasic},
    {"etwas", CueKind::kBasic},
    {"anfanger", CueKind::kBasic},
    {"erste erfahrung", CueKind::kBasic},
    {"erste erfahrungen", CueKind::kBasic},
    {"selbstandig", CueKind::kIndependent},
    {"selbststandig", CueKind::kIndependent},
    {"sehr gute", CueKind::kAdvanced},
    {"gute", CueKind::kIndependent},
    {"sicherer", CueKind::kIndependent},
    {"umfangreiche", CueKind::kAdvanced},
    {"fundierte", CueKind::kAdvanced},
    {"vertiefte", CueKind::kAdvanced},
    {"langjahrige", CueKind::kAdvanced},
    {"mehrjahrige", CueKind::kAdvanced},
    {"fortgeschritten", CueKind::kAdvanced},
    {"fortgeschrittene", CueKind::kAdvanced},
    {"experte", CueKind::kExpert},
    {"expertin", CueKind::kExpert},
    {"spezialist", CueKind::kExpert},
    {"spezialistin", CueKind::kExpert},
    {"ausgezeichnete", CueKind::kExpert},
});
constexpr auto kEnglishCues = std::to_array<Cue>({
    {"not only", CueKind::kNothing},
    {"no problem", CueKind::kNothing},
    {"no", CueKind::kLacks},
    {"never missed", CueKind::kNothing},
    {"never", CueKind::kLacks},
    {"without experience", CueKind::kLacks},
    {"without knowledge", CueKind::kLacks},
    {"lack", CueKind::kLacks},
    {"isn t afraid", CueKind::kNothing},
    {"not afraid", CueKind::kNothing},
    {"couldn t", CueKind::kLacks},
    {"didn t", CueKind::kLacks},
    {"doesn t", CueKind::kLacks},
    {"don t", CueKind::kLacks},
    {"hasn t", CueKind::kLacks},
    {"haven t", CueKind::kLacks},
    {"isn t", CueKind::kLacks},
    {"wasn t", CueKind::kLacks},
    {"cannot", CueKind::kLacks},
    {"can t", CueKind::kLacks},
    {"not yet", CueKind::kLacksAll},
    {"not", CueKind::kLacksAll},
    {"do you want", CueKind::kNothing},
    {"would you like", CueKind::kNothing},
    {"want to", CueKind::kWants},
    {"would like to", CueKind::kWants},
    {"d like to", CueKind::kWants},
    {"looking to", CueKind::kWants},
    {"hope to", CueKind::kWants},
    {"willing to", CueKind::kWants},
    {"eager to", CueKind::kWants},
    {"keen to", CueKind::kWants},
    {"interested in", CueKind::kWants},
    {"interest in", CueKind::kWants},
    {"but", CueKind::kHas},
    {"however", CueKind::kHas},
    {"though", CueKind::kHas},
    {"i", CueKind::kSubject},
    {"have", CueKind::kSubject},
    {"am", CueKind::kSubject},
    {"can", CueKind::kSubject},
    {"we", CueKind::kSubject},
    {"you", CueKind::kSubject},
    {"basic", CueKind::kBasic},
    {"some experience", CueKind::kBasic},
    {"some knowledge", CueKind::kBasic},
    {"beginner", CueKind::kBasic},
    {"elementary", CueKind::kBasic},
    {"familiar with", CueKind::kBasic},
    {"independently", CueKind::kIndependent},
    {"proficient", CueKind::kIndependent},
    {"solid", CueKind::kIndependent},
    {"good knowledge", CueKind::kIndependent},
    {"working knowledge", CueKind::kIndependent},
    {"extensive", CueKind::kAdvanced},
    {"strong", CueKind::kAdvanced},
    {"advanced", CueKind::kAdvanced},
    {"in depth", CueKind::kAdvanced},
    {"highly skilled", CueKind::kAdvanced},
    {"experienced", CueKind::kAdvanced},
    {"expert", CueKind::kExpert},
    {"specialist", CueKind::kExpert},
    {"excellent", CueKind::kExpert},
});

std::span<const Cue> CuesOf(Language language) {
  switch (language) {
    case Language::kNl:
      return kDutchCues;
    case Language::kDe:
      return kGermanCues;
    case Language::kEn:
      return kEnglishCues;
  }
  return {};
}

// How many of the tokens, from the first on, are the cue; 0: it does not stand there.
size_t LengthOf(const Cue& cue, std::span<const TextToken> tokens) {
  size_t count = 0;
  for (size_t at = 0; at <= cue.words.size(); ++count) {
    const size_t to = std::min(cue.words.find(' ', at), cue.words.size());
    if (count == tokens.size() || (count > 0 && tokens[count].gap != TokenGap::kNone) ||
        tokens[count].folded != cue.words.substr(at, to - at)) {
      return 0;
    }
    at = to + 1;
  }
  return count;
}

struct FoundCue {
  CueKind kind;
  size_t length;
};

std::optional<FoundCue> CueAt(std::span<const TextToken> tokens, std::span<const Cue> cues) {
  for (const Cue& cue : cues) {
    if (cue.words.front() != tokens.front().folded.front()) continue;
    if (const size_t length = LengthOf(cue, tokens); length > 0) return FoundCue{cue.kind, length};
  }
  return std::nullopt;
}

Proficiency LevelOf(CueKind kind) {
  switch (kind) {
    case CueKind::kBasic:
      return Proficiency::kBasic;
    case CueKind::kIndependent:
      return Proficiency::kIndependent;
    case CueKind::kAdvanced:
      return Proficiency::kAdvanced;
    case CueKind::kExpert:
      return Proficiency::kExpert;
    default:
      return Proficiency::kUnknown;
  }
}

// 0: no number.
int NumberIn(std::string_view word) {
  constexpr std::array<std::array<std::string_view, 3>, 11> kNumbers = {
      {{"", "", ""},
       {"een", "ein", "one"},
       {"twee", "zwei", "two"},
       {"drie", "drei", "three"},
       {"vier", "vier", "four"},
       {"vijf", "funf", "five"},
       {"zes", "sechs", "six"},
       {"zeven", "sieben", "seven"},
       {"acht", "acht", "eight"},
       {"negen", "neun", "nine"},
       {"tien", "zehn", "ten"}}};
  absl::string_view digits(word.data(), word.size());
  if (!digits.empty() && digits.back() == '+') digits.remove_suffix(1);
  int number = 0;
  if (absl::SimpleAtoi(digits, &number)) return number;
  for (size_t i = 1; i < kNumbers.size(); ++i) {
    if (std::ranges::find(kNumbers[i], word) != kNumbers[i].end()) return static_cast<int>(i);
  }
  return 0;
}

// Whether the years before tokens[at] are somebody's age: "ik ben 35 jaar", "35 years old".
bool AreAge(std::span<const TextToken> tokens, size_t at) {
  constexpr std::array<std::string_view, 6> kBefore = {"aged", "alter", "am",
                                                       "ben",  "bin",   "leeftijd"};
  constexpr std::array<std::string_view, 4> kAfter = {"alt", "jong", "old", "oud"};
  const auto is_in = [](const auto& words, const TextToken& token) {
    return std::ranges::find(words, token.folded) != words.end();
  };
  return (at > 0 && is_in(kBefore, tokens[at - 1])) ||
         (at + 2 < tokens.size() && is_in(kAfter, tokens[at + 2]));
}

// "5 jaar", "10+ years", from tokens[at] on: the level that so much practice gives. An age gives
// none: it is protected, and no practice.
Proficiency LevelOfYears(std::span<const TextToken> tokens, size_t at) {
  constexpr std::array<std::string_view, 8> kYears = {"jaar",   "jaren", "jahr",  "jahre",
                                                      "jahren", "year",  "years", "yrs"};
  constexpr int kMostYears = 60;
  constexpr int kIndependentFrom = 2;
  constexpr int kAdvancedFrom = 5;
  if (at + 1 >= tokens.size() || std::ranges::find(kYears, tokens[at + 1].folded) == kYears.end() ||
      AreAge(tokens, at)) {
    return Proficiency::kUnknown;
  }
  const int years = NumberIn(tokens[at].folded);
  if (years <= 0 || years > kMostYears) return Proficiency::kUnknown;
  if (years < kIndependentFrom) return Proficiency::kBasic;
  return years < kAdvancedFrom ? Proficiency::kIndependent : Proficiency::kAdvanced;
}

// A level of the Common European Framework of Reference for languages.
Proficiency LevelOfCefr(const TextToken& token) {
  if (token.folded.size() != 2 || token.folded[1] < '1' || token.folded[1] > '2') {
    return Proficiency::kUnknown;
  }
  switch (token.folded[0]) {
    case 'a':
      return Proficiency::kBasic;
    case 'b':
      return Proficiency::kIndependent;
    case 'c':
      return token.folded[1] == '1' ? Proficiency::kAdvanced : Proficiency::kExpert;
    default:
      return Proficiency::kUnknown;
  }
}

// Goes through one sentence at a time.
class SentenceReader {
 public:
  SentenceReader(std::span<const TextToken> tokens, Language language,
                 std::span<SkillContext> contexts)
      : tokens_(tokens), cues_(CuesOf(language)), contexts_(contexts) {}

  void Read() {
    for (size_t at = 0; at < tokens_.size();) {
      if (tokens_[at].gap == TokenGap::kComma) BeginPart(at);
      const auto cue = CueAt(tokens_.subspan(at), cues_);
      const size_t length = cue.has_value() ? cue->length : 1;
      if (cue.has_value()) Take(cue->kind, at);
      TakeLevel(cue.has_value() ? LevelOf(cue->kind) : Proficiency::kUnknown, at, at + length);
      for (size_t i = at; i < at + length; ++i) contexts_[i] = {polarity_, level_};
      at += length;
    }
  }

 private:
  // After a comma an enumeration goes on, but a sentence with a subject of its own begins anew.
  void BeginPart(size_t at) {
    part_ = at;
    if (polarity_ == SkillPolarity::kHas && level_ == Proficiency::kUnknown) return;
    for (size_t i = at; i < tokens_.size() && (i == at || tokens_[i].gap == TokenGap::kNone); ++i) {
      const auto cue = CueAt(tokens_.subspan(i), cues_);
      if (cue.has_value() && cue->kind == CueKind::kSubject) {
        polarity_ = SkillPolarity::kHas;
        level_ = Proficiency::kUnknown;
        return;
      }
    }
  }

  void Take(CueKind kind, size_t at) {
    switch (kind) {
      case CueKind::kLacksAll:
        for (size_t i = std::max(part_, lacked_); i < at; ++i) {
          contexts_[i].polarity = SkillPolarity::kLacks;
        }
        lacked_ = at;
        [[fallthrough]];
      case CueKind::kLacks:
        polarity_ = SkillPolarity::kLacks;
        return;
      case CueKind::kWants:
        polarity_ = SkillPolarity::kWants;
        return;
      case CueKind::kHas:
        polarity_ = SkillPolarity::kHas;
        level_ = Proficiency::kUnknown;
        part_ = at;
        return;
      default:
        return;
    }
  }

  void TakeLevel(Proficiency level, size_t at, size_t end) {
    if (level == Proficiency::kUnknown) {
      level = LevelOfYears(tokens_, at);
      if (level != Proficiency::kUnknown) end = at + 2;
    }
    if (level == Proficiency::kUnknown) {
      level = LevelOfCefr(tokens_[at]);
      // "Duits B2 en Engels C1": of the language before it, but for "niveau B2 Duits".
      if (level != Proficiency::kUnknown && at > part_ && !SaysLevel(tokens_[at - 1].folded)) {
        for (size_t i = std::max(part_, after_cefr_); i < at; ++i) {
          contexts_[i].proficiency = level;
        }
        after_cefr_ = at + 1;
        level_ = Proficiency::kUnknown;
        return;
      }
    }
    if (level == Proficiency::kUnknown) return;
    const bool nothing_follows = end >= tokens_.size() || tokens_[end].gap != TokenGap::kNone;
    if (nothing_follows && at > part_) {
      for (size_t i = part_; i < at; ++i) contexts_[i].proficiency = level;
      level_ = Proficiency::kUnknown;
    } else {
      level_ = level;
    }
  }

  static bool SaysLevel(std::string_view word) {
    constexpr std::array<std::string_view, 6> kWords = {"level",       "niveau", "sprachniveau",
                                                        "sprachstufe", "stufe",  "taalniveau"};
    return std::ranges::find(kWords, word) != kWords.end();
  }

  const std::span<const TextToken> tokens_;
  const std::span<const Cue> cues_;
  const std::span<SkillContext> contexts_;
  size_t after_cefr_ = 0;  // the place after the last level of a language
  size_t lacked_ = 0;      // of the present part what stands before it is lacked already
  size_t part_ = 0;        // where the present part of the sentence begins
  SkillPolarity polarity_ = SkillPolarity::kHas;
  Proficiency level_ = Proficiency::kUnknown;
};

bool IsWordCharacter(UChar32 c) { return u_isalnum(c) != 0 || c == '+' || c == '#' || c == '\''; }

TokenGap GapOf(UChar32 c) {
  switch (c) {
    case '!':
    case '?':
    case ';':
    case 0x2022:  // bullet
    case 0x25CF:  // black circle
    case 0x00B7:  // middle dot
      return TokenGap::kBreak;
    case ',':
      return TokenGap::kComma;
    default:
      return TokenGap::kNone;
  }
}

// Cuts a text into tokens.
class Tokenizer {
 public:
  explicit Tokenizer(std::string_view text) : text_(text) {}

  std::vector<TextToken> Run() && {
    const auto* bytes = reinterpret_cast<const uint8_t*>(text_.data());
    const auto size = static_cast<int32_t>(text_.size());
    for (int32_t at = 0; at < size;) {
      const int32_t begin = at;
      UChar32 c = 0;
      U8_NEXT(bytes, at, size, c);
      if (c >= 0 && (IsWordCharacter(c) || (word_begin_.has_value() && IsMark(c)))) {
        TakeWordCharacter(c, static_cast<size_t>(begin));
      } else {
        EndWord(static_cast<size_t>(begin));
        TakeGap(c, at, size);
      }
    }
    EndWord(text_.size());
    return std::move(tokens_);
  }

 private:
  static bool IsMark(UChar32 c) { return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0; }

  void TakeWordCharacter(UChar32 c, size_t begin) {
    if (word_begin_.has_value()) return;
    word_begin_ = begin;
    if (line_ended_ && u_islower(c) == 0) gap_ = TokenGap::kBreak;
    line_ended_ = false;
  }

  void TakeGap(UChar32 c, int32_t next, int32_t size) {
    gap_ = std::max(gap_, GapOf(c));
    if (c == '.') {
      // Within a number or an abbreviation no space follows.
      const bool ends = next >= size || text_[static_cast<size_t>(next)] <= ' ';
      if (ends && !FollowsAbbreviation()) gap_ = TokenGap::kBreak;
    }
    if (c == '\n') {
      if (line_ended_) gap_ = TokenGap::kBreak;  // an empty line
      line_ended_ = true;
    } else if (c > ' ') {
      // A sign before a word, such as a dash, begins an item of a list.
      if (line_ended_) gap_ = TokenGap::kBreak;
    }
  }

  bool FollowsAbbreviation() const {
    constexpr std::array<std::string_view, 10> kAbbreviations = {
        "bijv", "bzw", "ca", "dipl", "etc", "evt", "excl", "incl", "nr", "resp"};
    if (tokens_.empty()) return false;
    const std::string& last = tokens_.back().folded;
    return last.size() == 1 || std::ranges::find(kAbbreviations, last) != kAbbreviations.end();
  }

  void EndWord(size_t end) {
    if (!word_begin_.has_value()) return;
    const size_t begin = *word_begin_;
    word_begin_.reset();
    // What folds to several words ("l'eau") is several tokens of the same place.
    const std::string folded = Fold(text_.substr(begin, end - begin));
    for (size_t at = 0; at < folded.size();) {
      const size_t to = std::min(folded.find(' ', at), folded.size());
      tokens_.push_back({folded.substr(at, to - at), begin, end, gap_});
      gap_ = TokenGap::kNone;
      at = to + 1;
    }
  }

  const std::string_view text_;
  std::vector<TextToken> tokens_;
  std::optional<size_t> word_begin_;
  TokenGap gap_ = TokenGap::kBreak;
  bool line_ended_ = false;
};

}  // namespace

std::vector<TextToken> TokensOf(std::string_view text) { return Tokenizer(text).Run(); }

std::vector<SkillContext> ContextsOf(std::span<const TextToken> tokens, Language language) {
  std::vector<SkillContext> contexts(tokens.size());
  for (size_t begin = 0; begin < tokens.size();) {
    size_t end = begin + 1;
    while (end < tokens.size() && tokens[end].gap != TokenGap::kBreak) ++end;
    SentenceReader(tokens.subspan(begin, end - begin), language,
                   std::span(contexts).subspan(begin, end - begin))
        .Read();
    begin = end;
  }
  return contexts;
}

}  // namespace overstap::matcher
