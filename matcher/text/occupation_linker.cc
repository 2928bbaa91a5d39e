#include "matcher/text/occupation_linker.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_join.h"
#include "matcher/text/fold.h"
#include "matcher/text/gender.h"
#include "matcher/text/stemmer.h"
#include "matcher/text/trade_synonyms.h"

namespace overstap::matcher {
namespace {

// What the parts of a score weigh that are not learned; measured in DESIGN.md.
constexpr float kWordShare = 0.2F;  // of the first search; n-grams have the rest
constexpr float kNgramShare = 1 - kWordShare;
constexpr float kEquality = 0.2F;
constexpr float kSiblings = 0.1F;
constexpr float kPreferred = 0.12F;
constexpr float kGroup = -0.3F;

constexpr float kSynonyms = 0.4F;  // how alike the words of a set of trade synonyms are

constexpr size_t kShortestNgram = 3;  // bytes of folded text
constexpr size_t kLongestNgram = 4;
constexpr size_t kCandidates = 200;
constexpr float kLeastLikeness = 0.02F;
constexpr size_t kSiblingsHeard = 3;
// A concept with more distinct labels teaches no translations: their pairs grow with the square.
constexpr size_t kMostLabelsToLearnFrom = 60;
// A word that no label has weighs this much of the rarest: it may be a name or a slip of the pen.
constexpr float kUnknownPart = 0.7F;

// Stems of the words, and of the parts of compounds.
std::vector<std::string> WordFeatures(const std::vector<TitleWord>& words) {
  std::vector<std::string> features;
  for (const TitleWord& word : words) {
    features.push_back(word.stem);
    std::ranges::copy(word.parts, std::back_inserter(features));
  }
  return features;
}

std::vector<std::string> NgramFeatures(const std::vector<TitleWord>& words) {
  std::vector<std::string> features;
  for (const TitleWord& word : words) {
    const std::string bounded = "^" + word.text + "$";
    for (size_t size = kShortestNgram; size <= kLongestNgram; ++size) {
      for (size_t at = 0; at + size <= bounded.size(); ++at) {
        features.push_back(bounded.substr(at, size));
      }
    }
  }
  return features;
}

// How many letters (bytes) of a title, of its first 64, others have in the same order: the longest
// common subsequence, bit-parallel (Hyyrö, Bit-parallel LCS-length computation revisited, 2004).
class CommonLetters {
 public:
  explicit CommonLetters(std::string_view title) {
    const size_t size = std::min<size_t>(title.size(), 64);
    for (size_t i = 0; i < size; ++i) {
      places_of_[static_cast<unsigned char>(title[i])] |= uint64_t{1} << i;
    }
  }
  int With(std::string_view label) const {
    // A zero at each place of the title where the common subsequence grows.
    uint64_t steps = ~uint64_t{0};
    for (char c : label) {
      const uint64_t matches = steps & places_of_[static_cast<unsigned char>(c)];
      steps = (steps + matches) | (steps - matches);
    }
    return std::popcount(~steps);
  }

