#include "services/document/half_year_tables.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/document/smallness.h"

namespace overstap::document {
namespace {

// Of a restatement: beyond it the reader is better served by the closing itself.
constexpr size_t kMostReasons = 20;

std::vector<std::string> Headings(const Wording& wording, const std::vector<Text>& texts) {
  std::vector<std::string> headings;
  headings.reserve(texts.size());
  for (const Text text : texts) headings.push_back(wording.Say(text));
  return headings;
}

// The caption with the day of its figures.
std::string Stamped(Text caption, const google::type::Date& day, const Wording& wording) {
  return wording.Say(Text::kStampedCaption, wording.Say(caption), wording.Date(day));
}

// A table about one progress: each row ends with the figures' date and definition.
class ProgressTable {
 public:
  ProgressTable(Text caption, std::vector<Text> headings, const v1::Progress& progress,
                const Wording& wording)
      : date_(wording.Date(progress.as_of_date())),
        version_(wording.Version(progress.definition_version())) {
    headings.push_back(Text::kDate);
    headings.push_back(Text::kDefinitionHeading);
    table_.caption = wording.Say(caption);
    table_.headings = Headings(wording, headings);
  }

  void Add(std::vector<std::string> cells) {
    cells.push_back(date_);
    cells.push_back(version_);
    table_.rows.push_back(std::move(cells));
  }
  void Note(std::string note) { table_.note = std::move(note); }
  HtmlTable Table() && { return std::move(table_); }

