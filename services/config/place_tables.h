// The two tables that an operator can hand in beside a region's configuration: points of Dutch
// postcodes, and minutes of travel.
//
//   absl::StatusOr<PostcodeReport> report = AddPostcodes("postcodes_nl_pc4.csv", &parts);
//   absl::StatusOr<TravelMinutes> minutes = ReadTravelMinutes("minutes.csv", *region);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_CONFIG_PLACE_TABLES_H_
#define OVERSTAP_SERVICES_CONFIG_PLACE_TABLES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "matcher/eligibility/travel_table.h"
#include "matcher/model/region.h"

namespace overstap::config {

// A point of the table further than this from the configured point of the postcode's range is taken
// for wrong, and the configured one stays.
inline constexpr double kWrongPointKm = 8;

struct PostcodeReport {
  int added = 0;
  int post_boxes = 0;    // left to the configured range
  int wrong_points = 0;  // likewise
};

// Adds the points of a table with columns postcode, gemeente, latitude, longitude, soort (the
// layout of the 4pp table). A postcode within a configured range keeps that range's municipality,
// since the table's names are of older boundaries; another takes the municipality of that name, or
// none. INVALID_ARGUMENT names file and line.
absl::StatusOr<PostcodeReport> AddPostcodes(const std::string& path, matcher::Region::Parts* parts);

struct TravelMinutes {
  std::vector<matcher::TravelTableEntry> entries;
  int unknown_places = 0;  // rows left out
};

// Reads a table with columns from, to, mode, minutes: one way each; places are municipality codes
// or postcodes (`6811`, `DE:47533`), modes as in the region's travel profiles, minutes 0 to 1440.
// INVALID_ARGUMENT names file and line.
absl::StatusOr<TravelMinutes> ReadTravelMinutes(const std::string& path,
                                                const matcher::Region& region);

}  // namespace overstap::config

#endif  // OVERSTAP_SERVICES_CONFIG_PLACE_TABLES_H_
