// Create, update, upsert and delete of the plain kinds.

#include <utility>

#include "google/protobuf/util/message_differencer.h"
#include "services/write/commands.h"
#include "services/write/errors.h"
#include "services/write/kept_fields.h"
#include "services/write/record_views.h"

namespace overstap::write {
namespace {

using google::protobuf::util::MessageDifferencer;

// A record as it is stored, with what sealing needs to store it again.
template <typename Record>
struct Existing {
  store::v1::RecordHead head;
  Record record;
  keys::KeyId key_id = 0;
};

// What differs between the kinds: how bytes become a record, and a record an event.
template <typename Record>
struct RecordTraits;

template <>
struct RecordTraits<store::v1::JobSeeker> {
  static constexpr store::RecordKind kKind = store::RecordKind::kJobSeeker;

  static absl::StatusOr<Existing<store::v1::JobSeeker>> Parse(std::string_view bytes,
                                                              const keys::KeyRing& keys) {
    absl::StatusOr<JobSeekerView> view = OpenJobSeeker(bytes, keys);
    if (!view.ok()) return view.status();
    auto stored = ParseStored<store::v1::JobSeekerStored>(bytes);
    if (!stored.ok()) return stored.status();
    return Existing<store::v1::JobSeeker>{std::move(view->head), std::move(view->job_seeker),
                                          stored->job_seeker().key_id()};
  }
  static absl::Status AddEvent(const store::v1::RecordHead& head,
                               const store::v1::JobSeeker& record, keys::KeyId key_id,
                               keys::KeyRing& keys, Decision* decision) {
    if (key_id == 0) {
      absl::StatusOr<keys::KeyId> created = keys.Create();
      if (!created.ok()) return created.status();
      key_id = *created;
    }
    auto sealed = keys.Seal(key_id, NameOf(kKind, head.id()), record.SerializeAsString());
    if (!sealed.ok()) return sealed.status();
    auto* stored = decision->events.emplace_back().mutable_job_seeker_stored();
    *stored->mutable_head() = head;
    *stored->mutable_job_seeker() = *std::move(sealed);
    decision->person = head.id();
    decision->key_id = key_id;
    decision->personal_reply = true;
    return absl::OkStatus();
  }
};

template <>
struct RecordTraits<store::v1::Vacancy> {
  static constexpr store::RecordKind kKind = store::RecordKind::kVacancy;

  static absl::StatusOr<Existing<store::v1::Vacancy>> Parse(std::string_view bytes,
                                                            const keys::KeyRing&) {
    auto stored = ParseStored<store::v1::VacancyStored>(bytes);
    if (!stored.ok()) return stored.status();
    return Existing<store::v1::Vacancy>{std::move(*stored->mutable_head()),
                                        std::move(*stored->mutable_vacancy())};
  }
  static absl::Status AddEvent(const store::v1::RecordHead& head, const store::v1::Vacancy& record,
                               keys::KeyId, keys::KeyRing&, Decision* decision) {
    auto* stored = decision->events.emplace_back().mutable_vacancy_stored();
    *stored->mutable_head() = head;
    *stored->mutable_vacancy() = record;
    return absl::OkStatus();
  }
};

template <>
struct RecordTraits<store::v1::TrainingOffer> {
  static constexpr store::RecordKind kKind = store::RecordKind::kTrainingOffer;

  static absl::StatusOr<Existing<store::v1::TrainingOffer>> Parse(std::string_view bytes,
                                                                  const keys::KeyRing&) {
    auto stored = ParseStored<store::v1::TrainingOfferStored>(bytes);
    if (!stored.ok()) return stored.status();
    return Existing<store::v1::TrainingOffer>{std::move(*stored->mutable_head()),
                                              std::move(*stored->mutable_training_offer())};
  }
  static absl::Status AddEvent(const store::v1::RecordHead& head,
                               const store::v1::TrainingOffer& record, keys::KeyId, keys::KeyRing&,
                               Decision* decision) {
    auto* stored = decision->events.emplace_back().mutable_training_offer_stored();
    *stored->mutable_head() = head;
    *stored->mutable_training_offer() = record;
    return absl::OkStatus();
  }
};

template <>
struct RecordTraits<store::v1::Project> {
  static constexpr store::RecordKind kKind = store::RecordKind::kProject;