 private:
  const std::string date_;
  const std::string version_;
  HtmlTable table_;
};

// A share of nothing known is no 0 %.
bool IsUnknown(const v1::Progress& progress) {
  return progress.unit() == v1::TARGET_UNIT_PERCENT && !progress.has_denominator();
}

std::string ValueText(const v1::Progress& progress, const Wording& wording) {
  return IsUnknown(progress) ? wording.Say(Text::kUnknown)
                             : wording.Figure(PublicProgress(progress).value(), progress.unit());
}

std::string VerdictOf(const v1::Progress& progress, const Wording& wording) {
  const std::optional<double> value = PublicProgress(progress).value();
  if (!value.has_value() || IsUnknown(progress)) return wording.Say(Text::kUndecided);
  return wording.Say(*value >= progress.expected_value() ? Text::kOnTrack : Text::kBehind);
}

std::string ForecastText(const v1::Forecast& forecast, v1::TargetUnit unit,
                         const Wording& wording) {
  return wording.Say(Text::kForecastText, wording.Figure(forecast.value(), unit),
                     wording.Number(forecast.low_value()), wording.Number(forecast.high_value()),
                     forecast.month_count());
}

std::string DenominatorText(const v1::Progress& progress, const Wording& wording) {
  const std::string students = wording.Number(PublicProgress(progress).numerator());
  return progress.has_denominator()
             ? wording.Say(Text::kOfDenominator, students, wording.Number(progress.denominator()))
             : wording.Say(Text::kNoDenominator, students);
}

// A figure beside the target is hidden where it was counted, in its own unit.
std::string BesideText(const v1::BesideFigure& figure, const Wording& wording) {
  std::string text;
  if (figure.has_value() && figure.has_high_value()) {
    text =
        wording.Say(Text::kBand, wording.Number(Publishable(figure.value(), figure.unit())),
                    wording.Figure(Publishable(figure.high_value(), figure.unit()), figure.unit()));
  } else if (figure.has_value()) {
    text = wording.Figure(Publishable(figure.value(), figure.unit()), figure.unit());
  }
  for (const v1::BaselineChange& change : figure.changes()) {
    absl::StrAppend(&text, text.empty() ? "" : "; ",
                    wording.Say(Text::kChangeSince, wording.Date(change.baseline_date()),
                                change.has_change() ? wording.Figure(change.change(), figure.unit())
                                                    : wording.Say(Text::kUnknown)));
  }
  return text.empty() ? wording.Say(Text::kUnknown) : text;
}

struct DimensionWords {
  v1::BreakdownDimension dimension;
  Text caption;
};

constexpr std::array kDimensions = {
    DimensionWords{v1::BREAKDOWN_DIMENSION_SECTOR, Text::kBySector},
    DimensionWords{v1::BREAKDOWN_DIMENSION_WORK_TABLE, Text::kByTable},
    DimensionWords{v1::BREAKDOWN_DIMENSION_MUNICIPALITY, Text::kByMunicipality},
    DimensionWords{v1::BREAKDOWN_DIMENSION_MONTH, Text::kByMonth},
    DimensionWords{v1::BREAKDOWN_DIMENSION_COHORT, Text::kByCohort},
    DimensionWords{v1::BREAKDOWN_DIMENSION_PROGRAMME, Text::kByProgramme},
    DimensionWords{v1::BREAKDOWN_DIMENSION_AGE_BAND, Text::kByAgeBand}};

Text CaptionOf(v1::BreakdownDimension dimension) {
  const auto* found =
      std::find_if(kDimensions.begin(), kDimensions.end(),
                   [dimension](const auto& words) { return words.dimension == dimension; });
  return found == kDimensions.end() ? Text::kUnknown : found->caption;
}

struct LackingWords {
  absl::string_view lacking;
  Text text;
};

constexpr std::array kLacking = {LackingWords{"driver", Text::kLackingDriver},
                                 LackingWords{"helix business", Text::kLackingBusiness},
                                 LackingWords{"helix education", Text::kLackingEducation},
                                 LackingWords{"helix government", Text::kLackingGovernment},
                                 LackingWords{"action_plan", Text::kLackingPlan},
                                 LackingWords{"meeting or report", Text::kLackingMeeting}};

std::string GapName(v1::GapKind kind, const Wording& wording) {
  switch (kind) {
    case v1::GAP_KIND_MONEY:
      return wording.Say(Text::kGapMoney);
    case v1::GAP_KIND_PARTNER:
      return wording.Say(Text::kGapPartner);
    case v1::GAP_KIND_EXPERTISE:
      return wording.Say(Text::kGapExpertise);
    default:
      return wording.Say(Text::kUnknown);
  }
}

template <typename Owner>
void AddGaps(const std::string& where, const Owner& owner, const Wording& wording,
             HtmlTable* table) {
  for (const v1::Gap& gap : owner.gaps()) {
    table->rows.push_back(
        {where, GapName(gap.kind(), wording), gap.description(),
         gap.amount_eur_cents() > 0 ? wording.Money(gap.amount_eur_cents()) : ""});
  }
}

}  // namespace

HtmlTable SummaryTable(const HalfYearReport& report, const Wording& wording) {
  HtmlTable table{.caption = Stamped(Text::kSummary, report.as_of_date, wording),
                  .headings = Headings(
                      wording, {Text::kTarget, Text::kValue, Text::kGoalFigure, Text::kExpected,
                                Text::kVerdict, Text::kDate, Text::kDefinitionHeading}),
                  .rows = {},
                  .note = wording.Say(Text::kHiddenNote)};
  for (const TargetEntry& entry : report.targets) {
    const v1::Progress& progress = entry.progress;
    if (progress.target().empty()) continue;
    table.rows.push_back({entry.target.display_name(), ValueText(progress, wording),
                          wording.Figure(progress.goal(), progress.unit()),
                          wording.Figure(progress.expected_value(), progress.unit()),
                          VerdictOf(progress, wording), wording.Date(progress.as_of_date()),
                          wording.Version(progress.definition_version())});
  }
  return table;
}

HtmlTable MainFigures(const v1::Progress& progress, const Wording& wording) {
  const PublicProgress shown(progress);
  const v1::TargetUnit unit = progress.unit();
  ProgressTable table(Text::kMainFigures, {Text::kFigure, Text::kValue}, progress, wording);
  table.Add({wording.Say(Text::kValue), ValueText(progress, wording)});
  if (unit == v1::TARGET_UNIT_PERCENT) {
    table.Add({wording.Say(Text::kShareOf), DenominatorText(progress, wording)});
  }
  table.Add({wording.Say(Text::kGoalPeriod), wording.Figure(progress.goal(), unit)});
  table.Add({wording.Say(Text::kExpected), wording.Figure(progress.expected_value(), unit)});
  table.Add({wording.Say(Text::kVerdict), VerdictOf(progress, wording)});
  if (unit != v1::TARGET_UNIT_WORK_TABLE) {
    table.Add({wording.Say(Text::kUnacknowledged), wording.Figure(shown.unacknowledged(), unit)});
    table.Add({wording.Say(Text::kDuplicates), wording.Count(shown.possible_duplicates())});
    table.Add({wording.Say(Text::kRepeats), wording.Count(shown.repeats())});
  }
  const std::optional<v1::Forecast> forecast = shown.forecast();
  if (forecast.has_value()) {
    table.Add({wording.Say(Text::kForecast), ForecastText(*forecast, unit, wording)});
  }
  return std::move(table).Table();
}

HtmlTable ShareTable(const v1::Progress& progress, const Wording& wording) {
  ProgressTable table(Text::kShares,
                      {Text::kShare, Text::kValue, Text::kPercentage, Text::kPromised}, progress,
                      wording);
  for (const v1::ShareProgress& share : progress.shares()) {
    const std::optional<double> value =
        PublicProgress(progress).Part(share.has_value(), share.value());
    // A percentage of a hidden number gives it away.
    const bool shows_percent = value.has_value() && share.has_percent();
    table.Add({share.display_name(),
               value.has_value() ? wording.Figure(value, progress.unit()) : wording.Cell(value),
               shows_percent ? wording.Percent(share.percent()) : wording.Say(Text::kHidden),
               share.has_at_least_percent() ? wording.Percent(share.at_least_percent())
                                            : wording.Say(Text::kNone)});
  }
  return std::move(table).Table();
}

HtmlTable BesideTable(const v1::Progress& progress, const Wording& wording) {
  ProgressTable table(Text::kBeside, {Text::kFigure, Text::kValue}, progress, wording);
  for (const v1::BesideFigure& figure : progress.beside()) {
    table.Add({figure.display_name(), BesideText(figure, wording)});
  }
  table.Note(wording.Say(Text::kBesideNote));
  return std::move(table).Table();
}

HtmlTable PeriodTable(const v1::Progress& progress, const Wording& wording) {
  ProgressTable table(
      Text::kPeriods,
      {Text::kPeriod, Text::kValue, Text::kWaits, Text::kGoalFigure, Text::kExpected}, progress,
      wording);
  // One period is the target's own, and stands above.
  if (progress.periods_size() < 2) return std::move(table).Table();
  const v1::TargetUnit unit = progress.unit();
  for (const v1::PeriodProgress& period : progress.periods()) {
    table.Add({wording.Period(period.period()),
               wording.Figure(PublicProgress(progress).PeriodValue(period), unit),
               wording.Figure(Publishable(period.unacknowledged_value(), unit), unit),
               wording.Figure(period.goal(), unit), wording.Figure(period.expected_value(), unit)});
  }
  return std::move(table).Table();
}

HtmlTable CohortTable(const v1::Progress& progress, const Wording& wording) {
  ProgressTable table(Text::kCohorts, {Text::kCohort, Text::kValue, Text::kEnrolment}, progress,
                      wording);
  for (const v1::CohortProgress& cohort : progress.cohorts()) {
    table.Add({cohort.cohort(),
               wording.Cell(PublicProgress(progress).Part(cohort.has_value(), cohort.value())),
               cohort.has_denominator() ? wording.Number(cohort.denominator())
                                        : wording.Say(Text::kUnknown)});
  }
  return std::move(table).Table();
}

HtmlTable ActivityTable(const v1::Progress& progress, const Labels& labels,
                        const Wording& wording) {
  ProgressTable table(Text::kActivity, {Text::kWorkTable, Text::kActive, Text::kLacking}, progress,
                      wording);
  for (const v1::TableActivity& activity : progress.tables()) {
    table.Add({LabelOf(labels.work_tables, activity.work_table()),
               wording.Say(activity.active() ? Text::kYes : Text::kNo),
               LackingText(activity, wording)});
  }
  return std::move(table).Table();
}

HtmlTable BreakdownTable(const v1::Progress& progress, const v1::Breakdown& breakdown,
                         const Labels& labels, const Wording& wording) {
  const PublicProgress shown(progress);
  const Text caption = CaptionOf(breakdown.dimension());
  ProgressTable table(caption, {Text::kFigure, Text::kValue, Text::kWaits}, progress, wording);
  for (const v1::BreakdownCell& cell : breakdown.cells()) {
    table.Add(
        {CellName(breakdown.dimension(), cell.cell(), labels, wording),
         wording.Cell(shown.Part(cell.has_value(), cell.value())),
         wording.Cell(shown.Part(cell.has_unacknowledged_value(), cell.unacknowledged_value()))});
  }
  if (!breakdown.adds_up()) table.Note(wording.Say(Text::kDoesNotAddUp));
  return std::move(table).Table();
}

HtmlTable NotCountedTable(const v1::Progress& progress, const Wording& wording) {
  ProgressTable table(Text::kNotCounted, {Text::kCondition, Text::kReports}, progress, wording);
  for (const v1::NotCounted& not_counted : progress.not_counted()) {
    table.Add({not_counted.condition(),
               wording.Count(PublishableCount(not_counted.report_count(), progress.unit()))});
  }
  return std::move(table).Table();
}

HtmlTable ClosingTable(const std::vector<v1::Closing>& closings, const Wording& wording) {
  HtmlTable table{.caption = wording.Say(Text::kClosings),
                  .headings = Headings(
                      wording, {Text::kClosing, Text::kValue, Text::kDate, Text::kDefinitionHeading,
                                Text::kPosition, Text::kRestates, Text::kChangedReports}),
                  .rows = {},
                  .note = ""};
  for (const v1::Closing& closing : closings) {
    const bool restates = !closing.restates().empty();
    const v1::TargetUnit unit = closing.progress().unit();
    table.rows.push_back(
        {closing.name(), wording.Figure(PublicProgress(closing.progress()).value(), unit),
         wording.Date(closing.as_of_date()), wording.Version(closing.definition_version()),
         absl::StrCat(closing.ledger_position()), closing.restates(),
         restates ? wording.Count(PublishableCount(closing.changes_size(), unit)) : ""});
  }
  return table;
}

std::vector<std::string> ReasonsOf(const v1::Closing& closing, const Wording& wording) {
  std::vector<std::string> reasons;
  for (const v1::RestatedReport& change : closing.changes()) {
    if (change.reason().empty() ||
        std::find(reasons.begin(), reasons.end(), change.reason()) != reasons.end()) {
      continue;
    }
    reasons.push_back(change.reason());
  }
  if (reasons.size() > kMostReasons) {
    const size_t more = reasons.size() - kMostReasons;
    reasons.resize(kMostReasons);
    reasons.push_back(wording.Say(Text::kMoreReasons, more));
  }
  return reasons;
}

HtmlTable TableFigures(const v1::TableOverview& overview, const google::type::Date& composed_date,
                       const Wording& wording) {
  const std::string date = wording.Date(composed_date);
  const std::string rule = wording.Say(Text::kLedgerCount);
  // Reports of all kinds: how many of them are about people is not said.
  const auto count = [&wording](int64_t reports) {
    return wording.Number(static_cast<double>(reports));
  };
  HtmlTable table{.caption = Stamped(Text::kReports, composed_date, wording),
                  .headings = Headings(wording, {Text::kFigure, Text::kValue, Text::kDate,
                                                 Text::kDefinitionHeading}),
                  .rows = {{wording.Say(Text::kReportsAcknowledged),
                            count(overview.acknowledged_report_count()), date, rule},
                           {wording.Say(Text::kReportsWaiting),
                            count(overview.waiting_report_count()), date, rule}},
                  .note = ""};
  if (overview.has_oldest_waiting_date()) {
    table.rows.push_back({wording.Say(Text::kOldestWaiting),
                          wording.Date(overview.oldest_waiting_date()), date, rule});
  }
  return table;
}

HtmlTable MeetingTable(const v1::TableOverview& overview, const v1::DateRange& period,
                       const Labels& labels, const Wording& wording) {
  HtmlTable table{
      .caption = wording.Say(Text::kMeetings),
      .headings = Headings(wording, {Text::kDate, Text::kSubject, Text::kAttended, Text::kMinutes}),
      .rows = {},
      .note = ""};
  for (const v1::Meeting& meeting : overview.work_table().meetings()) {
    if (CompareDates(meeting.meeting_date(), period.start_date()) < 0 ||
        CompareDates(period.end_date(), meeting.meeting_date()) < 0) {
      continue;
    }
    table.rows.push_back({wording.Date(meeting.meeting_date()), meeting.subject(),
                          JoinLabels(labels.organisations, meeting.organisations()),
                          meeting.minutes_reference()});
  }
  return table;
}

HtmlTable ProjectFigureTable(const v1::ProjectProgress& progress, const Labels& labels,
                             const Wording& wording) {
  const std::string date = wording.Date(progress.as_of_date());
  HtmlTable table{
      .caption = Stamped(Text::kProjectFigures, progress.as_of_date(), wording),
      .headings = Headings(wording, {Text::kFigure, Text::kValue, Text::kReportsAcknowledged,
                                     Text::kReportsWaiting, Text::kDate, Text::kDefinitionHeading}),
      .rows = {},
      .note = ""};
  for (const v1::ProjectFigure& figure : progress.figures()) {
    table.rows.push_back({KindName(figure.kind(), wording), FigureWithUnit(figure, wording),
                          wording.Count(AcknowledgedReports(figure)),
                          wording.Count(WaitingReports(figure)), date,
                          wording.Say(Text::kLedgerCount)});
  }
  for (const v1::ProjectTargetFigure& figure : progress.targets()) {
    const auto definition = labels.definitions.find(figure.target());
    table.rows.push_back({LabelOf(labels.targets, figure.target()),
                          FigureWithUnit(figure, labels, wording), "", "", date,
                          definition == labels.definitions.end()
                              ? wording.Say(Text::kUnknown)
                              : wording.Version(definition->second.version)});
  }
  return table;
}

HtmlTable LinkTable(const HalfYearReport& report, const Labels& labels, const Wording& wording) {
  HtmlTable table{
      .caption = Stamped(Text::kLinks, report.as_of_date, wording),
      .headings = Headings(wording, {Text::kProject, Text::kLinkedWith, Text::kWhatLinks}),
      .rows = {},
      .note = ""};
  for (const ProjectEntry& entry : report.projects) {
    for (const v1::ProjectLink& link : entry.project.links()) {
      table.rows.push_back({entry.project.display_name(), LabelOf(labels.projects, link.project()),
                            link.description()});
    }
  }
  return table;
}

HtmlTable GapTable(const HalfYearReport& report, const Labels& labels, const Wording& wording) {
  HtmlTable table{.caption = Stamped(Text::kGaps, report.as_of_date, wording),
                  .headings = Headings(
                      wording, {Text::kWhere, Text::kGapKind, Text::kDescription, Text::kAmount}),
                  .rows = {},
                  .note = ""};
  for (const v1::TableOverview& overview : report.tables) {
    const v1::WorkTable& work_table = overview.work_table();
    AddGaps(LabelOf(labels.work_tables, work_table.name()), work_table, wording, &table);
  }
  for (const ProjectEntry& entry : report.projects) {
    AddGaps(entry.project.display_name(), entry.project, wording, &table);
  }
  return table;
}

std::string CellName(v1::BreakdownDimension dimension, const std::string& cell,
                     const Labels& labels, const Wording& wording) {
  if (cell.empty()) return wording.Say(Text::kUnknown);
  switch (dimension) {
    case v1::BREAKDOWN_DIMENSION_SECTOR:
      return LabelOf(labels.sectors, cell);
    case v1::BREAKDOWN_DIMENSION_WORK_TABLE:
      return LabelOf(labels.work_tables, cell);
    case v1::BREAKDOWN_DIMENSION_MUNICIPALITY:
      return LabelOf(labels.municipalities, cell);
    case v1::BREAKDOWN_DIMENSION_MONTH:
      return wording.Month(cell);
    case v1::BREAKDOWN_DIMENSION_PROGRAMME:
      return LabelOf(labels.programmes, cell);
    case v1::BREAKDOWN_DIMENSION_AGE_BAND:
      return LabelOf(labels.age_bands, cell);
    default:
      return cell;
  }
}

std::string GapText(const v1::Gap& gap, const Wording& wording) {
  std::string text = absl::StrCat(GapName(gap.kind(), wording), ": ", gap.description());
  if (gap.amount_eur_cents() > 0) {
    absl::StrAppend(&text, " (", wording.Money(gap.amount_eur_cents()), ")");
  }
  return text;
}

std::string LackingText(const v1::TableActivity& activity, const Wording& wording) {
  std::string text;
  for (const std::string& lacking : activity.lacking()) {
    const auto* found = std::find_if(kLacking.begin(), kLacking.end(),
                                     [&lacking](const auto& w) { return w.lacking == lacking; });
    absl::StrAppend(&text, text.empty() ? "" : ", ",
                    found == kLacking.end() ? lacking : wording.Say(found->text));
  }
  return text.empty() ? wording.Say(Text::kNone) : text;
}

}  // namespace overstap::document
