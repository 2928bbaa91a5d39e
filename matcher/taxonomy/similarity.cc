#include "matcher/taxonomy/similarity.h"

#include <algorithm>
#include <cmath>

namespace overstap::matcher {
namespace {

// The neighbours of one skill while they are being collected: what each kind of evidence says of
// every other skill.
class Evidence {
 public:
  struct Values {
    double relation = 0;  // weighted already
    double hierarchy = 0;
    double common = 0;  // sum of products of weights over shared occupations
    uint32_t shared_occupations = 0;
    bool touched = false;
  };

  explicit Evidence(size_t skill_count) : values_(skill_count) {}
  Values& Of(uint32_t skill) {
    Values& values = values_[skill];
    if (!values.touched) touched_.push_back(skill);
    values.touched = true;
    return values;
  }
  const std::vector<uint32_t>& touched() const { return touched_; }
  const Values& Get(uint32_t skill) const { return values_[skill]; }
  void Clear() {
    for (const uint32_t skill : touched_) values_[skill] = {};
    touched_.clear();
  }

 private:
  std::vector<Values> values_;
  std::vector<uint32_t> touched_;
};

void KeepLarger(double value, double* kept) { *kept = std::max(*kept, value); }

class Relations {
 public:
  Relations(const SimilarityInput& input, const SimilarityConstants& constants)
      : covered_(input.skill_count) {
    for (uint32_t skill = 0; skill < input.related.size(); ++skill) {
      for (const RelatedSkill& related : input.related[skill]) {
        const uint32_t other = related.other.value();
        covered_[skill].emplace_back(other, related.essential ? constants.skill_covers_essential
                                                              : constants.skill_covers_optional);
        covered_[other].emplace_back(skill, related.essential ? constants.essential_covers_skill
                                                              : constants.optional_covers_skill);
      }
    }
  }
  void Collect(uint32_t skill, Evidence* evidence) const {
    for (const auto& [other, weight] : covered_[skill]) {
      KeepLarger(weight, &evidence->Of(other).relation);
    }
  }

 private:
  std::vector<std::vector<std::pair<uint32_t, double>>> covered_;
};

class Hierarchy {
 public:
  Hierarchy(const SimilarityInput& input, const SimilarityConstants& constants)
      : ancestors_(input.skill_count), members_(input.node_count), information_(input.node_count) {
    std::vector<std::vector<uint32_t>> parents(input.node_count);
    for (const auto& [narrower, broader] : input.broader) parents[narrower].push_back(broader);
    for (uint32_t skill = 0; skill < input.skill_count; ++skill) {
      ancestors_[skill] = AncestorsOf(skill, parents);
      for (const uint32_t node : ancestors_[skill]) members_[node].push_back(skill);
    }
    const double all = std::log(static_cast<double>(std::max<size_t>(2, input.skill_count)));
    for (size_t node = 0; node < input.node_count; ++node) {
      const auto count = static_cast<double>(std::max<size_t>(1, members_[node].size()));
      information_[node] = std::max(0.0, 1 - std::log(count) / all);
    }
    for (std::vector<uint32_t>& nodes : ancestors_) {
      std::erase_if(nodes,
                    [&](uint32_t node) { return information_[node] < constants.min_specificity; });
    }
  }
  void Collect(uint32_t skill, Evidence* evidence) const {
    for (const uint32_t node : ancestors_[skill]) {
      for (const uint32_t other : members_[node]) {
        const double sum = information_[skill] + information_[other];
        if (sum > 0) KeepLarger(2 * information_[node] / sum, &evidence->Of(other).hierarchy);
      }
    }
  }

 private:
  // With the node itself.
  static std::vector<uint32_t> AncestorsOf(uint32_t node,
                                           const std::vector<std::vector<uint32_t>>& parents) {
    std::vector<uint32_t> reached = {node};
    for (size_t i = 0; i < reached.size(); ++i) {
      for (const uint32_t parent : parents[reached[i]]) {
        if (std::find(reached.begin(), reached.end(), parent) == reached.end()) {
          reached.push_back(parent);
        }
      }
    }
    return reached;
  }

