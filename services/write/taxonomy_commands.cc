// A taxonomy import: chunks that become visible with their commit.

#include <utility>

#include "google/protobuf/util/time_util.h"
#include "services/write/commands.h"

namespace overstap::write {

absl::StatusOr<Decision> DecideTaxonomyChunk(store::v1::TaxonomyChunk chunk,
                                             uint64_t* taxonomy_number, DecisionContext& context) {
  if (*taxonomy_number == 0) *taxonomy_number = context.position;
  chunk.set_taxonomy_number(*taxonomy_number);
  Decision decision;
  *decision.events.emplace_back().mutable_taxonomy_chunk() = std::move(chunk);
  return decision;
}

absl::StatusOr<Decision> DecideCommitTaxonomy(const CommitTaxonomy& commit, pool::Pool& pool,
                                              DecisionContext& context) {
  Decision decision;
  store::v1::TaxonomyCommitted& committed =
      *decision.events.emplace_back().mutable_taxonomy_committed();
  committed = commit.commit;
  *committed.mutable_time() =
      google::protobuf::util::TimeUtil::NanosecondsToTimestamp(absl::ToUnixNanos(context.now));
  decision.reply.bytes = commit.render(committed);
  pool.Prepare(commit.taxonomy);
  return decision;
}

}  // namespace overstap::write
