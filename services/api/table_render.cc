#include "services/api/table_render.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "services/api/names.h"
#include "services/api/project_render.h"
#include "services/convert/record_copy.h"
#include "services/convert/to_model.h"
#include "services/write/record_views.h"

namespace overstap::api {
namespace {

v1::Helix HelixOf(std::string_view helix) {
  if (helix == "business") return v1::HELIX_BUSINESS;
  if (helix == "education") return v1::HELIX_EDUCATION;
  if (helix == "government") return v1::HELIX_GOVERNMENT;
  return v1::HELIX_UNSPECIFIED;
}

void AddSeat(const region::v1::OrganisationRef& organisation, bool is_driver,
             v1::WorkTable* table) {
  v1::Seat* seat = table->add_seats();
  seat->set_organisation(organisation.id());
  seat->set_display_name(organisation.title());
  seat->set_helix(HelixOf(organisation.helix()));
  seat->set_is_driver(is_driver);
}

// By the first target that counts work tables; nullopt: none does by a rule.
std::optional<v1::TableActivity> ActivityOf(const Backend& backend, const std::string& table_id,
                                            matcher::Date as_of) {
  std::optional<v1::TableActivity> found;
  for (const region::v1::TargetDefinition& target : backend.config.targets()) {
    if (target.unit() != region::v1::COUNTED_UNIT_WORK_TABLE || !target.has_activity()) continue;
    const auto progress = backend.pool.ProgressOf(target.id(), as_of);
    if (!progress.has_value()) continue;
    for (const matcher::TableActivity& table : progress->second.tables) {
      if (table.id != table_id) continue;
      v1::TableActivity& activity = found.emplace();
      activity.set_work_table(NameOf(kWorkTables, table_id));
      activity.set_active(table.active());
      for (const std::string& lacking : table.lacking) activity.add_lacking(lacking);
      return found;
    }
  }
  return found;
}

// The table's projects that run on the day, by name.
absl::Status AddProjects(const Backend& backend, matcher::Date as_of,
                         const RequestDeadline& deadline, v1::TableOverview* overview) {
  const std::string& table = overview->work_table().name();
  absl::Status status;
  const auto visit = [&](std::string_view, std::string_view bytes) {
    status = deadline.status();
    if (!status.ok()) return false;
    auto stored = write::ParseStored<store::v1::ProjectStored>(bytes);
    if (!stored.ok()) {
      status = stored.status();
      return false;
    }
    const store::v1::Project& project = stored->project();
    const auto& tables = project.work_tables();
    if (RunsOn(project, as_of) && std::find(tables.begin(), tables.end(), table) != tables.end()) {
      *overview->add_projects() = ToApi(stored->head(), project);
    }
    return true;
  };
  const absl::Status scanned = backend.store.Scan(store::RecordKind::kProject, "", visit);
  return scanned.ok() ? status : scanned;
}

}  // namespace

const region::v1::WorkTableDefinition* FindWorkTable(const region::v1::RegionConfig& config,
                                                     std::string_view id) {
  const auto& tables = config.work_tables();
  const auto found = std::find_if(tables.begin(), tables.end(),
                                  [id](const auto& table) { return table.id() == id; });
  return found == tables.end() ? nullptr : &*found;
}

v1::WorkTable ToApi(const region::v1::WorkTableDefinition& definition,
                    const write::WorkTableView& kept) {
  v1::WorkTable table;
  convert::CopyByName(kept.work_table, &table);
  table.set_name(NameOf(kWorkTables, definition.id()));
  table.set_display_name(definition.title());
  table.set_driver(definition.driver().title());
  AddSeat(definition.driver(), /*is_driver=*/true, &table);
  for (const region::v1::OrganisationRef& member : definition.members()) {
    table.add_members(member.title());
    AddSeat(member, /*is_driver=*/false, &table);
  }
  table.set_etag(write::EtagOf(kept.head));
  if (kept.head.has_update_time()) *table.mutable_update_time() = kept.head.update_time();
  return table;
}

absl::StatusOr<v1::WorkTable> ReadWorkTable(const Backend& backend,
                                            const region::v1::WorkTableDefinition& definition) {
  const auto bytes = backend.store.Get(store::RecordKind::kWorkTable, definition.id());
  if (!bytes.ok()) return bytes.status();
  write::WorkTableView kept;
  if (bytes->has_value()) {
    auto stored = write::ParseStored<store::v1::WorkTableStored>(**bytes);
    if (!stored.ok()) return stored.status();
    kept.head = std::move(*stored->mutable_head());
    kept.work_table = std::move(*stored->mutable_work_table());
  }
  return ToApi(definition, kept);
}

absl::StatusOr<v1::TableOverview> OverviewOf(const Backend& backend,
                                             const region::v1::WorkTableDefinition& definition,
                                             matcher::Date as_of, const RequestDeadline& deadline) {
  v1::TableOverview overview;
  absl::StatusOr<v1::WorkTable> table = ReadWorkTable(backend, definition);
  if (!table.ok()) return table.status();
  *overview.mutable_work_table() = *std::move(table);
  *overview.mutable_as_of_date() = convert::FromDate(as_of);
  if (auto activity = ActivityOf(backend, definition.id(), as_of)) {
    *overview.mutable_activity() = *std::move(activity);
  }
  const pool::TableTally tally = backend.pool.TallyOf(overview.work_table().name());
  overview.set_waiting_report_count(tally.waiting);
  if (tally.oldest_waiting.has_value()) {
    *overview.mutable_oldest_waiting_date() = convert::FromDate(*tally.oldest_waiting);
  }
  overview.set_acknowledged_report_count(tally.acknowledged);
  absl::Status added = AddProjects(backend, as_of, deadline, &overview);
  if (!added.ok()) return added;
  return overview;
}

}  // namespace overstap::api
