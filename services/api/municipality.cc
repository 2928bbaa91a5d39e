#include "services/api/municipality.h"

#include <optional>

namespace overstap::api {

std::string MunicipalityOf(const store::v1::Place& place, const matcher::Region& region) {
  if (place.location_case() == store::v1::Place::kMunicipality) return place.municipality();
  const std::string country = place.country_code().empty() ? "NL" : place.country_code();
  const std::optional<matcher::PlaceNumber> number =
      region.FindPlaceByPostcode(country, place.postcode());
  if (!number.has_value()) return "";
  const auto& municipality = region.place(*number).municipality;
  return municipality.has_value() ? region.municipality(*municipality).code : "";
}

}  // namespace overstap::api
