// The store's column families, keys and values: the one place that says how they look on disk.
//
// | family          | key                                        | value                       |
// |-----------------|--------------------------------------------|-----------------------------|
// | default         | "schema_version"                           | decimal number              |
// |                 | "position"                                 | number: last applied entry  |
// |                 | "applied_after"                            | number: position before the  |
// |                 |                                            | last write                  |
// |                 | "key_use"                                  | 2 numbers: KeyUse           |
// | job_seekers     | id                                         | JobSeekerStored             |
// | vacancies       | id                                         | VacancyStored               |
// | training_offers | id                                         | TrainingOfferStored         |
// | placements      | id                                         | PlacementStored             |
// | reports         | id                                         | ReportStored                |
// | answers         | length of principal, principal, request id | StoredAnswer                |
// | answer_times    | time, position                             | key in answers              |
// | taxonomies      | taxonomy number                            | TaxonomyCommitted           |
// | taxonomy_chunks | taxonomy number, chunk index               | TaxonomyChunk               |
// | introductions   | id                                         | IntroductionStored          |
// | decisions       | id                                         | DecisionStored              |
// | participation…  | id of the person                           | ParticipationFactsStored    |
// | report_drafts   | id                                         | ReportDraftStored           |
// | work_tables     | id                                         | WorkTableStored             |
// | projects        | id                                         | ProjectStored               |
// | closings        | id                                         | ClosingStored               |
//
// In every family but default the empty key holds "position" too: what RocksDB's files lose of one
// family alone shows as families that disagree.
//
// Numbers are 8 bytes, big-endian; times are microseconds since 1970. Messages are those of
// overstap.store.v1. Never renumber, never rename, never reuse a name: a change that an older
// server cannot read raises kStoreSchemaVersion. Families are appended: a folder of an older
// version gets those that it lacks, empty, and the number of this version when it is opened; so an
// older server refuses what it would else apply without the records that it does not know. Pure;
// safe from any thread.
#ifndef OVERSTAP_SERVICES_STORE_LAYOUT_H_
#define OVERSTAP_SERVICES_STORE_LAYOUT_H_

#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

#include "google/protobuf/timestamp.pb.h"
#include "services/log/big_endian.h"
#include "services/store/store.h"

namespace overstap::store {

// 2: introductions, decisions, participation facts. 3: drafts, work tables, projects, closings.
inline constexpr uint32_t kStoreSchemaVersion = 3;
inline constexpr uint32_t kOldestStoreSchemaVersion = 1;
// Remembered answers are forgotten after 30 days.
inline constexpr uint64_t kAnswerLifeMicros = uint64_t{30} * 24 * 3600 * 1'000'000;
inline constexpr char kPositionKey[] = "position";
inline constexpr char kAppliedAfterKey[] = "applied_after";
inline constexpr char kKeyUseKey[] = "key_use";

// Places in kFamilyNames; those of records are their RecordKind.
enum class Family : size_t {
  kDefault = 0,
  kJobSeekers = static_cast<size_t>(RecordKind::kJobSeeker),
  kVacancies = static_cast<size_t>(RecordKind::kVacancy),
  kTrainingOffers = static_cast<size_t>(RecordKind::kTrainingOffer),
  kPlacements = static_cast<size_t>(RecordKind::kPlacement),
  kReports = static_cast<size_t>(RecordKind::kReport),
  kAnswers = 6,
  kAnswerTimes = 7,
  kTaxonomies = 8,
  kTaxonomyChunks = 9,
  kIntroductions = static_cast<size_t>(RecordKind::kIntroduction),
  kDecisions = static_cast<size_t>(RecordKind::kDecision),
  kParticipationFacts = static_cast<size_t>(RecordKind::kParticipationFacts),
  kReportDrafts = static_cast<size_t>(RecordKind::kReportDraft),
  kWorkTables = static_cast<size_t>(RecordKind::kWorkTable),
  kProjects = static_cast<size_t>(RecordKind::kProject),
  kClosings = static_cast<size_t>(RecordKind::kClosing),
};
inline constexpr const char* kFamilyNames[] = {
    "default",       "job_seekers", "vacancies",           "training_offers", "placements",
    "reports",       "answers",     "answer_times",        "taxonomies",      "taxonomy_chunks",
    "introductions", "decisions",   "participation_facts", "report_drafts",   "work_tables",
    "projects",      "closings"};

inline constexpr size_t kFamilyCount = std::size(kFamilyNames);

// Where a family keeps its position.
inline std::string_view PositionKeyOf(size_t family) { return family == 0 ? kPositionKey : ""; }

inline Family FamilyOf(RecordKind kind) { return static_cast<Family>(kind); }

inline std::string AnswerKey(std::string_view principal, std::string_view request_id) {
  std::string key = log::EncodeBigEndian(principal.size());
  key += principal;
  key += request_id;
  return key;
}

inline uint64_t Micros(const google::protobuf::Timestamp& time) {
  constexpr int64_t kMicrosPerSecond = 1'000'000;
  constexpr int32_t kNanosPerMicro = 1'000;
  return static_cast<uint64_t>(time.seconds() * kMicrosPerSecond + time.nanos() / kNanosPerMicro);
}

// Two numbers, the first of which orders first: keys of answer_times and taxonomy_chunks.
inline std::string PairKey(uint64_t first, uint64_t second) {
  return log::EncodeBigEndian(first) + log::EncodeBigEndian(second);
}

}  // namespace overstap::store

#endif  // OVERSTAP_SERVICES_STORE_LAYOUT_H_
