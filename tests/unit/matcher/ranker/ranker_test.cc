#include "matcher/ranker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/unit/matcher/eligibility/small_world.h"

namespace overstap::matcher {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Ranker : public testing::Test {
 protected:
  Ranker() {
    auto travel = std::make_shared<GivenTravel>();
    travel->minutes = {{TravelMode::kPublicTransport, 30}};
    snapshot_ = std::make_shared<PoolSnapshot>(1, world_.taxonomy, world_.region, travel);
    person_.skills = {{world_.skill("wash-and-dress"), Proficiency::kExpert},
                      {world_.skill("care-for-wounds"), Proficiency::kBasic}};
    // Arnhem and Nijmegen are 16 km apart, whatever the travel model says: the index goes by
    // points.
    person_.travel->max_km = 25;
    options_.today = Day(2026, 11, 22);
  }

  Vacancy Asking(std::string id, const std::vector<std::string_view>& skills) const {
    Vacancy vacancy = AnyVacancy(world_);
    vacancy.id = std::move(id);
    for (std::string_view skill : skills) vacancy.skills.push_back({.skill = world_.skill(skill)});
    return vacancy;
  }
  JobSeeker Having(std::string id, Proficiency proficiency) const {
    JobSeeker person = AnyPerson(world_);
    person.travel->max_km = 25;
    person.id = std::move(id);
    person.skills = {{world_.skill("wash-and-dress"), proficiency}};
    return person;
  }

  void Store(uint64_t creation, Vacancy vacancy) {
    PoolChanges changes;
    changes.vacancies.push_back({CreationNumber(creation), std::move(vacancy)});
    snapshot_ = snapshot_->With(snapshot_->version() + 1, std::move(changes));
  }
  void Store(uint64_t creation, JobSeeker person) {
    PoolChanges changes;
    changes.job_seekers.push_back({CreationNumber(creation), std::move(person)});
    snapshot_ = snapshot_->With(snapshot_->version() + 1, std::move(changes));
  }

  Ranking<Vacancy> Vacancies(const VacancyFilter& filter = {}) const {
    return RankVacancies(*snapshot_, person_, filter, options_);
  }
  std::vector<std::string> VacancyIds(const VacancyFilter& filter = {}) const {
    return IdsOf(Vacancies(filter));
  }
  std::vector<std::string> JobSeekerIds(const Vacancy& vacancy,
                                        const JobSeekerFilter& filter = {}) const {
    return IdsOf(RankJobSeekers(*snapshot_, vacancy, filter, options_));
  }
  template <typename Record>
  static std::vector<std::string> IdsOf(const Ranking<Record>& ranking) {
    std::vector<std::string> ids;
    for (const Match<Record>& match : ranking.matches) ids.push_back(match.entry->record.id);
    return ids;
  }

