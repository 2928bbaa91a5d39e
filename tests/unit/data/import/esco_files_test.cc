#include "data/import/esco_files.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/data/temp_folder.h"

namespace overstap::data {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// "table language collection path-in-folder" for each file.
std::vector<std::string> Describe(const TempFolder& folder) {
  absl::StatusOr<std::vector<EscoFile>> files = FindEscoFiles(folder.path());
  EXPECT_TRUE(files.ok()) << files.status();
  std::vector<std::string> lines;
  if (!files.ok()) return lines;
  for (const EscoFile& file : *files) {
    lines.push_back(absl::StrCat(static_cast<int>(file.table), " ", file.language, " ",
                                 file.collection, " ", file.path.substr(folder.path().size() + 1)));
  }
  return lines;
}

TEST(FindEscoFiles, TakesLanguagesSideBySideEnglishDutchGermanFirst) {
  TempFolder folder;
  for (const char* language : {"fr", "de", "nl", "en"}) {
    folder.Write(absl::StrCat("occupations_", language, ".csv"), "");
    folder.Write(absl::StrCat("skills_", language, ".csv"), "");
  }
  folder.Write("occupationSkillRelations.csv", "");
  folder.Write("README.md", "");
  folder.Write("conceptSchemes_en.csv", "");
  EXPECT_THAT(Describe(folder),
              ElementsAre("0 en  occupations_en.csv", "0 nl  occupations_nl.csv",
                          "0 de  occupations_de.csv", "0 fr  occupations_fr.csv",
                          "1 en  skills_en.csv", "1 nl  skills_nl.csv", "1 de  skills_de.csv",
                          "1 fr  skills_fr.csv", "4 en  occupationSkillRelations.csv"));
}

TEST(FindEscoFiles, TakesOnePackPerLanguageFromSubFolders) {
  TempFolder folder;
  for (const std::string pack : {"nl", "ESCO dataset - v1.1.1 - classification - de - csv"}) {
    const std::string suffix = pack == "nl" ? "" : "_de";
    for (const std::string stem :
         {"occupations", "skills", "occupationSkillRelations", "skillSkillRelations"}) {
      folder.Write(absl::StrCat(pack, "/", stem, suffix, ".csv"), "");
    }
  }
  EXPECT_THAT(
      Describe(folder),
      ElementsAre("0 nl  nl/occupations.csv",
                  "0 de  ESCO dataset - v1.1.1 - classification - de - csv/occupations_de.csv",
                  "1 nl  nl/skills.csv",
                  "1 de  ESCO dataset - v1.1.1 - classification - de - csv/skills_de.csv",
                  "4 nl  nl/occupationSkillRelations.csv", "7 nl  nl/skillSkillRelations.csv"));
}

TEST(FindEscoFiles, KnowsRelationsWithALanguageInTheirNames) {
  TempFolder folder;
  for (const std::string stem : {"occupations", "skills", "occupationSkillRelations"}) {
    folder.Write(absl::StrCat(stem, "_en.csv"), "");
  }
  EXPECT_THAT(Describe(folder), ElementsAre("0 en  occupations_en.csv", "1 en  skills_en.csv",
                                            "4 en  occupationSkillRelations_en.csv"));
}

TEST(FindEscoFiles, NamesCollectionsAfterTheirFiles) {
  TempFolder folder;
  for (const std::string stem :
       {"occupations", "skills", "occupationSkillRelations", "greenSkillsCollection",
        "digCompSkillsCollection", "digitalSkillsCollection", "researchOccupationsCollection"}) {
    folder.Write(absl::StrCat(stem, "_en.csv"), "");
  }
  EXPECT_THAT(Describe(folder), ElementsAre("0 en  occupations_en.csv", "1 en  skills_en.csv",
                                            "4 en  occupationSkillRelations_en.csv",
                                            "8 en digital digCompSkillsCollection_en.csv",
                                            "8 en digital digitalSkillsCollection_en.csv",
                                            "8 en green greenSkillsCollection_en.csv"));
}

TEST(FindEscoFiles, RefusesTwoFilesOfOneLanguage) {
  TempFolder folder;
  folder.Write("a/skills_nl.csv", "");
  folder.Write("b/skills_nl.csv", "");
  const absl::Status status = FindEscoFiles(folder.path()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr("a/skills_nl.csv"), HasSubstr("b/skills_nl.csv")));
}

TEST(FindEscoFiles, SaysWhatIsNotThere) {
  TempFolder folder;
  EXPECT_EQ(FindEscoFiles(folder.File("no-such-folder")).status().code(),
            absl::StatusCode::kNotFound);
  folder.Write("occupations_nl.csv", "");
  const absl::Status status = FindEscoFiles(folder.path()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()), HasSubstr("skills_<language>.csv"));
}

}  // namespace
}  // namespace overstap::data
