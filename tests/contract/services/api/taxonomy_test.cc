// The taxonomy's life: versions, concepts, search, and what a switch does to the pool.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "overstap/v1/job_seeker.pb.h"
#include "overstap/v1/match_service.pb.h"
#include "overstap/v1/taxonomy_service.pb.h"
#include "tests/contract/services/api/api_server.h"

namespace overstap {
namespace {

using grpc::StatusCode;

v1::Taxonomy Active(ApiServer& server) {
  const Outcome active = server.Call("TaxonomyService.GetTaxonomy", "name: 'taxonomies/active'");
  EXPECT_TRUE(active.status.ok()) << active;
  return active.As<v1::Taxonomy>();
}

TEST(Taxonomies, AreVersionsOfWhichTheLastIsInUse) {
  ApiServer server;
  const v1::Taxonomy first = Active(server);
  EXPECT_EQ(first.source_version(), "small 1");
  EXPECT_EQ(first.skill_count(), kSmallTaxonomySkills);
  EXPECT_EQ(first.occupation_count(), 3);
  EXPECT_THAT(first.language_codes(), testing::ElementsAre("nl", "en"));

  const Outcome second = server.ImportTaxonomy({"urn:s:new"});
  ASSERT_TRUE(second.status.ok()) << second;
  EXPECT_EQ(Active(server).skill_count(), kSmallTaxonomySkills + 1);
  const Outcome versions = server.Call("TaxonomyService.ListTaxonomies", "");
  ASSERT_EQ(versions.As<v1::ListTaxonomiesResponse>().taxonomies_size(), 2) << versions;
  EXPECT_TRUE(versions.As<v1::ListTaxonomiesResponse>().taxonomies(0).active());
  EXPECT_EQ(versions.As<v1::ListTaxonomiesResponse>().taxonomies(1).name(), first.name());
  EXPECT_FALSE(versions.As<v1::ListTaxonomiesResponse>().taxonomies(1).active());
}

TEST(Taxonomies, AFailedImportChangesNothing) {
  ApiServer server;
  const std::string before = server.Dump();
  const std::string concept_text =
      "concepts { code { scheme: 'ESCO' code: 'urn:s:0' } kind: CONCEPT_KIND_SKILL "
      "labels { language_code: 'nl' preferred_label: 'x' } } ";
  for (const std::string& bad :
       {absl::StrCat("concepts { ", concept_text, concept_text, " }"),
        std::string("concepts { concepts { kind: CONCEPT_KIND_SKILL } }"),
        std::string("relations { relations { source_code: 'urn:none' target_code: 'urn:s:0' "
                    "kind: RELATION_KIND_BROADER } }")}) {
    const Outcome outcome = server.Stream(
        "TaxonomyService.ImportTaxonomy",
        {"header { source_version: 'broken' }", "concepts { " + concept_text + " }", bad});
    EXPECT_EQ(outcome.code(), StatusCode::INVALID_ARGUMENT) << outcome;
  }
  EXPECT_EQ(server.Dump(), before);
  EXPECT_EQ(Active(server).source_version(), "small 1");
}

TEST(Taxonomies, ACancelledImportChangesNothing) {
  ApiServer server;
  const std::string before = server.Dump();
  for (int i = 0; i < 20; ++i) {
    const Outcome cancelled = server.StreamAndCancel(
        "TaxonomyService.ImportTaxonomy",
        {"header { source_version: 'half' }",
         "concepts { concepts { code { scheme: 'ESCO' code: 'urn:s:0' } kind: CONCEPT_KIND_SKILL "
         "labels { language_code: 'nl' preferred_label: 'x' } } }"});
    EXPECT_EQ(cancelled.code(), StatusCode::CANCELLED);
  }
  server.Restart();  // waits for whatever still runs
  EXPECT_EQ(server.Dump(), before);
  EXPECT_EQ(Active(server).source_version(), "small 1");
}

TEST(Taxonomies, ASwitchReindexesThePoolAndCountsWhatItDoesNotKnow) {
  ApiServer server;
  ASSERT_TRUE(server.ImportTaxonomy({"urn:s:new"}).status.ok());
  ASSERT_TRUE(server
                  .Call("JobSeekerService.CreateJobSeeker",
                        "job_seeker { name: 'jobSeekers/p' skills { "
                        "items { skill { scheme: 'ESCO' code: 'urn:s:new' } } "
                        "items { skill { scheme: 'ESCO' code: 'urn:s:5' } } } }")
                  .status.ok());
  ASSERT_TRUE(server
                  .Call("VacancyService.CreateVacancy",
                        absl::StrCat("vacancy { name: 'vacancies/v' ", kVacancy,
                                     " occupation { code: 'urn:o:fitter' } }"))
                  .status.ok());
  const auto score = [&server] {
    const Outcome match = server.Call("MatchService.MatchVacancies", "job_seeker: 'jobSeekers/p'");
    EXPECT_TRUE(match.status.ok()) << match;
    const auto& reply = match.As<v1::MatchVacanciesResponse>();
    return reply.matches_size() == 1 ? reply.matches(0).fit().score_units() : 0;
  };
  const auto before = score();
  EXPECT_GT(before, 0U);
  const Outcome back = server.ImportTaxonomy();
  ASSERT_TRUE(back.status.ok()) << back;
  EXPECT_EQ(back.As<v1::ImportTaxonomyResponse>().unknown_code_count(), 1);
  EXPECT_EQ(score(), before);
  // The record keeps the code.
  const Outcome person = server.Call("JobSeekerService.GetJobSeeker", "name: 'jobSeekers/p'");
  EXPECT_EQ(person.As<v1::JobSeeker>().skills().items_size(), 2) << person;
}

TEST(Taxonomies, ARepeatedImportGetsTheFirstAnswer) {
  ApiServer server;
  const std::vector<std::string> stream = {
      "header { source_version: 'v2' request_id: '7b7d9c0e-8f3b-4f5e-9d55-0123456789ab' }",
      "concepts { concepts { code { scheme: 'ESCO' code: 'urn:s:0' } kind: CONCEPT_KIND_SKILL "
      "labels { language_code: 'nl' preferred_label: 'x' } } }"};
  const Outcome first = server.Stream("TaxonomyService.ImportTaxonomy", stream);
  ASSERT_TRUE(first.status.ok()) << first;
  const std::string after = server.Dump();
  const Outcome repeat = server.Stream("TaxonomyService.ImportTaxonomy", stream);
  ASSERT_TRUE(repeat.status.ok()) << repeat;
  EXPECT_EQ(repeat.As<v1::ImportTaxonomyResponse>().taxonomy().name(),
            first.As<v1::ImportTaxonomyResponse>().taxonomy().name());
  EXPECT_EQ(server.Dump(), after);
}

TEST(Taxonomies, SearchFindsBeginningsOfWordsByPages) {
  ApiServer server;
  const auto search = [&server](const std::string& request) {
    const Outcome found = server.Call("TaxonomyService.SearchConcepts", request);
    EXPECT_TRUE(found.status.ok()) << found;
    return found.As<v1::SearchConceptsResponse>();
  };
  EXPECT_EQ(search("prefix: 'VERZÓRG'").hits(0).matched_label(), "Verzorgende");
  EXPECT_EQ(search("prefix: 'verzorg' kind: CONCEPT_KIND_SKILL").hits_size(), 0);
  EXPECT_EQ(search("prefix: 'en mon' language_code: 'en'").hits(0).matched_label(), "en Monteur");
  int count = 0;
  std::string token;
  do {
    const auto page =
        search(absl::StrCat("prefix: 'vaardig' page_size: 4 page_token: '", token, "'"));
    count += page.hits_size();
    token = page.next_page_token();
  } while (!token.empty());
  EXPECT_EQ(count, kSmallTaxonomySkills);
}

TEST(Taxonomies, ListOccupationsFirstAndGiveTheirSkills) {
  ApiServer server;
  const Outcome all = server.Call("TaxonomyService.ListConcepts", "page_size: 1000");
  const auto& concepts = all.As<v1::ListConceptsResponse>().concepts();
  ASSERT_EQ(concepts.size(), 13);
  EXPECT_EQ(concepts[0].name(), "occupations/0");
  EXPECT_EQ(concepts[0].code().code(), "urn:o:assistant");
  EXPECT_EQ(concepts[3].name(), "skills/0");
  const Outcome relations =
      server.Call("TaxonomyService.ListRelations", "code { scheme: 'ESCO' code: 'urn:o:carer' }");
  ASSERT_EQ(relations.As<v1::ListRelationsResponse>().relations_size(), 5) << relations;
  EXPECT_EQ(relations.As<v1::ListRelationsResponse>().relations(4).kind(),
            v1::RELATION_KIND_OPTIONAL_SKILL);
  const Outcome by_name = server.Call("TaxonomyService.GetConcept", "name: 'occupations/1'");
  EXPECT_EQ(by_name.As<v1::Concept>().code().code(), "urn:o:carer");
}

TEST(Taxonomies, AreNeededByWhatRefersToThem) {
  ApiServer server({.with_taxonomy = false});
  for (const char* method :
       {"MatchService.MatchVacancies", "RouteService.RankRoutes", "TaxonomyService.ListConcepts"}) {
    const Outcome outcome = server.Call(method, "");
    EXPECT_EQ(outcome.code(), StatusCode::FAILED_PRECONDITION) << method << ": " << outcome;
    EXPECT_EQ(outcome.reason(), "NO_TAXONOMY");
  }
  const Outcome create =
      server.Call("VacancyService.CreateVacancy", absl::StrCat("vacancy { ", kVacancy, "}"));
  EXPECT_EQ(create.reason(), "NO_TAXONOMY") << create;
}

TEST(Taxonomies, ListWhichOccupationsASwitchIsNearestTo) {
  ApiServer server;
  const Outcome listed = server.Call("TaxonomyService.ListSimilarOccupations",
                                     "code { scheme: 'ESCO' code: 'urn:o:carer' } page_size: 1");
  ASSERT_TRUE(listed.status.ok()) << listed;
  const auto& first = listed.As<v1::ListSimilarOccupationsResponse>();
  ASSERT_EQ(first.occupations_size(), 1);
  // The only one that shares a skill.
  EXPECT_EQ(first.occupations(0).occupation().code().code(), "urn:o:assistant");
  const v1::SimilarOccupation& nearest = first.occupations(0);
  EXPECT_GT(nearest.skills_score(), 0);
  EXPECT_NEAR(nearest.skills_score() + nearest.words_score() + nearest.titles_score() +
                  nearest.field_score() + nearest.breadth_score(),
              nearest.score(), 1e-8);
  const Outcome rest =
      server.Call("TaxonomyService.ListSimilarOccupations",
                  absl::StrCat("code { scheme: 'ESCO' code: 'urn:o:carer' } page_token: '",
                               first.next_page_token(), "'"));
  ASSERT_EQ(rest.As<v1::ListSimilarOccupationsResponse>().occupations_size(), 1) << rest;
  EXPECT_EQ(rest.As<v1::ListSimilarOccupationsResponse>().occupations(0).occupation().code().code(),
            "urn:o:fitter");
}

}  // namespace
}  // namespace overstap
