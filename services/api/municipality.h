// Where a place lies.
#ifndef OVERSTAP_SERVICES_API_MUNICIPALITY_H_
#define OVERSTAP_SERVICES_API_MUNICIPALITY_H_

#include <string>

#include "matcher/model/region.h"
#include "overstap/store/v1/records.pb.h"

namespace overstap::api {

// Code of the municipality; empty: not known. Safe from any thread.
std::string MunicipalityOf(const store::v1::Place& place, const matcher::Region& region);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_MUNICIPALITY_H_
