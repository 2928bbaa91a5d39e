#include "data/import/esco_pack.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "data/import/csv.h"
#include "data/import/esco_files.h"

namespace overstap::data {
namespace {

constexpr absl::string_view kTechnicalBranchCodes[] = {"S7", "S8"};
constexpr absl::string_view kTechnicalBranchUri = "http://data.europa.eu/esco/isced-f/07";
constexpr absl::string_view kEscoUriPrefix = "http://data.europa.eu/esco/";
constexpr absl::string_view kTechnical = "technical";

// Reads the files into concepts and relations, then sends them.
class PackReader {
 public:
  absl::Status Read(const EscoFile& file);
  // Call after all files are read.
  void MarkTechnicalBranches();
  absl::StatusOr<EscoSummary> Send(const EscoPackOptions& options, const EscoSink& sink);

 private:
  // An index into concepts_.
  using ConceptIndex = uint32_t;

  struct Edge {
    ConceptIndex source;
    ConceptIndex target;
    v1::RelationKind kind;
    [[maybe_unused]] friend bool operator==(const Edge&, const Edge&) = default;
    template <typename H>
    friend H AbslHashValue(H state, const Edge& edge) {
      return H::combine(std::move(state), edge.source, edge.target, static_cast<int>(edge.kind));
    }
  };

  // Names of the columns of a table of relations; `kind` may be empty.
  struct RelationColumns {
    absl::string_view source;
    absl::string_view target;
    absl::string_view kind;
    v1::RelationKind essential;
    v1::RelationKind optional;
  };

  absl::Status ReadLabels(const EscoFile& file);
  absl::Status ReadRelations(const EscoFile& file, const RelationColumns& columns);
  absl::Status ReadCollection(const EscoFile& file);
  std::optional<ConceptIndex> Find(absl::string_view uri) const;

