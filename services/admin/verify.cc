#include "services/admin/verify.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/admin/manifest.h"
#include "services/files/durable_files.h"
#include "services/keys/key_file.h"
#include "services/log/rocksdb_log.h"
#include "services/store/rocksdb_store.h"
#include "services/write/record_views.h"

namespace overstap::admin {
namespace {

using store::RecordKind;

std::string NameOf(const RecordKey& key) { return write::NameOf(key.first, key.second); }

// Whether two answers of the stores are the same; an error is no answer.
template <typename Answer>
bool IsSame(const absl::StatusOr<Answer>& a, const absl::StatusOr<Answer>& b) {
  return a.ok() && b.ok() && *a == *b;
}

void CompareCount(const std::string& subject, const std::string& what, int64_t derived,
                  int64_t counted, Findings* findings) {
  if (derived == counted) return;
  findings->Add(subject, absl::StrCat(what, ": ", derived, " in the running pool, ", counted,
                                      " counted from the log; restart the server"));
}

std::string BytesOf(const absl::StatusOr<std::optional<store::v1::StoredAnswer>>& answer) {
  if (!answer.ok()) return std::string(answer.status().message());
  return answer->has_value() ? (*answer)->SerializeAsString() : "none";
}

std::string TaxonomyBytes(const store::Store& store) {
  std::string bytes;
  const auto taxonomies = store.Taxonomies();
  if (!taxonomies.ok()) return std::string(taxonomies.status().message());
  for (const store::v1::TaxonomyCommitted& taxonomy : *taxonomies) {
    bytes += taxonomy.SerializeAsString();
    const absl::Status scanned = store.ScanTaxonomy(
        taxonomy.taxonomy_number(), [&bytes](const store::v1::TaxonomyChunk& chunk) {
          bytes += chunk.SerializeAsString();
          return absl::OkStatus();
        });
    if (!scanned.ok()) bytes += std::string(scanned.message());
  }
  return bytes;
}

void CompareOpenings(const pool::Pool& pool, const Recount& recount, Verification* verification) {
  const auto snapshot = pool.Current();
  std::map<std::string, int> taken = recount.OpeningsTaken();
  const absl::Status scanned = recount.store().Scan(
      RecordKind::kVacancy, "", [&](std::string_view id_view, std::string_view bytes) {
        const std::string id(id_view);
        const int counted = taken[id];
        const auto stored = write::ParseStored<store::v1::VacancyStored>(bytes);
        const auto* shown = snapshot->vacancies().Find(id);
        const std::string name = write::NameOf(RecordKind::kVacancy, id);
        if (shown == nullptr || !stored.ok()) {
          verification->findings.Add("snapshot",
                                     absl::StrCat(name, " is stored and is not in the snapshot"));
        } else {
          const int left = std::max(0, stored->vacancy().openings() - counted);
          CompareCount("openings", absl::StrCat(name, ", openings left"),
                       shown->record.openings_left, left, &verification->findings);
        }
        return true;
      });
  AddStatus("records", scanned, &verification->findings);
  for (const auto& [id, count] : taken) {
    verification->taken_openings += count;
    CompareCount("openings", absl::StrCat("vacancies/", id, ", openings taken"),
                 pool.OpeningsTaken(id), count, &verification->findings);
  }
}

void CompareSeats(const pool::Pool& pool, const Recount& recount, Verification* verification) {
  auto taken = recount.SeatsTaken();
  const absl::Status scanned = recount.store().Scan(
      RecordKind::kTrainingOffer, "", [&taken](std::string_view id, std::string_view bytes) {
        const auto stored = write::ParseStored<store::v1::TrainingOfferStored>(bytes);
        if (!stored.ok()) return true;
        for (const store::v1::TrainingRun& run : stored->training_offer().runs()) {
          taken.insert({{std::string(id), run.run_id()}, 0});
        }
        return true;
      });
  AddStatus("records", scanned, &verification->findings);
  for (const auto& [run, count] : taken) {
    verification->taken_seats += count;
    CompareCount("seats", absl::StrCat("trainingOffers/", run.first, ", run ", run.second),
                 pool.SeatsTaken(run.first, run.second), count, &verification->findings);
  }
}

void CompareTargets(const pool::Pool& pool, const matcher::TargetSetup& targets,
                    const Recount& recount, Verification* verification) {
  for (const matcher::TargetDefinition& target : targets.definitions) {
    if (!target.counting.has_value() && !target.activity.has_value()) continue;
    ++verification->targets;
    const matcher::Date end = PeriodsOf(target).back().end;
    const auto derived = pool.ProgressOf(target.id, end);
    const matcher::Progress counted = recount.ProgressOf(target, targets.outside, end);
    if (!derived.has_value()) {
      verification->findings.Add("targets", absl::StrCat(target.id, " is not counted"));
      continue;
    }
    const matcher::Progress& shown = derived->second;
    if (shown.value != counted.value ||
        shown.unacknowledged_value != counted.unacknowledged_value ||
        shown.possible_duplicates != counted.possible_duplicates ||
        shown.breakdowns != counted.breakdowns || shown.tables != counted.tables ||
        shown.not_counted != counted.not_counted) {
      verification->findings.Add(
          "targets", absl::StrCat(target.id, ": ", shown.value, " acknowledged and ",
                                  shown.unacknowledged_value, " waiting in the running pool, ",
                                  counted.value, " and ", counted.unacknowledged_value,
                                  " counted from the log; restart the server"));
    }
  }
}

// The log of a folder; damage is a finding, and there is no log then.
absl::StatusOr<std::unique_ptr<log::EventLog>> OpenLog(const std::string& dir,
                                                       Verification* verification) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(dir, ignored)) {
    return absl::NotFoundError(absl::StrCat("there is no log in ", dir));
  }
  auto log = log::OpenRocksdbLog(dir, {.env = nullptr, .read_only = true});
  if (log.ok()) {
    AddStatus("log", (*log)->CheckFiles(), &verification->findings);
    return log;
  }
  if (absl::IsFailedPrecondition(log.status())) return log.status();
  AddStatus("log", log.status(), &verification->findings);
  verification->notes.emplace_back("the log cannot be read to its end: nothing else was compared");
  return nullptr;
}