 private:
  std::array<uint64_t, 256> places_of_ = {};
};

// The numbers of the kCandidates highest values above kLeastLikeness, in any order; of equal ones
// the lower numbers.
std::vector<uint32_t> Highest(const std::vector<float>& values) {
  const auto better = [&](uint32_t a, uint32_t b) {
    return values[a] != values[b] ? values[a] > values[b] : a < b;
  };
  // What is not above the lowest that was kept is never kept: few values are looked at twice.
  std::vector<uint32_t> highest;
  float above = kLeastLikeness;
  const auto keep_best = [&] {
    std::ranges::nth_element(highest, highest.begin() + (kCandidates - 1), better);
    highest.resize(kCandidates);
    above = values[highest.back()];
  };
  for (uint32_t i = 0; i < values.size(); ++i) {
    if (values[i] <= above) continue;
    highest.push_back(i);
    if (highest.size() == 4 * kCandidates) keep_best();
  }
  if (highest.size() > kCandidates) keep_best();
  return highest;
}

// The stems of each set of trade synonyms.
std::vector<std::vector<std::string>> TradeSynonymStems(Language language) {
  Stemmer stemmer(language);
  std::vector<std::vector<std::string>> sets;
  for (TradeSynonyms words : SynonymsOf(language)) {
    std::vector<std::string>& stems = sets.emplace_back();
    for (const std::string& word : CompareWords(words, language)) {
      stems.push_back(stemmer.Stem(word));
    }
  }
  return sets;
}

}  // namespace

float OccupationLinker::best_sum() const {
  LinkSignals full;
  full.values.fill(1);
  return WeighedSum(weights_, full) + kEquality + kSiblings + kPreferred;
}

void OccupationLinker::Builder::Add(const OccupationLabel& label) {
  // Concepts of their own get numbers when all others are known.
  words_.push_back(CompareWords(label.text, language_));
  const size_t slash = label.text.find('/');
  const bool both_genders = slash != std::string_view::npos &&
                            CompareWords(label.text.substr(0, slash), language_) == words_.back();
  labels_.push_back({label.concept_number.value_or(0), label.preferred, label.group, both_genders,
                     Fold(label.text)});
  grouped_.push_back(label.concept_number.has_value());
  texts_.emplace_back(label.text);
}

void OccupationLinker::Builder::MakeEntries(OccupationLinker& linker) const {
  Stemmer stemmer(language_);
  StringMap<uint32_t> entry_of_words;
  CosineIndex::Builder word_index;
  CosineIndex::Builder ngram_index;
  std::vector<uint32_t> entries_with_part;
  for (uint32_t label = 0; label < words_.size(); ++label) {
    const auto [found, added] = entry_of_words.try_emplace(
        absl::StrJoin(words_[label], " "), static_cast<uint32_t>(linker.entries_.size()));
    if (added) {
      const std::vector<TitleWord> words = WithParts(words_[label], linker.splitter_, stemmer);
      word_index.Add(WordFeatures(words));
      ngram_index.Add(NgramFeatures(words));
      Entry& entry = linker.entries_.emplace_back();
      entry.run_together = absl::StrJoin(words_[label], "");
      for (const TitleWord& word : words) {
        for (const std::string& part : word.parts) {
          const auto number = static_cast<uint32_t>(linker.part_numbers_.size());
          entry.parts.push_back(linker.part_numbers_.try_emplace(part, number).first->second);
        }
      }
    }
    linker.entries_[found->second].labels.push_back(label);
  }
  for (const std::vector<std::string>& synonyms : TradeSynonymStems(language_)) {
    for (const std::string& stem : synonyms) {
      linker.part_numbers_.try_emplace(stem, static_cast<uint32_t>(linker.part_numbers_.size()));
    }
  }
  linker.word_index_ = std::move(word_index).Build();
  linker.ngram_index_ = std::move(ngram_index).Build();
  linker.part_idf_.resize(linker.part_numbers_.size());
  for (const auto& [part, number] : linker.part_numbers_) {
    linker.part_idf_[number] = linker.word_index_.IdfOf(part);
  }
}

void OccupationLinker::Builder::AddTradeSynonyms(const OccupationLinker& linker,
                                                 LabelTranslation::Builder& translation) {
  for (const std::vector<std::string>& synonyms : TradeSynonymStems(linker.language_)) {
    for (size_t i = 0; i < synonyms.size(); ++i) {
      for (size_t j = 0; j < i; ++j) {
        if (synonyms[i] == synonyms[j]) continue;
        translation.AddSynonyms(linker.PartNumber(synonyms[i]), linker.PartNumber(synonyms[j]),
                                kSynonyms);
      }
    }
  }
}

LabelTranslation OccupationLinker::Builder::Learn(const OccupationLinker& linker) {
  absl::flat_hash_map<uint32_t, std::vector<uint32_t>> entries_of_concept;
  std::vector<uint32_t> concepts;  // in the order in which they came
  for (uint32_t entry = 0; entry < linker.entries_.size(); ++entry) {
    for (uint32_t label : linker.entries_[entry].labels) {
      auto& entries = entries_of_concept[linker.labels_[label].concept_number];
      if (entries.empty()) concepts.push_back(linker.labels_[label].concept_number);
      if (entries.empty() || entries.back() != entry) entries.push_back(entry);
    }
  }
  LabelTranslation::Builder translation(linker.part_numbers_.size());
  for (uint32_t concept_number : concepts) {
    const std::vector<uint32_t>& entries = entries_of_concept[concept_number];
    if (entries.size() > kMostLabelsToLearnFrom) continue;
    for (size_t i = 0; i < entries.size(); ++i) {
      for (size_t j = i + 1; j < entries.size(); ++j) {
        translation.AddPair(linker.entries_[entries[i]].parts, linker.entries_[entries[j]].parts);
      }
    }
  }
  AddTradeSynonyms(linker, translation);
  return std::move(translation).Build();
}

// Labels without a concept that are the same words are one concept. Of a text that is there several
// times the first goes with the first of each other text, the second with the second: no concept
// has a label twice.
void OccupationLinker::Builder::GroupTwins(OccupationLinker& linker) const {
  uint32_t next_concept = 0;
  for (size_t i = 0; i < grouped_.size(); ++i) {
    if (grouped_[i]) next_concept = std::max(next_concept, linker.labels_[i].concept_number + 1);
  }
  for (const Entry& entry : linker.entries_) {
    StringMap<size_t> times;
    std::vector<uint32_t> concepts;
    for (uint32_t label : entry.labels) {
      if (grouped_[label]) continue;
      const size_t time = times[texts_[label]]++;
      if (time == concepts.size()) concepts.push_back(next_concept++);
      linker.labels_[label].concept_number = concepts[time];
    }
  }
}

OccupationLinker OccupationLinker::Builder::Build() && {
  OccupationLinker linker;
  linker.language_ = language_;
  linker.weights_ = weights_;
  CompoundSplitter::Builder splitter(language_);
  for (const auto& words : words_) {
    for (const std::string& word : words) {
      splitter.AddWord(word);
      linker.label_words_.insert(word);
    }
  }
  linker.splitter_ = std::move(splitter).Build();
  linker.labels_ = std::move(labels_);
  MakeEntries(linker);
  GroupTwins(linker);
  linker.translation_ = Learn(linker);
  return linker;
}

uint32_t OccupationLinker::PartNumber(std::string_view part) const {
  const auto found = part_numbers_.find(part);
  return found == part_numbers_.end() ? kNoPart : found->second;
}

// Neighbours of which one is of no label, but which together are a word of some label, are that
// word ("tandarts assistente" where only tandartsassistent is known), also with a linking s.
std::vector<std::string> OccupationLinker::JoinCompounds(std::vector<std::string> words) const {
  std::vector<std::string> joined;
  for (std::string& word : words) {
    const bool alone =
        joined.empty() || (label_words_.contains(joined.back()) && label_words_.contains(word));
    if (!alone && label_words_.contains(joined.back() + word)) {
      joined.back() += word;
    } else if (!alone && label_words_.contains(joined.back() + "s" + word)) {
      joined.back() += "s" + word;
    } else {
      joined.push_back(std::move(word));
    }
  }
  return joined;
}

OccupationLinker::Query OccupationLinker::Read(std::string_view title) const {
  Stemmer stemmer(language_);
  const std::vector<std::string> words = JoinCompounds(CompareWords(title, language_));
  Query query;
  query.run_together = absl::StrJoin(words, "");
  query.words = WithParts(words, splitter_, stemmer);
  float sum = 0;
  for (const TitleWord& word : query.words) {
    for (const std::string& part : word.parts) {
      const uint32_t number = PartNumber(part);
      query.parts.push_back(number);
      query.weights.push_back(number == kNoPart ? kUnknownPart * word_index_.IdfOf(part)
                                                : part_idf_[number]);
      sum += query.weights.back();
    }
  }
  for (float& weight : query.weights) weight /= sum;
  return query;
}

// The entries most alike, in any order.
std::vector<OccupationLinker::Candidate> OccupationLinker::Nearest(const Query& query) const {
  std::vector<float> likeness(entries_.size());
  word_index_.AddCosines(WordFeatures(query.words), kWordShare, likeness);
  ngram_index_.AddCosines(NgramFeatures(query.words), kNgramShare, likeness);
  const std::vector<uint32_t> entries = Highest(likeness);
  std::vector<Candidate> candidates;
  candidates.reserve(entries.size());
  for (uint32_t entry : entries) {
    Candidate& candidate = candidates.emplace_back(Candidate{entry, {}});
    candidate.signals[LinkSignal::kLikeness] = likeness[entry];
  }
  return candidates;
}

// Each part of the title is covered by the part of the label that is most like it.
void OccupationLinker::AddCoverage(const Query& query, std::vector<Candidate>& candidates) const {
  std::vector<float> likeness(part_idf_.size());
  for (size_t i = 0; i < query.parts.size(); ++i) {
    const uint32_t part = query.parts[i];
    if (part == kNoPart) continue;
    for (const WordLikeness& like : translation_.Like(part)) likeness[like.from] = like.likeness;
    likeness[part] = 1;
    for (Candidate& candidate : candidates) {
      float best = 0;
      for (uint32_t own : entries_[candidate.entry].parts) best = std::max(best, likeness[own]);
      candidate.signals[LinkSignal::kCoverage] += query.weights[i] * best;
    }
    for (const WordLikeness& like : translation_.Like(part)) likeness[like.from] = 0;
    likeness[part] = 0;
  }
}

void OccupationLinker::AddShape(const Query& query, std::vector<Candidate>& candidates) const {
  const std::string& title = query.run_together;
  const CommonLetters letters(title);
  for (Candidate& candidate : candidates) {
    const std::string& label = entries_[candidate.entry].run_together;
    const auto both = static_cast<float>(title.size() + label.size());
    const auto [shorter, longer] = std::minmax({title.size(), label.size()});
    candidate.signals[LinkSignal::kLetters] = 2 * static_cast<float>(letters.With(label)) / both;
    candidate.signals[LinkSignal::kLength] =
        static_cast<float>(shorter) / static_cast<float>(longer);
  }
}

std::vector<OccupationLinker::Candidate> OccupationLinker::CandidatesOf(const Query& query) const {
  std::vector<Candidate> candidates = Nearest(query);
  AddCoverage(query, candidates);
  AddShape(query, candidates);
  return candidates;
}

std::vector<LabelSignals> OccupationLinker::Signals(std::string_view title) const {
  std::vector<LabelSignals> signals;
  for (const Candidate& candidate : CandidatesOf(Read(title))) {
    for (uint32_t label : entries_[candidate.entry].labels) {
      signals.push_back({label, candidate.signals});
    }
  }
  return signals;
}

LinkParts OccupationLinker::PartsOf(const Query& query, const Candidate& candidate) const {
  const auto weighed = [&](LinkSignal signal) {
    return weights_[signal] * candidate.signals[signal];
  };
  LinkParts parts;
  parts.likeness = weighed(LinkSignal::kLikeness);
  parts.coverage = weighed(LinkSignal::kCoverage);
  parts.shape = weighed(LinkSignal::kLetters) + weighed(LinkSignal::kLength);
  if (entries_[candidate.entry].run_together == query.run_together) parts.equality = kEquality;
  return parts;
}

std::vector<LinkedLabel> OccupationLinker::LabelsOf(
    const Query& query, const std::vector<Candidate>& candidates) const {
  std::vector<LinkedLabel> linked;
  absl::flat_hash_map<uint32_t, std::array<float, kSiblingsHeard + 1>> best_of_concept;
  for (const Candidate& candidate : candidates) {
    const LinkParts parts = PartsOf(query, candidate);
    const auto concept_of = [this](uint32_t label) { return labels_[label].concept_number; };
    const std::vector<uint32_t>& labels = entries_[candidate.entry].labels;
    for (auto label = labels.begin(); label != labels.end(); ++label) {
      linked.push_back({*label, parts});
      const uint32_t number = concept_of(*label);
      if (std::ranges::find(labels.begin(), label, number, concept_of) != label) continue;
      // Insertion into the few best scores, best first.
      float score = parts.Sum();
      for (float& best : best_of_concept[number]) {
        if (score > best) std::swap(score, best);
      }
    }
  }
  for (LinkedLabel& label : linked) {
    const Label& of = labels_[label.label];
    const auto& best = best_of_concept[of.concept_number];
    for (size_t i = 1; i < best.size(); ++i) label.parts.siblings += best[i];
    label.parts.siblings *= kSiblings / static_cast<float>(kSiblingsHeard);
    label.parts.preferred = of.preferred ? kPreferred : 0;
    label.parts.group = of.group ? kGroup : 0;
  }
  return linked;
}

LinkedTitle OccupationLinker::Link(std::string_view title, const LinkOptions& options) const {
  const PlaceNames no_places;
  LinkedTitle result;
  const std::string plain =
      SetNoiseAside(WithoutGenderMarks(title), language_,
                    options.places == nullptr ? no_places : *options.places, result.notes);
  const Query query = Read(plain);
  const std::string folded = Fold(plain);
  std::vector<LinkedLabel> linked = LabelsOf(query, CandidatesOf(query));
  std::ranges::sort(linked, [&](const LinkedLabel& a, const LinkedLabel& b) {
    const float left = a.parts.Sum();
    const float right = b.parts.Sum();
    if (left != right) return left > right;
    const bool left_both = labels_[a.label].both_genders;
    if (left_both != labels_[b.label].both_genders) return left_both;
    const bool left_same = labels_[a.label].folded == folded;
    return left_same != (labels_[b.label].folded == folded) ? left_same : a.label < b.label;
  });
  absl::flat_hash_set<uint32_t> seen;
  const auto others = std::stable_partition(
      linked.begin(), linked.end(),
      [&](const LinkedLabel& l) { return seen.insert(labels_[l.label].concept_number).second; });
  static_cast<void>(others);
  if (linked.size() > options.limit) linked.resize(options.limit);
  result.labels = std::move(linked);
  return result;
}

}  // namespace overstap::matcher
