// A taxonomy from a folder in ESCO's CSV layout, as a server builds one.
//
//   auto folder = ReadEscoFolder("data/taxonomy");
//   if (folder.ok()) Rank(*folder->taxonomy);
//
// Safe from any thread.
#ifndef OVERSTAP_TESTS_EVAL_ESCO_FOLDER_H_
#define OVERSTAP_TESTS_EVAL_ESCO_FOLDER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "matcher/taxonomy/taxonomy.h"

namespace overstap {

struct EscoFolder {
  std::shared_ptr<const matcher::Taxonomy> taxonomy;
  std::vector<matcher::RelationEntry> relations;  // that it was built from
};

// Errors as of data::ReadEscoPack and of matcher::TaxonomyBuilder.
absl::StatusOr<EscoFolder> ReadEscoFolder(const std::string& folder);

}  // namespace overstap

#endif  // OVERSTAP_TESTS_EVAL_ESCO_FOLDER_H_
