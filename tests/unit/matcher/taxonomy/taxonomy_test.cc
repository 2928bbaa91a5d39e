#include "matcher/taxonomy/taxonomy.h"

#include <cmath>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/matcher/taxonomy/taxonomy_draft.h"

namespace overstap::matcher {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string ErrorOf(TaxonomyDraft& draft) {
  return std::string(draft.TryBuild().status().message());
}

TEST(TaxonomyTest, NumbersAscendByCodeWhateverTheOrderOfImport) {
  const auto taxonomy = TaxonomyDraft().Skill("c").Skill("a").Skill("b").Build();
  EXPECT_EQ(taxonomy->FindSkill("a"), SkillNumber(0));
  EXPECT_EQ(taxonomy->FindSkill("b"), SkillNumber(1));
  EXPECT_EQ(taxonomy->FindSkill("c"), SkillNumber(2));
  EXPECT_EQ(taxonomy->FindSkill("d"), std::nullopt);
}

TEST(TaxonomyTest, GroupsAreNeitherSkillsNorOccupations) {
  const auto taxonomy = TaxonomyDraft()
                            .Skill("weld")
                            .Group("metal work")
                            .Concept(ConceptKind::kIscoGroup, "craft")
                            .Broader("weld", "metal work")
                            .Build();
  EXPECT_EQ(taxonomy->skill_count(), 1U);
  EXPECT_EQ(taxonomy->occupation_count(), 0U);
  EXPECT_EQ(taxonomy->FindSkill("metal work"), std::nullopt);
  EXPECT_EQ(taxonomy->FindOccupation("craft"), std::nullopt);
  EXPECT_EQ(taxonomy->relation_count(), 1U);
}

TEST(TaxonomyTest, EssentialWinsOverOptionalAndEachSkillStandsOnce) {
  const auto taxonomy = TaxonomyDraft()
                            .Skill("weld")
                            .Skill("grind")
                            .Occupation("welder", {"weld", "weld"}, {"weld", "grind"})
                            .Build();
  const auto skills = taxonomy->SkillsOf(*taxonomy->FindOccupation("welder"));
  ASSERT_EQ(skills.size(), 2U);
  EXPECT_EQ(skills[0].skill, *taxonomy->FindSkill("grind"));
  EXPECT_FALSE(skills[0].essential);
  EXPECT_EQ(skills[1].skill, *taxonomy->FindSkill("weld"));
  EXPECT_TRUE(skills[1].essential);
  EXPECT_EQ(taxonomy->relation_count(), 3U) << "the one given twice counts once";
}

TEST(TaxonomyTest, RareSkillsWeighMore) {
  const auto taxonomy = TaxonomyDraft()
                            .Skill("rare")
                            .Skill("common")
                            .Skill("unused")
                            .Occupation("x", {"rare", "common"})
                            .Occupation("y", {"common"})
                            .Build();
  const auto idf = [&](const char* code) {
    return taxonomy->InverseDocumentFrequency(*taxonomy->FindSkill(code));
  };
  EXPECT_DOUBLE_EQ(idf("common"), 1.0);
  EXPECT_DOUBLE_EQ(idf("rare"), std::log(3.0 / 2.0) + 1);
  EXPECT_DOUBLE_EQ(idf("unused"), std::log(3.0) + 1);
}

TEST(TaxonomyTest, LabelsFallBackThroughTheLanguages) {
  ConceptEntry entry;
  entry.code = "solar";
  entry.labels[static_cast<int>(Language::kDe)].preferred = "Photovoltaik";
  TaxonomyDraft draft;
  draft.Skill("lassen").Add(entry);
  const auto taxonomy = draft.Build();
  const SkillNumber solar = *taxonomy->FindSkill("solar");
  EXPECT_EQ(taxonomy->Label(solar, Language::kNl), "Photovoltaik");
  EXPECT_EQ(taxonomy->Label(*taxonomy->FindSkill("lassen"), Language::kEn), "lassen");
  EXPECT_THAT(taxonomy->languages(), ElementsAre(Language::kNl, Language::kDe));
  const auto hits = taxonomy->label_index(Language::kEn).Search("photo", {});
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].number, solar.value());
}