// Null: damaged, which is a finding then.
std::unique_ptr<keys::KeyRing> OpenKeys(const std::string& file, Verification* verification) {
  absl::StatusOr<std::string> bytes = files::ReadFile(file);
  if (!bytes.ok()) {
    AddStatus("keys", bytes.status(), &verification->findings);
    return nullptr;
  }
  auto ring = keys::OpenKeyCopy(*bytes);
  keys::WipeKeys(&*bytes);
  AddStatus("keys", ring.status(), &verification->findings);
  return ring.ok() ? *std::move(ring) : nullptr;
}

// Compares store and recount at the store's position, then goes on to the log's end.
absl::Status CompareStore(const log::EventLog& log, const store::Store& store, Recount* recount,
                          Verification* verification) {
  if (store.position() > log.last_position()) {
    verification->findings.Add(
        "log", absl::StrCat("the log ends at entry ", log.last_position(),
                            " and the store has applied entry ", store.position(),
                            ": acknowledged writes are missing; restore a backup of the log"));
    return absl::OkStatus();
  }
  absl::Status followed = recount->Follow(log, store.position());
  if (!followed.ok()) return followed;
  for (const RecordKey& key : DifferingRecords(store, *recount)) {
    CompareRecord(store, *recount, key, &verification->findings);
  }
  for (const auto& request : DifferingAnswers(store, *recount)) {
    CompareAnswer(store, *recount, request, &verification->findings);
  }
  CompareTaxonomies(store, *recount, &verification->findings);
  return absl::OkStatus();
}

void ComparePoolOf(const store::Store& store, const keys::KeyRing& keys,
                   const config::LoadedRegion& region, const Recount& recount,
                   Verification* verification) {
  const auto pool = pool::Pool::Load(store, keys, region.region, region.travel, region.targets);
  AddStatus("records", pool.status(), &verification->findings);
  if (pool.ok()) ComparePool(**pool, region.targets, keys, recount, verification);
}

absl::Status VerifyDerived(const FolderToVerify& folder, const log::EventLog& log,
                           const keys::KeyRing* keys, Recount* recount,
                           Verification* verification) {
  const std::string dir = folder.data_dir + "/store";
  std::error_code ignored;
  std::unique_ptr<store::Store> store;
  if (std::filesystem::is_directory(dir, ignored)) {
    auto opened = store::OpenRocksdbStore(dir, {.read_only = true});
    if (absl::IsFailedPrecondition(opened.status())) return opened.status();
    AddStatus("store", opened.status(), &verification->findings);
    if (opened.ok()) store = *std::move(opened);
  } else {
    verification->notes.emplace_back("there is no store: the next start builds it from the log");
  }
  if (store != nullptr) {
    absl::Status compared = CompareStore(log, *store, recount, verification);
    if (!compared.ok()) return compared;
  }
  const bool is_level = store != nullptr && store->position() == log.last_position();
  if (is_level && keys != nullptr && folder.region != nullptr) {
    ComparePoolOf(*store, *keys, *folder.region, *recount, verification);
  } else {
    verification->notes.emplace_back(
        "openings, seats and targets were not compared: that takes a store that is level with the "
        "log, keys, and --region-dir");
  }
  return absl::OkStatus();
}

}  // namespace

