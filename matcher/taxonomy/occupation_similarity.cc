#include "matcher/taxonomy/occupation_similarity.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "matcher/text/stemmer.h"
#include "matcher/text/string_map.h"
#include "matcher/text/title_words.h"

namespace overstap::matcher {
namespace {

// Set on the development set; DESIGN.md says how. The first four sum to 1.
constexpr double kSkillsWeight = 0.39;
constexpr double kWordsWeight = 0.19;
constexpr double kTitlesWeight = 0.35;
constexpr double kFieldWeight = 0.07;
// A specialisation of another occupation is seldom what one switches to.
constexpr double kSpecialisation = -0.105;
constexpr double kHasSpecialisations = 0.04;
constexpr double kOptionalWeight = 0.7;
constexpr double kPreferredLabelWeight = 2;
constexpr size_t kIscoDigits = 4;
constexpr double kScoreSteps = 1e9;
constexpr Language kLanguages[kLanguageCount] = {Language::kNl, Language::kEn, Language::kDe};

using Parents = absl::flat_hash_map<std::string_view, std::vector<std::string_view>>;

Parents ParentsIn(std::span<const RelationEntry> relations) {
  Parents parents;
  for (const RelationEntry& relation : relations) {
    if (relation.kind == RelationKind::kBroader) {
      parents[relation.source].push_back(relation.target);
    }
  }
  return parents;
}

// With the concept itself.
std::vector<std::string_view> AtOrAbove(std::string_view code, const Parents& parents) {
  std::vector<std::string_view> reached = {code};
  for (size_t i = 0; i < reached.size(); ++i) {
    const auto found = parents.find(reached[i]);
    if (found == parents.end()) continue;
    for (const std::string_view parent : found->second) {
      if (std::ranges::find(reached, parent) == reached.end()) reached.push_back(parent);
    }
  }
  return reached;
}

double WeightOf(const OccupationSkill& skill) { return skill.essential ? 1 : kOptionalWeight; }

std::vector<double> Breadth(const Taxonomy& taxonomy, std::span<const RelationEntry> relations) {
  std::vector<bool> special(taxonomy.occupation_count());
  std::vector<bool> general(taxonomy.occupation_count());
  for (const RelationEntry& relation : relations) {
    if (relation.kind != RelationKind::kBroader) continue;
    const auto narrower = taxonomy.FindOccupation(relation.source);
    const auto broader = taxonomy.FindOccupation(relation.target);
    if (!narrower.has_value() || !broader.has_value()) continue;
    special[narrower->value()] = true;
    general[broader->value()] = true;
  }
  std::vector<double> breadth(taxonomy.occupation_count());
  for (size_t i = 0; i < breadth.size(); ++i) {
    breadth[i] = (special[i] ? kSpecialisation : 0) + (general[i] ? kHasSpecialisations : 0);
  }
  return breadth;
}

}  // namespace

class OccupationSimilarity::SpaceBuilder {
 public:
  explicit SpaceBuilder(size_t occupation_count) : weights_(occupation_count) {}

  void Add(uint32_t occupation, std::string_view feature, double weight) {
    const auto number =
        numbers_.try_emplace(feature, static_cast<uint32_t>(numbers_.size())).first->second;
    weights_[occupation][number] += weight;
  }

  Space Build() && {
    std::vector<size_t> occupations_with(numbers_.size());
    for (const auto& weights : weights_) {
      for (const auto& [feature, weight] : weights) ++occupations_with[feature];
    }
    Space space;
    space.features.resize(weights_.size());
    space.postings.resize(numbers_.size());
    const auto all = static_cast<double>(1 + weights_.size());
    for (uint32_t occupation = 0; occupation < weights_.size(); ++occupation) {
      auto& features = space.features[occupation];
      double squares = 0;
      for (const auto& [feature, weight] : weights_[occupation]) {
        const auto with = static_cast<double>(1 + occupations_with[feature]);
        features.emplace_back(feature, std::log(1 + weight) * std::log(all / with));
        squares += features.back().second * features.back().second;
      }
      if (!(squares > 0)) features.clear();
      for (auto& [feature, weight] : features) {
        weight /= std::sqrt(squares);
        space.postings[feature].emplace_back(occupation, weight);
      }
    }
    return space;
  }

