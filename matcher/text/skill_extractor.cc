#include "matcher/text/skill_extractor.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

#include "matcher/text/abbreviations.h"
#include "matcher/text/skill_words.h"

namespace overstap::matcher {
namespace {

// Measured in DESIGN.md.
constexpr float kLeastScore = 0.5F;
constexpr float kLeastCoverage = 0.55F;
// A label whose parts weigh less than this together says little: its score goes down with it.
constexpr float kTellingWeight = 6;
// What each word or comma between the words of a skill costs, and each part of a word, that is none
// of it.
constexpr float kStray = 0.12F;
// What is left of a score above the least where one part alone of a label of several is said.
constexpr float kOnePart = 0.5F;
// A word with a slip of the pen counts for this part.
constexpr float kSlip = 0.9F;
// The other words of a skill stand at most so many tokens from its rarest.
constexpr uint32_t kReach = 8;
// Shorter words are not taken for slips of the pen: too many words differ by one letter.
constexpr size_t kShortestSlip = 7;

// Bytes; what is longer is no word, and cutting it would take the square of its length.
constexpr size_t kLongestWord = 64;

// Calls visit(word) for each word that the folded word stands for.
template <typename Visit>
void ForEachMeant(std::string_view word, Language language, const Visit& visit) {
  const std::string_view meant = WrittenOut(word, language);
  if (meant.empty()) {
    visit(word);
    return;
  }
  for (size_t at = 0; at < meant.size();) {
    const size_t to = std::min(meant.find(' ', at), meant.size());
    visit(meant.substr(at, to - at));
    at = to + 1;
  }
}

bool IsTelling(std::string_view word, Language language) {
  return !IsFunctionWord(word, language) && !IsCvWord(word, language);
}

// Calls visit(part) for the parts of a word, or for the word where it is no compound.
template <typename Visit>
void ForEachPart(std::string_view word, Language language, const CompoundSplitter& splitter,
                 const Visit& visit) {
  if (word.size() > kLongestWord) return;
  for (const std::string_view part : splitter.Split(word)) {
    if (IsTelling(part, language)) visit(part);
  }
}

// Calls visit(root) for the root of each part.
template <typename Visit>
void ForEachRoot(std::string_view word, Language language, const CompoundSplitter& splitter,
                 SkillWords& words, const Visit& visit) {
  ForEachPart(word, language, splitter, [&](std::string_view part) { visit(words.RootOf(part)); });
}

bool IsOneSlipAway(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  const auto [in_a, in_b] = std::ranges::mismatch(a, b);
  const std::string_view left_a(in_a, a.end());
  const std::string_view left_b(in_b, b.end());
  if (left_a.empty()) return true;
  if (left_a.size() < left_b.size()) return left_a == left_b.substr(1);
  if (left_a.substr(1) == left_b.substr(1)) return true;
  return left_a.size() > 1 && left_a[0] == left_b[1] && left_a[1] == left_b[0] &&
         left_a.substr(2) == left_b.substr(2);
}

// Calls visit(hash) for the word and for what is left of it without each of its letters.
template <typename Visit>
void ForEachDeletion(std::string_view word, const Visit& visit) {
  const std::hash<std::string_view> hash;
  visit(uint64_t{hash(word)});
  std::string shorter;
  for (size_t i = 0; i < word.size(); ++i) {
    shorter.assign(word.substr(0, i)).append(word.substr(i + 1));
    visit(uint64_t{hash(shorter)});
  }
}

}  // namespace

void SkillExtractor::Builder::Add(const SkillLabel& label) {
  std::vector<std::string>& words = words_.emplace_back();
  std::vector<std::string>& cv_words = cv_words_.emplace_back();
  for (const TextToken& token : TokensOf(label.text)) {
    ForEachMeant(token.folded, language_, [&](std::string_view word) {
      if (IsFunctionWord(word, language_)) return;
      (IsCvWord(word, language_) ? cv_words : words).emplace_back(word);
    });
  }
  labels_.push_back({.concept_number = label.concept_number, .preferred = label.preferred});
}

void SkillExtractor::Builder::NumberParts(SkillExtractor& extractor) const {
  SkillWords words(language_);
  std::vector<uint32_t> labels_with_part;
  for (size_t i = 0; i < words_.size(); ++i) {
    std::vector<PartNumber> parts;
    const auto add = [&](const std::string& root) {
      const auto [found, added] = extractor.part_numbers_.try_emplace(
          root, static_cast<PartNumber>(labels_with_part.size()));
      if (added) labels_with_part.push_back(0);
      if (std::ranges::find(parts, found->second) == parts.end()) parts.push_back(found->second);
    };
    for (const std::string& word : words_[i]) {
      ForEachRoot(word, language_, extractor.splitter_, words, add);
    }
    std::ranges::sort(parts);
    Label& label = extractor.labels_[i];
    label.telling_count = static_cast<uint32_t>(parts.size());
    if (!parts.empty()) {
      for (const std::string& word : cv_words_[i]) add(words.RootOf(word));
    }
    for (const PartNumber part : parts) ++labels_with_part[part];
    label.first_part = static_cast<uint32_t>(extractor.parts_.size());
    label.part_count = static_cast<uint32_t>(parts.size());
    extractor.parts_.insert(extractor.parts_.end(), parts.begin(), parts.end());
  }
  const auto labels = static_cast<double>(words_.size());
  for (const uint32_t with : labels_with_part) {
    // As CosineIndex::IdfOf.
    extractor.idf_.push_back(
        static_cast<float>(std::log(1 + (labels - with + 0.5) / (with + 0.5))));
  }
}

void SkillExtractor::Builder::MakeAnchors(SkillExtractor& extractor) {
  std::vector<uint32_t>& begin = extractor.anchor_begin_;
  begin.assign(extractor.idf_.size() + 1, 0);
  for (Label& label : extractor.labels_) {
    const std::span<PartNumber> parts =
        std::span(extractor.parts_).subspan(label.first_part, label.part_count);
    std::ranges::stable_sort(parts.first(label.telling_count), std::greater(),
                             [&](PartNumber part) { return extractor.idf_[part]; });
    for (const PartNumber part : parts) label.weight += extractor.idf_[part];
    if (!parts.empty()) ++begin[parts.front() + 1];
  }
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  extractor.labels_by_anchor_.resize(begin.back());
  std::vector<uint32_t> next(begin.begin(), begin.end() - 1);
  for (uint32_t i = 0; i < extractor.labels_.size(); ++i) {
    const Label& label = extractor.labels_[i];
    if (label.part_count == 0) continue;
    extractor.labels_by_anchor_[next[extractor.parts_[label.first_part]]++] = i;
  }
}

void SkillExtractor::Builder::MakeDeletions(SkillExtractor& extractor) const {
  StringMap<uint32_t> numbers;
  for (const std::vector<std::string>& words : words_) {
    for (const std::string& word : words) {
      if (word.size() < kShortestSlip || word.size() > kLongestWord) continue;
      const auto number = static_cast<uint32_t>(extractor.words_.size());
      if (!numbers.try_emplace(word, number).second) continue;
      extractor.words_.push_back(word);
      ForEachDeletion(word,
                      [&](uint64_t hash) { extractor.by_deletion_.try_emplace(hash, number); });
    }
  }
}

SkillExtractor SkillExtractor::Builder::Build() && {
  SkillExtractor extractor;
  extractor.language_ = language_;
  extractor.labels_ = std::move(labels_);
  CompoundSplitter::Builder splitter(language_);
  for (const std::vector<std::string>& words : words_) {
    for (const std::string& word : words) splitter.AddWord(word);
  }
  extractor.splitter_ = std::move(splitter).Build();
  NumberParts(extractor);
  MakeAnchors(extractor);
  MakeDeletions(extractor);
  return extractor;
}

SkillExtractor::PartNumber SkillExtractor::NumberOf(std::string_view root) const {
  const auto found = part_numbers_.find(root);
  return found == part_numbers_.end() ? kNoPart : found->second;
}

std::string_view SkillExtractor::NearestTo(std::string_view word) const {
  if (word.size() < kShortestSlip || word.size() > kLongestWord) return {};
  std::optional<uint32_t> nearest;
  ForEachDeletion(word, [&](uint64_t hash) {
    const auto found = by_deletion_.find(hash);
    if (found == by_deletion_.end() || !IsOneSlipAway(word, words_[found->second])) return;
    nearest = std::min(nearest.value_or(found->second), found->second);
  });
  return nearest.has_value() ? words_[*nearest] : std::string_view();
}

// One text, sentence by sentence.
class SkillExtractor::Reader {
 public:
  Reader(const SkillExtractor& extractor, std::span<const TextToken> tokens)
      : extractor_(extractor),
        tokens_(tokens),
        words_(extractor.language_),
        is_telling_(tokens.size()),
        part_counts_(tokens.size()) {}

