// A small world for tests of writes: everything behind a sequencer, in memory, with a clock that
// the test turns.
#ifndef OVERSTAP_TESTS_UNIT_SERVICES_WRITE_WRITE_WORLD_H_
#define OVERSTAP_TESTS_UNIT_SERVICES_WRITE_WRITE_WORLD_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/text_format.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "overstap/store/v1/log.pb.h"
#include "services/keys/memory_key_ring.h"
#include "services/log/memory_log.h"
#include "services/pool/pool.h"
#include "services/pool/taxonomy_records.h"
#include "services/store/memory_store.h"
#include "services/write/commands.h"
#include "services/write/errors.h"
#include "services/write/record_views.h"
#include "services/write/sequencer.h"
#include "tests/unit/matcher/eligibility/no_travel.h"

namespace overstap::write {

template <typename Message>
Message ParseText(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

// The machine-readable reason of an error, or empty.
inline std::string ReasonOf(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  if (const auto payload = status.GetPayload(kErrorInfoType)) {
    info.ParseFromString(std::string(*payload));
  }
  return info.reason();
}

class WriteWorld {
 public:
  WriteWorld() : region_(MakeRegion()), travel_(std::make_shared<matcher::NoTravel>(0)) { Open(); }

  // Shuts the sequencer and pool down and opens them on what the log and store hold.
  void Restart() {
    sequencer_.reset();
    pool_.reset();
    Open();
  }

  absl::StatusOr<Reply> Run(std::function<absl::StatusOr<Decision>(DecisionContext&)> decide,
                            std::string request_id = "", std::string request_hash = "h",
                            std::string principal = "anna") {
    Command command;
    command.caller = {.principal = std::move(principal), .organisation = "uwv", .role = 2};
    command.request_id = std::move(request_id);
    command.request_hash = std::move(request_hash);
    command.decide = std::move(decide);
    return sequencer_->Run(std::move(command));
  }

  // A record of a plain kind; the reply is "outcome etag".
  template <typename Record>
  absl::StatusOr<std::string> Write(WriteMode mode, const std::string& id, const Record& record,
                                    const std::string& etag = "",
                                    const std::string& request_id = "",
                                    const std::string& request_hash = "h") {
    WriteRecord<Record> write;
    write.id = id;
    write.mode = mode;
    write.etag = etag;
    write.change = [record](Record* target) {
      *target = record;
      return absl::OkStatus();
    };
    write.render = [](const store::v1::RecordHead& head, const Record&, WriteOutcome outcome) {
      static constexpr const char* kOutcomes[] = {"created", "updated", "unchanged"};
      return std::string(kOutcomes[static_cast<int>(outcome)]) + " " + EtagOf(head);
    };
    absl::StatusOr<Reply> reply =
        Run([write](DecisionContext& context) { return DecideWrite(write, context); }, request_id,
            request_hash);
    if (!reply.ok()) return reply.status();
    return reply->bytes;
  }

  absl::Status Delete(store::RecordKind kind, const std::string& id, const std::string& etag = "") {
    return Run([=, this](DecisionContext& context) {
             return DecideDelete(kind, id, etag, *pool_, context);
           })
        .status();
  }

  void AddPerson(const std::string& id) {
    ASSERT_TRUE(
        Write(WriteMode::kCreate, id, ParseText<store::v1::JobSeeker>("hours_per_week_now: 0"))
            .ok());
  }
  void AddVacancy(const std::string& id, int openings) {
    auto vacancy = ParseText<store::v1::Vacancy>(R"pb(
      employer: "Netwerk Oost"
      sector: "energy"
      place { municipality: "GM0202" }
      contract_kind: CONTRACT_KIND_PERMANENT
      hours_per_week { min_hours_per_week: 32 max_hours_per_week: 36 }
    )pb");
    vacancy.set_openings(openings);
    ASSERT_TRUE(Write(WriteMode::kCreate, id, vacancy).ok());
  }
  absl::Status Place(const std::string& id, const std::string& person, const std::string& vacancy,
                     const std::string& offer = "", const std::string& run = "",
                     const std::string& start_date = "year: 2026 month: 3 day: 2") {
    CreatePlacement create{.id = id};
    create.placement.set_job_seeker("jobSeekers/" + person);
    if (!vacancy.empty()) create.placement.set_vacancy("vacancies/" + vacancy);
    if (!offer.empty()) create.placement.set_training_offer("trainingOffers/" + offer);
    create.placement.set_run_id(run);
    *create.placement.mutable_start_date() = ParseText<google::type::Date>(start_date);
    create.render = [](const PlacementView& view) { return EtagOf(view.head); };
    return Run([create](DecisionContext& context) {
             return DecideCreatePlacement(create, context);
           })
        .status();
  }
  absl::Status Move(const std::string& id, store::v1::PlacementState to) {
    TransitionPlacement transition{.id = id};
    transition.to = to;
    transition.render = [](const PlacementView& view) { return EtagOf(view.head); };
    return Run([=, this](DecisionContext& context) {
             return DecideTransitionPlacement(transition, *pool_, context);
           })
        .status();
  }
  absl::Status ReportPlaced(const std::string& placement, const std::string& report,
                            const std::string& linkage_key) {
    ReportPlacement filed{.placement_id = placement, .report_id = report};
    filed.report.set_work_table("workTables/activering");
    filed.report.set_linkage_key(linkage_key);
    filed.report.mutable_placement()->set_sector_day_before("");
    filed.reporting_organisation = "uwv";
    filed.render = [](const ReportView& view, const PlacementView&) { return EtagOf(view.head); };
    return Run([=, this](DecisionContext& context) {
             return DecideReportPlacement(
                 filed, [](const store::v1::Place&) { return std::string("GM0202"); }, *pool_,
                 context);
           })
        .status();
  }
  absl::Status Judge(const std::string& report, const std::string& organisation,
                     bool acknowledge = true) {
    JudgeReport judge{.id = report};
    judge.acknowledge = acknowledge;
    judge.rejection_reason = acknowledge ? "" : "dubbel";
    judge.organisation = organisation;
    judge.may_decide = [organisation](std::string_view table) {
      return table == "workTables/activering" && organisation != "stranger";
    };
    judge.render = [](const ReportView& view) { return EtagOf(view.head); };
    return Run([judge](DecisionContext& context) { return DecideJudgeReport(judge, context); })
        .status();
  }

  double Activated() {
    return pool_->ProgressOf("activation", *matcher::Date::FromCivil(2026, 12, 31))->second.value;
  }
  bool Stored(store::RecordKind kind, std::string_view id) {
    return store_.Get(kind, id)->has_value();
  }

  log::MemoryLog& log() { return log_; }
  store::Store& store() { return store_; }
  keys::MemoryKeyRing& keys() { return keys_; }
  pool::Pool& pool() { return *pool_; }
  Sequencer& sequencer() { return *sequencer_; }
  void Advance(absl::Duration duration) { now_ += duration; }

 private:
  static std::shared_ptr<const matcher::Region> MakeRegion() {
    matcher::Region::Parts parts;
    parts.municipalities = {
        {.code = "GM0202", .title = "Arnhem", .centroid = {52.0, 5.9}, .in_region = true}};
    parts.sectors = {{.id = "other"}, {.id = "energy", .focus = true}};
    return *matcher::Region::Build(parts);
  }
  static std::vector<matcher::TargetDefinition> MakeTargets() {
    matcher::TargetDefinition activation;
    activation.id = "activation";
    activation.goal = 1'000;
    activation.period_start = *matcher::Date::FromCivil(2023, 1, 1);
    activation.period_end = *matcher::Date::FromCivil(2026, 12, 31);
    activation.counting = matcher::CountingRule{
        .report_kind = matcher::ReportKind::kPlacement,
        .conditions = {{.fact = matcher::Fact::kSector, .any_of = {"energy"}},
                       {.fact = matcher::Fact::kSectorDayBefore, .none_of = {"energy"}}}};
    return {activation};
  }

  void Open() {
    auto pool = pool::Pool::Load(store_, keys_, region_, travel_, {MakeTargets(), {}},
                                 {.now = [this] { return now_; }});
    ASSERT_TRUE(pool.ok()) << pool.status();
    pool_ = *std::move(pool);
    SequencerOptions options;
    options.now = [this] { return now_; };
    sequencer_ = std::make_unique<Sequencer>(log_, store_, keys_, *pool_, now_, options);
  }

  absl::Time now_ = absl::FromCivil(absl::CivilDay(2026, 6, 1), absl::UTCTimeZone());
  log::MemoryLog log_;
  store::MemoryStore store_;
  keys::MemoryKeyRing keys_;
  std::shared_ptr<const matcher::Region> region_;
  std::shared_ptr<const matcher::TravelModel> travel_;
  std::unique_ptr<pool::Pool> pool_;
  std::unique_ptr<Sequencer> sequencer_;
};

}  // namespace overstap::write

#endif  // OVERSTAP_TESTS_UNIT_SERVICES_WRITE_WRITE_WORLD_H_
