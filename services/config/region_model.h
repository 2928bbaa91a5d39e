// A region's configuration → what the matcher takes.
//
//   matcher::Region::Parts parts = ToParts(config);
//
// For configurations that CheckRegion has passed. Pure; safe from any thread.
#ifndef OVERSTAP_SERVICES_CONFIG_REGION_MODEL_H_
#define OVERSTAP_SERVICES_CONFIG_REGION_MODEL_H_

#include <optional>
#include <string>
#include <string_view>

#include "google/type/date.pb.h"
#include "matcher/eligibility/great_circle_travel.h"
#include "matcher/model/date.h"
#include "matcher/model/region.h"
#include "overstap/region/v1/region.pb.h"

namespace overstap::config {

matcher::Region::Parts ToParts(const region::v1::RegionConfig& config);
// Usual values for means of transport that the configuration does not name.
matcher::TravelProfiles ToTravelProfiles(const region::v1::RegionConfig& config);

// `public_transport` → kPublicTransport; nullopt: no such means.
std::optional<matcher::TravelMode> ToTravelMode(std::string_view name);
// nullopt when unset or no such day.
std::optional<matcher::Date> ToDate(const google::type::Date& date);
// Slugs of the embedded taxonomy become URIs; what is a URI stays.
std::string OccupationUri(std::string_view slug_or_uri);

}  // namespace overstap::config

#endif  // OVERSTAP_SERVICES_CONFIG_REGION_MODEL_H_
