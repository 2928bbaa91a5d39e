// A taxonomy from a folder in ESCO's CSV layout, as a server builds one.
//
//   auto taxonomy = ReadEscoFolder("data/taxonomy");
//   if (taxonomy.ok()) Rank(**taxonomy);
//
// Safe from any thread.
#ifndef OVERSTAP_TESTS_EVAL_ESCO_FOLDER_H_
#define OVERSTAP_TESTS_EVAL_ESCO_FOLDER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "matcher/taxonomy/taxonomy.h"

namespace overstap {

// Errors as of data::ReadEscoPack and of matcher::TaxonomyBuilder.
absl::StatusOr<std::shared_ptr<const matcher::Taxonomy>> ReadEscoFolder(const std::string& folder);

}  // namespace overstap

#endif  // OVERSTAP_TESTS_EVAL_ESCO_FOLDER_H_
