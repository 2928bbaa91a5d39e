#include "services/write/introductions.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/convert/to_model.h"
#include "services/write/errors.h"
#include "services/write/placement_moves.h"
#include "services/write/record_views.h"

namespace overstap::write {
namespace {

using store::RecordKind;
using store::v1::IntroductionState;

constexpr RecordKind kKind = RecordKind::kIntroduction;

struct Person {
  store::v1::JobSeeker record;
  keys::KeyId key_id = 0;
};

// nullopt: there is none, or it is forgotten.
absl::StatusOr<std::optional<Person>> LoadPerson(std::string_view id,
                                                 const DecisionContext& context) {
  if (id.empty()) return std::nullopt;
  absl::StatusOr<std::optional<std::string>> bytes = context.state.Get(RecordKind::kJobSeeker, id);
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) return std::nullopt;
  absl::StatusOr<JobSeekerView> view = OpenJobSeeker(**bytes, context.keys);
  if (absl::IsNotFound(view.status())) return std::nullopt;
  if (!view.ok()) return view.status();
  const absl::StatusOr<keys::KeyId> key = KeyOfPerson(context.state, id);
  if (!key.ok()) return key.status();
  return Person{std::move(view->job_seeker), *key};
}

bool Waits(IntroductionState state) {
  return state == store::v1::INTRODUCTION_STATE_PROPOSED ||
         state == store::v1::INTRODUCTION_STATE_REQUESTED;
}

bool IsFinal(IntroductionState state) {
  return !Waits(state) && state != store::v1::INTRODUCTION_STATE_ACCEPTED;
}

// What of an introduction is about the person, and is forgotten with the person: also why an
// employer did not want them.
void MovePersonal(store::v1::Introduction* from, store::v1::Introduction* to) {
  to->set_job_seeker(std::move(*from->mutable_job_seeker()));
  from->clear_job_seeker();
  if (from->has_consent_date()) *to->mutable_consent_date() = from->consent_date();
  from->clear_consent_date();
  to->set_consent_reason(std::move(*from->mutable_consent_reason()));
  from->clear_consent_reason();
  to->set_decline_reason(from->decline_reason());
  from->clear_decline_reason();
  to->set_employer_decline_reason(from->employer_decline_reason());
  from->clear_employer_decline_reason();
}

// `key`: the person's; 0 once forgotten: then `sealed_before` is handed on.
absl::Status AddEvent(const IntroductionView& view, keys::KeyId key,
                      const store::v1::Sealed& sealed_before, const DecisionContext& context,
                      Decision* decision) {
  auto* stored = decision->events.emplace_back().mutable_introduction_stored();
  *stored->mutable_head() = view.head;
  *stored->mutable_introduction() = view.introduction;
  store::v1::Introduction personal;
  MovePersonal(stored->mutable_introduction(), &personal);
  if (key == 0) {
    *stored->mutable_personal() = sealed_before;
    return absl::OkStatus();
  }
  auto sealed = context.keys.Seal(key, NameOf(kKind, view.head.id()), personal.SerializeAsString());
  if (!sealed.ok()) return sealed.status();
  *stored->mutable_personal() = *std::move(sealed);
  return absl::OkStatus();
}

void Concerns(const std::string& person_id, keys::KeyId key_id, Decision* decision) {
  if (person_id.empty()) return;  // forgotten
  decision->person = person_id;
  decision->key_id = key_id;
  decision->personal_reply = true;
}

// An introduction as it is, with what storing it again needs.
struct LoadedIntroduction {
  IntroductionView view;
  store::v1::Sealed personal;
  std::string person_id;         // empty once forgotten
  std::optional<Person> person;  // nullopt once forgotten

  const store::v1::JobSeeker* record() const {
    return person.has_value() ? &person->record : nullptr;
  }
};

absl::StatusOr<LoadedIntroduction> LoadIntroduction(const std::string& id,
                                                    const DecisionContext& context) {
  const absl::StatusOr<std::string> bytes = Require(context.state, kKind, id);
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<IntroductionView> view = OpenIntroduction(*bytes, context.keys);
  if (!view.ok()) return view.status();
  auto stored = ParseStored<store::v1::IntroductionStored>(*bytes);
  if (!stored.ok()) return stored.status();
  LoadedIntroduction loaded;
  loaded.view = *std::move(view);
  loaded.personal = std::move(*stored->mutable_personal());
  loaded.person_id = std::string(IdOf(loaded.view.introduction.job_seeker()));
  auto person = LoadPerson(loaded.person_id, context);
  if (!person.ok()) return person.status();
  loaded.person = *std::move(person);
  return loaded;
}

// The decision that stores what has become of the introduction.
absl::StatusOr<Decision> Store(const LoadedIntroduction& loaded, const DecisionContext& context,
                               const std::function<std::string(const IntroductionView&)>& render) {
  Decision decision;
  const keys::KeyId key = loaded.person.has_value() ? loaded.person->key_id : 0;
  if (absl::Status added = AddEvent(loaded.view, key, loaded.personal, context, &decision);
      !added.ok()) {
    return added;
  }
  if (loaded.person.has_value()) Concerns(loaded.person_id, key, &decision);
  decision.reply.bytes = render(loaded.view);
  return decision;
}

// The head under which a new introduction is stored; ALREADY_EXISTS while the last one of its id is
// not over.
absl::StatusOr<store::v1::RecordHead> HeadFor(const std::string& id,
                                              const DecisionContext& context) {
  const absl::StatusOr<std::optional<std::string>> bytes = context.state.Get(kKind, id);
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) return NewHead(id, context);
  absl::StatusOr<IntroductionView> last = OpenIntroduction(**bytes, context.keys);
  if (!last.ok()) return last.status();
  if (!IsFinal(StateOn(last->introduction, DayOf(context.now)))) {
    return ResourceExists(TypeOf(kKind), NameOf(kKind, id));
  }
  return NextHead(std::move(last->head), context);
}

