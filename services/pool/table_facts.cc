#include "services/pool/table_facts.h"

#include "services/convert/to_model.h"

namespace overstap::pool {

void ApplyTableFacts(const store::v1::WorkTableStored& stored,
                     std::vector<matcher::WorkTableRecord>* tables) {
  const store::v1::WorkTableRecord& table = stored.work_table();
  for (matcher::WorkTableRecord& record : *tables) {
    if (record.id != stored.head().id()) continue;
    record.action_plan_since.reset();
    if (table.has_action_plan()) {
      record.action_plan_since = convert::ToDate(table.action_plan().adopted_date());
    }
    record.meetings.clear();
    for (const store::v1::Meeting& meeting : table.meetings()) {
      if (const auto day = convert::ToDate(meeting.meeting_date())) record.meetings.push_back(*day);
    }
  }
}

}  // namespace overstap::pool
