#include "services/api/text/said_texts.h"

#include <memory>
#include <string>

#include "gtest/gtest.h"

namespace overstap::api {
namespace {

TEST(SaidTextsTest, SaysTheSameAsIsMadeEachTimeHoweverManyThereAre) {
  matcher::TaxonomyBuilder builder(1, "test");
  matcher::ConceptEntry skill{.scheme = "ESCO", .code = "urn:s"};
  skill.labels[static_cast<int>(matcher::Language::kNl)].preferred = "zonnepanelen monteren";
  builder.AddConcept(skill);
  const auto taxonomy = *std::move(builder).Build();
  const region::v1::RegionConfig config;
  const Words words(matcher::Language::kNl, *taxonomy, config);
  SaidTexts said(words);
  constexpr int kReasons = 50;  // more than are kept
  for (int time = 0; time < 2; ++time) {
    for (int i = 0; i < kReasons; ++i) {
      matcher::Reason reason{.rule = matcher::Rule::kTravelKm,
                             .person_value = "25",
                             .demand_value = std::to_string(30 + i),
                             .unit = "km"};
      const std::string note = "credential-within-weeks:vca-basic:" + std::to_string(i);
      // Twice: made, and found.
      for (int again = 0; again < 2; ++again) {
        EXPECT_EQ(said.Of(reason), ReasonText(reason, words));
        EXPECT_EQ(said.OfNote(note), NoteText(note, words));
      }
      // What differs in one value is another reason.
      reason.person_value = "26";
      EXPECT_EQ(said.Of(reason), ReasonText(reason, words));
    }
  }
}

}  // namespace
}  // namespace overstap::api
