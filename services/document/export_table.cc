#include "services/document/export_table.h"

#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/time_util.h"
#include "services/document/half_year_tables.h"
#include "services/document/smallness.h"

namespace overstap::document {
namespace {

constexpr char kListSeparator[] = ", ";

Cell TextCell(std::string text) { return text.empty() ? Cell() : Cell(std::move(text)); }

// 0 stands for not known.
Cell Known(double number) { return number == 0 ? Cell() : Cell(number); }
Cell KnownCount(int64_t count) { return count == 0 ? Cell() : Cell(count); }

Cell Maybe(const std::optional<double>& number) {
  return number.has_value() ? Cell(*number) : Cell();
}
Cell Maybe(const std::optional<int64_t>& count) {
  return count.has_value() ? Cell(*count) : Cell();
}

Cell Day(bool has_day, const google::type::Date& day) { return has_day ? Cell(day) : Cell(); }
Cell Time(bool has_time, const google::protobuf::Timestamp& time) {
  return has_time ? Cell(google::protobuf::util::TimeUtil::ToString(time)) : Cell();
}

// `REPORT_STATE_ACKNOWLEDGED` → `acknowledged`; what is not said is empty.
Cell Lower(const std::string& value, absl::string_view prefix) {
  std::string name = absl::AsciiStrToLower(absl::StripPrefix(value, prefix));
  return name == "unspecified" ? Cell() : TextCell(std::move(name));
}

template <typename Texts>
Cell Joined(const Texts& texts) {
  return TextCell(absl::StrJoin(texts, kListSeparator));
}

std::string KindOf(const v1::Report& report) {
  switch (report.subject_case()) {
    case v1::Report::kPlacement:
      return "placement";
    case v1::Report::kTrainingCompletion:
      return "training_completion";
    case v1::Report::kContactEvent:
      return "contact_event";
    case v1::Report::kStudentProject:
      return "student_project";
    case v1::Report::kInKind:
      return "in_kind";
    case v1::Report::kAggregate:
      return "aggregate";
    default:
      return "";
  }
}

// The day that targets count by.
Cell EventDate(const v1::Report& report) {
  switch (report.subject_case()) {
    case v1::Report::kPlacement:
      return Day(report.placement().has_start_date(), report.placement().start_date());
    case v1::Report::kTrainingCompletion:
      return Day(report.training_completion().has_completion_date(),
                 report.training_completion().completion_date());
    case v1::Report::kContactEvent:
      return Day(report.contact_event().has_event_date(), report.contact_event().event_date());
    case v1::Report::kStudentProject:
      return Day(report.student_project().has_start_date(), report.student_project().start_date());
    case v1::Report::kInKind:
      return Day(report.in_kind().has_contribution_date(), report.in_kind().contribution_date());
    case v1::Report::kAggregate:
      return Day(report.aggregate().period().has_start_date(),
                 report.aggregate().period().start_date());
    default:
      return {};
  }
}

Cell EndDate(const v1::Report& report) {
  if (report.has_placement()) {
    return Day(report.placement().has_end_date(), report.placement().end_date());
  }
  const v1::DateRange& period = report.aggregate().period();
  return Day(report.has_aggregate() && period.has_end_date(), period.end_date());
}

Cell HeadCount(const v1::ContactEventFacts& event) {
  if (event.bands().empty()) return {};
  int64_t heads = 0;
  for (const v1::BandCount& band : event.bands()) heads += band.head_count();
  return heads;
}

Cell Bands(const v1::ContactEventFacts& event) {
  return TextCell(
      absl::StrJoin(event.bands(), kListSeparator, [](std::string* out, const v1::BandCount& band) {
        absl::StrAppend(out, band.age_band(), ": ", band.head_count());
      }));
}

Cell UnitName(v1::TargetUnit unit) { return Lower(v1::TargetUnit_Name(unit), "TARGET_UNIT_"); }

// A row of BreakdownRows but for what it shares with the others.
struct Part {
  std::string dimension;
  std::string cell;
  std::string cell_name = {};
  Cell value = {};
  Cell high_value = {};
  Cell unacknowledged = {};
  Cell percent = {};
  Cell at_least_percent = {};
  Cell denominator = {};
  Cell adds_up = {};
};

// Adds the rows of one progress.
class Parts {
 public:
  Parts(const v1::Target& target, const v1::Progress& progress, const std::string& work_table)
      : target_(target), progress_(progress), work_table_(work_table), shown_(progress) {}

