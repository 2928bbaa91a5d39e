// The parser of bytes against the conversion of messages.
#include "services/convert/record_parser.h"

#include <memory>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "overstap/store/v1/log.pb.h"

namespace overstap::convert {
namespace {

constexpr int kRecords = 500;
constexpr uint32_t kSkills = 20;

class RecordParserTest : public testing::Test {
 protected:
  RecordParserTest() {
    matcher::TaxonomyBuilder builder(1, "test");
    for (uint32_t i = 0; i < kSkills; ++i) {
      matcher::ConceptEntry entry{.scheme = "ESCO", .code = Code(i)};
      entry.labels[0].preferred = entry.code;
      builder.AddConcept(entry);
    }
    taxonomy_ = *std::move(builder).Build();
    matcher::Region::Parts parts;
    parts.sectors = {{.id = "other"}, {.id = "energy"}};
    region_ = *matcher::Region::Build(parts);
  }

  static std::string Code(uint32_t number) {
    return absl::StrCat("http://example.org/skill/", number);
  }
  uint32_t Below(uint32_t bound) { return static_cast<uint32_t>(generator_() % bound); }

  // Some codes are unknown, some skills have neither code nor level.
  template <typename Skill>
  void FillSkill(Skill* skill) {
    if (Below(10) == 0) return;
    skill->mutable_skill()->set_scheme("ESCO");
    skill->mutable_skill()->set_code(Code(Below(kSkills + 2)));
  }

  store::v1::JobSeeker AnyPerson() {
    store::v1::JobSeeker person;
    if (Below(5) > 0) person.mutable_skills();
    for (uint32_t i = Below(30); person.has_skills() && i > 0; --i) {
      auto* item = person.mutable_skills()->add_items();
      FillSkill(item);
      item->set_proficiency(static_cast<store::v1::Proficiency>(Below(5)));
      item->set_source(store::v1::SKILL_SOURCE_STATED);
    }
    if (Below(2) > 0) person.set_hours_per_week_now(Below(40));
    if (Below(2) > 0) person.mutable_sectors()->add_items("energy");
    if (Below(2) > 0) person.set_organisation("uwv");
    return person;
  }

  store::v1::Vacancy AnyVacancy() {
    store::v1::Vacancy vacancy;
    vacancy.set_title(absl::StrCat("title ", Below(100)));
    if (Below(2) > 0) vacancy.set_description(std::string(Below(400), 'd'));
    for (uint32_t i = Below(30); i > 0; --i) {
      auto* item = vacancy.add_skills();
      FillSkill(item);
      item->set_importance(static_cast<store::v1::Importance>(Below(3)));
    }
    vacancy.set_sector("energy");
    vacancy.set_openings(static_cast<int>(Below(5)));
    return vacancy;
  }

  ModelContext context() const { return {*taxonomy_, *region_}; }

  std::mt19937 generator_{42};
  std::shared_ptr<const matcher::Taxonomy> taxonomy_;
  std::shared_ptr<const matcher::Region> region_;
};

TEST_F(RecordParserTest, GivesThePersonThatTheMessageGives) {
  RecordParser parser(context());
  UnknownCodes unknown;
  UnknownCodes expected_unknown;
  for (int i = 0; i < kRecords; ++i) {
    const store::v1::JobSeeker message = AnyPerson();
    const auto expected = ToModel("p-1", message, context(), &expected_unknown);
    const auto person = parser.ParseJobSeeker("p-1", message.SerializeAsString(), &unknown);
    ASSERT_TRUE(person.has_value());
    EXPECT_EQ(person->id, "p-1");
    ASSERT_EQ(person->skills.has_value(), expected.skills.has_value());
    if (expected.skills.has_value()) {
      ASSERT_EQ(person->skills->size(), expected.skills->size());
      for (size_t skill = 0; skill < expected.skills->size(); ++skill) {
        EXPECT_EQ((*person->skills)[skill].skill, (*expected.skills)[skill].skill);
        EXPECT_EQ((*person->skills)[skill].proficiency, (*expected.skills)[skill].proficiency);
      }
    }
    EXPECT_EQ(person->hours_now, expected.hours_now);
    EXPECT_EQ(person->sectors, expected.sectors);
    EXPECT_EQ(parser.job_seeker().organisation(), message.organisation());
    EXPECT_EQ(unknown.count, expected_unknown.count);
  }
  EXPECT_GT(unknown.count, 0);
}

TEST_F(RecordParserTest, GivesTheVacancyThatTheMessageGives) {
  RecordParser parser(context());
  UnknownCodes unknown;
  UnknownCodes expected_unknown;
  for (int i = 0; i < kRecords; ++i) {
    store::v1::VacancyStored stored;
    stored.mutable_head()->set_id("v-1");
    *stored.mutable_vacancy() = AnyVacancy();
    const std::string bytes = stored.SerializeAsString();
    const auto parts = SplitStoredVacancy(bytes);
    ASSERT_TRUE(parts.has_value());
    EXPECT_EQ(parts->head, stored.head().SerializeAsString());
    const auto expected = ToModel("v-1", stored.vacancy(), 3, context(), &expected_unknown);
    const auto vacancy = parser.ParseVacancy(
        "v-1", parts->vacancy,
        [&stored](const store::v1::Vacancy& rest) {
          EXPECT_EQ(rest.openings(), stored.vacancy().openings());
          return 3;
        },
        &unknown);
    ASSERT_TRUE(vacancy.has_value());
    EXPECT_EQ(vacancy->title, expected.title);
    EXPECT_EQ(vacancy->sector, expected.sector);
    EXPECT_EQ(vacancy->openings_left, 3);
    ASSERT_EQ(vacancy->skills.size(), expected.skills.size());
    for (size_t skill = 0; skill < expected.skills.size(); ++skill) {
      EXPECT_EQ(vacancy->skills[skill].skill, expected.skills[skill].skill);
      EXPECT_EQ(vacancy->skills[skill].essential, expected.skills[skill].essential);
    }
    EXPECT_EQ(unknown.count, expected_unknown.count);
  }
}

TEST_F(RecordParserTest, WhatIsCutOffOrDamagedIsNeverReadBeyondItsEnd) {
  RecordParser parser(context());
  UnknownCodes unknown;
  for (int i = 0; i < kRecords; ++i) {
    std::string bytes = AnyPerson().SerializeAsString();
    if (!bytes.empty())
      bytes[Below(static_cast<uint32_t>(bytes.size()))] = static_cast<char>(Below(256));
    const std::unique_ptr<char[]> exact(new char[bytes.size()]);
    const size_t size = bytes.empty() ? 0 : Below(static_cast<uint32_t>(bytes.size()));
    std::copy_n(bytes.data(), size, exact.get());
    (void)parser.ParseJobSeeker("p-1", {exact.get(), size}, &unknown);
    (void)SplitStoredVacancy({exact.get(), size});
  }
}

}  // namespace
}  // namespace overstap::convert
