// The hash of an answer, taken in place and over a copy.
#include "services/api/answer_hash.h"

#include <string>

#include "google/protobuf/arena.h"
#include "gtest/gtest.h"

namespace overstap::api {
namespace {

template <typename Match>
void Fill(int seed, Match* match) {
  match->mutable_fit()->set_score_units(static_cast<uint32_t>(100 + seed));
  for (int i = 0; i < seed % 4; ++i) {
    v1::FitPart* part = match->mutable_fit()->add_parts();
    part->set_skill_number(static_cast<uint32_t>(7 * i + seed));
    if (i % 2 == 0) part->set_label("what is demanded, in so many words");
    part->set_covered_by_label("what covers it");
  }
  for (int i = 0; i < seed % 3; ++i) {
    match->add_unknowns()->set_text("open, and a text that is too long to be kept in place");
    match->add_reasons()->set_subject("nl");
    match->add_notes("a note");
  }
}

// `answer` is filled with results, a token and versions; then both hashes are the same, and the
// answer stays as it was.
template <typename Answer>
void ExpectSame(Answer* answer) {
  for (int i = 0; i < 12; ++i) Fill(i, answer->add_matches());
  answer->set_next_page_token("a token that is longer than what a string keeps in place");
  answer->mutable_versions()->set_snapshot_version(12);
  answer->add_missing_fields()->set_field("job_seeker.languages");
  const std::string before = answer->SerializeAsString();
  const std::string hash = AnswerHash(*answer);
  EXPECT_EQ(AnswerHashInPlace(answer), hash);
  EXPECT_EQ(answer->SerializeAsString(), before);
  // Words make no difference, what is said does.
  answer->mutable_matches(3)->mutable_fit()->mutable_parts(0)->set_label("other words");
  answer->mutable_versions()->set_snapshot_version(13);
  EXPECT_EQ(AnswerHashInPlace(answer), hash);
  answer->mutable_matches(3)->mutable_fit()->mutable_parts(0)->set_skill_number(99'999);
  EXPECT_NE(AnswerHashInPlace(answer), hash);
  EXPECT_EQ(AnswerHashInPlace(answer), AnswerHash(*answer));
}

TEST(AnswerHash, IsTheSameInPlaceAsOverACopy) {
  v1::MatchVacanciesResponse vacancies;
  ExpectSame(&vacancies);
  v1::MatchJobSeekersResponse job_seekers;
  ExpectSame(&job_seekers);
}

TEST(AnswerHash, IsTheSameInAnArena) {
  google::protobuf::Arena arena;
  ExpectSame(google::protobuf::Arena::CreateMessage<v1::MatchVacanciesResponse>(&arena));
  ExpectSame(google::protobuf::Arena::CreateMessage<v1::MatchJobSeekersResponse>(&arena));
}

TEST(AnswerHash, OfAnEmptyAnswerIsTheSameToo) {
  v1::MatchVacanciesResponse empty;
  EXPECT_EQ(AnswerHashInPlace(&empty), AnswerHash(v1::MatchVacanciesResponse()));
}

}  // namespace
}  // namespace overstap::api
