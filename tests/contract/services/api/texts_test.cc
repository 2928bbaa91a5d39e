// Concepts found in texts: what TextService answers, and imports that name none.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "overstap/v1/common.pb.h"
#include "overstap/v1/job_seeker_service.pb.h"
#include "overstap/v1/match_service.pb.h"
#include "overstap/v1/text_service.pb.h"
#include "overstap/v1/vacancy_service.pb.h"
#include "tests/contract/services/api/api_server.h"

namespace overstap {
namespace {

constexpr char kSolar[] = "urn:t:solar";
constexpr char kWelding[] = "urn:t:welding";
constexpr char kSolarFitter[] = "urn:t:solar-fitter";
constexpr char kWelder[] = "urn:t:welder";

std::string ConceptText(const std::string& code, const std::string& kind, const std::string& label,
                        const std::string& others = "") {
  return absl::StrCat("concepts { code { scheme: 'ESCO' code: '", code, "' } kind: CONCEPT_KIND_",
                      kind, " labels { language_code: 'nl' preferred_label: '", label, "' ", others,
                      " } } ");
}

// A server whose taxonomy has labels like those of life.
class Texts : public testing::Test {
 protected:
  Texts() {
    std::string concepts = ConceptText(kSolar, "SKILL", "zonnepanelen installeren") +
                           ConceptText(kWelding, "SKILL", "lassen") +
                           ConceptText(kSolarFitter, "OCCUPATION", "monteur zonnepanelen",
                                       "alternative_labels: 'zonnepaneleninstallateur'") +
                           ConceptText(kWelder, "OCCUPATION", "lasser");
    for (int i = 0; i < 1'000; ++i) {
      concepts += ConceptText(absl::StrCat("urn:t:other-", i), "SKILL",
                              absl::StrCat("ander", i, " installeren"));
    }
    const std::string relation =
        absl::StrCat("relations { relations { source_code: '", kSolarFitter, "' target_code: '",
                     kSolar, "' kind: RELATION_KIND_ESSENTIAL_SKILL } }");
    const Outcome imported = server_.Stream(
        "TaxonomyService.ImportTaxonomy", {"header { source_version: 'texts' }",
                                           absl::StrCat("concepts { ", concepts, " }"), relation});
    EXPECT_TRUE(imported.status.ok()) << imported;
  }

  static std::string VacancyText(const std::string& id, const std::string& title,
                                 const std::string& more = "") {
    return absl::StrCat(
        "vacancy { name: 'vacancies/", id, "' employer: 'Zon BV' title: '", title,
        "' sector: 'energy' place { postcode: '6811' } hours_per_week { min_hours_per_week: 24 "
        "max_hours_per_week: 32 } contract_kind: CONTRACT_KIND_PERMANENT openings: 2 ",
        more, " }");
  }

  v1::ImportSummary Import(const std::string& method, const std::string& item) {
    const Outcome imported = server_.Stream(method, {item});
    EXPECT_TRUE(imported.status.ok()) << imported;
    EXPECT_EQ(imported.As<v1::ImportSummary>().rejected_items_size(), 0) << imported;
    return imported.As<v1::ImportSummary>();
  }
  v1::ImportSummary ImportVacancy(const std::string& item) {
    return Import("VacancyService.ImportVacancies", item);
  }
  v1::ImportSummary ImportPerson(const std::string& item) {
    return Import("JobSeekerService.ImportJobSeekers", item);
  }
  v1::Vacancy GetVacancy(const std::string& id) {
    return server_.Call("VacancyService.GetVacancy", absl::StrCat("name: 'vacancies/", id, "'"))
        .As<v1::Vacancy>();
  }
  v1::JobSeeker GetPerson(const std::string& id) {
    return server_
        .Call("JobSeekerService.GetJobSeeker", absl::StrCat("name: 'jobSeekers/", id, "'"))
        .As<v1::JobSeeker>();
  }

