// What ids stand for, in the language of the document. An id without a label stands for itself.
//
//   LabelOf(labels.targets, "targets/activation")   // "Werkzoekenden en werkenden meer aan …"
//
// A value; safe to share between threads.
#ifndef OVERSTAP_SERVICES_DOCUMENT_LABELS_H_
#define OVERSTAP_SERVICES_DOCUMENT_LABELS_H_

#include <map>
#include <string>

#include "overstap/v1/target.pb.h"

namespace overstap::document {

using LabelMap = std::map<std::string, std::string>;

// The definition in force.
struct DefinitionLabel {
  int version = 0;
  v1::TargetUnit unit = v1::TARGET_UNIT_UNSPECIFIED;
};

struct Labels {
  std::string region;
  LabelMap targets;      // by name
  LabelMap work_tables;  // by name
  LabelMap projects;     // by name
  // The others by id.
  LabelMap programmes = {};
  LabelMap funding_schemes = {};
  LabelMap organisations = {};
  LabelMap sectors = {};
  LabelMap municipalities = {};
  LabelMap age_bands = {};
  // By the target's name.
  std::map<std::string, DefinitionLabel> definitions = {};
};

inline const std::string& LabelOf(const LabelMap& labels, const std::string& id) {
  const auto found = labels.find(id);
  return found == labels.end() || found->second.empty() ? id : found->second;
}

}  // namespace overstap::document

#endif  // OVERSTAP_SERVICES_DOCUMENT_LABELS_H_
