#include "data/generate/records.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace overstap::data {
namespace {

using ::testing::AllOf;
using ::testing::Ge;
using ::testing::Le;

constexpr int kCount = 2'000;

class Records : public ::testing::Test {
 protected:
  static const World& TheWorld() {
    static const auto* const kWorld = new World(
        LoadWorld(OVERSTAP_SOURCE_DIR "/data/taxonomy", OVERSTAP_SOURCE_DIR "/data/region")
            .value());
    return *kWorld;
  }

  template <typename Message>
  std::vector<Message> Draw(Message (*draw)(const DrawContext&, int)) const {
    std::vector<Message> messages;
    for (int index = 1; index <= kCount; ++index) messages.push_back(draw(context_, index));
    return messages;
  }

  // Of 1,000 messages, how many hold this.
  template <typename Message>
  static int PerMille(const std::vector<Message>& messages,
                      const std::function<bool(const Message&)>& holds) {
    int count = 0;
    for (const Message& message : messages) count += holds(message) ? 1 : 0;
    return count * 1'000 / static_cast<int>(messages.size());
  }

  const Day today_ = *ParseDay("2026-11-22");
  const DrawContext context_{TheWorld(), 3, today_};
};

TEST_F(Records, AreTheSameForTheSameSeed) {
  const DrawContext other{TheWorld(), 4, today_};
  for (const int index : {1, 17, 900}) {
    EXPECT_EQ(DrawJobSeeker(context_, index).SerializeAsString(),
              DrawJobSeeker(context_, index).SerializeAsString());
    EXPECT_NE(DrawJobSeeker(context_, index).SerializeAsString(),
              DrawJobSeeker(other, index).SerializeAsString());
    EXPECT_NE(DrawVacancy(context_, index).SerializeAsString(),
              DrawVacancy(other, index).SerializeAsString());
    EXPECT_NE(DrawTrainingOffer(context_, index).SerializeAsString(),
              DrawTrainingOffer(other, index).SerializeAsString());
  }
}

TEST_F(Records, LeaveFacetsOfPeopleOutAsOftenAsRealFilesDo) {
  const auto people = Draw(&DrawJobSeeker);
  using Person = v1::JobSeeker;
  const auto known = [&](const std::function<bool(const Person&)>& holds) {
    return PerMille<Person>(people, holds);
  };
  EXPECT_THAT(known([](const Person& p) { return !p.has_qualifications(); }),
              AllOf(Ge(100), Le(400)));
  EXPECT_THAT(known([](const Person& p) { return !p.has_skills(); }), AllOf(Ge(20), Le(100)));
  EXPECT_THAT(known([](const Person& p) { return !p.has_languages(); }), AllOf(Ge(60), Le(200)));
  EXPECT_THAT(known([](const Person& p) { return !p.has_availability(); }),
              AllOf(Ge(200), Le(400)));
  EXPECT_THAT(known([](const Person& p) { return !p.has_home(); }), AllOf(Ge(5), Le(50)));
  EXPECT_THAT(
      known([](const Person& p) { return p.has_credentials() && p.credentials().items().empty(); }),
      AllOf(Ge(100), Le(700)));
  EXPECT_THAT(known([](const Person& p) { return p.home().country_code() == "DE"; }),
              AllOf(Ge(10), Le(60)));
}

TEST_F(Records, GivePeopleMostSkillsOfAnOccupationTheyHeld) {
  std::map<std::string, const Occupation*> by_uri;
  for (const Occupation& occupation : TheWorld().occupations) by_uri[occupation.uri] = &occupation;
  int people = 0;
  int with_most = 0;
  for (const v1::JobSeeker& person : Draw(&DrawJobSeeker)) {
    std::set<std::string> skills;
    for (const v1::PersonSkill& item : person.skills().items()) {
      EXPECT_TRUE(skills.insert(item.skill().code()).second) << "no skill twice";
    }
    if (skills.empty() || person.past_occupations().items().empty()) continue;
    const Occupation& held = *by_uri.at(person.past_occupations().items(0).occupation().code());
    size_t has = 0;
    for (const size_t skill : held.essential) has += skills.count(TheWorld().skills[skill].uri);
    ++people;
    with_most += 3 * has >= 2 * held.essential.size() ? 1 : 0;
  }
  EXPECT_GE(with_most * 100, people * 85);
}

TEST_F(Records, SpreadPeopleByInhabitants) {
  std::map<std::string, int> count;
  int placed = 0;
  for (const v1::JobSeeker& person : Draw(&DrawJobSeeker)) {
    int postcode = 0;
    if (person.home().country_code() != "NL") continue;
    ++placed;
    if (!absl::SimpleAtoi(person.home().postcode(), &postcode)) {
      ++count[person.home().municipality()];
      continue;
    }
    for (const auto& range : TheWorld().region.postcode_ranges()) {
      if (range.first() <= postcode && postcode <= range.last()) ++count[range.municipality()];
    }
  }
  EXPECT_GE(count.size(), 17U);
  EXPECT_NEAR(1'000.0 * count["GM0268"] / placed, 225, 40);  // Nijmegen
  EXPECT_NEAR(1'000.0 * count["GM0202"] / placed, 206, 40);  // Arnhem
}

TEST_F(Records, AskInVacanciesForAPartOfTheOccupation) {
  const auto vacancies = Draw(&DrawVacancy);
  std::map<std::string, int> by_sector;
  for (const v1::Vacancy& vacancy : vacancies) {
    ++by_sector[vacancy.sector()];
    EXPECT_TRUE(vacancy.has_occupation());
    EXPECT_TRUE(vacancy.has_place());
    EXPECT_GE(vacancy.openings(), 1);
    EXPECT_LE(vacancy.hours_per_week().min_hours_per_week(),
              vacancy.hours_per_week().max_hours_per_week());
    EXPECT_EQ(vacancy.has_learn_work(), vacancy.contract_kind() == v1::CONTRACT_KIND_LEARN_WORK);
    EXPECT_LE(vacancy.pay().min_eur_cents_per_month(), vacancy.pay().max_eur_cents_per_month());
  }
  for (const char* sector : {"energy", "health", "hightech", "other"}) {
    EXPECT_GE(by_sector[sector], kCount / 8) << sector;
  }
  const auto share = [&](const std::function<bool(const v1::Vacancy&)>& holds) {
    return PerMille<v1::Vacancy>(vacancies, holds);
  };
  EXPECT_THAT(share([](const v1::Vacancy& v) { return v.has_learn_work(); }),
              AllOf(Ge(40), Le(140)));
  EXPECT_THAT(share([](const v1::Vacancy& v) { return v.skills().empty(); }),
              AllOf(Ge(80), Le(170)));
  EXPECT_THAT(share([](const v1::Vacancy& v) { return v.shifts().empty(); }),
              AllOf(Ge(200), Le(600)));
}

TEST_F(Records, GiveOffersRunsOverTheComingEighteenMonths) {
  const auto offers = Draw(&DrawTrainingOffer);
  for (const v1::TrainingOffer& offer : offers) {
    EXPECT_FALSE(offer.title().empty());
    EXPECT_GT(offer.hours_per_week(), 0);
    EXPECT_THAT(offer.weeks(), AllOf(Ge(1), Le(260)));
    EXPECT_EQ(offer.has_place(), offer.form() != v1::TRAINING_FORM_ONLINE);
    EXPECT_EQ(offer.requires_learn_work_job(), offer.form() == v1::TRAINING_FORM_LEARN_WORK);
    EXPECT_FALSE(offer.runs().empty());
    for (const v1::TrainingRun& run : offer.runs()) {
      const Day start =
          MakeDay(run.start_date().year(), run.start_date().month(), run.start_date().day());
      EXPECT_THAT(start, AllOf(Ge(today_ + 1), Le(today_ + 560))) << offer.name();
      EXPECT_THAT(run.seats_taken_elsewhere(), AllOf(Ge(0), Le(run.seats())));
    }
  }
  const auto share = [&](const std::function<bool(const v1::TrainingOffer&)>& holds) {
    return PerMille<v1::TrainingOffer>(offers, holds);
  };
  EXPECT_GE(share([](const v1::TrainingOffer& o) { return o.requires_learn_work_job(); }), 80);
  EXPECT_GE(share([](const v1::TrainingOffer& o) { return !o.credentials().empty(); }), 120);
  EXPECT_GE(share([](const v1::TrainingOffer& o) { return o.price_funds_eur_cents() > 0; }), 100);
}

TEST_F(Records, NameOnlyWhatTheRegionKnows) {
  std::set<std::string> credentials;
  std::set<std::string> qualifications;
  std::set<std::string> schemes;
  std::set<std::string> sectors;
  const auto& region = TheWorld().region;
  for (const auto& item : region.credentials()) credentials.insert(item.id());
  for (const auto& item : region.funding_schemes()) schemes.insert(item.id());
  for (const auto& item : region.sectors()) sectors.insert(item.id());
  for (const auto& item : region.qualifications()) {
    qualifications.insert(absl::StrCat(item.scheme(), ":", item.code()));
  }
  const auto known = [&](const v1::Qualification& q) {
    return qualifications.contains(absl::StrCat(q.code().scheme(), ":", q.code().code()));
  };
  for (const v1::JobSeeker& person : Draw(&DrawJobSeeker)) {
    for (const auto& item : person.credentials().items()) {
      EXPECT_TRUE(credentials.contains(item.credential())) << item.credential();
    }
    for (const auto& item : person.qualifications().items()) {
      EXPECT_TRUE(known(item.qualification())) << item.ShortDebugString();
    }
    for (const auto& sector : person.sectors().items()) EXPECT_TRUE(sectors.contains(sector));
  }
  for (const v1::Vacancy& vacancy : Draw(&DrawVacancy)) {
    for (const auto& item : vacancy.credentials()) {
      EXPECT_TRUE(credentials.contains(item.credential())) << item.credential();
    }
    EXPECT_TRUE(!vacancy.has_qualification() || known(vacancy.qualification().qualification()));
    EXPECT_TRUE(!vacancy.has_learn_work() || known(vacancy.learn_work().qualification()));
    EXPECT_TRUE(sectors.contains(vacancy.sector()));
  }
  for (const v1::TrainingOffer& offer : Draw(&DrawTrainingOffer)) {
    for (const auto& item : offer.credentials()) {
      EXPECT_TRUE(credentials.contains(item.credential())) << item.credential();
    }
    for (const auto& item : offer.qualifications()) EXPECT_TRUE(known(item));
    for (const auto& scheme : offer.funding_schemes()) EXPECT_TRUE(schemes.contains(scheme));
    for (const auto& sector : offer.sectors()) EXPECT_TRUE(sectors.contains(sector));
  }
}

TEST(DrawSome, KeepsOrderAndNumber) {
  Random random("some", 0, 1);
  const std::vector<size_t> from = {2, 3, 5, 7, 11};
  for (size_t count = 0; count <= 7; ++count) {
    const std::vector<size_t> some = DrawSome(from, count, random);
    EXPECT_EQ(some.size(), std::min<size_t>(count, 5));
    EXPECT_TRUE(std::is_sorted(some.begin(), some.end()));
  }
}

}  // namespace
}  // namespace overstap::data
