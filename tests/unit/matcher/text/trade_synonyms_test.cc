#include "matcher/text/trade_synonyms.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "matcher/text/fold.h"

namespace overstap::matcher {
namespace {

TEST(TradeSynonymsTest, SetsAreFoldedWordsThatDiffer) {
  for (Language language : {Language::kNl, Language::kEn, Language::kDe}) {
    std::set<std::string_view> sets;
    for (std::string_view synonyms : SynonymsOf(language)) {
      EXPECT_EQ(Fold(synonyms), synonyms);
      EXPECT_TRUE(sets.insert(synonyms).second) << "twice: " << synonyms;
      const std::vector<std::string> words = absl::StrSplit(std::string(synonyms), ' ');
      EXPECT_GE(words.size(), 2) << synonyms;
      EXPECT_EQ(std::set<std::string>(words.begin(), words.end()).size(), words.size()) << synonyms;
    }
    EXPECT_GE(sets.size(), 40);
  }
}

}  // namespace
}  // namespace overstap::matcher
