#include "services/api/document_gather.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/access/disclosure.h"
#include "services/access/row_rules.h"
#include "services/api/closings.h"
#include "services/api/ledger_render.h"
#include "services/api/names.h"
#include "services/api/progress.h"
#include "services/api/project_render.h"
#include "services/api/table_render.h"
#include "services/api/text/language.h"
#include "services/api/validation_common.h"
#include "services/convert/to_model.h"
#include "services/write/errors.h"
#include "services/write/record_views.h"

namespace overstap::api {
namespace {

constexpr int kMonthsInHalf = 6;
constexpr int kSecondHalfMonth = 7;

// A document is for readers of the caller's role: what that may not see never reaches it.
template <typename Message>
Message Cut(const Call& call, Message message) {
  access::Disclose(access::RoleIn(call.caller), &message);
  return message;
}

// Calls `use` with every stored record of the kind, in the order of ids.
template <typename Stored>
absl::Status ForEach(const Backend& backend, store::RecordKind kind,
                     const std::function<absl::Status(const Stored&)>& use) {
  absl::Status failed;
  const absl::Status scanned =
      backend.store.Scan(kind, "", [&](std::string_view, std::string_view bytes) {
        const absl::StatusOr<Stored> stored = write::ParseStored<Stored>(bytes);
        failed = stored.ok() ? use(*stored) : stored.status();
        return failed.ok();
      });
  return scanned.ok() ? failed : scanned;
}

void AddOrganisations(const region::v1::WorkTableDefinition& table, document::LabelMap* labels) {
  labels->emplace(table.driver().id(), table.driver().title());
  for (const region::v1::OrganisationRef& member : table.members()) {
    labels->emplace(member.id(), member.title());
  }
}

// Whether it ran on any day of the half-year.
bool RanIn(const store::v1::Project& project, matcher::Date first, matcher::Date last) {
  const auto start = convert::ToDate(project.start_date());
  if (!start.has_value() || *start > last) return false;
  return RunsOn(project, std::max(first, *start));
}

bool IsAt(const store::v1::Project& project, const std::string& work_table) {
  const auto& tables = project.work_tables();
  return work_table.empty() || std::find(tables.begin(), tables.end(), work_table) != tables.end();
}

// Fills a report piece by piece.
class HalfYearGatherer {
 public:
  HalfYearGatherer(const Backend& backend, const Call& call, document::HalfYearReport* report,
                   matcher::Date as_of)
      : backend_(backend), call_(call), report_(*report), as_of_(as_of) {}

  absl::Status AddTargets(matcher::Language language) {
    for (const region::v1::TargetDefinition& target : backend_.config.targets()) {
      // What a table is by that rule stands with the table itself.
      if (!report_.work_table.empty() && target.unit() == region::v1::COUNTED_UNIT_WORK_TABLE) {
        continue;
      }
      absl::StatusOr<v1::Progress> progress =
          PublicProgressOf(backend_, call_, target, as_of_, report_.work_table, language);
      if (!progress.ok()) return progress.status();
      report_.targets.push_back({.target = TargetIn(call_, target, language),
                                 .progress = *std::move(progress),
                                 .closings = {}});
    }
    return absl::OkStatus();
  }

  // What was published as of a day of the half-year: of the whole, as closings are.
  absl::Status AddClosings() {
    if (!report_.work_table.empty()) return absl::OkStatus();
    return ForEach<store::v1::ClosingStored>(
        backend_, store::RecordKind::kClosing, [this](const store::v1::ClosingStored& stored) {
          v1::Closing closing = Cut(call_, ToApi(stored.head(), stored.closing()));
          for (document::TargetEntry& entry : report_.targets) {
            if (entry.target.name() != closing.target() || !IsInPeriod(closing)) continue;
            entry.closings.push_back(std::move(closing));
            break;
          }
          return call_.deadline.status();
        });
  }

  absl::Status AddTables() {
    for (const region::v1::WorkTableDefinition& table : backend_.config.work_tables()) {
      if (!report_.work_table.empty() && NameOf(kWorkTables, table.id()) != report_.work_table) {
        continue;
      }
      absl::StatusOr<v1::TableOverview> overview = TableOn(backend_, call_, table, as_of_);
      if (!overview.ok()) return overview.status();
      report_.tables.push_back(*std::move(overview));
    }
    return absl::OkStatus();
  }

  absl::Status AddProjects(matcher::Date first) {
    return ForEach<store::v1::ProjectStored>(
        backend_, store::RecordKind::kProject, [&](const store::v1::ProjectStored& stored) {
          if (RanIn(stored.project(), first, as_of_) &&
              IsAt(stored.project(), report_.work_table)) {
            report_.projects.push_back(ProjectOn(backend_, call_, stored, as_of_));
          }
          return call_.deadline.status();
        });
  }

 private:
  bool IsInPeriod(const v1::Closing& closing) const {
    return document::CompareDates(report_.period.start_date(), closing.as_of_date()) <= 0 &&
           document::CompareDates(closing.as_of_date(), report_.period.end_date()) <= 0;
  }

