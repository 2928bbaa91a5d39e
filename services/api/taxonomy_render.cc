#include "services/api/taxonomy_render.h"

#include <array>
#include <string>

#include "services/api/names.h"

namespace overstap::api {
namespace {

constexpr std::array<std::string_view, matcher::kLanguageCount> kCodes = {"nl", "en", "de"};

v1::Concept ToApi(const matcher::Taxonomy& taxonomy, const matcher::ConceptEntry& entry) {
  v1::Concept message;
  message.mutable_code()->set_scheme(entry.scheme);
  message.mutable_code()->set_version(taxonomy.source_version());
  message.mutable_code()->set_code(entry.code);
  message.set_kind(static_cast<v1::ConceptKind>(entry.kind));
  for (size_t i = 0; i < kCodes.size(); ++i) {
    const matcher::ConceptLabels& labels = entry.labels[i];
    if (labels.preferred.empty()) continue;
    v1::ConceptLabels* out = message.add_labels();
    out->set_language_code(std::string(kCodes[i]));
    out->set_preferred_label(labels.preferred);
    for (const std::string& label : labels.alternatives) out->add_alternative_labels(label);
  }
  message.set_isco_code(entry.isco_code);
  message.set_reuse_level(entry.reuse_level);
  for (const std::string& collection : entry.collections) message.add_collections(collection);
  return message;
}

}  // namespace

std::string_view CodeOf(matcher::Language language) {
  return kCodes[static_cast<size_t>(language)];
}

v1::Taxonomy TaxonomyToApi(const store::v1::TaxonomyCommitted& committed,
                           const matcher::Taxonomy& active) {
  v1::Taxonomy message;
  message.set_name(NameOf(kTaxonomies, std::to_string(committed.taxonomy_number())));
  message.set_source_version(committed.source_version());
  message.set_active(committed.taxonomy_number() == active.number());
  message.set_occupation_count(static_cast<int32_t>(committed.occupation_count()));
  message.set_skill_count(static_cast<int32_t>(committed.skill_count()));
  message.set_relation_count(static_cast<int32_t>(committed.relation_count()));
  *message.mutable_create_time() = committed.time();
  if (message.active()) {
    for (const matcher::Language language : active.languages()) {
      message.add_language_codes(std::string(CodeOf(language)));
    }
  }
  return message;
}

v1::Concept ConceptToApi(const matcher::Taxonomy& taxonomy, matcher::SkillNumber skill) {
  v1::Concept message = ToApi(taxonomy, taxonomy.skill(skill));
  message.set_name(NameOf(kSkills, std::to_string(skill.value())));
  return message;
}

v1::Concept ConceptToApi(const matcher::Taxonomy& taxonomy, matcher::OccupationNumber occupation) {
  v1::Concept message = ToApi(taxonomy, taxonomy.occupation(occupation));
  message.set_name(NameOf(kOccupations, std::to_string(occupation.value())));
  return message;
}

}  // namespace overstap::api
