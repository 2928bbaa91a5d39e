#include "matcher/text/suggest_index.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Entry {
  std::string text;
  uint32_t concept_number;
  float known;
};

SuggestIndex Index(const std::vector<Entry>& entries) {
  SuggestIndex::Builder builder;
  for (const Entry& entry : entries) builder.Add({entry.text, entry.concept_number, entry.known});
  return std::move(builder).Build();
}

const SuggestIndex& Trades() {
  static const SuggestIndex& index = *new SuggestIndex(Index({{"verzorgende IG", 0, 0.5F},
                                                              {"verpleegkundige", 1, 0.9F},
                                                              {"monteur elektrotechniek", 2, 0.8F},
                                                              {"elektromonteur", 2, 0.8F},
                                                              {"elektricien", 3, 0.7F},
                                                              {"technicus elektronica", 4, 0.6F},
                                                              {"chauffeur", 5, 0.4F},
                                                              {"café-medewerker", 6, 0.1F}}));
  return index;
}

std::vector<uint32_t> Suggested(const SuggestIndex& index, std::string_view prefix,
                                size_t limit = 10) {
  std::vector<uint32_t> numbers;
  for (const SuggestHit& hit : index.Suggest(prefix, limit)) numbers.push_back(hit.concept_number);
  return numbers;
}

TEST(SuggestIndex, BetterKnownConceptsComeFirst) {
  EXPECT_THAT(Suggested(Trades(), "ver"), ElementsAre(1, 0));
  EXPECT_THAT(Suggested(Trades(), "verz"), ElementsAre(0));
}

TEST(SuggestIndex, TheBeginningOfALabelCountsMoreThanThatOfALaterWord) {
  // 2 by "elektromonteur", 3, then 4 by its second word.
  EXPECT_THAT(Suggested(Trades(), "elek"), ElementsAre(2, 3, 4));
}

TEST(SuggestIndex, AWholeLabelComesFirst) {
  const SuggestIndex index = Index({{"lasser", 0, 0.1F}, {"lasserij", 1, 0.9F}});
  EXPECT_THAT(Suggested(index, "lasser"), ElementsAre(0, 1));
  EXPECT_TRUE(index.Suggest("lasser", 1)[0].is_whole);
}

TEST(SuggestIndex, SeveralWordsMayStandInAnyOrder) {
  EXPECT_THAT(Suggested(Trades(), "elektro mont"), ElementsAre(2));
  EXPECT_THAT(Suggested(Trades(), "monteur elek"), ElementsAre(2));
  EXPECT_THAT(Suggested(Trades(), "monteur zorg"), IsEmpty());
}

TEST(SuggestIndex, OneSlipOfThePenIsForgiven) {
  for (const std::string_view typed :
       {"vezorgende", "verzzorg", "verzorhend", "verozrg", "cerzorgende", "evrzorgende"}) {
    EXPECT_THAT(Suggested(Trades(), typed), ElementsAre(0)) << typed;
    EXPECT_TRUE(Trades().Suggest(typed, 1)[0].has_error) << typed;
  }
  EXPECT_THAT(Suggested(Trades(), "vezorhende"), IsEmpty());  // two
  EXPECT_THAT(Suggested(Trades(), "monteur eleq"), ElementsAre(2));
  EXPECT_THAT(Suggested(Trades(), "montuer elektro"), ElementsAre(2));
  EXPECT_THAT(Suggested(Trades(), "elektronica tehcni"), ElementsAre(4));
}

TEST(SuggestIndex, ShortBeginningsHaveNoSlips) {
  EXPECT_THAT(Suggested(Trades(), "xer"), IsEmpty());
}

TEST(SuggestIndex, CaseAndDiacriticsDoNotMatter) {
  EXPECT_THAT(Suggested(Trades(), "CAFE m"), ElementsAre(6));
  EXPECT_THAT(Suggested(Trades(), "Café"), ElementsAre(6));
}

TEST(SuggestIndex, EachConceptComesOnce) {
  EXPECT_THAT(Suggested(Trades(), "m"), ElementsAre(2, 6));
}

TEST(SuggestIndex, FindsAtMostWhatIsAskedFor) {
  EXPECT_THAT(Suggested(Trades(), "v", 1), ElementsAre(1));
  EXPECT_THAT(Suggested(Trades(), "v", 0), IsEmpty());
}

TEST(SuggestIndex, NothingIsFoundByNothing) {
  EXPECT_THAT(Suggested(Trades(), ""), IsEmpty());
  EXPECT_THAT(Suggested(Trades(), " -, "), IsEmpty());
  EXPECT_THAT(Suggested(Trades(), "\xff"), IsEmpty());
  EXPECT_THAT(Suggested(Index({}), "a"), IsEmpty());
  EXPECT_THAT(Suggested(SuggestIndex(), "a"), IsEmpty());
  EXPECT_THAT(Suggested(Index({{"...", 0, 1}}), "a"), IsEmpty());
}

// Against looking at every label, over labels that share many beginnings.
TEST(SuggestIndex, AnswersAsLookingAtAllWould) {
  std::vector<Entry> entries;
  uint32_t state = 1;
  const auto below = [&state](uint32_t bound) {
    state = state * 1'664'525 + 1'013'904'223;
    return (state >> 16) % bound;
  };
  for (uint32_t i = 0; i < 3'000; ++i) {
    std::string text;
    for (uint32_t letters = 2 + below(6); letters > 0; --letters) {
      text.push_back(static_cast<char>('a' + below(3)));
    }
    // No two are as well known, so that the order is plain.
    entries.push_back({text, i, static_cast<float>(i * 37 % 3'001)});
  }
  const SuggestIndex index = Index(entries);
  for (const std::string_view prefix : {"a", "b", "ab", "ca", "abc", "bca", "cab", "bbb"}) {
    std::vector<std::tuple<bool, float, uint32_t>> expected;
    for (const Entry& entry : entries) {
      if (std::string_view(entry.text).starts_with(prefix)) {
        expected.emplace_back(entry.text != prefix, -entry.known, entry.concept_number);
      }
    }
    std::ranges::sort(expected);
    std::vector<uint32_t> numbers;
    for (const auto& [part, known, number] : expected) numbers.push_back(number);
    numbers.resize(std::min<size_t>(numbers.size(), 25));
    EXPECT_EQ(Suggested(index, prefix, 25), numbers) << prefix;
  }
}

}  // namespace
}  // namespace overstap::matcher
