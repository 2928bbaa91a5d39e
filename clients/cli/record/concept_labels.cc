#include "clients/cli/record/concept_labels.h"

#include <utility>

#include "absl/status/statusor.h"
#include "overstap/v1/taxonomy_service.pb.h"

namespace overstap::cli {

std::string PreferredLabel(const v1::Concept& labelled, const std::string& language_code) {
  const std::string* label = nullptr;
  for (const v1::ConceptLabels& labels : labelled.labels()) {
    if (labels.language_code() == language_code) return labels.preferred_label();
    if (label == nullptr || labels.language_code() == "en") label = &labels.preferred_label();
  }
  return label == nullptr ? labelled.code().code() : *label;
}

ConceptLabels::ConceptLabels(const client::Client& client, std::string language_code)
    : client_(client), language_code_(std::move(language_code)) {}

const std::string& ConceptLabels::LabelOf(const v1::Code& code) {
  if (code.scheme() != "ESCO") return code.code();
  const auto [found, added] = labels_.try_emplace(code.code(), code.code());
  if (added) {
    v1::GetConceptRequest request;
    *request.mutable_code() = code;
    const absl::StatusOr<v1::Concept> labelled = client_.Call<v1::Concept>(request);
    if (labelled.ok()) found->second = PreferredLabel(*labelled, language_code_);
  }
  return found->second;
}

}  // namespace overstap::cli
