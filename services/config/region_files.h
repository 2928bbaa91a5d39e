// Reads the files that configure a region: every *.textproto of a folder, each a part of one
// RegionConfig, merged in the order of their names.
//
//   absl::StatusOr<RegionFiles> files = ReadRegionFiles("data/region");
//   files->Origin(RegionConfig::kSectorsFieldNumber, 2);   // "sectors.textproto:9"
//
// Values; safe to share between threads.
#ifndef OVERSTAP_SERVICES_CONFIG_REGION_FILES_H_
#define OVERSTAP_SERVICES_CONFIG_REGION_FILES_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "overstap/region/v1/region.pb.h"

namespace overstap::config {

struct RegionFiles {
  region::v1::RegionConfig config;
  // Where each element of a top-level field begins, "file:line", by the field's number.
  std::map<int, std::vector<std::string>> origins;

  // Where element `index` of the field stands; empty: not known.
  std::string Origin(int field_number, int index) const;
};

// INVALID_ARGUMENT names file, line, column and key of everything that is not RegionConfig's text
// format, in all files at once. NOT_FOUND: there is no such folder, or no such file in it.
absl::StatusOr<RegionFiles> ReadRegionFiles(const std::string& dir);

}  // namespace overstap::config

#endif  // OVERSTAP_SERVICES_CONFIG_REGION_FILES_H_
