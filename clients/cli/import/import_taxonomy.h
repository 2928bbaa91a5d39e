// Import of a taxonomy from a folder in ESCO's CSV layout, in one stream.
//
//   ImportTaxonomy(context, {.folder = "data/taxonomy", .source_version = "region 1"});
//
// The server builds a new version beside the one in use and switches when all is there; an error
// changes nothing.
#ifndef OVERSTAP_CLIENTS_CLI_IMPORT_IMPORT_TAXONOMY_H_
#define OVERSTAP_CLIENTS_CLI_IMPORT_IMPORT_TAXONOMY_H_

#include <string>

#include "absl/status/statusor.h"
#include "clients/cli/context.h"

namespace overstap::cli {

struct TaxonomyOptions {
  std::string folder;
  std::string source_version;  // empty: the folder's own name
};

absl::StatusOr<ExitCode> ImportTaxonomy(Context& context, const TaxonomyOptions& options);

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_IMPORT_IMPORT_TAXONOMY_H_
