#include "matcher/text/qualification_titles.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

using ::testing::ElementsAre;

// As in data/region/qualifications.textproto.
constexpr auto kRows = std::to_array<QualificationRow>({
    {"Assistent dienstverlening en zorg", 1},
    {"Helpende zorg en welzijn", 2},
    {"Verzorgende IG", 3},
    {"Mbo-verpleegkundige", 4},
    {"Bachelor Verpleegkunde (hbo-v)", 6},
    {"Master Advanced Nursing Practice (verpleegkundig specialist)", 7},
    {"Vervolgopleiding dialyseverpleegkundige", 4},
    {"Begeleider gehandicaptenzorg", 3},
    {"Persoonlijk begeleider gehandicaptenzorg", 4},
    {"Doktersassistent", 4},
    {"Apothekersassistent", 4},
    {"Bachelor Fysiotherapie", 6},
    {"Monteur elektrotechnische installaties", 2},
    {"Eerste monteur elektrotechnische installaties", 3},
    {"Technicus elektrotechnische installaties", 4},
    {"Monteur zonne-energie", 2},
    {"Monteur werktuigkundige installaties", 2},
    {"Eerste monteur werktuigkundige installaties", 3},
    {"Technicus werktuigkundige installaties", 4},
    {"Monteur laagspanningsdistributie", 2},
    {"Bachelor Elektrotechniek", 6},
    {"Procesoperator A", 2},
    {"Procesoperator B", 3},
    {"Procesoperator C", 4},
    {"Monteur mechatronica", 2},
    {"Eerste monteur mechatronica", 3},
    {"Technicus mechatronica systemen", 4},
    {"Bachelor Mechatronica", 6},
    {"Verspaner", 2},
    {"Allround verspaner (CNC)", 3},
    {"Specialist verspaner, CNC-programmeur", 4},
    {"Basislasser", 2},
    {"Allround lasser", 3},
    {"Constructie- en plaatwerker", 2},
    {"Bachelor Werktuigbouwkunde", 6},
    {"Software developer", 4},
    {"Begeleider specifieke doelgroepen", 3},
    {"Landmeter", 0},
    {"Andere bachelor hbo", 6},
});

const QualificationTitles& Titles() {
  static const QualificationTitles& titles = *new QualificationTitles(kRows);
  return titles;
}

// The row's title; "" where the title means none.
std::string_view Meant(std::string_view title) {
  const std::optional<TitleQualification> meant = Titles().QualificationOf(title);
  return meant.has_value() ? kRows.at(meant->row).title : std::string_view();
}

struct TitleCase {
  std::string_view title;
  std::string_view meant;
};

