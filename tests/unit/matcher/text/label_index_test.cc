#include "matcher/text/label_index.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> LabelsOf(const std::vector<LabelHit>& hits) {
  std::vector<std::string> labels;
  labels.reserve(hits.size());
  for (const LabelHit& hit : hits) labels.emplace_back(hit.label);
  return labels;
}

// Preferred labels of occupations, numbered in order.
LabelIndex IndexOf(const std::vector<std::string>& labels) {
  LabelIndex::Builder builder;
  uint32_t number = 0;
  for (const std::string& label : labels) {
    builder.Add(label, ConceptTarget::kOccupation, number++, true);
  }
  return std::move(builder).Build();
}

TEST(LabelIndexTest, EqualComesBeforeBeginningComesBeforeLaterWord) {
  const LabelIndex index = IndexOf({"wijkverpleegkundige", "hulp in de verpleging", "verpleging",
                                    "verplegingswetenschapper", "zorg, verpleging"});
  EXPECT_THAT(LabelsOf(index.Search("verpleging", {})),
              ElementsAre("verpleging", "verplegingswetenschapper", "zorg, verpleging",
                          "hulp in de verpleging"));
}

TEST(LabelIndexTest, CaseDiacriticsAndPunctuationDoNotMatter) {
  const LabelIndex index = IndexOf({"Crèche-leidster (m/v)", "ｆｕｌｌ Straße"});
  EXPECT_THAT(LabelsOf(index.Search("CRECHE LEID", {})), ElementsAre("Crèche-leidster (m/v)"));
  EXPECT_THAT(LabelsOf(index.Search("  crèche", {})), ElementsAre("Crèche-leidster (m/v)"));
  EXPECT_THAT(LabelsOf(index.Search("full strasse", {})), ElementsAre("ｆｕｌｌ Straße"));
}

TEST(LabelIndexTest, FindsOnlyBeginningsOfWords) {
  const LabelIndex index = IndexOf({"timmerman", "tuinman"});
  EXPECT_THAT(index.Search("man", {}), IsEmpty());
}

TEST(LabelIndexTest, AnEmptyTextFindsNothing) {
  const LabelIndex index = IndexOf({"lasser"});
  EXPECT_THAT(index.Search("", {}), IsEmpty());
  EXPECT_THAT(index.Search(" ./- ", {}), IsEmpty());
  EXPECT_THAT(LabelIndex().Search("lasser", {}), IsEmpty());
}

TEST(LabelIndexTest, PreferredLabelsComeBeforeAlternativesAndShorterBeforeLonger) {
  LabelIndex::Builder builder;
  builder.Add("lasbaas", ConceptTarget::kOccupation, 1, false);
  builder.Add("lasinspecteur", ConceptTarget::kOccupation, 2, true);
  builder.Add("lasser", ConceptTarget::kOccupation, 3, true);
  const LabelIndex index = std::move(builder).Build();
  EXPECT_THAT(LabelsOf(index.Search("las", {})), ElementsAre("lasser", "lasinspecteur", "lasbaas"));
}

TEST(LabelIndexTest, AConceptIsFoundOnceByItsBestLabel) {
  LabelIndex::Builder builder;
  builder.Add("monteur zonnepanelen", ConceptTarget::kOccupation, 1, true);
  builder.Add("zonnepanelenlegger", ConceptTarget::kOccupation, 1, false);
  builder.Add("zonnepanelen zonnepaneelplaatser", ConceptTarget::kOccupation, 1, false);
  const LabelIndex index = std::move(builder).Build();
  EXPECT_THAT(LabelsOf(index.Search("zonnepan", {})), ElementsAre("zonnepanelenlegger"));
}

TEST(LabelIndexTest, SkillKnowledgeAndOccupationOfOneNumberAreThreeConcepts) {
  LabelIndex::Builder builder;
  builder.Add("lassen", ConceptTarget::kSkill, 7, true);
  builder.Add("lastechniek", ConceptTarget::kKnowledge, 7, true);
  builder.Add("lasser", ConceptTarget::kOccupation, 7, true);
  const LabelIndex index = std::move(builder).Build();
  EXPECT_THAT(LabelsOf(index.Search("las", {})), ElementsAre("lassen", "lasser", "lastechniek"));
  EXPECT_THAT(LabelsOf(index.Search("las", {.skills = false, .knowledge = false})),
              ElementsAre("lasser"));
  EXPECT_THAT(LabelsOf(index.Search("las", {.skills = false, .occupations = false})),
              ElementsAre("lastechniek"));
  EXPECT_THAT(LabelsOf(index.Search("las", {.knowledge = false, .occupations = false})),
              ElementsAre("lassen"));
}

TEST(LabelIndexTest, PagesAddUpToTheWholeList) {
  LabelIndex::Builder builder;
  for (uint32_t i = 0; i < 40; ++i) {
    // Many labels for one concept, so that pages need more labels than concepts.
    for (uint32_t j = 0; j <= i; ++j) {
      builder.Add("las " + std::to_string(i) + " " + std::to_string(j), ConceptTarget::kSkill, i,
                  j == 3);
    }
  }
  const LabelIndex index = std::move(builder).Build();
  const auto whole = LabelsOf(index.Search("las", {.limit = 100}));
  ASSERT_EQ(whole.size(), 40U);
  std::vector<std::string> paged;
  for (size_t offset = 0; offset < 45; offset += 7) {
    for (const LabelHit& hit : index.Search("las", {.offset = offset, .limit = 7})) {
      paged.emplace_back(hit.label);
    }
  }
  EXPECT_EQ(paged, whole);
}

TEST(LabelIndexTest, MalformedUtf8IsFoundByWhatIsWellFormed) {
  const LabelIndex index = IndexOf({"zorg\xff\xfehulp é"});
  EXPECT_EQ(index.Search("zorg", {}).size(), 1U);
  EXPECT_EQ(index.Search("hulp", {}).size(), 1U);
  EXPECT_THAT(index.Search("\xff", {}), IsEmpty());
}

TEST(LabelIndexTest, FindsLabelsOfProgrammingLanguages) {
  const LabelIndex index = IndexOf({"C++", "C#", "C", "CSS"});
  EXPECT_THAT(LabelsOf(index.Search("c++", {})), ElementsAre("C++"));
  EXPECT_THAT(LabelsOf(index.Search("c#", {})), ElementsAre("C#"));
  EXPECT_THAT(LabelsOf(index.Search("c", {})), ElementsAre("C", "C#", "C++", "CSS"));
}

TEST(LabelIndexTest, StaysValidWhenMoved) {
  LabelIndex index = IndexOf({"lasser"});
  const LabelIndex moved = std::move(index);
  EXPECT_THAT(LabelsOf(moved.Search("las", {})), ElementsAre("lasser"));
}

}  // namespace
}  // namespace overstap::matcher
