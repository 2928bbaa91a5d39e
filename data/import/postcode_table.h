// Tables of places: postcodes with their points, and minutes between postcodes.
//
//   absl::StatusOr<std::vector<PostcodePoint>> points = ReadPostcodeTable("postcodes_nl_pc4.csv");
//   absl::StatusOr<std::vector<TravelMinutes>> minutes = ReadMinutesTable("minutes.csv");
//
// Stateless; safe from any thread.
#ifndef OVERSTAP_DATA_IMPORT_POSTCODE_TABLE_H_
#define OVERSTAP_DATA_IMPORT_POSTCODE_TABLE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace overstap::data {

struct PostcodePoint {
  std::string postcode;  // four digits
  std::string place;
  std::string municipality;  // its name
  double latitude = 0;       // WGS84 degrees
  double longitude = 0;
};

// Reads a table with the columns `postcode`, `latitude`, `longitude` and, optional, `woonplaats`
// and `gemeente`, such as that of the project 4pp; in the file's order. INVALID_ARGUMENT names
// file, line and column of what is no postcode or no coordinate; NOT_FOUND: no such file.
absl::StatusOr<std::vector<PostcodePoint>> ReadPostcodeTable(const std::string& path);

struct TravelMinutes {
  std::string from;  // postcode
  std::string to;    // postcode
  std::string mode;  // walk, bicycle, e_bike, public_transport or car
  int minutes = 0;   // one way, 0 to 1,440
};

// Reads a table with the columns `from`, `to`, `mode`, `minutes`. Errors as above.
absl::StatusOr<std::vector<TravelMinutes>> ReadMinutesTable(const std::string& path);

}  // namespace overstap::data

#endif  // OVERSTAP_DATA_IMPORT_POSTCODE_TABLE_H_
