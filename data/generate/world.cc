#include "data/generate/world.h"

#include <google/protobuf/text_format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "data/generate/trades.h"
#include "data/import/csv.h"
#include "data/import/esco_pack.h"

namespace overstap::data {
namespace {

namespace region = ::overstap::region::v1;

constexpr absl::string_view kSkillUri = "https://overstap.example/taxonomy/skill/";
constexpr absl::string_view kOccupationUri = "https://overstap.example/taxonomy/occupation/";

std::string TitleOf(const v1::Concept& item) {
  for (const absl::string_view language : {"nl", "en"}) {
    for (const v1::ConceptLabels& labels : item.labels()) {
      if (labels.language_code() == language) return labels.preferred_label();
    }
  }
  return item.labels(0).preferred_label();
}

absl::StatusOr<region::RegionConfig> ReadRegion(const std::string& folder) {
  std::vector<std::string> paths;
  std::error_code error;
  std::filesystem::directory_iterator entry(folder, error);
  for (const std::filesystem::directory_iterator end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().extension() == ".textproto") paths.push_back(entry->path().string());
  }
  if (error) return absl::NotFoundError(absl::StrCat(folder, ": ", error.message()));
  std::sort(paths.begin(), paths.end());
  region::RegionConfig config;
  for (const std::string& path : paths) {
    absl::StatusOr<std::string> text = ReadFile(path);
    if (!text.ok()) return text.status();
    region::RegionConfig part;
    if (!google::protobuf::TextFormat::ParseFromString(*text, &part)) {
      return absl::InvalidArgumentError(absl::StrCat(path, ": not a part of a RegionConfig"));
    }
    config.MergeFrom(part);
  }
  const bool has_places =
      std::any_of(config.municipalities().begin(), config.municipalities().end(),
                  [](const region::Municipality& m) { return m.in_region(); });
  if (!has_places) {
    return absl::InvalidArgumentError(absl::StrCat(folder, ": no municipality of the region"));
  }
  return config;
}

// Reads the taxonomy's occupations and skills, sorted by URI, with their relations.
absl::Status ReadTaxonomy(const std::string& folder, World& world) {
  std::vector<v1::Relation> relations;
  EscoSink sink;
  sink.concepts = [&](const v1::ConceptBatch& batch) {
    for (const v1::Concept& item : batch.concepts()) {
      if (item.kind() == v1::CONCEPT_KIND_OCCUPATION) {
        Occupation& occupation = world.occupations.emplace_back();
        occupation.uri = item.code().code();
        occupation.title = TitleOf(item);
        occupation.isco = item.isco_code();
        occupation.sector = std::string(SectorOfIsco(item.isco_code()));
      } else if (item.kind() == v1::CONCEPT_KIND_SKILL ||
                 item.kind() == v1::CONCEPT_KIND_KNOWLEDGE) {
        world.skills.push_back(
            {item.code().code(), TitleOf(item), item.reuse_level() == "transversal"});
      }
    }
    return absl::OkStatus();
  };
  sink.relations = [&](v1::RelationBatch batch) {
    std::move(batch.mutable_relations()->begin(), batch.mutable_relations()->end(),
              std::back_inserter(relations));
    return absl::OkStatus();
  };
  if (absl::Status status = ReadEscoPack(folder, {}, sink).status(); !status.ok()) return status;

  const auto by_uri = [](const auto& a, const auto& b) { return a.uri < b.uri; };
  std::sort(world.skills.begin(), world.skills.end(), by_uri);
  std::sort(world.occupations.begin(), world.occupations.end(), by_uri);
  absl::flat_hash_map<absl::string_view, size_t> skill_index;
  absl::flat_hash_map<absl::string_view, size_t> occupation_index;
  for (size_t i = 0; i < world.skills.size(); ++i) {
    skill_index[world.skills[i].uri] = i;
    if (world.skills[i].transversal) world.transversal_skills.push_back(i);
  }
  for (size_t i = 0; i < world.occupations.size(); ++i) {
    occupation_index[world.occupations[i].uri] = i;
  }
  for (const v1::Relation& relation : relations) {
    const bool essential = relation.kind() == v1::RELATION_KIND_ESSENTIAL_SKILL;
    if (!essential && relation.kind() != v1::RELATION_KIND_OPTIONAL_SKILL) continue;
    Occupation& occupation = world.occupations[occupation_index.at(relation.source_code())];
    (essential ? occupation.essential : occupation.optional)
        .push_back(skill_index.at(relation.target_code()));
  }
  for (Occupation& occupation : world.occupations) {
    std::sort(occupation.essential.begin(), occupation.essential.end());
    std::sort(occupation.optional.begin(), occupation.optional.end());
  }
  return absl::OkStatus();
}

// Takes over the sectors that `sectors.csv` names, where there is one.
absl::Status ReadSectors(const std::string& folder, World& world) {
  const std::string path = absl::StrCat(folder, "/sectors.csv");
  if (!std::filesystem::exists(path)) return absl::OkStatus();
  absl::StatusOr<CsvTable> table =
      CsvTable::Open(path, {"occupationUri", "sector"}, CsvReader::RaggedRows::kError);
  if (!table.ok()) return table.status();
  const size_t uri = table->column("occupationUri");
  const size_t sector = table->column("sector");
  CsvRow row;
  absl::StatusOr<bool> more;
  while ((more = table->Next(row)).ok() && *more) {
    const auto found =
        std::lower_bound(world.occupations.begin(), world.occupations.end(), row[uri],
                         [](const Occupation& occupation, absl::string_view wanted) {
                           return absl::string_view(occupation.uri) < wanted;
                         });
    if (found == world.occupations.end() || found->uri != row[uri]) {
      return table->ErrorAt(row, uri, "no such occupation in the taxonomy");
    }
    found->sector = std::string(row[sector]);
  }
  return more.status();
}

void LinkQualifications(World& world) {
  const auto& list = world.region.qualifications();
  for (Occupation& occupation : world.occupations) {
    absl::string_view slug = occupation.uri;
    if (!absl::ConsumePrefix(&slug, kOccupationUri)) slug = occupation.uri;
    for (int i = 0; i < list.size(); ++i) {
      const auto& names = list[i].occupations();
      if (std::find(names.begin(), names.end(), slug) != names.end() ||
          std::find(names.begin(), names.end(), occupation.uri) != names.end()) {
        occupation.qualifications.push_back(i);
      }
    }
    if (occupation.qualifications.empty()) {
      const absl::string_view code = QualificationOfIsco(occupation.isco);
      for (int i = 0; i < list.size(); ++i) {
        if (!code.empty() && list[i].code() == code) occupation.qualifications.push_back(i);
      }
    }
    std::stable_sort(occupation.qualifications.begin(), occupation.qualifications.end(),
                     [&](int a, int b) { return list[a].level_eqf() < list[b].level_eqf(); });
  }
}

void GroupOccupations(World& world) {
  std::map<std::string, std::map<std::string, std::vector<size_t>>> members;
  for (size_t i = 0; i < world.occupations.size(); ++i) {
    const Occupation& occupation = world.occupations[i];
    if (occupation.essential.empty()) continue;
    const std::string group = occupation.isco.substr(0, 2);
    members[occupation.sector][group].push_back(i);
    members[""][group].push_back(i);
  }
  for (auto& [sector, groups] : members) {
    World::OccupationGroups& entry = world.groups_by_sector[sector];
    for (auto& [group, indices] : groups) {
      entry.weights.push_back(WorkersOfIscoGroup(group));
      entry.members.push_back(std::move(indices));
    }
  }
}

}  // namespace

