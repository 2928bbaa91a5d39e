#include "services/api/taxonomy_assembly.h"

#include <utility>

#include "services/api/field_checker.h"
#include "services/api/validation.h"
#include "services/convert/record_copy.h"
#include "services/pool/taxonomy_records.h"

namespace overstap::api {
namespace {

constexpr size_t kMaxChunkBytes = size_t{1} << 20;
constexpr size_t kMaxVersionBytes = 64;

absl::Status Wrong(std::string_view field, std::string_view what) {
  FieldChecker check;
  check.Fail(field, what);
  return check.status();
}

}  // namespace

absl::Status TaxonomyAssembly::AddHeader(const v1::TaxonomyHeader& header) {
  if (has_header_) return Wrong("header", "only once, as the first message");
  FieldChecker check;
  check.In("header", [&] {
    check.Text("source_version", header.source_version(), 1, kMaxVersionBytes);
    check.Uuid("request_id", header.request_id());
  });
  has_header_ = true;
  header_ = header;
  v1::TaxonomyHeader hashed = header;
  hashed.clear_request_id();
  running_hash_.Add(hashed);
  return check.status();
}

absl::Status TaxonomyAssembly::Add(const v1::ImportTaxonomyRequest& message) {
  if (message.has_header()) return AddHeader(message.header());
  if (!has_header_) return Wrong("header", "must be the first message");
  FieldChecker check;
  switch (message.part_case()) {
    case v1::ImportTaxonomyRequest::kConcepts:
      check.In("concepts", [&] { CheckConceptBatch(message.concepts(), check); });
      break;
    case v1::ImportTaxonomyRequest::kRelations:
      check.In("relations", [&] { CheckRelationBatch(message.relations(), check); });
      break;
    default:
      check.Fail("part", "one of header, concepts and relations is required");
  }
  if (!check.ok()) return check.status();
  running_hash_.Add(message);
  for (const v1::Concept& entry : message.concepts().concepts()) {
    convert::CopyByName(entry, ChunkWithRoomFor(entry.ByteSizeLong()).add_concepts());
  }
  for (const v1::Relation& relation : message.relations().relations()) {
    store::v1::Relation* record = ChunkWithRoomFor(relation.ByteSizeLong()).add_relations();
    record->set_source_code(relation.source_code());
    record->set_target_code(relation.target_code());
    record->set_kind(static_cast<store::v1::RelationKind>(relation.kind()));
  }
  concept_count_ += message.concepts().concepts_size();
  return absl::OkStatus();
}

absl::Status TaxonomyAssembly::Finish() {
  hash_ = running_hash_.Finish();
  if (!has_header_) return Wrong("header", "must be the first message");
  if (concept_count_ == 0) return Wrong("concepts", "at least one concept is required");
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const matcher::Taxonomy>> TaxonomyAssembly::Build(
    uint64_t number) const {
  matcher::TaxonomyBuilder builder(number, header_.source_version());
  for (const store::v1::TaxonomyChunk& chunk : chunks_) pool::AddChunk(chunk, &builder);
  return std::move(builder).Build();
}

store::v1::TaxonomyChunk& TaxonomyAssembly::ChunkWithRoomFor(size_t bytes) {
  if (chunks_.size() == 1 || chunk_bytes_ + bytes > kMaxChunkBytes) {
    chunks_.emplace_back().set_chunk_index(static_cast<uint32_t>(chunks_.size() - 1));
    chunk_bytes_ = 0;
  }
  chunk_bytes_ += bytes;
  return chunks_.back();
}

}  // namespace overstap::api
