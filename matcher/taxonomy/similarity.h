// How far having one skill covers the demand for another.
//
//   std::vector<std::vector<SimilarSkill>> similar = ComputeSimilar(input,
//   kFitConstants.similarity); for (const SimilarSkill& covered : similar[skill]) ...
//
// Three kinds of evidence, each in 0..1, that are combined as independent ones, 1 - Π (1 - weight ·
// evidence), and capped:
//
// - relation: the taxonomy says that k is essential (or optional) to j. Who has j has k, nearly;
//   who has k has a part of j.
// - hierarchy: Lin's similarity over broader concepts (D. Lin, An Information-Theoretic Definition
//   of Similarity, 1998): 2 IC(c) / (IC(j) + IC(k)), where c is the most specific concept at or
//   above both and IC(c) = 1 - ln(skills at or below c) / ln(skills).
// - co-occurrence: the cosine of the skills' weights over occupations, where an occupation that
//   names few skills says more, ln((1 + S) / (1 + skills it names)), times n / (n + support) for n
//   shared occupations. Skills that are used together complete each other more than they replace
//   each other, so this weighs least.
//
// Pure and deterministic; safe from any thread. Full ESCO takes well under two seconds.
#ifndef OVERSTAP_MATCHER_TAXONOMY_SIMILARITY_H_
#define OVERSTAP_MATCHER_TAXONOMY_SIMILARITY_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "matcher/fit/constants.h"
#include "matcher/model/ids.h"
#include "matcher/model/values.h"

namespace overstap::matcher {

// A skill of an occupation.
struct OccupationSkill {
  SkillNumber skill;
  bool essential = true;
};

// A relation between skills, as imported: `other` is essential or optional to the skill.
struct RelatedSkill {
  SkillNumber other;
  bool essential = true;
};

// A similar skill: having the one asked about covers `skill` to `similarity`, below 1.
struct SimilarSkill {
  SkillNumber skill;
  Share similarity;
  friend bool operator==(const SimilarSkill&, const SimilarSkill&) = default;
};

struct SimilarityInput {
  size_t skill_count = 0;
  // Each occupation's skills, each once.
  std::vector<std::span<const OccupationSkill>> occupations;
  // Per skill.
  std::vector<std::span<const RelatedSkill>> related;
  // Nodes of the hierarchy: skills by their number, then groups. Narrower to broader; a cycle is
  // as if its nodes were one.
  size_t node_count = 0;
  std::vector<std::pair<uint32_t, uint32_t>> broader;
};

// Per skill at most constants.max_neighbours other skills of at least constants.floor, most similar
// first, then lower number.
std::vector<std::vector<SimilarSkill>> ComputeSimilar(const SimilarityInput& input,
                                                      const SimilarityConstants& constants);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TAXONOMY_SIMILARITY_H_
