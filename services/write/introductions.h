// Introductions of people to employers: proposed or requested, and answered.
//
//   command.decide = [create](DecisionContext& context) {
//     return DecideCreateIntroduction(create, context); };
//
// As in commands.h: each Decide… runs inside Command::decide. Who may is asked of the caller's
// row rules, on the records as they are then.
#ifndef OVERSTAP_SERVICES_WRITE_INTRODUCTIONS_H_
#define OVERSTAP_SERVICES_WRITE_INTRODUCTIONS_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "matcher/model/date.h"
#include "overstap/store/v1/log.pb.h"
#include "overstap/store/v1/records.pb.h"
#include "services/keys/key_ring.h"
#include "services/write/commands.h"
#include "services/write/sequencer.h"

namespace overstap::write {

struct IntroductionView {
  store::v1::RecordHead head;
  store::v1::Introduction introduction;  // job_seeker filled in where readable
};
absl::StatusOr<IntroductionView> OpenIntroduction(std::string_view stored_bytes,
                                                  const keys::KeyRing& keys);

// Where it stands on a day: one that waits expires after its last day.
store::v1::IntroductionState StateOn(const store::v1::Introduction& introduction,
                                     matcher::Date today);

struct CreateIntroduction {
  std::string id;
  std::string person_id;
  std::string vacancy_id;
  bool requested_by_employer = false;
  int answer_days = 0;  // until it expires
  // NOT_FOUND for who may not see the person or vacancy.
  std::function<absl::Status(const store::v1::JobSeeker&, const store::v1::Vacancy&)> may;
  std::function<std::string(const IntroductionView&)> render;
};
// NOT_FOUND names the unknown person or vacancy; FAILED_PRECONDITION (reason NO_EMPLOYER) when no
// organisation owns the vacancy; ALREADY_EXISTS while one of that id waits or is accepted: a final
// one begins anew.
absl::StatusOr<Decision> DecideCreateIntroduction(const CreateIntroduction& create,
                                                  DecisionContext& context);

struct MoveIntroduction {
  std::string id;
  std::string etag;
  store::v1::IntroductionState to = store::v1::INTRODUCTION_STATE_UNSPECIFIED;
  google::type::Date consent_date;
  std::string consent_reason;
  store::v1::IntroductionDeclineReason decline_reason =
      store::v1::INTRODUCTION_DECLINE_REASON_UNSPECIFIED;
  int employer_answer_days = 0;  // to ACCEPTED: until the employer has not answered
  // `person`: nullptr once forgotten. Asked before anything is told of the introduction.
  std::function<absl::Status(const IntroductionView&, const store::v1::JobSeeker* person)> may;
  std::function<std::string(const IntroductionView&)> render;
};
// To ACCEPTED and DECLINED from what waits for an answer, to WITHDRAWN from ACCEPTED too;
// FAILED_PRECONDITION (reason ALREADY_ANSWERED) otherwise.
absl::StatusOr<Decision> DecideMoveIntroduction(const MoveIntroduction& move,
                                                DecisionContext& context);

// What the employer has answered by the end of a day to someone who was introduced: NO_ANSWER,
// which is never stored, after the last day for it; UNSPECIFIED while it may still answer, and
// where nobody was introduced.
store::v1::EmployerAnswer EmployerAnswerOn(const store::v1::RecordHead& head,
                                           const store::v1::Introduction& introduction,
                                           matcher::Date day);

struct RecordEmployerAnswer {
  std::string id;
  std::string etag;
  store::v1::EmployerAnswer answer = store::v1::EMPLOYER_ANSWER_UNSPECIFIED;
  store::v1::EmployerDeclineReason reason = store::v1::EMPLOYER_DECLINE_REASON_UNSPECIFIED;
  // As in MoveIntroduction.
  std::function<absl::Status(const IntroductionView&, const store::v1::JobSeeker* person)> may;
  std::function<std::string(const IntroductionView&)> render;
};
// Also after the last day: an answer that comes late is one. Reasons INTRODUCTION_NOT_ACCEPTED,
// EMPLOYER_ANSWERED. Why is forgotten with the person, and not kept where they are forgotten.
absl::StatusOr<Decision> DecideRecordEmployerAnswer(const RecordEmployerAnswer& answer,
                                                    DecisionContext& context);

}  // namespace overstap::write

#endif  // OVERSTAP_SERVICES_WRITE_INTRODUCTIONS_H_
