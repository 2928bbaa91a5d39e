#include "services/api/employer_answering.h"

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "gtest/gtest.h"
#include "matcher/target/suppression.h"
#include "services/convert/to_model.h"

namespace overstap::api {
namespace {

using store::v1::EMPLOYER_ANSWER_DECLINED;
using store::v1::EMPLOYER_ANSWER_INVITED;
using store::v1::EMPLOYER_ANSWER_UNSPECIFIED;

const matcher::Date kFrom = *matcher::Date::FromCivil(2026, 1, 1);
const matcher::Date kTo = *matcher::Date::FromCivil(2026, 3, 31);
const matcher::Date kToday = *matcher::Date::FromCivil(2026, 4, 10);
constexpr int kAnswerDays = 14;

google::protobuf::Timestamp NoonOf(matcher::Date day) {
  constexpr int64_t kSecondsPerDay = 86'400;
  return google::protobuf::util::TimeUtil::SecondsToTimestamp(day.days() * kSecondsPerDay +
                                                              kSecondsPerDay / 2);
}

struct Introduced {
  std::string employer = "de-linde";
  std::string vacancy = "vacancies/v";
  matcher::Date accepted = kFrom;
  store::v1::EmployerAnswer answer = EMPLOYER_ANSWER_UNSPECIFIED;
  int answered_after_days = 0;
  store::v1::IntroductionState state = store::v1::INTRODUCTION_STATE_ACCEPTED;
  std::optional<matcher::Date> withdrawn = std::nullopt;
};

class Answering : public testing::Test {
 protected:
  void Add(const Introduced& introduced, int times = 1) {
    store::v1::Introduction introduction;
    introduction.set_employer_organisation(introduced.employer);
    introduction.set_vacancy(introduced.vacancy);
    introduction.set_state(introduced.state);
    *introduction.mutable_answer_time() = NoonOf(introduced.accepted);
    if (introduced.state != store::v1::INTRODUCTION_STATE_DECLINED) {
      *introduction.mutable_employer_answer_by_date() =
          convert::FromDate(introduced.accepted + kAnswerDays);
    }
    introduction.set_employer_answer(introduced.answer);
    if (introduced.answer != EMPLOYER_ANSWER_UNSPECIFIED) {
      *introduction.mutable_employer_answer_time() =
          NoonOf(introduced.accepted + introduced.answered_after_days);
    }
    store::v1::RecordHead head;
    if (introduced.withdrawn.has_value()) {
      *head.mutable_update_time() = NoonOf(*introduced.withdrawn);
    }
    for (int i = 0; i < times; ++i) answering_.Add(head, introduction);
  }
  void AddAnswers(int invited, int declined, int no_answer, int waiting) {
    Add({.answer = EMPLOYER_ANSWER_INVITED, .answered_after_days = 2}, invited);
    Add({.answer = EMPLOYER_ANSWER_DECLINED, .answered_after_days = 6}, declined);
    Add({}, no_answer);
    Add({.accepted = kTo}, waiting);
  }
  std::vector<v1::EmployerAnswering> Rows() const {
    return *answering_.Rows([](std::string_view vacancy) -> absl::StatusOr<int> {
      if (vacancy == "vacancies/gone") return 0;
      return vacancy == "vacancies/v" ? 2 : 3;
    });
  }

