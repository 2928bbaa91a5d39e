#include <algorithm>
#include <string>

#include "services/api/validation.h"
#include "services/api/validation_common.h"

namespace overstap::api {
namespace {

constexpr int kMaxConcepts = 5'000;
constexpr int kMaxRelations = 20'000;
constexpr size_t kMaxCodeBytes = 256;
constexpr size_t kMaxLabelBytes = 1'000;
constexpr int kMaxLabels = 500;  // of one concept in one language
constexpr int kMaxLanguages = 40;
constexpr size_t kMaxIscoDigits = 4;
constexpr size_t kMaxReuseBytes = 64;

bool IsIsco(const std::string& code) {
  return code.size() <= kMaxIscoDigits &&
         std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void CheckLabels(const v1::Concept& entry, FieldChecker& check) {
  if (entry.labels().empty()) check.Fail("labels", "at least one is required");
  SeenOnce seen;
  check.Each("labels", entry.labels(), kMaxLanguages, [&](const v1::ConceptLabels& labels) {
    CheckLanguageCode("language_code", labels.language_code(), check);
    seen.Add(labels.language_code(), "language_code", check);
    check.Text("preferred_label", labels.preferred_label(), 1, kMaxLabelBytes);
    check.Each("alternative_labels", labels.alternative_labels(), kMaxLabels,
               [&](const std::string& label) { check.Text("", label, 1, kMaxLabelBytes); });
  });
}

void CheckConcept(const v1::Concept& entry, FieldChecker& check) {
  check.In("code", [&] {
    if (entry.code().scheme() != "ESCO") {
      check.Fail("scheme", "must be ESCO", entry.code().scheme());
    }
    check.Text("code", entry.code().code(), 1, kMaxCodeBytes);
  });
  check.EnumValue("kind", entry.kind(), Presence::kRequired);
  CheckLabels(entry, check);
  if (!IsIsco(entry.isco_code())) {
    check.Fail("isco_code", "must be one to four digits", entry.isco_code());
  }
  check.Text("reuse_level", entry.reuse_level(), 0, kMaxReuseBytes);
  check.Each("collections", entry.collections(), kMaxListedItems,
             [&](const std::string& collection) { check.Text("", collection, 1, kMaxReuseBytes); });
}

}  // namespace

void CheckConceptBatch(const v1::ConceptBatch& batch, FieldChecker& check) {
  check.Each("concepts", batch.concepts(), kMaxConcepts,
             [&](const v1::Concept& entry) { CheckConcept(entry, check); });
}

void CheckRelationBatch(const v1::RelationBatch& batch, FieldChecker& check) {
  check.Each("relations", batch.relations(), kMaxRelations, [&](const v1::Relation& relation) {
    check.Text("source_code", relation.source_code(), 1, kMaxCodeBytes);
    check.Text("target_code", relation.target_code(), 1, kMaxCodeBytes);
    check.EnumValue("kind", relation.kind(), Presence::kRequired);
  });
}

}  // namespace overstap::api
