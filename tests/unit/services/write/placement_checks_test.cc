#include "services/write/placement_checks.h"

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/convert/to_model.h"
#include "tests/unit/services/write/write_world.h"

namespace overstap::write {
namespace {

using store::RecordKind;
using store::v1::PLACEMENT_END_REASON_PERSON_LEFT;
using store::v1::PLACEMENT_STATE_ACCEPTED;
using store::v1::PLACEMENT_STATE_ENDED;
using store::v1::PLACEMENT_STATE_STARTED;
using store::v1::PLACEMENT_STATE_SUSTAINED;

constexpr int kFirst = 13;
constexpr int kLast = 26;
constexpr int kDaysPerWeek = 7;

google::type::Date Day(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}
matcher::Date CivilDay(int year, int month, int day) {
  return *matcher::Date::FromCivil(year, month, day);
}

// Work started on 2 March 2026; it is 1 June, to the day 13 weeks later.
class PlacementChecks : public testing::Test {
 protected:
  PlacementChecks() {
    world_.AddVacancy("v-1", 10);
    world_.AddPerson("p-1");
  }
  void Start() {
    ASSERT_TRUE(world_.Place("pl-1", "p-1", "v-1").ok());
    ASSERT_TRUE(world_.Move("pl-1", PLACEMENT_STATE_ACCEPTED).ok());
    ASSERT_TRUE(world_.Move("pl-1", PLACEMENT_STATE_STARTED).ok());
  }
  void AdvanceWeeks(int weeks) { world_.Advance(absl::Hours(24 * kDaysPerWeek * weeks)); }

  static RecordPlacementCheck CheckOf(int weeks, bool at_work) {
    RecordPlacementCheck check{.id = "pl-1"};
    check.weeks = weeks;
    check.is_last = weeks == kLast;
    check.at_work = at_work;
    check.organisation = "uwv";
    check.render = [](const PlacementView& view) { return EtagOf(view.head); };
    return check;
  }
  static RecordPlacementCheck Gone(int weeks, const google::type::Date& end_date) {
    RecordPlacementCheck check = CheckOf(weeks, false);
    check.end_date = end_date;
    check.end_reason = PLACEMENT_END_REASON_PERSON_LEFT;
    return check;
  }
  absl::StatusOr<Reply> Make(const RecordPlacementCheck& check,
                             const std::string& request_id = "") {
    return world_.Run(
        [this, check](DecisionContext& context) {
          return DecideRecordPlacementCheck(check, world_.pool(), context);
        },
        request_id);
  }
  std::string ReasonOfCheck(const RecordPlacementCheck& check) {
    return ReasonOf(Make(check).status());
  }

  store::v1::Placement Placement() {
    return OpenPlacement(**world_.store().Get(RecordKind::kPlacement, "pl-1"), world_.keys())
        ->placement;
  }
  ReportView Report(const std::string& id) {
    return *OpenReport(**world_.store().Get(RecordKind::kReport, id), world_.keys());
  }