void AddStatus(const std::string& subject, const absl::Status& status, Findings* findings) {
  if (!status.ok()) findings->Add(subject, std::string(status.message()));
}

std::set<RecordKey> DifferingRecords(const store::Store& store, const Recount& recount) {
  std::set<RecordKey> differing;
  for (const RecordKind kind : store::kRecordKinds) {
    // Both scans ascend, so that whoever is in one alone is found by one pass over each.
    const auto look = [&](const store::Store& one, const store::Store& other) {
      const absl::Status scanned =
          one.Scan(kind, "", [&](std::string_view id, std::string_view bytes) {
            const auto found = other.Get(kind, id);
            const bool same = found.ok() && found->has_value() && **found == bytes;
            if (!same) differing.insert({kind, std::string(id)});
            return true;
          });
      // What cannot be scanned differs, and comparing it will say why.
      if (!scanned.ok()) differing.insert({kind, ""});
    };
    look(store, recount.store());
    look(recount.store(), store);
  }
  return differing;
}

void CompareRecord(const store::Store& store, const Recount& recount, const RecordKey& key,
                   Findings* findings) {
  const auto kept = store.Get(key.first, key.second);
  const auto replayed = recount.store().Get(key.first, key.second);
  if (IsSame(kept, replayed)) return;
  const std::string remedy =
      "; rebuild the store: stop the server and run `overstap-admin rebuild`";
  if (!kept.ok()) {
    findings->Add("store", absl::StrCat(NameOf(key), ": ", kept.status().message(), remedy));
  } else if (!kept->has_value()) {
    findings->Add("store", absl::StrCat(NameOf(key), " is in the log, not in the store", remedy));
  } else if (replayed.ok() && !replayed->has_value()) {
    findings->Add("store", absl::StrCat(NameOf(key), " is in the store, not in the log", remedy));
  } else {
    findings->Add("store",
                  absl::StrCat(NameOf(key), " is not in the store as the log has it", remedy));
  }
}

std::set<std::pair<std::string, std::string>> DifferingAnswers(const store::Store& store,
                                                               const Recount& recount) {
  std::set<std::pair<std::string, std::string>> differing;
  for (const auto& request : recount.requests()) {
    if (BytesOf(store.FindAnswer(request.first, request.second)) !=
        BytesOf(recount.store().FindAnswer(request.first, request.second))) {
      differing.insert(request);
    }
  }
  return differing;
}

void CompareAnswer(const store::Store& store, const Recount& recount,
                   const std::pair<std::string, std::string>& request, Findings* findings) {
  if (BytesOf(store.FindAnswer(request.first, request.second)) ==
      BytesOf(recount.store().FindAnswer(request.first, request.second))) {
    return;
  }
  findings->Add("store", absl::StrCat("the answer to request ", request.second,
                                      " is not the one in the log; rebuild the store"));
}

bool SameTaxonomies(const store::Store& store, const Recount& recount) {
  return TaxonomyBytes(store) == TaxonomyBytes(recount.store());
}

void CompareTaxonomies(const store::Store& store, const Recount& recount, Findings* findings) {
  if (SameTaxonomies(store, recount)) return;
  findings->Add("store", "the taxonomies are not those in the log; rebuild the store");
}

void ComparePool(const pool::Pool& pool, const matcher::TargetSetup& targets,
                 const keys::KeyRing& keys, const Recount& recount, Verification* verification) {
  const auto snapshot = pool.Current();
  Findings* findings = &verification->findings;
  CompareCount("snapshot", "version", static_cast<int64_t>(snapshot->version()),
               static_cast<int64_t>(recount.position()), findings);
  CompareCount("snapshot", "job seekers", static_cast<int64_t>(snapshot->job_seekers().size()),
               recount.MatchablePeople(keys), findings);
  CompareCount("snapshot", "vacancies", static_cast<int64_t>(snapshot->vacancies().size()),
               recount.CountOf(RecordKind::kVacancy), findings);
  CompareCount("snapshot", "training offers",
               static_cast<int64_t>(snapshot->training_offers().size()),
               recount.CountOf(RecordKind::kTrainingOffer), findings);
  CompareOpenings(pool, recount, verification);
  CompareSeats(pool, recount, verification);
  CompareTargets(pool, targets, recount, verification);
}