TEST(TaxonomyTest, FindsAlternativeLabelsAndTellsKnowledgeFromSkills) {
  ConceptEntry entry;
  entry.code = "k";
  entry.kind = ConceptKind::kKnowledge;
  entry.collections = {"technical"};
  entry.labels[static_cast<int>(Language::kNl)] = {"elektriciteitsleer", {"stroomkunde"}};
  TaxonomyDraft draft;
  draft.Skill("stroom meten").Add(entry);
  const auto taxonomy = draft.Build();
  const auto hits = taxonomy->label_index(Language::kNl).Search("stroom", {});
  ASSERT_EQ(hits.size(), 2U);
  EXPECT_EQ(hits[0].target, ConceptTarget::kSkill);
  EXPECT_EQ(hits[1].target, ConceptTarget::kKnowledge);
  EXPECT_EQ(hits[1].label, "stroomkunde");
  EXPECT_TRUE(taxonomy->InCollection(*taxonomy->FindSkill("k"), "technical"));
  EXPECT_FALSE(taxonomy->InCollection(*taxonomy->FindSkill("stroom meten"), "technical"));
}

TEST(TaxonomyTest, RelationsBetweenSkillsKeepTheirDirection) {
  const auto taxonomy = TaxonomyDraft()
                            .Skill("weld")
                            .Skill("metals")
                            .Relate("weld", RelationKind::kRelatedEssential, "metals")
                            .Build();
  const auto related = taxonomy->RelatedTo(*taxonomy->FindSkill("weld"));
  ASSERT_EQ(related.size(), 1U);
  EXPECT_EQ(related[0].other, *taxonomy->FindSkill("metals"));
  EXPECT_TRUE(related[0].essential);
  EXPECT_TRUE(taxonomy->RelatedTo(*taxonomy->FindSkill("metals")).empty());
}

TEST(TaxonomyTest, NamesAllErrorsAtOnce) {
  TaxonomyDraft draft;
  ConceptEntry unlabelled;
  unlabelled.code = "mute";
  draft.Skill("weld")
      .Skill("weld")
      .Add(unlabelled)
      .Add(ConceptEntry())
      .Occupation("welder", {"gone"})
      .Relate("weld", RelationKind::kEssentialSkill, "welder")
      .Relate("weld", RelationKind::kRelatedOptional, "weld");
  EXPECT_THAT(ErrorOf(draft),
              AllOf(HasSubstr("weld is given twice"), HasSubstr("mute has no label"),
                    HasSubstr("a concept has no code"), HasSubstr("gone is no concept"),
                    HasSubstr("weld to welder: its ends are of the wrong kind"),
                    HasSubstr("weld to itself")));
}

TEST(TaxonomyTest, NamesTheFirstHundredErrorsAndCountsTheRest) {
  TaxonomyDraft draft;
  for (int i = 0; i < 103; ++i) {
    draft.Relate("x" + std::to_string(1000 + i), RelationKind::kBroader, "y");
  }
  EXPECT_THAT(ErrorOf(draft), AllOf(HasSubstr("x1099"), HasSubstr("; and 3 more")));
}

struct JoinCase {
  const char* source;
  RelationKind kind;
  const char* target;
  bool allowed;
};

TEST(TaxonomyTest, RelationsJoinOnlyWhatTheyMay) {
  const JoinCase cases[] = {
      {"skill", RelationKind::kBroader, "skill2", true},
      {"skill", RelationKind::kBroader, "group", true},
      {"group", RelationKind::kBroader, "group2", true},
      {"group", RelationKind::kBroader, "skill", false},
      {"skill", RelationKind::kBroader, "isco", false},
      {"job", RelationKind::kBroader, "isco", true},
      {"job", RelationKind::kBroader, "job2", true},
      {"isco", RelationKind::kBroader, "isco2", true},
      {"isco", RelationKind::kBroader, "job", false},
      {"job", RelationKind::kOptionalSkill, "skill", true},
      {"job", RelationKind::kOptionalSkill, "group", false},
      {"skill", RelationKind::kRelatedEssential, "skill2", true},
      {"skill", RelationKind::kRelatedEssential, "job", false},
  };
  for (const JoinCase& join : cases) {
    TaxonomyDraft draft;
    draft.Skill("skill").Skill("skill2").Group("group").Group("group2");
    draft.Occupation("job", {}).Occupation("job2", {});
    draft.Concept(ConceptKind::kIscoGroup, "isco").Concept(ConceptKind::kIscoGroup, "isco2");
    draft.Relate(join.source, join.kind, join.target);
    EXPECT_EQ(draft.TryBuild().ok(), join.allowed) << join.source << " to " << join.target;
  }
}

TEST(TaxonomyTest, ParsesLanguages) {
  EXPECT_EQ(ParseLanguage("nl"), Language::kNl);
  EXPECT_EQ(ParseLanguage("en"), Language::kEn);
  EXPECT_EQ(ParseLanguage("de"), Language::kDe);
  EXPECT_EQ(ParseLanguage("NL"), std::nullopt);
  EXPECT_EQ(ParseLanguage(""), std::nullopt);
}

}  // namespace
}  // namespace overstap::matcher