  std::vector<std::vector<uint32_t>> ancestors_;  // per skill, those that are specific enough
  std::vector<std::vector<uint32_t>> members_;    // per node, the skills at or below it
  std::vector<double> information_;               // per node
};

class CoOccurrence {
 public:
  CoOccurrence(const SimilarityInput& input, const SimilarityConstants& constants)
      : occupations_(input.occupations),
        constants_(constants),
        incidence_(input.skill_count),
        specificity_(input.occupations.size()),
        norm_(input.skill_count) {
    const auto skills = static_cast<double>(input.skill_count);
    for (uint32_t occupation = 0; occupation < occupations_.size(); ++occupation) {
      const auto named = static_cast<double>(occupations_[occupation].size());
      specificity_[occupation] = std::log((1 + skills) / (1 + named));
      for (const OccupationSkill& skill : occupations_[occupation]) {
        const double weight = WeightOf(skill, occupation);
        incidence_[skill.skill.value()].emplace_back(occupation, weight);
        norm_[skill.skill.value()] += weight * weight;
      }
    }
    for (double& norm : norm_) norm = std::sqrt(norm);
  }
  void Collect(uint32_t skill, Evidence* evidence) const {
    for (const auto& [occupation, weight] : incidence_[skill]) {
      for (const OccupationSkill& other : occupations_[occupation]) {
        Evidence::Values& values = evidence->Of(other.skill.value());
        values.common += weight * WeightOf(other, occupation);
        ++values.shared_occupations;
      }
    }
  }
  double Strength(uint32_t skill, uint32_t other, const Evidence::Values& values) const {
    if (!(values.common > 0)) return 0;
    const double shared = values.shared_occupations;
    return values.common / (norm_[skill] * norm_[other]) * shared /
           (shared + constants_.co_occurrence_support);
  }

 private:
  double WeightOf(const OccupationSkill& skill, uint32_t occupation) const {
    return (skill.essential ? 1.0 : constants_.optional_occurrence) * specificity_[occupation];
  }

  const std::vector<std::span<const OccupationSkill>>& occupations_;
  const SimilarityConstants& constants_;
  std::vector<std::vector<std::pair<uint32_t, double>>> incidence_;  // per skill
  std::vector<double> specificity_;                                  // per occupation
  std::vector<double> norm_;                                         // per skill
};

}  // namespace

std::vector<std::vector<SimilarSkill>> ComputeSimilar(const SimilarityInput& input,
                                                      const SimilarityConstants& constants) {
  const Relations relations(input, constants);
  const Hierarchy hierarchy(input, constants);
  const CoOccurrence co_occurrence(input, constants);
  const Share floor = Share::FromDouble(constants.floor);
  std::vector<std::vector<SimilarSkill>> similar(input.skill_count);
  Evidence evidence(input.skill_count);
  for (uint32_t skill = 0; skill < input.skill_count; ++skill) {
    relations.Collect(skill, &evidence);
    hierarchy.Collect(skill, &evidence);
    co_occurrence.Collect(skill, &evidence);
    std::vector<SimilarSkill>& neighbours = similar[skill];
    for (const uint32_t other : evidence.touched()) {
      if (other == skill) continue;
      const Evidence::Values& values = evidence.Get(other);
      const double uncovered =
          (1 - values.relation) * (1 - constants.hierarchy * values.hierarchy) *
          (1 - constants.co_occurrence * co_occurrence.Strength(skill, other, values));
      const Share similarity = Share::FromDouble(std::min(constants.cap, 1 - uncovered));
      if (similarity >= floor) neighbours.push_back({SkillNumber(other), similarity});
    }
    evidence.Clear();
    const size_t kept = std::min(constants.max_neighbours, neighbours.size());
    std::partial_sort(neighbours.begin(), neighbours.begin() + static_cast<ptrdiff_t>(kept),
                      neighbours.end(), [](const SimilarSkill& a, const SimilarSkill& b) {
                        return a.similarity != b.similarity ? a.similarity > b.similarity
                                                            : a.skill < b.skill;
                      });
    neighbours.resize(kept);
    neighbours.shrink_to_fit();
  }
  return similar;
}

}  // namespace overstap::matcher
