// The planner against an exhaustive search, on small made-up regions.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "matcher/eligibility/great_circle_travel.h"
#include "matcher/pool_snapshot.h"
#include "matcher/route/route_planner.h"
#include "tests/property/exhaustive_routes.h"
#include "tests/property/random_matching.h"
#include "tests/property/random_source.h"

namespace overstap::matcher {
namespace {

using ::testing::ElementsAreArray;

constexpr uint32_t kSkills = 16;
constexpr uint32_t kOccupations = 5;
constexpr uint32_t kQualifications = 5;
constexpr uint32_t kCredentials = 4;

std::string Padded(std::string_view kind, uint32_t number) {
  return absl::StrCat(std::string(kind), 100 + number);
}

// Few skills, so that offers overlap; certificates of which some lapse soon.
class SmallRegion {
 public:
  explicit SmallRegion(uint64_t seed) : random_(seed) {
    taxonomy_ = RandomTaxonomy({.skills = kSkills,
                                .groups = 4,
                                .occupations = kOccupations,
                                .skills_per_occupation = 4,
                                .skill_relations = 6},
                               &random_);
    Region::Parts parts;
    parts.municipalities = {{"GM1", "Here", {51.9, 5.9}, true}, {"GM2", "Far", {53.2, 6.6}, false}};
    parts.sectors = {{"energy", true}};
    for (uint32_t i = 0; i < kQualifications; ++i) {
      QualificationEntry entry;
      entry.scheme = "CREBO";
      entry.code = Padded("q", i);
      entry.title = entry.code;
      entry.level = static_cast<EqfLevel>(1 + i);
      if (i < 3) entry.line = "care";
      if (i == 2) entry.implies = {"CREBO:" + Padded("q", 1)};
      entry.occupations = {
          taxonomy_->occupation(OccupationNumber(random_.Below(kOccupations))).code};
      if (random_.Chance(20)) entry.reserved_credential = Padded("c", 0);
      parts.qualifications.push_back(std::move(entry));
    }
    for (uint32_t i = 0; i < kCredentials; ++i) {
      CredentialEntry entry;
      entry.id = Padded("c", i);
      entry.title = entry.id;
      if (i == 1) entry.implies = {Padded("c", 0)};
      if (random_.Chance(60)) entry.validity_months = static_cast<int>(1 + random_.Below(12));
      parts.credentials.push_back(std::move(entry));
    }
    parts.schemes = {{"slim", "SLIM", today() + 10, today() + 200, 0, 12}};
    region_ = *Region::Build(std::move(parts));
    travel_ = std::make_shared<GreatCircleTravelModel>(*region_, DefaultTravelProfiles());
  }

