// Shared by the commands: heads of records, names, sealing, and the payloads that concern a person.
#ifndef OVERSTAP_SERVICES_WRITE_RECORD_VIEWS_H_
#define OVERSTAP_SERVICES_WRITE_RECORD_VIEWS_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "matcher/model/date.h"
#include "overstap/store/v1/log.pb.h"
#include "services/keys/key_ring.h"
#include "services/store/store.h"
#include "services/write/commands.h"

namespace overstap::write {

// `jobSeekers/p-1` → `p-1`; the text itself where it has no slash.
std::string_view IdOf(std::string_view name);
// `p-1` → `jobSeekers/p-1`.
std::string NameOf(store::RecordKind kind, std::string_view id);
// E.g. `overstap.v1.JobSeeker`.
std::string_view TypeOf(store::RecordKind kind);

// The head of a new record (creation number: the entry's position), and of the next version of one.
store::v1::RecordHead NewHead(const std::string& id, const DecisionContext& context);
store::v1::RecordHead NextHead(store::v1::RecordHead head, const DecisionContext& context);

// ABORTED (reason ETAG_MISMATCH) unless `etag` is empty or the record's.
absl::Status CheckEtag(const store::v1::RecordHead& head, const std::string& etag,
                       std::string_view name);

// The record's bytes, or NOT_FOUND.
absl::StatusOr<std::string> Require(const PendingState& state, store::RecordKind kind,
                                    std::string_view id);

template <typename Stored>
absl::StatusOr<Stored> ParseStored(std::string_view bytes) {
  Stored stored;
  if (!stored.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::DataLossError("a stored record cannot be read");
  }
  return stored;
}

// The key of a stored person; NOT_FOUND when there is no such person.
absl::StatusOr<keys::KeyId> KeyOfPerson(const PendingState& state, std::string_view person_id);

// Under what participation facts are sealed: they share the person's key, and can never stand for
// the person's own record.
std::string FactsContext(std::string_view person_id);

// Kept, but out of matching (GDPR article 18).
bool IsRestricted(const store::v1::JobSeeker& job_seeker);
// FAILED_PRECONDITION, reason RESTRICTED.
absl::Status Restricted(std::string_view person_id);
// For whatever would use a person: Restricted, or NOT_FOUND when there is no such person.
absl::Status CheckNotRestricted(const PendingState& state, const keys::KeyRing& keys,
                                std::string_view person_id);

// The civil day that has begun in the Netherlands by `now` (UTC+1 or +2: the later of the two).
matcher::Date DayOf(absl::Time now);
matcher::Date DayOf(const google::protobuf::Timestamp& time);

// Views as the commands keep them: `sealed_person` is handed on from version to version.
store::v1::PlacementStored ToStored(const PlacementView& view,
                                    const store::v1::Sealed& sealed_person,
                                    bool ended_before_start);
store::v1::ReportStored ToStored(const ReportView& view, const store::v1::Sealed* sealed_person);
// Where a report names a person: its field, or nullptr.
const std::string* PersonField(const store::v1::Report& report);
std::string* MutablePersonField(store::v1::Report* report);

}  // namespace overstap::write

#endif  // OVERSTAP_SERVICES_WRITE_RECORD_VIEWS_H_