  WriteWorld world_;
};

TEST_F(PlacementChecks, AreDueFromTheirDayOnInOrder) {
  const std::vector<int> weeks = {kFirst, kLast};
  store::v1::Placement placement;
  *placement.mutable_start_date() = Day(2026, 3, 2);
  const auto due_on = [&](matcher::Date day) { return CheckDueOn(placement, weeks, day); };
  placement.set_state(PLACEMENT_STATE_STARTED);
  EXPECT_FALSE(due_on(CivilDay(2026, 5, 31)).has_value());
  ASSERT_TRUE(due_on(CivilDay(2026, 6, 1)).has_value());
  EXPECT_EQ(due_on(CivilDay(2026, 6, 1))->weeks, kFirst);
  EXPECT_EQ(due_on(CivilDay(2026, 6, 1))->day, CivilDay(2026, 6, 1));
  // The earliest, however late it is.
  EXPECT_EQ(due_on(CivilDay(2027, 1, 1))->weeks, kFirst);
  for (const auto state :
       {store::v1::PLACEMENT_STATE_PROPOSED, PLACEMENT_STATE_ACCEPTED, PLACEMENT_STATE_ENDED}) {
    placement.set_state(state);
    EXPECT_FALSE(due_on(CivilDay(2027, 1, 1)).has_value()) << state;
  }
  placement.set_state(PLACEMENT_STATE_SUSTAINED);
  auto* first = placement.add_checks();
  first->set_weeks(kFirst);
  first->set_at_work(true);
  EXPECT_FALSE(due_on(CivilDay(2026, 8, 30)).has_value());
  EXPECT_EQ(due_on(CivilDay(2026, 8, 31))->weeks, kLast);
  // Who was at work after 26 weeks was so after 13.
  first->set_weeks(kLast);
  EXPECT_FALSE(due_on(CivilDay(2027, 1, 1)).has_value());
}

TEST_F(PlacementChecks, WhoIsAtWorkAtTheLastOneStays) {
  Start();
  ASSERT_TRUE(Make(CheckOf(kFirst, true)).ok());
  EXPECT_EQ(Placement().state(), PLACEMENT_STATE_STARTED);
  AdvanceWeeks(kFirst);
  ASSERT_TRUE(Make(CheckOf(kLast, true)).ok());
  const store::v1::Placement placement = Placement();
  EXPECT_EQ(placement.state(), PLACEMENT_STATE_SUSTAINED);
  ASSERT_EQ(placement.checks_size(), 2);
  EXPECT_EQ(placement.checks(0).weeks(), kFirst);
  EXPECT_TRUE(placement.checks(0).at_work());
  EXPECT_EQ(placement.checks(0).organisation(), "uwv");
  EXPECT_EQ(placement.checks(0).check_date().month(), 6);
  EXPECT_EQ(placement.checks(1).check_date().month(), 8);
  EXPECT_EQ(WeeksAtWork(placement), kLast);
}

TEST_F(PlacementChecks, OneThatIsMadeLateStandsInItsPlace) {
  Start();
  AdvanceWeeks(kFirst);
  ASSERT_TRUE(Make(CheckOf(kLast, true)).ok());
  ASSERT_TRUE(Make(CheckOf(kFirst, true)).ok());
  EXPECT_EQ(Placement().checks(0).weeks(), kFirst);
  EXPECT_EQ(Placement().checks(1).weeks(), kLast);
  EXPECT_EQ(Placement().state(), PLACEMENT_STATE_SUSTAINED);
  EXPECT_EQ(WeeksAtWork(Placement()), kLast);
}

TEST_F(PlacementChecks, WhoIsGoneEndsThePlacementWithItsReasonAndKeepsTheOpening) {
  Start();
  ASSERT_TRUE(Make(Gone(kFirst, Day(2026, 5, 15))).ok());
  const store::v1::Placement placement = Placement();
  EXPECT_EQ(placement.state(), PLACEMENT_STATE_ENDED);
  EXPECT_EQ(placement.end_date().day(), 15);
  EXPECT_EQ(placement.end_reason(), PLACEMENT_END_REASON_PERSON_LEFT);
  EXPECT_FALSE(placement.checks(0).at_work());
  EXPECT_EQ(WeeksAtWork(placement), 0);
  EXPECT_EQ(world_.pool().OpeningsTaken("v-1"), 1);
  world_.Restart();
  EXPECT_EQ(world_.pool().OpeningsTaken("v-1"), 1);
}

TEST_F(PlacementChecks, BeforeItsDayThereIsNone) {
  Start();
  EXPECT_EQ(ReasonOfCheck(CheckOf(kLast, true)), "NOT_DUE_YET");
  RecordPlacementCheck early = CheckOf(kFirst, true);
  early.check_date = Day(2026, 5, 31);
  EXPECT_EQ(ReasonOfCheck(early), "NOT_DUE_YET");
  early.check_date = Day(2026, 6, 1);
  EXPECT_TRUE(Make(early).ok());
}

TEST_F(PlacementChecks, EachIsMadeOnce) {
  Start();
  ASSERT_TRUE(Make(CheckOf(kFirst, true)).ok());
  EXPECT_EQ(ReasonOfCheck(CheckOf(kFirst, true)), "ALREADY_CHECKED");
  EXPECT_EQ(ReasonOfCheck(Gone(kFirst, Day(2026, 6, 1))), "ALREADY_CHECKED");
}

TEST_F(PlacementChecks, AreOfWorkThatHasStartedAndGoesOn) {
  EXPECT_EQ(Make(CheckOf(kFirst, true)).status().code(), absl::StatusCode::kNotFound);
  ASSERT_TRUE(world_.Place("pl-1", "p-1", "v-1").ok());
  EXPECT_EQ(ReasonOfCheck(CheckOf(kFirst, true)), "ILLEGAL_TRANSITION");
  ASSERT_TRUE(world_.Move("pl-1", PLACEMENT_STATE_ACCEPTED).ok());
  EXPECT_EQ(ReasonOfCheck(Gone(kFirst, Day(2026, 5, 15))), "ILLEGAL_TRANSITION");
  ASSERT_TRUE(world_.Move("pl-1", PLACEMENT_STATE_ENDED).ok());
  EXPECT_EQ(ReasonOfCheck(CheckOf(kFirst, true)), "ILLEGAL_TRANSITION");
  EXPECT_EQ(Placement().checks_size(), 0);
}

TEST_F(PlacementChecks, TheEndLiesBetweenWhenThePersonWasThereAndTheCheck) {
  Start();
  const uint64_t position = world_.log().last_position();
  for (const auto& end : {Day(2026, 3, 1), Day(2026, 6, 2), google::type::Date()}) {
    const absl::Status wrong = Make(Gone(kFirst, end)).status();
    EXPECT_EQ(wrong.code(), absl::StatusCode::kInvalidArgument) << end.ShortDebugString();
    EXPECT_NE(wrong.message().find("end_date"), absl::string_view::npos) << wrong;
  }
  EXPECT_EQ(world_.log().last_position(), position);
  ASSERT_TRUE(Make(CheckOf(kFirst, true)).ok());
  AdvanceWeeks(kFirst);
  // On 1 June the person was found at work.
  EXPECT_EQ(Make(Gone(kLast, Day(2026, 5, 31))).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(Make(Gone(kLast, Day(2026, 6, 1))).ok());
  EXPECT_EQ(WeeksAtWork(Placement()), kFirst);
}

TEST_F(PlacementChecks, AStaleEtagAbortsAndARepeatGetsTheFirstAnswer) {
  Start();
  RecordPlacementCheck stale = CheckOf(kFirst, true);
  stale.etag = "\"1-1\"";
  EXPECT_EQ(Make(stale).status().code(), absl::StatusCode::kAborted);
  const auto first = Make(CheckOf(kFirst, true), "request-1");
  ASSERT_TRUE(first.ok());
  const uint64_t position = world_.log().last_position();
  const auto second = Make(CheckOf(kFirst, true), "request-1");
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->bytes, first->bytes);
  EXPECT_EQ(world_.log().last_position(), position);
  EXPECT_EQ(Placement().checks_size(), 1);
}

// ---- what the report learns ----

TEST_F(PlacementChecks, TheReportLearnsHowLongThePersonStaysInTheSameEntry) {
  ASSERT_TRUE(world_.Place("pl-1", "p-1", "v-1").ok());
  ASSERT_TRUE(world_.ReportPlaced("pl-1", "r-1", "k").ok());
  ASSERT_TRUE(world_.Judge("r-1", "gemeente-arnhem").ok());
  EXPECT_EQ(Report("r-1").report.placement().weeks_at_work(), 0);
  const uint64_t position = world_.log().last_position();
  const int64_t revision = Report("r-1").head.revision();
  ASSERT_TRUE(Make(CheckOf(kFirst, true)).ok());
  EXPECT_EQ(world_.log().last_position(), position + 1);
  EXPECT_EQ(Report("r-1").report.placement().weeks_at_work(), kFirst);
  EXPECT_EQ(Report("r-1").report.state(), store::v1::REPORT_STATE_ACKNOWLEDGED);
  EXPECT_EQ(Report("r-1").head.revision(), revision + 1);
  AdvanceWeeks(kFirst);
  ASSERT_TRUE(Make(CheckOf(kLast, true)).ok());
  auto counted = convert::ToLedgerReport("r-1", Report("r-1").report);
  EXPECT_EQ(counted.facts[matcher::Fact::kWeeksAtWork].number, kLast);
  EXPECT_EQ(world_.Activated(), 1);
  world_.Restart();
  EXPECT_EQ(world_.Activated(), 1);
}

TEST_F(PlacementChecks, TheReportLearnsOfTheEndAndKeepsWhatWasFoundBefore) {
  ASSERT_TRUE(world_.Place("pl-1", "p-1", "v-1").ok());
  ASSERT_TRUE(world_.ReportPlaced("pl-1", "r-1", "k").ok());
  ASSERT_TRUE(Make(CheckOf(kFirst, true)).ok());
  AdvanceWeeks(kFirst);
  ASSERT_TRUE(Make(Gone(kLast, Day(2026, 8, 1))).ok());
  const store::v1::PlacementFacts facts = Report("r-1").report.placement();
  EXPECT_EQ(facts.weeks_at_work(), kFirst);
  EXPECT_EQ(facts.end_date().month(), 8);
  EXPECT_EQ(Report("r-1").report.state(), store::v1::REPORT_STATE_REPORTED);
  // And whoever judges it has the version that knows.
  EXPECT_TRUE(world_.Judge("r-1", "gemeente-arnhem").ok());
  EXPECT_EQ(Report("r-1").report.placement().weeks_at_work(), kFirst);
}

TEST_F(PlacementChecks, AReportThatWasTurnedDownIsLeftAsItWas) {
  ASSERT_TRUE(world_.Place("pl-1", "p-1", "v-1").ok());
  ASSERT_TRUE(world_.ReportPlaced("pl-1", "r-1", "k").ok());
  ASSERT_TRUE(world_.Judge("r-1", "gemeente-arnhem", /*acknowledge=*/false).ok());
  const int64_t revision = Report("r-1").head.revision();
  ASSERT_TRUE(Make(CheckOf(kFirst, true)).ok());
  EXPECT_EQ(Report("r-1").head.revision(), revision);
  EXPECT_EQ(Report("r-1").report.placement().weeks_at_work(), 0);
  // Reported anew, it says what was found meanwhile.
  ASSERT_TRUE(world_.ReportPlaced("pl-1", "r-2", "k").ok());
  EXPECT_EQ(Report("r-2").report.placement().weeks_at_work(), kFirst);
}

TEST_F(PlacementChecks, GoOnWithoutAPersonWhoIsForgotten) {
  ASSERT_TRUE(world_.Place("pl-1", "p-1", "v-1").ok());
  ASSERT_TRUE(world_.ReportPlaced("pl-1", "r-1", "k").ok());
  ASSERT_TRUE(world_.Judge("r-1", "gemeente-arnhem").ok());
  ASSERT_TRUE(world_.Delete(RecordKind::kJobSeeker, "p-1").ok());
  ASSERT_TRUE(Make(CheckOf(kFirst, true)).ok());
  EXPECT_EQ(Placement().job_seeker(), "");
  EXPECT_EQ(Report("r-1").report.placement().job_seeker(), "");
  EXPECT_EQ(Report("r-1").report.placement().weeks_at_work(), kFirst);
  EXPECT_EQ(world_.Activated(), 1);
}

// ---- reports of placements ----

class PlacementReports : public PlacementChecks {
 protected:
  using Traits =
      std::function<absl::StatusOr<PersonTraits>(std::string_view, const DecisionContext&)>;
  PlacementReports() {
    const auto job = ParseText<store::v1::Vacancy>(R"pb(
      employer: "Netwerk Oost"
      establishment: "Arnhem Zuid"
      sector: "energy"
      place { municipality: "GM0202" }
      contract_kind: CONTRACT_KIND_PERMANENT
      openings: 3
    )pb");
    EXPECT_TRUE(world_.Write(WriteMode::kCreate, "v-2", job).ok());
    const auto person = ParseText<store::v1::JobSeeker>("home { municipality: 'GM0275' }");
    EXPECT_TRUE(world_.Write(WriteMode::kCreate, "p-2", person).ok());
    EXPECT_TRUE(world_.Place("pl-2", "p-2", "v-2").ok());
  }
  absl::Status File(const std::string& id, const std::string& said,
                    const std::string& organisation = "uwv", const Traits& traits_of = nullptr) {
    ReportPlacement filed{.placement_id = "pl-2", .report_id = id};
    filed.report = ParseText<store::v1::Report>(said);
    filed.report.set_work_table("workTables/activering");
    filed.reporting_organisation = organisation;
    filed.traits_of = traits_of;
    filed.render = [](const ReportView& view, const PlacementView&) { return EtagOf(view.head); };
    return world_
        .Run([this, filed](DecisionContext& context) {
          return DecideReportPlacement(
              filed, [](const store::v1::Place& place) { return place.municipality(); },
              world_.pool(), context);
        })
        .status();
  }
  store::v1::PlacementFacts Facts(const std::string& id) { return Report(id).report.placement(); }
};

TEST_F(PlacementReports, CopyTheEmployerAndWhereThePersonLives) {
  ASSERT_TRUE(File("r-1", "").ok());
  EXPECT_EQ(Facts("r-1").employer(), "Netwerk Oost");
  EXPECT_EQ(Facts("r-1").establishment(), "Arnhem Zuid");
  EXPECT_EQ(Facts("r-1").municipality(), "GM0202");
  EXPECT_EQ(Facts("r-1").home_municipality(), "GM0275");
  EXPECT_FALSE(Facts("r-1").has_hours_per_week_before());
  EXPECT_FALSE(Facts("r-1").has_side_entrant());
  EXPECT_FALSE(Facts("r-1").has_distance_to_labour_market());
}

TEST_F(PlacementReports, TakeTraitsFromTheReporterElseFromWhatIsKept) {
  std::string asked;
  const auto kept = [&asked](std::string_view person,
                             const DecisionContext&) -> absl::StatusOr<PersonTraits> {
    asked = std::string(person);
    return PersonTraits{.side_entrant = true, .distance_to_labour_market = std::nullopt};
  };
  ASSERT_TRUE(File("r-1", "placement { side_entrant: false }", "uwv", kept).ok());
  EXPECT_EQ(asked, "p-2");
  EXPECT_TRUE(Facts("r-1").has_side_entrant());
  EXPECT_FALSE(Facts("r-1").side_entrant());
  EXPECT_FALSE(Facts("r-1").has_distance_to_labour_market());
  ASSERT_TRUE(world_.Judge("r-1", "gemeente-arnhem", /*acknowledge=*/false).ok());
  ASSERT_TRUE(File("r-2", "placement { distance_to_labour_market: true }", "uwv", kept).ok());
  EXPECT_TRUE(Facts("r-2").side_entrant());
  EXPECT_TRUE(Facts("r-2").distance_to_labour_market());
}

TEST_F(PlacementReports, BelongToAProjectThatIsThere) {
  const absl::Status unknown = File("r-1", "project: 'projects/via-t'");
  EXPECT_EQ(unknown.code(), absl::StatusCode::kNotFound);
  EXPECT_NE(unknown.message().find("projects/via-t"), absl::string_view::npos) << unknown;
  EXPECT_EQ(world_.pool().OpeningsTaken("v-2"), 0);
  ASSERT_TRUE(world_
                  .Run([](DecisionContext& context) -> absl::StatusOr<Decision> {
                    Decision decision;
                    auto* stored = decision.events.emplace_back().mutable_project_stored();
                    *stored->mutable_head() = NewHead("via-t", context);
                    return decision;
                  })
                  .ok());
  ASSERT_TRUE(File("r-1", "project: 'projects/via-t'").ok());
  EXPECT_EQ(Report("r-1").report.project(), "projects/via-t");
}

TEST_F(PlacementReports, AreMadeAnewWhereTheFirstWasTurnedDown) {
  ASSERT_TRUE(File("r-1", "linkage_key: 'k' placement { sector_day_before: '' }").ok());
  EXPECT_EQ(ReasonOf(File("r-2", "")), "ALREADY_REPORTED");
  ASSERT_TRUE(world_.Judge("r-1", "gemeente-arnhem", /*acknowledge=*/false).ok());
  ASSERT_TRUE(File("r-2", "linkage_key: 'k' placement { sector_day_before: '' }").ok());
  EXPECT_EQ(Report("r-2").report.corrects(), "reports/r-1");
  EXPECT_EQ(Report("r-2").report.correction_reason(), "sent again");
  const auto placement =
      OpenPlacement(**world_.store().Get(RecordKind::kPlacement, "pl-2"), world_.keys());
  EXPECT_EQ(placement->placement.report(), "reports/r-2");
  EXPECT_EQ(ReasonOf(File("r-3", "")), "ALREADY_REPORTED");
  ASSERT_TRUE(world_.Judge("r-2", "gemeente-arnhem").ok());
  EXPECT_EQ(world_.Activated(), 1);
  EXPECT_EQ(ReasonOf(File("r-3", "")), "ALREADY_REPORTED");
}

TEST_F(PlacementReports, OfAnotherOrganisationCorrectNothingOfTheFirst) {
  ASSERT_TRUE(File("r-1", "").ok());
  ASSERT_TRUE(world_.Judge("r-1", "gemeente-arnhem", /*acknowledge=*/false).ok());
  ASSERT_TRUE(File("r-2", "", "leerwerkloket").ok());
  EXPECT_EQ(Report("r-2").report.corrects(), "");
  EXPECT_EQ(Report("r-2").report.correction_reason(), "");
}

TEST_F(PlacementReports, AreMadeAnewWhereTheFirstWasTakenBack) {
  ASSERT_TRUE(File("r-1", "").ok());
  ASSERT_TRUE(world_
                  .Run([this](DecisionContext& context) -> absl::StatusOr<Decision> {
                    const auto bytes = **context.state.Get(RecordKind::kReport, "r-1");
                    auto stored = *ParseStored<store::v1::ReportStored>(bytes);
                    auto view = *OpenReport(bytes, world_.keys());
                    view.head = NextHead(view.head, context);
                    view.report.set_state(store::v1::REPORT_STATE_WITHDRAWN);
                    Decision decision;
                    *decision.events.emplace_back().mutable_report_stored() =
                        ToStored(view, &stored.job_seeker());
                    return decision;
                  })
                  .ok());
  ASSERT_TRUE(File("r-2", "").ok());
  EXPECT_EQ(Report("r-2").report.corrects(), "reports/r-1");
}

}  // namespace
}  // namespace overstap::write