  static Date today() { return Date(20'731); }

  std::shared_ptr<const PoolSnapshot> Snapshot() {
    PoolChanges changes;
    uint64_t creation = 0;
    for (uint32_t i = 3 + random_.Below(5); i > 0; --i) {
      changes.training_offers.push_back({CreationNumber(++creation), Offer(Padded("o", i))});
    }
    for (uint32_t i = 2 + random_.Below(5); i > 0; --i) {
      changes.vacancies.push_back({CreationNumber(++creation), Job(Padded("v", i))});
    }
    return PoolSnapshot(0, taxonomy_, region_, travel_).With(creation, std::move(changes));
  }

  JobSeeker Person() {
    JobSeeker person;
    person.id = "p";
    if (random_.Chance(85)) {
      person.skills.emplace();
      for (uint32_t i = random_.Below(6); i > 0; --i) person.skills->push_back(Skill());
    }
    if (random_.Chance(60)) person.past_occupations = {{{Occupation(), random_.Chance(30)}}};
    if (random_.Chance(80)) {
      person.qualifications.emplace();
      if (random_.Chance(50)) {
        const QualificationNumber number = Qualification();
        person.qualifications->push_back({number, region_->qualification(number).level, true});
      }
    }
    if (random_.Chance(80)) person.working_level = static_cast<EqfLevel>(1 + random_.Below(4));
    if (random_.Chance(80)) {
      person.credentials.emplace();
      if (random_.Chance(50)) person.credentials->push_back({Credential(), SomeDay(300)});
    }
    if (random_.Chance(60)) person.available_from = SomeDay(60);
    if (random_.Chance(50)) person.own_money = 100 * random_.Below(12);
    if (random_.Chance(40)) person.training_weeks_max = static_cast<int>(2 + random_.Below(30));
    person.home = Here();
    person.travel.emplace().max_km = 40;
    return person;
  }

  RouteQuery Query() {
    RouteQuery query;
    query.today = today();
    const uint32_t kind = random_.Below(5);
    if (kind < 3) {
      query.vacancy_id = Padded("v", 1 + random_.Below(2));
    } else if (kind == 3) {
      query.occupation = Occupation();
    }
    query.min_score_after = static_cast<Score>((0.2 + 0.1 * random_.Below(5)) * kFullScore);
    query.max_steps = random_.Chance(85) ? 2 : 1;
    query.order = static_cast<RouteOrder>(random_.Below(3));
    if (random_.Chance(20)) query.max_cost_person = 100 * random_.Below(15);
    if (random_.Chance(15)) query.funding_scheme = SchemeNumber(0);
    if (random_.Chance(20)) query.min_score_gain = kFullScore / 10;
    return query;
  }

 private:
  TrainingOffer Offer(std::string id) {
    TrainingOffer offer;
    offer.id = std::move(id);
    for (uint32_t i = random_.Below(5); i > 0; --i) offer.taught_skills.push_back(Skill());
    if (random_.Chance(30)) offer.qualifications = {Qualification()};
    if (random_.Chance(40)) {
      offer.credentials = {{Credential(), static_cast<int>(random_.Below(2) * 3)}};
    }
    if (random_.Chance(30)) offer.entry_demands = Entry();
    if (random_.Chance(20) && !offer.qualifications.empty()) offer.requires_learn_work_job = true;
    offer.form = random_.Chance(30) ? TrainingForm::kOnline : TrainingForm::kDay;
    offer.place = random_.Chance(90) ? Here() : Far();
    offer.hours_per_week = HoursPerWeek::FromDouble(8);
    offer.weeks = static_cast<int>(1 + random_.Below(15));
    offer.price_person = 100 * random_.Below(6);
    if (random_.Chance(70)) offer.funding_schemes = {SchemeNumber(0)};
    for (uint32_t i = random_.Below(4); i > 0; --i) {
      offer.runs.push_back({Padded("r", i), SomeDay(220), random_.Chance(85) ? 3 : 0});
    }
    return offer;
  }

  Vacancy Job(std::string id) {
    Vacancy job;
    job.id = std::move(id);
    if (random_.Chance(80)) job.occupation = Occupation();
    if (!job.occupation.has_value() || random_.Chance(60)) {
      for (uint32_t i = 1 + random_.Below(4); i > 0; --i) {
        job.skills.push_back({Skill().skill, random_.Chance(70)});
      }
    }
    if (random_.Chance(40)) {
      job.qualification = QualificationDemand{Qualification(), random_.Chance(50)};
    }
    if (random_.Chance(45)) {
      job.credentials = {{Credential(), static_cast<CredentialTiming>(random_.Below(2)), 4}};
    }
    if (random_.Chance(20)) job.min_level = static_cast<EqfLevel>(1 + random_.Below(4));
    job.place = random_.Chance(90) ? Here() : Far();
    job.employer_offers.trial_placement = random_.Chance(40);
    job.employer_offers.trial_placement_weeks = static_cast<int>(random_.Below(30));
    if (random_.Chance(30)) job.start_date = SomeDay(250) - 20;
    if (random_.Chance(20)) job.closing_date = SomeDay(30) - 5;
    job.openings_left = random_.Chance(90) ? 1 : 0;
    if (random_.Chance(35)) {
      LearnWork& learn_work = job.learn_work.emplace();
      if (random_.Chance(70)) learn_work.qualification = Qualification();
      if (random_.Chance(40)) learn_work.entry_demands = Entry();
      learn_work.recognised_learning_company = random_.Chance(90);
      learn_work.months = static_cast<int>(random_.Below(10));
      learn_work.person_pays_tuition = random_.Chance(50);
      if (random_.Chance(50)) learn_work.tuition_per_year = 100 * random_.Below(6);
    }
    return job;
  }

  EntryDemands Entry() {
    EntryDemands entry;
    if (random_.Chance(30)) entry.min_level = static_cast<EqfLevel>(1 + random_.Below(4));
    if (random_.Chance(30)) entry.qualification = Qualification();
    if (random_.Chance(40)) entry.credentials = {Credential()};
    if (random_.Chance(40)) entry.skills = {Skill().skill};
    return entry;
  }

  PlaceNumber Here() const { return *region_->FindPlaceByMunicipality("GM1"); }
  PlaceNumber Far() const { return *region_->FindPlaceByMunicipality("GM2"); }
  OwnSkill Skill() {
    return {SkillNumber(random_.Below(kSkills)), static_cast<Proficiency>(random_.Below(5))};
  }
  OccupationNumber Occupation() { return OccupationNumber(random_.Below(kOccupations)); }
  QualificationNumber Qualification() {
    return QualificationNumber(static_cast<uint16_t>(random_.Below(kQualifications)));
  }
  CredentialNumber Credential() {
    return CredentialNumber(static_cast<uint16_t>(random_.Below(kCredentials)));
  }
  Date SomeDay(uint32_t days) { return today() + static_cast<int32_t>(random_.Below(days)); }

  RandomSource random_;
  std::shared_ptr<const Taxonomy> taxonomy_;
  std::shared_ptr<const Region> region_;
  std::shared_ptr<const TravelModel> travel_;
};

// Shares of the cases in which something came out at all, so that agreement means something.
struct Seen {
  int cases = 0;
  int with_routes = 0;
  int with_choice = 0;
  int with_two_steps = 0;
  int of_kind[5] = {};
};

void Count(const RoutePlan& plan, Seen* seen) {
  ++seen->cases;
  if (!plan.routes.empty()) ++seen->with_routes;
  if (plan.routes.size() > 1) ++seen->with_choice;
  for (const Route& route : plan.routes) {
    if (route.steps.size() == 2) ++seen->with_two_steps;
    for (const RouteStep& step : route.steps) ++seen->of_kind[static_cast<size_t>(step.kind)];
  }
}

TEST(RouteProperty, FrontAgreesWithExhaustiveSearch) {
  Seen to_vacancy;
  Seen to_occupation;
  Seen to_any;
  for (uint64_t seed = 1; seed <= 400; ++seed) {
    SmallRegion region(seed);
    const std::shared_ptr<const PoolSnapshot> snapshot = region.Snapshot();
    for (int i = 0; i < 3; ++i) {
      const JobSeeker person = region.Person();
      const RouteQuery query = region.Query();
      const RoutePlan plan = PlanRoutes(*snapshot, person, query);
      ASSERT_THAT(Plain(plan), ElementsAreArray(ExhaustiveRoutes(*snapshot, person, query)))
          << "seed " << seed << ", person " << i;
      Count(plan, query.vacancy_id.has_value()   ? &to_vacancy
                  : query.occupation.has_value() ? &to_occupation
                                                 : &to_any);
    }
  }
  for (const Seen& seen : {to_vacancy, to_occupation, to_any}) {
    EXPECT_GT(seen.with_routes, seen.cases / 20);
    EXPECT_GT(seen.with_choice, 0);
    EXPECT_GT(seen.with_two_steps, 0);
    EXPECT_GT(seen.of_kind[static_cast<size_t>(StepKind::kCourse)], 0);
    EXPECT_GT(seen.of_kind[static_cast<size_t>(StepKind::kLearnWorkJob)], 0);
    EXPECT_GT(seen.of_kind[static_cast<size_t>(StepKind::kSteppingStoneJob)], 0);
  }
  EXPECT_GT(to_vacancy.of_kind[static_cast<size_t>(StepKind::kTrialPlacement)], 0);
}

TEST(RouteProperty, WrittenOutRoutesAddUp) {
  for (uint64_t seed = 2'001; seed <= 2'400; ++seed) {
    SmallRegion region(seed);
    const std::shared_ptr<const PoolSnapshot> snapshot = region.Snapshot();
    const JobSeeker person = region.Person();
    const RouteQuery query = region.Query();
    for (const Route& route : PlanRoutes(*snapshot, person, query).routes) {
      EurCents cost = 0;
      Date free_from = query.today;
      Score score = route.fit_before.score;
      for (const RouteStep& step : route.steps) {
        EXPECT_GE(step.start, free_from);
        EXPECT_GE(step.end, step.start);
        EXPECT_GE(step.score_after, score);
        cost += step.cost_person;
        free_from = step.end + 1;
        score = step.score_after;
      }
      EXPECT_EQ(cost, route.cost_person);
      EXPECT_EQ(score, route.fit_after.score);
      EXPECT_EQ(route.qualification, route.steps.back().end);
    }
  }
}

// A course more never takes a route away without giving a better one.
TEST(RouteProperty, AnotherOfferNeverMakesTheFrontWorse) {
  for (uint64_t seed = 3'001; seed <= 3'300; ++seed) {
    SmallRegion region(seed);
    const std::shared_ptr<const PoolSnapshot> all = region.Snapshot();
    const JobSeeker person = region.Person();
    RouteQuery query = region.Query();
    // Which open vacancies are looked at depends on the offers.
    if (!query.vacancy_id.has_value() && !query.occupation.has_value()) query.vacancy_id = "v101";
    PoolChanges changes;
    changes.removed_training_offers = {"o101"};
    const std::shared_ptr<const PoolSnapshot> fewer = all->With(1'000, std::move(changes));
    const std::vector<PlainRoute> front = Plain(PlanRoutes(*all, person, query));
    for (const PlainRoute& route : Plain(PlanRoutes(*fewer, person, query))) {
      // Without its school part in the list a learn-work job carries its education itself.
      const bool same_jobs =
          std::none_of(route.steps.begin(), route.steps.end(),
                       [](const std::string& step) { return step.rfind("learn-work", 0) == 0; });
      if (!same_jobs) continue;
      EXPECT_TRUE(std::any_of(front.begin(), front.end(),
                              [&](const PlainRoute& other) {
                                return other.work_start <= route.work_start &&
                                       other.cost_person <= route.cost_person &&
                                       other.fit_after >= route.fit_after;
                              }))
          << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace overstap::matcher
