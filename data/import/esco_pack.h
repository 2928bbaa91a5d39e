// Reader of the official ESCO CSV pack as it is downloaded, and of any taxonomy in its layout.
//
//   EscoSink sink;
//   sink.concepts = [&](v1::ConceptBatch batch) { return Send(std::move(batch)); };
//   sink.relations = [&](v1::RelationBatch batch) { return Send(std::move(batch)); };
//   absl::StatusOr<EscoSummary> summary = ReadEscoPack("esco", EscoPackOptions(), sink);
//
// Packs of several languages may stand beside each other: see esco_files.h. A concept carries the
// labels of those languages that have one. Holds the whole pack in memory (about 100 MB for all of
// ESCO in three languages). One call at a time for one sink; calls share nothing.
#ifndef OVERSTAP_DATA_IMPORT_ESCO_PACK_H_
#define OVERSTAP_DATA_IMPORT_ESCO_PACK_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "overstap/v1/taxonomy_service.pb.h"

namespace overstap::data {

namespace v1 = ::overstap::v1;

// The scheme of every code that the reader makes.
inline constexpr char kEscoScheme[] = "ESCO";

struct EscoPackOptions {
  int max_concepts_per_batch = 5'000;
  int max_relations_per_batch = 20'000;
  // A batch is closed when it reaches this size; a single concept may exceed it.
  size_t max_batch_bytes = size_t{1} << 20;
};

// Where the batches go. An error ends the reading and is returned.
struct EscoSink {
  std::function<absl::Status(v1::ConceptBatch)> concepts;
  std::function<absl::Status(v1::RelationBatch)> relations;
};

struct EscoSummary {
  int occupation_count = 0;
  int skill_count = 0;  // knowledge too
  int group_count = 0;
  int relation_count = 0;
  // Relations left out because one end has no label in any language, so that it is no concept, or
  // because both ends are the same. ESCO v1.1.1 as it is published has some of both.
  int skipped_relation_count = 0;
  std::vector<std::string> language_codes;
};

// Sends all concepts (occupations, skills, groups; each once, in the order of the first language's
// files), then all relations (each once).
//
// Collections: those of the `…SkillsCollection` files by their names; besides, ESCO's branches S7
// (constructing), S8 (machinery and specialised equipment) and ISCED-F 07 (engineering,
// manufacturing and construction) are `technical`.
//
// NOT_FOUND, INVALID_ARGUMENT: as FindEscoFiles; INVALID_ARGUMENT also names file, line and column
// of a row that is broken or says something unknown.
absl::StatusOr<EscoSummary> ReadEscoPack(const std::string& folder, const EscoPackOptions& options,
                                         const EscoSink& sink);

}  // namespace overstap::data

#endif  // OVERSTAP_DATA_IMPORT_ESCO_PACK_H_
