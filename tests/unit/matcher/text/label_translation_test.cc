#include "matcher/text/label_translation.h"

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

using ::testing::IsEmpty;

constexpr uint32_t kOperator = 0;
constexpr uint32_t kAttendant = 1;
constexpr uint32_t kPress = 2;
constexpr uint32_t kLathe = 3;
constexpr size_t kWordCount = 4;

float LikenessOf(const LabelTranslation& translation, uint32_t from, uint32_t to) {
  for (const WordLikeness& like : translation.Like(to)) {
    if (like.from == from) return like.likeness;
  }
  return 0;
}

// "press operator" beside "press attendant", "lathe operator" beside "lathe attendant", so often.
LabelTranslation Learned(int times) {
  static constexpr std::array<uint32_t, 2> kPressOperator = {kPress, kOperator};
  static constexpr std::array<uint32_t, 2> kPressAttendant = {kPress, kAttendant};
  static constexpr std::array<uint32_t, 2> kLatheOperator = {kLathe, kOperator};
  static constexpr std::array<uint32_t, 2> kLatheAttendant = {kLathe, kAttendant};
  LabelTranslation::Builder builder(kWordCount);
  for (int i = 0; i < times; ++i) {
    builder.AddPair(kPressOperator, kPressAttendant);
    builder.AddPair(kLatheOperator, kLatheAttendant);
  }
  return std::move(builder).Build();
}

TEST(LabelTranslationTest, WordsThatStandForEachOtherAreAlike) {
  const LabelTranslation translation = Learned(3);
  EXPECT_GT(LikenessOf(translation, kOperator, kAttendant), 0.5);
  EXPECT_GT(LikenessOf(translation, kAttendant, kOperator), 0.5);
  EXPECT_LT(LikenessOf(translation, kPress, kAttendant),
            LikenessOf(translation, kOperator, kAttendant));
  EXPECT_EQ(LikenessOf(translation, kPress, kLathe), 0);
}

TEST(LabelTranslationTest, IsNeverWorthTheWordItself) {
  const LabelTranslation translation = Learned(100);
  for (uint32_t word = 0; word < kWordCount; ++word) {
    EXPECT_EQ(LikenessOf(translation, word, word), 0);
    for (const WordLikeness& like : translation.Like(word)) {
      EXPECT_LE(like.likeness, LabelTranslation::kMostLikeness);
      EXPECT_GT(like.likeness, 0);
    }
  }
}

TEST(LabelTranslationTest, SynonymsAreAtLeastSoAlike) {
  LabelTranslation::Builder builder(kWordCount);
  builder.AddSynonyms(kPress, kLathe, 0.4F);
  builder.AddSynonyms(kPress, kLathe, 0.3F);
  const LabelTranslation translation = std::move(builder).Build();
  EXPECT_FLOAT_EQ(LikenessOf(translation, kPress, kLathe), 0.4F);
  EXPECT_FLOAT_EQ(LikenessOf(translation, kLathe, kPress), 0.4F);
  EXPECT_THAT(translation.Like(kOperator), IsEmpty());
}

TEST(LabelTranslationTest, KnowsNothingThatItWasNotTaught) {
  EXPECT_THAT(LabelTranslation::Builder(kWordCount).Build().Like(kPress), IsEmpty());
  EXPECT_THAT(LabelTranslation().Like(7), IsEmpty());
}

}  // namespace
}  // namespace overstap::matcher
