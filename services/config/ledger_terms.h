// How the ledger of a region is kept, with what holds where its configuration is silent.
//
//   for (const int weeks : PlacementCheckWeeks(region)) due.push_back(start + weeks * 7);
//   const Date answer_by = introduced + EmployerAnswerDays(region);
//
// Pure; safe from any thread.
#ifndef OVERSTAP_SERVICES_CONFIG_LEDGER_TERMS_H_
#define OVERSTAP_SERVICES_CONFIG_LEDGER_TERMS_H_

#include <vector>

#include "overstap/region/v1/region.pb.h"

namespace overstap::config {

// Weeks after a contract's start at which someone looks whether the person is still at work,
// ascending, never empty; the last look makes the placement a lasting one. 13 and 26 by default.
std::vector<int> PlacementCheckWeeks(const region::v1::RegionConfig& config);

// Days that an employer has to answer about someone who was introduced. 14 by default.
int EmployerAnswerDays(const region::v1::RegionConfig& config);

}  // namespace overstap::config

#endif  // OVERSTAP_SERVICES_CONFIG_LEDGER_TERMS_H_
