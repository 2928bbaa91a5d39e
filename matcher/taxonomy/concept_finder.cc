#include "matcher/taxonomy/concept_finder.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "matcher/text/link_trainer.h"

namespace overstap::matcher {
namespace {

constexpr std::array<Language, kLanguageCount> kLanguages = {Language::kNl, Language::kEn,
                                                             Language::kDe};

LinkParts SharesOf(LinkParts parts, float best_sum) {
  for (float* part : {&parts.likeness, &parts.coverage, &parts.shape, &parts.equality,
                      &parts.siblings, &parts.preferred, &parts.group}) {
    *part /= best_sum;
  }
  return parts;
}

// Calls visit(label, preferred) for the labels of a concept in the language; where it has none,
// for the one that stands in for it.
template <typename Number, typename Visit>
void ForEachLabel(const Taxonomy& taxonomy, Number number, const ConceptEntry& entry,
                  Language language, const Visit& visit) {
  visit(taxonomy.Label(number, language), /*preferred=*/true);
  for (const std::string& label : entry.labels[static_cast<int>(language)].alternatives) {
    visit(std::string_view(label), /*preferred=*/false);
  }
}

// Calls visit(number, entry) for each skill, or each occupation.
template <typename Visit>
void ForEachSkill(const Taxonomy& taxonomy, const Visit& visit) {
  for (uint32_t i = 0; i < taxonomy.skill_count(); ++i) {
    visit(SkillNumber(i), taxonomy.skill(SkillNumber(i)));
  }
}
template <typename Visit>
void ForEachOccupation(const Taxonomy& taxonomy, const Visit& visit) {
  for (uint32_t i = 0; i < taxonomy.occupation_count(); ++i) {
    visit(OccupationNumber(i), taxonomy.occupation(OccupationNumber(i)));
  }
}

// How well known what so many name, or have, is: 0 to about 1.
float Known(size_t count) {
  constexpr double kWellKnown = 1'000;
  return static_cast<float>(std::log1p(static_cast<double>(count)) / std::log1p(kWellKnown));
}

std::vector<size_t> OccupationsNaming(const Taxonomy& taxonomy) {
  std::vector<size_t> counts(taxonomy.skill_count());
  ForEachOccupation(taxonomy, [&](OccupationNumber number, const ConceptEntry&) {
    for (const OccupationSkill& skill : taxonomy.SkillsOf(number)) ++counts[skill.skill.value()];
  });
  return counts;
}

}  // namespace

ConceptFinder::ConceptFinder(std::shared_ptr<const Taxonomy> taxonomy)
    : taxonomy_(std::move(taxonomy)), detector_(DetectorOf(*taxonomy_)) {
  for (const Language language : kLanguages) {
    occupation_labels_[static_cast<size_t>(language)] = OccupationLabelsOf(*taxonomy_, language);
    skill_labels_[static_cast<size_t>(language)] = SkillLabelsOf(*taxonomy_, language);
    for (const ConceptKind kind :
         {ConceptKind::kSkill, ConceptKind::kKnowledge, ConceptKind::kOccupation}) {
      shelves_.push_back(ShelfOf(*taxonomy_, kind, language));
    }
  }
}

ConceptFinder::OccupationLabels ConceptFinder::OccupationLabelsOf(const Taxonomy& taxonomy,
                                                                  Language language) {
  OccupationLabels result;
  std::vector<OccupationLabel> labels;
  ForEachOccupation(taxonomy, [&](OccupationNumber number, const ConceptEntry& entry) {
    ForEachLabel(taxonomy, number, entry, language, [&](std::string_view label, bool preferred) {
      labels.push_back({.text = label, .concept_number = number.value(), .preferred = preferred});
      result.occupations.push_back(number);
      result.labels.push_back(label);
    });
  });
  OccupationLinker::Builder builder(language);
  for (const OccupationLabel& label : labels) builder.Add(label);
  builder.SetWeights(LearnLinkWeights(labels, language, {}));
  result.linker = std::move(builder).Build();
  return result;
}

ConceptFinder::SkillLabels ConceptFinder::SkillLabelsOf(const Taxonomy& taxonomy,
                                                        Language language) {
  SkillLabels result;
  SkillExtractor::Builder builder(language);
  ForEachSkill(taxonomy, [&](SkillNumber number, const ConceptEntry& entry) {
    ForEachLabel(taxonomy, number, entry, language, [&](std::string_view label, bool preferred) {
      builder.Add({.text = label, .concept_number = number.value(), .preferred = preferred});
      result.labels.push_back(label);
    });
  });
  result.extractor = std::move(builder).Build();
  return result;
}

ConceptFinder::Shelf ConceptFinder::ShelfOf(const Taxonomy& taxonomy, ConceptKind kind,
                                            Language language) {
  Shelf shelf{.kind = kind, .language = language, .index = {}, .labels = {}};
  SuggestIndex::Builder builder;
  const auto add = [&](auto number, const ConceptEntry& entry, float known) {
    if (entry.kind != kind) return;
    ForEachLabel(taxonomy, number, entry, language, [&](std::string_view label, bool) {
      builder.Add({.text = label, .concept_number = number.value(), .known = known});
      shelf.labels.push_back(label);
    });
  };
  if (kind == ConceptKind::kOccupation) {
    ForEachOccupation(taxonomy, [&](OccupationNumber number, const ConceptEntry& entry) {
      add(number, entry, Known(taxonomy.SkillsOf(number).size()));
    });
  } else {
    const std::vector<size_t> naming = OccupationsNaming(taxonomy);
    ForEachSkill(taxonomy, [&](SkillNumber number, const ConceptEntry& entry) {
      add(number, entry, Known(naming[number.value()]));
    });
  }
  shelf.index = std::move(builder).Build();
  return shelf;
}

LanguageDetector ConceptFinder::DetectorOf(const Taxonomy& taxonomy) {
  LanguageDetector::Builder builder;
  for (const Language language : kLanguages) {
    const auto add = [&](const ConceptEntry& entry) {
      const ConceptLabels& labels = entry.labels[static_cast<int>(language)];
      if (!labels.preferred.empty()) builder.Add(language, labels.preferred);
      for (const std::string& label : labels.alternatives) builder.Add(language, label);
    };
    ForEachSkill(taxonomy, [&](SkillNumber, const ConceptEntry& entry) { add(entry); });
    ForEachOccupation(taxonomy, [&](OccupationNumber, const ConceptEntry& entry) { add(entry); });
  }
  return std::move(builder).Build();
}

FoundOccupations ConceptFinder::LinkOccupation(std::string_view title,
                                               const TitleOptions& options) const {
  FoundOccupations found;
  found.language = options.language.value_or(LanguageOf(title).value_or(Language::kNl));
  const OccupationLabels& of = occupation_labels_[static_cast<size_t>(found.language)];
  LinkedTitle linked = of.linker.Link(title, {.limit = options.limit, .places = options.places});
  found.notes = std::move(linked.notes);
  for (const LinkedLabel& label : linked.labels) {
    const OccupationNumber occupation = of.occupations[label.label];
    // The best labels of all occupations come before the second of any.
    if (std::ranges::find(found.occupations, occupation, &FoundOccupation::occupation) !=
        found.occupations.end()) {
      break;
    }
    const LinkParts parts = SharesOf(label.parts, of.linker.best_sum());
    found.occupations.push_back({.occupation = occupation,
                                 .label = of.labels[label.label],
                                 .score = std::clamp<double>(parts.Sum(), 0, 1),
                                 .parts = parts});
  }
  return found;
}

FoundSkills ConceptFinder::ExtractSkills(std::string_view text,
                                         std::optional<Language> language) const {
  FoundSkills found;
  found.language = language.value_or(LanguageOf(text).value_or(Language::kNl));
  const SkillLabels& of = skill_labels_[static_cast<size_t>(found.language)];
  for (const ExtractedSkill& skill : of.extractor.Extract(text)) {
    found.skills.push_back({.skill = SkillNumber(skill.concept_number),
                            .label = of.labels[skill.label],
                            .score = skill.score,
                            .begin = skill.begin,
                            .end = skill.end,
                            .polarity = skill.polarity,
                            .proficiency = skill.proficiency});
  }
  return found;
}

std::vector<Suggestion> ConceptFinder::Suggest(std::string_view prefix,
                                               const SuggestOptions& options) const {
  struct Hit {
    const Shelf* shelf;
    SuggestHit hit;
  };
  std::vector<Hit> hits;
  for (const Shelf& shelf : shelves_) {
    const bool is_asked = shelf.kind == ConceptKind::kSkill       ? options.skills
                          : shelf.kind == ConceptKind::kKnowledge ? options.knowledge
                                                                  : options.occupations;
    if (!is_asked || options.language.value_or(shelf.language) != shelf.language) continue;
    for (const SuggestHit& hit : shelf.index.Suggest(prefix, options.limit)) {
      hits.push_back({&shelf, hit});
    }
  }
  std::ranges::stable_sort(hits, [](const Hit& a, const Hit& b) { return IsBefore(a.hit, b.hit); });
  std::vector<Suggestion> suggestions;
  for (const Hit& hit : hits) {
    if (suggestions.size() == options.limit) break;
    Suggestion suggestion{.found = SkillNumber(hit.hit.concept_number),
                          .label = hit.shelf->labels[hit.hit.label],
                          .language = hit.shelf->language,
                          .has_error = hit.hit.has_error};
    if (hit.shelf->kind == ConceptKind::kOccupation) {
      suggestion.found = OccupationNumber(hit.hit.concept_number);
    }
    const bool is_repeated = std::ranges::any_of(
        suggestions, [&](const Suggestion& other) { return other.found == suggestion.found; });
    if (!is_repeated) suggestions.push_back(suggestion);
  }
  return suggestions;
}

}  // namespace overstap::matcher