absl::Status CheckMove(const MoveIntroduction& move, const IntroductionView& view,
                       const DecisionContext& context) {
  const IntroductionState state = StateOn(view.introduction, DayOf(context.now));
  const bool withdraws = move.to == store::v1::INTRODUCTION_STATE_WITHDRAWN;
  if (Waits(state) || (withdraws && state == store::v1::INTRODUCTION_STATE_ACCEPTED)) {
    return absl::OkStatus();
  }
  const std::string is = store::v1::IntroductionState_Name(state);
  return WithReason(absl::FailedPreconditionError(absl::StrCat(NameOf(kKind, move.id), " is ", is,
                                                               ": it waits for no answer")),
                    "ALREADY_ANSWERED", {{"introduction", NameOf(kKind, move.id)}, {"state", is}});
}

}  // namespace

absl::StatusOr<IntroductionView> OpenIntroduction(std::string_view stored_bytes,
                                                  const keys::KeyRing& keys) {
  auto stored = ParseStored<store::v1::IntroductionStored>(stored_bytes);
  if (!stored.ok()) return stored.status();
  IntroductionView view;
  view.head = std::move(*stored->mutable_head());
  view.introduction = std::move(*stored->mutable_introduction());
  const absl::StatusOr<std::string> opened =
      keys.Open(stored->personal(), NameOf(kKind, view.head.id()));
  if (absl::IsNotFound(opened.status())) return view;  // forgotten
  if (!opened.ok()) return opened.status();
  store::v1::Introduction personal;
  if (!personal.ParseFromString(*opened)) {
    return absl::DataLossError(absl::StrCat("introduction ", view.head.id(), " cannot be read"));
  }
  MovePersonal(&personal, &view.introduction);
  return view;
}

IntroductionState StateOn(const store::v1::Introduction& introduction, matcher::Date today) {
  const auto answer_by = convert::ToDate(introduction.answer_by_date());
  const bool late = answer_by.has_value() && today > *answer_by;
  return Waits(introduction.state()) && late ? store::v1::INTRODUCTION_STATE_EXPIRED
                                             : introduction.state();
}

absl::StatusOr<Decision> DecideCreateIntroduction(const CreateIntroduction& create,
                                                  DecisionContext& context) {
  const auto person = LoadPerson(create.person_id, context);
  if (!person.ok()) return person.status();
  if (!person->has_value()) {
    return ResourceNotFound(TypeOf(RecordKind::kJobSeeker),
                            NameOf(RecordKind::kJobSeeker, create.person_id));
  }
  const auto vacancy = LoadVacancy(create.vacancy_id, context);
  if (!vacancy.ok()) return vacancy.status();
  if (absl::Status may = create.may((*person)->record, *vacancy); !may.ok()) return may;
  if (IsRestricted((*person)->record)) return Restricted(create.person_id);
  if (vacancy->organisation().empty()) {
    return WithReason(absl::FailedPreconditionError(
                          absl::StrCat(NameOf(RecordKind::kVacancy, create.vacancy_id),
                                       " belongs to no organisation to introduce someone to")),
                      "NO_EMPLOYER");
  }
  absl::StatusOr<store::v1::RecordHead> head = HeadFor(create.id, context);
  if (!head.ok()) return head.status();

  IntroductionView view{.head = *std::move(head), .introduction = {}};
  view.introduction.set_job_seeker(NameOf(RecordKind::kJobSeeker, create.person_id));
  view.introduction.set_vacancy(NameOf(RecordKind::kVacancy, create.vacancy_id));
  view.introduction.set_employer_organisation(vacancy->organisation());
  view.introduction.set_keeping_organisation((*person)->record.organisation());
  view.introduction.set_state(create.requested_by_employer
                                  ? store::v1::INTRODUCTION_STATE_REQUESTED
                                  : store::v1::INTRODUCTION_STATE_PROPOSED);
  view.introduction.set_requested_by_employer(create.requested_by_employer);
  *view.introduction.mutable_answer_by_date() =
      convert::FromDate(DayOf(context.now) + create.answer_days);

  const keys::KeyId key = (*person)->key_id;
  Decision decision;
  if (absl::Status added = AddEvent(view, key, {}, context, &decision); !added.ok()) return added;
  Concerns(create.person_id, key, &decision);
  decision.reply.bytes = create.render(view);
  return decision;
}

