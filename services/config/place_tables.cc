#include "services/config/place_tables.h"

#include <optional>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "matcher/eligibility/travel_model.h"
#include "services/config/csv_file.h"
#include "services/config/region_model.h"

namespace overstap::config {
namespace {

constexpr char kNetherlands[] = "NL";
constexpr int kFirstPostcode = 1'000;
constexpr int kLastPostcode = 9'999;
constexpr int kMaxMinutes = 24 * 60;

// What the configuration says about Dutch places, to be looked up by postcode and by name.
struct Configured {
  absl::flat_hash_map<int, const matcher::PostcodeRangeEntry*> ranges;
  absl::flat_hash_map<std::string, const matcher::MunicipalityEntry*> by_code;
  absl::flat_hash_map<std::string, const matcher::MunicipalityEntry*> by_title;

  explicit Configured(const matcher::Region::Parts& parts) {
    for (const matcher::MunicipalityEntry& each : parts.municipalities) {
      by_code[each.code] = &each;
      by_title[each.title] = &each;
    }
    for (const matcher::PostcodeRangeEntry& range : parts.postcode_ranges) {
      if (range.country_code != kNetherlands) continue;
      for (int postcode = range.first; postcode <= range.last; ++postcode) {
        ranges[postcode] = &range;
      }
    }
  }

  std::optional<matcher::LatLon> PointOf(const matcher::PostcodeRangeEntry& range) const {
    if (range.point.has_value()) return range.point;
    const auto municipality = by_code.find(range.municipality_code);
    if (municipality == by_code.end()) return std::nullopt;
    return municipality->second->centroid;
  }
};

// A postcode with its point, or nullopt with what is wrong.
std::optional<matcher::PostcodeRangeEntry> ParsePostcode(const CsvRow& row, CsvErrors* errors) {
  int postcode = 0;
  matcher::LatLon point;
  if (!absl::SimpleAtoi(row.values[0], &postcode) || postcode < kFirstPostcode ||
      postcode > kLastPostcode) {
    errors->Add(row, absl::StrCat("postcode ", row.values[0], " is not 1000-9999"));
    return std::nullopt;
  }
  if (!absl::SimpleAtod(row.values[2], &point.latitude) ||
      !absl::SimpleAtod(row.values[3], &point.longitude) ||
      !(point.latitude >= -90 && point.latitude <= 90 && point.longitude >= -180 &&
        point.longitude <= 180)) {
    errors->Add(row, absl::StrCat("latitude ", row.values[2], " and longitude ", row.values[3],
                                  " are not a point on Earth"));
    return std::nullopt;
  }
  matcher::PostcodeRangeEntry entry;
  entry.country_code = kNetherlands;
  entry.first = postcode;
  entry.last = postcode;
  entry.point = point;
  return entry;
}

// `GM0202`, `6811` or `DE:47533`.
std::optional<matcher::PlaceNumber> FindPlace(std::string_view text,
                                              const matcher::Region& region) {
  if (auto place = region.FindPlaceByMunicipality(text)) return place;
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) return region.FindPlaceByPostcode(kNetherlands, text);
  return region.FindPlaceByPostcode(text.substr(0, colon), text.substr(colon + 1));
}

}  // namespace

absl::StatusOr<PostcodeReport> AddPostcodes(const std::string& path,
                                            matcher::Region::Parts* parts) {
  const auto rows = ReadCsv(path, {"postcode", "gemeente", "latitude", "longitude", "soort"});
  if (!rows.ok()) return rows.status();
  const Configured configured(*parts);
  CsvErrors errors(path);
  PostcodeReport report;
  std::vector<matcher::PostcodeRangeEntry> added;
  for (const CsvRow& row : *rows) {
    std::optional<matcher::PostcodeRangeEntry> entry = ParsePostcode(row, &errors);
    if (!entry.has_value()) continue;
    const auto range = configured.ranges.find(entry->first);
    if (range != configured.ranges.end()) {
      const std::optional<matcher::LatLon> known = configured.PointOf(*range->second);
      if (row.values[4] == "Postbus") {
        ++report.post_boxes;
        continue;
      }
      if (known && matcher::GreatCircleKilometres(*known, *entry->point) > kWrongPointKm) {
        ++report.wrong_points;
        continue;
      }
      entry->municipality_code = range->second->municipality_code;
    } else if (const auto named = configured.by_title.find(row.values[1]);
               named != configured.by_title.end()) {
      entry->municipality_code = named->second->code;
    }
    added.push_back(*std::move(entry));
  }
  if (absl::Status wrong = errors.status(); !wrong.ok()) return wrong;
  report.added = static_cast<int>(added.size());
  parts->postcode_ranges.insert(parts->postcode_ranges.end(),
                                std::make_move_iterator(added.begin()),
                                std::make_move_iterator(added.end()));
  return report;
}

absl::StatusOr<TravelMinutes> ReadTravelMinutes(const std::string& path,
                                                const matcher::Region& region) {
  const auto rows = ReadCsv(path, {"from", "to", "mode", "minutes"});
  if (!rows.ok()) return rows.status();
  CsvErrors errors(path);
  TravelMinutes table;
  for (const CsvRow& row : *rows) {
    const std::optional<matcher::TravelMode> mode = ToTravelMode(row.values[2]);
    int minutes = 0;
    if (!mode.has_value()) {
      errors.Add(row, absl::StrCat("unknown mode ", row.values[2],
                                   "; known are walk, bicycle, e_bike, public_transport and car"));
    } else if (!absl::SimpleAtoi(row.values[3], &minutes) || minutes < 0 || minutes > kMaxMinutes) {
      errors.Add(row, absl::StrCat("minutes ", row.values[3], " are not 0-1440"));
    } else {
      const auto from = FindPlace(row.values[0], region);
      const auto to = FindPlace(row.values[1], region);
      if (from && to) {
        table.entries.push_back({.from = *from, .to = *to, .mode = *mode, .minutes = minutes});
      } else {
        ++table.unknown_places;
      }
    }
  }
  if (absl::Status wrong = errors.status(); !wrong.ok()) return wrong;
  return table;
}

}  // namespace overstap::config
