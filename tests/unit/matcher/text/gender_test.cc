#include "matcher/text/gender.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

struct Marked {
  std::string title;
  std::string plain;
};

TEST(GenderMarksTest, AreTakenOutOfTitles) {
  const std::vector<Marked> cases = {
      {"Mechatroniker/in", "Mechatroniker"},
      {"Mechatroniker/-in", "Mechatroniker"},
      {"Elektriker:in", "Elektriker"},
      {"Energieberater*innen", "Energieberater"},
      {"Pfleger_in", "Pfleger"},
      {"Schreiner(in)", "Schreiner"},
      {"MarktforscherIn", "Marktforscher"},
      {"Bankkaufmann/-frau", "Bankkaufmann"},
      {"Beamt(er)in", "Beamter"},
      {"Biolog(e)in", "Biologe"},
      {"Bautechnisch(er)e Zeichner/in", "Bautechnischer Zeichner"},
      {"Techniker/in (Ing)", "Techniker (Ing)"},
      {"Facharbeiter/in der Landwirtschaft", "Facharbeiter der Landwirtschaft"},
      {"medewerker/ster", "medewerker"},
      {"monteur/euse", "monteur"},
      {"directeur/trice", "directeur"},
      {"lasser (m/v)", "lasser ()"},
      {"lasser m/v/x", "lasser "},
      {"Koch (m./w.)", "Koch ()"},
      {"Koch (w | m | d)", "Koch ()"},
      {"Cook M/F/D", "Cook "},
  };
  for (const Marked& c : cases) EXPECT_EQ(WithoutGenderMarks(c.title), c.plain) << c.title;
}

TEST(GenderMarksTest, LeavesOtherSlashesBracketsAndCapitals) {
  for (const std::string title :
       {"Import-/Exportsachbearbeiter", "gas/water/elektra", "I/O-engineer", "LinkedIn-manager",
        "Inbouwer", "monteur e/w", "MIG/MAG-lasser", "Techniker (Innendienst)", "W", "m", ""}) {
    EXPECT_EQ(WithoutGenderMarks(title), title);
  }
}

TEST(GenderMarksTest, AreTakenOutOfTheLongestTitle) {
  std::string list;
  for (int i = 0; i < 20'000; ++i) list += "m/";
  EXPECT_EQ(WithoutGenderMarks("lasser " + list + "v"), "lasser ");
  EXPECT_EQ(WithoutGenderMarks(list + "vrij m/v"), list + "vrij ");
}

struct Pair {
  std::string one;
  std::string other;
};

TEST(NeutralWordTest, DutchFormsOfBothGendersAreAlike) {
  const std::vector<Pair> cases = {
      {"medewerker", "medewerkster"},
      {"maker", "maakster"},
      {"kapper", "kapster"},
      {"bestuurder", "bestuurster"},
      {"verkoper", "verkoopster"},
      {"begeleider", "begeleidster"},
      {"monteur", "monteuse"},
      {"masseur", "masseuse"},
      {"directeur", "directrice"},
      {"inspecteur", "inspectrice"},
      {"assistent", "assistente"},
      {"laborant", "laborante"},
      {"fysiotherapeut", "fysiotherapeut"},
      {"technicus", "technica"},
      {"psycholoog", "psychologe"},
      {"secretaris", "secretaresse"},
      {"zakenman", "zakenvrouw"},
      {"hygienist", "hygieniste"},
      {"schilder", "schilderes"},
      {"verpleger", "verpleegster"},
  };
  for (const Pair& c : cases) {
    EXPECT_EQ(NeutralWord(c.one, Language::kNl), NeutralWord(c.other, Language::kNl)) << c.one;
  }
}

TEST(NeutralWordTest, GermanFormsOfBothGendersAreAlike) {
  const std::vector<Pair> cases = {
      {"mechatroniker", "mechatronikerin"},
      {"mechatroniker", "mechatronikerinnen"},
      {"assistent", "assistentin"},
      {"ingenieur", "ingenieurin"},
      {"kaufmann", "kauffrau"},
      {"kaufmann", "kaufleute"},
      {"masseur", "masseuse"},
      {"direkteur", "direktrice"},
      {"ergonom", "ergonomin"},
      {"koch", "kochin"},
  };
  for (const Pair& c : cases) {
    EXPECT_EQ(NeutralWord(c.one, Language::kDe), NeutralWord(c.other, Language::kDe)) << c.one;
  }
}

TEST(NeutralWordTest, EnglishFormsOfBothGendersAreAlike) {
  const std::vector<Pair> cases = {{"waiter", "waitress"},
                                   {"chairman", "chairwoman"},
                                   {"draughtsman", "draughtsperson"},
                                   {"salesmen", "salesperson"}};
  for (const Pair& c : cases) {
    EXPECT_EQ(NeutralWord(c.one, Language::kEn), NeutralWord(c.other, Language::kEn)) << c.one;
  }
}

TEST(NeutralWordTest, LeavesWordsThatOnlyLookLikeIt) {
  for (const std::string word : {"venster", "meester", "register", "elektronica", "ster", "er"}) {
    EXPECT_EQ(NeutralWord(word, Language::kNl), word);
  }
  for (const std::string word : {"medizin", "termin", "magazin", "wein", "verein", "in"}) {
    EXPECT_EQ(NeutralWord(word, Language::kDe), word);
  }
  for (const std::string word : {"press", "person", "man", "process"}) {
    EXPECT_EQ(NeutralWord(word, Language::kEn), word);
  }
}

}  // namespace
}  // namespace overstap::matcher
