// Loads a region: its configuration files and the tables beside them, checked and turned into what
// the matcher takes.
//
//   absl::StatusOr<LoadedRegion> region = LoadRegion({.dir = "data/region"});
//   pool::Pool::Load(store, keys, region->region, region->travel, region->targets);
//
// Safe from any thread; the result is immutable.
#ifndef OVERSTAP_SERVICES_CONFIG_REGION_LOADER_H_
#define OVERSTAP_SERVICES_CONFIG_REGION_LOADER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "matcher/eligibility/travel_model.h"
#include "matcher/model/region.h"
#include "matcher/target/target.h"
#include "overstap/region/v1/region.pb.h"

namespace overstap::config {

struct RegionSources {
  std::string dir;                  // with *.textproto
  std::string postcodes_file;       // CSV, see place_tables.h; empty: none
  std::string travel_minutes_file;  // likewise
};

struct LoadedRegion {
  region::v1::RegionConfig config;
  std::shared_ptr<const matcher::Region> region;
  std::shared_ptr<const matcher::TravelModel> travel;
  matcher::TargetSetup targets;
  // 16 hexadecimal digits: others when anything that was loaded says something else.
  std::string fingerprint;
};

// NOT_FOUND: a file or folder is not there. INVALID_ARGUMENT names every violation at once, with
// file and line.
absl::StatusOr<LoadedRegion> LoadRegion(const RegionSources& sources);

}  // namespace overstap::config

#endif  // OVERSTAP_SERVICES_CONFIG_REGION_LOADER_H_