  const Backend& backend_;
  const Call& call_;
  document::HalfYearReport& report_;
  const matcher::Date as_of_;
};

}  // namespace

absl::StatusOr<document::Labels> LabelsIn(const Backend& backend, matcher::Language language) {
  document::Labels labels;
  const region::v1::RegionConfig& config = backend.config;
  labels.region = TextIn(config.identity().title(), language);
  for (const auto& target : config.targets()) {
    const std::string name = NameOf(kTargets, target.id());
    labels.targets[name] = TextIn(target.title(), language);
    // Both enums count the same units, in the same order.
    labels.definitions[name] = {.version = target.version(),
                                .unit = static_cast<v1::TargetUnit>(target.unit())};
  }
  for (const auto& table : config.work_tables()) {
    labels.work_tables[NameOf(kWorkTables, table.id())] = table.title();
    AddOrganisations(table, &labels.organisations);
  }
  for (const auto& programme : config.programmes()) {
    labels.programmes[programme.id()] = TextIn(programme.title(), language);
  }
  for (const auto& scheme : config.funding_schemes()) {
    labels.funding_schemes[scheme.id()] = TextIn(scheme.title(), language);
  }
  for (const auto& sector : config.sectors()) {
    labels.sectors[sector.id()] = TextIn(sector.title(), language);
  }
  for (const auto& municipality : config.municipalities()) {
    labels.municipalities[municipality.code()] = municipality.title();
  }
  for (const auto& band : config.age_bands()) {
    labels.age_bands[band.id()] = TextIn(band.title(), language);
  }
  const absl::Status read = ForEach<store::v1::ProjectStored>(
      backend, store::RecordKind::kProject, [&labels](const store::v1::ProjectStored& stored) {
        labels.projects[NameOf(kProjects, stored.head().id())] = stored.project().display_name();
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  return labels;
}

document::ProjectEntry ProjectOn(const Backend& backend, const Call& call,
                                 const store::v1::ProjectStored& stored, matcher::Date day) {
  const std::string name = NameOf(kProjects, stored.head().id());
  return {.project = Cut(call, ToApi(stored.head(), stored.project())),
          .progress = Cut(
              call, ProjectProgressOf(backend, /*caller=*/nullptr, name, stored.project(), day))};
}

absl::StatusOr<v1::Progress> PublicProgressOf(const Backend& backend, const Call& call,
                                              const region::v1::TargetDefinition& target,
                                              matcher::Date day, const std::string& work_table,
                                              matcher::Language language) {
  if (absl::Status status = call.deadline.status(); !status.ok()) return status;
  absl::StatusOr<v1::Progress> progress = ProgressReply(
      backend,
      {.target = target.id(), .as_of = day, .work_table = work_table, .language = language});
  if (absl::IsUnimplemented(progress.status())) return v1::Progress();
  if (!progress.ok()) return progress.status();
  return Cut(call, *std::move(progress));
}

v1::Target TargetIn(const Call& call, const region::v1::TargetDefinition& target,
                    matcher::Language language) {
  return Cut(call, ToApi(target, language));
}

absl::StatusOr<v1::TableOverview> TableOn(const Backend& backend, const Call& call,
                                          const region::v1::WorkTableDefinition& table,
                                          matcher::Date day) {
  absl::StatusOr<v1::TableOverview> overview = OverviewOf(backend, table, day, call.deadline);
  if (!overview.ok()) return overview.status();
  return Cut(call, *std::move(overview));
}

absl::StatusOr<document::Newsletter> GatherNewsletter(const Backend& backend, const Call& call,
                                                      matcher::Date day) {
  document::Newsletter newsletter;
  newsletter.as_of_date = convert::FromDate(day);
  newsletter.ledger_position = static_cast<int64_t>(backend.store.position());
  const absl::Status read = ForEach<store::v1::ProjectStored>(
      backend, store::RecordKind::kProject, [&](const store::v1::ProjectStored& stored) {
        if (RunsOn(stored.project(), day)) {
          newsletter.projects.push_back(ProjectOn(backend, call, stored, day));
        }
        return call.deadline.status();
      });
  if (!read.ok()) return read;
  std::stable_sort(newsletter.projects.begin(), newsletter.projects.end(),
                   [](const auto& left, const auto& right) {
                     return left.project.display_name() < right.project.display_name();
                   });
  return newsletter;
}

matcher::Date HalfYear::first() const {
  return *matcher::Date::FromCivil(year, half == 1 ? 1 : kSecondHalfMonth, 1);
}

matcher::Date HalfYear::last() const { return first().PlusMonths(kMonthsInHalf) - 1; }

absl::StatusOr<document::HalfYearReport> GatherHalfYear(const Backend& backend, const Call& call,
                                                        const HalfYear& half_year,
                                                        const std::string& work_table,
                                                        matcher::Language language) {
  const matcher::Date today = backend.Today();
  const matcher::Date as_of = std::min(half_year.last(), today);
  document::HalfYearReport report;
  report.work_table = work_table;
  report.year = half_year.year;
  report.half = half_year.half;
  *report.period.mutable_start_date() = convert::FromDate(half_year.first());
  *report.period.mutable_end_date() = convert::FromDate(half_year.last());
  report.as_of_date = convert::FromDate(as_of);
  report.composed_date = convert::FromDate(today);
  report.ledger_position = static_cast<int64_t>(backend.store.position());
  HalfYearGatherer gatherer(backend, call, &report, as_of);
  absl::Status status = gatherer.AddTargets(language);
  if (status.ok()) status = gatherer.AddClosings();
  if (status.ok()) status = gatherer.AddTables();
  if (status.ok()) status = gatherer.AddProjects(half_year.first());
  if (!status.ok()) return status;
  return report;
}

}  // namespace overstap::api
