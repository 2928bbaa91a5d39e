// The commands: what a mutation checks against the records as they are, and which events it comes
// to. Each Decide… runs on the sequencer's thread inside Command::decide; what it returns is logged
// as it is and never decided again.
//
//   command.decide = [write = std::move(write)](DecisionContext& context) { return
//   DecideWrite(write, context); };
//
// Messages are those at rest (store::v1); validation of values and rendering of replies is the
// caller's (services/api). Errors: NOT_FOUND, ALREADY_EXISTS, ABORTED (stale etag),
// FAILED_PRECONDITION and PERMISSION_DENIED with a google.rpc.ErrorInfo payload (see errors.h).
#ifndef OVERSTAP_SERVICES_WRITE_COMMANDS_H_
#define OVERSTAP_SERVICES_WRITE_COMMANDS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "matcher/taxonomy/taxonomy.h"
#include "overstap/store/v1/log.pb.h"
#include "overstap/store/v1/records.pb.h"
#include "services/pool/pool.h"
#include "services/write/sequencer.h"

namespace overstap::write {

enum class WriteMode {
  kCreate,  // ALREADY_EXISTS when the id is taken
  kUpdate,  // NOT_FOUND when it is not there
  kUpsert,  // either
};
enum class WriteOutcome { kCreated, kUpdated, kUnchanged };

// Version of a record as clients see it.
std::string EtagOf(const store::v1::RecordHead& head);

// A record of a plain kind: store::v1::JobSeeker, Vacancy, TrainingOffer or Project.
template <typename Record>
struct WriteRecord {
  std::string id;
  WriteMode mode = WriteMode::kCreate;
  std::string etag;  // expected; empty: any
  // Makes the new record: from an empty one (create, upsert) or the stored one (update). An error
  // is the command's. What the server keeps beside what clients write (see kept_fields.h) is then
  // carried over from the stored record, whatever `change` made of it.
  std::function<absl::Status(Record*)> change;
  // Serialises the reply.
  std::function<std::string(const store::v1::RecordHead&, const Record&, WriteOutcome)> render;
  // Whether the caller may write what is stored, asked before anything is told of it; null: yes.
  std::function<absl::Status(const Record& stored)> may_write = nullptr;
  // Settles what the new record's writer does not decide alone; `stored`: nullptr for a new record.
  std::function<absl::Status(const Record* stored, Record* next)> complete = nullptr;
  // `change` sets fields that other writes carry over (kept_fields.h).
  bool sets_kept_fields = false;
};
// An unchanged record logs nothing. A job seeker is sealed under the person's key, made on create.
absl::StatusOr<Decision> DecideWrite(const WriteRecord<store::v1::JobSeeker>& write,
                                     DecisionContext& context);
absl::StatusOr<Decision> DecideWrite(const WriteRecord<store::v1::Vacancy>& write,
                                     DecisionContext& context);
absl::StatusOr<Decision> DecideWrite(const WriteRecord<store::v1::TrainingOffer>& write,
                                     DecisionContext& context);
// See DecideWriteProject.
absl::StatusOr<Decision> DecideWrite(const WriteRecord<store::v1::Project>& write,
                                     DecisionContext& context);

// FAILED_PRECONDITION (reason IN_USE) while a placement that is not ended names a vacancy or offer.
// Deleting a job seeker is never refused for what refers to the person: it destroys the person's
// key, and with it who placements, reports and decisions were of; they stay, and keep what they
// take. `may_delete` is asked about the stored bytes before anything is told of them; null: yes.
absl::StatusOr<Decision> DecideDelete(
    store::RecordKind kind, const std::string& id, const std::string& etag, const pool::Pool& pool,
    DecisionContext& context,
    const std::function<absl::Status(std::string_view stored_bytes)>& may_delete = nullptr);

// A placement or report with its head, and the id of the person (empty: none, or forgotten).
struct PlacementView {
  store::v1::RecordHead head;
  store::v1::Placement placement;  // job_seeker filled in as `jobSeekers/{id}` where readable
};
struct ReportView {
  store::v1::RecordHead head;
  store::v1::Report report;  // job_seeker filled in where readable
};
// Opens what is sealed. DATA_LOSS when it cannot be read although the key is there.
absl::StatusOr<PlacementView> OpenPlacement(std::string_view stored_bytes,
                                            const keys::KeyRing& keys);
absl::StatusOr<ReportView> OpenReport(std::string_view stored_bytes, const keys::KeyRing& keys);
struct JobSeekerView {
  store::v1::RecordHead head;
  store::v1::JobSeeker job_seeker;
};
absl::StatusOr<JobSeekerView> OpenJobSeeker(std::string_view stored_bytes,
                                            const keys::KeyRing& keys);

struct CreatePlacement {
  std::string id;
  store::v1::Placement
      placement;  // names as in the API; job facts filled from the vacancy where one is named
  std::function<std::string(const PlacementView&)> render;
};
// NOT_FOUND names the unknown person, vacancy, offer or run.
absl::StatusOr<Decision> DecideCreatePlacement(const CreatePlacement& create,
                                               DecisionContext& context);

struct TransitionPlacement {
  std::string id;
  std::string etag;
  store::v1::PlacementState to = store::v1::PLACEMENT_STATE_UNSPECIFIED;
  std::optional<google::type::Date> end_date;
  store::v1::PlacementEndReason end_reason = store::v1::PLACEMENT_END_REASON_UNSPECIFIED;
  std::function<std::string(const PlacementView&)> render;
};
// Reasons ILLEGAL_TRANSITION, NO_OPENING_LEFT, NO_SEAT_LEFT, NOT_STARTED_YET.
absl::StatusOr<Decision> DecideTransitionPlacement(const TransitionPlacement& transition,
                                                   const pool::Pool& pool,
                                                   DecisionContext& context);

// What counting asks of a person beside their record; nullopt: unknown.
struct PersonTraits {
  std::optional<bool> side_entrant;
  std::optional<bool> distance_to_labour_market;
};

struct ReportPlacement {
  std::string placement_id;
  std::string report_id;
  // Everything that the caller says: work_table, linkage_key, evidence, programmes,
  // funding_sources, project, and of `placement` sector_day_before, side_entrant and
  // distance_to_labour_market; the rest is copied from the placement and from the person's record.
  store::v1::Report report;
  std::string reporting_organisation;
  std::function<std::string(const ReportView&, const PlacementView&)> render;
  // Where the caller does not say them; null: they stay unknown.
  std::function<absl::StatusOr<PersonTraits>(std::string_view person_id,
                                             const DecisionContext& context)>
      traits_of = nullptr;
};
// Moves the placement to STARTED first where it is not yet. One whose report was rejected or
// withdrawn is reported anew: the new report corrects the old where it is the same organisation's.
// Reasons ALREADY_REPORTED, PERSON_FORGOTTEN, ILLEGAL_TRANSITION, NO_OPENING_LEFT, NO_SEAT_LEFT;
// NOT_FOUND names an unknown project. `municipality_of` resolves the job's and the person's place.
absl::StatusOr<Decision> DecideReportPlacement(
    const ReportPlacement& report,
    const std::function<std::string(const store::v1::Place&)>& municipality_of,
    const pool::Pool& pool, DecisionContext& context);

struct CreateReport {
  std::string id;
  store::v1::Report report;
  std::string reporting_organisation;
  std::function<std::string(const ReportView&)> render;
};
// ALREADY_EXISTS; NOT_FOUND names an unknown person, project or corrected report; reason
// NOT_CORRECTABLE when the corrected report is not of this organisation, or was corrected already.
absl::StatusOr<Decision> DecideCreateReport(const CreateReport& create, DecisionContext& context);

struct WithdrawReport {
  std::string id;
  std::string etag;
  std::string reason;
  std::string organisation;  // that takes it back
  std::function<std::string(const ReportView&)> render;
};
// Reasons NOT_YOUR_REPORT (PERMISSION_DENIED), ALREADY_DECIDED for what does not count anyway.
absl::StatusOr<Decision> DecideWithdrawReport(const WithdrawReport& withdraw,
                                              DecisionContext& context);

// A report that could not be filed, with its head; job_seeker filled in where readable.
struct ReportDraftView {
  store::v1::RecordHead head;
  store::v1::ReportDraft draft;
};
absl::StatusOr<ReportDraftView> OpenReportDraft(std::string_view stored_bytes,
                                                const keys::KeyRing& keys);

struct KeepReportDraft {
  std::string id;
  store::v1::ReportDraft draft;  // a person who is not stored is left out of it
  std::function<std::string(const ReportDraftView&)> render;
};
absl::StatusOr<Decision> DecideKeepReportDraft(const KeepReportDraft& keep,
                                               DecisionContext& context);

// Files a report in place of a draft, which is gone then. NOT_FOUND for a draft of another
// organisation; errors as DecideCreateReport.
struct MendReportDraft {
  std::string draft_id;
  std::string etag;
  CreateReport create;
};
absl::StatusOr<Decision> DecideMendReportDraft(const MendReportDraft& mend,
                                               DecisionContext& context);

// Files `create`, which corrects a rejected report; that one's etag may be given. Errors as
// DecideCreateReport; FAILED_PRECONDITION, reason NOT_REJECTED.
absl::StatusOr<Decision> DecideSendAgain(const CreateReport& create, const std::string& etag,
                                         DecisionContext& context);

// NOT_FOUND also for a draft of another organisation.
absl::StatusOr<Decision> DecideDeleteReportDraft(const std::string& id, const std::string& etag,
                                                 const std::string& organisation,
                                                 DecisionContext& context);

struct JudgeReport {
  std::string id;
  std::string etag;
  bool acknowledge = true;
  std::string rejection_reason;
  std::string organisation;  // that decides
  // Whether the organisation sits at the work table, or is programme management.
  std::function<bool(std::string_view work_table)> may_decide;
  std::function<std::string(const ReportView&)> render;
};
// Reasons OWN_REPORT, NOT_AT_TABLE (PERMISSION_DENIED), ALREADY_DECIDED. An acknowledged correction
// turns the corrected report to CORRECTED.
absl::StatusOr<Decision> DecideJudgeReport(const JudgeReport& judge, DecisionContext& context);

// Several at once, each by itself: `refused` is told of those that cannot be judged.
struct JudgeReports {
  std::vector<JudgeReport> judgements;
  std::function<std::string(int64_t judged,
                            const std::vector<std::pair<std::string, absl::Status>>& refused)>
      render;
};
absl::StatusOr<Decision> DecideJudgeReports(const JudgeReports& judge, DecisionContext& context);

// A published figure, stored as it is.
struct StoreClosing {
  std::string id;
  store::v1::ClosingRecord closing;
  std::function<std::string(const store::v1::RecordHead&, const store::v1::ClosingRecord&)> render;
};
absl::StatusOr<Decision> DecideStoreClosing(const StoreClosing& store, DecisionContext& context);

// What a work table keeps itself, with its head; a table that nothing was kept of yet has a default
// head, whose etag is its own.
struct WorkTableView {
  store::v1::RecordHead head;
  store::v1::WorkTableRecord work_table;
};
struct ChangeWorkTable {
  std::string id;  // of a configured table
  std::string etag;
  // Makes the new from the stored (at first: an empty one). An error is the command's.
  std::function<absl::Status(store::v1::WorkTableRecord*)> change;
  std::function<std::string(const WorkTableView&)> render;
};
// A table is created by its first change. What changes nothing logs nothing. Meetings are put in
// order, by day and id.
absl::StatusOr<Decision> DecideChangeWorkTable(const ChangeWorkTable& change,
                                               DecisionContext& context);

// As DecideWrite; a link that the project gets, changes or loses is that of the other project too.
// FAILED_PRECONDITION (reason TOO_MANY_LINKS) when the other has `max_links` already.
absl::StatusOr<Decision> DecideWriteProject(const WriteRecord<store::v1::Project>& write,
                                            int max_links, DecisionContext& context);

// FAILED_PRECONDITION (reason IN_USE) while a report names the project. Links to it go with it.
// `may_delete` is asked first; null: yes.
absl::StatusOr<Decision> DecideDeleteProject(
    const std::string& id, const std::string& etag, const pool::Pool& pool,
    DecisionContext& context,
    const std::function<absl::Status(const store::v1::Project& stored)>& may_delete = nullptr);

// One chunk of an import. The first chunk's log position is the number of the version: returned
// through `*taxonomy_number` when it is 0.
absl::StatusOr<Decision> DecideTaxonomyChunk(store::v1::TaxonomyChunk chunk,
                                             uint64_t* taxonomy_number, DecisionContext& context);

// Makes the version the one in use; the pool is re-indexed over `taxonomy` before this is answered.
struct CommitTaxonomy {
  store::v1::TaxonomyCommitted commit;  // without time
  std::shared_ptr<const matcher::Taxonomy> taxonomy;
  // unknown_code_count is not known yet here: read it from the pool when the command is done.
  std::function<std::string(const store::v1::TaxonomyCommitted&)> render;
};
absl::StatusOr<Decision> DecideCommitTaxonomy(const CommitTaxonomy& commit, pool::Pool& pool,
                                              DecisionContext& context);

}  // namespace overstap::write

#endif  // OVERSTAP_SERVICES_WRITE_COMMANDS_H_
