#include "services/write/commands.h"

#include "tests/unit/services/write/write_world.h"

namespace overstap::write {
namespace {

using store::RecordKind;
using store::v1::PLACEMENT_STATE_ACCEPTED;
using store::v1::PLACEMENT_STATE_ENDED;
using store::v1::PLACEMENT_STATE_STARTED;
using store::v1::PLACEMENT_STATE_SUSTAINED;

store::v1::Vacancy Titled(const std::string& title) {
  store::v1::Vacancy vacancy;
  vacancy.set_title(title);
  vacancy.set_openings(1);
  return vacancy;
}

// ---- records ----

TEST(RecordCommandsTest, UpsertTellsCreatedUpdatedAndUnchangedApart) {
  WriteWorld world;
  EXPECT_EQ(*world.Write(WriteMode::kUpsert, "v-1", Titled("a")), "created \"1-1\"");
  EXPECT_EQ(*world.Write(WriteMode::kUpsert, "v-1", Titled("a")), "unchanged \"1-1\"");
  EXPECT_EQ(world.log().last_position(), 1U);
  EXPECT_EQ(*world.Write(WriteMode::kUpsert, "v-1", Titled("b")), "updated \"1-2\"");
}

TEST(RecordCommandsTest, CreateOfATakenNameAndUpdateOfAFreeOneAreRefused) {
  WriteWorld world;
  ASSERT_TRUE(world.Write(WriteMode::kCreate, "v-1", Titled("a")).ok());
  EXPECT_EQ(world.Write(WriteMode::kCreate, "v-1", Titled("b")).status().code(),
            absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(world.Write(WriteMode::kUpdate, "v-2", Titled("b")).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(world.log().last_position(), 1U);
}

TEST(RecordCommandsTest, AStaleEtagAbortsAndChangesNothing) {
  WriteWorld world;
  ASSERT_TRUE(world.Write(WriteMode::kCreate, "v-1", Titled("a")).ok());
  ASSERT_TRUE(world.Write(WriteMode::kUpdate, "v-1", Titled("b"), "\"1-1\"").ok());
  const auto stale = world.Write(WriteMode::kUpdate, "v-1", Titled("c"), "\"1-1\"");
  EXPECT_EQ(stale.status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(stale.status()), "ETAG_MISMATCH");
  EXPECT_EQ(world.Delete(RecordKind::kVacancy, "v-1", "\"1-1\"").code(),
            absl::StatusCode::kAborted);
  EXPECT_EQ(world.pool().Current()->vacancies().Find("v-1")->record.title, "b");
}

TEST(RecordCommandsTest, ADeletedRecordIsGoneFromStoreAndSnapshot) {
  WriteWorld world;
  ASSERT_TRUE(world.Write(WriteMode::kCreate, "v-1", Titled("a")).ok());
  ASSERT_TRUE(world.Delete(RecordKind::kVacancy, "v-1").ok());
  EXPECT_FALSE(world.Stored(RecordKind::kVacancy, "v-1"));
  EXPECT_EQ(world.pool().Current()->vacancies().Find("v-1"), nullptr);
  EXPECT_EQ(world.Delete(RecordKind::kVacancy, "v-1").code(), absl::StatusCode::kNotFound);
}

TEST(RecordCommandsTest, APersonIsSealedAtRestAndUnreadableOnceDeleted) {
  WriteWorld world;
  store::v1::JobSeeker person;
  person.mutable_home()->set_postcode("6811");
  ASSERT_TRUE(world.Write(WriteMode::kCreate, "p-1", person).ok());
  const std::string bytes = **world.store().Get(RecordKind::kJobSeeker, "p-1");
  EXPECT_EQ(bytes.find("6811"), std::string::npos);
  EXPECT_EQ(OpenJobSeeker(bytes, world.keys())->job_seeker.home().postcode(), "6811");
  ASSERT_TRUE(world.Delete(RecordKind::kJobSeeker, "p-1").ok());
  EXPECT_EQ(OpenJobSeeker(bytes, world.keys()).status().code(), absl::StatusCode::kNotFound);
}

// ---- placements ----

TEST(PlacementCommandsTest, WhatIsNamedMustExist) {
  WriteWorld world;
  world.AddVacancy("v-1", 1);
  EXPECT_EQ(world.Place("pl-1", "p-1", "v-1").code(), absl::StatusCode::kNotFound);
  world.AddPerson("p-1");
  EXPECT_EQ(world.Place("pl-1", "p-1", "v-none").code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(world.Place("pl-1", "p-1", "v-1", "o-none", "r").code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(world.Place("pl-1", "p-1", "v-1").ok());
  EXPECT_EQ(world.Place("pl-1", "p-1", "v-1").code(), absl::StatusCode::kAlreadyExists);
}

TEST(PlacementCommandsTest, TheJobsFactsComeFromTheVacancyAndThePersonIsSealed) {
  WriteWorld world;
  world.AddVacancy("v-1", 1);
  world.AddPerson("p-1");
  ASSERT_TRUE(world.Place("pl-1", "p-1", "v-1").ok());
  const std::string bytes = **world.store().Get(RecordKind::kPlacement, "pl-1");
  EXPECT_EQ(bytes.find("p-1"), std::string::npos);
  const auto view = *OpenPlacement(bytes, world.keys());
  EXPECT_EQ(view.placement.job_seeker(), "jobSeekers/p-1");
  EXPECT_EQ(view.placement.job().employer(), "Netwerk Oost");
  EXPECT_EQ(view.placement.job().sector(), "energy");
  EXPECT_EQ(view.placement.job().hours_per_week(), 36);
  EXPECT_EQ(view.placement.state(), store::v1::PLACEMENT_STATE_PROPOSED);
}

TEST(PlacementCommandsTest, OnlyLegalTransitionsAreMade) {
  WriteWorld world;
  world.AddVacancy("v-1", 1);
  world.AddPerson("p-1");
  ASSERT_TRUE(world.Place("pl-1", "p-1", "v-1").ok());
  const auto skipped = world.Move("pl-1", PLACEMENT_STATE_STARTED);
  EXPECT_EQ(skipped.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(skipped), "ILLEGAL_TRANSITION");
  for (const auto to : {PLACEMENT_STATE_ACCEPTED, PLACEMENT_STATE_STARTED,
                        PLACEMENT_STATE_SUSTAINED, PLACEMENT_STATE_ENDED}) {
    EXPECT_TRUE(world.Move("pl-1", to).ok());
  }
  EXPECT_EQ(ReasonOf(world.Move("pl-1", PLACEMENT_STATE_ENDED)), "ILLEGAL_TRANSITION");
}

TEST(PlacementCommandsTest, TheLastOpeningIsTakenOnceAndGivenBackOnlyBeforeTheStart) {
  WriteWorld world;
  world.AddVacancy("v-1", 1);
  world.AddPerson("p-1");
  world.AddPerson("p-2");
  ASSERT_TRUE(world.Place("pl-1", "p-1", "v-1").ok());
  ASSERT_TRUE(world.Place("pl-2", "p-2", "v-1").ok());
  const auto openings_left = [&world] {
    return world.pool().Current()->vacancies().Find("v-1")->record.openings_left;
  };
  EXPECT_EQ(openings_left(), 1);
  ASSERT_TRUE(world.Move("pl-1", PLACEMENT_STATE_ACCEPTED).ok());
  EXPECT_EQ(openings_left(), 0);
  EXPECT_EQ(ReasonOf(world.Move("pl-2", PLACEMENT_STATE_ACCEPTED)), "NO_OPENING_LEFT");
  ASSERT_TRUE(world.Move("pl-1", PLACEMENT_STATE_ENDED).ok());
  EXPECT_EQ(openings_left(), 1);

  ASSERT_TRUE(world.Move("pl-2", PLACEMENT_STATE_ACCEPTED).ok());
  ASSERT_TRUE(world.Move("pl-2", PLACEMENT_STATE_STARTED).ok());
  ASSERT_TRUE(world.Move("pl-2", PLACEMENT_STATE_ENDED).ok());
  EXPECT_EQ(openings_left(), 0);
  world.Restart();
  EXPECT_EQ(openings_left(), 0);
}

TEST(PlacementCommandsTest, TheLastSeatOfARunIsTakenOnce) {
  WriteWorld world;
  world.AddPerson("p-1");
  world.AddPerson("p-2");
  world.AddVacancy("v-1", 5);
  ASSERT_TRUE(world
                  .Write(WriteMode::kCreate, "o-1", ParseText<store::v1::TrainingOffer>(R"pb(
                           weeks: 4
                           runs {
                             run_id: "r"
                             start_date { year: 2026 month: 3 day: 2 }
                             seats: 3
                             seats_taken_elsewhere: 2
                           }
                         )pb"))
                  .ok());
  ASSERT_TRUE(world.Place("pl-1", "p-1", "v-1", "o-1", "r").ok());
  ASSERT_TRUE(world.Place("pl-2", "p-2", "v-1", "o-1", "r").ok());
  ASSERT_TRUE(world.Move("pl-1", PLACEMENT_STATE_ACCEPTED).ok());
  EXPECT_EQ(world.pool().Current()->training_offers().Find("o-1")->record.runs.front().seats_left,
            0);
  EXPECT_EQ(ReasonOf(world.Move("pl-2", PLACEMENT_STATE_ACCEPTED)), "NO_SEAT_LEFT");
}

TEST(PlacementCommandsTest, WhatAPlacementNamesCannotBeDeletedUntilItEnds) {
  WriteWorld world;
  world.AddVacancy("v-1", 1);
  world.AddPerson("p-1");
  ASSERT_TRUE(world.Place("pl-1", "p-1", "v-1").ok());
  EXPECT_EQ(ReasonOf(world.Delete(RecordKind::kVacancy, "v-1")), "IN_USE");
  ASSERT_TRUE(world.Move("pl-1", PLACEMENT_STATE_ENDED).ok());
  EXPECT_TRUE(world.Delete(RecordKind::kVacancy, "v-1").ok());
}

TEST(PlacementCommandsTest, APersonIsForgottenWhateverPlacementThereIs) {
  WriteWorld world;
  world.AddVacancy("v-1", 2);
  world.AddPerson("p-1");
  ASSERT_TRUE(world.Place("pl-1", "p-1", "v-1").ok());
  ASSERT_TRUE(world.Move("pl-1", PLACEMENT_STATE_ACCEPTED).ok());
  ASSERT_TRUE(world.Delete(RecordKind::kJobSeeker, "p-1").ok());
  EXPECT_EQ(world.pool().OpeningsTaken("v-1"), 1);
  EXPECT_EQ(world.pool().LivePlacementsOf(RecordKind::kVacancy, "v-1"), 1);
  // The next of that id has no part in it.
  world.AddPerson("p-1");
  EXPECT_EQ(world.pool().LivePlacementsOf(RecordKind::kJobSeeker, "p-1"), 0);
  ASSERT_TRUE(world.Move("pl-1", PLACEMENT_STATE_ENDED).ok());
  EXPECT_EQ(world.pool().LivePlacementsOf(RecordKind::kJobSeeker, "p-1"), 0);
  EXPECT_EQ(world.pool().OpeningsTaken("v-1"), 0);
}

TEST(PlacementCommandsTest, WorkThatHasNotBegunCannotBeReportedAndChangesNothing) {
  WriteWorld world;
  world.AddVacancy("v-1", 1);
  world.AddPerson("p-1");
  ASSERT_TRUE(world.Place("pl-1", "p-1", "v-1", "", "", "year: 2026 month: 6 day: 15").ok());
  EXPECT_EQ(ReasonOf(world.ReportPlaced("pl-1", "r-1", "k")), "NOT_STARTED_YET");
  EXPECT_EQ(world.pool().OpeningsTaken("v-1"), 0);
  EXPECT_FALSE(world.Stored(RecordKind::kReport, "r-1"));
  world.Advance(absl::Hours(24 * 14));
  EXPECT_TRUE(world.ReportPlaced("pl-1", "r-1", "k").ok());
  EXPECT_EQ(world.pool().OpeningsTaken("v-1"), 1);
}

// ---- ledger ----

class LedgerCommandsTest : public testing::Test {
 protected:
  LedgerCommandsTest() {
    world_.AddVacancy("v-1", 10);
    for (const char* person : {"p-1", "p-2", "p-3"}) world_.AddPerson(person);
  }
  void Report(const std::string& person, const std::string& linkage_key) {
    ASSERT_TRUE(world_.Place("pl-" + person, person, "v-1").ok());
    ASSERT_TRUE(world_.ReportPlaced("pl-" + person, "r-" + person, linkage_key).ok());
  }
  WriteWorld world_;
};

TEST_F(LedgerCommandsTest, AReportCountsOnceItIsAcknowledgedByAnotherOrganisation) {
  Report("p-1", "k-1");
  EXPECT_EQ(world_.Activated(), 0);
  EXPECT_EQ(ReasonOf(world_.Judge("r-p-1", "uwv")), "OWN_REPORT");
  EXPECT_EQ(ReasonOf(world_.Judge("r-p-1", "stranger")), "NOT_AT_TABLE");
  EXPECT_EQ(world_.Activated(), 0);
  EXPECT_TRUE(world_.Judge("r-p-1", "gemeente-arnhem").ok());
  EXPECT_EQ(world_.Activated(), 1);
  EXPECT_EQ(ReasonOf(world_.Judge("r-p-1", "gemeente-arnhem")), "ALREADY_DECIDED");
  world_.Restart();
  EXPECT_EQ(world_.Activated(), 1);
}

TEST_F(LedgerCommandsTest, TheSamePersonUnderTwoReportsCountsOnce) {
  Report("p-1", "k");
  Report("p-2", "k");
  ASSERT_TRUE(world_.Judge("r-p-1", "gemeente-arnhem").ok());
  ASSERT_TRUE(world_.Judge("r-p-2", "gemeente-arnhem").ok());
  EXPECT_EQ(world_.Activated(), 1);
}

TEST_F(LedgerCommandsTest, ARejectedReportDoesNotCount) {
  Report("p-1", "k-1");
  ASSERT_TRUE(world_.Judge("r-p-1", "gemeente-arnhem", /*acknowledge=*/false).ok());
  EXPECT_EQ(world_.Activated(), 0);
}

TEST_F(LedgerCommandsTest, APlacementIsReportedOnce) {
  Report("p-1", "k-1");
  EXPECT_EQ(ReasonOf(world_.ReportPlaced("pl-p-1", "r-2", "k-1")), "ALREADY_REPORTED");
}

TEST_F(LedgerCommandsTest, FactsAreCopiedAndTheUnitStaysWhenThePersonIsForgotten) {
  Report("p-1", "k-1");
  ASSERT_TRUE(world_.Judge("r-p-1", "gemeente-arnhem").ok());
  const auto before =
      *OpenReport(**world_.store().Get(RecordKind::kReport, "r-p-1"), world_.keys());
  EXPECT_EQ(before.report.placement().job_seeker(), "jobSeekers/p-1");
  EXPECT_EQ(before.report.placement().sector(), "energy");
  EXPECT_EQ(before.report.placement().municipality(), "GM0202");
  EXPECT_EQ(before.report.placement().hours_per_week_before(), 0);
  EXPECT_EQ(before.report.placement().hours_per_week_after(), 36);
  EXPECT_EQ(before.report.placement().start_date().month(), 3);

  ASSERT_TRUE(world_.Move("pl-p-1", PLACEMENT_STATE_ENDED).ok());
  ASSERT_TRUE(world_.Delete(RecordKind::kJobSeeker, "p-1").ok());
  const std::string bytes = **world_.store().Get(RecordKind::kReport, "r-p-1");
  EXPECT_EQ(OpenReport(bytes, world_.keys())->report.placement().job_seeker(), "");
  EXPECT_EQ(bytes.find("jobSeekers/p-1"), std::string::npos);
  EXPECT_EQ(world_.Activated(), 1);
  world_.Restart();
  EXPECT_EQ(world_.Activated(), 1);
}

TEST_F(LedgerCommandsTest, AnAcknowledgedCorrectionReplacesTheOldReport) {
  Report("p-1", "k-1");
  ASSERT_TRUE(world_.Judge("r-p-1", "gemeente-arnhem").ok());
  CreateReport correction{.id = "r-new"};
  correction.report =
      OpenReport(**world_.store().Get(RecordKind::kReport, "r-p-1"), world_.keys())->report;
  correction.report.set_corrects("reports/r-p-1");
  correction.report.mutable_placement()->set_sector("other");
  correction.reporting_organisation = "someone-else";
  correction.render = [](const ReportView& view) { return EtagOf(view.head); };
  const auto file = [this](const CreateReport& create) {
    return world_
        .Run([create](DecisionContext& context) { return DecideCreateReport(create, context); })
        .status();
  };
  EXPECT_EQ(ReasonOf(file(correction)), "NOT_CORRECTABLE");
  correction.reporting_organisation = "uwv";
  ASSERT_TRUE(file(correction).ok());
  EXPECT_EQ(world_.Activated(), 1);
  ASSERT_TRUE(world_.Judge("r-new", "gemeente-arnhem").ok());
  EXPECT_EQ(world_.Activated(), 0);
  correction.id = "r-newer";
  EXPECT_EQ(ReasonOf(file(correction)), "NOT_CORRECTABLE");
}

}  // namespace
}  // namespace overstap::write