  const SmallWorld world_;
  std::shared_ptr<const PoolSnapshot> snapshot_;
  JobSeeker person_ = AnyPerson(world_);
  MatchOptions options_;
};

TEST_F(Ranker, OrdersByFit) {
  Store(1, Asking("wounds", {"care-for-wounds"}));
  Store(2, Asking("both", {"wash-and-dress", "care-for-wounds"}));
  Store(3, Asking("washing", {"wash-and-dress"}));
  Store(4, Asking("panels", {"mount-panels"}));
  EXPECT_THAT(VacancyIds(), ElementsAre("washing", "both", "wounds"));
}

TEST_F(Ranker, BreaksTiesByCreation) {
  Store(7, Asking("later", {"wash-and-dress"}));
  Store(3, Asking("earlier", {"wash-and-dress"}));
  Store(9, Asking("latest", {"wash-and-dress"}));
  EXPECT_THAT(VacancyIds(), ElementsAre("earlier", "later", "latest"));
}

TEST_F(Ranker, ExplainsAMatch) {
  Vacancy vacancy = Asking("v", {"wash-and-dress", "care-for-wounds"});
  vacancy.certificate_of_conduct = true;
  vacancy.languages = {{.language = kDutch, .activity = std::nullopt, .level = CefrLevel::kB1}};
  person_.languages.reset();
  Store(1, vacancy);
  const Ranking<Vacancy> ranking = Vacancies();
  ASSERT_THAT(ranking.matches, SizeIs(1));
  const Match<Vacancy>& match = ranking.matches.front();
  Score sum = 0;
  for (const FitPart& part : match.fit.parts) sum += part.contribution;
  EXPECT_GT(match.fit.score, 0U);
  EXPECT_EQ(sum, match.fit.score);
  EXPECT_THAT(match.eligibility.reasons, IsEmpty());
  ASSERT_THAT(match.eligibility.unknowns, SizeIs(1));
  EXPECT_EQ(match.eligibility.unknowns.front().missing_field, "job_seeker.languages");
  EXPECT_EQ(match.distance_km, 10);
  EXPECT_THAT(match.notes, ElementsAre("check:certificate-of-conduct"));
  const Match<Vacancy> pair = ExplainPair(*snapshot_, person_, vacancy, options_.today);
  EXPECT_EQ(pair.entry, nullptr);
  EXPECT_EQ(pair.fit.score, match.fit.score);
  EXPECT_EQ(pair.eligibility.unknowns, match.eligibility.unknowns);
  EXPECT_EQ(pair.notes, match.notes);
}

TEST_F(Ranker, KnowsNoDistanceWithoutAHome) {
  Store(1, Asking("v", {"wash-and-dress"}));
  person_.home.reset();
  ASSERT_THAT(Vacancies().matches, SizeIs(1));
  EXPECT_EQ(Vacancies().matches.front().distance_km, std::nullopt);
}

TEST_F(Ranker, LeavesOutAVacancyOnceItIsClosed) {
  Vacancy vacancy = Asking("v", {"wash-and-dress"});
  Store(1, vacancy);
  ASSERT_THAT(VacancyIds(), ElementsAre("v"));
  vacancy.closed = true;
  Store(1, vacancy);
  EXPECT_THAT(VacancyIds(), IsEmpty());
}

TEST_F(Ranker, LeavesOutAVacancyOnceItsLastOpeningIsTaken) {
  Vacancy vacancy = Asking("v", {"wash-and-dress"});
  Store(1, vacancy);
  ASSERT_THAT(VacancyIds(), ElementsAre("v"));
  vacancy.openings_left = 0;
  Store(1, vacancy);
  EXPECT_THAT(VacancyIds(), IsEmpty());
}

TEST_F(Ranker, ShowsTheExcludedByFitWithTheirReasons) {
  Store(1, Asking("eligible", {"wash-and-dress"}));
  Vacancy filled = Asking("filled", {"care-for-wounds"});
  filled.openings_left = 0;
  Store(2, filled);
  Vacancy far = Asking("other-sector", {"wash-and-dress"});
  far.sector = world_.sector("other");
  Store(3, far);
  options_.view = MatchView::kExcluded;
  const Ranking<Vacancy> ranking = Vacancies();
  ASSERT_THAT(IdsOf(ranking), ElementsAre("other-sector", "filled"));
  ASSERT_THAT(ranking.matches[0].eligibility.reasons, SizeIs(1));
  EXPECT_EQ(ranking.matches[0].eligibility.reasons[0].rule, Rule::kSector);
  ASSERT_THAT(ranking.matches[1].eligibility.reasons, SizeIs(1));
  EXPECT_EQ(ranking.matches[1].eligibility.reasons[0].rule, Rule::kOpenings);
}

TEST_F(Ranker, LeavesOutTheUncertainOnRequest) {
  Store(1, Asking("certain", {"wash-and-dress"}));
  Vacancy open = Asking("open", {"wash-and-dress"});
  open.driving_licences = LicenceBit(DrivingLicence::kB);
  Store(2, open);
  person_.driving_licences.reset();
  EXPECT_THAT(VacancyIds(), ElementsAre("certain", "open"));
  options_.certain_only = true;
  EXPECT_THAT(VacancyIds(), ElementsAre("certain"));
}

TEST_F(Ranker, LeavesOutWhatFitsLessThanAsked) {
  Store(1, Asking("washing", {"wash-and-dress"}));
  Store(2, Asking("wounds", {"care-for-wounds"}));
  options_.min_score = kFullScore / 2;
  EXPECT_THAT(VacancyIds(), ElementsAre("washing"));
}

TEST_F(Ranker, PagesWithACursorUntilNothingFollows) {
  for (const auto* id : {"a", "b", "c", "d"}) {
    Store(snapshot_->version(), Asking(id, {"wash-and-dress"}));
  }
  options_.page_size = 2;
  const Ranking<Vacancy> first = Vacancies();
  EXPECT_THAT(IdsOf(first), ElementsAre("a", "b"));
  ASSERT_TRUE(first.next.has_value());
  options_.after = first.next;
  const Ranking<Vacancy> second = Vacancies();
  EXPECT_THAT(IdsOf(second), ElementsAre("c", "d"));
  EXPECT_FALSE(second.next.has_value());
}

TEST_F(Ranker, SaysThatItWasInterrupted) {
  class Always final : public Interruption {
    bool Requested() const override { return true; }
  };
  const Always always;
  Store(1, Asking("v", {"wash-and-dress"}));
  EXPECT_FALSE(Vacancies().interrupted);
  options_.interruption = &always;
  EXPECT_TRUE(Vacancies().interrupted);
}

TEST_F(Ranker, FiltersVacancies) {
  Vacancy plain = Asking("plain", {"wash-and-dress"});
  plain.place = world_.place("6811");
  plain.sector = world_.sector("energy");
  Vacancy rich = Asking("rich", {"wash-and-dress"});
  rich.occupation = world_.occupation("carer");
  rich.contract_kind = ContractKind::kLearnWork;
  rich.learn_work.emplace().recognised_learning_company = true;
  rich.employer_offers = {.job_coach = true,
                          .trial_placement = true,
                          .open_to_wage_subsidy = true,
                          .reserved_places = 1};
  Store(1, plain);
  Store(2, rich);
  EXPECT_THAT(VacancyIds(), ElementsAre("plain", "rich"));
  VacancyFilter filter;
  filter.sectors = SectorBit(world_.sector("energy"));
  EXPECT_THAT(VacancyIds(filter), ElementsAre("plain"));
  filter = {};
  filter.occupations = {world_.occupation("carer")};
  EXPECT_THAT(VacancyIds(filter), ElementsAre("rich"));
  filter = {};
  filter.municipalities = {*world_.region->FindMunicipality("GM0202")};
  EXPECT_THAT(VacancyIds(filter), ElementsAre("plain"));
  filter = {};
  filter.contract_kinds = 1U << static_cast<int>(ContractKind::kLearnWork);
  EXPECT_THAT(VacancyIds(filter), ElementsAre("rich"));
  filter = {};
  filter.learn_work = false;
  EXPECT_THAT(VacancyIds(filter), ElementsAre("plain"));
  for (bool VacancyFilter::*offer :
       {&VacancyFilter::job_coach, &VacancyFilter::trial_placement,
        &VacancyFilter::open_to_wage_subsidy, &VacancyFilter::reserved_places}) {
    filter = {};
    filter.*offer = true;
    EXPECT_THAT(VacancyIds(filter), ElementsAre("rich"));
  }
}

TEST_F(Ranker, RanksPeopleForAVacancy) {
  Store(1, Having("basic", Proficiency::kBasic));
  Store(2, Having("expert", Proficiency::kExpert));
  JobSeeker weekend = Having("weekend", Proficiency::kExpert);
  weekend.availability = WeekParts::Of(Weekday::kSunday, DayPart::kDay);
  Store(3, weekend);
  Vacancy vacancy = Asking("v", {"wash-and-dress"});
  vacancy.shifts = {{.weekdays = {Weekday::kMonday}, .start = 9 * 60, .end = 17 * 60}};
  EXPECT_THAT(JobSeekerIds(vacancy), ElementsAre("expert", "basic"));
  options_.view = MatchView::kExcluded;
  const Ranking<JobSeeker> excluded = RankJobSeekers(*snapshot_, vacancy, {}, options_);
  ASSERT_THAT(IdsOf(excluded), ElementsAre("weekend"));
  EXPECT_EQ(excluded.matches[0].eligibility.reasons[0].rule, Rule::kShifts);
}

TEST_F(Ranker, FiltersPeople) {
  JobSeeker employed = Having("employed", Proficiency::kExpert);
  employed.hours_now = Hours(20);
  employed.past_occupations = {{world_.occupation("carer")}};
  JobSeeker searching = Having("searching", Proficiency::kExpert);
  searching.wished_occupations = {world_.occupation("carer")};
  searching.home = world_.place("6511");
  JobSeeker unknown = Having("unknown", Proficiency::kExpert);
  unknown.hours_now.reset();
  unknown.past_occupations.reset();
  unknown.home.reset();
  Store(1, employed);
  Store(2, searching);
  Store(3, unknown);
  const Vacancy vacancy = Asking("v", {"wash-and-dress"});
  EXPECT_THAT(JobSeekerIds(vacancy), ElementsAre("employed", "searching", "unknown"));
  JobSeekerFilter filter;
  filter.in_work = true;
  EXPECT_THAT(JobSeekerIds(vacancy, filter), ElementsAre("employed"));
  filter.in_work = false;
  EXPECT_THAT(JobSeekerIds(vacancy, filter), ElementsAre("searching"));
  filter = {};
  filter.past_occupations = {world_.occupation("carer")};
  EXPECT_THAT(JobSeekerIds(vacancy, filter), ElementsAre("employed"));
  filter = {};
  filter.wished_occupations = {world_.occupation("carer")};
  EXPECT_THAT(JobSeekerIds(vacancy, filter), ElementsAre("searching"));
  filter = {};
  filter.municipalities = {*world_.region->FindMunicipality("GM0268")};
  EXPECT_THAT(JobSeekerIds(vacancy, filter), ElementsAre("searching"));
}

TEST_F(Ranker, UsesTheStoredSupplyForEntrySkills) {
  Store(1, Having("basic", Proficiency::kBasic));
  Store(2, Having("expert", Proficiency::kExpert));
  Vacancy vacancy = Asking("v", {"wash-and-dress"});
  vacancy.learn_work.emplace().recognised_learning_company = true;
  vacancy.learn_work->entry_demands.skills = {world_.skill("wash-and-dress")};
  EXPECT_THAT(JobSeekerIds(vacancy), ElementsAre("expert"));
}

TEST_F(Ranker, SeesOnlyItsOwnSnapshot) {
  const std::shared_ptr<const PoolSnapshot> before = snapshot_;
  Store(1, Asking("v", {"wash-and-dress"}));
  EXPECT_THAT(RankVacancies(*before, person_, {}, options_).matches, IsEmpty());
  EXPECT_EQ(before->version() + 1, snapshot_->version());
}

TEST_F(Ranker, IndexesWhatAnOfferEndsWith) {
  TrainingOffer offer;
  offer.id = "o";
  offer.taught_skills = {{world_.skill("mount-panels"), Proficiency::kAdvanced}};
  offer.qualifications = {world_.qualification("25491")};
  PoolChanges changes;
  changes.training_offers.push_back({CreationNumber(1), offer});
  const auto next = snapshot_->With(2, std::move(changes));
  const auto* entry = next->training_offers().Find("o");
  ASSERT_NE(entry, nullptr);
  const FitContext fit = next->fit_context();
  const auto cover_of = [&](TermNumber term) {
    for (const WeightedTerm& weighted : entry->vector) {
      if (weighted.term == term) return weighted.value;
    }
    return Share();
  };
  EXPECT_EQ(cover_of(fit.TermOf(world_.skill("mount-panels"))), Share::FromDouble(0.8));
  EXPECT_EQ(cover_of(fit.TermOf(world_.qualification("25491"))), Share::One());
  EXPECT_EQ(cover_of(fit.TermOf(world_.qualification("25498"))), Share::One());
}

}  // namespace
}  // namespace overstap::matcher
