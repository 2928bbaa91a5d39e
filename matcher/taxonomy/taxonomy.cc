#include "matcher/taxonomy/taxonomy.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace overstap::matcher {
namespace {

constexpr Language kLanguages[kLanguageCount] = {Language::kNl, Language::kEn, Language::kDe};

const ConceptLabels& LabelsIn(const ConceptEntry& entry, Language language) {
  return entry.labels[static_cast<int>(language)];
}

template <typename Entry>
std::span<const Entry> Slice(const std::vector<Entry>& entries, const std::vector<uint32_t>& begin,
                             uint32_t number) {
  return std::span(entries).subspan(begin[number], begin[number + 1] - begin[number]);
}

std::string_view BestLabel(const ConceptEntry& entry, Language language) {
  const std::string& wanted = LabelsIn(entry, language).preferred;
  if (!wanted.empty()) return wanted;
  for (const Language other : kLanguages) {
    const std::string& label = LabelsIn(entry, other).preferred;
    if (!label.empty()) return label;
  }
  return entry.code;
}

}  // namespace

std::vector<Language> Taxonomy::languages() const {
  std::vector<Language> found;
  for (const Language language : kLanguages) {
    const auto has_label = [language](const ConceptEntry& entry) {
      return !LabelsIn(entry, language).preferred.empty();
    };
    if (std::any_of(skills_.begin(), skills_.end(), has_label) ||
        std::any_of(occupations_.begin(), occupations_.end(), has_label)) {
      found.push_back(language);
    }
  }
  return found;
}

std::optional<SkillNumber> Taxonomy::FindSkill(std::string_view code) const {
  const auto found = skill_by_code_.find(code);
  if (found == skill_by_code_.end()) return std::nullopt;
  return found->second;
}

std::optional<OccupationNumber> Taxonomy::FindOccupation(std::string_view code) const {
  const auto found = occupation_by_code_.find(code);
  if (found == occupation_by_code_.end()) return std::nullopt;
  return found->second;
}

std::string_view Taxonomy::Label(SkillNumber number, Language language) const {
  return BestLabel(skill(number), language);
}

std::string_view Taxonomy::Label(OccupationNumber number, Language language) const {
  return BestLabel(occupation(number), language);
}

std::span<const OccupationSkill> Taxonomy::SkillsOf(OccupationNumber occupation) const {
  return Slice(occupation_skills_, occupation_skill_begin_, occupation.value());
}

std::span<const RelatedSkill> Taxonomy::RelatedTo(SkillNumber skill) const {
  return Slice(related_, related_begin_, skill.value());
}

std::span<const SimilarSkill> Taxonomy::SimilarTo(SkillNumber skill) const {
  return Slice(similar_, similar_begin_, skill.value());
}

bool Taxonomy::InCollection(SkillNumber skill, std::string_view collection) const {
  const std::vector<std::string>& collections = this->skill(skill).collections;
  return std::find(collections.begin(), collections.end(), collection) != collections.end();
}

}  // namespace overstap::matcher
