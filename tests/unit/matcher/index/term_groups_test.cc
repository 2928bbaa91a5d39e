#include "matcher/index/term_groups.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <vector>

namespace overstap::matcher {
namespace {

constexpr uint32_t kThemes = 10;
constexpr uint32_t kTermsOfTheme = 12;
constexpr uint32_t kTermCount = kThemes * kTermsOfTheme + 1;

// Documents of ten themes in turn; each has most of its theme's terms and one that all have.
struct World {
  std::vector<SparseVector> vectors;
  std::vector<IndexDocument> documents;

  explicit World(uint32_t count) : vectors(count), documents(count) {
    for (uint32_t i = 0; i < count; ++i) {
      const uint32_t theme = i % kThemes;
      for (uint32_t j = 0; j < kTermsOfTheme; ++j) {
        if ((i / kThemes + j) % 4 == 0) continue;
        vectors[i].push_back({TermNumber(theme * kTermsOfTheme + j), Share(1000)});
      }
      vectors[i].push_back({TermNumber(kTermCount - 1), Share(5000)});
      documents[i] = {.creation = CreationNumber(i), .terms = vectors[i]};
    }
  }
};

std::vector<uint32_t> GroupsOf(const std::vector<IndexDocument>& documents, size_t term_count) {
  GivenDocuments source(documents);
  return GroupByTerms(documents, source, term_count);
}

TEST(GroupByTerms, OneOfAGroupsTermsJoinsIt) {
  World world(400);
  std::vector<uint32_t> expected(400);
  for (uint32_t i = 0; i < 400; ++i) {
    expected[i] = 7'000 + i % kThemes;
    if (i % 3 != 0) world.documents[i].group = expected[i];
  }
  EXPECT_EQ(GroupsOf(world.documents, kTermCount), expected);
}

TEST(GroupByTerms, KeepsTheGroupsThatAreGiven) {
  World world(40);
  for (uint32_t i = 0; i < 40; ++i) world.documents[i].group = i * 31 % 7;
  const std::vector<uint32_t> groups = GroupsOf(world.documents, kTermCount);
  for (uint32_t i = 0; i < 40; ++i) EXPECT_EQ(groups[i], *world.documents[i].group);
}

TEST(GroupByTerms, WithoutAnyGroupsLikeDocumentsGatherAroundLeaders) {
  const World world(4'000);
  const std::vector<uint32_t> groups = GroupsOf(world.documents, kTermCount);
  std::map<uint32_t, std::set<uint32_t>> themes_of;
  for (uint32_t i = 0; i < groups.size(); ++i) themes_of[groups[i]].insert(i % kThemes);
  // Leaders stand at even distances, so that not every theme need have one; but no theme is torn
  // apart among groups of others.
  EXPECT_GT(themes_of.size(), 1U);
  std::map<uint32_t, std::set<uint32_t>> groups_of;
  for (uint32_t i = 0; i < groups.size(); ++i) groups_of[i % kThemes].insert(groups[i]);
  for (const auto& [theme, of_theme] : groups_of) {
    EXPECT_LE(of_theme.size(), 4'000 / 200 / 2) << theme;
  }
  EXPECT_EQ(groups, GroupsOf(world.documents, kTermCount)) << "the same each time";
}

TEST(GroupByTerms, TakesDocumentsWithoutTerms) {
  std::vector<IndexDocument> documents(5);
  EXPECT_EQ(GroupsOf(documents, 3).size(), 5U);
  EXPECT_TRUE(GroupsOf({}, 3).empty());
}

}  // namespace
}  // namespace overstap::matcher
