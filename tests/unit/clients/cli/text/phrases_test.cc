#include "clients/cli/text/phrases.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

namespace overstap::cli {
namespace {

// The numbers behind `$` in a phrase.
std::set<char> Placeholders(const std::string& phrase) {
  std::set<char> found;
  for (size_t i = 0; i + 1 < phrase.size(); ++i) {
    if (phrase[i] == '$') found.insert(phrase[i + 1]);
  }
  return found;
}

TEST(Phrases, EveryLanguageSaysEverything) {
  for (const Language language : kLanguages) {
    EXPECT_EQ(Phrases(language).size(), static_cast<size_t>(Text::kCount))
        << LanguageCode(language);
    for (int i = 0; i < static_cast<int>(Text::kCount); ++i) {
      EXPECT_STRNE(Phrase(language, static_cast<Text>(i)), "")
          << LanguageCode(language) << " lacks phrase " << i;
    }
  }
}

TEST(Phrases, EveryLanguageUsesTheSamePlaceholders) {
  for (int i = 0; i < static_cast<int>(Text::kCount); ++i) {
    const auto text = static_cast<Text>(i);
    const std::set<char> expected = Placeholders(Phrase(Language::kNl, text));
    for (const Language language : kLanguages) {
      EXPECT_EQ(Placeholders(Phrase(language, text)), expected)
          << LanguageCode(language) << ": " << Phrase(language, text);
    }
  }
}

}  // namespace
}  // namespace overstap::cli
