#include "matcher/text/qualification_titles.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <tuple>
#include <utility>

#include "absl/strings/str_split.h"
#include "matcher/text/fold.h"
#include "matcher/text/gender.h"
#include "matcher/text/language.h"
#include "matcher/text/stemmer.h"

namespace overstap::matcher {
namespace {

constexpr double kLeastShare = 0.5;
// Where the title names a level, which decides more than words do.
constexpr double kLeastShareAtLevel = 1.0 / 3;
// The first word that names the work says more than those that narrow it: "helpende (zorg en
// welzijn)", "verzorgende (IG)".
constexpr double kFirstWord = 2;
constexpr double kGradeWord = 0.3;
// Of a word's weight, where it is the end of a compound: "wijkverpleegkundige".
constexpr double kCompound = 0.9;
constexpr size_t kMinCompoundEnd = 7;  // bytes of the stem

// What changes with the level inside one line of work; the other words tell the line.
constexpr auto kGradeWords =
    std::to_array<std::string_view>({"eerste", "allround", "specialist", "expert", "monteur",
                                     "technicus", "medewerker", "assistent", "basis"});
// Of a row's title: they say the kind of diploma, which its level says too.
constexpr auto kDiplomaWords = std::to_array<std::string_view>(
    {"bachelor", "master", "associate", "degree", "mbo", "hbo", "wo", "vervolgopleiding", "niveau",
     "diploma", "ander", "andere", "en", "of", "van"});
constexpr auto kOtherWork = std::to_array<std::string_view>(
    {"leerling", "stagiair", "stage", "student", "docent", "leraar", "instructeur", "opleider",
     "praktijkopleider", "recruiter", "teamleider", "manager"});

struct Meaning {
  std::string_view word;
  std::string_view words;
};
constexpr auto kShort = std::to_array<Meaning>({{"vig", "verzorgende ig"},
                                                {"3ig", "niveau 3 ig"},
                                                {"evv", "verzorgende ig"},
                                                {"evver", "verzorgende ig"},
                                                {"vpk", "verpleegkundige"},
                                                {"hbov", "hbo verpleegkunde"},
                                                {"mboer", "mbo"},
                                                {"hboer", "hbo"},
                                                {"niv", "niveau"},
                                                {"nivo", "niveau"},
                                                {"mbo1", "mbo 1"},
                                                {"mbo2", "mbo 2"},
                                                {"mbo3", "mbo 3"},
                                                {"mbo4", "mbo 4"},
                                                {"universitair", "wo"},
                                                {"monteuse", "monteur"},
                                                {"technica", "technicus"},
                                                {"etech", "elektrotechnische"},
                                                {"wtech", "werktuigkundige"}});

// Who does the work, and the work or its study, by the ends of their names.
constexpr auto kStudies = std::to_array<Meaning>(
    {{"therapeut", "therapie"}, {"logopedist", "logopedie"}, {"mechatronicus", "mechatronica"}});

bool IsOneOf(std::string_view word, std::span<const std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

std::vector<std::string> Split(std::string_view folded) {
  return absl::StrSplit(absl::string_view(folded.data(), folded.size()), ' ', absl::SkipEmpty());
}

// The folded words, short forms written out.
std::vector<std::string> WordsOf(std::string_view text) {
  std::vector<std::string> words;
  for (std::string& word : Split(Fold(WithoutGenderMarks(text)))) {
    const auto meant = std::ranges::find(kShort, word, &Meaning::word);
    if (meant == kShort.end()) {
      words.push_back(std::move(word));
    } else {
      std::ranges::move(Split(meant->words), std::back_inserter(words));
    }
  }
  return words;
}

std::string StudyOf(std::string word) {
  for (const Meaning& study : kStudies) {
    if (!word.ends_with(study.word)) continue;
    return word.replace(word.size() - study.word.size(), study.word.size(), study.words);
  }
  return word;
}

// "Basislasser" is the first grade of a lasser.
std::string_view WithoutBasis(std::string_view word) {
  const bool grade = word.starts_with("basis") && word.size() > 8;
  return grade ? word.substr(5) : word;
}

std::vector<std::string> StemsOf(std::span<const std::string> words) {
  Stemmer stemmer(Language::kNl);
  std::vector<std::string> stems;
  stems.reserve(words.size());
  for (const std::string& word : words) {
    stems.push_back(stemmer.Stem(StudyOf(NeutralWord(WithoutBasis(word), Language::kNl))));
  }
  return stems;
}

// The words of a name of a qualification that name the work.
std::vector<std::string> WorkWords(std::string_view name) {
  std::vector<std::string> words;
  for (std::string& word : WordsOf(name)) {
    const bool level = word.size() == 1 && word[0] >= '0' && word[0] <= '9';
    if (level || IsOneOf(word, kDiplomaWords)) continue;
    words.push_back(std::move(word));
  }
  return words;
}

// The title before its brackets, and what they hold if that is two words or more.
std::vector<std::vector<std::string>> NamesOf(std::string_view title) {
  const size_t open = title.find('(');
  std::vector<std::vector<std::string>> names = {WorkWords(title.substr(0, open))};
  if (open == std::string_view::npos) return names;
  std::vector<std::string> inside = WorkWords(title.substr(open + 1));
  if (inside.size() > 1) names.push_back(std::move(inside));
  return names;
}

// The levels that a title names, all together.
struct Levels {
  int least = 8;
  int most = 0;
  std::vector<std::string> words;

  bool named() const { return most != 0; }
  bool Has(EqfLevel level) const { return !named() || (level >= least && level <= most); }
  void Add(int from, int to) {
    least = std::min(least, from);
    most = std::max(most, to);
  }
};

// 1 to 8; 0: no digit of a level.
int LevelDigit(std::string_view word) {
  return word.size() == 1 && word[0] >= '1' && word[0] <= '8' ? word[0] - '0' : 0;
}

// The digits that follow "mbo" or "niveau" at `at`: "3", "3 4", "3 of 4". Moves `at` to the last.
bool AddDigits(std::span<const std::string> words, size_t& at, Levels& levels) {
  bool any = false;
  for (size_t next = at + 1; next < words.size(); ++next) {
    const bool link = any && (words[next] == "of" || words[next] == "en" || words[next] == "tot");
    if (link) continue;
    const int digit = LevelDigit(words[next]);
    if (digit == 0) break;
    // Until the EQF came to the Netherlands (2012), care counted its hbo as level 5.
    levels.Add(digit, digit == 5 ? 6 : digit);
    levels.words.push_back(words[next]);
    any = true;
    at = next;
  }
  return any;
}

Levels LevelsOf(std::span<const std::string> words) {
  Levels levels;
  for (size_t at = 0; at < words.size(); ++at) {
    const std::string& word = words[at];
    if (word == "niveau" || word == "mbo") {
      const bool alone = !AddDigits(words, at, levels);
      if (alone && word == "niveau") continue;
      if (alone) levels.Add(1, 4);
    } else if (word == "hbo" || word == "bachelor") {
      levels.Add(5, 6);
    } else if (word == "wo" || word == "master") {
      levels.Add(word == "wo" ? 6 : 7, 7);
    } else {
      continue;
    }
    levels.words.push_back(word);
  }
  return levels;
}

// Words and neighbours joined: "dokters assistent" for "doktersassistent".
std::vector<std::string> WithJoined(std::vector<std::string> words) {
  const size_t count = words.size();
  for (size_t i = 0; i + 1 < count; ++i) words.push_back(words[i] + words[i + 1]);
  return words;
}

bool IsOtherWork(std::span<const std::string> words) {
  return std::ranges::any_of(words, [](const std::string& word) {
    return word.starts_with("dier") || IsOneOf(word, kOtherWork);
  });
}

}  // namespace

QualificationTitles::QualificationTitles(std::span<const QualificationRow> rows) {
  StringMap<double> forms_with_stem;
  std::vector<std::vector<std::string>> names;
  for (size_t row = 0; row < rows.size(); ++row) {
    level_of_row_.push_back(rows[row].level);
    for (std::vector<std::string>& name : NamesOf(rows[row].title)) {
      if (name.empty()) continue;
      const bool field = rows[row].title.starts_with("Bachelor");
      forms_.push_back({row, field, StemsOf(name), {}});
      for (const std::string& stem : forms_.back().stems) ++forms_with_stem[stem];
      names.push_back(std::move(name));
    }
  }
  for (size_t i = 0; i < forms_.size(); ++i) {
    double factor = kFirstWord;
    for (size_t j = 0; j < names[i].size(); ++j) {
      const double rarity =
          std::log(1 + static_cast<double>(forms_.size()) / forms_with_stem[forms_[i].stems[j]]);
      const bool grade = IsOneOf(names[i][j], kGradeWords);
      forms_[i].weights.push_back(rarity * (grade ? kGradeWord : factor));
      if (!grade) factor = 1;
    }
  }
}

QualificationTitles::Match QualificationTitles::MatchOf(size_t form,
                                                        std::span<const std::string> words,
                                                        std::span<const std::string> stems) const {
  const Form& of = forms_[form];
  Match match{form, 0, 0, {}};
  double all = 0;
  for (size_t i = 0; i < of.stems.size(); ++i) {
    all += of.weights[i];
    double best = 0;
    size_t best_word = 0;
    for (size_t j = 0; j < stems.size(); ++j) {
      const bool end = of.stems[i].size() >= kMinCompoundEnd && stems[j].ends_with(of.stems[i]);
      const double found = stems[j] == of.stems[i] ? 1 : (end ? kCompound : 0);
      if (found > best) best_word = j;
      best = std::max(best, found);
    }
    if (best > 0) match.words.push_back(words[best_word]);
    match.weight += best * of.weights[i];
  }
  match.share = match.weight / all;
  return match;
}

bool QualificationTitles::Before(const Match& a, const Match& b) const {
  const auto key = [&](const Match& match) {
    return std::make_tuple(-match.share, -match.weight, level_of_row_[forms_[match.form].row]);
  };
  return key(a) < key(b);
}

std::optional<TitleQualification> QualificationTitles::QualificationOf(
    std::string_view title) const {
  const std::vector<std::string> plain = WordsOf(title);
  if (IsOtherWork(plain)) return std::nullopt;
  const Levels levels = LevelsOf(plain);
  const std::vector<std::string> words = WithJoined(plain);
  const std::vector<std::string> stems = StemsOf(words);
  std::vector<Match> matches;
  for (size_t form = 0; form < forms_.size(); ++form) {
    if (!levels.Has(level_of_row_[forms_[form].row])) continue;
    Match match = MatchOf(form, words, stems);
    if (!match.words.empty()) matches.push_back(std::move(match));
  }
  const auto best = std::ranges::min_element(
      matches, [this](const Match& a, const Match& b) { return Before(a, b); });
  const double least = levels.named() ? kLeastShareAtLevel : kLeastShare;
  if (best == matches.end() || best->share < least) return std::nullopt;
  const bool open = std::ranges::any_of(matches, [&](const Match& other) {
    if (forms_[other.form].row == forms_[best->form].row || other.words != best->words)
      return false;
    if (other.share == best->share) return !levels.named();
    return best->share < kCompound || (forms_[best->form].field && !levels.named());
  });
  if (open) return std::nullopt;
  TitleQualification qualification{forms_[best->form].row, best->words};
  std::ranges::copy(levels.words, std::back_inserter(qualification.words));
  return qualification;
}

}  // namespace overstap::matcher
