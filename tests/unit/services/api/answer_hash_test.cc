// What the hash of an answer is over.
#include "services/api/answer_hash.h"

#include "gtest/gtest.h"

namespace overstap::api {
namespace {

v1::MatchVacanciesResponse Answer() {
  v1::MatchVacanciesResponse answer;
  v1::VacancyMatch* match = answer.add_matches();
  match->set_vacancy("vacancies/v");
  match->mutable_fit()->add_parts()->set_skill_number(7);
  match->add_unknowns()->set_subject("nl");
  answer.add_missing_fields()->set_field("job_seeker.languages");
  return answer;
}

TEST(AnswerHash, WordsTokensAndVersionsMakeNoDifference) {
  const std::string hash = AnswerHash(Answer());
  v1::MatchVacanciesResponse answer = Answer();
  answer.set_next_page_token("a token");
  answer.set_answer_hash(hash);
  answer.mutable_versions()->set_snapshot_version(12);
  v1::VacancyMatch* match = answer.mutable_matches(0);
  match->mutable_fit()->mutable_parts(0)->set_label("what is demanded");
  match->mutable_fit()->mutable_parts(0)->set_covered_by_label("what covers it");
  match->mutable_unknowns(0)->set_text("open");
  match->add_notes("a note");
  EXPECT_EQ(AnswerHash(answer), hash);
}

TEST(AnswerHash, WhatIsSaidMakesOne) {
  const std::string hash = AnswerHash(Answer());
  v1::MatchVacanciesResponse answer = Answer();
  answer.mutable_matches(0)->mutable_fit()->mutable_parts(0)->set_skill_number(8);
  EXPECT_NE(AnswerHash(answer), hash);
  answer = Answer();
  answer.mutable_matches(0)->mutable_unknowns(0)->set_subject("de");
  EXPECT_NE(AnswerHash(answer), hash);
  answer = Answer();
  answer.mutable_missing_fields(0)->set_result_count(2);
  EXPECT_NE(AnswerHash(answer), hash);
}

}  // namespace
}  // namespace overstap::api
