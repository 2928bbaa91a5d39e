// Turns stored bytes into records of a pool over one taxonomy.
//
//   RecordReader reader(pool, keys, {taxonomy, region});
//   absl::StatusOr<matcher::EntryPointer<matcher::Vacancy>> entry = reader.ReadVacancy(bytes);
//
// Of one thread; several readers of one pool may read at once.
#ifndef OVERSTAP_SERVICES_POOL_RECORD_READER_H_
#define OVERSTAP_SERVICES_POOL_RECORD_READER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "matcher/pool_snapshot.h"
#include "overstap/store/v1/log.pb.h"
#include "services/convert/record_parser.h"
#include "services/keys/key_ring.h"

namespace overstap::pool {

class Pool;

class RecordReader {
 public:
  // All outlive the reader.
  RecordReader(Pool& pool, const keys::KeyRing& keys, const convert::ModelContext& context);

  // For a snapshot that changes. Whoever is restricted is removed; whose key is gone is skipped.
  absl::Status AddJobSeeker(std::string_view bytes, matcher::PoolChanges* changes);
  absl::Status AddVacancy(std::string_view bytes, matcher::PoolChanges* changes);
  absl::Status AddTrainingOffer(std::string_view bytes, matcher::PoolChanges* changes);

  // For a new snapshot: ready entries. Null: skipped, as above.
  absl::StatusOr<matcher::EntryPointer<matcher::JobSeeker>> ReadJobSeeker(std::string_view bytes);
  absl::StatusOr<matcher::EntryPointer<matcher::Vacancy>> ReadVacancy(std::string_view bytes);

  int64_t unknown_code_count() const { return unknown_.count; }

 private:
  // What is known of a stored person.
  enum class Standing { kShown, kForgotten, kRestricted };
  // Fills in `added` where the person is shown; stored_person_.head() names who it is.
  absl::StatusOr<Standing> Read(std::string_view bytes, matcher::Upsert<matcher::JobSeeker>* added);
  absl::Status Read(std::string_view bytes, matcher::Upsert<matcher::Vacancy>* added);

  // Who may see the person: as access::Sees has it for stored people.
  void AddViewers(const store::v1::JobSeeker& person, std::vector<matcher::Viewer>* viewers);
  matcher::OrganisationNumber NumberOf(const std::string& organisation);

  Pool& pool_;
  const keys::KeyRing& keys_;
  const convert::ModelContext context_;
  const matcher::FitContext fit_;
  convert::RecordParser parser_;
  // Used again for every record.
  store::v1::JobSeekerStored stored_person_;
  // The pool's numbers, without its lock.
  absl::flat_hash_map<std::string, matcher::OrganisationNumber> organisations_;
  convert::UnknownCodes unknown_;
};

}  // namespace overstap::pool

#endif  // OVERSTAP_SERVICES_POOL_RECORD_READER_H_