  std::vector<Candidate> Run() && {
    for (size_t i = 0; i < tokens_.size(); ++i) {
      is_telling_[i] = IsTelling(tokens_[i].folded, extractor_.language_);
    }
    for (size_t begin = 0; begin < tokens_.size();) {
      size_t end = begin + 1;
      while (end < tokens_.size() && tokens_[end].gap != TokenGap::kBreak) ++end;
      ReadSentence(begin, end);
      begin = end;
    }
    return std::move(candidates_);
  }

 private:
  // A part of a label that a token says.
  struct Said {
    PartNumber part = kNoPart;
    uint32_t token = 0;
    float sure = 1;
    friend bool operator<(const Said& a, const Said& b) {
      return std::tie(a.part, a.token) < std::tie(b.part, b.token);
    }
  };

  void ReadSentence(size_t begin, size_t end) {
    said_.clear();
    for (size_t i = begin; i < end; ++i) {
      if (is_telling_[i]) {
        AddParts(static_cast<uint32_t>(i));
      } else if (IsCvWord(tokens_[i].folded, extractor_.language_)) {
        AddCvWord(static_cast<uint32_t>(i));
      }
    }
    std::sort(said_.begin(), said_.end());
    for (const Said& said : said_) {
      if (!is_telling_[said.token]) continue;
      const uint32_t from = extractor_.anchor_begin_[said.part];
      const uint32_t to = extractor_.anchor_begin_[said.part + 1];
      for (uint32_t i = from; i < to; ++i) TryLabel(extractor_.labels_by_anchor_[i], said);
    }
  }

