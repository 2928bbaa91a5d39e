// Is what is kept what was written? Every file's checksums, every log entry, every sealed payload,
// and everything derived compared with a plain replay of the log. Reads only.
//
//   absl::StatusOr<Verification> checked = VerifyFolder({.data_dir = dir, .region = &region});
//   absl::StatusOr<Verification> checked = VerifyBackup({.backup = dir, .keys = keys_dir});
//   for (const Finding& finding : checked->findings.listed()) ...
//
// A status is an error of the checking (no such folder, a server is using it); damage is a finding.
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_ADMIN_VERIFY_H_
#define OVERSTAP_SERVICES_ADMIN_VERIFY_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/admin/findings.h"
#include "services/admin/recount.h"
#include "services/config/region_loader.h"
#include "services/keys/key_ring.h"
#include "services/pool/pool.h"
#include "services/store/store.h"

namespace overstap::admin {

struct Verification {
  Findings findings;
  std::vector<std::string> notes;  // what was left out, and why
  uint64_t position = 0;           // at which everything was compared
  int64_t entries = 0;
  std::map<store::RecordKind, int64_t> record_counts;
  int64_t opened_payloads = 0;
  int64_t forgotten_payloads = 0;
  int64_t taken_openings = 0;
  int64_t taken_seats = 0;
  int64_t targets = 0;
};

struct FolderToVerify {
  std::string data_dir;
  const config::LoadedRegion* region = nullptr;  // null: targets and what is derived are left out
};
// A data folder that no server uses. NOT_FOUND: it is none; FAILED_PRECONDITION: a server uses it,
// or it is of a newer version.
absl::StatusOr<Verification> VerifyFolder(const FolderToVerify& folder);

struct BackupToVerify {
  std::string backup;
  std::string keys;  // a copy of the keys; empty: no payload is opened
};
// NOT_FOUND: there is no whole backup, or copy of the keys; FAILED_PRECONDITION: of a newer
// version.
absl::StatusOr<Verification> VerifyBackup(const BackupToVerify& backup);

// ---- The parts, for a running server (administration.h).

// Ids of the records in which the store differs from the recount; both at one position, or the
// store in motion: then they are suspects.
std::set<RecordKey> DifferingRecords(const store::Store& store, const Recount& recount);
// One record, with both sides at the recount's position.
void CompareRecord(const store::Store& store, const Recount& recount, const RecordKey& key,
                   Findings* findings);
// (principal, request id) of remembered answers that differ; suspects likewise.
std::set<std::pair<std::string, std::string>> DifferingAnswers(const store::Store& store,
                                                               const Recount& recount);
void CompareAnswer(const store::Store& store, const Recount& recount,
                   const std::pair<std::string, std::string>& request, Findings* findings);
bool SameTaxonomies(const store::Store& store, const Recount& recount);
void CompareTaxonomies(const store::Store& store, const Recount& recount, Findings* findings);
// What the pool derives: openings, seats, the snapshot, the progress of targets.
void ComparePool(const pool::Pool& pool, const matcher::TargetSetup& targets,
                 const keys::KeyRing& keys, const Recount& recount, Verification* verification);
// Keys that should be gone and are not; people whose key is gone and who were not deleted.
void CompareKeys(const keys::KeyRing& keys, const Recount& recount, Findings* findings);
// Takes the recount's own counts and findings over.
void AddCounts(const Recount& recount, Verification* verification);
// OK: nothing; else a finding.
void AddStatus(const std::string& subject, const absl::Status& status, Findings* findings);

// Of the people in the log and not deleted there, how many have no key in `keys`, live or
// destroyed.
int64_t PeopleWithoutKey(const Recount& recount, const keys::KeyRing& keys);

}  // namespace overstap::admin

#endif  // OVERSTAP_SERVICES_ADMIN_VERIFY_H_
