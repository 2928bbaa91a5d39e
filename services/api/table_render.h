// Work tables as clients see them: who sits at them, by the configuration, and what they keep
// themselves; and what is running there.
//
//   const region::v1::WorkTableDefinition* definition = FindWorkTable(backend.config, "talent");
//   absl::StatusOr<v1::WorkTable> table = ReadWorkTable(backend, *definition);
//   absl::StatusOr<v1::TableOverview> running = OverviewOf(backend, *definition, today, deadline);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_TABLE_RENDER_H_
#define OVERSTAP_SERVICES_API_TABLE_RENDER_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "matcher/model/date.h"
#include "overstap/region/v1/region.pb.h"
#include "overstap/v1/work_table.pb.h"
#include "overstap/v1/work_table_service.pb.h"
#include "services/api/backend.h"
#include "services/api/deadline.h"
#include "services/write/commands.h"

namespace overstap::api {

// nullptr: the region has no such work table.
const region::v1::WorkTableDefinition* FindWorkTable(const region::v1::RegionConfig& config,
                                                     std::string_view id);

v1::WorkTable ToApi(const region::v1::WorkTableDefinition& definition,
                    const write::WorkTableView& kept);

// As stored now. DATA_LOSS.
absl::StatusOr<v1::WorkTable> ReadWorkTable(const Backend& backend,
                                            const region::v1::WorkTableDefinition& definition);

// What is running on a day; what waits is told as it is now. DATA_LOSS, or what the deadline says.
absl::StatusOr<v1::TableOverview> OverviewOf(const Backend& backend,
                                             const region::v1::WorkTableDefinition& definition,
                                             matcher::Date as_of, const RequestDeadline& deadline);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_TABLE_RENDER_H_