const Occupation& World::DrawOccupation(absl::string_view sector, Random& random) const {
  auto groups = groups_by_sector.find(std::string(sector));
  if (groups == groups_by_sector.end()) groups = groups_by_sector.find("");
  const size_t group = random.Weighted(groups->second.weights);
  return occupations[random.Pick(groups->second.members[group])];
}

overstap::v1::Place World::DrawPlace(bool abroad, Random& random) const {
  std::vector<int> weights;
  for (const region::Municipality& municipality : region.municipalities()) {
    weights.push_back(municipality.in_region() != abroad ? municipality.population() : 0);
  }
  if (std::all_of(weights.begin(), weights.end(), [](int weight) { return weight == 0; })) {
    return DrawPlace(false, random);
  }
  const region::Municipality& municipality =
      region.municipalities(static_cast<int>(random.Weighted(weights)));
  overstap::v1::Place place;
  place.set_country_code(municipality.country_code());
  std::vector<int> postcodes;
  for (const region::PostcodeRange& range : region.postcode_ranges()) {
    if (range.municipality() != municipality.code()) continue;
    for (int postcode = range.first(); postcode <= range.last(); ++postcode) {
      // Dutch postcodes that end in 0 are for letter boxes.
      if (postcode % 10 != 0 || range.first() == range.last()) postcodes.push_back(postcode);
    }
  }
  const bool by_municipality = random.Chance(100);
  if (postcodes.empty() || (by_municipality && !abroad)) {
    place.set_municipality(municipality.code());
  } else {
    place.set_postcode(absl::StrCat(random.Pick(postcodes)));
  }
  return place;
}

const Skill* World::FindSkillBySlug(absl::string_view slug) const {
  const std::string uri = absl::StrCat(kSkillUri, slug);
  const auto found = std::lower_bound(
      skills.begin(), skills.end(), uri,
      [](const Skill& skill, const std::string& wanted) { return skill.uri < wanted; });
  return found != skills.end() && found->uri == uri ? &*found : nullptr;
}

absl::StatusOr<World> LoadWorld(const std::string& taxonomy_folder,
                                const std::string& region_folder) {
  World world;
  absl::StatusOr<region::RegionConfig> config = ReadRegion(region_folder);
  if (!config.ok()) return config.status();
  world.region = *std::move(config);
  if (absl::Status status = ReadTaxonomy(taxonomy_folder, world); !status.ok()) return status;
  if (absl::Status status = ReadSectors(taxonomy_folder, world); !status.ok()) return status;
  LinkQualifications(world);
  GroupOccupations(world);
  if (world.groups_by_sector.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(taxonomy_folder, ": no occupation with essential skills"));
  }
  return world;
}

}  // namespace overstap::data