absl::StatusOr<Decision> DecideMoveIntroduction(const MoveIntroduction& move,
                                                DecisionContext& context) {
  absl::StatusOr<LoadedIntroduction> loaded = LoadIntroduction(move.id, context);
  if (!loaded.ok()) return loaded.status();
  IntroductionView& view = loaded->view;
  const store::v1::JobSeeker* record = loaded->record();
  if (absl::Status may = move.may(view, record); !may.ok()) return may;
  if (absl::Status status = CheckEtag(view.head, move.etag, NameOf(kKind, move.id)); !status.ok()) {
    return status;
  }
  if (absl::Status legal = CheckMove(move, view, context); !legal.ok()) return legal;
  if (move.to == store::v1::INTRODUCTION_STATE_ACCEPTED && record != nullptr &&
      IsRestricted(*record)) {
    return Restricted(loaded->person_id);
  }

  view.head = NextHead(std::move(view.head), context);
  view.introduction.set_state(move.to);
  if (record != nullptr) view.introduction.set_keeping_organisation(record->organisation());
  if (move.to != store::v1::INTRODUCTION_STATE_WITHDRAWN) {
    *view.introduction.mutable_answer_time() = view.head.update_time();
    view.introduction.set_decline_reason(move.decline_reason);
  }
  if (move.to == store::v1::INTRODUCTION_STATE_ACCEPTED) {
    *view.introduction.mutable_consent_date() = move.consent_date;
    view.introduction.set_consent_reason(move.consent_reason);
    *view.introduction.mutable_employer_answer_by_date() =
        convert::FromDate(DayOf(context.now) + move.employer_answer_days);
  }
  return Store(*loaded, context, move.render);
}

store::v1::EmployerAnswer EmployerAnswerOn(const store::v1::RecordHead& head,
                                           const store::v1::Introduction& introduction,
                                           matcher::Date day) {
  const auto answer_by = convert::ToDate(introduction.employer_answer_by_date());
  if (introduction.employer_answer() != store::v1::EMPLOYER_ANSWER_UNSPECIFIED ||
      !answer_by.has_value()) {
    return introduction.employer_answer();
  }
  // Once it is taken back no days go by any more.
  const bool is_withdrawn = introduction.state() == store::v1::INTRODUCTION_STATE_WITHDRAWN;
  const matcher::Date reached = is_withdrawn ? std::min(day, DayOf(head.update_time())) : day;
  return reached > *answer_by ? store::v1::EMPLOYER_ANSWER_NO_ANSWER
                              : store::v1::EMPLOYER_ANSWER_UNSPECIFIED;
}

absl::StatusOr<Decision> DecideRecordEmployerAnswer(const RecordEmployerAnswer& answer,
                                                    DecisionContext& context) {
  absl::StatusOr<LoadedIntroduction> loaded = LoadIntroduction(answer.id, context);
  if (!loaded.ok()) return loaded.status();
  IntroductionView& view = loaded->view;
  const std::string name = NameOf(kKind, answer.id);
  if (absl::Status may = answer.may(view, loaded->record()); !may.ok()) return may;
  if (absl::Status fresh = CheckEtag(view.head, answer.etag, name); !fresh.ok()) return fresh;
  const IntroductionState state = StateOn(view.introduction, DayOf(context.now));
  if (state != store::v1::INTRODUCTION_STATE_ACCEPTED) {
    return WithReason(absl::FailedPreconditionError(
                          absl::StrCat(name, " is ", store::v1::IntroductionState_Name(state),
                                       ": the person is not introduced to the employer")),
                      "INTRODUCTION_NOT_ACCEPTED", {{"introduction", name}});
  }
  if (view.introduction.employer_answer() != store::v1::EMPLOYER_ANSWER_UNSPECIFIED) {
    const std::string& given = store::v1::EmployerAnswer_Name(view.introduction.employer_answer());
    return WithReason(absl::FailedPreconditionError(
                          absl::StrCat(name, " is answered by the employer already: ", given)),
                      "EMPLOYER_ANSWERED", {{"introduction", name}, {"answer", given}});
  }

  view.head = NextHead(std::move(view.head), context);
  view.introduction.set_employer_answer(answer.answer);
  // It says something about the person, so there is nothing to keep it under once they are
  // forgotten.
  if (loaded->person.has_value()) view.introduction.set_employer_decline_reason(answer.reason);
  *view.introduction.mutable_employer_answer_time() = view.head.update_time();
  return Store(*loaded, context, answer.render);
}

}  // namespace overstap::write