TEST(QualificationTitlesTest, ATitleMeansTheRowOfItsWordsAndLevel) {
  constexpr auto kCases = std::to_array<TitleCase>({
      {"Helpende", "Helpende zorg en welzijn"},
      {"Helpende plus thuiszorg 24u", "Helpende zorg en welzijn"},
      {"helpende zorg & welzijn niveau 2", "Helpende zorg en welzijn"},
      {"Helpende (mbo 2), Nijmegen", "Helpende zorg en welzijn"},
      {"Verzorgende IG", "Verzorgende IG"},
      {"verzorgende", "Verzorgende IG"},
      {"Verzorgende 3IG nachtdienst", "Verzorgende IG"},
      {"VIG (m/v/x) Arnhem", "Verzorgende IG"},
      {"EVV'er kleinschalig wonen", "Verzorgende IG"},
      {"Verzorgende niv. 3", "Verzorgende IG"},
      {"wijkverzorgende niveau 3", "Verzorgende IG"},
      {"kraamverzorgende", "Verzorgende IG"},
      {"MBO-verpleegkundige", "Mbo-verpleegkundige"},
      {"Verpleegkundige niveau 4", "Mbo-verpleegkundige"},
      {"verpleegkundige mbo4 GGZ", "Mbo-verpleegkundige"},
      {"vpk niveau 4", "Mbo-verpleegkundige"},
      {"Mbo/hbo-verpleegkundige", "Mbo-verpleegkundige"},
      {"wijkverpleegkundige hbo", "Bachelor Verpleegkunde (hbo-v)"},
      {"HBO-verpleegkundige", "Bachelor Verpleegkunde (hbo-v)"},
      {"Verpleegkundige niveau 5", "Bachelor Verpleegkunde (hbo-v)"},
      {"verpleegkundige niveau 6", "Bachelor Verpleegkunde (hbo-v)"},
      {"HBOV", "Bachelor Verpleegkunde (hbo-v)"},
      {"Verpleegkundig specialist", "Master Advanced Nursing Practice (verpleegkundig specialist)"},
      {"dialyseverpleegkundige", "Vervolgopleiding dialyseverpleegkundige"},
      {"Begeleider gehandicaptenzorg", "Begeleider gehandicaptenzorg"},
      {"begeleider gehandicaptenzorg niveau 3/4", "Begeleider gehandicaptenzorg"},
      {"Persoonlijk begeleider gehandicaptenzorg", "Persoonlijk begeleider gehandicaptenzorg"},
      {"dokters assistente", "Doktersassistent"},
      {"Apothekersassistente m/v", "Apothekersassistent"},
      {"Monteur elektrotechnische installaties", "Monteur elektrotechnische installaties"},
      {"Monteuse elektrotechnische installaties mbo 2", "Monteur elektrotechnische installaties"},
      {"eerste monteur elektrotechnische installaties",
       "Eerste monteur elektrotechnische installaties"},
      {"Monteur elektrotechnische installaties (mbo 3)",
       "Eerste monteur elektrotechnische installaties"},
      {"monteur elektrotechnische installatie niveau 4",
       "Technicus elektrotechnische installaties"},
      {"technicus werktuigkundige installaties", "Technicus werktuigkundige installaties"},
      {"Monteur zonne-energie", "Monteur zonne-energie"},
      {"HBO elektrotechniek", "Bachelor Elektrotechniek"},
      {"Procesoperator B, 5-ploegen", "Procesoperator B"},
      {"procesoperator niveau 4", "Procesoperator C"},
      {"Monteur mechatronica", "Monteur mechatronica"},
      {"Eerste monteur mechatronica", "Eerste monteur mechatronica"},
      {"technicus mechatronica mbo 4", "Technicus mechatronica systemen"},
      {"Verspaner", "Verspaner"},
      {"CNC verspaner niveau 3", "Allround verspaner (CNC)"},
      {"allround verspaner", "Allround verspaner (CNC)"},
      {"lasser mbo 2", "Basislasser"},
      {"Allround lasser", "Allround lasser"},
      {"Basislasser", "Basislasser"},
      {"verspaner mbo 4", "Specialist verspaner, CNC-programmeur"},
      {"Mechatronicus niveau 3", "Eerste monteur mechatronica"},
      {"Fysiotherapeut", "Bachelor Fysiotherapie"},
      {"werktuigbouwkundige hbo", "Bachelor Werktuigbouwkunde"},
      {"Software developer", "Software developer"},
      {"landmeter", "Landmeter"},
  });
  for (const TitleCase& c : kCases) EXPECT_EQ(Meant(c.title), c.meant) << c.title;
}

TEST(QualificationTitlesTest, ATitleThatLeavesItOpenMeansNone) {
  constexpr auto kTitles = std::to_array<std::string_view>({
      "",
      "???",
      "verpleegkundige",           // mbo or hbo
      "procesoperator",            // A, B or C
      "monteur",                   // of what
      "monteur mbo 2",             // likewise
      "technicus",                 // likewise
      "niveau 3",                  // in what
      "verpleegkundige niveau 2",  // there is none
      "helpende niveau 4",
      "kok",
      "landmeter niveau 3",  // the row's level is not known
      "leerling verzorgende IG",
      "docent verpleegkunde hbo",
      "dierverpleegkundige mbo 4",
      "manager helpende hand",
      "begeleider",  // of whom
      "begeleider niveau 3",
      "mechatronicus",
      "andere bachelor",
  });
  for (std::string_view title : kTitles) EXPECT_EQ(Meant(title), "") << title;
}

TEST(QualificationTitlesTest, NamesTheWordsThatDecided) {
  EXPECT_THAT(Titles().QualificationOf("Verpleegkundige (niveau 4), Arnhem")->words,
              ElementsAre("verpleegkundige", "4", "niveau"));
  EXPECT_THAT(Titles().QualificationOf("Allround lasser")->words,
              ElementsAre("allround", "lasser"));
}

TEST(QualificationTitlesTest, OfNoRowsNothingIsMeant) {
  EXPECT_EQ(QualificationTitles({}).QualificationOf("verzorgende niveau 3"), std::nullopt);
}

}  // namespace
}  // namespace overstap::matcher