  EmployerAnswering answering_{{.from = kFrom, .to = kTo, .today = kToday}};
};

TEST_F(Answering, CountsEachAnswerApart) {
  AddAnswers(6, 5, 7, 8);
  ASSERT_EQ(Rows().size(), 1U);
  const v1::EmployerAnswering row = Rows().front();
  EXPECT_EQ(row.employer_organisation(), "de-linde");
  EXPECT_EQ(row.introduced_count(), 26);
  EXPECT_EQ(row.invited_count(), 6);
  EXPECT_EQ(row.declined_count(), 5);
  EXPECT_EQ(row.no_answer_count(), 7);
  EXPECT_EQ(row.waiting_count(), 8);
  EXPECT_FALSE(row.is_hidden());
  EXPECT_EQ(row.median_answer_days(), 2);
  EXPECT_EQ(row.introductions_per_opening(), 13);
}

TEST_F(Answering, TheMedianOfAnEvenNumberLiesBetween) {
  AddAnswers(5, 5, 0, 0);
  EXPECT_EQ(Rows().front().median_answer_days(), 4);
}

TEST_F(Answering, TheFloodIsOverTheOpeningsOfAllVacanciesConcerned) {
  Add({}, 6);
  Add({.vacancy = "vacancies/other"}, 5);
  Add({.vacancy = "vacancies/gone"}, 1);
  EXPECT_EQ(Rows().front().introductions_per_opening(), 2);  // 12 over 2 + 3 + 1
}

TEST_F(Answering, IsOfThePeriodInWhichThePersonAccepted) {
  Add({.accepted = kFrom - 1}, 5);
  Add({.accepted = kTo + 1}, 5);
  EXPECT_TRUE(Rows().empty());
  Add({.accepted = kFrom}, 5);
  Add({.accepted = kTo}, 5);
  EXPECT_EQ(Rows().front().introduced_count(), 10);
}

TEST_F(Answering, WhoWasNotIntroducedIsNotCounted) {
  Add({.state = store::v1::INTRODUCTION_STATE_DECLINED}, 9);
  Add({.state = store::v1::INTRODUCTION_STATE_WITHDRAWN, .withdrawn = kFrom + 1}, 9);
  EXPECT_TRUE(Rows().empty());
}

TEST_F(Answering, IsNotBetteredByTakingIntroductionsBack) {
  Add({.state = store::v1::INTRODUCTION_STATE_WITHDRAWN, .withdrawn = kFrom + kAnswerDays + 1}, 5);
  Add({.answer = EMPLOYER_ANSWER_INVITED,
       .state = store::v1::INTRODUCTION_STATE_WITHDRAWN,
       .withdrawn = kFrom + 1},
      6);
  EXPECT_EQ(Rows().front().no_answer_count(), 5);
  EXPECT_EQ(Rows().front().invited_count(), 6);
}

TEST_F(Answering, RowsAscendByOrganisationAndSmallOnesShowNothing) {
  Add({.employer = "de-linde", .answer = EMPLOYER_ANSWER_INVITED}, 5);
  Add({.employer = "de-berk", .answer = EMPLOYER_ANSWER_INVITED}, 4);
  ASSERT_EQ(Rows().size(), 2U);
  v1::EmployerAnswering hidden;
  hidden.set_employer_organisation("de-berk");
  hidden.set_is_hidden(true);
  EXPECT_EQ(Rows()[0].DebugString(), hidden.DebugString());
  EXPECT_EQ(Rows()[1].introduced_count(), 5);
  EXPECT_FALSE(Rows()[1].is_hidden());
}

TEST_F(Answering, AMedianOfFewAnswersIsNotShown) {
  AddAnswers(4, 0, 0, 0);
  AddAnswers(0, 0, 9, 9);
  EXPECT_FALSE(Rows().front().has_median_answer_days());
  EXPECT_TRUE(Rows().front().is_hidden());
}

// Whoever adds up what is shown finds no small count: the hidden ones hold 5 people or more
// together, and are two or more.
TEST_F(Answering, NoSmallCountIsShownOrWorkedOut) {
  std::mt19937 random(20'261'122);
  int hidden_rows = 0;
  for (int round = 0; round < 300; ++round) {
    answering_ = EmployerAnswering({.from = kFrom, .to = kTo, .today = kToday});
    std::vector<int> counts;
    for (int i = 0; i < 4; ++i) counts.push_back(static_cast<int>(random() % 12));
    AddAnswers(counts[0], counts[1], counts[2], counts[3]);
    if (Rows().empty()) continue;
    const v1::EmployerAnswering row = Rows().front();
    int64_t left = row.introduced_count();
    int hidden = 0;
    const int64_t shown[] = {row.invited_count(), row.declined_count(), row.no_answer_count(),
                             row.waiting_count()};
    for (size_t i = 0; i < counts.size(); ++i) {
      EXPECT_TRUE(shown[i] == 0 || shown[i] >= matcher::kSmallCount);
      EXPECT_TRUE(shown[i] == 0 || shown[i] == counts[i]);
      left -= shown[i];
      if (shown[i] != counts[i]) ++hidden;
    }
    if (row.introduced_count() == 0) continue;
    hidden_rows += hidden > 0 ? 1 : 0;
    EXPECT_EQ(row.is_hidden(), hidden > 0);
    EXPECT_NE(hidden, 1) << row.ShortDebugString();
    EXPECT_TRUE(left == 0 || left >= matcher::kSmallCount) << row.ShortDebugString();
    if (row.has_median_answer_days()) {
      EXPECT_GE(counts[0] + counts[1], matcher::kSmallCount);
      EXPECT_EQ(shown[0], counts[0]);
      EXPECT_EQ(shown[1], counts[1]);
    }
  }
  EXPECT_GT(hidden_rows, 50);
}

}  // namespace
}  // namespace overstap::api
