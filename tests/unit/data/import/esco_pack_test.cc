#include "data/import/esco_pack.h"

#include <cstdlib>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/data/temp_folder.h"

namespace overstap::data {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::Le;
using ::testing::SizeIs;

struct Pack {
  absl::StatusOr<EscoSummary> summary = absl::UnknownError("not read");
  std::vector<v1::ConceptBatch> concept_batches;
  std::vector<v1::RelationBatch> relation_batches;
  std::map<std::string, v1::Concept> concepts;
  std::vector<std::string> relations;  // "source kind target"
};

Pack Read(const std::string& folder, const EscoPackOptions& options = {}) {
  Pack pack;
  EscoSink sink;
  sink.concepts = [&](v1::ConceptBatch batch) {
    for (const v1::Concept& item : batch.concepts()) {
      EXPECT_TRUE(pack.concepts.emplace(item.code().code(), item).second);
    }
    pack.concept_batches.push_back(std::move(batch));
    return absl::OkStatus();
  };
  sink.relations = [&](v1::RelationBatch batch) {
    for (const v1::Relation& item : batch.relations()) {
      pack.relations.push_back(absl::StrCat(item.source_code(), " ",
                                            v1::RelationKind_Name(item.kind()).substr(14), " ",
                                            item.target_code()));
    }
    pack.relation_batches.push_back(std::move(batch));
    return absl::OkStatus();
  };
  pack.summary = ReadEscoPack(folder, options, sink);
  return pack;
}

std::string Labels(const v1::Concept& item) {
  std::vector<std::string> all;
  for (const v1::ConceptLabels& labels : item.labels()) {
    all.push_back(absl::StrCat(labels.language_code(), "=", labels.preferred_label(), "(",
                               absl::StrJoin(labels.alternative_labels(), "|"), ")"));
  }
  return absl::StrJoin(all, " ");
}

// A small pack with the quirks of the published ones.
void WritePack(const TempFolder& folder) {
  folder.Write("occupations_en.csv",
               "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,code\r\n"
               "Occupation,o:nurse,2221,nurse,\"registered nurse\nnurse\nregistered nurse\n\",1\n"
               "Occupation,o:fitter,7411,fitter,,2\n");
  folder.Write("occupations_nl.csv",
               "conceptUri,preferredLabel\n"
               "o:fitter,\"monteur \"\"elektra\"\"\"\n"
               "o:diver,duiker\n");
  folder.Write("skills_en.csv",
               "conceptUri,skillType,reuseLevel,preferredLabel,altLabels\n"
               "s:wire,skill/competence,sector-specific,wire,\n"
               "s:anatomy,knowledge,cross-sector,anatomy,\n"
               "s:untyped,,,untyped,\n");
  folder.Write("skills_nl.csv",
               "conceptUri,skillType,reuseLevel,preferredLabel,altLabels\n"
               "s:wire,skill/competence,sector-specific,bedraden,draden trekken\n"
               "s:anatomy,knowledge,cross-sector,,\n");
  folder.Write("skillGroups_en.csv",
               "conceptUri,preferredLabel,code\n"
               "http://data.europa.eu/esco/skill/constructing,constructing,S7\n"
               "g:other,other,S7\n"
               "g:narrow,narrow,\n");
  folder.Write("occupationSkillRelations_en.csv",
               "occupationUri,relationType,skillType,skillUri\n"
               "o:fitter,essential,skill/competence,s:wire\n"
               "o:fitter,essential,skill/competence,s:wire\n"
               "o:nurse,optional,knowledge,s:anatomy\n"
               "o:unlabelled,essential,knowledge,s:anatomy\n"
               "o:nurse,essential,,s:untyped\n");
  folder.Write("broaderRelationsSkillPillar.csv",
               "conceptType,conceptUri,broaderType,broaderUri\n"
               "KnowledgeSkillCompetence,s:wire,SkillGroup,g:narrow\n"
               "SkillGroup,g:narrow,SkillGroup,http://data.europa.eu/esco/skill/constructing\n"
               "KnowledgeSkillCompetence,s:anatomy,SkillGroup,g:other\n");
  folder.Write("skillSkillRelations.csv",
               "originalSkillUri,originalSkillType,relationType,relatedSkillType,relatedSkillUri\n"
               "s:wire,skill/competence,optional,knowledge,s:anatomy\n");
  folder.Write("digitalSkillsCollection_en.csv",
               "conceptUri,preferredLabel\ns:untyped,untyped\ns:elsewhere,gone\n");
}

TEST(ReadEscoPack, JoinsLanguagesAndFallsBackToTheOnesThereAre) {
  TempFolder folder;
  WritePack(folder);
  const Pack pack = Read(folder.path());
  ASSERT_TRUE(pack.summary.ok()) << pack.summary.status();
  EXPECT_EQ(Labels(pack.concepts.at("o:nurse")), "en=nurse(registered nurse)");
  EXPECT_EQ(Labels(pack.concepts.at("o:fitter")), "en=fitter() nl=monteur \"elektra\"()");
  EXPECT_EQ(Labels(pack.concepts.at("o:diver")), "nl=duiker()");
  EXPECT_EQ(Labels(pack.concepts.at("s:wire")), "en=wire() nl=bedraden(draden trekken)");
  EXPECT_EQ(Labels(pack.concepts.at("s:anatomy")), "en=anatomy()");
  EXPECT_THAT(pack.summary->language_codes, ElementsAre("en", "nl"));
}

TEST(ReadEscoPack, TellsKindsLevelsAndCollections) {
  TempFolder folder;
  WritePack(folder);
  const Pack pack = Read(folder.path());
  ASSERT_TRUE(pack.summary.ok()) << pack.summary.status();
  EXPECT_EQ(pack.concepts.at("o:nurse").kind(), v1::CONCEPT_KIND_OCCUPATION);
  EXPECT_EQ(pack.concepts.at("o:nurse").isco_code(), "2221");
  EXPECT_EQ(pack.concepts.at("o:nurse").code().scheme(), "ESCO");
  EXPECT_EQ(pack.concepts.at("s:anatomy").kind(), v1::CONCEPT_KIND_KNOWLEDGE);
  EXPECT_EQ(pack.concepts.at("s:wire").reuse_level(), "sector-specific");
  EXPECT_EQ(pack.concepts.at("s:untyped").kind(), v1::CONCEPT_KIND_SKILL);
  EXPECT_THAT(pack.concepts.at("s:untyped").collections(), ElementsAre("digital"));
  // Below ESCO's own branch S7, not below another taxonomy's group of that code.
  EXPECT_THAT(pack.concepts.at("s:wire").collections(), ElementsAre("technical"));
  EXPECT_THAT(pack.concepts.at("s:anatomy").collections(), SizeIs(0));
}

TEST(ReadEscoPack, SendsEachRelationOnceAndSkipsThoseOfUnlabelledConcepts) {
  TempFolder folder;
  WritePack(folder);
  const Pack pack = Read(folder.path());
  ASSERT_TRUE(pack.summary.ok()) << pack.summary.status();
  EXPECT_THAT(pack.relations,
              ElementsAre("o:fitter ESSENTIAL_SKILL s:wire", "o:nurse OPTIONAL_SKILL s:anatomy",
                          "o:nurse ESSENTIAL_SKILL s:untyped", "s:wire BROADER g:narrow",
                          "g:narrow BROADER http://data.europa.eu/esco/skill/constructing",
                          "s:anatomy BROADER g:other", "s:wire RELATED_OPTIONAL s:anatomy"));
  EXPECT_EQ(pack.summary->skipped_relation_count, 1);
  EXPECT_EQ(pack.summary->relation_count, 7);
  EXPECT_EQ(pack.summary->occupation_count, 3);
  EXPECT_EQ(pack.summary->skill_count, 3);
  EXPECT_EQ(pack.summary->group_count, 3);
}

TEST(ReadEscoPack, KeepsBatchesWithinTheirLimits) {
  TempFolder folder;
  WritePack(folder);
  EscoPackOptions options;
  options.max_concepts_per_batch = 2;
  options.max_relations_per_batch = 3;
  const Pack pack = Read(folder.path(), options);
  ASSERT_TRUE(pack.summary.ok()) << pack.summary.status();
  EXPECT_THAT(pack.concept_batches, SizeIs(5));
  EXPECT_THAT(pack.relation_batches, SizeIs(3));
  options.max_batch_bytes = 1;
  EXPECT_THAT(Read(folder.path(), options).concept_batches, SizeIs(9));
}

TEST(ReadEscoPack, NamesTheRowThatIsBroken) {
  struct Case {
    std::string file;
    std::string content;
    std::string message;
  };
  const std::string relations = "occupationUri,relationType,skillType,skillUri\n";
  const std::vector<Case> cases = {
      {"skills_en.csv", "conceptUri,preferredLabel,skillType\ns:a,a,talent\n",
       "skills_en.csv:2:7: unknown skill type 'talent'"},
      {"skills_en.csv", "conceptUri,preferredLabel\n,a\n",
       "skills_en.csv:2:1: a concept without a URI"},
      {"skills_en.csv", "conceptUri,preferredLabel\ns:a,a\ns:a,b\n",
       "skills_en.csv:3:1: this concept stands in the file twice"},
      {"skills_en.csv", "conceptUri,preferredLabel\ns:a\n",
       "skills_en.csv:2:1: this row has 1 fields, the first row has 2"},
      {"skills_en.csv", "conceptUri,label\n",
       "skills_en.csv:1:1: columns that are missing: preferredLabel"},
      {"occupationSkillRelations_en.csv", absl::StrCat(relations, "o:fitter,maybe,,s:wire\n"),
       "occupationSkillRelations_en.csv:2:10: unknown relation type 'maybe'"},
      {"occupationSkillRelations_en.csv", absl::StrCat(relations, "o:fitter,optional,,\n"),
       "occupationSkillRelations_en.csv:2:20: a relation without a URI"},
  };
  for (const Case& test : cases) {
    TempFolder folder;
    WritePack(folder);
    folder.Write(test.file, test.content);
    const Pack pack = Read(folder.path());
    EXPECT_EQ(pack.summary.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(pack.summary.status().message()), EndsWith(test.message));
    EXPECT_THAT(pack.concept_batches, SizeIs(0)) << "nothing is sent of a broken pack";
  }
}

TEST(ReadEscoPack, EndsWhenTheSinkRefuses) {
  TempFolder folder;
  WritePack(folder);
  EscoSink sink;
  sink.concepts = [](const v1::ConceptBatch&) { return absl::UnavailableError("gone"); };
  sink.relations = [](const v1::RelationBatch&) { return absl::OkStatus(); };
  EXPECT_EQ(ReadEscoPack(folder.path(), {}, sink).status(), absl::UnavailableError("gone"));
}

TEST(ReadEscoPack, ReadsTheEmbeddedTaxonomyWithoutLoss) {
  const Pack pack = Read(OVERSTAP_SOURCE_DIR "/data/taxonomy");
  ASSERT_TRUE(pack.summary.ok()) << pack.summary.status();
  EXPECT_GE(pack.summary->occupation_count, 120);
  EXPECT_GE(pack.summary->skill_count, 500);
  EXPECT_EQ(pack.summary->skipped_relation_count, 0);
  EXPECT_THAT(pack.summary->language_codes, ElementsAre("en", "nl", "de"));
}

TEST(ReadEscoPack, ReadsAllOfEsco) {
  const char* folder = std::getenv("OVERSTAP_ESCO_DIR");
  if (folder == nullptr) GTEST_SKIP() << "OVERSTAP_ESCO_DIR is not set";
  const Pack pack = Read(folder);
  ASSERT_TRUE(pack.summary.ok()) << pack.summary.status();
  EXPECT_EQ(pack.summary->occupation_count, 3'007);
  EXPECT_EQ(pack.summary->skill_count, 13'896);
  EXPECT_EQ(pack.summary->group_count, 640 + 619);
  // 67 skills and the ISCO group of one occupation, and 10 ends of groups, have no label.
  EXPECT_EQ(pack.summary->relation_count + pack.summary->skipped_relation_count,
            123'855 + 3'617 + 20'656 + 5'899);
  EXPECT_THAT(pack.summary->skipped_relation_count, Le(80));
  for (const v1::ConceptBatch& batch : pack.concept_batches) {
    EXPECT_THAT(batch.ByteSizeLong(), Le(size_t{1} << 21));
  }
}

}  // namespace
}  // namespace overstap::data