  // False: no label has it.
  bool Add(std::string_view word, SkillWords::Reading reading, uint32_t token, float sure) {
    const PartNumber part = extractor_.NumberOf(words_.RootOf(word, reading));
    if (part != kNoPart) said_.push_back({part, token, sure});
    return part != kNoPart;
  }

  // In both readings, since some label may have any form of it: "werkt" is "werken", too.
  void AddCvWord(uint32_t token) {
    for (const auto reading : {SkillWords::Reading::kLikely, SkillWords::Reading::kOther}) {
      Add(tokens_[token].folded, reading, token, 1);
    }
  }

  void AddPartsOf(std::string_view word, uint32_t token, float sure) {
    ForEachPart(word, extractor_.language_, extractor_.splitter_, [&](std::string_view part) {
      ++part_counts_[token];
      if (Add(part, SkillWords::Reading::kLikely, token, sure)) return;
      Add(part, SkillWords::Reading::kOther, token, sure);
    });
  }

  void AddParts(uint32_t token) {
    const size_t before = said_.size();
    ForEachMeant(tokens_[token].folded, extractor_.language_,
                 [&](std::string_view word) { AddPartsOf(word, token, 1); });
    if (said_.size() > before) return;
    const std::string_view right = extractor_.NearestTo(tokens_[token].folded);
    if (right.empty()) return;
    part_counts_[token] = 0;
    AddPartsOf(right, token, kSlip);
  }

  // The nearest token to `anchor` that says the part; null: none in reach.
  const Said* Nearest(PartNumber part, uint32_t anchor) const {
    const Said* nearest = nullptr;
    size_t least = kReach + 1;
    const Said from{part, anchor - std::min(anchor, kReach)};
    for (auto said = std::lower_bound(said_.begin(), said_.end(), from);
         said != said_.end() && said->part == part && said->token <= anchor + kReach; ++said) {
      const size_t distance = said->token > anchor ? said->token - anchor : anchor - said->token;
      if (distance >= least) continue;
      least = distance;
      nearest = &*said;
    }
    return nearest;
  }

