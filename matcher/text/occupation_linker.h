// Finds the labels, and so the concepts, that a title means: "allround monteur e-installaties (m/v)
// 32-40u, Duiven". DESIGN.md beside this file says how, and what each part of it is worth.
//
//   OccupationLinker::Builder builder(Language::kNl);
//   builder.Add({.text = "monteur zonnepanelen", .concept_number = 0, .preferred = true});
//   builder.Add({.text = "zonnepaneleninstallateur", .concept_number = 0});
//   const OccupationLinker linker = std::move(builder).Build();
//   linker.Link("PV monteuse (m/v)", {.limit = 3}).labels[0].label == 0
//
// Immutable once built; safe to share between threads.
#ifndef OVERSTAP_MATCHER_TEXT_OCCUPATION_LINKER_H_
#define OVERSTAP_MATCHER_TEXT_OCCUPATION_LINKER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "matcher/text/compounds.h"
#include "matcher/text/cosine_index.h"
#include "matcher/text/label_translation.h"
#include "matcher/text/language.h"
#include "matcher/text/link_signals.h"
#include "matcher/text/string_map.h"
#include "matcher/text/title_noise.h"
#include "matcher/text/title_words.h"

namespace overstap::matcher {

// One surface form of a concept.
struct OccupationLabel {
  std::string_view text;
  // Labels with one number are of one concept; without, only labels of the same words are of one
  // ("Maurer/Maurerin", "Maurerin"), and nothing is learned from them.
  std::optional<uint32_t> concept_number;
  bool preferred = false;
  bool group = false;  // of a group of occupations (an ISCO group), which no title means
};

// What a label's score is the sum of. All are 0 or more, but for `group`.
struct LinkParts {
  float likeness = 0;   // cosines of words and of character n-grams, weighed
  float coverage = 0;   // how much of the title the label says, words by their rarity, weighed
  float shape = 0;      // letters in the same order, and length, weighed
  float equality = 0;   // kEquality where both are the same but for gender, spelling and stops
  float siblings = 0;   // what other labels of the concept add
  float preferred = 0;  // kPreferred of a preferred label
  float group = 0;      // below 0 for a group
  float Sum() const {
    return likeness + coverage + shape + equality + siblings + preferred + group;
  }
};

struct LinkedLabel {
  uint32_t label = 0;  // number of the label, in the order of Builder::Add
  LinkParts parts;
};

struct LabelSignals {
  uint32_t label = 0;  // as in LinkedLabel
  LinkSignals signals;
};

struct LinkedTitle {
  std::vector<LinkedLabel> labels;  // best first
  TitleNotes notes;
};

struct LinkOptions {
  size_t limit = 10;                   // labels
  const PlaceNames* places = nullptr;  // none are known without
};

class OccupationLinker {
 public:
  class Builder;

  // Labels that share something with the title: first the best of each concept, then their others;
  // within both by the sum of their parts, then those that name both genders ("Maurer/Maurerin"),
  // as taxonomies write what they prefer, then what is written as the title is, then by number. At
  // most 200 distinct texts are looked at closely. Empty where the title shares nothing with any
  // label.
  LinkedTitle Link(std::string_view title, const LinkOptions& options) const;

  size_t label_count() const { return labels_.size(); }
  // The greatest sum of a label's parts that there can be.
  float best_sum() const;

  // What Link weighs, of each label that it looks at closely, in any order; for learning the
  // weights (link_trainer.h). Noise is not set aside.
  std::vector<LabelSignals> Signals(std::string_view title) const;

 private:
  static constexpr uint32_t kNoPart = UINT32_MAX;

  // Labels that are the same words (CompareWords) are one entry of the indices.
  struct Entry {
    std::string run_together;     // its words without spaces
    std::vector<uint32_t> parts;  // numbers of the parts of its words
    std::vector<uint32_t> labels;
  };
  struct Label {
    uint32_t concept_number = 0;  // the builder's, or one of its own
    bool preferred = false;
    bool group = false;
    bool both_genders = false;  // "Maurer/Maurerin"
    std::string folded;         // fold.h
  };
  struct Candidate {
    uint32_t entry = 0;
    LinkSignals signals;
  };
  // A title as the indices see it.
  struct Query {
    std::vector<TitleWord> words;
    std::string run_together;
    std::vector<uint32_t> parts;  // kNoPart: of no label
    std::vector<float> weights;   // of the parts, sum 1
  };

  std::vector<std::string> JoinCompounds(std::vector<std::string> words) const;
  Query Read(std::string_view title) const;
  std::vector<Candidate> Nearest(const Query& query) const;
  void AddCoverage(const Query& query, std::vector<Candidate>& candidates) const;
  void AddShape(const Query& query, std::vector<Candidate>& candidates) const;
  std::vector<Candidate> CandidatesOf(const Query& query) const;
  LinkParts PartsOf(const Query& query, const Candidate& candidate) const;
  std::vector<LinkedLabel> LabelsOf(const Query& query,
                                    const std::vector<Candidate>& candidates) const;
  uint32_t PartNumber(std::string_view part) const;

  Language language_ = Language::kNl;
  std::vector<Label> labels_;
  std::vector<Entry> entries_;
  absl::flat_hash_set<std::string> label_words_;
  CompoundSplitter splitter_;
  CosineIndex word_index_;
  CosineIndex ngram_index_;
  StringMap<uint32_t> part_numbers_;
  std::vector<float> part_idf_;
  LabelTranslation translation_;
  LinkWeights weights_;
};

class OccupationLinker::Builder {
 public:
  explicit Builder(Language language)
      : language_(language), weights_(DefaultLinkWeights(language)) {}
  // The next label; labels are numbered from 0. A text without a letter or digit is found by
  // nothing.
  void Add(const OccupationLabel& label);
  // Those of LearnLinkWeights (link_trainer.h); the language's defaults without.
  void SetWeights(const LinkWeights& weights) { weights_ = weights; }
  OccupationLinker Build() &&;

 private:
  void MakeEntries(OccupationLinker& linker) const;
  void GroupTwins(OccupationLinker& linker) const;
  static void AddTradeSynonyms(const OccupationLinker& linker,
                               LabelTranslation::Builder& translation);
  static LabelTranslation Learn(const OccupationLinker& linker);

  Language language_;
  LinkWeights weights_;
  std::vector<Label> labels_;
  std::vector<std::vector<std::string>> words_;  // of each label
  std::vector<std::string> texts_;               // likewise
  std::vector<bool> grouped_;                    // whether the label came with a concept
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TEXT_OCCUPATION_LINKER_H_
