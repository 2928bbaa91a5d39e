// What a query takes from the heap in the steady state: what it returns, and no memory to work on
// that grows with the vacancies or the terms.
#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "matcher/ranker.h"
#include "tests/allocations/allocation_count.h"
#include "tests/unit/matcher/eligibility/small_world.h"

namespace overstap::matcher {
namespace {

// Vacancies that all fit the person; their fits differ by what else they ask.
std::shared_ptr<const PoolSnapshot> Pool(const SmallWorld& world, int vacancies) {
  PoolChanges changes;
  for (int i = 1; i <= vacancies; ++i) {
    Vacancy vacancy = AnyVacancy(world);
    vacancy.id = absl::StrCat("v-", i);
    vacancy.skills = {{.skill = world.skill("wash-and-dress")}};
    if (i % 2 == 0) vacancy.skills.push_back({.skill = world.skill("care-for-wounds")});
    changes.vacancies.push_back({CreationNumber(static_cast<uint64_t>(i)), std::move(vacancy)});
  }
  JobSeeker person = AnyPerson(world);
  person.id = "p";
  person.travel->max_km = 25;
  person.skills = {{world.skill("wash-and-dress"), Proficiency::kExpert}};
  changes.job_seekers.push_back({CreationNumber(1'000'000), std::move(person)});
  const auto travel = std::make_shared<GivenTravel>();
  travel->minutes = {{TravelMode::kPublicTransport, 30}};
  const PoolSnapshot empty(1, world.taxonomy, world.region, travel);
  return empty.With(2, std::move(changes));
}

// Of a query like those that the thread has answered before.
uint64_t AllocationsOf(const PoolSnapshot& snapshot, size_t page_size) {
  const JobSeeker& person = snapshot.job_seekers().Find("p")->record;
  MatchOptions options{.page_size = page_size};
  options.today = Day(2026, 11, 22);
  uint64_t count = 0;
  for (int i = 0; i < 3; ++i) {
    const uint64_t before = AllocationsOfThread();
    const Ranking<Vacancy> ranking = RankVacancies(snapshot, person, {}, options);
    count = AllocationsOfThread() - before;
    EXPECT_EQ(ranking.matches.size(), page_size);
    for (const auto& match : ranking.matches) EXPECT_TRUE(match.eligibility.certain());
  }
  return count;
}

TEST(RankerAllocations, GrowWithTheResultsOnly) {
  const SmallWorld world;
  const auto small = Pool(world, 500);
  const auto large = Pool(world, 8'000);
  EXPECT_EQ(AllocationsOf(*large, 20), AllocationsOf(*small, 20));
}

TEST(RankerAllocations, AreTwoAResultAndAFewBeside) {
  const SmallWorld world;
  const auto snapshot = Pool(world, 500);
  constexpr uint64_t kAResult = 2;  // its demand, and the parts of its fit
  constexpr uint64_t kBeside = 32;  // conditions, plan, the best so far: 28 to 30
  const uint64_t of_ten = AllocationsOf(*snapshot, 10);
  const uint64_t of_sixty = AllocationsOf(*snapshot, 60);
  EXPECT_GT(of_ten, 0U);
  EXPECT_LE(of_ten, 10 * kAResult + kBeside);
  EXPECT_LE(of_sixty, 60 * kAResult + kBeside);
}

}  // namespace
}  // namespace overstap::matcher
