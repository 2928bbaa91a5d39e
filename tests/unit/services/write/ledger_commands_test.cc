// The life of a report as commands: withdrawn, sent again, judged by the hundreds, and kept as a
// draft where it cannot be filed.

#include <string>
#include <utility>
#include <vector>

#include "services/write/commands.h"
#include "tests/unit/services/write/write_world.h"

namespace overstap::write {
namespace {

using store::RecordKind;

class LedgerCommands : public testing::Test {
 protected:
  static store::v1::Report Placed(const std::string& key) {
    auto report = ParseText<store::v1::Report>(R"pb(
      work_table: "workTables/activering"
      placement {
        sector: "energy"
        sector_day_before: ""
        contract_kind: CONTRACT_KIND_PERMANENT
        hours_per_week_after: 32
        start_date { year: 2026 month: 3 day: 2 }
      }
    )pb");
    report.set_linkage_key(key);
    return report;
  }
  static CreateReport Filing(const std::string& id, store::v1::Report report,
                             const std::string& organisation = "uwv") {
    return {.id = id,
            .report = std::move(report),
            .reporting_organisation = organisation,
            .render = [](const ReportView& view) { return view.head.id(); }};
  }
  absl::Status File(const CreateReport& create) {
    return world_
        .Run([create](DecisionContext& context) { return DecideCreateReport(create, context); })
        .status();
  }
  absl::Status Withdraw(const std::string& id, const std::string& organisation = "uwv",
                        const std::string& etag = "") {
    const WithdrawReport withdraw{.id = id,
                                  .etag = etag,
                                  .reason = "niet doorgegaan",
                                  .organisation = organisation,
                                  .render = [](const ReportView&) { return std::string(); }};
    return world_
        .Run([withdraw](DecisionContext& context) {
          return DecideWithdrawReport(withdraw, context);
        })
        .status();
  }
  store::v1::Report Stored(const std::string& id) {
    return OpenReport(**world_.store().Get(RecordKind::kReport, id), world_.keys())->report;
  }
  // "judged; refused reasons".
  std::string JudgeAll(const std::vector<std::string>& ids, bool acknowledge = true) {
    JudgeReports judge{.judgements = {}, .render = [](int64_t judged, const auto& refused) {
                         std::string text = std::to_string(judged);
                         for (const auto& [name, status] : refused) {
                           text += " " + name + " " + ReasonOf(status);
                         }
                         return text;
                       }};
    for (const std::string& id : ids) {
      judge.judgements.push_back({.id = id,
                                  .etag = {},
                                  .acknowledge = acknowledge,
                                  .rejection_reason = acknowledge ? "" : "dubbel",
                                  .organisation = "cnv",
                                  .may_decide = [](std::string_view) { return true; },
                                  .render = [](const ReportView&) { return std::string(); }});
    }
    return world_
        .Run([judge](DecisionContext& context) { return DecideJudgeReports(judge, context); })
        ->bytes;
  }

