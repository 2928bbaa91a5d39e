#include "services/config/region_model.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"

namespace overstap::config {
namespace {

using region::v1::RegionConfig;

constexpr std::string_view kEmbeddedOccupations = "https://overstap.example/taxonomy/occupation/";

template <typename Repeated>
std::vector<std::string> Texts(const Repeated& texts) {
  return {texts.begin(), texts.end()};
}

void AddPlaces(const RegionConfig& config, matcher::Region::Parts* parts) {
  for (const region::v1::Municipality& each : config.municipalities()) {
    parts->municipalities.push_back({.code = each.code(),
                                     .title = each.title(),
                                     .centroid = {each.latitude(), each.longitude()},
                                     .in_region = each.in_region()});
  }
  for (const region::v1::PostcodeRange& each : config.postcode_ranges()) {
    matcher::PostcodeRangeEntry range;
    range.country_code = each.country_code();
    range.first = each.first();
    range.last = each.last();
    range.municipality_code = each.municipality();
    if (each.latitude() != 0 || each.longitude() != 0) {
      range.point = {each.latitude(), each.longitude()};
    }
    parts->postcode_ranges.push_back(std::move(range));
  }
}

void AddQualifications(const RegionConfig& config, matcher::Region::Parts* parts) {
  absl::flat_hash_map<std::string, matcher::SectorSet> sector_bits;
  for (const region::v1::SectorDefinition& each : config.sectors()) {
    const matcher::SectorNumber number(static_cast<uint8_t>(parts->sectors.size()));
    sector_bits[each.id()] = matcher::SectorBit(number);
    parts->sectors.push_back({.id = each.id(), .focus = each.focus()});
  }
  for (const region::v1::QualificationDefinition& each : config.qualifications()) {
    matcher::QualificationEntry entry;
    entry.scheme = each.scheme();
    entry.code = each.code();
    entry.title = each.title();
    entry.level = static_cast<matcher::EqfLevel>(each.level_eqf());
    entry.orientation = static_cast<matcher::Orientation>(each.orientation());
    entry.line = each.line();
    entry.implies = Texts(each.implies());
    for (const std::string& occupation : each.occupations()) {
      entry.occupations.push_back(OccupationUri(occupation));
    }
    entry.reserved_credential = each.reserved_credential();
    for (const std::string& sector : each.sectors()) entry.sectors |= sector_bits[sector];
    parts->qualifications.push_back(std::move(entry));
  }
}

}  // namespace

matcher::Region::Parts ToParts(const RegionConfig& config) {
  matcher::Region::Parts parts;
  AddPlaces(config, &parts);
  AddQualifications(config, &parts);
  for (const region::v1::CredentialDefinition& each : config.credentials()) {
    parts.credentials.push_back({.id = each.id(),
                                 .title = each.title().nl(),
                                 .implies = Texts(each.implies()),
                                 .validity_months = each.validity_months()});
  }
  for (const region::v1::FundingScheme& each : config.funding_schemes()) {
    parts.schemes.push_back({.id = each.id(),
                             .title = each.title().nl(),
                             .window_start = ToDate(each.window_start_date()),
                             .window_end = ToDate(each.window_end_date()),
                             .ceiling = each.ceiling_eur_cents(),
                             .max_weeks = each.max_weeks()});
  }
  return parts;
}

matcher::TravelProfiles ToTravelProfiles(const RegionConfig& config) {
  matcher::TravelProfiles profiles = matcher::DefaultTravelProfiles();
  for (const region::v1::TravelProfile& each : config.travel_profiles()) {
    const std::optional<matcher::TravelMode> mode = ToTravelMode(each.mode());
    if (!mode.has_value()) continue;
    profiles[*mode] = {.speed_km_per_hour = each.speed_km_per_hour(),
                       .detour_factor = each.detour_factor(),
                       .overhead_minutes = each.overhead_minutes(),
                       .first_minute_of_day = each.first_minute_of_day(),
                       .last_minute_of_day = each.last_minute_of_day()};
  }
  return profiles;
}

std::optional<matcher::TravelMode> ToTravelMode(std::string_view name) {
  if (name == "walk") return matcher::TravelMode::kWalk;
  if (name == "bicycle") return matcher::TravelMode::kBicycle;
  if (name == "e_bike") return matcher::TravelMode::kEBike;
  if (name == "public_transport") return matcher::TravelMode::kPublicTransport;
  if (name == "car") return matcher::TravelMode::kCar;
  return std::nullopt;
}

std::optional<matcher::Date> ToDate(const google::type::Date& date) {
  return matcher::Date::FromCivil(date.year(), date.month(), date.day());
}

std::string OccupationUri(std::string_view slug_or_uri) {
  if (slug_or_uri.find(':') != std::string_view::npos) return std::string(slug_or_uri);
  return std::string(kEmbeddedOccupations) + std::string(slug_or_uri);
}

}  // namespace overstap::config
