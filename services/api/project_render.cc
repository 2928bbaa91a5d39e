#include "services/api/project_render.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "matcher/target/project_progress.h"
#include "matcher/target/target.h"
#include "services/access/row_rules.h"
#include "services/api/names.h"
#include "services/convert/record_copy.h"
#include "services/convert/to_model.h"
#include "services/write/commands.h"

namespace overstap::api {
namespace {

using LedgerReports = std::vector<const matcher::LedgerReport*>;

const char* TextOf(matcher::ReportKind kind) {
  switch (kind) {
    case matcher::ReportKind::kPlacement:
      return "placement";
    case matcher::ReportKind::kTrainingCompletion:
      return "training_completion";
    case matcher::ReportKind::kContactEvent:
      return "contact_event";
    case matcher::ReportKind::kStudentProject:
      return "student_project";
    case matcher::ReportKind::kInKind:
      return "in_kind";
    case matcher::ReportKind::kAggregate:
      return "aggregate";
  }
  return "";
}

bool SeesReport(const write::Caller& caller, const pool::ProjectReport& report,
                const region::v1::RegionConfig& config) {
  store::v1::Report shown;
  shown.set_work_table(report.work_table);
  shown.set_reporting_organisation(report.trace.reporting_organisation);
  shown.set_deciding_organisation(report.trace.deciding_organisation);
  return access::Sees(caller, shown, config);
}

void AddKind(const matcher::KindFigure& figure, bool shows_all, v1::ProjectProgress* progress) {
  v1::ProjectFigure& added = *progress->add_figures();
  added.set_kind(TextOf(figure.kind));
  const auto may_show = [shows_all](bool people, double count) {
    return shows_all || !people || !matcher::IsSmall(count);
  };
  if (may_show(figure.reports_are_people, static_cast<double>(figure.acknowledged))) {
    added.set_acknowledged_count(figure.acknowledged);
  }
  if (may_show(figure.reports_are_people, static_cast<double>(figure.waiting))) {
    added.set_waiting_count(figure.waiting);
  }
  if (may_show(figure.counts_people, figure.value)) added.set_value(figure.value);
}

// A counted target's definition, and what it takes from outside; nullopt: it is not counted here.
struct Counted {
  matcher::TargetDefinition definition;
  matcher::OutsideFigures outside;
};
std::optional<Counted> CountedTarget(const Backend& backend, const std::string& id) {
  std::optional<Counted> counted;
  backend.pool.AskTarget(id, "", [&](const pool::Pool::CountedTarget& target) {
    const matcher::TargetDefinition& definition = target.counter.definition();
    if (!definition.counting.has_value() || definition.unit == matcher::CountedUnit::kWorkTable) {
      return;
    }
    counted.emplace().definition = definition;
    if (definition.unit == matcher::CountedUnit::kPercent) counted->outside = target.outside;
  });
  return counted;
}

void AddTarget(const Backend& backend, const std::string& id, bool is_named, bool shows_all,
               const LedgerReports& reports, matcher::Date as_of, v1::ProjectProgress* progress) {
  const std::optional<Counted> counted = CountedTarget(backend, id);
  if (!counted.has_value()) return;
  const matcher::TargetFigure figure =
      matcher::FigureFor(counted->definition, counted->outside, reports, as_of);
  if (figure.value == 0 && !is_named) return;
  v1::ProjectTargetFigure& added = *progress->add_targets();
  added.set_target(NameOf(kTargets, id));
  if (shows_all || !matcher::IsSmall(static_cast<double>(figure.people))) {
    added.set_value(figure.value);
  }
}

}  // namespace

store::v1::Project ToRecord(const v1::Project& message) {
  store::v1::Project record;
  convert::CopyByName(message, &record);
  return record;
}

v1::Project ToApi(const store::v1::RecordHead& head, const store::v1::Project& record) {
  v1::Project message;
  convert::CopyByName(record, &message);
  message.set_name(NameOf(kProjects, head.id()));
  message.set_etag(write::EtagOf(head));
  *message.mutable_create_time() = head.create_time();
  *message.mutable_update_time() = head.update_time();
  return message;
}

bool RunsOn(const store::v1::Project& project, matcher::Date day) {
  const auto start = convert::ToDate(project.start_date());
  if (!start.has_value() || *start > day) return false;
  if (!project.has_end_date()) return true;
  const auto end = convert::ToDate(project.end_date());
  return !end.has_value() || *end >= day;
}

v1::ProjectProgress ProjectProgressOf(const Backend& backend, const write::Caller* caller,
                                      const std::string& name, const store::v1::Project& project,
                                      matcher::Date as_of) {
  const pool::Pool::ReportsOfProject known = backend.pool.ProjectReports(name);
  LedgerReports reports;
  reports.reserve(known.reports.size());
  bool shows_all = caller != nullptr;
  for (const auto& report : known.reports) {
    reports.push_back(&report->report);
    shows_all = shows_all && SeesReport(*caller, *report, backend.config);
  }
  v1::ProjectProgress progress;
  progress.set_project(name);
  *progress.mutable_as_of_date() = convert::FromDate(as_of);
  progress.set_ledger_position(static_cast<int64_t>(known.position));
  for (const matcher::KindFigure& figure : matcher::FiguresOf(reports, as_of)) {
    AddKind(figure, shows_all, &progress);
  }
  for (const region::v1::TargetDefinition& target : backend.config.targets()) {
    const auto& named = project.targets();
    const bool is_named =
        std::find(named.begin(), named.end(), NameOf(kTargets, target.id())) != named.end();
    AddTarget(backend, target.id(), is_named, shows_all, reports, as_of, &progress);
  }
  return progress;
}

}  // namespace overstap::api
