#include "matcher/taxonomy/occupation_similarity.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/matcher/taxonomy/taxonomy_draft.h"

namespace overstap::matcher {
namespace {

constexpr double kRounding = 1e-9;

// Four trades without a word or skill in common but what a test adds.
class OccupationSimilarityTest : public ::testing::Test {
 protected:
  OccupationSimilarityTest() {
    for (const char* skill : {"las", "zaag", "snoei", "vijl", "kook"}) draft_.Skill(skill);
    draft_.Occupation("mig", {"las"}).Occupation("hout", {"zaag"}).Occupation("gaarde", {"snoei"});
  }
  void Broader(const std::string& narrower, const std::string& broader) {
    relations_.push_back({narrower, broader, RelationKind::kBroader});
    draft_.Broader(narrower, broader);
  }
  void AddInField(const std::string& label, const std::string& isco_code) {
    ConceptEntry entry;
    entry.scheme = "ESCO";
    entry.code = label;
    entry.kind = ConceptKind::kOccupation;
    entry.labels[static_cast<int>(Language::kNl)].preferred = label;
    entry.isco_code = isco_code;
    draft_.Add(std::move(entry));
  }
  void Build() {
    taxonomy_ = draft_.Build();
    similarity_ = std::make_unique<OccupationSimilarity>(*taxonomy_, relations_);
  }
  OccupationLikeness Of(const std::string& source, const std::string& target) const {
    return similarity_->From(
        *taxonomy_->FindOccupation(source))[taxonomy_->FindOccupation(target)->value()];
  }

  TaxonomyDraft draft_;
  std::vector<RelationEntry> relations_;
  std::shared_ptr<const Taxonomy> taxonomy_;
  std::unique_ptr<OccupationSimilarity> similarity_;
};

TEST_F(OccupationSimilarityTest, ASharedEssentialSkillSaysMoreThanAnOptionalOneAndNoneNothing) {
  draft_.Occupation("brug", {"las", "vijl"}).Occupation("dok", {"vijl"}, {"las"});
  Build();
  EXPECT_GT(Of("mig", "brug").skills, Of("mig", "dok").skills);
  EXPECT_GT(Of("mig", "dok").skills, 0);
  EXPECT_EQ(Of("mig", "hout").score, 0);
}

TEST_F(OccupationSimilarityTest, SkillsBelowOneGroupAreAlikeWhereNoSkillIsShared) {
  draft_.Group("metaal");
  Broader("las", "metaal");
  Broader("vijl", "metaal");
  draft_.Occupation("dok", {"vijl"});
  Build();
  EXPECT_GT(Of("mig", "dok").skills, 0);
  EXPECT_EQ(Of("mig", "hout").skills, 0);
}

TEST_F(OccupationSimilarityTest, SkillsThatShareAWordAreAlike) {
  draft_.Skill("las buizen").Occupation("dok", {"las buizen"});
  Build();
  EXPECT_GT(Of("mig", "dok").words, 0);
  EXPECT_EQ(Of("mig", "dok").skills, 0);
}

TEST_F(OccupationSimilarityTest, TitlesThatSharePartOfAWordAreAlike) {
  draft_.Occupation("migrobot", {"kook"});
  Build();
  EXPECT_GT(Of("mig", "migrobot").titles, 0);
  EXPECT_EQ(Of("hout", "migrobot").titles, 0);
}

TEST_F(OccupationSimilarityTest, MoreDigitsOfIscoInCommonSayMore) {
  AddInField("x", "7212");
  AddInField("y", "7213");
  AddInField("z", "7411");
  Build();
  EXPECT_GT(Of("x", "y").field, Of("x", "z").field);
  EXPECT_GT(Of("x", "z").field, 0);
  EXPECT_EQ(Of("x", "mig").field, 0);
}

TEST_F(OccupationSimilarityTest, ASpecialisationComesAfterWhatItSpecialises) {
  draft_.Occupation("dok", {"las"});
  Broader("dok", "mig");
  draft_.Occupation("brug", {"las"});
  Build();
  EXPECT_GT(Of("brug", "mig").score, Of("brug", "dok").score);
  EXPECT_LT(Of("brug", "dok").breadth, 0);
  EXPECT_GT(Of("brug", "mig").breadth, 0);
}

TEST_F(OccupationSimilarityTest, IsSymmetricButForBreadthAndTheSumOfItsParts) {
  draft_.Occupation("migrobot", {"las", "vijl"}, {"zaag"});
  Broader("migrobot", "mig");
  Build();
  for (const auto& [a, b] : {std::pair("mig", "migrobot"), std::pair("hout", "migrobot")}) {
    const OccupationLikeness there = Of(a, b);
    const OccupationLikeness back = Of(b, a);
    EXPECT_NEAR(there.score - there.breadth, back.score - back.breadth, 2 * kRounding);
    EXPECT_NEAR(there.score,
                there.skills + there.words + there.titles + there.field + there.breadth, kRounding);
  }
}

TEST_F(OccupationSimilarityTest, AnOccupationWithoutSkillsIsLikeOthersByItsTitleAlone) {
  draft_.Occupation("migrant", {});
  Build();
  const OccupationLikeness likeness = Of("migrant", "mig");
  EXPECT_GT(likeness.titles, 0);
  EXPECT_EQ(likeness.skills, 0);
  EXPECT_EQ(likeness.words, 0);
  EXPECT_NEAR(likeness.score, likeness.titles, kRounding);
}

TEST_F(OccupationSimilarityTest, ACycleInTheHierarchyEnds) {
  draft_.Group("a").Group("b");
  Broader("a", "b");
  Broader("b", "a");
  Broader("las", "a");
  Broader("vijl", "b");
  draft_.Occupation("dok", {"vijl"});
  Build();
  EXPECT_GT(Of("mig", "dok").skills, 0);
}

}  // namespace
}  // namespace overstap::matcher