  static absl::StatusOr<Existing<store::v1::Project>> Parse(std::string_view bytes,
                                                            const keys::KeyRing&) {
    auto stored = ParseStored<store::v1::ProjectStored>(bytes);
    if (!stored.ok()) return stored.status();
    return Existing<store::v1::Project>{std::move(*stored->mutable_head()),
                                        std::move(*stored->mutable_project())};
  }
  static absl::Status AddEvent(const store::v1::RecordHead& head, const store::v1::Project& record,
                               keys::KeyId, keys::KeyRing&, Decision* decision) {
    auto* stored = decision->events.emplace_back().mutable_project_stored();
    *stored->mutable_head() = head;
    *stored->mutable_project() = record;
    return absl::OkStatus();
  }
};

// What the caller's own values leave open.
template <typename Record>
absl::Status Complete(const WriteRecord<Record>& write, const Record* stored, Record* next) {
  if (!write.sets_kept_fields) {
    if (stored != nullptr) {
      CarryOver(*stored, next);
    } else {
      ClearKept(next);
    }
  }
  return write.complete == nullptr ? absl::OkStatus() : write.complete(stored, next);
}

template <typename Record>
absl::StatusOr<Decision> Decide(const WriteRecord<Record>& write, DecisionContext& context) {
  using Traits = RecordTraits<Record>;
  const std::string name = NameOf(Traits::kKind, write.id);
  absl::StatusOr<std::optional<std::string>> bytes = context.state.Get(Traits::kKind, write.id);
  if (!bytes.ok()) return bytes.status();
  std::optional<Existing<Record>> existing;
  if (bytes->has_value()) {
    if (write.mode == WriteMode::kCreate) return ResourceExists(TypeOf(Traits::kKind), name);
    auto parsed = Traits::Parse(**bytes, context.keys);
    if (!parsed.ok()) return parsed.status();
    existing = *std::move(parsed);
    if (write.may_write != nullptr) {
      if (absl::Status may = write.may_write(existing->record); !may.ok()) return may;
    }
    if (absl::Status status = CheckEtag(existing->head, write.etag, name); !status.ok()) {
      return status;
    }
  } else if (write.mode == WriteMode::kUpdate) {
    return ResourceNotFound(TypeOf(Traits::kKind), name);
  }

  Record next = write.mode == WriteMode::kUpdate ? existing->record : Record();
  if (absl::Status status = write.change(&next); !status.ok()) return status;
  if (absl::Status status = Complete(write, existing ? &existing->record : nullptr, &next);
      !status.ok()) {
    return status;
  }

  Decision decision;
  if (existing.has_value() && MessageDifferencer::Equals(existing->record, next)) {
    decision.reply.bytes = write.render(existing->head, next, WriteOutcome::kUnchanged);
    decision.key_id = existing->key_id;
    decision.personal_reply = existing->key_id != 0;
    if (decision.personal_reply) decision.person = write.id;
    return decision;
  }
  const store::v1::RecordHead head = existing.has_value()
                                         ? NextHead(std::move(existing->head), context)
                                         : NewHead(write.id, context);
  if (absl::Status status =
          Traits::AddEvent(head, next, existing ? existing->key_id : 0, context.keys, &decision);
      !status.ok()) {
    return status;
  }
  decision.reply.bytes = write.render(
      head, next, existing.has_value() ? WriteOutcome::kUpdated : WriteOutcome::kCreated);
  return decision;
}

absl::StatusOr<store::v1::RecordHead> HeadOf(store::RecordKind kind, const std::string& bytes,
                                             keys::KeyId* key_id) {
  if (kind == store::RecordKind::kJobSeeker) {
    auto stored = ParseStored<store::v1::JobSeekerStored>(bytes);
    if (!stored.ok()) return stored.status();
    *key_id = stored->job_seeker().key_id();
    return std::move(*stored->mutable_head());
  }
  if (kind == store::RecordKind::kVacancy) {
    auto stored = ParseStored<store::v1::VacancyStored>(bytes);
    if (!stored.ok()) return stored.status();
    return std::move(*stored->mutable_head());
  }
  auto stored = ParseStored<store::v1::TrainingOfferStored>(bytes);
  if (!stored.ok()) return stored.status();
  return std::move(*stored->mutable_head());
}

// The person, and what is kept of the person alone.
absl::StatusOr<Decision> Forget(const std::string& id, keys::KeyId key_id,
                                DecisionContext& context) {
  Decision decision;
  auto* deleted = decision.events.emplace_back().mutable_job_seeker_deleted();
  deleted->set_id(id);
  deleted->set_key_id(key_id);
  auto facts = context.state.Get(store::RecordKind::kParticipationFacts, id);
  if (!facts.ok()) return facts.status();
  if (facts->has_value()) {
    decision.events.emplace_back().mutable_participation_facts_deleted()->set_id(id);
  }
  decision.person = id;
  decision.key_id = key_id;
  decision.destroys_key = key_id;
  return decision;
}

}  // namespace

absl::StatusOr<Decision> DecideWrite(const WriteRecord<store::v1::JobSeeker>& write,
                                     DecisionContext& context) {
  return Decide(write, context);
}

absl::StatusOr<Decision> DecideWrite(const WriteRecord<store::v1::Vacancy>& write,
                                     DecisionContext& context) {
  return Decide(write, context);
}

absl::StatusOr<Decision> DecideWrite(const WriteRecord<store::v1::TrainingOffer>& write,
                                     DecisionContext& context) {
  return Decide(write, context);
}

absl::StatusOr<Decision> DecideWrite(const WriteRecord<store::v1::Project>& write,
                                     DecisionContext& context) {
  return Decide(write, context);
}

absl::StatusOr<Decision> DecideDelete(
    store::RecordKind kind, const std::string& id, const std::string& etag, const pool::Pool& pool,
    DecisionContext& context, const std::function<absl::Status(std::string_view)>& may_delete) {
  absl::StatusOr<std::string> bytes = Require(context.state, kind, id);
  if (!bytes.ok()) return bytes.status();
  if (may_delete != nullptr) {
    if (absl::Status may = may_delete(*bytes); !may.ok()) return may;
  }
  keys::KeyId key_id = 0;
  absl::StatusOr<store::v1::RecordHead> head = HeadOf(kind, *bytes, &key_id);
  if (!head.ok()) return head.status();
  const std::string name = NameOf(kind, id);
  if (absl::Status status = CheckEtag(*head, etag, name); !status.ok()) return status;
  const int live =
      kind == store::RecordKind::kJobSeeker ? 0 : pool.LivePlacementsOf(kind, id);  // a right
  if (live > 0) {
    return WithReason(absl::FailedPreconditionError(absl::StrCat(
                          name, " is named by ", live, " placement(s) that are not ended")),
                      "IN_USE", {{"name", name}, {"placements", absl::StrCat(live)}});
  }
  Decision decision;
  store::v1::Event& event = decision.events.emplace_back();
  switch (kind) {
    case store::RecordKind::kJobSeeker:
      return Forget(id, key_id, context);
    case store::RecordKind::kVacancy:
      event.mutable_vacancy_deleted()->set_id(id);
      break;
    case store::RecordKind::kTrainingOffer:
      event.mutable_training_offer_deleted()->set_id(id);
      break;
    case store::RecordKind::kPlacement:
    case store::RecordKind::kReport:
    case store::RecordKind::kIntroduction:
    case store::RecordKind::kDecision:
    case store::RecordKind::kParticipationFacts:
    case store::RecordKind::kReportDraft:
    case store::RecordKind::kWorkTable:
    case store::RecordKind::kProject:
    case store::RecordKind::kClosing:
      return absl::InvalidArgumentError("not a plain kind of record");
  }
  return decision;
}

}  // namespace overstap::write
