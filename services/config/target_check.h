// Checks of a target's definition: that its rule can come true at all.
//
//   CheckTarget(definition, {.sectors = ids, ...}, [&](const std::string& what) { ... });
//
// Pure; safe from any thread.
#ifndef OVERSTAP_SERVICES_CONFIG_TARGET_CHECK_H_
#define OVERSTAP_SERVICES_CONFIG_TARGET_CHECK_H_

#include <set>
#include <string>

#include "absl/functional/function_ref.h"
#include "overstap/region/v1/region.pb.h"

namespace overstap::config {

// Ids that conditions may name.
struct KnownIds {
  std::set<std::string> sectors;
  std::set<std::string> municipalities;
  std::set<std::string> programmes;
  std::set<std::string> work_tables;
  std::set<std::string> age_bands;
  std::set<std::string> targets;
  std::set<std::string> series;
};

// Whether a work table can have it: `business`, `education` or `government`.
bool IsHelix(const std::string& helix);

// Both call complain for each violation, in the order of the fields.
void CheckTarget(const region::v1::TargetDefinition& target, const KnownIds& known,
                 absl::FunctionRef<void(const std::string&)> complain);
void CheckSeries(const region::v1::ExternalSeries& series,
                 absl::FunctionRef<void(const std::string&)> complain);

}  // namespace overstap::config

#endif  // OVERSTAP_SERVICES_CONFIG_TARGET_CHECK_H_
