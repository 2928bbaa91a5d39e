#include "matcher/taxonomy/similarity.h"

#include <cmath>
#include <string>

#include "gtest/gtest.h"
#include "tests/unit/matcher/taxonomy/taxonomy_draft.h"

namespace overstap::matcher {
namespace {

constexpr SimilarityConstants kConstants = kFitConstants.similarity;

// How far having `own` covers `wanted`.
double Similarity(const Taxonomy& taxonomy, const char* own, const char* wanted) {
  const SkillNumber number = *taxonomy.FindSkill(wanted);
  for (const SimilarSkill& similar : taxonomy.SimilarTo(*taxonomy.FindSkill(own))) {
    if (similar.skill == number) return similar.similarity.ToDouble();
  }
  return 0;
}

constexpr double kUnit = 1.0 / Share::kOne;

TEST(SimilarityTest, WhoHasASkillHasWhatIsEssentialToItMoreThanTheOtherWayRound) {
  TaxonomyDraft draft;
  draft.Skill("weld").Skill("metals").Skill("sparks");
  draft.Relate("weld", RelationKind::kRelatedEssential, "metals");
  draft.Relate("weld", RelationKind::kRelatedOptional, "sparks");
  const auto taxonomy = draft.Build();
  EXPECT_NEAR(Similarity(*taxonomy, "weld", "metals"), kConstants.skill_covers_essential, kUnit);
  EXPECT_NEAR(Similarity(*taxonomy, "metals", "weld"), kConstants.essential_covers_skill, kUnit);
  EXPECT_NEAR(Similarity(*taxonomy, "weld", "sparks"), kConstants.skill_covers_optional, kUnit);
  EXPECT_NEAR(Similarity(*taxonomy, "sparks", "weld"), kConstants.optional_covers_skill, kUnit);
  EXPECT_EQ(Similarity(*taxonomy, "metals", "sparks"), 0);
}

TEST(SimilarityTest, ASmallSharedGroupSaysMoreThanALargeOne) {
  TaxonomyDraft draft;
  draft.Group("small").Group("large").Broader("small", "large");
  for (int i = 0; i < 100; ++i) draft.Skill("other " + std::to_string(i));
  for (const char* skill : {"mig", "tig"}) draft.Skill(skill).Broader(skill, "small");
  for (const char* skill : {"saw", "drill", "bend"}) draft.Skill(skill).Broader(skill, "large");
  const auto taxonomy = draft.Build();
  const double all = std::log(105.0);
  EXPECT_NEAR(Similarity(*taxonomy, "mig", "tig"), kConstants.hierarchy * (1 - std::log(2.0) / all),
              kUnit);
  EXPECT_NEAR(Similarity(*taxonomy, "mig", "saw"), kConstants.hierarchy * (1 - std::log(5.0) / all),
              kUnit);
  EXPECT_EQ(Similarity(*taxonomy, "mig", "other 1"), 0);
}

TEST(SimilarityTest, AGroupOfAlmostEverythingSaysNothing) {
  TaxonomyDraft draft;
  draft.Group("all");
  for (const char* skill : {"a", "b", "c", "d"}) draft.Skill(skill).Broader(skill, "all");
  const auto taxonomy = draft.Build();
  EXPECT_EQ(Similarity(*taxonomy, "a", "b"), 0);
}

TEST(SimilarityTest, ABroaderSkillIsCoveredByItsNarrowerOnes) {
  TaxonomyDraft draft;
  draft.Skill("weld").Skill("mig").Broader("mig", "weld");
  for (int i = 0; i < 30; ++i) draft.Skill("other " + std::to_string(i));
  const auto taxonomy = draft.Build();
  const double weld = 1 - std::log(2.0) / std::log(32.0);
  EXPECT_NEAR(Similarity(*taxonomy, "mig", "weld"), kConstants.hierarchy * 2 * weld / (1 + weld),
              kUnit);
}

TEST(SimilarityTest, SkillsThatOccurTogetherOftenAreAlikeAndOnceAreNot) {
  TaxonomyDraft draft;
  for (const char* skill : {"often 1", "often 2", "once 1", "once 2"}) draft.Skill(skill);
  for (int i = 0; i < 20; ++i) {
    const std::string filler = "filler " + std::to_string(i);
    draft.Skill(filler);
    draft.Occupation("job " + std::to_string(i), {"often 1", "often 2", filler});
  }
  draft.Occupation("one job", {"once 1", "once 2"});
  const auto taxonomy = draft.Build();
  EXPECT_NEAR(Similarity(*taxonomy, "often 1", "often 2"),
              kConstants.co_occurrence * 20 / (20 + kConstants.co_occurrence_support), kUnit);
  EXPECT_EQ(Similarity(*taxonomy, "once 1", "once 2"), 0);
}

TEST(SimilarityTest, AllEvidenceTogetherStaysAtTheCap) {
  TaxonomyDraft draft;
  for (const char* skill : {"a", "b"}) draft.Skill(skill);
  draft.Group("pair").Broader("a", "pair").Broader("b", "pair");
  draft.Relate("a", RelationKind::kRelatedEssential, "b");
  for (int i = 0; i < 50; ++i) {
    draft.Skill("other " + std::to_string(i));
    draft.Occupation("job " + std::to_string(i), {"a", "b"});
  }
  const auto taxonomy = draft.Build();
  EXPECT_NEAR(Similarity(*taxonomy, "a", "b"), kConstants.cap, kUnit);
  EXPECT_NEAR(Similarity(*taxonomy, "b", "a"), kConstants.cap, kUnit);
}

TEST(SimilarityTest, KeepsTheMostSimilarAndOfEqualOnesTheLowerNumbers) {
  TaxonomyDraft draft;
  draft.Group("group");
  for (int i = 0; i < 15; ++i) {
    const std::string skill = "in " + std::to_string(10 + i);
    draft.Skill(skill).Broader(skill, "group");
  }
  for (int i = 0; i < 2000; ++i) draft.Skill("out " + std::to_string(i));
  draft.Relate("in 10", RelationKind::kRelatedEssential, "in 24");
  const auto taxonomy = draft.Build();
  const auto similar = taxonomy->SimilarTo(*taxonomy->FindSkill("in 10"));
  ASSERT_EQ(similar.size(), kConstants.max_neighbours);
  EXPECT_EQ(similar[0].skill, *taxonomy->FindSkill("in 24"));
  for (size_t i = 1; i < similar.size(); ++i) {
    EXPECT_EQ(similar[i].skill, *taxonomy->FindSkill("in " + std::to_string(10 + i)));
  }
}

TEST(SimilarityTest, ACycleInTheHierarchyEnds) {
  TaxonomyDraft draft;
  draft.Group("x").Group("y").Broader("x", "y").Broader("y", "x");
  for (const char* skill : {"a", "b"}) draft.Skill(skill).Broader(skill, "x");
  for (int i = 0; i < 30; ++i) draft.Skill("other " + std::to_string(i));
  EXPECT_GT(Similarity(*draft.Build(), "a", "b"), 0);
}

}  // namespace
}  // namespace overstap::matcher
