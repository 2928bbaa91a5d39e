// A small taxonomy in a test's own words.
//
//   TaxonomyDraft draft;
//   draft.Skill("weld").Skill("read drawings").Occupation("welder", {"weld"}, {"read drawings"});
//   std::shared_ptr<const Taxonomy> taxonomy = draft.Build();
//   SkillNumber weld = *taxonomy->FindSkill("weld");
//
// Codes are the Dutch labels. Belongs to one thread.
#ifndef OVERSTAP_TESTS_UNIT_MATCHER_TAXONOMY_TAXONOMY_DRAFT_H_
#define OVERSTAP_TESTS_UNIT_MATCHER_TAXONOMY_TAXONOMY_DRAFT_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "matcher/taxonomy/taxonomy.h"

namespace overstap::matcher {

class TaxonomyDraft {
 public:
  TaxonomyDraft& Concept(ConceptKind kind, const std::string& label) {
    ConceptEntry entry;
    entry.scheme = "ESCO";
    entry.code = label;
    entry.kind = kind;
    entry.labels[static_cast<int>(Language::kNl)].preferred = label;
    return Add(std::move(entry));
  }
  TaxonomyDraft& Add(ConceptEntry entry) {
    builder_.AddConcept(std::move(entry));
    return *this;
  }
  TaxonomyDraft& Skill(const std::string& label) { return Concept(ConceptKind::kSkill, label); }
  TaxonomyDraft& Group(const std::string& label) {
    return Concept(ConceptKind::kSkillGroup, label);
  }
  TaxonomyDraft& Occupation(const std::string& label, const std::vector<std::string>& essential,
                            const std::vector<std::string>& optional = {}) {
    Concept(ConceptKind::kOccupation, label);
    for (const std::string& skill : essential) Relate(label, RelationKind::kEssentialSkill, skill);
    for (const std::string& skill : optional) Relate(label, RelationKind::kOptionalSkill, skill);
    return *this;
  }
  TaxonomyDraft& Relate(const std::string& source, RelationKind kind, const std::string& target) {
    builder_.AddRelation({source, target, kind});
    return *this;
  }
  TaxonomyDraft& Broader(const std::string& narrower, const std::string& broader) {
    return Relate(narrower, RelationKind::kBroader, broader);
  }

  absl::StatusOr<std::shared_ptr<const Taxonomy>> TryBuild() { return std::move(builder_).Build(); }
  std::shared_ptr<const Taxonomy> Build() {
    auto built = TryBuild();
    EXPECT_TRUE(built.ok()) << built.status().ToString();
    return built.ok() ? *std::move(built) : nullptr;
  }

 private:
  TaxonomyBuilder builder_{1, "test"};
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_TESTS_UNIT_MATCHER_TAXONOMY_TAXONOMY_DRAFT_H_
