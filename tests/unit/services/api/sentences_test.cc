#include "services/api/text/sentences.h"

#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace overstap::api {
namespace {

using matcher::Language;

bool Has(std::string_view text, std::string_view placeholder) {
  return text.find(placeholder) != std::string_view::npos;
}

TEST(Sentences, AskForTheSameValuesInEveryLanguage) {
  for (int i = 0; i < kSentenceCount; ++i) {
    const auto sentence = static_cast<Sentence>(i);
    const std::string_view dutch = TemplateOf(sentence, Language::kNl);
    for (const Language language : {Language::kEn, Language::kDe}) {
      const std::string_view text = TemplateOf(sentence, language);
      for (const char* placeholder : {"{subject}", "{person}", "{demand}"}) {
        EXPECT_EQ(Has(text, placeholder), Has(dutch, placeholder)) << text;
      }
    }
  }
}

TEST(Sentences, HaveNoPlaceholderLeftOnceSaid) {
  const SentenceValues values{.subject = "s", .person = "p", .demand = "d"};
  for (int i = 0; i < kSentenceCount; ++i) {
    for (const Language language : {Language::kNl, Language::kEn, Language::kDe}) {
      const std::string text = Say(static_cast<Sentence>(i), language, values);
      EXPECT_FALSE(Has(text, "{") || Has(text, "}")) << text;
    }
  }
}

TEST(Sentences, AreWholeSentencesUnlessTheyArePartsOfOne) {
  for (int i = 0; i < static_cast<int>(Sentence::kStartsLater); ++i) {
    for (const Language language : {Language::kNl, Language::kEn, Language::kDe}) {
      const std::string_view text = TemplateOf(static_cast<Sentence>(i), language);
      EXPECT_EQ(text.back(), '.') << text;
    }
  }
}

}  // namespace
}  // namespace overstap::api
