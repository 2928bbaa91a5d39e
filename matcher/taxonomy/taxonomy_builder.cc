#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "matcher/fit/constants.h"
#include "matcher/taxonomy/similarity.h"
#include "matcher/taxonomy/taxonomy.h"

namespace overstap::matcher {
namespace {

constexpr size_t kMaxErrors = 100;

// What is wrong: the first kMaxErrors in words, and how many.
class Errors {
 public:
  template <typename... Texts>
  void Add(const Texts&... texts) {
    if (++count_ <= kMaxErrors) named_.push_back(absl::StrCat(texts...));
  }
  absl::Status ToStatus() const {
    if (count_ == 0) return absl::OkStatus();
    return absl::InvalidArgumentError(
        absl::StrCat("taxonomy: ", absl::StrJoin(named_, "; "),
                     count_ > kMaxErrors ? absl::StrCat("; and ", count_ - kMaxErrors, " more")
                                         : std::string()));
  }

 private:
  size_t count_ = 0;
  std::vector<std::string> named_;
};

bool IsSkill(ConceptKind kind) {
  return kind == ConceptKind::kSkill || kind == ConceptKind::kKnowledge;
}
bool IsSkillOrGroup(ConceptKind kind) { return IsSkill(kind) || kind == ConceptKind::kSkillGroup; }

// Whether a relation of `kind` may lead from a concept of the kind `source` to one of `target`.
bool Joins(RelationKind kind, ConceptKind source, ConceptKind target) {
  switch (kind) {
    case RelationKind::kEssentialSkill:
    case RelationKind::kOptionalSkill:
      return source == ConceptKind::kOccupation && IsSkill(target);
    case RelationKind::kRelatedEssential:
    case RelationKind::kRelatedOptional:
      return IsSkill(source) && IsSkill(target);
    case RelationKind::kBroader:
      // Groups stand below groups of their own kind; a concept below another or a group.
      if (source == ConceptKind::kSkillGroup) return target == ConceptKind::kSkillGroup;
      if (source == ConceptKind::kIscoGroup) return target == ConceptKind::kIscoGroup;
      if (source == ConceptKind::kOccupation) {
        return target == ConceptKind::kOccupation || target == ConceptKind::kIscoGroup;
      }
      return IsSkillOrGroup(target);
  }
  return false;
}

bool HasLabel(const ConceptEntry& entry) {
  return std::any_of(std::begin(entry.labels), std::end(entry.labels),
                     [](const ConceptLabels& labels) { return !labels.preferred.empty(); });
}

// A concept's place among its like: its skill, occupation or group number.
struct Node {
  ConceptKind kind = ConceptKind::kSkill;
  uint32_t number = 0;
};
using Nodes = absl::flat_hash_map<std::string_view, Node>;  // keys view concepts

// Skills, occupations and groups of skills, each numbered from 0 in the order of the concepts.
struct Numbering {
  Nodes nodes;
  uint32_t skill_count = 0;
  uint32_t occupation_count = 0;
  uint32_t group_count = 0;