  std::vector<v1::Concept> concepts_;
  absl::flat_hash_map<std::string, ConceptIndex> index_by_uri_;
  std::vector<ConceptIndex> technical_branches_;
  std::vector<Edge> edges_;
  absl::flat_hash_set<Edge> seen_edges_;
  int skipped_relation_count_ = 0;
  std::vector<std::string> languages_;
};

absl::Status PackReader::Read(const EscoFile& file) {
  switch (file.table) {
    case EscoTable::kOccupations:
    case EscoTable::kSkills:
    case EscoTable::kSkillGroups:
    case EscoTable::kIscoGroups:
      return ReadLabels(file);
    case EscoTable::kOccupationSkills:
      return ReadRelations(
          file, {"occupationUri", "skillUri", "relationType", v1::RELATION_KIND_ESSENTIAL_SKILL,
                 v1::RELATION_KIND_OPTIONAL_SKILL});
    case EscoTable::kBroaderOccupations:
    case EscoTable::kBroaderSkills:
      return ReadRelations(file, {"conceptUri", "broaderUri", "", v1::RELATION_KIND_BROADER,
                                  v1::RELATION_KIND_BROADER});
    case EscoTable::kSkillSkills:
      return ReadRelations(
          file, {"originalSkillUri", "relatedSkillUri", "relationType",
                 v1::RELATION_KIND_RELATED_ESSENTIAL, v1::RELATION_KIND_RELATED_OPTIONAL});
    case EscoTable::kCollection:
      return ReadCollection(file);
  }
  return absl::InternalError("an ESCO table without a reader");
}

// Kind of a concept in a table with labels; nullopt: `skill_type` is none of ESCO's. A handful of
// published skills have no type: they are digital competences, so skills.
std::optional<v1::ConceptKind> KindOf(EscoTable table, absl::string_view skill_type) {
  switch (table) {
    case EscoTable::kOccupations:
      return v1::CONCEPT_KIND_OCCUPATION;
    case EscoTable::kSkillGroups:
      return v1::CONCEPT_KIND_SKILL_GROUP;
    case EscoTable::kIscoGroups:
      return v1::CONCEPT_KIND_ISCO_GROUP;
    default:
      break;
  }
  if (skill_type.empty() || skill_type == "skill/competence") return v1::CONCEPT_KIND_SKILL;
  if (skill_type == "knowledge") return v1::CONCEPT_KIND_KNOWLEDGE;
  return std::nullopt;
}

void AddLabels(const std::string& language, absl::string_view preferred,
               absl::string_view alternatives, v1::Concept& to) {
  v1::ConceptLabels& labels = *to.add_labels();
  labels.set_language_code(language);
  labels.set_preferred_label(std::string(preferred));
  for (absl::string_view line : absl::StrSplit(alternatives, '\n')) {
    const absl::string_view label = absl::StripAsciiWhitespace(line);
    const auto& known = labels.alternative_labels();
    if (label.empty() || label == preferred ||
        std::find(known.begin(), known.end(), label) != known.end()) {
      continue;
    }
    labels.add_alternative_labels(std::string(label));
  }
}

absl::Status PackReader::ReadLabels(const EscoFile& file) {
  absl::StatusOr<CsvTable> table =
      CsvTable::Open(file.path, {"conceptUri", "preferredLabel"}, CsvReader::RaggedRows::kError);
  if (!table.ok()) return table.status();
  const size_t uri = table->column("conceptUri");
  const size_t preferred = table->column("preferredLabel");
  const size_t alternatives = table->column("altLabels");
  const size_t skill_type = table->column("skillType");
  const size_t reuse_level = table->column("reuseLevel");
  const size_t isco = table->column("iscoGroup");
  const size_t code = table->column("code");
  if (std::find(languages_.begin(), languages_.end(), file.language) == languages_.end()) {
    languages_.push_back(file.language);
  }
  CsvRow row;
  absl::StatusOr<bool> more;
  while ((more = table->Next(row)).ok() && *more) {
    const absl::string_view label = absl::StripAsciiWhitespace(row[preferred]);
    if (row[uri].empty()) return table->ErrorAt(row, uri, "a concept without a URI");
    if (label.empty()) continue;  // another language may have one
    const std::optional<v1::ConceptKind> kind = KindOf(file.table, row[skill_type]);
    if (!kind.has_value()) {
      return table->ErrorAt(row, skill_type,
                            absl::StrCat("unknown skill type '", row[skill_type], "'"));
    }
    const auto [entry, is_new] = index_by_uri_.try_emplace(
        std::string(row[uri]), static_cast<ConceptIndex>(concepts_.size()));
    if (is_new) concepts_.emplace_back();
    v1::Concept& concept_message = concepts_[entry->second];
    if (is_new) {
      concept_message.mutable_code()->set_scheme(kEscoScheme);
      concept_message.mutable_code()->set_code(std::string(row[uri]));
      concept_message.set_kind(*kind);
      concept_message.set_reuse_level(std::string(row[reuse_level]));
      concept_message.set_isco_code(
          std::string(*kind == v1::CONCEPT_KIND_ISCO_GROUP ? row[code] : row[isco]));
      const bool technical =
          row[uri] == kTechnicalBranchUri ||
          (absl::StartsWith(row[uri], kEscoUriPrefix) &&
           std::find(std::begin(kTechnicalBranchCodes), std::end(kTechnicalBranchCodes),
                     row[code]) != std::end(kTechnicalBranchCodes));
      if (technical) technical_branches_.push_back(entry->second);
    } else if (concept_message.labels().rbegin()->language_code() == file.language) {
      return table->ErrorAt(row, uri, "this concept stands in the file twice");
    }
    AddLabels(file.language, label, row[alternatives], concept_message);
  }
  return more.status();
}

absl::Status PackReader::ReadRelations(const EscoFile& file, const RelationColumns& columns) {
  std::vector<absl::string_view> required = {columns.source, columns.target};
  if (!columns.kind.empty()) required.push_back(columns.kind);
  absl::StatusOr<CsvTable> table =
      CsvTable::Open(file.path, required, CsvReader::RaggedRows::kError);
  if (!table.ok()) return table.status();
  const size_t source = table->column(columns.source);
  const size_t target = table->column(columns.target);
  const size_t kind = table->column(columns.kind);
  CsvRow row;
  absl::StatusOr<bool> more;
  while ((more = table->Next(row)).ok() && *more) {
    for (const size_t end : {source, target}) {
      if (row[end].empty()) return table->ErrorAt(row, end, "a relation without a URI");
    }
    const bool optional = row[kind] == "optional";
    if (!columns.kind.empty() && !optional && row[kind] != "essential") {
      return table->ErrorAt(row, kind, absl::StrCat("unknown relation type '", row[kind], "'"));
    }
    const std::optional<ConceptIndex> from = Find(row[source]);
    const std::optional<ConceptIndex> to = Find(row[target]);
    if (!from.has_value() || !to.has_value() || *from == *to) {
      ++skipped_relation_count_;
      continue;
    }
    const Edge edge{*from, *to, optional ? columns.optional : columns.essential};
    if (seen_edges_.insert(edge).second) edges_.push_back(edge);
  }
  return more.status();
}

absl::Status PackReader::ReadCollection(const EscoFile& file) {
  absl::StatusOr<CsvTable> table =
      CsvTable::Open(file.path, {"conceptUri"}, CsvReader::RaggedRows::kError);
  if (!table.ok()) return table.status();
  const size_t uri = table->column("conceptUri");
  CsvRow row;
  absl::StatusOr<bool> more;
  while ((more = table->Next(row)).ok() && *more) {
    const std::optional<ConceptIndex> member = Find(row[uri]);
    if (!member.has_value()) continue;
    auto& collections = *concepts_[*member].mutable_collections();
    if (std::find(collections.begin(), collections.end(), file.collection) == collections.end()) {
      concepts_[*member].add_collections(file.collection);
    }
  }
  return more.status();
}

std::optional<PackReader::ConceptIndex> PackReader::Find(absl::string_view uri) const {
  const auto found = index_by_uri_.find(uri);
  if (found == index_by_uri_.end()) return std::nullopt;
  return found->second;
}

void PackReader::MarkTechnicalBranches() {
  std::vector<std::vector<ConceptIndex>> narrower(concepts_.size());
  for (const Edge& edge : edges_) {
    if (edge.kind == v1::RELATION_KIND_BROADER) narrower[edge.target].push_back(edge.source);
  }
  std::vector<bool> reached(concepts_.size());
  std::vector<ConceptIndex> open = technical_branches_;
  while (!open.empty()) {
    const ConceptIndex member = open.back();
    open.pop_back();
    if (reached[member]) continue;
    reached[member] = true;
    open.insert(open.end(), narrower[member].begin(), narrower[member].end());
  }
  for (size_t i = 0; i < concepts_.size(); ++i) {
    const auto& collections = concepts_[i].collections();
    if (reached[i] && concepts_[i].kind() != v1::CONCEPT_KIND_SKILL_GROUP &&
        std::find(collections.begin(), collections.end(), kTechnical) == collections.end()) {
      concepts_[i].add_collections(std::string(kTechnical));
    }
  }
}

absl::StatusOr<EscoSummary> PackReader::Send(const EscoPackOptions& options, const EscoSink& sink) {
  EscoSummary summary;
  summary.skipped_relation_count = skipped_relation_count_;
  summary.language_codes = languages_;
  v1::ConceptBatch concept_batch;
  size_t bytes = 0;
  for (const v1::Concept& item : concepts_) {
    const bool is_occupation = item.kind() == v1::CONCEPT_KIND_OCCUPATION;
    const bool is_skill =
        item.kind() == v1::CONCEPT_KIND_SKILL || item.kind() == v1::CONCEPT_KIND_KNOWLEDGE;
    summary.occupation_count += is_occupation ? 1 : 0;
    summary.skill_count += is_skill ? 1 : 0;
    summary.group_count += is_occupation || is_skill ? 0 : 1;
    const size_t size = item.ByteSizeLong();
    if (concept_batch.concepts_size() > 0 &&
        (concept_batch.concepts_size() == options.max_concepts_per_batch ||
         bytes + size > options.max_batch_bytes)) {
      if (absl::Status status = sink.concepts(std::exchange(concept_batch, {})); !status.ok()) {
        return status;
      }
      bytes = 0;
    }
    *concept_batch.add_concepts() = item;
    bytes += size;
  }
  if (absl::Status status = sink.concepts(std::move(concept_batch)); !status.ok()) return status;

  v1::RelationBatch relation_batch;
  bytes = 0;
  for (const Edge& edge : edges_) {
    v1::Relation relation;
    relation.set_source_code(concepts_[edge.source].code().code());
    relation.set_target_code(concepts_[edge.target].code().code());
    relation.set_kind(edge.kind);
    const size_t size = relation.ByteSizeLong();
    if (relation_batch.relations_size() > 0 &&
        (relation_batch.relations_size() == options.max_relations_per_batch ||
         bytes + size > options.max_batch_bytes)) {
      if (absl::Status status = sink.relations(std::exchange(relation_batch, {})); !status.ok()) {
        return status;
      }
      bytes = 0;
    }
    *relation_batch.add_relations() = std::move(relation);
    bytes += size;
    ++summary.relation_count;
  }
  if (relation_batch.relations_size() > 0) {
    if (absl::Status status = sink.relations(std::move(relation_batch)); !status.ok()) {
      return status;
    }
  }
  return summary;
}

}  // namespace

absl::StatusOr<EscoSummary> ReadEscoPack(const std::string& folder, const EscoPackOptions& options,
                                         const EscoSink& sink) {
  absl::StatusOr<std::vector<EscoFile>> files = FindEscoFiles(folder);
  if (!files.ok()) return files.status();
  PackReader reader;
  for (const EscoFile& file : *files) {
    if (absl::Status status = reader.Read(file); !status.ok()) return status;
  }
  reader.MarkTechnicalBranches();
  return reader.Send(options, sink);
}

}  // namespace overstap::data
