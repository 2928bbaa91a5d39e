// Puts the messages of a taxonomy import together: chunks to be logged, entries to be built, a hash
// that tells a repeat from another import.
//
//   TaxonomyAssembly assembly;
//   absl::Status status = assembly.Add(message);      // for every message of the stream
//   status = assembly.Finish();                       // at its end
//   absl::StatusOr<…> taxonomy = assembly.Build(number);
//
// Of one thread at a time.
#ifndef OVERSTAP_SERVICES_API_TAXONOMY_ASSEMBLY_H_
#define OVERSTAP_SERVICES_API_TAXONOMY_ASSEMBLY_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "matcher/taxonomy/taxonomy.h"
#include "overstap/store/v1/log.pb.h"
#include "overstap/v1/taxonomy_service.pb.h"
#include "services/api/request_hash.h"

namespace overstap::api {

class TaxonomyAssembly {
 public:
  // INVALID_ARGUMENT: no header first, a second header, or what is wrong with the batch.
  absl::Status Add(const v1::ImportTaxonomyRequest& message);
  // INVALID_ARGUMENT when there was no header or no concept. Nothing can be added afterwards.
  absl::Status Finish();

  const std::string& request_id() const { return header_.request_id(); }
  const std::string& request_hash() const { return hash_; }

  // The taxonomy that the chunks come to.
  absl::StatusOr<std::shared_ptr<const matcher::Taxonomy>> Build(uint64_t number) const;
  // Each of about 1 MB; the first one holds nothing, so that its log position can number the
  // version before it is built.
  std::vector<store::v1::TaxonomyChunk>& chunks() { return chunks_; }
  const v1::TaxonomyHeader& header() const { return header_; }

 private:
  absl::Status AddHeader(const v1::TaxonomyHeader& header);
  store::v1::TaxonomyChunk& ChunkWithRoomFor(size_t bytes);

  bool has_header_ = false;
  int64_t concept_count_ = 0;
  v1::TaxonomyHeader header_;
  RunningHash running_hash_;
  std::string hash_;
  size_t chunk_bytes_ = 0;
  std::vector<store::v1::TaxonomyChunk> chunks_ = std::vector<store::v1::TaxonomyChunk>(1);
};

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_TAXONOMY_ASSEMBLY_H_
