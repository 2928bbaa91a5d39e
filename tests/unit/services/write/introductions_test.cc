#include "services/write/introductions.h"

#include <string>

#include "tests/unit/services/write/write_world.h"

namespace overstap::write {
namespace {

using store::RecordKind;
using store::v1::EMPLOYER_ANSWER_DECLINED;
using store::v1::EMPLOYER_ANSWER_INVITED;
using store::v1::EMPLOYER_ANSWER_NO_ANSWER;
using store::v1::EMPLOYER_ANSWER_UNSPECIFIED;
using store::v1::EMPLOYER_DECLINE_REASON_SKILLS;
using store::v1::EMPLOYER_DECLINE_REASON_UNSPECIFIED;

constexpr int kAnswerDays = 14;
const char kId[] = "i-1";

// A person who was introduced on 1 June 2026, to a vacancy of De Linde.
class EmployerAnswers : public testing::Test {
 protected:
  EmployerAnswers() {
    world_.AddPerson("p-1");
    store::v1::Vacancy vacancy;
    vacancy.set_organisation("de-linde");
    vacancy.set_openings(1);
    EXPECT_TRUE(world_.Write(WriteMode::kCreate, "v-1", vacancy).ok());
    CreateIntroduction create{.id = kId, .person_id = "p-1", .vacancy_id = "v-1"};
    create.answer_days = kAnswerDays;
    create.may = [](const store::v1::JobSeeker&, const store::v1::Vacancy&) {
      return absl::OkStatus();
    };
    create.render = [](const IntroductionView& view) { return EtagOf(view.head); };
    EXPECT_TRUE(world_
                    .Run([create](DecisionContext& context) {
                      return DecideCreateIntroduction(create, context);
                    })
                    .ok());
  }
  absl::Status Move(store::v1::IntroductionState to) {
    MoveIntroduction move{.id = kId};
    move.to = to;
    move.consent_reason = "akkoord";
    move.employer_answer_days = kAnswerDays;
    move.may = [](const IntroductionView&, const store::v1::JobSeeker*) {
      return absl::OkStatus();
    };
    move.render = [](const IntroductionView& view) { return EtagOf(view.head); };
    return world_
        .Run([move](DecisionContext& context) { return DecideMoveIntroduction(move, context); })
        .status();
  }
  absl::Status Accept() { return Move(store::v1::INTRODUCTION_STATE_ACCEPTED); }
  RecordEmployerAnswer AnswerOf(store::v1::EmployerAnswer given) {
    RecordEmployerAnswer answer{.id = kId};
    answer.answer = given;
    if (given == EMPLOYER_ANSWER_DECLINED) answer.reason = EMPLOYER_DECLINE_REASON_SKILLS;
    answer.may = [](const IntroductionView&, const store::v1::JobSeeker*) {
      return absl::OkStatus();
    };
    answer.render = [](const IntroductionView& view) { return EtagOf(view.head); };
    return answer;
  }
  absl::StatusOr<Reply> Give(const RecordEmployerAnswer& answer, const std::string& request = "") {
    return world_.Run(
        [answer](DecisionContext& context) { return DecideRecordEmployerAnswer(answer, context); },
        request);
  }
  std::string Bytes() { return **world_.store().Get(RecordKind::kIntroduction, kId); }
  IntroductionView View() { return *OpenIntroduction(Bytes(), world_.keys()); }
  store::v1::EmployerAnswer AnswerAfter(int days) {
    const IntroductionView view = View();
    return EmployerAnswerOn(view.head, view.introduction,
                            *matcher::Date::FromCivil(2026, 6, 1) + days);
  }

