#include "services/api/past_ledger.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "matcher/taxonomy/taxonomy.h"
#include "services/api/progress.h"
#include "services/config/target_model.h"
#include "services/convert/to_model.h"
#include "services/pool/table_facts.h"
#include "services/write/record_views.h"

namespace overstap::api {
namespace {

constexpr matcher::Language kLanguage = matcher::Language::kNl;
constexpr size_t kPageReports = 10'000;
// Entries between two looks at the deadline.
constexpr uint64_t kDeadlineEntries = 1'000;

}  // namespace

region::v1::RegionConfig ConfigOfTarget(const region::v1::RegionConfig& config,
                                        const region::v1::TargetDefinition& target) {
  region::v1::RegionConfig one;
  *one.add_targets() = target;
  *one.mutable_age_bands() = config.age_bands();
  *one.mutable_series() = config.series();
  *one.mutable_work_tables() = config.work_tables();
  return one;
}

PastCount::PastCount(region::v1::RegionConfig config)
    : config_(std::move(config)),
      counter_(config::ToTargets(config_).front()),
      outside_{.series = config::ToSeries(config_), .work_tables = config::ToWorkTables(config_)} {}

absl::Status PastCount::Follow(const log::EventLog& log, log::Position last,
                               const RequestDeadline& deadline) {
  absl::Status at_last = absl::CancelledError("");
  absl::Status read = log.Read(
      position_ + 1, [&](log::Position position, const store::v1::LogEntry& entry) -> absl::Status {
        if (position > last) return at_last;
        if (position % kDeadlineEntries == 0 && deadline.Requested()) return deadline.status();
        for (const store::v1::Event& event : entry.events()) {
          if (event.has_report_stored()) Apply(event.report_stored());
          if (event.has_work_table_stored()) Apply(event.work_table_stored());
        }
        position_ = position;
        return absl::OkStatus();
      });
  if (!read.ok() && read != at_last) return read;
  if (position_ >= last) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("the log ends at entry ", position_, ", before entry ", last));
}

void PastCount::Apply(const store::v1::ReportStored& stored) {
  const store::v1::Report& report = stored.report();
  counter_.Apply(convert::ToLedgerReport(stored.head().id(), report));
  KnownReport& known = reports_[stored.head().id()];
  known.state = report.state();
  if (report.state() == store::v1::REPORT_STATE_WITHDRAWN) {
    known.reason = report.withdrawal_reason();
  } else if (report.state() == store::v1::REPORT_STATE_REJECTED) {
    known.reason = report.rejection_reason();
  }
  if (report.state() == store::v1::REPORT_STATE_ACKNOWLEDGED && !report.corrects().empty()) {
    known.reason = report.correction_reason();
    reports_[std::string(write::IdOf(report.corrects()))].reason = report.correction_reason();
  }
}

void PastCount::Apply(const store::v1::WorkTableStored& stored) {
  pool::ApplyTableFacts(stored, &outside_.work_tables);
}

PastCount::Figures PastCount::FiguresAt(matcher::Date as_of) const {
  const matcher::Progress counted = counter_.ProgressAt(as_of, outside_);
  Figures figures;
  figures.exact = ExactProgress(definition(), counter_, counted, as_of, kLanguage);
  figures.exact.set_ledger_position(static_cast<int64_t>(position_));
  figures.published = figures.exact;
  HideSmallCounts(counted, counter_.definition().unit, &figures.published);
  return figures;
}

absl::btree_map<std::string, double> PastCount::AmountsAt(matcher::Date as_of) const {
  absl::btree_map<std::string, double> amounts;
  matcher::ReportQuery query{.beside = {}, .as_of = as_of, .page_size = kPageReports};
  while (true) {
    const matcher::ReportPage page = counter_.ReportsBehind(query);
    for (const matcher::ReportReference& report : page.reports) amounts[report.id] = report.amount;
    if (!page.has_more) return amounts;
    query.after.emplace(page.reports.back().event_date, page.reports.back().id);
  }
}

PastCount::KnownReport PastCount::ReportOf(const std::string& id) const {
  const auto found = reports_.find(id);
  return found == reports_.end() ? KnownReport() : found->second;
}

}  // namespace overstap::api
