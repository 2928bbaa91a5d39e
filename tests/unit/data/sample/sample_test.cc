#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "data/generate/world.h"
#include "data/import/json_lines.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "overstap/v1/job_seeker.pb.h"
#include "overstap/v1/training_offer.pb.h"
#include "overstap/v1/vacancy.pb.h"

namespace overstap::data {
namespace {

using ::testing::IsSupersetOf;
using ::testing::MatchesRegex;

namespace v1 = ::overstap::v1;

template <typename Message>
std::vector<Message> ReadSample(const std::string& file) {
  std::ifstream stream(absl::StrCat(OVERSTAP_SOURCE_DIR "/data/sample/", file));
  JsonLinesReader reader(file, stream);
  std::vector<Message> messages;
  for (Message message; reader.Next(message).value();) messages.push_back(message);
  return messages;
}

template <typename Message>
std::set<std::string> Names(const std::vector<Message>& messages) {
  std::set<std::string> names;
  for (const Message& message : messages) {
    EXPECT_THAT(message.name(), MatchesRegex("[a-zA-Z]+/[a-z0-9-]{1,63}"));
    EXPECT_TRUE(names.insert(message.name()).second) << message.name();
  }
  return names;
}

TEST(Sample, IsLargeEnoughForANewcomer) {
  EXPECT_GE(Names(ReadSample<v1::JobSeeker>("job_seekers.jsonl")).size(), 200U);
  EXPECT_GE(Names(ReadSample<v1::Vacancy>("vacancies.jsonl")).size(), 150U);
  EXPECT_GE(Names(ReadSample<v1::TrainingOffer>("training_offers.jsonl")).size(), 120U);
}

TEST(Sample, HoldsEveryArchetypeAndTheDemonstration) {
  EXPECT_THAT(Names(ReadSample<v1::JobSeeker>("job_seekers.jsonl")),
              IsSupersetOf({"jobSeekers/p-archetype-shop-assistant-solar",
                            "jobSeekers/p-archetype-logistics-grid",
                            "jobSeekers/p-archetype-status-holder-grid",
                            "jobSeekers/p-archetype-heating-heat-pump",
                            "jobSeekers/p-archetype-admin-work-planner",
                            "jobSeekers/p-archetype-hospitality-care-helper",
                            "jobSeekers/p-archetype-care-helper-carer",
                            "jobSeekers/p-archetype-shop-assistant-carer",
                            "jobSeekers/p-archetype-carer-nurse",
                            "jobSeekers/p-archetype-nurse-lapsed-big",
                            "jobSeekers/p-archetype-logistics-operator",
                            "jobSeekers/p-archetype-operator-mechatronics",
                            "jobSeekers/p-archetype-car-mechanic-service",
                            "jobSeekers/p-archetype-welder-cnc",
                            "jobSeekers/p-archetype-helpdesk-embedded",
                            "jobSeekers/p-archetype-lapsed-vca",
                            "jobSeekers/p-archetype-dutch-a2-carer",
                            "jobSeekers/p-archetype-nurse-without-big",
                            "jobSeekers/p-archetype-missed-intake",
                            "jobSeekers/p-archetype-two-years",
                            "jobSeekers/p-archetype-bus-early-shift",
                            "jobSeekers/p-archetype-unrecognised-firm",
                            "jobSeekers/p-archetype-care-helper-no-route",
                            "jobSeekers/p-archetype-part-timer",
                            "jobSeekers/p-demo"}));
  EXPECT_TRUE(
      Names(ReadSample<v1::Vacancy>("vacancies.jsonl")).contains("vacancies/v-demo-target"));
}

TEST(Sample, NamesOnlyConceptsOfTheEmbeddedTaxonomy) {
  const World world =
      LoadWorld(OVERSTAP_SOURCE_DIR "/data/taxonomy", OVERSTAP_SOURCE_DIR "/data/region").value();
  std::set<std::string> codes;
  for (const Skill& skill : world.skills) codes.insert(skill.uri);
  for (const Occupation& occupation : world.occupations) codes.insert(occupation.uri);
  for (const auto& person : ReadSample<v1::JobSeeker>("job_seekers.jsonl")) {
    for (const auto& item : person.skills().items()) {
      EXPECT_TRUE(codes.contains(item.skill().code())) << item.skill().code();
    }
    for (const auto& item : person.past_occupations().items()) {
      EXPECT_TRUE(codes.contains(item.occupation().code())) << item.occupation().code();
    }
  }
  for (const auto& vacancy : ReadSample<v1::Vacancy>("vacancies.jsonl")) {
    EXPECT_TRUE(codes.contains(vacancy.occupation().code())) << vacancy.occupation().code();
    for (const auto& item : vacancy.skills()) {
      EXPECT_TRUE(codes.contains(item.skill().code())) << item.skill().code();
    }
  }
  for (const auto& offer : ReadSample<v1::TrainingOffer>("training_offers.jsonl")) {
    for (const auto& item : offer.taught_skills()) {
      EXPECT_TRUE(codes.contains(item.skill().code())) << item.skill().code();
    }
  }
}

TEST(Sample, LeavesWrittenJobsOpenForLater) {
  for (const auto& vacancy : ReadSample<v1::Vacancy>("vacancies.jsonl")) {
    absl::string_view id = vacancy.name();
    absl::ConsumePrefix(&id, "vacancies/");
    if (!absl::StartsWith(id, "v-archetype-") && !absl::StartsWith(id, "v-demo-")) continue;
    EXPECT_FALSE(vacancy.has_closing_date()) << id;
    EXPECT_FALSE(vacancy.has_start_date()) << id;
  }
}

}  // namespace
}  // namespace overstap::data