  void TryLabel(uint32_t number, const Said& anchor) {
    const Label& label = extractor_.labels_[number];
    Candidate candidate{.label = number, .tokens = {anchor.token}};
    float found = 0;
    float left = label.weight;
    size_t parts_found = 0;
    for (const PartNumber part : extractor_.PartsOfLabel(label)) {
      const float idf = extractor_.idf_[part];
      const Said* said = part == anchor.part ? &anchor : Nearest(part, anchor.token);
      left -= idf;
      if (said != nullptr) {
        found += idf * said->sure;
        if (is_telling_[said->token]) {
          ++parts_found;
          candidate.tokens.push_back(said->token);
        }
      }
      if (found + left < kLeastCoverage * label.weight) return;
    }
    std::ranges::sort(candidate.tokens);
    candidate.tokens.erase(std::unique(candidate.tokens.begin(), candidate.tokens.end()),
                           candidate.tokens.end());
    candidate.first = candidate.tokens.front();
    candidate.last = candidate.tokens.back();
    const float strays = kStray * static_cast<float>(StraysOf(candidate, parts_found));
    candidate.score = found / label.weight * std::min(1.0F, found / kTellingWeight) / (1 + strays);
    if (candidate.score < kLeastScore) return;
    if (parts_found == 1 && label.telling_count > 1) {
      candidate.score = kLeastScore + kOnePart * (candidate.score - kLeastScore);
    }
    candidates_.push_back(std::move(candidate));
  }

  // What stands between the words of a candidate, and what they say besides.
  size_t StraysOf(const Candidate& candidate, size_t parts_found) const {
    size_t words = 0;
    size_t commas = 0;
    for (size_t i = candidate.first; i <= candidate.last; ++i) {
      words += is_telling_[i] ? 1 : 0;
      commas += i > candidate.first && tokens_[i].gap == TokenGap::kComma ? 1 : 0;
    }
    size_t parts = 0;
    for (const uint32_t token : candidate.tokens) parts += part_counts_[token];
    return words - candidate.tokens.size() + parts - parts_found + commas;
  }

  const SkillExtractor& extractor_;
  const std::span<const TextToken> tokens_;
  SkillWords words_;
  std::vector<bool> is_telling_;       // of each token
  std::vector<uint32_t> part_counts_;  // likewise, of those that tell
  std::vector<Said> said_;             // in the sentence, by part
  std::vector<Candidate> candidates_;
};

std::vector<ExtractedSkill> SkillExtractor::Extract(std::string_view text) const {
  const std::vector<TextToken> tokens = TokensOf(text);
  std::vector<Candidate> candidates = Reader(*this, tokens).Run();
  // What says the most of the rarest comes first.
  const auto worth = [this](const Candidate& candidate) {
    return candidate.score * candidate.score * labels_[candidate.label].weight;
  };
  std::ranges::stable_sort(candidates, [&](const Candidate& a, const Candidate& b) {
    const Label& left = labels_[a.label];
    const Label& right = labels_[b.label];
    return std::make_tuple(-worth(a), !left.preferred, left.concept_number, a.first) <
           std::make_tuple(-worth(b), !right.preferred, right.concept_number, b.first);
  });
  const std::vector<SkillContext> contexts = ContextsOf(tokens, language_);
  std::vector<bool> used(tokens.size());
  absl::flat_hash_map<uint32_t, size_t> place_of_concept;
  std::vector<ExtractedSkill> skills;
  for (const Candidate& candidate : candidates) {
    const bool says_more =
        std::ranges::any_of(candidate.tokens, [&](uint32_t token) { return !used[token]; });
    if (!says_more) continue;
    for (const uint32_t token : candidate.tokens) used[token] = true;
    const uint32_t number = labels_[candidate.label].concept_number;
    if (!place_of_concept.try_emplace(number, skills.size()).second) continue;
    ExtractedSkill& skill = skills.emplace_back(
        ExtractedSkill{.concept_number = number,
                       .label = candidate.label,
                       .score = candidate.score,
                       .begin = tokens[candidate.first].begin,
                       .end = tokens[candidate.last].end,
                       .polarity = contexts[candidate.tokens.front()].polarity});
    for (const uint32_t token : candidate.tokens) {
      if (skill.proficiency == Proficiency::kUnknown) {
        skill.proficiency = contexts[token].proficiency;
      }
    }
  }
  std::ranges::sort(skills, [](const ExtractedSkill& a, const ExtractedSkill& b) {
    return std::tie(a.begin, a.end, a.concept_number) < std::tie(b.begin, b.end, b.concept_number);
  });
  return skills;
}

}  // namespace overstap::matcher
