#include "matcher/text/occupation_linker.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

OccupationLinker LinkerOf(const std::vector<OccupationLabel>& labels,
                          Language language = Language::kNl) {
  OccupationLinker::Builder builder(language);
  for (const OccupationLabel& label : labels) builder.Add(label);
  return std::move(builder).Build();
}

std::vector<uint32_t> LabelsOf(const LinkedTitle& title) {
  std::vector<uint32_t> labels;
  for (const LinkedLabel& label : title.labels) labels.push_back(label.label);
  return labels;
}

TEST(OccupationLinkerTest, RanksLabelsThatHaveNoConcepts) {
  const OccupationLinker linker =
      LinkerOf({{.text = "lasser"}, {.text = "pijplasser"}, {.text = "kapper"}});
  EXPECT_THAT(LabelsOf(linker.Link("lasser", {})), ElementsAre(0, 1));
  EXPECT_EQ(linker.label_count(), 3);
}

TEST(OccupationLinkerTest, TheBestOfEachConceptComesFirst) {
  const OccupationLinker linker = LinkerOf({{.text = "lasser", .concept_number = 0},
                                            {.text = "lasser metaal", .concept_number = 0},
                                            {.text = "lasser kunststof", .concept_number = 1}});
  EXPECT_THAT(LabelsOf(linker.Link("lasser", {})), ElementsAre(0, 2, 1));
}

TEST(OccupationLinkerTest, OfEqualLabelsThePreferredOneWins) {
  const OccupationLinker linker =
      LinkerOf({{.text = "lasser", .concept_number = 0},
                {.text = "lasser", .concept_number = 1, .preferred = true},
                {.text = "Lassers", .concept_number = 2, .group = true}});
  const LinkedTitle title = linker.Link("lasser", {});
  EXPECT_THAT(LabelsOf(title), ElementsAre(1, 0, 2));
  EXPECT_GT(title.labels[0].parts.preferred, 0);
  EXPECT_EQ(title.labels[1].parts.preferred, 0);
  EXPECT_LT(title.labels[2].parts.group, 0);
}

TEST(OccupationLinkerTest, OfEqualLabelsTheOneForBothGendersWins) {
  const OccupationLinker linker = LinkerOf(
      {{.text = "Maurer"}, {.text = "Maurerin"}, {.text = "Maurer/Maurerin"}}, Language::kDe);
  EXPECT_THAT(LabelsOf(linker.Link("Maurer", {})), ElementsAre(2, 0, 1));
}

TEST(OccupationLinkerTest, LabelsOfTheSameWordsAreOneConceptWhereNoneIsGiven) {
  const OccupationLinker linker = LinkerOf({{.text = "Maurer/Maurerin"},
                                            {.text = "Maurer"},
                                            {.text = "Maurerin"},
                                            {.text = "Maurer"},
                                            {.text = "Maurerhelfer"}},
                                           Language::kDe);
  // Of the second concept that is called so there is one label; the twins of the first come last.
  EXPECT_THAT(LabelsOf(linker.Link("Maurer", {})), ElementsAre(0, 3, 4, 1, 2));
}

TEST(OccupationLinkerTest, OfEqualLabelsTheOneWrittenAsTheTitleWins) {
  const std::vector<OccupationLabel> labels = {{.text = "lassers", .concept_number = 0},
                                               {.text = "lasser", .concept_number = 1}};
  EXPECT_THAT(LabelsOf(LinkerOf(labels).Link("Lasser", {})), ElementsAre(1, 0));
  EXPECT_THAT(LabelsOf(LinkerOf(labels).Link("lassers", {})), ElementsAre(0, 1));
}

TEST(OccupationLinkerTest, TradeSynonymsCoverATitle) {
  const LinkedTitle title =
      LinkerOf({{.text = "kok pers"}, {.text = "operator pers"}}).Link("bediener pers", {});
  ASSERT_THAT(LabelsOf(title), ElementsAre(1, 0));
  EXPECT_GT(title.labels[0].parts.coverage, title.labels[1].parts.coverage);
}

TEST(OccupationLinkerTest, PartsAreWeighedSignals) {
  OccupationLinker::Builder builder(Language::kNl);
  LinkWeights weights;
  weights[LinkSignal::kCoverage] = 3;
  weights[LinkSignal::kLength] = 0.5F;
  builder.SetWeights(weights);
  builder.Add({.text = "bakkerij"});
  const OccupationLinker linker = std::move(builder).Build();
  const std::vector<LabelSignals> signals = linker.Signals("bakkerij nacht");
  ASSERT_EQ(signals.size(), 1);
  const LinkSignals& of = signals[0].signals;
  EXPECT_GT(of[LinkSignal::kCoverage], 0);
  EXPECT_LT(of[LinkSignal::kCoverage], 1);
  EXPECT_FLOAT_EQ(of[LinkSignal::kLength], 8.0F / 13);
  EXPECT_FLOAT_EQ(of[LinkSignal::kLetters], 16.0F / 21);
  const LinkedTitle title = linker.Link("bakkerij nacht", {});
  ASSERT_EQ(title.labels.size(), 1);
  EXPECT_EQ(title.labels[0].parts.likeness, 0);
  EXPECT_FLOAT_EQ(title.labels[0].parts.coverage, 3 * of[LinkSignal::kCoverage]);
  EXPECT_FLOAT_EQ(title.labels[0].parts.shape, 0.5F * of[LinkSignal::kLength]);
}

