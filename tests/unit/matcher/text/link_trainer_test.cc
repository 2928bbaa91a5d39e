#include "matcher/text/link_trainer.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

using ::testing::Each;
using ::testing::Ge;

// A word that is alike no other.
std::string WordOf(uint32_t number) {
  std::string word;
  for (int i = 0; i < 6; ++i) {
    number = number * 1664525 + 1013904223;  // Numerical Recipes' generator
    word += "bdfgklmnprstvz"[(number >> 16) % 14];
    word += "aeiou"[(number >> 24) % 5];
  }
  return word;
}

// Concepts of which every label has the concept's own word; the others say little.
std::vector<std::string> Texts(uint32_t concepts) {
  std::vector<std::string> texts;
  for (uint32_t i = 0; i < concepts; ++i) {
    texts.push_back("monteur " + WordOf(i));
    texts.push_back("technicus " + WordOf(i));
    texts.push_back(WordOf(i) + " hersteller");
  }
  return texts;
}

std::vector<OccupationLabel> LabelsOf(const std::vector<std::string>& texts) {
  std::vector<OccupationLabel> labels(texts.size());
  for (uint32_t i = 0; i < texts.size(); ++i) {
    labels[i].text = texts[i];
    labels[i].concept_number = i / 3;
  }
  return labels;
}

TEST(LinkTrainerTest, TheSameLabelsGiveTheSameBits) {
  const std::vector<std::string> texts = Texts(400);
  const LinkWeights once = LearnLinkWeights(LabelsOf(texts), Language::kNl, {});
  EXPECT_EQ(once, LearnLinkWeights(LabelsOf(texts), Language::kNl, {}));
  EXPECT_NE(once, DefaultLinkWeights(Language::kNl));
}

TEST(LinkTrainerTest, WeightsAreSharesOfTwo) {
  const std::vector<std::string> texts = Texts(300);
  const LinkWeights weights = LearnLinkWeights(LabelsOf(texts), Language::kNl, {.grouped = false});
  float sum = 0;
  for (float weight : weights.values) sum += weight;
  EXPECT_NEAR(sum, 2, 1e-5);
  EXPECT_THAT(weights.values, Each(Ge(0)));
}

TEST(LinkTrainerTest, WhatMisleadsGetsNoWeight) {
  // Labels of one concept share their rare word, while labels of others are as long, end alike and
  // have more letters in common.
  const std::vector<std::string> texts = Texts(400);
  const LinkWeights weights = LearnLinkWeights(LabelsOf(texts), Language::kNl, {});
  EXPECT_GT(weights[LinkSignal::kCoverage] + weights[LinkSignal::kLikeness], 1.9);
  EXPECT_LT(weights[LinkSignal::kLetters], 0.1);
}

TEST(LinkTrainerTest, TooFewLessonsLeaveTheDefaults) {
  for (Language language : {Language::kNl, Language::kEn, Language::kDe}) {
    EXPECT_EQ(LearnLinkWeights({}, language, {}), DefaultLinkWeights(language));
    EXPECT_EQ(LearnLinkWeights(LabelsOf(Texts(100)), language, {}), DefaultLinkWeights(language));
  }
  // Concepts of one label, or of labels that are the same words, ask nothing.
  std::vector<std::string> texts;
  for (uint32_t i = 0; i < 400; ++i) {
    for (std::string_view form : {"monteur ", "monteuse ", "Monteur "}) {
      texts.push_back(std::string(form) + WordOf(i));
    }
  }
  EXPECT_EQ(LearnLinkWeights(LabelsOf(texts), Language::kNl, {}),
            DefaultLinkWeights(Language::kNl));
}

TEST(LinkTrainerTest, DefaultsAreSharesOfTwoAndNotSetByHand) {
  for (Language language : {Language::kNl, Language::kEn, Language::kDe}) {
    const LinkWeights weights = DefaultLinkWeights(language);
    float sum = 0;
    for (float weight : weights.values) sum += weight;
    EXPECT_NEAR(sum, 2, 0.01);
    EXPECT_NE(weights, kHandSetLinkWeights);
  }
}

TEST(LinkSignalsTest, TheSumIsWeighed) {
  const LinkSignals signals = {{1, 0.5F, 0, 0.25F}};
  EXPECT_FLOAT_EQ(WeighedSum({{0.5F, 1, 7, 2}}, signals), 1.5);
}

}  // namespace
}  // namespace overstap::matcher