  WriteWorld world_;
};

TEST_F(EmployerAnswers, AreWaitedForFromTheDayOnWhichThePersonAccepts) {
  EXPECT_EQ(AnswerAfter(1'000), EMPLOYER_ANSWER_UNSPECIFIED);
  ASSERT_TRUE(Accept().ok());
  EXPECT_EQ(View().introduction.employer_answer_by_date().day(), 15);
  EXPECT_EQ(AnswerAfter(kAnswerDays), EMPLOYER_ANSWER_UNSPECIFIED);
  EXPECT_EQ(AnswerAfter(kAnswerDays + 1), EMPLOYER_ANSWER_NO_ANSWER);
  EXPECT_EQ(View().introduction.employer_answer(), EMPLOYER_ANSWER_UNSPECIFIED);  // never stored
}

TEST_F(EmployerAnswers, AreGivenOnceAlsoLate) {
  ASSERT_TRUE(Accept().ok());
  world_.Advance(absl::Hours(24 * (kAnswerDays + 1)));
  ASSERT_TRUE(Give(AnswerOf(EMPLOYER_ANSWER_INVITED)).ok());
  EXPECT_EQ(AnswerAfter(1'000), EMPLOYER_ANSWER_INVITED);
  EXPECT_EQ(DayOf(View().introduction.employer_answer_time()),
            *matcher::Date::FromCivil(2026, 6, 16));
  EXPECT_EQ(ReasonOf(Give(AnswerOf(EMPLOYER_ANSWER_DECLINED)).status()), "EMPLOYER_ANSWERED");
  EXPECT_EQ(AnswerAfter(1'000), EMPLOYER_ANSWER_INVITED);
}

TEST_F(EmployerAnswers, AreToWhoWasIntroduced) {
  EXPECT_EQ(ReasonOf(Give(AnswerOf(EMPLOYER_ANSWER_INVITED)).status()),
            "INTRODUCTION_NOT_ACCEPTED");
  ASSERT_TRUE(Move(store::v1::INTRODUCTION_STATE_DECLINED).ok());
  EXPECT_FALSE(View().introduction.has_employer_answer_by_date());
  EXPECT_EQ(ReasonOf(Give(AnswerOf(EMPLOYER_ANSWER_INVITED)).status()),
            "INTRODUCTION_NOT_ACCEPTED");
}

TEST_F(EmployerAnswers, WhoMayNotAnswerLearnsNothingOfIt) {
  ASSERT_TRUE(Accept().ok());
  RecordEmployerAnswer answer = AnswerOf(EMPLOYER_ANSWER_INVITED);
  answer.etag = "\"stale\"";
  answer.may = [](const IntroductionView&, const store::v1::JobSeeker*) {
    return absl::NotFoundError("none");
  };
  EXPECT_EQ(Give(answer).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(EmployerAnswers, AStaleEtagAbortsAndARepeatGetsTheFirstAnswer) {
  ASSERT_TRUE(Accept().ok());
  RecordEmployerAnswer stale = AnswerOf(EMPLOYER_ANSWER_INVITED);
  stale.etag = "\"1-1\"";
  EXPECT_EQ(Give(stale).status().code(), absl::StatusCode::kAborted);
  const auto first = Give(AnswerOf(EMPLOYER_ANSWER_INVITED), "request-1");
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(Give(AnswerOf(EMPLOYER_ANSWER_INVITED), "request-1")->bytes, first->bytes);
}

TEST_F(EmployerAnswers, WhyIsSealedUnderThePersonsKeyAndForgottenWithThem) {
  ASSERT_TRUE(Accept().ok());
  ASSERT_TRUE(Give(AnswerOf(EMPLOYER_ANSWER_DECLINED)).ok());
  EXPECT_EQ(View().introduction.employer_decline_reason(), EMPLOYER_DECLINE_REASON_SKILLS);
  const auto stored = *ParseStored<store::v1::IntroductionStored>(Bytes());
  EXPECT_EQ(stored.introduction().employer_decline_reason(), EMPLOYER_DECLINE_REASON_UNSPECIFIED);
  EXPECT_EQ(stored.introduction().employer_answer(), EMPLOYER_ANSWER_DECLINED);
  ASSERT_TRUE(world_.Delete(RecordKind::kJobSeeker, "p-1").ok());
  EXPECT_EQ(View().introduction.employer_decline_reason(), EMPLOYER_DECLINE_REASON_UNSPECIFIED);
  EXPECT_EQ(View().introduction.employer_answer(), EMPLOYER_ANSWER_DECLINED);
}

TEST_F(EmployerAnswers, ToSomeoneWhoIsForgottenKeepNoReason) {
  ASSERT_TRUE(Accept().ok());
  ASSERT_TRUE(world_.Delete(RecordKind::kJobSeeker, "p-1").ok());
  ASSERT_TRUE(Give(AnswerOf(EMPLOYER_ANSWER_DECLINED)).ok());
  EXPECT_EQ(View().introduction.employer_answer(), EMPLOYER_ANSWER_DECLINED);
  EXPECT_EQ(View().introduction.employer_decline_reason(), EMPLOYER_DECLINE_REASON_UNSPECIFIED);
}

TEST_F(EmployerAnswers, AreNotWaitedForOnceItIsTakenBack) {
  ASSERT_TRUE(Accept().ok());
  world_.Advance(absl::Hours(24));
  ASSERT_TRUE(Move(store::v1::INTRODUCTION_STATE_WITHDRAWN).ok());
  EXPECT_EQ(AnswerAfter(1'000), EMPLOYER_ANSWER_UNSPECIFIED);
  EXPECT_EQ(ReasonOf(Give(AnswerOf(EMPLOYER_ANSWER_INVITED)).status()),
            "INTRODUCTION_NOT_ACCEPTED");
}

TEST_F(EmployerAnswers, TakingItBackTooLateStaysNoAnswer) {
  ASSERT_TRUE(Accept().ok());
  world_.Advance(absl::Hours(24 * (kAnswerDays + 1)));
  ASSERT_TRUE(Move(store::v1::INTRODUCTION_STATE_WITHDRAWN).ok());
  EXPECT_EQ(AnswerAfter(1'000), EMPLOYER_ANSWER_NO_ANSWER);
}

}  // namespace
}  // namespace overstap::write
