// A region's targets and outside figures → what the counting of targets takes.
//
//   std::vector<matcher::TargetDefinition> targets = ToTargets(config);
//
// For configurations that CheckRegion has passed. Pure; safe from any thread.
#ifndef OVERSTAP_SERVICES_CONFIG_TARGET_MODEL_H_
#define OVERSTAP_SERVICES_CONFIG_TARGET_MODEL_H_

#include <vector>

#include "matcher/target/outside.h"
#include "matcher/target/target.h"
#include "overstap/region/v1/region.pb.h"

namespace overstap::config {

// In the order of the configuration.
std::vector<matcher::TargetDefinition> ToTargets(const region::v1::RegionConfig& config);
std::vector<matcher::ExternalSeries> ToSeries(const region::v1::RegionConfig& config);
// Driver and helixes; plans and meetings are not configuration.
std::vector<matcher::WorkTableRecord> ToWorkTables(const region::v1::RegionConfig& config);
// All of it.
matcher::TargetSetup ToTargetSetup(const region::v1::RegionConfig& config);

}  // namespace overstap::config

#endif  // OVERSTAP_SERVICES_CONFIG_TARGET_MODEL_H_
