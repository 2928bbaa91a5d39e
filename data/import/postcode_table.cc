#include "data/import/postcode_table.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "data/import/csv.h"

namespace overstap::data {
namespace {

constexpr absl::string_view kModes[] = {"walk", "bicycle", "e_bike", "public_transport", "car"};
constexpr int kMaxMinutes = 24 * 60;

bool IsPostcode(absl::string_view text) {
  return (text.size() == 4 || text.size() == 5) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); });
}

// Parses degrees within `limit` of zero. Neither an infinity nor not-a-number passes.
bool ParseDegrees(absl::string_view text, double limit, double& degrees) {
  return absl::SimpleAtod(text, &degrees) && degrees >= -limit && degrees <= limit;
}

}  // namespace

absl::StatusOr<std::vector<PostcodePoint>> ReadPostcodeTable(const std::string& path) {
  absl::StatusOr<CsvTable> table =
      CsvTable::Open(path, {"postcode", "latitude", "longitude"}, CsvReader::RaggedRows::kError);
  if (!table.ok()) return table.status();
  const size_t postcode = table->column("postcode");
  const size_t latitude = table->column("latitude");
  const size_t longitude = table->column("longitude");
  const size_t place = table->column("woonplaats");
  const size_t municipality = table->column("gemeente");
  std::vector<PostcodePoint> points;
  CsvRow row;
  absl::StatusOr<bool> more;
  while ((more = table->Next(row)).ok() && *more) {
    PostcodePoint point;
    if (!IsPostcode(row[postcode])) {
      return table->ErrorAt(row, postcode, "not a postcode of four or five digits");
    }
    if (!ParseDegrees(row[latitude], 90, point.latitude)) {
      return table->ErrorAt(row, latitude, "not a latitude in degrees");
    }
    if (!ParseDegrees(row[longitude], 180, point.longitude)) {
      return table->ErrorAt(row, longitude, "not a longitude in degrees");
    }
    point.postcode = std::string(row[postcode]);
    point.place = std::string(row[place]);
    point.municipality = std::string(row[municipality]);
    points.push_back(std::move(point));
  }
  if (!more.ok()) return more.status();
  return points;
}

absl::StatusOr<std::vector<TravelMinutes>> ReadMinutesTable(const std::string& path) {
  absl::StatusOr<CsvTable> table =
      CsvTable::Open(path, {"from", "to", "mode", "minutes"}, CsvReader::RaggedRows::kError);
  if (!table.ok()) return table.status();
  const size_t from = table->column("from");
  const size_t to = table->column("to");
  const size_t mode = table->column("mode");
  const size_t minutes = table->column("minutes");
  std::vector<TravelMinutes> rows;
  CsvRow row;
  absl::StatusOr<bool> more;
  while ((more = table->Next(row)).ok() && *more) {
    for (const size_t end : {from, to}) {
      if (!IsPostcode(row[end])) {
        return table->ErrorAt(row, end, "not a postcode of four or five digits");
      }
    }
    if (std::find(std::begin(kModes), std::end(kModes), row[mode]) == std::end(kModes)) {
      return table->ErrorAt(row, mode, "not a means of transport");
    }
    TravelMinutes entry;
    if (!absl::SimpleAtoi(row[minutes], &entry.minutes) || entry.minutes < 0 ||
        entry.minutes > kMaxMinutes) {
      return table->ErrorAt(row, minutes, "not a number of minutes from 0 to 1440");
    }
    entry.from = std::string(row[from]);
    entry.to = std::string(row[to]);
    entry.mode = std::string(row[mode]);
    rows.push_back(std::move(entry));
  }
  if (!more.ok()) return more.status();
  return rows;
}

}  // namespace overstap::data
