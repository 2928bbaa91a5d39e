// What a region's configuration must satisfy beyond its format: ids that are unique and known,
// periods, goals, levels, rules that can come true.
//
//   if (absl::Status fine = CheckRegion(files); !fine.ok()) ...
//
// Pure; safe from any thread.
#ifndef OVERSTAP_SERVICES_CONFIG_REGION_CHECK_H_
#define OVERSTAP_SERVICES_CONFIG_REGION_CHECK_H_

#include "absl/status/status.h"
#include "services/config/region_files.h"

namespace overstap::config {

// INVALID_ARGUMENT names every violation at once, each with file and line.
absl::Status CheckRegion(const RegionFiles& files);

}  // namespace overstap::config

#endif  // OVERSTAP_SERVICES_CONFIG_REGION_CHECK_H_
