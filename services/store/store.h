// Records by kind and id, derived from the log: it can be thrown away and rebuilt.
//
//   absl::StatusOr<std::optional<std::string>> bytes = store->Get(RecordKind::kVacancy, "v-1");
//   absl::Status applied = store->Apply(first_position, entries);
//
// Values are serialised `…Stored` messages of overstap.store.v1 with head.creation_number filled
// in. One thread applies; any thread reads.
#ifndef OVERSTAP_SERVICES_STORE_STORE_H_
#define OVERSTAP_SERVICES_STORE_STORE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "overstap/store/v1/log.pb.h"

namespace overstap::store {

// On disk: never renumber.
enum class RecordKind : uint8_t {
  kJobSeeker = 1,
  kVacancy = 2,
  kTrainingOffer = 3,
  kPlacement = 4,
  kReport = 5,
  kIntroduction = 10,
  kDecision = 11,
  kParticipationFacts = 12,
  kReportDraft = 13,
  kWorkTable = 14,
  kProject = 15,
  kClosing = 16,
};
inline constexpr RecordKind kRecordKinds[] = {
    RecordKind::kJobSeeker,     RecordKind::kVacancy,
    RecordKind::kTrainingOffer, RecordKind::kPlacement,
    RecordKind::kReport,        RecordKind::kIntroduction,
    RecordKind::kDecision,      RecordKind::kParticipationFacts,
    RecordKind::kReportDraft,   RecordKind::kWorkTable,
    RecordKind::kProject,       RecordKind::kClosing};

// What the applied entries say of keys: a key ring that says less is not the one they were written
// with.
struct KeyUse {
  uint64_t last_id = 0;         // the last key that an entry names
  uint64_t destroyed_keys = 0;  // by deletions
};
// Adds what an entry says.
void AddKeyUse(const v1::LogEntry& entry, KeyUse* use);

class Store {
 public:
  virtual ~Store() = default;

  // Log position up to which entries are applied.
  virtual uint64_t position() const = 0;

  // Of the applying thread.
  virtual KeyUse key_use() const = 0;

  // The serialised record, or nullopt.
  virtual absl::StatusOr<std::optional<std::string>> Get(RecordKind kind,
                                                         std::string_view id) const = 0;

  // Calls visit(id, value) for records with ids above `after_id` in ascending byte order, until it
  // returns false.
  virtual absl::Status Scan(
      RecordKind kind, std::string_view after_id,
      absl::FunctionRef<bool(std::string_view, std::string_view)> visit) const = 0;

  // The answer that (principal, request_id) got, or nullopt. The caller judges its age.
  virtual absl::StatusOr<std::optional<v1::StoredAnswer>> FindAnswer(
      std::string_view principal, std::string_view request_id) const = 0;

  // Committed taxonomy versions, ascending.
  virtual absl::StatusOr<std::vector<v1::TaxonomyCommitted>> Taxonomies() const = 0;
  // Chunks of a version in order of chunk_index.
  virtual absl::Status ScanTaxonomy(
      uint64_t taxonomy_number,
      absl::FunctionRef<absl::Status(const v1::TaxonomyChunk&)> visit) const = 0;

  // Applies consecutive entries, the first of which has `first_position` = position() + 1, in one
  // atomic step. Not synced: the log is the truth. Fills creation_number of created records with
  // the entry's position. Forgets answers older than 30 days before the last entry's time.
  virtual absl::Status Apply(uint64_t first_position, std::span<const v1::LogEntry> entries) = 0;

  // For administration; a store without files has nothing to check or compact.
  // Reads every block of every file. DATA_LOSS names the damaged file.
  virtual absl::Status CheckFiles() const { return absl::OkStatus(); }
  // Rewrites the files without what was overwritten. Reads and writes go on meanwhile.
  virtual absl::Status Compact() { return absl::OkStatus(); }

  // Ids above `after`, up to and with `last` (nullopt: up to the end).
  struct IdRange {
    std::string after;
    std::optional<std::string> last;
  };
  // Ascending ranges that hold every id once: at most `count`, of about the same size, for threads
  // that share a scan. A single one where the store knows no better.
  virtual std::vector<IdRange> Ranges(RecordKind kind, size_t count) const;
  // As Scan over a range, for who reads all of it at once.
  virtual absl::Status ScanRange(
      RecordKind kind, const IdRange& range,
      absl::FunctionRef<bool(std::string_view, std::string_view)> visit) const;
};

}  // namespace overstap::store

#endif  // OVERSTAP_SERVICES_STORE_STORE_H_
