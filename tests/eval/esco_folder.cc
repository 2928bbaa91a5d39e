#include "tests/eval/esco_folder.h"

#include <utility>

#include "data/import/esco_pack.h"
#include "overstap/store/v1/records.pb.h"
#include "services/convert/record_copy.h"
#include "services/pool/taxonomy_records.h"

namespace overstap {

absl::StatusOr<EscoFolder> ReadEscoFolder(const std::string& folder) {
  matcher::TaxonomyBuilder builder(1, folder);
  EscoFolder read;
  data::EscoSink sink;
  sink.concepts = [&builder](const v1::ConceptBatch& batch) {
    for (const v1::Concept& concept_message : batch.concepts()) {
      store::v1::Concept record;
      convert::CopyByName(concept_message, &record);
      builder.AddConcept(pool::ToEntry(record));
    }
    return absl::OkStatus();
  };
  sink.relations = [&builder, &read](const v1::RelationBatch& batch) {
    for (const v1::Relation& relation : batch.relations()) {
      store::v1::Relation record;
      convert::CopyByName(relation, &record);
      builder.AddRelation(read.relations.emplace_back(pool::ToEntry(record)));
    }
    return absl::OkStatus();
  };
  const auto summary = data::ReadEscoPack(folder, {}, sink);
  if (!summary.ok()) return summary.status();
  auto taxonomy = std::move(builder).Build();
  if (!taxonomy.ok()) return taxonomy.status();
  read.taxonomy = *std::move(taxonomy);
  return read;
}

}  // namespace overstap
