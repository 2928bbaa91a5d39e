#include "matcher/text/title_noise.h"

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

const PlaceNames& Places() {
  static constexpr std::array<std::string_view, 4> kNames = {"Arnhem", "Duiven", "Berg en Dal",
                                                             "Köln"};
  static const PlaceNames& places = *new PlaceNames(kNames);
  return places;
}

// Hours a week, least and most; 0 where none are named.
using Hours = std::pair<double, double>;

Hours HoursOf(const TitleNotes& notes) {
  if (!notes.hours_per_week.has_value()) return {};
  return {notes.hours_per_week->min.ToDouble(), notes.hours_per_week->max.ToDouble()};
}

struct Read {
  std::string rest;
  TitleNotes notes;
};

Read ReadTitle(std::string_view title, Language language = Language::kNl) {
  Read read;
  read.rest = SetNoiseAside(title, language, Places(), read.notes);
  return read;
}

TEST(TitleNoiseTest, SetsHoursPlaceAndWordsAside) {
  const Read read = ReadTitle("Allround monteur e-installaties 32-40u, Duiven");
  EXPECT_EQ(read.rest, "monteur e-installaties");
  EXPECT_EQ(HoursOf(read.notes), Hours(32, 40));
  EXPECT_THAT(read.notes.places, ElementsAre("Duiven"));
  EXPECT_THAT(read.notes.words, ElementsAre("Allround"));
  EXPECT_THAT(read.notes.employers, IsEmpty());
}

TEST(TitleNoiseTest, ReadsHoursAsPeopleWriteThem) {
  struct Case {
    std::string title;
    Hours hours;
  };
  const std::vector<Case> cases = {
      {"lasser 40 uur", {40, 40}},
      {"lasser (24 tot 32 uur per week)", {24, 32}},
      {"lasser 24/32 uur", {24, 32}},
      {"lasser 16–24 uur", {16, 24}},
      {"lasser, 36u p/w", {36, 36}},
      {"Schweißer 38,5 Std.", {38.5, 38.5}},
      {"Schweißer 20 bis 30 Stunden pro Woche", {20, 30}},
      {"welder 40 hrs", {40, 40}},
      {"welder 20 to 30 hours a week", {20, 30}},
  };
  for (const Case& c : cases) {
    const Read read = ReadTitle(c.title);
    EXPECT_EQ(HoursOf(read.notes), c.hours) << c.title;
    EXPECT_EQ(read.rest.find_first_of("0123456789"), std::string::npos) << read.rest;
  }
}

TEST(TitleNoiseTest, LeavesNumbersThatAreNoHours) {
  for (const std::string title : {"verzorgende niveau 3", "operator 80 uur", "24-uurszorg",
                                  "monteur 10 kV", "monteur 10-20 kV", "level 4 unit"}) {
    EXPECT_FALSE(ReadTitle(title).notes.hours_per_week.has_value()) << title;
  }
  EXPECT_EQ(ReadTitle("verzorgende niveau 3").rest, "verzorgende niveau 3");
}

TEST(TitleNoiseTest, KnowsPlacesBehindSeparatorsAndLeads) {
  struct Case {
    std::string title;
    std::string place;
  };
  const std::vector<Case> cases = {{"lasser, Arnhem", "Arnhem"},
                                   {"lasser - Berg en Dal", "Berg en Dal"},
                                   {"lasser regio ARNHEM", "ARNHEM"},
                                   {"lasser te Duiven", "Duiven"},
                                   {"lasser (omgeving Duiven)", "Duiven"},
                                   {"lasser Arnhem", "Arnhem"},
                                   {"lasser in Koln", "Koln"}};
  for (const Case& c : cases) {
    const Read read = ReadTitle(c.title);
    EXPECT_THAT(read.notes.places, ElementsAre(c.place)) << c.title;
    EXPECT_EQ(read.rest, "lasser") << c.title;
  }
}

TEST(TitleNoiseTest, KnowsNoPlaceWithoutNames) {
  TitleNotes notes;
  EXPECT_EQ(SetNoiseAside("lasser Arnhem", Language::kNl, PlaceNames(), notes), "lasser Arnhem");
  EXPECT_THAT(notes.places, IsEmpty());
}

TEST(TitleNoiseTest, SetsEmployersAside) {
  EXPECT_THAT(ReadTitle("lasser bij Jansen Metaal B.V.").notes.employers,
              ElementsAre("Jansen Metaal B.V."));
  EXPECT_THAT(ReadTitle("lasser, Jansen BV").notes.employers, ElementsAre("Jansen BV"));
  EXPECT_EQ(ReadTitle("Schweißer bei Muster GmbH", Language::kDe).rest, "Schweißer");
  // A customer is no employer.
  EXPECT_EQ(ReadTitle("hulp bij het huishouden").rest, "hulp bij het huishouden");
}

TEST(TitleNoiseTest, SetsWordsOfContractShiftAndDegreeAside) {
  EXPECT_EQ(ReadTitle("lasser parttime").rest, "lasser");
  EXPECT_EQ(ReadTitle("procesoperator (5-ploegendienst)").rest, "procesoperator");
  EXPECT_EQ(ReadTitle("Schweißer ab sofort", Language::kDe).rest, "Schweißer");
  EXPECT_EQ(ReadTitle("Techniker (DI)", Language::kDe).rest, "Techniker");
  EXPECT_EQ(ReadTitle("Senior welder (full time)", Language::kEn).rest, "welder");
}

TEST(TitleNoiseTest, LeavesATitleThatIsNothingElse) {
  const Read read = ReadTitle("Fulltime 40 uur");
  EXPECT_EQ(read.rest, "Fulltime 40 uur");
  EXPECT_EQ(HoursOf(read.notes), Hours(40, 40));
  EXPECT_EQ(ReadTitle("Arnhem").rest, "Arnhem");
  EXPECT_EQ(ReadTitle("").rest, "");
}

TEST(TitleNoiseTest, TakesBytesThatAreNoText) {
  for (const std::string_view title :
       {"\xE2\x80", "\xFF\xFE 40u", "(((", " - ", "4", "40-", "40 -u"}) {
    TitleNotes notes;
    EXPECT_LE(SetNoiseAside(title, Language::kNl, Places(), notes).size(), title.size());
  }
}

TEST(TitleNoiseTest, FindsThePlaceAtTheEndOfTheLongestTitle) {
  std::string title;
  for (int i = 0; i < 20'000; ++i) title += "a ";
  const std::string rest = title.substr(0, title.size() - 1);
  EXPECT_EQ(ReadTitle(rest).rest, rest);
  const Read read = ReadTitle(title + "regio Arnhem * *");
  EXPECT_THAT(read.notes.places, ElementsAre("Arnhem * *"));
  EXPECT_EQ(read.rest, rest);
}

}  // namespace
}  // namespace overstap::matcher
