// The row rules (services/access/row_rules.h) applied to what is stored: for reads against the
// store, for writes inside decide, against the records as they are then.
//
//   Guard<JobSeekerTraits>(caller, backend, &write);
//   absl::Status status = RequirePerson(context.state, keys, person_id, caller, today);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_ROW_ACCESS_H_
#define OVERSTAP_SERVICES_API_ROW_ACCESS_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/access/row_rules.h"
#include "services/api/backend.h"
#include "services/api/record_traits.h"
#include "services/keys/key_ring.h"
#include "services/write/commands.h"
#include "services/write/errors.h"
#include "services/write/record_views.h"

namespace overstap::api {

// What a write of a record asks of the row rules.
template <typename Traits>
void Guard(const write::Caller& caller, const Backend& backend,
           write::WriteRecord<typename Traits::Record>* write) {
  using Record = typename Traits::Record;
  const std::string name = write::NameOf(Traits::kKind, write->id);
  const bool named_by_caller = write->mode != write::WriteMode::kUpdate;
  write->may_write = [caller, &backend, name, named_by_caller](const Record& stored) {
    if (access::Sees(caller, stored, backend.Today())) return absl::OkStatus();
    // Who chooses the name of a new record learns that it is taken, as on any create.
    return named_by_caller ? write::ResourceExists(write::TypeOf(Traits::kKind), name)
                           : write::ResourceNotFound(write::TypeOf(Traits::kKind), name);
  };
  write->complete = [caller](const Record* stored, Record* next) {
    return access::AssignOrganisation(caller, stored, next);
  };
}

// PERMISSION_DENIED: what only the keeper of a person does (`does`: "shares").
inline absl::Status NotTheKeeper(const std::string& name, absl::string_view does) {
  return write::WithReason(absl::PermissionDeniedError(absl::StrCat(
                               "only the organisation that keeps the person ", does, " it")),
                           "NOT_THE_KEEPER", {{"name", name}});
}

// Whether a stored record may be deleted by the caller.
template <typename Traits>
absl::Status MayDelete(const write::Caller& caller, const Backend& backend,
                       std::string_view stored_bytes) {
  const auto view = Traits::Open(stored_bytes, backend.keys);
  if (!view.ok()) return view.status();
  const std::string name = write::NameOf(Traits::kKind, view->head.id());
  if (!access::Sees(caller, view->record, backend.Today())) {
    return write::ResourceNotFound(write::TypeOf(Traits::kKind), name);
  }
  return access::MayDelete(caller, view->record) ? absl::OkStatus() : NotTheKeeper(name, "deletes");
}

// The person by id, as the caller may see them; nullopt: there is none for this caller. `Records`:
// the store, or the pending state of a decision.
template <typename Records>
absl::StatusOr<std::optional<write::JobSeekerView>> FindPerson(const Records& records,
                                                               const keys::KeyRing& keys,
                                                               std::string_view id,
                                                               const write::Caller& caller,
                                                               matcher::Date today) {
  if (id.empty()) return std::nullopt;
  const absl::StatusOr<std::optional<std::string>> bytes =
      records.Get(store::RecordKind::kJobSeeker, id);
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) return std::nullopt;
  absl::StatusOr<write::JobSeekerView> view = write::OpenJobSeeker(**bytes, keys);
  if (absl::IsNotFound(view.status())) return std::nullopt;  // forgotten
  if (!view.ok()) return view.status();
  if (!access::Sees(caller, view->job_seeker, today)) return std::nullopt;
  return std::optional<write::JobSeekerView>(*std::move(view));
}

// NOT_FOUND unless there is such a person for the caller.
template <typename Records>
absl::Status RequirePerson(const Records& records, const keys::KeyRing& keys, std::string_view id,
                           const write::Caller& caller, matcher::Date today) {
  const auto person = FindPerson(records, keys, id, caller, today);
  if (!person.ok()) return person.status();
  if (person->has_value()) return absl::OkStatus();
  return write::ResourceNotFound(write::TypeOf(store::RecordKind::kJobSeeker),
                                 write::NameOf(store::RecordKind::kJobSeeker, id));
}

// Whether the caller may see the placement: that of a person whom it may see.
template <typename Records>
absl::StatusOr<bool> SeesPlacement(const Records& records, const keys::KeyRing& keys,
                                   const write::PlacementView& view, const write::Caller& caller,
                                   matcher::Date today) {
  if (access::PeopleSeenBy(caller) == access::PeopleSeen::kEveryone) return true;
  const auto person =
      FindPerson(records, keys, write::IdOf(view.placement.job_seeker()), caller, today);
  if (!person.ok()) return person.status();
  return person->has_value();
}

// NOT_FOUND unless there is such a placement for the caller.
template <typename Records>
absl::Status RequirePlacement(const Records& records, const keys::KeyRing& keys,
                              std::string_view id, const write::Caller& caller,
                              matcher::Date today) {
  constexpr store::RecordKind kKind = store::RecordKind::kPlacement;
  const absl::StatusOr<std::optional<std::string>> bytes = records.Get(kKind, id);
  if (!bytes.ok()) return bytes.status();
  if (bytes->has_value()) {
    const auto view = write::OpenPlacement(**bytes, keys);
    if (!view.ok()) return view.status();
    const absl::StatusOr<bool> sees = SeesPlacement(records, keys, *view, caller, today);
    if (!sees.ok()) return sees.status();
    if (*sees) return absl::OkStatus();
  }
  return write::ResourceNotFound(write::TypeOf(kKind), write::NameOf(kKind, id));
}

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_ROW_ACCESS_H_
