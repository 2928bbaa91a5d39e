#include "services/document/half_year_report.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/document/half_year_tables.h"
#include "services/document/html_writer.h"

namespace overstap::document {
namespace {

// Writes the report part by part.
class Report {
 public:
  Report(const HalfYearReport& report, const Labels& labels, const Wording& wording,
         HtmlWriter& html)
      : report_(report), labels_(labels), wording_(wording), html_(html) {}

  void Write(const std::string& title) {
    WriteOpening(title);
    WriteTargets();
    WriteTables();
    WriteProjects();
    WriteMethod();
  }

 private:
  // Begins on a new page where it is printed.
  static constexpr const char* kPart = "part";

  void WriteOpening(const std::string& title) {
    html_.Leaf("h1", title);
    html_.Leaf("p", Place());
    html_.Leaf("p",
               wording_.Say(Text::kReportStamp, wording_.Period(report_.period),
                            wording_.Date(report_.as_of_date), report_.ledger_position),
               {{"class", "stamp"}});
    html_.Leaf("p", wording_.Say(Text::kComposedOn, wording_.Date(report_.composed_date)),
               {{"class", "stamp"}});
    if (CompareDates(report_.as_of_date, report_.period.end_date()) < 0) {
      html_.Leaf("p", wording_.Say(Text::kNotOver));
    }
    html_.Table(SummaryTable(report_, wording_));
  }

  const std::string& Place() const {
    return report_.work_table.empty() ? labels_.region
                                      : LabelOf(labels_.work_tables, report_.work_table);
  }

  void WriteTargets() {
    const HtmlElement section = html_.Open("section", {{"class", kPart}});
    html_.Leaf("h2", wording_.Say(Text::kTargets));
    if (report_.targets.empty()) html_.Leaf("p", wording_.Say(Text::kNoTargets));
    for (const TargetEntry& entry : report_.targets) WriteTarget(entry);
  }

  void WriteTarget(const TargetEntry& entry) {
    const HtmlElement section = html_.Open("section");
    html_.Leaf("h3", TitleWithVersion(entry));
    const v1::Progress& progress = entry.progress;
    if (progress.target().empty()) {
      html_.Leaf("p", wording_.Say(Text::kFromOutside));
    } else {
      html_.Leaf("p",
                 wording_.Say(Text::kReportStamp, wording_.Period(progress.period()),
                              wording_.Date(progress.as_of_date()), progress.ledger_position()),
                 {{"class", "stamp"}});
      WriteProgress(progress);
    }
    html_.Table(ClosingTable(entry.closings, wording_));
    for (const v1::Closing& closing : entry.closings) WriteReasons(closing);
  }

  std::string TitleWithVersion(const TargetEntry& entry) const {
    // The definition that counted; it may be older than the one in force.
    const int version = entry.progress.target().empty() ? entry.target.definition_version()
                                                        : entry.progress.definition_version();
    return wording_.Say(Text::kTitleWithVersion, entry.target.display_name(), version);
  }

  void WriteProgress(const v1::Progress& progress) {
    html_.Table(MainFigures(progress, wording_));
    html_.Table(ShareTable(progress, wording_));
    html_.Table(BesideTable(progress, wording_));
    html_.Table(PeriodTable(progress, wording_));
    html_.Table(CohortTable(progress, wording_));
    html_.Table(ActivityTable(progress, labels_, wording_));
    for (const v1::Breakdown& breakdown : progress.breakdowns()) {
      html_.Table(BreakdownTable(progress, breakdown, labels_, wording_));
    }
    html_.Table(NotCountedTable(progress, wording_));
  }

  void WriteReasons(const v1::Closing& closing) {
    const std::vector<std::string> reasons = ReasonsOf(closing, wording_);
    if (reasons.empty()) return;
    html_.Leaf("p", wording_.Say(Text::kReasons, closing.name()));
    html_.List(reasons);
  }

  void WriteTables() {
    const HtmlElement section = html_.Open("section", {{"class", kPart}});
    html_.Leaf("h2", wording_.Say(report_.work_table.empty() ? Text::kTableSection
                                                             : Text::kOwnTableSection));
    for (const v1::TableOverview& overview : report_.tables) WriteTable(overview);
  }

  void WriteTable(const v1::TableOverview& overview) {
    const HtmlElement section = html_.Open("section");
    const v1::WorkTable& table = overview.work_table();
    html_.Leaf("h3", LabelOf(labels_.work_tables, table.name()));
    WriteActivity(overview);
    {
      const HtmlElement list = html_.Open("dl");
      WriteField(Text::kDriver, table.driver());
      WriteField(Text::kMembers, absl::StrJoin(table.members(), ", "));
      WriteField(Text::kActionPlan, PlanText(table));
    }
    html_.Paragraphs(table.action_plan().summary());
    html_.Table(TableFigures(overview, report_.composed_date, wording_));
    const HtmlTable meetings = MeetingTable(overview, report_.period, labels_, wording_);
    if (meetings.rows.empty()) html_.Leaf("p", wording_.Say(Text::kNoMeetings));
    html_.Table(meetings);
  }