  void AddBreakdowns(const Labels& labels, const Wording& wording) {
    for (const v1::Breakdown& breakdown : progress_.breakdowns()) {
      std::string dimension = absl::AsciiStrToLower(absl::StripPrefix(
          v1::BreakdownDimension_Name(breakdown.dimension()), "BREAKDOWN_DIMENSION_"));
      for (const v1::BreakdownCell& cell : breakdown.cells()) {
        Add({.dimension = dimension,
             .cell = cell.cell(),
             .cell_name = CellName(breakdown.dimension(), cell.cell(), labels, wording),
             .value = Maybe(shown_.Part(cell.has_value(), cell.value())),
             .unacknowledged =
                 Maybe(shown_.Part(cell.has_unacknowledged_value(), cell.unacknowledged_value())),
             .adds_up = breakdown.adds_up()});
      }
    }
  }

  void AddShares() {
    for (const v1::ShareProgress& share : progress_.shares()) {
      const std::optional<double> value = shown_.Part(share.has_value(), share.value());
      Add({.dimension = "share",
           .cell = share.share(),
           .cell_name = share.display_name(),
           .value = Maybe(value),
           .percent = value.has_value() && share.has_percent() ? Cell(share.percent()) : Cell(),
           .at_least_percent =
               share.has_at_least_percent() ? Cell(share.at_least_percent()) : Cell()});
    }
  }

  void AddBeside() {
    for (const v1::BesideFigure& figure : progress_.beside()) {
      const auto publish = [&figure](bool has, double number) {
        return has ? Maybe(Publishable(number, figure.unit())) : Cell();
      };
      if (figure.has_value() || figure.changes().empty()) {
        Add({.dimension = "beside",
             .cell = figure.figure(),
             .cell_name = figure.display_name(),
             .value = publish(figure.has_value(), figure.value()),
             .high_value = publish(figure.has_high_value(), figure.high_value()),
             .adds_up = false});
      }
      for (const v1::BaselineChange& change : figure.changes()) {
        Add({.dimension = "beside",
             .cell = absl::StrCat(figure.figure(), "/", IsoDate(change.baseline_date())),
             .cell_name = figure.display_name(),
             .value = change.has_change() ? Cell(change.change()) : Cell(),
             .adds_up = false});
      }
    }
  }

  void AddPeriods(const Wording& wording) {
    for (const v1::PeriodProgress& period : progress_.periods()) {
      Add({.dimension = "period",
           .cell = IsoDate(period.period().start_date()),
           .cell_name = wording.Period(period.period()),
           .value = Maybe(shown_.PeriodValue(period)),
           .unacknowledged = Maybe(Publishable(period.unacknowledged_value(), progress_.unit()))});
    }
  }

  void AddCohortsAndTables(const Labels& labels) {
    for (const v1::CohortProgress& cohort : progress_.cohorts()) {
      Add({.dimension = "enrolment",
           .cell = cohort.cohort(),
           .value = Maybe(shown_.Part(cohort.has_value(), cohort.value())),
           .denominator = cohort.has_denominator() ? Cell(cohort.denominator()) : Cell()});
    }
    for (const v1::TableActivity& activity : progress_.tables()) {
      Add({.dimension = "active_work_table",
           .cell = activity.work_table(),
           .cell_name = LabelOf(labels.work_tables, activity.work_table()),
           .value = int64_t{activity.active()}});
    }
  }

  std::vector<Row> Rows() && { return std::move(rows_); }

 private:
  void Add(const Part& part) {
    rows_.push_back({TextCell(progress_.target()), TextCell(target_.display_name()),
                     TextCell(work_table_), UnitName(progress_.unit()), TextCell(part.dimension),
                     TextCell(part.cell), TextCell(part.cell_name), part.value, part.high_value,
                     part.unacknowledged, part.percent, part.at_least_percent, part.denominator,
                     part.adds_up, Day(progress_.has_as_of_date(), progress_.as_of_date()),
                     int64_t{progress_.definition_version()}, progress_.ledger_position()});
  }

