#include "services/pool/record_reader.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/convert/to_model.h"
#include "services/pool/pool.h"
#include "services/write/commands.h"
#include "services/write/record_views.h"

namespace overstap::pool {
namespace {

using store::RecordKind;

absl::Status Unreadable() { return absl::DataLossError("a stored record cannot be read"); }

bool Parse(std::string_view bytes, google::protobuf::Message* message) {
  return message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

}  // namespace

RecordReader::RecordReader(Pool& pool, const keys::KeyRing& keys,
                           const convert::ModelContext& context)
    : pool_(pool),
      keys_(keys),
      context_(context),
      fit_{.taxonomy = context.taxonomy, .region = context.region},
      parser_(context) {}

absl::StatusOr<RecordReader::Standing> RecordReader::Read(
    std::string_view bytes, matcher::Upsert<matcher::JobSeeker>* added) {
  if (!Parse(bytes, &stored_person_)) return Unreadable();
  const store::v1::RecordHead& head = stored_person_.head();
  const absl::StatusOr<std::string> opened =
      keys_.Open(stored_person_.job_seeker(), write::NameOf(RecordKind::kJobSeeker, head.id()));
  // Forgotten between this record's write and its deletion's replay.
  if (absl::IsNotFound(opened.status())) return Standing::kForgotten;
  if (!opened.ok()) return opened.status();
  auto person = parser_.ParseJobSeeker(head.id(), *opened, &unknown_);
  if (!person.has_value()) {
    return absl::DataLossError(absl::StrCat("job seeker ", head.id(), " cannot be read"));
  }
  if (write::IsRestricted(parser_.job_seeker())) return Standing::kRestricted;
  added->creation = matcher::CreationNumber(head.creation_number());
  added->handle = stored_person_.job_seeker().key_id();
  added->record = *std::move(person);
  AddViewers(parser_.job_seeker(), &added->record.viewers);
  return Standing::kShown;
}

absl::Status RecordReader::Read(std::string_view bytes, matcher::Upsert<matcher::Vacancy>* added) {
  const auto parts = convert::SplitStoredVacancy(bytes);
  store::v1::RecordHead head;
  if (!parts.has_value() || !Parse(parts->head, &head)) return Unreadable();
  const auto openings_left = [&](const store::v1::Vacancy& vacancy) {
    return std::max(0, vacancy.openings() - pool_.OpeningsTaken(head.id()));
  };
  auto vacancy = parser_.ParseVacancy(head.id(), parts->vacancy, openings_left, &unknown_);
  if (!vacancy.has_value()) return Unreadable();
  added->creation = matcher::CreationNumber(head.creation_number());
  added->record = *std::move(vacancy);
  if (!parser_.vacancy().organisation().empty()) {
    added->record.owner = NumberOf(parser_.vacancy().organisation());
  }
  return absl::OkStatus();
}

absl::Status RecordReader::AddJobSeeker(std::string_view bytes, matcher::PoolChanges* changes) {
  matcher::Upsert<matcher::JobSeeker> added;
  const absl::StatusOr<Standing> standing = Read(bytes, &added);
  if (!standing.ok()) return standing.status();
  if (*standing == Standing::kShown) changes->job_seekers.push_back(std::move(added));
  if (*standing == Standing::kRestricted) {
    changes->removed_job_seekers.push_back(stored_person_.head().id());
  }
  return absl::OkStatus();
}

absl::Status RecordReader::AddVacancy(std::string_view bytes, matcher::PoolChanges* changes) {
  return Read(bytes, &changes->vacancies.emplace_back());
}

absl::Status RecordReader::AddTrainingOffer(std::string_view bytes, matcher::PoolChanges* changes) {
  auto stored = write::ParseStored<store::v1::TrainingOfferStored>(bytes);
  if (!stored.ok()) return stored.status();
  const std::string& id = stored->head().id();
  const auto seats_taken = [this, &id](std::string_view run_id) {
    return pool_.SeatsTaken(id, run_id);
  };
  changes->training_offers.push_back(
      {matcher::CreationNumber(stored->head().creation_number()),
       convert::ToModel(id, stored->training_offer(), seats_taken, context_, &unknown_)});
  return absl::OkStatus();
}

absl::StatusOr<matcher::EntryPointer<matcher::JobSeeker>> RecordReader::ReadJobSeeker(
    std::string_view bytes) {
  matcher::Upsert<matcher::JobSeeker> read;
  const absl::StatusOr<Standing> standing = Read(bytes, &read);
  if (!standing.ok()) return standing.status();
  if (*standing != Standing::kShown) return nullptr;
  return matcher::MakeEntry(std::move(read), fit_);
}

absl::StatusOr<matcher::EntryPointer<matcher::Vacancy>> RecordReader::ReadVacancy(
    std::string_view bytes) {
  matcher::Upsert<matcher::Vacancy> read;
  if (absl::Status status = Read(bytes, &read); !status.ok()) return status;
  return matcher::MakeEntry(std::move(read), fit_);
}

void RecordReader::AddViewers(const store::v1::JobSeeker& person,
                              std::vector<matcher::Viewer>* viewers) {
  if (!person.organisation().empty()) {
    viewers->push_back({NumberOf(person.organisation()), std::nullopt});
  }
  for (const store::v1::Share& share : person.shares()) {
    viewers->push_back({NumberOf(share.organisation()), convert::ToDate(share.until_date())});
  }
}

matcher::OrganisationNumber RecordReader::NumberOf(const std::string& organisation) {
  const auto [known, is_new] = organisations_.try_emplace(organisation);
  if (is_new) known->second = pool_.InternOrganisation(organisation);
  return known->second;
}

}  // namespace overstap::pool