  void WriteActivity(const v1::TableOverview& overview) {
    if (!overview.has_activity()) return;
    const std::string date = wording_.Date(overview.as_of_date());
    std::string text =
        overview.activity().active()
            ? wording_.Say(Text::kIsActive, date)
            : wording_.Say(Text::kIsNotActive, date, LackingText(overview.activity(), wording_));
    const auto rule =
        std::find_if(labels_.definitions.begin(), labels_.definitions.end(),
                     [](const auto& row) { return row.second.unit == v1::TARGET_UNIT_WORK_TABLE; });
    if (rule != labels_.definitions.end()) {
      absl::StrAppend(&text, " ", wording_.Say(Text::kActivityRule, rule->second.version));
    }
    html_.Leaf("p", text);
  }

  std::string PlanText(const v1::WorkTable& table) const {
    if (!table.has_action_plan()) return wording_.Say(Text::kNoActionPlan);
    const v1::ActionPlan& plan = table.action_plan();
    const std::string adopted = wording_.Date(plan.adopted_date());
    if (plan.holder().empty()) {
      return wording_.Say(Text::kPlanAdoptedNoHolder, plan.title(), adopted);
    }
    const std::string holder = plan.reference().empty()
                                   ? plan.holder()
                                   : absl::StrCat(plan.holder(), ", ", plan.reference());
    return wording_.Say(Text::kPlanAdopted, plan.title(), adopted, holder);
  }

  void WriteField(Text heading, const std::string& text) {
    if (text.empty()) return;
    html_.Leaf("dt", wording_.Say(heading));
    html_.Leaf("dd", text);
  }

  void WriteProjects() {
    const HtmlElement section = html_.Open("section", {{"class", kPart}});
    html_.Leaf("h2", wording_.Say(Text::kProjects));
    if (report_.projects.empty()) html_.Leaf("p", wording_.Say(Text::kNoProjects));
    for (const ProjectEntry& entry : report_.projects) WriteProject(entry);
    html_.Leaf("h2", wording_.Say(Text::kLinks));
    const HtmlTable links = LinkTable(report_, labels_, wording_);
    if (links.rows.empty()) html_.Leaf("p", wording_.Say(Text::kNoLinks));
    html_.Table(links);
    html_.Leaf("h2", wording_.Say(Text::kGaps));
    const HtmlTable gaps = GapTable(report_, labels_, wording_);
    if (gaps.rows.empty()) html_.Leaf("p", wording_.Say(Text::kNoGaps));
    html_.Table(gaps);
  }

  void WriteProject(const ProjectEntry& entry) {
    const HtmlElement section = html_.Open("section");
    const v1::Project& project = entry.project;
    html_.Leaf("h3", project.display_name());
    {
      const HtmlElement list = html_.Open("dl");
      WriteField(Text::kGoal, project.goal());
      WriteField(Text::kTargetGroup, project.target_group());
      WriteField(Text::kRuns, RunsText(project, wording_));
      WriteField(Text::kWorkTables, JoinLabels(labels_.work_tables, project.work_tables()));
      WriteField(Text::kProgrammes, JoinLabels(labels_.programmes, project.programmes()));
      WriteField(Text::kTargets, JoinLabels(labels_.targets, project.targets()));
      WriteField(Text::kFunding, FundingText(project, labels_, wording_));
      WriteField(Text::kPartners, JoinLabels(labels_.organisations, project.partners()));
      WriteField(Text::kContact, absl::StrJoin(ContactLines(project.contact()), ", "));
    }
    const HtmlTable figures = ProjectFigureTable(entry.progress, labels_, wording_);
    if (figures.rows.empty()) html_.Leaf("p", wording_.Say(Text::kNoProgress));
    html_.Table(figures);
  }

  void WriteMethod() {
    const HtmlElement section = html_.Open("section", {{"class", kPart}});
    html_.Leaf("h2", wording_.Say(Text::kMethod));
    for (const Text text : {Text::kMethodCounting, Text::kMethodExpected, Text::kHiddenNote,
                            Text::kBesideNote, Text::kMethodClosings}) {
      html_.Leaf("p", wording_.Say(text));
    }
    for (const TargetEntry& entry : report_.targets) WriteDefinition(entry.target);
  }

  void WriteDefinition(const v1::Target& target) {
    const HtmlElement section = html_.Open("section");
    html_.Leaf("h3", wording_.Say(Text::kTitleWithVersion, target.display_name(),
                                  target.definition_version()));
    {
      const HtmlElement list = html_.Open("dl");
      WriteField(Text::kPeriod, wording_.Period(target.period()));
      WriteField(Text::kRule, target.counting_rule());
      WriteField(Text::kSource, target.source());
    }
    WriteTexts(Text::kAssumptions, target.assumptions());
    WriteTexts(Text::kConflicts, target.conflicts());
  }

  template <typename Texts>
  void WriteTexts(Text heading, const Texts& texts) {
    if (texts.empty()) return;
    html_.Leaf("p", absl::StrCat(wording_.Say(heading), ":"));
    html_.List({texts.begin(), texts.end()});
  }

  const HalfYearReport& report_;
  const Labels& labels_;
  const Wording& wording_;
  HtmlWriter& html_;
};

}  // namespace

std::string HalfYearHtml(const HalfYearReport& report, const Labels& labels,
                         const Wording& wording) {
  const std::string title =
      wording.Say(Text::kReportTitle, report.year,
                  wording.Say(report.half == 1 ? Text::kFirstHalf : Text::kSecondHalf));
  return HtmlPage(wording.code(), title,
                  [&](HtmlWriter& html) { Report(report, labels, wording, html).Write(title); });
}

}  // namespace overstap::document