  ApiServer server_;
};

TEST_F(Texts, ATitleIsLinkedWithItsPartsAndNotes) {
  const Outcome linked = server_.Call("TextService.LinkOccupation",
                                      "text: 'Zonnepaneleninstallateur (m/v) 32-40u, Duiven'");
  ASSERT_TRUE(linked.status.ok()) << linked;
  const auto& reply = linked.As<v1::LinkOccupationResponse>();
  EXPECT_EQ(reply.language_code(), "nl");
  EXPECT_EQ(reply.min_hours_per_week(), 32);
  EXPECT_EQ(reply.max_hours_per_week(), 40);
  EXPECT_THAT(reply.places(), testing::ElementsAre("Duiven"));
  ASSERT_GT(reply.links_size(), 0) << linked;
  EXPECT_EQ(reply.links(0).code().code(), kSolarFitter);
  EXPECT_EQ(reply.links(0).label(), "monteur zonnepanelen");
  EXPECT_EQ(reply.links(0).matched_label(), "zonnepaneleninstallateur");
  double sum = 0;
  for (const v1::LinkScorePart& part : reply.links(0).parts()) sum += part.contribution();
  EXPECT_NEAR(sum, reply.links(0).score(), 1e-6);
}

TEST_F(Texts, SkillsAreFoundWithTheWordsThatSaySo) {
  const std::string text = "Ik heb zonnepanelen geïnstalleerd. Geen ervaring met lassen.";
  const Outcome extracted = server_.Call("TextService.ExtractSkills",
                                         absl::StrCat("text: '", text, "' language_code: 'nl'"));
  ASSERT_TRUE(extracted.status.ok()) << extracted;
  const auto& skills = extracted.As<v1::ExtractSkillsResponse>().skills();
  ASSERT_EQ(skills.size(), 2) << extracted;
  EXPECT_EQ(skills[0].code().code(), kSolar);
  EXPECT_EQ(skills[0].polarity(), v1::SKILL_POLARITY_HAS);
  EXPECT_EQ(skills[0].text(), "zonnepanelen geïnstalleerd");
  EXPECT_EQ(text.substr(static_cast<size_t>(skills[0].begin_position()),
                        static_cast<size_t>(skills[0].end_position() - skills[0].begin_position())),
            skills[0].text());
  EXPECT_EQ(skills[1].code().code(), kWelding);
  EXPECT_EQ(skills[1].polarity(), v1::SKILL_POLARITY_LACKS);
}

TEST_F(Texts, ConceptsAreSuggestedInSpiteOfASlip) {
  const Outcome suggested =
      server_.Call("TextService.Suggest", "prefix: 'zonepan' kind: CONCEPT_KIND_OCCUPATION");
  ASSERT_TRUE(suggested.status.ok()) << suggested;
  const auto& suggestions = suggested.As<v1::SuggestResponse>().suggestions();
  ASSERT_EQ(suggestions.size(), 1) << suggested;
  EXPECT_EQ(suggestions[0].code().code(), kSolarFitter);
  EXPECT_EQ(suggestions[0].kind(), v1::CONCEPT_KIND_OCCUPATION);
  EXPECT_EQ(suggestions[0].matched_label(), "zonnepaneleninstallateur");
  EXPECT_TRUE(suggestions[0].has_error());
}

TEST_F(Texts, BatchesAnswerEachInItsPlace) {
  const Outcome linked = server_.Call("TextService.BatchLinkOccupations",
                                      "requests { text: 'lasser' } requests { text: '...' } "
                                      "requests { text: 'monteur zonnepanelen' }");
  ASSERT_TRUE(linked.status.ok()) << linked;
  const auto& responses = linked.As<v1::BatchLinkOccupationsResponse>().responses();
  ASSERT_EQ(responses.size(), 3);
  EXPECT_EQ(responses[0].links(0).code().code(), kWelder);
  EXPECT_EQ(responses[1].links_size(), 0);
  EXPECT_EQ(responses[2].links(0).code().code(), kSolarFitter);
  const Outcome extracted = server_.Call("TextService.BatchExtractSkills",
                                         "requests { text: 'lassen' } requests { text: 'x' }");
  EXPECT_EQ(extracted.As<v1::BatchExtractSkillsResponse>().responses_size(), 2) << extracted;
  const Outcome suggested =
      server_.Call("TextService.BatchSuggest", "requests { prefix: 'l' } requests { prefix: 'z' }");
  EXPECT_EQ(suggested.As<v1::BatchSuggestResponse>().responses_size(), 2) << suggested;
}

TEST_F(Texts, AnImportedVacancyWithoutConceptsIsLinkedByItsTitle) {
  ImportVacancy(VacancyText("plain", "Zonnepaneleninstallateur"));
  const v1::Vacancy vacancy = GetVacancy("plain");
  EXPECT_EQ(vacancy.occupation().code(), kSolarFitter);
  EXPECT_EQ(vacancy.occupation_text_link().state(), v1::TEXT_LINK_STATE_DERIVED);
  EXPECT_GT(vacancy.occupation_text_link().score(), 0.5);
}

TEST_F(Texts, ATitleThatIsNotPlainIsLeftOpenListedAndDecided) {
  ImportVacancy(
      VacancyText("open", "Topper gezocht voor dakwerk", "description: 'Je gaat lassen.'"));
  const v1::Vacancy open = GetVacancy("open");
  EXPECT_EQ(open.occupation_text_link().state(), v1::TEXT_LINK_STATE_OPEN);
  ASSERT_EQ(open.skills_size(), 1);
  EXPECT_EQ(open.skills(0).skill().code(), kWelding);
  EXPECT_EQ(open.skills(0).text_link().text(), "lassen");
  ImportVacancy(VacancyText("plain", "lasser"));

  const std::string list = "open_text_links_only: true";
  const auto listed = server_.Call("VacancyService.ListVacancies", list);
  ASSERT_EQ(listed.As<v1::ListVacanciesResponse>().vacancies_size(), 1) << listed;
  EXPECT_EQ(listed.As<v1::ListVacanciesResponse>().vacancies(0).name(), "vacancies/open");

  const Outcome decided = server_.Call(
      "VacancyService.UpdateVacancy",
      absl::StrCat("vacancy { name: 'vacancies/open' occupation { scheme: 'ESCO' code: '",
                   kSolarFitter,
                   "' } } update_mask { paths: 'occupation' paths: "
                   "'occupation_text_link' paths: 'skills' }"));
  ASSERT_TRUE(decided.status.ok()) << decided;
  EXPECT_EQ(server_.Call("VacancyService.ListVacancies", list)
                .As<v1::ListVacanciesResponse>()
                .vacancies_size(),
            0);
  // The same advertisement again does not undo what a person has decided.
  const v1::ImportSummary again = ImportVacancy(
      VacancyText("open", "Topper gezocht voor dakwerk", "description: 'Je gaat lassen.'"));
  EXPECT_EQ(again.unchanged_count(), 1);
  EXPECT_EQ(GetVacancy("open").occupation().code(), kSolarFitter);
  EXPECT_FALSE(GetVacancy("open").has_occupation_text_link());
}

TEST_F(Texts, AnOpenVacancyMayBeChangedOtherwise) {
  ImportVacancy(VacancyText("open", "Topper gezocht"));
  const Outcome updated = server_.Call(
      "VacancyService.UpdateVacancy",
      "vacancy { name: 'vacancies/open' openings: 5 } update_mask { paths: 'openings' }");
  ASSERT_TRUE(updated.status.ok()) << updated;
  EXPECT_EQ(GetVacancy("open").openings(), 5);
}

TEST_F(Texts, APersonsTitlesAndTextAreLinked) {
  ImportPerson(
      "job_seeker { name: 'jobSeekers/p' past_occupations { items { title: 'lasser' years: 3 } "
      "items { title: 'Lasser (m/v)' years: 2 } items { title: 'duizendpoot' } } } "
      "text: 'Jarenlang zonnepanelen geinstalleerd. Ik wil graag leren lassen.' "
      "language_code: 'nl'");
  const v1::JobSeeker person = GetPerson("p");
  ASSERT_EQ(person.past_occupations().items_size(), 2) << person.DebugString();
  const v1::PersonOccupation& welder = person.past_occupations().items(0);
  EXPECT_EQ(welder.occupation().code(), kWelder);
  EXPECT_EQ(welder.title(), "lasser");
  EXPECT_EQ(welder.years(), 5);
  EXPECT_EQ(welder.text_link().state(), v1::TEXT_LINK_STATE_DERIVED);
  EXPECT_EQ(person.past_occupations().items(1).text_link().state(), v1::TEXT_LINK_STATE_OPEN);
  ASSERT_EQ(person.skills().items_size(), 1) << person.DebugString();
  const v1::PersonSkill& skill = person.skills().items(0);
  EXPECT_EQ(skill.skill().code(), kSolar);
  EXPECT_EQ(skill.source(), v1::SKILL_SOURCE_DERIVED_FROM_TEXT);
  EXPECT_EQ(skill.text_link().state(), v1::TEXT_LINK_STATE_DERIVED);
  EXPECT_EQ(skill.text_link().text(), "zonnepanelen geinstalleerd");
  const auto listed = server_.Call("JobSeekerService.ListJobSeekers", "open_text_links_only: true");
  EXPECT_EQ(listed.As<v1::ListJobSeekersResponse>().job_seekers_size(), 1) << listed;
}

TEST_F(Texts, ATitleThatIsNotSureIsNotMergedWithWhatIsStated) {
  ImportPerson(absl::StrCat(
      "job_seeker { name: 'jobSeekers/p' past_occupations { items { title: 'dakdekker, timmerman, "
      "loodgieter, stukadoor en lasser' } items { occupation { scheme: 'ESCO' code: '",
      kWelder, "' } years: 4 } } }"));
  const v1::JobSeeker person = GetPerson("p");
  const auto& items = person.past_occupations().items();
  ASSERT_EQ(items.size(), 2);
  EXPECT_EQ(items[0].text_link().state(), v1::TEXT_LINK_STATE_OPEN);
  EXPECT_FALSE(items[0].has_occupation());
  EXPECT_EQ(items[1].years(), 4);
  EXPECT_FALSE(items[1].has_text_link());
}

TEST_F(Texts, WhatWasFoundInATextCountsForLessAndSaysSo) {
  const std::string skill =
      absl::StrCat("skill { scheme: 'ESCO' code: '", kSolar, "' } proficiency: PROFICIENCY_EXPERT");
  ImportVacancy(VacancyText(
      "v", "x", absl::StrCat("occupation { scheme: 'ESCO' code: '", kSolarFitter, "' }")));
  ImportPerson(absl::StrCat("job_seeker { name: 'jobSeekers/stated' skills { items { ", skill,
                            " source: SKILL_SOURCE_STATED } } }"));
  ImportPerson(absl::StrCat("job_seeker { name: 'jobSeekers/read' skills { items { ", skill,
                            " source: SKILL_SOURCE_DERIVED_FROM_TEXT } } }"));
  ImportPerson(absl::StrCat("job_seeker { name: 'jobSeekers/unsure' skills { items { ", skill,
                            " source: SKILL_SOURCE_DERIVED_FROM_TEXT text_link { state: "
                            "TEXT_LINK_STATE_OPEN score: 0.6 } } } }"));
  const auto fit_of = [this](const std::string& person) {
    const Outcome explained =
        server_.Call("MatchService.ExplainMatch",
                     absl::StrCat("job_seeker: 'jobSeekers/", person, "' vacancy: 'vacancies/v'"));
    EXPECT_TRUE(explained.status.ok()) << explained;
    return explained.As<v1::ExplainMatchResponse>().match().fit();
  };
  EXPECT_EQ(fit_of("stated").score(), 1);
  EXPECT_FALSE(fit_of("stated").parts(0).derived_from_text());
  EXPECT_NEAR(fit_of("read").score(), 0.8, 1e-4);
  EXPECT_TRUE(fit_of("read").parts(0).derived_from_text());
  EXPECT_EQ(fit_of("unsure").score(), 0);
}

}  // namespace
}  // namespace overstap
