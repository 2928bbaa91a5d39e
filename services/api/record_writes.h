// A valid resource → the write that stores it.
//
//   auto write = UpsertOf<VacancyTraits>(vacancy, WriteMode::kUpsert, caller, backend);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_RECORD_WRITES_H_
#define OVERSTAP_SERVICES_API_RECORD_WRITES_H_

#include <string>
#include <utility>

#include "services/api/backend.h"
#include "services/api/names.h"
#include "services/api/records.h"
#include "services/api/row_access.h"
#include "services/write/commands.h"

namespace overstap::api {

// Stores the resource under its name, or a new one where it has none; its etag, where it has one,
// must be the stored one. The caller may see what stands there, and names whose it becomes. The
// reply is the resource as it then stands.
template <typename Traits>
write::WriteRecord<typename Traits::Record> UpsertOf(const typename Traits::Resource& resource,
                                                     write::WriteMode mode,
                                                     const write::Caller& caller,
                                                     const Backend& backend) {
  using Record = typename Traits::Record;
  write::WriteRecord<Record> write;
  write.id = resource.name().empty() ? RandomId(Traits::kIdPrefix)
                                     : *ParseName(Traits::kCollection, resource.name());
  write.mode = mode;
  if (mode != write::WriteMode::kCreate) write.etag = resource.etag();
  write.change = [record = ToRecord(resource)](Record* stored) {
    *stored = record;
    return absl::OkStatus();
  };
  write.render = [&backend](const store::v1::RecordHead& head, const Record& record,
                            write::WriteOutcome) {
    return ToApi(head, record, backend.pool).SerializeAsString();
  };
  Guard<Traits>(caller, backend, &write);
  return write;
}

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_RECORD_WRITES_H_