 private:
  StringMap<uint32_t> numbers_;
  std::vector<std::map<uint32_t, double>> weights_;  // per occupation; ordered: sums are repeatable
};

OccupationSimilarity::OccupationSimilarity(const Taxonomy& taxonomy,
                                           std::span<const RelationEntry> relations)
    : skills_(SkillSpace(taxonomy, relations)),
      words_(WordSpace(taxonomy)),
      titles_(TitleSpace(taxonomy)),
      field_(FieldSpace(taxonomy)),
      breadth_(Breadth(taxonomy, relations)) {}

OccupationSimilarity::Space OccupationSimilarity::SkillSpace(
    const Taxonomy& taxonomy, std::span<const RelationEntry> relations) {
  const Parents parents = ParentsIn(relations);
  SpaceBuilder builder(taxonomy.occupation_count());
  for (uint32_t i = 0; i < taxonomy.occupation_count(); ++i) {
    for (const OccupationSkill& skill : taxonomy.SkillsOf(OccupationNumber(i))) {
      for (const std::string_view node : AtOrAbove(taxonomy.skill(skill.skill).code, parents)) {
        builder.Add(i, node, WeightOf(skill));
      }
    }
  }
  return std::move(builder).Build();
}

OccupationSimilarity::Space OccupationSimilarity::WordSpace(const Taxonomy& taxonomy) {
  SpaceBuilder builder(taxonomy.occupation_count());
  for (const Language language : kLanguages) {
    Stemmer stemmer(language);
    const char tag = static_cast<char>('0' + static_cast<int>(language));
    std::vector<std::vector<std::string>> words(taxonomy.skill_count());
    for (uint32_t i = 0; i < taxonomy.skill_count(); ++i) {
      const ConceptEntry& skill = taxonomy.skill(SkillNumber(i));
      words[i] = CompareWords(skill.labels[static_cast<int>(language)].preferred, language);
      for (std::string& word : words[i]) word = tag + stemmer.Stem(word);
    }
    for (uint32_t i = 0; i < taxonomy.occupation_count(); ++i) {
      for (const OccupationSkill& skill : taxonomy.SkillsOf(OccupationNumber(i))) {
        for (const std::string& word : words[skill.skill.value()]) {
          builder.Add(i, word, WeightOf(skill));
        }
      }
    }
  }
  return std::move(builder).Build();
}

OccupationSimilarity::Space OccupationSimilarity::TitleSpace(const Taxonomy& taxonomy) {
  SpaceBuilder builder(taxonomy.occupation_count());
  const auto add = [&builder](uint32_t occupation, std::string_view label, Language language,
                              double weight) {
    const char tag = static_cast<char>('0' + static_cast<int>(language));
    for (const std::string& word : CompareWords(label, language)) {
      const std::string spaced = " " + word + " ";
      for (const size_t length : {3U, 4U}) {
        for (size_t at = 0; at + length <= spaced.size(); ++at) {
          builder.Add(occupation, tag + spaced.substr(at, length), weight);
        }
      }
    }
  };
  for (uint32_t i = 0; i < taxonomy.occupation_count(); ++i) {
    for (const Language language : kLanguages) {
      const ConceptLabels& labels =
          taxonomy.occupation(OccupationNumber(i)).labels[static_cast<int>(language)];
      add(i, labels.preferred, language, kPreferredLabelWeight);
      for (const std::string& label : labels.alternatives) add(i, label, language, 1);
    }
  }
  return std::move(builder).Build();
}

OccupationSimilarity::Space OccupationSimilarity::FieldSpace(const Taxonomy& taxonomy) {
  SpaceBuilder builder(taxonomy.occupation_count());
  for (uint32_t i = 0; i < taxonomy.occupation_count(); ++i) {
    const std::string_view code = taxonomy.occupation(OccupationNumber(i)).isco_code;
    for (size_t digits = 1; digits <= std::min(kIscoDigits, code.size()); ++digits) {
      builder.Add(i, code.substr(0, digits), 1);
    }
  }
  return std::move(builder).Build();
}

std::vector<double> OccupationSimilarity::Cosines(const Space& space, uint32_t source) {
  std::vector<double> cosines(space.features.size());
  for (const auto& [feature, weight] : space.features[source]) {
    for (const auto& [occupation, other] : space.postings[feature]) {
      cosines[occupation] += weight * other;
    }
  }
  return cosines;
}

std::vector<OccupationLikeness> OccupationSimilarity::From(OccupationNumber source) const {
  const std::vector<double> skills = Cosines(skills_, source.value());
  const std::vector<double> words = Cosines(words_, source.value());
  const std::vector<double> titles = Cosines(titles_, source.value());
  const std::vector<double> field = Cosines(field_, source.value());
  std::vector<OccupationLikeness> all(breadth_.size());
  for (size_t i = 0; i < all.size(); ++i) {
    OccupationLikeness& one = all[i];
    // Cosines are small unless two are nearly equal: the root spreads what lies between.
    one.skills = kSkillsWeight * std::sqrt(skills[i]);
    one.words = kWordsWeight * std::sqrt(words[i]);
    one.titles = kTitlesWeight * std::sqrt(titles[i]);
    one.field = kFieldWeight * field[i];
    one.breadth = breadth_[i];
    const double sum = one.skills + one.words + one.titles + one.field + one.breadth;
    one.score = std::round(sum * kScoreSteps) / kScoreSteps;
  }
  return all;
}

}  // namespace overstap::matcher