TEST(OccupationLinkerTest, JoinsWordsOfWhichOnlyTheCompoundIsKnown) {
  const OccupationLinker linker =
      LinkerOf({{.text = "tandartsassistent"}, {.text = "assistent bakker"}});
  EXPECT_GT(linker.Link("tandarts assistente", {}).labels[0].parts.equality, 0);
  EXPECT_GT(linker.Link("tandart assistent", {}).labels.size(), 0);
}

TEST(OccupationLinkerTest, EqualityLooksThroughGenderAndSpaces) {
  const OccupationLinker linker = LinkerOf({{.text = "machineoperator"}, {.text = "medewerkster"}});
  EXPECT_GT(linker.Link("machine operator (m/v)", {}).labels[0].parts.equality, 0);
  EXPECT_GT(linker.Link("Medewerker", {}).labels[0].parts.equality, 0);
  EXPECT_EQ(linker.Link("operator", {}).labels[0].parts.equality, 0);
}

TEST(OccupationLinkerTest, LabelsOfOneConceptTeachWhatWordsMeanTheSame) {
  std::vector<OccupationLabel> labels;
  const std::vector<std::string> machines = {"pers", "draaibank", "oven", "zaag", "boor"};
  std::vector<std::string> texts;
  for (const std::string& machine : machines) {
    texts.push_back("operator " + machine);
    texts.push_back("bediener " + machine);
  }
  texts.emplace_back("operator kraan");
  texts.emplace_back("chauffeur kraan");
  for (uint32_t i = 0; i < texts.size(); ++i) {
    labels.push_back({.text = texts[i], .concept_number = i < 10 ? i / 2 : i});
  }
  const LinkedTitle title = LinkerOf(labels).Link("bediener kraan", {});
  ASSERT_GE(title.labels.size(), 2);
  EXPECT_EQ(title.labels[0].label, 10);  // by the words alone both would cover a half
  EXPECT_GT(title.labels[0].parts.coverage, 0.7);
}

TEST(OccupationLinkerTest, ReturnsWhatItSetAside) {
  const OccupationLinker linker = LinkerOf({{.text = "monteur"}});
  static constexpr std::array<std::string_view, 1> kNames = {"Duiven"};
  const PlaceNames places(kNames);
  const LinkedTitle title = linker.Link("Senior monteur (m/v) 32-40u, Duiven", {.places = &places});
  EXPECT_THAT(LabelsOf(title), ElementsAre(0));
  ASSERT_TRUE(title.notes.hours_per_week.has_value());
  EXPECT_EQ(title.notes.hours_per_week->min, HoursPerWeek::FromDouble(32));
  EXPECT_EQ(title.notes.hours_per_week->max, HoursPerWeek::FromDouble(40));
  EXPECT_THAT(title.notes.places, ElementsAre("Duiven"));
  EXPECT_THAT(title.notes.words, ElementsAre("Senior"));
}

TEST(OccupationLinkerTest, FindsNothingWhereNothingIsShared) {
  const OccupationLinker linker = LinkerOf({{.text = "lasser"}, {.text = "..."}});
  EXPECT_THAT(linker.Link("", {}).labels, IsEmpty());
  EXPECT_THAT(linker.Link("???", {}).labels, IsEmpty());
  EXPECT_THAT(linker.Link("qxyq", {}).labels, IsEmpty());
  EXPECT_THAT(LinkerOf({}).Link("lasser", {}).labels, IsEmpty());
}

TEST(OccupationLinkerTest, LooksCloselyAtTheTwoHundredMostAlike) {
  static constexpr auto kTrades = std::to_array<std::string_view>(
      {"lasser", "kapper", "monteur", "bakker", "slager", "tuinman", "schilder", "metselaar"});
  constexpr size_t kLabels = 960;
  OccupationLinker::Builder builder(Language::kNl);
  std::string every_trade;
  for (std::string_view trade : kTrades) every_trade += std::string(trade) + " ";
  for (size_t i = 0; i < kLabels; ++i) {
    const std::string text =
        std::string(kTrades[i % kTrades.size()]) + " " + std::to_string(1000 + i);
    builder.Add({.text = text});
  }
  const OccupationLinker linker = std::move(builder).Build();
  for (uint32_t label : {0, 500, 959}) {
    const LinkedTitle title =
        linker.Link(every_trade + std::to_string(1000 + label), {.limit = kLabels});
    ASSERT_EQ(title.labels.size(), 200);
    EXPECT_EQ(title.labels[0].label, label);
  }
}

TEST(OccupationLinkerTest, KeepsTheLimit) {
  const OccupationLinker linker =
      LinkerOf({{.text = "lasser a1"}, {.text = "lasser b2"}, {.text = "lasser c3"}});
  EXPECT_EQ(linker.Link("lasser", {.limit = 2}).labels.size(), 2);
  EXPECT_THAT(linker.Link("lasser", {.limit = 0}).labels, IsEmpty());
  EXPECT_THAT(LabelsOf(linker.Link("lasser", {})), UnorderedElementsAre(0, 1, 2));
}

}  // namespace
}  // namespace overstap::matcher
