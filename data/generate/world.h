// What the generator draws from: the taxonomy's occupations and skills, and the region's places,
// qualifications and credentials.
//
//   absl::StatusOr<World> world = LoadWorld("data/taxonomy", "data/region");
//   const Occupation& occupation = world->DrawOccupation("energy", random);
//
// Everything is sorted by URI or code, so that the same files give the same world everywhere.
// Immutable once loaded; safe to share between threads.
#ifndef OVERSTAP_DATA_GENERATE_WORLD_H_
#define OVERSTAP_DATA_GENERATE_WORLD_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "data/generate/random.h"
#include "overstap/region/v1/region.pb.h"
#include "overstap/v1/common.pb.h"

namespace overstap::data {

struct Skill {
  std::string uri;
  std::string title;         // Dutch, else English
  bool transversal = false;  // of use in any occupation
};

struct Occupation {
  std::string uri;
  std::string title;  // Dutch, else English
  std::string isco;   // four digits, where known
  std::string sector;
  std::vector<size_t> essential;  // into World::skills, ascending
  std::vector<size_t> optional;   // likewise
  // Into World::region.qualifications(), the lowest level first; may be empty.
  std::vector<int> qualifications;
};

struct World {
  overstap::region::v1::RegionConfig region;
  std::vector<Skill> skills;
  std::vector<Occupation> occupations;
  std::vector<size_t> transversal_skills;

  // Occupations of a sector, or of all for "", by their two-digit ISCO group.
  struct OccupationGroups {
    std::vector<int> weights;  // people who work in the group, in thousandths
    std::vector<std::vector<size_t>> members;
  };
  std::map<std::string, OccupationGroups> groups_by_sector;

  // An occupation of the sector ("": any), groups of occupations as often as people work in them.
  const Occupation& DrawOccupation(absl::string_view sector, Random& random) const;
  // A postcode or municipality of the region, by inhabitants; of a German neighbour if `abroad`.
  overstap::v1::Place DrawPlace(bool abroad, Random& random) const;
  // The skill with this slug in the embedded taxonomy; nullptr: another taxonomy, or none such.
  const Skill* FindSkillBySlug(absl::string_view slug) const;
};

// Reads the taxonomy (ESCO's layout; `sectors.csv` beside it says the occupations' sectors, without
// it they follow from ISCO-08 as trades.h says) and the region's text files. NOT_FOUND,
// INVALID_ARGUMENT: names the file and what is wrong with it.
absl::StatusOr<World> LoadWorld(const std::string& taxonomy_folder,
                                const std::string& region_folder);

}  // namespace overstap::data

#endif  // OVERSTAP_DATA_GENERATE_WORLD_H_
