// What an event does to a record.
//
//   if (std::optional<RecordChange> change = ChangeOf(event, position)) Put(change->kind, ...);
//
// Pure; safe from any thread.
#ifndef OVERSTAP_SERVICES_STORE_RECORD_CHANGE_H_
#define OVERSTAP_SERVICES_STORE_RECORD_CHANGE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "overstap/store/v1/log.pb.h"
#include "services/store/store.h"

namespace overstap::store {

struct RecordChange {
  RecordKind kind;
  std::string id;
  std::optional<std::string> bytes;  // as Store::Get returns them; nullopt: the record is gone
};

// `position` is the entry's; it becomes the creation number where the event leaves that open.
// nullopt: the event is not about a record (taxonomy).
std::optional<RecordChange> ChangeOf(const v1::Event& event, uint64_t position);

}  // namespace overstap::store

#endif  // OVERSTAP_SERVICES_STORE_RECORD_CHANGE_H_
