#include "matcher/text/cosine_index.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

CosineIndex IndexOf(const std::vector<std::vector<std::string>>& labels) {
  CosineIndex::Builder builder;
  for (const auto& label : labels) builder.Add(label);
  return std::move(builder).Build();
}

std::vector<float> CosinesOf(const CosineIndex& index, const std::vector<std::string>& text) {
  std::vector<float> cosines(index.label_count());
  index.AddCosines(text, 1, cosines);
  return cosines;
}

TEST(CosineIndexTest, ALabelIsOneWithItself) {
  const CosineIndex index = IndexOf({{"a", "b"}, {"b", "c"}, {"d"}});
  const std::vector<float> cosines = CosinesOf(index, {"b", "c", "c"});
  EXPECT_FLOAT_EQ(cosines[1], 1);
  EXPECT_GT(cosines[0], 0);
  EXPECT_LT(cosines[0], 1);
  EXPECT_EQ(cosines[2], 0);
}

TEST(CosineIndexTest, WeighsByInverseDocumentFrequency) {
  const CosineIndex index = IndexOf({{"a", "b"}, {"b", "c"}, {"d"}});
  const float a = index.IdfOf("a");
  const float b = index.IdfOf("b");
  EXPECT_FLOAT_EQ(a, std::log(1 + 2.5F / 1.5F));
  EXPECT_FLOAT_EQ(b, std::log(1 + 1.5F / 2.5F));
  EXPECT_FLOAT_EQ(CosinesOf(index, {"a"})[0], a / std::sqrt(a * a + b * b));
}

TEST(CosineIndexTest, UnknownFeaturesLowerAllCosines) {
  const CosineIndex index = IndexOf({{"a"}, {"b"}});
  EXPECT_LT(CosinesOf(index, {"a", "unknown"})[0], 1);
  EXPECT_GT(CosinesOf(index, {"a", "unknown"})[0], 0.5);
}

TEST(CosineIndexTest, AddsScaledToWhatIsThere) {
  const CosineIndex index = IndexOf({{"a"}, {"b"}});
  std::vector<float> sums = {1, 2};
  index.AddCosines({"a"}, 0.5F, sums);
  EXPECT_FLOAT_EQ(sums[0], 1.5F);
  EXPECT_FLOAT_EQ(sums[1], 2);
}

TEST(CosineIndexTest, AManyLabelsShareIsNotLookedUp) {
  std::vector<std::vector<std::string>> labels(1000, {"common"});
  labels[7].push_back("rare");
  const CosineIndex index = IndexOf(labels);
  const std::vector<float> cosines = CosinesOf(index, {"common", "rare"});
  EXPECT_EQ(cosines[0], 0);
  EXPECT_GT(cosines[7], 0.9);
}

TEST(CosineIndexTest, TakesNothing) {
  EXPECT_TRUE(CosinesOf(CosineIndex(), {"a"}).empty());
  EXPECT_EQ(CosinesOf(IndexOf({{"a"}, {}}), {}), (std::vector<float>{0, 0}));
}

}  // namespace
}  // namespace overstap::matcher
