// One version of the taxonomy: skills, occupations, their relations and labels, and what is
// precomputed from them (inverse document frequency, similar skills, label search).
//
//   TaxonomyBuilder builder(7, "ESCO v1.1.1");
//   builder.AddConcept({...});  builder.AddRelation({...});
//   absl::StatusOr<std::shared_ptr<const Taxonomy>> taxonomy = std::move(builder).Build();
//
// A Taxonomy is immutable and safe to share between threads; views live as long as it. A builder
// belongs to one thread.
#ifndef OVERSTAP_MATCHER_TAXONOMY_TAXONOMY_H_
#define OVERSTAP_MATCHER_TAXONOMY_TAXONOMY_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "matcher/model/ids.h"
#include "matcher/model/values.h"
#include "matcher/taxonomy/similarity.h"
#include "matcher/text/label_index.h"
#include "matcher/text/language.h"

namespace overstap::matcher {

// Same values as overstap.v1.ConceptKind.
enum class ConceptKind : uint8_t {
  kSkill = 1,
  kKnowledge = 2,
  kOccupation = 3,
  kSkillGroup = 4,
  kIscoGroup = 5
};

// Same values as overstap.v1.RelationKind.
enum class RelationKind : uint8_t {
  kEssentialSkill = 1,
  kOptionalSkill = 2,
  kBroader = 3,
  kRelatedEssential = 4,
  kRelatedOptional = 5,
};

struct ConceptLabels {
  std::string preferred;
  std::vector<std::string> alternatives;
};

// A concept as it is imported.
struct ConceptEntry {
  std::string scheme;  // "ESCO"
  std::string code;    // URI
  ConceptKind kind = ConceptKind::kSkill;
  ConceptLabels labels[kLanguageCount];  // an empty preferred label: none in that language
  std::string isco_code;
  std::string reuse_level;
  std::vector<std::string> collections;
};

struct RelationEntry {
  std::string source;  // URI
  std::string target;  // URI
  RelationKind kind = RelationKind::kBroader;
};

class Taxonomy {
 public:
  Taxonomy(const Taxonomy&) = delete;
  Taxonomy& operator=(const Taxonomy&) = delete;

  uint64_t number() const { return number_; }
  const std::string& source_version() const { return source_version_; }
  size_t skill_count() const { return skills_.size(); }
  size_t occupation_count() const { return occupations_.size(); }
  size_t relation_count() const { return relation_count_; }
  // Languages that have any label.
  std::vector<Language> languages() const;

  // Skills and occupations are numbered in ascending order of their URI. nullopt: not in this
  // version (or a group).
  std::optional<SkillNumber> FindSkill(std::string_view code) const;
  std::optional<OccupationNumber> FindOccupation(std::string_view code) const;
  const ConceptEntry& skill(SkillNumber number) const { return skills_[number.value()]; }
  const ConceptEntry& occupation(OccupationNumber number) const {
    return occupations_[number.value()];
  }
  // The preferred label in the language, else in nl, en, de, in this order; never empty.
  std::string_view Label(SkillNumber number, Language language) const;
  std::string_view Label(OccupationNumber number, Language language) const;

  // By ascending skill number, each skill once (essential wins over optional).
  std::span<const OccupationSkill> SkillsOf(OccupationNumber occupation) const;
  std::span<const RelatedSkill> RelatedTo(SkillNumber skill) const;
  // ln((1 + N) / (1 + df)) + 1 over the N occupations, of which df name the skill: above 0 for
  // every skill.
  double InverseDocumentFrequency(SkillNumber skill) const { return idf_[skill.value()]; }
  // At most kFitConstants.similarity.max_neighbours skills, most similar first, that having `skill`
  // covers in part (see similarity.h).
  std::span<const SimilarSkill> SimilarTo(SkillNumber skill) const;
  // In the collection, e.g. "technical".
  bool InCollection(SkillNumber skill, std::string_view collection) const;

  // Finds skills and occupations by the beginning of a label or of a word in it; see
  // text/label_index.h for the order. A concept without a label in the language is found by the
  // one that Label() gives.
  const LabelIndex& label_index(Language language) const {
    return label_index_[static_cast<int>(language)];
  }

 private:
  friend class TaxonomyBuilder;
  Taxonomy() = default;

  uint64_t number_ = 0;
  std::string source_version_;
  size_t relation_count_ = 0;
  std::vector<ConceptEntry> skills_;
  std::vector<ConceptEntry> occupations_;
  absl::flat_hash_map<std::string_view, SkillNumber> skill_by_code_;  // keys view skills_
  absl::flat_hash_map<std::string_view, OccupationNumber>
      occupation_by_code_;                        // keys view occupations_
  std::vector<uint32_t> occupation_skill_begin_;  // occupation_count + 1 offsets
  std::vector<OccupationSkill> occupation_skills_;
  std::vector<uint32_t> related_begin_;  // skill_count + 1 offsets
  std::vector<RelatedSkill> related_;
  std::vector<double> idf_;
  std::vector<uint32_t> similar_begin_;  // skill_count + 1 offsets
  std::vector<SimilarSkill> similar_;
  LabelIndex label_index_[kLanguageCount];
};

class TaxonomyBuilder {
 public:
  TaxonomyBuilder(uint64_t number, std::string source_version);

  void AddConcept(ConceptEntry entry);
  void AddRelation(RelationEntry relation);
  // INVALID_ARGUMENT names (the first 100 of) the concepts without code or label, codes given
  // twice, and relations whose ends are missing, of the wrong kind or the same. A relation that is
  // given twice counts once.
  absl::StatusOr<std::shared_ptr<const Taxonomy>> Build() &&;

 private:
  struct Resolved;
  // Steps of Build.
  absl::StatusOr<Resolved> Resolve();
  void MoveConcepts(Taxonomy* taxonomy);
  static void AddRelations(Resolved& resolved, Taxonomy* taxonomy);
  static void AddSimilarities(Resolved& resolved, Taxonomy* taxonomy);
  static void AddLabels(Taxonomy* taxonomy);

  uint64_t number_;
  std::string source_version_;
  std::vector<ConceptEntry> concepts_;
  std::vector<RelationEntry> relations_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TAXONOMY_TAXONOMY_H_
