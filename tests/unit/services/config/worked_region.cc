#include "tests/unit/services/config/worked_region.h"

#include <google/protobuf/text_format.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/convert/to_model.h"

namespace overstap::config {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::TextFormat;

std::string DateText(const std::string& field, int year, int month, int day) {
  return absl::StrCat(field, " { year: ", year, " month: ", month, " day: ", day, " }");
}

// Which field of which kind tells the day of the event.
std::string EventDate(const store::v1::Report& report, int year, int month, int day) {
  switch (report.subject_case()) {
    case store::v1::Report::kPlacement:
      return absl::StrCat("placement { ", DateText("start_date", year, month, day), " }");
    case store::v1::Report::kTrainingCompletion:
      return absl::StrCat("training_completion { ", DateText("completion_date", year, month, day),
                          " }");
    case store::v1::Report::kContactEvent:
      return absl::StrCat("contact_event { ", DateText("event_date", year, month, day), " }");
    case store::v1::Report::kStudentProject:
      return absl::StrCat("student_project { ", DateText("start_date", year, month, day), " }");
    case store::v1::Report::kInKind:
      return absl::StrCat("in_kind { ", DateText("contribution_date", year, month, day), " }");
    case store::v1::Report::kAggregate:
      return absl::StrCat("aggregate { period { ", DateText("end_date", year, month, day), " } }");
    case store::v1::Report::SUBJECT_NOT_SET:
      break;
  }
  ADD_FAILURE() << "a report without a subject has no day";
  return "";
}

void Merge(const std::string& text, Message* message) {
  EXPECT_TRUE(TextFormat::MergeFromString(text, message)) << text;
}

std::string OfPerson(const std::string& person) {
  return person.empty() ? "" : absl::StrCat("linkage_key: '", person, "' ");
}

std::vector<std::string> IdsOf(const std::vector<Example>& examples, const std::string& why) {
  std::vector<std::string> ids;
  for (const Example& each : examples) {
    if (each.why == why) ids.push_back(each.report.id());
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

bool IsCondition(const std::string& why) {
  return why != kCounts && why != kRepeats && why != kWaits && why != kNotSpokenOf;
}

LoadedRegion Load(const std::string& folder) {
  RegionSources sources;
  sources.dir = absl::StrCat(OVERSTAP_SOURCE_DIR, "/", folder);
  absl::StatusOr<LoadedRegion> loaded = LoadRegion(sources);
  EXPECT_TRUE(loaded.ok()) << loaded.status();
  return loaded.ok() ? *std::move(loaded) : LoadedRegion();
}

}  // namespace

matcher::Date Day(int year, int month, int day) {
  return *matcher::Date::FromCivil(year, month, day);
}

SampleReport::SampleReport(std::string id, const std::string& text) : id_(std::move(id)) {
  report_.set_state(store::v1::REPORT_STATE_ACKNOWLEDGED);
  Merge(text, &report_);
}

SampleReport SampleReport::With(const std::string& text) const {
  SampleReport other = *this;
  Merge(text, &other.report_);
  return other;
}

SampleReport SampleReport::Without(const std::string& path) const {
  SampleReport other = *this;
  Message* message = &other.report_;
  const std::vector<std::string> names = absl::StrSplit(path, '.');
  for (size_t i = 0; i < names.size(); ++i) {
    const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(names[i]);
    if (field == nullptr) {
      ADD_FAILURE() << "a report has no " << path;
    } else if (i + 1 < names.size()) {
      message = message->GetReflection()->MutableMessage(message, field);
    } else {
      message->GetReflection()->ClearField(message, field);
    }
  }
  return other;
}

SampleReport SampleReport::On(int year, int month, int day) const {
  return With(EventDate(report_, year, month, day));
}

SampleReport SampleReport::In(store::v1::ReportState state) const {
  SampleReport other = *this;
  other.report_.set_state(state);
  return other;
}

SampleReport Placement(const std::string& id, const std::string& person) {
  return SampleReport(
             id, absl::StrCat(OfPerson(person),
                              "work_table: 'workTables/activering' placement { sector: 'energy' "
                              "sector_day_before: '' contract_kind: CONTRACT_KIND_PERMANENT "
                              "hours_per_week_after: 32 municipality: 'GM0202' }"))
      .On(2024, 3, 1);
}

SampleReport Training(const std::string& id, const std::string& person) {
  return SampleReport(id, absl::StrCat(OfPerson(person),
                                       "work_table: 'workTables/llo-energy' training_completion { "
                                       "in_work_first_day: true skill_branches: 'technical' "
                                       "training_hours: 40 municipality: 'GM0268' }"))
      .On(2024, 3, 1);
}

SampleReport ContactEvent(const std::string& id, const std::string& event_id,
                          const std::string& basis, const std::string& band, int heads) {
  return SampleReport(id,
                      absl::StrCat("work_table: 'workTables/talent' contact_event { event_id: '",
                                   event_id, "' count_basis: COUNT_BASIS_", basis,
                                   " municipality: 'GM0268' bands { age_band: '", band,
                                   "' head_count: ", heads, " } }"))
      .On(2024, 3, 1);
}

SampleReport StudentProject(const std::string& id, const std::string& employer,
                            const std::string& event_id, int students) {
  return SampleReport(
             id, absl::StrCat("work_table: 'workTables/onderwijs' student_project { employer: '",
                              employer, "' event_id: '", event_id, "' student_count: ", students,
                              " cohort: '2024-hbo-ict' municipality: 'GM0202' }"))
      .On(2024, 3, 1);
}

SampleReport InKind(const std::string& id, const std::string& partner, double hours) {
  return SampleReport(id, absl::StrCat("work_table: 'workTables/talent' in_kind { partner: '",
                                       partner, "' hours: ", hours, " }"))
      .On(2024, 3, 1);
}

SampleReport Aggregate(const std::string& id, const std::string& target, int low, int high) {
  return SampleReport(
             id, absl::StrCat("work_table: 'workTables/llo-energy' aggregate { employer: 'nxp' "
                              "target: 'targets/",
                              target, "' low_count: ", low, " high_count: ", high, " }"))
      .On(2024, 3, 1);
}

WorkedRegion::WorkedRegion(const std::string& folder) : loaded_(Load(folder)) {}

matcher::TargetDefinition WorkedRegion::Target(const std::string& id) const {
  for (const matcher::TargetDefinition& each : loaded_.targets.definitions) {
    if (each.id == id) return each;
  }
  ADD_FAILURE() << "the region has no target " << id;
  return {};
}

matcher::TargetCounter WorkedRegion::Work(const std::string& target,
                                          const std::vector<Example>& examples,
                                          matcher::Date as_of) const {
  constexpr size_t kOfEach = 5;
  matcher::TargetCounter counter(Target(target));
  std::map<std::string, int64_t> failing;
  for (const Example& each : examples) {
    counter.Apply(convert::ToLedgerReport(each.report.id(), each.report.report()));
    if (IsCondition(each.why)) ++failing[each.why];
  }
  const size_t counting = IdsOf(examples, kCounts).size();
  EXPECT_GE(counting, kOfEach);
  EXPECT_GE(examples.size() - counting, kOfEach);
  EXPECT_EQ(IdsBehind(counter, matcher::ReportPart::kCounted, as_of), IdsOf(examples, kCounts));
  EXPECT_EQ(IdsBehind(counter, matcher::ReportPart::kRepeats, as_of), IdsOf(examples, kRepeats));
  EXPECT_EQ(IdsBehind(counter, matcher::ReportPart::kWaiting, as_of), IdsOf(examples, kWaits));
  std::map<std::string, int64_t> not_counted;
  for (const auto& [condition, count] : counter.ProgressAt(as_of).not_counted) {
    not_counted[condition] += count;
  }
  EXPECT_EQ(not_counted, failing);
  return counter;
}

std::vector<std::string> IdsBehind(const matcher::TargetCounter& counter, matcher::ReportPart part,
                                   matcher::Date as_of) {
  matcher::ReportQuery query{.as_of = as_of};
  query.filter.part = part;
  std::vector<std::string> ids;
  for (const auto& each : counter.ReportsBehind(query).reports) ids.push_back(each.id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

matcher::BesideFigure Beside(const matcher::Progress& progress, const std::string& id) {
  for (const matcher::BesideFigure& figure : progress.beside) {
    if (figure.id == id) return figure;
  }
  ADD_FAILURE() << "there is no figure " << id << " beside the target";
  return {};
}

std::map<std::string, double> Cells(const matcher::Progress& progress,
                                    matcher::Dimension dimension) {
  std::map<std::string, double> cells;
  for (const matcher::Breakdown& breakdown : progress.breakdowns) {
    if (breakdown.dimension != dimension) continue;
    for (const matcher::BreakdownCell& cell : breakdown.cells) cells[cell.cell] = cell.value;
  }
  return cells;
}

}  // namespace overstap::config
