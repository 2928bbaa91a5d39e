// The log replayed plainly: what records there are, what placements take, how far targets are,
// counted from scratch and without the code that keeps these counts in a running server.
//
//   Recount recount(&keys);
//   absl::Status followed = recount.Follow(log, log.last_position());
//   int taken = recount.OpeningsTaken()["v-1"];
//
// Holds every record in memory. Belongs to one thread.
#ifndef OVERSTAP_SERVICES_ADMIN_RECOUNT_H_
#define OVERSTAP_SERVICES_ADMIN_RECOUNT_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "matcher/target/target.h"
#include "services/admin/findings.h"
#include "services/keys/key_ring.h"
#include "services/log/event_log.h"
#include "services/store/memory_store.h"

namespace overstap::admin {

// A record by kind and id.
using RecordKey = std::pair<store::RecordKind, std::string>;

class Recount {
 public:
  // `keys` outlives the recount; null: no payload is opened.
  explicit Recount(const keys::KeyRing* keys) : keys_(keys) {}

  // Goes on from position() to `last`, or to the end of the log. Errors are the log's; what can be
  // read and is wrong is a finding.
  absl::Status Follow(const log::EventLog& log, log::Position last);

  uint64_t position() const { return store_.position(); }
  // What a store must hold at position().
  const store::MemoryStore& store() const { return store_; }
  // Records that the entries after the last call of this changed.
  std::set<RecordKey> TakeTouched();
  // Who asked, with which request id, and was given an answer.
  const std::set<std::pair<std::string, std::string>>& requests() const { return requests_; }

  int64_t CountOf(store::RecordKind kind) const;
  // By vacancy id, and by (offer id, run id).
  std::map<std::string, int> OpeningsTaken() const;
  std::map<std::pair<std::string, std::string>, int> SeatsTaken() const;
  // A target's progress over all reports and work tables, as they are now. `outside`: as
  // configured.
  matcher::Progress ProgressOf(const matcher::TargetDefinition& target,
                               matcher::OutsideFigures outside, matcher::Date as_of) const;

  // Ids of stored people, with the key that each is sealed under.
  std::map<std::string, keys::KeyId> People() const;
  // People whose key is there and who are not restricted: those who are matched.
  int64_t MatchablePeople(const keys::KeyRing& keys) const;
  // Keys that an entry uses, and those that an entry destroys.
  const std::set<keys::KeyId>& used_keys() const { return used_keys_; }
  const std::set<keys::KeyId>& destroyed_keys() const { return destroyed_keys_; }
  absl::Time last_time() const { return last_time_; }

  int64_t opened_payloads() const { return opened_payloads_; }
  int64_t forgotten_payloads() const { return forgotten_payloads_; }
  // Of what was followed so far: payloads that do not open, times that go back.
  const Findings& findings() const { return findings_; }

 private:
  void Look(uint64_t position, const store::v1::LogEntry& entry);
  void LookAtEvent(uint64_t position, const store::v1::Event& event);
  void Open(uint64_t position, const store::v1::Sealed& sealed, const std::string& context);

  const keys::KeyRing* keys_;
  store::MemoryStore store_;
  std::set<RecordKey> touched_;
  std::set<std::pair<std::string, std::string>> requests_;
  std::set<keys::KeyId> used_keys_;
  std::set<keys::KeyId> destroyed_keys_;
  absl::Time last_time_ = absl::InfinitePast();
  int64_t opened_payloads_ = 0;
  int64_t forgotten_payloads_ = 0;
  Findings findings_;
};

}  // namespace overstap::admin

#endif  // OVERSTAP_SERVICES_ADMIN_RECOUNT_H_