  WriteWorld world_;
};

TEST_F(LedgerCommands, AReportsNameIsNeverGivenTwice) {
  ASSERT_TRUE(File(Filing("r-1", Placed("k-1"))).ok());
  EXPECT_EQ(File(Filing("r-1", Placed("k-2"))).code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Stored("r-1").linkage_key(), "k-1");
}

TEST_F(LedgerCommands, AWithdrawnReportNoLongerCountsAndSaysWhy) {
  ASSERT_TRUE(File(Filing("r-1", Placed("k-1"))).ok());
  ASSERT_TRUE(world_.Judge("r-1", "cnv").ok());
  ASSERT_EQ(world_.Activated(), 1);
  EXPECT_EQ(ReasonOf(Withdraw("r-1", "gemeente-arnhem")), "NOT_YOUR_REPORT");
  EXPECT_EQ(Withdraw("r-1", "uwv", "\"0-0\"").code(), absl::StatusCode::kAborted);
  EXPECT_EQ(world_.Activated(), 1);
  ASSERT_TRUE(Withdraw("r-1").ok());
  EXPECT_EQ(world_.Activated(), 0);
  EXPECT_EQ(Stored("r-1").state(), store::v1::REPORT_STATE_WITHDRAWN);
  EXPECT_EQ(Stored("r-1").withdrawal_reason(), "niet doorgegaan");
  EXPECT_EQ(ReasonOf(Withdraw("r-1")), "ALREADY_DECIDED");
  EXPECT_EQ(ReasonOf(world_.Judge("r-1", "cnv")), "ALREADY_DECIDED");
  world_.Restart();
  EXPECT_EQ(world_.Activated(), 0);
}

TEST_F(LedgerCommands, AReportOfAnUnknownProjectIsNotFiled) {
  store::v1::Report report = Placed("k-1");
  report.set_project("projects/zon");
  EXPECT_EQ(File(Filing("r-1", report)).code(), absl::StatusCode::kNotFound);
  EXPECT_FALSE(world_.Stored(RecordKind::kReport, "r-1"));
}

TEST_F(LedgerCommands, ARejectedReportIsSentAgainInOneStepAndCountsOnce) {
  ASSERT_TRUE(File(Filing("r-1", Placed("k-1"))).ok());
  const auto send = [this](const std::string& organisation) {
    CreateReport create = Filing("r-2", Placed("k-1"), organisation);
    create.report.set_corrects("reports/r-1");
    create.report.set_correction_reason("sent again");
    return world_
        .Run([create](DecisionContext& context) { return DecideSendAgain(create, "", context); })
        .status();
  };
  EXPECT_EQ(ReasonOf(send("uwv")), "NOT_REJECTED");
  ASSERT_TRUE(world_.Judge("r-1", "cnv", /*acknowledge=*/false).ok());
  EXPECT_EQ(send("gemeente-arnhem").code(), absl::StatusCode::kNotFound);
  ASSERT_TRUE(send("uwv").ok());
  ASSERT_TRUE(world_.Judge("r-2", "cnv").ok());
  EXPECT_EQ(world_.Activated(), 1);
  EXPECT_EQ(Stored("r-1").state(), store::v1::REPORT_STATE_CORRECTED);
}

TEST_F(LedgerCommands, ACorrectionKeepsWhatNoReplyTellsUnlessItSaysOtherwise) {
  store::v1::Report told = Placed("k-1");
  told.mutable_placement()->set_side_entrant(true);
  told.mutable_placement()->set_distance_to_labour_market(true);
  told.mutable_placement()->set_weeks_at_work(13);
  ASSERT_TRUE(File(Filing("r-1", told)).ok());
  store::v1::Report better = Placed("k-1");
  better.set_corrects("reports/r-1");
  better.mutable_placement()->set_distance_to_labour_market(false);
  ASSERT_TRUE(File(Filing("r-2", better)).ok());
  const store::v1::PlacementFacts facts = Stored("r-2").placement();
  EXPECT_TRUE(facts.side_entrant());
  EXPECT_FALSE(facts.distance_to_labour_market());
  EXPECT_EQ(facts.weeks_at_work(), 13);
}

TEST_F(LedgerCommands, APlacementGoesOnWithTheCorrectionOfItsReport) {
  world_.AddPerson("p-1");
  world_.AddVacancy("v-1", 1);
  ASSERT_TRUE(world_.Place("pl-1", "p-1", "v-1").ok());
  ASSERT_TRUE(world_.ReportPlaced("pl-1", "r-1", "k-1").ok());
  store::v1::Report better = Placed("k-1");
  better.set_corrects("reports/r-1");
  better.set_correction_reason("uren");
  ASSERT_TRUE(File(Filing("r-2", better)).ok());
  const auto report_of = [this] {
    return OpenPlacement(**world_.store().Get(RecordKind::kPlacement, "pl-1"), world_.keys())
        ->placement.report();
  };
  EXPECT_EQ(report_of(), "reports/r-1");
  ASSERT_TRUE(world_.Judge("r-2", "cnv").ok());
  EXPECT_EQ(report_of(), "reports/r-2");
  EXPECT_EQ(Stored("r-1").state(), store::v1::REPORT_STATE_CORRECTED);
  EXPECT_EQ(Stored("r-2").placement().placement(), "placements/pl-1");
}

TEST_F(LedgerCommands, ManyAreJudgedInOneEntryEachByItself) {
  for (int i = 1; i <= 3; ++i) {
    ASSERT_TRUE(File(Filing("r-" + std::to_string(i), Placed("k-" + std::to_string(i)))).ok());
  }
  ASSERT_TRUE(File(Filing("own", Placed("k-9"), "cnv")).ok());
  ASSERT_TRUE(world_.Judge("r-3", "cnv").ok());
  const uint64_t before = world_.log().last_position();
  EXPECT_EQ(JudgeAll({"r-1", "own", "r-2", "r-3", "none"}),
            "2 reports/own OWN_REPORT reports/r-3 ALREADY_DECIDED reports/none ");
  EXPECT_EQ(world_.log().last_position(), before + 1);
  EXPECT_EQ(world_.Activated(), 3);
  EXPECT_EQ(JudgeAll({"own", "r-1"}), "0 reports/own OWN_REPORT reports/r-1 ALREADY_DECIDED");
  EXPECT_EQ(world_.log().last_position(), before + 1) << "nothing judged, nothing logged";
}

TEST_F(LedgerCommands, ACorrectionAndWhatItCorrectsMayBeJudgedTogether) {
  ASSERT_TRUE(File(Filing("r-1", Placed("k-1"))).ok());
  store::v1::Report better = Placed("k-1");
  better.set_corrects("reports/r-1");
  better.set_correction_reason("uren");
  ASSERT_TRUE(File(Filing("r-2", better)).ok());
  EXPECT_EQ(JudgeAll({"r-1", "r-2"}), "2");
  EXPECT_EQ(Stored("r-1").state(), store::v1::REPORT_STATE_CORRECTED);
  EXPECT_EQ(Stored("r-2").state(), store::v1::REPORT_STATE_ACKNOWLEDGED);
  EXPECT_EQ(world_.Activated(), 1);
}

class Drafts : public LedgerCommands {
 protected:
  absl::Status Keep(const std::string& id, const store::v1::Report& report) {
    KeepReportDraft keep{.id = id, .draft = {}, .render = [](const ReportDraftView& view) {
                           return view.head.id();
                         }};
    *keep.draft.mutable_report() = report;
    keep.draft.set_reporting_organisation("uwv");
    keep.draft.set_batch("mei.csv");
    keep.draft.set_line_number(3);
    keep.draft.add_problems()->set_field("placement.sector");
    return world_
        .Run([keep](DecisionContext& context) { return DecideKeepReportDraft(keep, context); })
        .status();
  }
  ReportDraftView Draft(const std::string& id) {
    return *OpenReportDraft(**world_.store().Get(RecordKind::kReportDraft, id), world_.keys());
  }
  absl::Status Mend(const std::string& id, const CreateReport& create,
                    const std::string& etag = "") {
    const MendReportDraft mend{.draft_id = id, .etag = etag, .create = create};
    return world_
        .Run([mend](DecisionContext& context) { return DecideMendReportDraft(mend, context); })
        .status();
  }
  absl::Status Discard(const std::string& id, const std::string& organisation) {
    return world_
        .Run([=](DecisionContext& context) {
          return DecideDeleteReportDraft(id, "", organisation, context);
        })
        .status();
  }
};

TEST_F(Drafts, ADraftCountsNowhereAndIsGoneOnceMended) {
  ASSERT_TRUE(Keep("d-1", Placed("k-1")).ok());
  EXPECT_EQ(Draft("d-1").draft.line_number(), 3);
  EXPECT_EQ(world_.pool()
                .ProgressOf("activation", *matcher::Date::FromCivil(2026, 12, 31))
                ->second.unacknowledged_value,
            0);
  EXPECT_EQ(Mend("d-1", Filing("r-1", Placed("k-1")), "\"0-0\"").code(),
            absl::StatusCode::kAborted);
  EXPECT_EQ(Mend("d-1", Filing("r-1", Placed("k-1"), "cnv")).code(), absl::StatusCode::kNotFound);
  store::v1::Report wrong = Placed("k-1");
  wrong.set_corrects("reports/none");
  EXPECT_EQ(Mend("d-1", Filing("r-1", wrong)).code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(world_.Stored(RecordKind::kReportDraft, "d-1"));
  ASSERT_TRUE(Mend("d-1", Filing("r-1", Placed("k-1"))).ok());
  EXPECT_FALSE(world_.Stored(RecordKind::kReportDraft, "d-1"));
  EXPECT_EQ(world_.pool()
                .ProgressOf("activation", *matcher::Date::FromCivil(2026, 12, 31))
                ->second.unacknowledged_value,
            1);
}

TEST_F(Drafts, OnlyItsOrganisationThrowsADraftAway) {
  ASSERT_TRUE(Keep("d-1", Placed("k-1")).ok());
  EXPECT_EQ(Discard("d-1", "cnv").code(), absl::StatusCode::kNotFound);
  ASSERT_TRUE(Discard("d-1", "uwv").ok());
  EXPECT_EQ(Discard("d-1", "uwv").code(), absl::StatusCode::kNotFound);
}

TEST_F(Drafts, WhoADraftIsAboutIsSealedAndForgottenWithThePerson) {
  world_.AddPerson("p-1");
  store::v1::Report report = Placed("k-1");
  report.mutable_placement()->set_job_seeker("jobSeekers/p-1");
  ASSERT_TRUE(Keep("d-1", report).ok());
  EXPECT_EQ((*world_.store().Get(RecordKind::kReportDraft, "d-1"))->find("p-1"), std::string::npos);
  EXPECT_EQ(Draft("d-1").draft.report().placement().job_seeker(), "jobSeekers/p-1");
  ASSERT_TRUE(world_.Delete(RecordKind::kJobSeeker, "p-1").ok());
  EXPECT_EQ(Draft("d-1").draft.report().placement().job_seeker(), "");
  report.mutable_placement()->set_job_seeker("jobSeekers/unknown");
  ASSERT_TRUE(Keep("d-2", report).ok());
  EXPECT_EQ(Draft("d-2").draft.report().placement().job_seeker(), "");
}

}  // namespace
}  // namespace overstap::write
