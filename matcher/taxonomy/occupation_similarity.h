// How near one occupation is as a switch from another, from what the taxonomy says of both.
//
//   const OccupationSimilarity similarity(taxonomy, relations);
//   const std::vector<OccupationLikeness> all = similarity.From(welder);
//   all[fitter.value()].score;  // and the parts that it is the sum of
//
// A TF-IDF cosine (Salton and Buckley, Term-Weighting Approaches in Automatic Text Retrieval, 1988)
// over each of four kinds of features, ln(1 + weight) times ln((1 + N) / (1 + df)); see DESIGN.md.
// Immutable once built; safe to share between threads.
#ifndef OVERSTAP_MATCHER_TAXONOMY_OCCUPATION_SIMILARITY_H_
#define OVERSTAP_MATCHER_TAXONOMY_OCCUPATION_SIMILARITY_H_

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "matcher/model/ids.h"
#include "matcher/taxonomy/taxonomy.h"

namespace overstap::matcher {

// What the score is made of; each part weighted already, the first four 0 or more.
struct OccupationLikeness {
  double skills = 0;   // skills and the broader concepts above them
  double words = 0;    // words of the skills' preferred labels
  double titles = 0;   // character n-grams of the occupations' labels
  double field = 0;    // digits of ISCO that both codes begin with
  double breadth = 0;  // of the target: below 0 for a specialisation, above for what has some
  double score = 0;    // the sum, rounded to 1e-9
  friend bool operator==(const OccupationLikeness&, const OccupationLikeness&) = default;
};

class OccupationSimilarity {
 public:
  // `relations`: those that the taxonomy was built from; of them only kBroader is read. Ends that
  // are not of the taxonomy are groups. A cycle ends.
  OccupationSimilarity(const Taxonomy& taxonomy, std::span<const RelationEntry> relations);

  // By occupation number, the source itself too. Without breadth the likeness is symmetric.
  std::vector<OccupationLikeness> From(OccupationNumber source) const;

 private:
  // Unit vectors of one kind of features, by occupation and by feature.
  struct Space {
    std::vector<std::vector<std::pair<uint32_t, double>>> features;  // per occupation
    std::vector<std::vector<std::pair<uint32_t, double>>> postings;  // per feature
  };
  class SpaceBuilder;

  static Space SkillSpace(const Taxonomy& taxonomy, std::span<const RelationEntry> relations);
  static Space WordSpace(const Taxonomy& taxonomy);
  static Space TitleSpace(const Taxonomy& taxonomy);
  static Space FieldSpace(const Taxonomy& taxonomy);
  static std::vector<double> Cosines(const Space& space, uint32_t source);

  Space skills_;
  Space words_;
  Space titles_;
  Space field_;
  std::vector<double> breadth_;  // per occupation
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TAXONOMY_OCCUPATION_SIMILARITY_H_
