// What a work table keeps itself, as the activity rule asks for it.
//
//   ApplyTableFacts(stored, &outside.work_tables);
//
// Pure; safe from any thread.
#ifndef OVERSTAP_SERVICES_POOL_TABLE_FACTS_H_
#define OVERSTAP_SERVICES_POOL_TABLE_FACTS_H_

#include <vector>

#include "matcher/target/outside.h"
#include "overstap/store/v1/log.pb.h"

namespace overstap::pool {

// Action plan and meetings become those of the stored table; a table that is not among them is left
// out.
void ApplyTableFacts(const store::v1::WorkTableStored& stored,
                     std::vector<matcher::WorkTableRecord>* tables);

}  // namespace overstap::pool

#endif  // OVERSTAP_SERVICES_POOL_TABLE_FACTS_H_