  // Skills by their number, then groups.
  uint32_t HierarchyNode(const Node& node) const {
    return IsSkill(node.kind) ? node.number : skill_count + node.number;
  }
};

// Names concepts without code or label, and codes given twice.
Numbering NumberConcepts(const std::vector<ConceptEntry>& concepts, Errors* errors) {
  Numbering numbering;
  for (const ConceptEntry& entry : concepts) {
    if (entry.code.empty()) {
      errors->Add("a concept has no code");
      continue;
    }
    if (!HasLabel(entry)) errors->Add("concept ", entry.code, " has no label");
    Node node{entry.kind, 0};
    if (IsSkill(entry.kind)) node.number = numbering.skill_count++;
    if (entry.kind == ConceptKind::kOccupation) node.number = numbering.occupation_count++;
    if (entry.kind == ConceptKind::kSkillGroup) node.number = numbering.group_count++;
    if (!numbering.nodes.emplace(entry.code, node).second) {
      errors->Add("code ", entry.code, " is given twice");
    }
  }
  return numbering;
}

using Ends = std::pair<Node, Node>;

// nullopt, and named: an end is missing or of the wrong kind, or both are the same.
std::optional<Ends> EndsOf(const RelationEntry& relation, const Nodes& nodes, Errors* errors) {
  const auto source = nodes.find(relation.source);
  const auto target = nodes.find(relation.target);
  if (source == nodes.end() || target == nodes.end()) {
    errors->Add("relation ", relation.source, " to ", relation.target, ": ",
                source == nodes.end() ? relation.source : relation.target, " is no concept");
  } else if (!Joins(relation.kind, source->second.kind, target->second.kind)) {
    errors->Add("relation ", relation.source, " to ", relation.target,
                ": its ends are of the wrong kind");
  } else if (relation.source == relation.target) {
    errors->Add("relation ", relation.source, " to itself");
  } else {
    return Ends(source->second, target->second);
  }
  return std::nullopt;
}

// Offsets of rows in entries that are sorted by row.
template <typename Rows>
std::vector<uint32_t> Offsets(const Rows& rows, size_t row_count) {
  std::vector<uint32_t> begin(row_count + 1);
  for (const auto& row : rows) ++begin[row.first + 1];
  for (size_t i = 0; i < row_count; ++i) begin[i + 1] += begin[i];
  return begin;
}

// Sorted by row, then by target, essential first; each (row, target) once.
template <typename Entry, typename TargetOf>
void SortAndMerge(std::vector<std::pair<uint32_t, Entry>>* rows, TargetOf target_of) {
  std::sort(rows->begin(), rows->end(), [&](const auto& a, const auto& b) {
    return std::make_tuple(a.first, target_of(a.second), !a.second.essential) <
           std::make_tuple(b.first, target_of(b.second), !b.second.essential);
  });
  const auto same = [&](const auto& a, const auto& b) {
    return a.first == b.first && target_of(a.second) == target_of(b.second);
  };
  rows->erase(std::unique(rows->begin(), rows->end(), same), rows->end());
}

template <typename Entry>
std::vector<Entry> EntriesOf(const std::vector<std::pair<uint32_t, Entry>>& rows) {
  std::vector<Entry> entries;
  entries.reserve(rows.size());
  for (const auto& row : rows) entries.push_back(row.second);
  return entries;
}

}  // namespace

// Relations by kind, their ends as numbers.
struct TaxonomyBuilder::Resolved {
  std::vector<std::pair<uint32_t, OccupationSkill>> occupation_skills;
  std::vector<std::pair<uint32_t, RelatedSkill>> related;
  // Nodes of the hierarchy of skills: skills by their number, then groups.
  std::vector<std::pair<uint32_t, uint32_t>> broader;
  size_t group_count = 0;
};

TaxonomyBuilder::TaxonomyBuilder(uint64_t number, std::string source_version)
    : number_(number), source_version_(std::move(source_version)) {}

void TaxonomyBuilder::AddConcept(ConceptEntry entry) { concepts_.push_back(std::move(entry)); }

void TaxonomyBuilder::AddRelation(RelationEntry relation) {
  relations_.push_back(std::move(relation));
}

absl::StatusOr<std::shared_ptr<const Taxonomy>> TaxonomyBuilder::Build() && {
  absl::StatusOr<Resolved> resolved = Resolve();
  if (!resolved.ok()) return resolved.status();
  // Not make_shared: the constructor is private.
  std::shared_ptr<Taxonomy> taxonomy(new Taxonomy);
  taxonomy->number_ = number_;
  taxonomy->source_version_ = std::move(source_version_);
  taxonomy->relation_count_ = relations_.size();
  MoveConcepts(taxonomy.get());
  AddRelations(*resolved, taxonomy.get());
  AddSimilarities(*resolved, taxonomy.get());
  AddLabels(taxonomy.get());
  return taxonomy;
}

absl::StatusOr<TaxonomyBuilder::Resolved> TaxonomyBuilder::Resolve() {
  Errors errors;
  std::sort(concepts_.begin(), concepts_.end(),
            [](const ConceptEntry& a, const ConceptEntry& b) { return a.code < b.code; });
  const Numbering numbering = NumberConcepts(concepts_, &errors);
  const auto value = [](const RelationEntry& relation) {
    return std::tie(relation.source, relation.target, relation.kind);
  };
  std::sort(relations_.begin(), relations_.end(),
            [&](const RelationEntry& a, const RelationEntry& b) { return value(a) < value(b); });
  const auto repeated = std::unique(
      relations_.begin(), relations_.end(),
      [&](const RelationEntry& a, const RelationEntry& b) { return value(a) == value(b); });
  relations_.erase(repeated, relations_.end());

  Resolved resolved;
  resolved.group_count = numbering.group_count;
  for (const RelationEntry& relation : relations_) {
    const std::optional<Ends> ends = EndsOf(relation, numbering.nodes, &errors);
    if (!ends.has_value()) continue;
    const auto [source, target] = *ends;
    switch (relation.kind) {
      case RelationKind::kEssentialSkill:
      case RelationKind::kOptionalSkill:
        resolved.occupation_skills.push_back(
            {source.number,
             {SkillNumber(target.number), relation.kind == RelationKind::kEssentialSkill}});
        break;
      case RelationKind::kRelatedEssential:
      case RelationKind::kRelatedOptional:
        resolved.related.push_back(
            {source.number,
             {SkillNumber(target.number), relation.kind == RelationKind::kRelatedEssential}});
        break;
      case RelationKind::kBroader:
        if (IsSkillOrGroup(source.kind)) {
          resolved.broader.emplace_back(numbering.HierarchyNode(source),
                                        numbering.HierarchyNode(target));
        }
        break;
    }
  }
  if (absl::Status status = errors.ToStatus(); !status.ok()) return status;
  return resolved;
}

void TaxonomyBuilder::MoveConcepts(Taxonomy* taxonomy) {
  for (ConceptEntry& entry : concepts_) {
    if (IsSkill(entry.kind)) {
      taxonomy->skills_.push_back(std::move(entry));
    } else if (entry.kind == ConceptKind::kOccupation) {
      taxonomy->occupations_.push_back(std::move(entry));
    }
  }
  for (uint32_t i = 0; i < taxonomy->skills_.size(); ++i) {
    taxonomy->skill_by_code_.emplace(taxonomy->skills_[i].code, SkillNumber(i));
  }
  for (uint32_t i = 0; i < taxonomy->occupations_.size(); ++i) {
    taxonomy->occupation_by_code_.emplace(taxonomy->occupations_[i].code, OccupationNumber(i));
  }
}

void TaxonomyBuilder::AddRelations(Resolved& resolved, Taxonomy* taxonomy) {
  SortAndMerge(&resolved.occupation_skills, [](const OccupationSkill& s) { return s.skill; });
  SortAndMerge(&resolved.related, [](const RelatedSkill& s) { return s.other; });
  taxonomy->occupation_skill_begin_ =
      Offsets(resolved.occupation_skills, taxonomy->occupation_count());
  taxonomy->occupation_skills_ = EntriesOf(resolved.occupation_skills);
  taxonomy->related_begin_ = Offsets(resolved.related, taxonomy->skill_count());
  taxonomy->related_ = EntriesOf(resolved.related);

  std::vector<uint32_t> occupations_with(taxonomy->skill_count());
  for (const OccupationSkill& skill : taxonomy->occupation_skills_) {
    ++occupations_with[skill.skill.value()];
  }
  const auto occupations = static_cast<double>(taxonomy->occupation_count());
  for (const uint32_t count : occupations_with) {
    taxonomy->idf_.push_back(std::log((1 + occupations) / (1.0 + count)) + 1);
  }
}

void TaxonomyBuilder::AddSimilarities(Resolved& resolved, Taxonomy* taxonomy) {
  SimilarityInput input;
  input.skill_count = taxonomy->skill_count();
  for (uint32_t i = 0; i < taxonomy->occupation_count(); ++i) {
    input.occupations.push_back(taxonomy->SkillsOf(OccupationNumber(i)));
  }
  for (uint32_t i = 0; i < taxonomy->skill_count(); ++i) {
    input.related.push_back(taxonomy->RelatedTo(SkillNumber(i)));
  }
  input.node_count = taxonomy->skill_count() + resolved.group_count;
  input.broader = std::move(resolved.broader);
  taxonomy->similar_begin_.push_back(0);
  for (const auto& similar : ComputeSimilar(input, kFitConstants.similarity)) {
    taxonomy->similar_.insert(taxonomy->similar_.end(), similar.begin(), similar.end());
    taxonomy->similar_begin_.push_back(static_cast<uint32_t>(taxonomy->similar_.size()));
  }
}

void TaxonomyBuilder::AddLabels(Taxonomy* taxonomy) {
  for (const Language language : {Language::kNl, Language::kEn, Language::kDe}) {
    const int i = static_cast<int>(language);
    LabelIndex::Builder labels;
    const auto add = [&labels, i](const ConceptEntry& entry, ConceptTarget target, uint32_t number,
                                  std::string_view preferred) {
      labels.Add(preferred, target, number, true);
      for (const std::string& label : entry.labels[i].alternatives) {
        labels.Add(label, target, number, false);
      }
    };
    for (uint32_t n = 0; n < taxonomy->skill_count(); ++n) {
      const SkillNumber number(n);
      const ConceptEntry& entry = taxonomy->skill(number);
      add(entry,
          entry.kind == ConceptKind::kKnowledge ? ConceptTarget::kKnowledge : ConceptTarget::kSkill,
          n, taxonomy->Label(number, language));
    }
    for (uint32_t n = 0; n < taxonomy->occupation_count(); ++n) {
      const OccupationNumber number(n);
      add(taxonomy->occupation(number), ConceptTarget::kOccupation, n,
          taxonomy->Label(number, language));
    }
    taxonomy->label_index_[i] = std::move(labels).Build();
  }
}

}  // namespace overstap::matcher
