// Labels of the taxonomy's concepts by their URIs, asked from the server once each.
//
//   ConceptLabels labels(client, "nl");
//   labels.LabelOf(vacancy.occupation())   // "elektromonteur"
//
// Not shared between threads.
#ifndef OVERSTAP_CLIENTS_CLI_RECORD_CONCEPT_LABELS_H_
#define OVERSTAP_CLIENTS_CLI_RECORD_CONCEPT_LABELS_H_

#include <map>
#include <string>

#include "clients/cpp/client.h"
#include "overstap/v1/common.pb.h"
#include "overstap/v1/taxonomy.pb.h"

namespace overstap::cli {

// The label to show in the language, else in English, else in any; the code where there is none.
std::string PreferredLabel(const v1::Concept& labelled, const std::string& language_code);

class ConceptLabels {
 public:
  // `client` must outlive it.
  ConceptLabels(const client::Client& client, std::string language_code);

  // The code itself where the taxonomy in use does not know it, or it is of another scheme.
  const std::string& LabelOf(const v1::Code& code);

 private:
  const client::Client& client_;
  std::string language_code_;
  std::map<std::string, std::string> labels_;
};

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_RECORD_CONCEPT_LABELS_H_