void CompareKeys(const keys::KeyRing& keys, const Recount& recount, Findings* findings) {
  for (const keys::KeyId key : recount.destroyed_keys()) {
    if (keys.Has(key)) {
      findings->Add("keys", absl::StrCat("key ", key, " is still there, though its person was ",
                                         "deleted: restore with the list of forgotten keys"));
    }
  }
  for (const auto& [id, key] : recount.People()) {
    if (keys::StateOf(keys, key) == keys::KeyState::kDestroyed) {
      findings->Add("keys", absl::StrCat("jobSeekers/", id, " is kept, but key ", key,
                                         " is destroyed: delete the record"));
    }
  }
}

void AddCounts(const Recount& recount, Verification* verification) {
  verification->findings.Add(recount.findings());
  verification->position = recount.position();
  verification->entries = static_cast<int64_t>(recount.position());
  verification->opened_payloads = recount.opened_payloads();
  verification->forgotten_payloads = recount.forgotten_payloads();
  for (const RecordKind kind : store::kRecordKinds)
    verification->record_counts[kind] = recount.CountOf(kind);
}

int64_t PeopleWithoutKey(const Recount& recount, const keys::KeyRing& keys) {
  int64_t count = 0;
  for (const auto& [id, key] : recount.People()) {
    if (keys::StateOf(keys, key) == keys::KeyState::kMissing) ++count;
  }
  return count;
}

absl::StatusOr<Verification> VerifyFolder(const FolderToVerify& folder) {
  const std::string log_dir = folder.data_dir + "/log";
  if (files::IsDatabaseInUse(log_dir)) {
    return absl::FailedPreconditionError(
        absl::StrCat("a server uses ", folder.data_dir,
                     ": ask it with `overstap-admin verify` without --offline, or stop it"));
  }
  Verification verification;
  const auto log = OpenLog(log_dir, &verification);
  if (!log.ok()) return log.status();
  if (*log == nullptr) return verification;
  const auto keys = OpenKeys(folder.data_dir + "/keys/" + keys::kKeyFileName, &verification);
  Recount recount(keys.get());
  absl::Status status = VerifyDerived(folder, **log, keys.get(), &recount, &verification);
  if (absl::IsFailedPrecondition(status)) return status;
  AddStatus("log", status, &verification.findings);
  AddStatus("log", recount.Follow(**log, (*log)->last_position()), &verification.findings);
  if (keys != nullptr) CompareKeys(*keys, recount, &verification.findings);
  AddCounts(recount, &verification);
  return verification;
}

absl::StatusOr<Verification> VerifyBackup(const BackupToVerify& backup) {
  const auto manifest = ReadBackupManifest(backup.backup);
  if (!manifest.ok()) return manifest.status();
  Verification verification;
  Findings* findings = &verification.findings;
  AddStatus("files", CheckFiles(backup.backup, manifest->files()), findings);
  const auto log = OpenLog(backup.backup + "/" + kLogFolder, &verification);
  if (!log.ok()) return log.status();
  if (*log == nullptr) return verification;
  const absl::StatusOr<uint64_t> chain = (*log)->ChainAt((*log)->last_position());
  AddStatus("log", chain.status(), findings);
  if ((*log)->last_position() != manifest->log_position() ||
      (chain.ok() && absl::StrFormat("%016x", *chain) != manifest->log_chain())) {
    findings->Add("log", absl::StrCat("it ends at entry ", (*log)->last_position(),
                                      " and its manifest says ", manifest->log_position(),
                                      ", or its entries are others; use another backup"));
  }
  std::unique_ptr<keys::KeyRing> keys;
  if (backup.keys.empty()) {
    verification.notes.emplace_back(
        "no copy of the keys was given (--keys): no sealed payload was opened");
  } else {
    const auto keys_manifest = ReadKeysManifest(backup.keys);
    if (!keys_manifest.ok()) return keys_manifest.status();
    AddStatus("keys", CheckFiles(backup.keys, keys_manifest->files()), findings);
    keys = OpenKeys(backup.keys + "/" + keys::kKeyFileName, &verification);
  }
  Recount recount(keys.get());
  AddStatus("log", recount.Follow(**log, (*log)->last_position()), findings);
  AddCounts(recount, &verification);
  if (keys == nullptr) return verification;
  if (const int64_t count = PeopleWithoutKey(recount, *keys); count > 0) {
    findings->Add("keys", absl::StrCat(count, " people in the log have no key in ", backup.keys,
                                       ": it is older than the backup, or of another server"));
  }
  return verification;
}

}  // namespace overstap::admin
