// After any history of commands the progress that the pool keeps equals a plain recount of the raw
// log by code that shares nothing with it (tests/property/recount_target.cc).

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/convert/to_model.h"
#include "services/write/commands.h"
#include "tests/property/random_source.h"
#include "tests/property/recount_target.h"
#include "tests/unit/services/write/write_world.h"

namespace overstap::write {
namespace {

using overstap::RandomSource;

constexpr const char* kOrganisations[] = {"uwv", "cnv", "gemeente-arnhem"};

store::v1::Report AnyReport(RandomSource& random) {
  store::v1::Report report;
  report.set_work_table(random.Chance(70) ? "workTables/activering" : "workTables/talent");
  if (random.Chance(85)) report.set_linkage_key(absl::StrCat("k-", random.Below(12)));
  if (random.Chance(30)) report.add_programmes("via-t");
  store::v1::PlacementFacts& facts = *report.mutable_placement();
  facts.set_sector(random.Chance(80) ? "energy" : "other");
  facts.set_municipality(absl::StrCat("GM0", random.Below(3)));
  if (random.Chance(80)) facts.set_sector_day_before(random.Chance(70) ? "" : "energy");
  facts.set_contract_kind(store::v1::CONTRACT_KIND_PERMANENT);
  facts.set_hours_per_week_after(random.Below(40));
  facts.mutable_start_date()->set_year(2024 + static_cast<int>(random.Below(3)));
  facts.mutable_start_date()->set_month(1 + static_cast<int>(random.Below(12)));
  facts.mutable_start_date()->set_day(1 + static_cast<int>(random.Below(28)));
  return report;
}

// Commands as callers would give them, right and wrong ones.
class History {
 public:
  explicit History(uint32_t seed) : random_(seed) {}

  void Step() {
    switch (random_.Below(10)) {
      case 0:
      case 1:
      case 2:
        File("");
        break;
      case 3:
        if (!ids_.empty()) File(AnyId());
        break;
      case 4:
        Withdraw();
        break;
      case 5:
        Draft();
        break;
      case 6:
        JudgeSome();
        break;
      case 7:
        if (random_.Chance(5)) world_.Restart();
        break;
      default:
        if (!ids_.empty()) Judge(AnyId());
        break;
    }
  }

  WriteWorld& world() { return world_; }

  // The last state of each report, from the log alone.
  matcher::LastReports FromLog() {
    matcher::LastReports reports;
    const absl::Status read =
        world_.log().Read(1, [&reports](log::Position, const store::v1::LogEntry& entry) {
          for (const store::v1::Event& event : entry.events()) {
            if (!event.has_report_stored()) continue;
            const std::string& id = event.report_stored().head().id();
            reports[id] = convert::ToLedgerReport(id, event.report_stored().report());
          }
          return absl::OkStatus();
        });
    EXPECT_TRUE(read.ok()) << read;
    return reports;
  }

 private:
  std::string AnyId() { return ids_[random_.Below(static_cast<uint32_t>(ids_.size()))]; }
  std::string AnyOrganisation() { return kOrganisations[random_.Below(3)]; }

  CreateReport NewReport(const std::string& corrects) {
    CreateReport create{.id = absl::StrCat("r-", ++count_),
                        .report = AnyReport(random_),
                        .reporting_organisation = AnyOrganisation(),
                        .render = [](const ReportView&) { return std::string(); }};
    if (!corrects.empty()) create.report.set_corrects("reports/" + corrects);
    return create;
  }
  void File(const std::string& corrects) {
    const CreateReport create = NewReport(corrects);
    if (world_
            .Run([create](DecisionContext& context) { return DecideCreateReport(create, context); })
            .ok()) {
      ids_.push_back(create.id);
    }
  }
  void Withdraw() {
    if (ids_.empty()) return;
    const WithdrawReport withdraw{.id = AnyId(),
                                  .etag = {},
                                  .reason = "x",
                                  .organisation = AnyOrganisation(),
                                  .render = [](const ReportView&) { return std::string(); }};
    static_cast<void>(world_.Run(
        [withdraw](DecisionContext& context) { return DecideWithdrawReport(withdraw, context); }));
  }
  void Draft() {
    KeepReportDraft keep{.id = absl::StrCat("d-", ++count_),
                         .draft = {},
                         .render = [](const ReportDraftView&) { return std::string(); }};
    *keep.draft.mutable_report() = AnyReport(random_);
    keep.draft.set_reporting_organisation("uwv");
    static_cast<void>(world_.Run(
        [keep](DecisionContext& context) { return DecideKeepReportDraft(keep, context); }));
    if (random_.Chance(50)) return;
    const MendReportDraft mend{.draft_id = keep.id, .etag = {}, .create = NewReport("")};
    if (world_
            .Run([mend](DecisionContext& context) { return DecideMendReportDraft(mend, context); })
            .ok()) {
      ids_.push_back(mend.create.id);
    }
  }
  JudgeReport Judgement(const std::string& id) {
    return {.id = id,
            .etag = {},
            .acknowledge = random_.Chance(80),
            .rejection_reason = "y",
            .organisation = AnyOrganisation(),
            .may_decide = [](std::string_view) { return true; },
            .render = [](const ReportView&) { return std::string(); }};
  }
  void Judge(const std::string& id) {
    const JudgeReport judge = Judgement(id);
    static_cast<void>(world_.Run(
        [judge](DecisionContext& context) { return DecideJudgeReport(judge, context); }));
  }
  void JudgeSome() {
    JudgeReports judge{.judgements = {},
                       .render = [](int64_t, const auto&) { return std::string(); }};
    for (uint32_t i = random_.Below(8); i > 0 && !ids_.empty(); --i) {
      judge.judgements.push_back(Judgement(AnyId()));
    }
    static_cast<void>(world_.Run(
        [judge](DecisionContext& context) { return DecideJudgeReports(judge, context); }));
  }

  RandomSource random_;
  WriteWorld world_;
  std::vector<std::string> ids_;
  int count_ = 0;
};

TEST(RandomLedgerTest, KeptProgressEqualsARecountOfTheRawLog) {
  constexpr uint32_t kHistories = 25;
  constexpr int kSteps = 120;
  double counted = 0;
  for (uint32_t seed = 1; seed <= kHistories; ++seed) {
    History history(seed);
    for (int step = 0; step < kSteps; ++step) history.Step();
    const matcher::LastReports reports = history.FromLog();
    for (const auto& [year, month] : {std::pair(2024, 6), {2025, 12}, {2026, 12}}) {
      const matcher::Date day = *matcher::Date::FromCivil(year, month, 28);
      const bool known = history.world().pool().AskTarget(
          "activation", "", [&](const pool::Pool::CountedTarget& target) {
            const matcher::Progress kept = target.counter.ProgressAt(day, target.outside);
            const matcher::Progress plain =
                matcher::RecountTarget(target.counter.definition(), reports, day, target.outside);
            EXPECT_EQ(ToText(kept), ToText(plain)) << "seed " << seed << " on " << day.ToString();
            counted += kept.value;
          });
      EXPECT_TRUE(known);
    }
  }
  EXPECT_GT(counted, 100) << "the histories are to come to something";
}

}  // namespace
}  // namespace overstap::write
