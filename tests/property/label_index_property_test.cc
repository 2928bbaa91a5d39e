// Label search agrees with a look at every label.
#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "matcher/text/fold.h"
#include "matcher/text/label_index.h"
#include "tests/property/random_source.h"

namespace overstap::matcher {
namespace {

struct TestLabel {
  std::string text;
  ConceptTarget target;
  uint32_t number;
  bool preferred;
};

// Words of few letters, so that many labels share beginnings.
std::string RandomText(RandomSource* random) {
  static constexpr const char* kLetters[] = {"a", "b", "é", "A", "ß", "+"};
  static constexpr const char* kBreaks[] = {" ", "-", " (", "/"};
  std::string text;
  for (uint32_t word = 1 + random->Below(3); word > 0; --word) {
    for (uint32_t i = 1 + random->Below(3); i > 0; --i) text += kLetters[random->Below(6)];
    if (word > 1) text += kBreaks[random->Below(4)];
  }
  return text;
}

// 0: equal, 1: begins, 2: a later word begins, 3: none.
int ClassOf(const std::string& folded, const std::string& prefix) {
  if (folded == prefix) return 0;
  if (folded.compare(0, prefix.size(), prefix) == 0) return 1;
  return folded.find(" " + prefix) != std::string::npos ? 2 : 3;
}

// The definition, word by word of the header.
std::vector<std::pair<ConceptTarget, uint32_t>> Scan(const std::vector<TestLabel>& labels,
                                                     const std::string& text, size_t offset,
                                                     size_t limit) {
  using Rank = std::tuple<int, bool, size_t, std::string, ConceptTarget, uint32_t>;
  const std::string prefix = Fold(text);
  std::map<std::pair<ConceptTarget, uint32_t>, Rank> best;
  for (const TestLabel& label : labels) {
    const std::string folded = Fold(label.text);
    const int match_class = prefix.empty() ? 3 : ClassOf(folded, prefix);
    if (match_class == 3) continue;
    const Rank rank(match_class, !label.preferred, folded.size(), folded, label.target,
                    label.number);
    const auto [found, is_new] = best.emplace(std::make_pair(label.target, label.number), rank);
    if (!is_new) found->second = std::min(found->second, rank);
  }
  std::vector<Rank> ranks;
  ranks.reserve(best.size());
  for (const auto& [id, rank] : best) ranks.push_back(rank);
  std::sort(ranks.begin(), ranks.end());
  std::vector<std::pair<ConceptTarget, uint32_t>> page;
  for (size_t i = offset; i < std::min(ranks.size(), offset + limit); ++i) {
    page.emplace_back(std::get<4>(ranks[i]), std::get<5>(ranks[i]));
  }
  return page;
}

TEST(LabelIndexProperty, FindsTheSameAsALookAtEveryLabel) {
  for (uint64_t seed = 0; seed < 30; ++seed) {
    RandomSource random(seed);
    std::vector<TestLabel> labels;
    LabelIndex::Builder builder;
    for (uint32_t i = random.Below(400); i > 0; --i) {
      labels.push_back({RandomText(&random), static_cast<ConceptTarget>(random.Below(3)),
                        random.Below(60), random.Chance(30)});
      const TestLabel& label = labels.back();
      builder.Add(label.text, label.target, label.number, label.preferred);
    }
    const LabelIndex index = std::move(builder).Build();
    for (int i = 0; i < 40; ++i) {
      const std::string text = RandomText(&random);
      const size_t offset = random.Chance(50) ? 0 : random.Below(30);
      const size_t limit = random.Below(25);
      std::vector<std::pair<ConceptTarget, uint32_t>> found;
      for (const LabelHit& hit : index.Search(text, {.offset = offset, .limit = limit})) {
        found.emplace_back(hit.target, hit.number);
      }
      ASSERT_EQ(found, Scan(labels, text, offset, limit)) << "seed " << seed << " text " << text;
    }
  }
}

}  // namespace
}  // namespace overstap::matcher