  const v1::Target& target_;
  const v1::Progress& progress_;
  const std::string& work_table_;
  const PublicProgress shown_;
  std::vector<Row> rows_;
};

// The cells that all rows of a project begin with.
Row ProjectHead(const v1::Project& project, const Labels& labels, const Wording& wording) {
  const v1::ProjectContact& contact = project.contact();
  return {TextCell(project.name()),
          TextCell(project.display_name()),
          TextCell(project.organisation()),
          TextCell(project.goal()),
          TextCell(project.target_group()),
          Joined(project.work_tables()),
          Joined(project.programmes()),
          TextCell(FundingText(project, labels, wording)),
          Day(project.has_start_date(), project.start_date()),
          Day(project.has_end_date(), project.end_date()),
          Joined(project.partners()),
          TextCell(contact.display_name()),
          TextCell(contact.email()),
          TextCell(contact.phone()),
          TextCell(contact.url())};
}

Row Joint(Row head, const Row& tail) {
  head.insert(head.end(), tail.begin(), tail.end());
  return head;
}

Cell VersionOf(const std::string& target, const Labels& labels) {
  const auto definition = labels.definitions.find(target);
  return definition == labels.definitions.end() ? Cell()
                                                : Cell(int64_t{definition->second.version});
}

Cell LastMeeting(const v1::WorkTable& table) {
  const google::type::Date* last = nullptr;
  for (const v1::Meeting& meeting : table.meetings()) {
    if (last == nullptr || CompareDates(*last, meeting.meeting_date()) < 0) {
      last = &meeting.meeting_date();
    }
  }
  return last == nullptr ? Cell() : Cell(*last);
}

}  // namespace

Row ReportRow(const v1::Report& report) {
  // Of the kinds that it is not, all is empty. What serves counting alone (side entrants, distance
  // to the labour market) is in no reply, and has no column.
  const v1::Report& r = report;
  const v1::PlacementFacts& p = report.placement();
  const v1::TrainingCompletionFacts& t = report.training_completion();
  const v1::ContactEventFacts& c = report.contact_event();
  const v1::StudentProjectFacts& s = report.student_project();
  const v1::InKindFacts& k = report.in_kind();
  const v1::AggregateFacts& a = report.aggregate();
  return {TextCell(r.name()),
          Lower(v1::ReportState_Name(r.state()), "REPORT_STATE_"),
          Time(r.has_report_time(), r.report_time()),
          TextCell(r.reporting_organisation()),
          TextCell(r.work_table()),
          TextCell(KindOf(r)),
          EventDate(r),
          EndDate(r),
          TextCell(p.sector() + t.sector()),
          TextCell(
              absl::StrCat(p.municipality(), t.municipality(), c.municipality(), s.municipality())),
          TextCell(p.home_municipality() + t.home_municipality()),
          Lower(v1::ContractKind_Name(p.contract_kind()), "CONTRACT_KIND_"),
          p.has_sector_day_before() ? Cell(p.sector_day_before()) : Cell(),
          p.has_hours_per_week_before() ? Cell(p.hours_per_week_before()) : Cell(),
          Known(p.hours_per_week_after()),
          Known(p.full_time_hours_per_week()),
          KnownCount(p.weeks_at_work()),
          t.has_in_work_first_day() ? Cell(t.in_work_first_day()) : Cell(),
          TextCell(t.title()),
          TextCell(t.training_offer()),
          Joined(t.skill_branches()),
          Known(t.training_hours()),
          TextCell(absl::StrCat(p.employer(), t.employer(), s.employer(), a.employer())),
          TextCell(p.establishment() + t.establishment()),
          TextCell(c.event_id() + s.event_id()),
          HeadCount(c),
          Bands(c),
          Lower(v1::CountBasis_Name(c.count_basis()), "COUNT_BASIS_"),
          TextCell(s.cohort()),
          KnownCount(s.student_count()),
          TextCell(k.partner()),
          Known(k.hours()),
          TextCell(a.target()),
          r.has_aggregate() ? Cell(int64_t{a.low_count()}) : Cell(),
          r.has_aggregate() ? Cell(int64_t{a.high_count()}) : Cell(),
          TextCell(p.job_seeker() + t.job_seeker()),
          TextCell(p.placement()),
          TextCell(r.linkage_key()),
          TextCell(r.evidence().kind()),
          TextCell(r.evidence().holder()),
          TextCell(r.evidence().reference()),
          TextCell(r.evidence().checked_by()),
          Day(r.evidence().has_checked_date(), r.evidence().checked_date()),
          Joined(r.programmes()),
          Joined(r.funding_sources()),
          TextCell(r.project()),
          TextCell(r.corrects()),
          TextCell(r.correction_reason()),
          TextCell(r.withdrawal_reason()),
          TextCell(r.deciding_organisation()),
          Time(r.has_decide_time(), r.decide_time()),
          TextCell(r.rejection_reason())};
}

Row ProgressRow(const v1::Target& target, const v1::Progress& progress,
                const std::string& work_table) {
  const PublicProgress shown(progress);
  const bool is_share = progress.unit() == v1::TARGET_UNIT_PERCENT;
  const std::optional<v1::Forecast> forecast = shown.forecast();
  const v1::DateRange& period = progress.period();
  return {TextCell(progress.target()),
          TextCell(target.display_name()),
          TextCell(work_table),
          UnitName(progress.unit()),
          Maybe(shown.value()),
          progress.goal(),
          progress.expected_value(),
          Maybe(shown.unacknowledged()),
          Maybe(shown.possible_duplicates()),
          Maybe(shown.repeats()),
          is_share ? Maybe(shown.numerator()) : Cell(),
          progress.has_denominator() ? Cell(progress.denominator()) : Cell(),
          forecast.has_value() ? Cell(forecast->value()) : Cell(),
          forecast.has_value() ? Cell(forecast->low_value()) : Cell(),
          forecast.has_value() ? Cell(forecast->high_value()) : Cell(),
          Day(period.has_start_date(), period.start_date()),
          Day(period.has_end_date(), period.end_date()),
          Day(progress.has_as_of_date(), progress.as_of_date()),
          int64_t{progress.definition_version()},
          progress.ledger_position()};
}

std::vector<Row> BreakdownRows(const v1::Target& target, const v1::Progress& progress,
                               const std::string& work_table, const Labels& labels,
                               const Wording& wording) {
  Parts parts(target, progress, work_table);
  parts.AddBreakdowns(labels, wording);
  parts.AddShares();
  parts.AddBeside();
  parts.AddPeriods(wording);
  parts.AddCohortsAndTables(labels);
  return std::move(parts).Rows();
}

std::vector<Row> ProjectRows(const ProjectEntry& entry, const Labels& labels,
                             const Wording& wording) {
  const Row head = ProjectHead(entry.project, labels, wording);
  const v1::ProjectProgress& progress = entry.progress;
  const Cell day = Day(progress.has_as_of_date(), progress.as_of_date());
  std::vector<Row> rows;
  for (const v1::ProjectFigure& figure : progress.figures()) {
    rows.push_back(
        Joint(head, {TextCell(figure.kind()), TextCell(KindName(figure.kind(), wording)),
                     Maybe(AcknowledgedReports(figure)), Maybe(WaitingReports(figure)),
                     Maybe(FigureValue(figure)), Nothing(), day, progress.ledger_position()}));
  }
  for (const v1::ProjectTargetFigure& figure : progress.targets()) {
    rows.push_back(
        Joint(head, {TextCell(figure.target()), TextCell(LabelOf(labels.targets, figure.target())),
                     Nothing(), Nothing(), Maybe(TargetValue(figure, labels)),
                     VersionOf(figure.target(), labels), day, progress.ledger_position()}));
  }
  if (rows.empty()) {
    rows.push_back(Joint(head, {Nothing(), Nothing(), Nothing(), Nothing(), Nothing(), Nothing(),
                                day, progress.ledger_position()}));
  }
  return rows;
}

Row WorkTableRow(const v1::TableOverview& overview, const Labels& labels, const Wording& wording) {
  const v1::WorkTable& table = overview.work_table();
  const bool judged = overview.has_activity();
  std::vector<std::string> gaps;
  for (const v1::Gap& gap : table.gaps()) gaps.push_back(GapText(gap, wording));
  Cell version;
  for (const auto& [target, definition] : labels.definitions) {
    if (definition.unit == v1::TARGET_UNIT_WORK_TABLE) version = int64_t{definition.version};
  }
  return {TextCell(table.name()),
          TextCell(table.display_name()),
          TextCell(table.driver()),
          Joined(table.members()),
          judged ? Cell(overview.activity().active()) : Cell(),
          judged && !overview.activity().active()
              ? TextCell(LackingText(overview.activity(), wording))
              : Cell(),
          TextCell(table.action_plan().title()),
          Day(table.action_plan().has_adopted_date(), table.action_plan().adopted_date()),
          int64_t{table.meetings_size()},
          LastMeeting(table),
          overview.acknowledged_report_count(),
          overview.waiting_report_count(),
          Day(overview.has_oldest_waiting_date(), overview.oldest_waiting_date()),
          int64_t{overview.projects_size()},
          TextCell(absl::StrJoin(gaps, "; ")),
          judged ? version : Cell(),
          Day(overview.has_as_of_date(), overview.as_of_date())};
}

std::vector<Row> ClosingRows(const v1::Closing& closing, const Labels& labels) {
  const v1::Progress& progress = closing.progress();
  const Row head = {TextCell(closing.name()),
                    Time(closing.has_create_time(), closing.create_time()),
                    TextCell(closing.organisation()),
                    TextCell(closing.target()),
                    TextCell(LabelOf(labels.targets, closing.target())),
                    UnitName(progress.unit()),
                    Maybe(PublicProgress(progress).value()),
                    progress.goal(),
                    Day(closing.has_as_of_date(), closing.as_of_date()),
                    int64_t{closing.definition_version()},
                    closing.ledger_position(),
                    TextCell(closing.restates())};
  std::vector<Row> rows;
  for (const v1::RestatedReport& change : closing.changes()) {
    rows.push_back(
        Joint(head, {TextCell(change.report()), change.amount_before(), change.amount_after(),
                     Lower(v1::ReportState_Name(change.state_before()), "REPORT_STATE_"),
                     Lower(v1::ReportState_Name(change.state_after()), "REPORT_STATE_"),
                     TextCell(change.reason())}));
  }
  if (rows.empty()) {
    rows.push_back(Joint(head, {Nothing(), Nothing(), Nothing(), Nothing(), Nothing(), Nothing()}));
  }
  return rows;
}

}  // namespace overstap::document
