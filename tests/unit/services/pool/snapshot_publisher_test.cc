// Snapshots are published by writers and by the merging thread at once: nothing is lost, nobody who
// asks waits, and what was merged answers the same.
#include "services/pool/snapshot_publisher.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "matcher/taxonomy/taxonomy.h"
#include "tests/unit/matcher/eligibility/no_travel.h"

namespace overstap::pool {
namespace {

using matcher::PoolChanges;
using matcher::PoolSnapshot;
using matcher::Vacancy;
using Merging = SnapshotPublisher::Merging;
using SnapshotPointer = SnapshotPublisher::SnapshotPointer;

constexpr uint32_t kSkills = 40;
constexpr uint32_t kGroup = 4'500;  // a large segment by itself

SnapshotPointer EmptySnapshot() {
  matcher::TaxonomyBuilder builder(1, "numbered");
  for (uint32_t i = 0; i < kSkills; ++i) {
    matcher::ConceptEntry entry;
    entry.code = absl::StrCat("s", i);
    for (auto& labels : entry.labels) labels.preferred = entry.code;
    builder.AddConcept(std::move(entry));
  }
  matcher::Region::Parts parts;
  parts.sectors = {{.id = "other"}};
  return std::make_shared<PoolSnapshot>(0, *std::move(builder).Build(),
                                        *matcher::Region::Build(parts),
                                        std::make_shared<matcher::NoTravel>());
}

std::string IdOf(uint32_t number) { return absl::StrCat("v-", number); }

matcher::Upsert<Vacancy> VacancyOf(uint32_t number, uint32_t revision = 0) {
  Vacancy vacancy;
  vacancy.id = IdOf(number);
  vacancy.openings_left = 1 + static_cast<int>(revision);
  for (uint32_t i = 0; i < 1 + number % 4; ++i) {
    const uint32_t skill = (number * 7 + revision * 3 + i * 11) % kSkills;
    vacancy.skills.push_back({matcher::SkillNumber(skill), i % 2 == 0});
  }
  return {matcher::CreationNumber(number), std::move(vacancy)};
}

// first..end - 1.
PoolChanges ManyVacancies(uint32_t first, uint32_t end) {
  PoolChanges changes;
  for (uint32_t i = first; i < end; ++i) changes.vacancies.push_back(VacancyOf(i));
  return changes;
}

void Store(PoolChanges changes, SnapshotPublisher* publisher) {
  publisher->Publish([&](const SnapshotPointer& current) {
    return current->With(current->version() + 1, std::move(changes));
  });
}

// `groups` large segments.
void Fill(uint32_t groups, SnapshotPublisher* publisher) {
  publisher->Publish([](const SnapshotPointer&) { return EmptySnapshot(); });
  for (uint32_t i = 0; i < groups; ++i) {
    Store(ManyVacancies(i * kGroup, (i + 1) * kGroup), publisher);
  }
}

using Answer = std::vector<std::pair<matcher::Score, uint64_t>>;

Answer AnswerOf(const PoolSnapshot& snapshot, uint32_t seed) {
  matcher::JobSeeker person;
  person.skills.emplace();
  for (uint32_t i = 0; i < 5; ++i) {
    person.skills->push_back({matcher::SkillNumber((seed * 3 + i * 7) % kSkills)});
  }
  Answer answer;
  const auto accepts = [](const auto&) { return true; };
  for (const auto& result : snapshot.vacancies().Search(
           SupplyOf(person, snapshot.fit_context()), {}, accepts, nullptr,
           matcher::TopK(/*k=*/50, /*min_score=*/0, /*after=*/std::nullopt))) {
    answer.emplace_back(result.score, result.entry->creation.value());
  }
  return answer;
}

TEST(SnapshotPublisher, MergesBesideAndAnswersStayTheSame) {
  constexpr uint32_t kGroups = 8;
  SnapshotPublisher plain(Merging::kNever);
  SnapshotPublisher merging(Merging::kBeside);
  for (SnapshotPublisher* publisher : {&plain, &merging}) {
    Fill(kGroups, publisher);
    PoolChanges changes;
    for (uint32_t i = 0; i < kGroups * kGroup; i += 9) {
      changes.removed_vacancies.push_back(IdOf(i));
    }
    for (uint32_t i = 1; i < kGroups * kGroup; i += 90) {
      changes.vacancies.push_back(VacancyOf(i, 1));
    }
    Store(std::move(changes), publisher);
  }
  merging.WaitUntilMerged();
  EXPECT_GT(merging.figures().merges, 0U);
  const SnapshotPointer expected = plain.Current();
  const SnapshotPointer merged = merging.Current();
  EXPECT_EQ(expected->vacancies().segment_count(), kGroups + 1);
  EXPECT_LE(merged->vacancies().segment_count(), 3U);
  EXPECT_EQ(merged->version(), expected->version());
  EXPECT_EQ(merged->vacancies().size(), expected->vacancies().size());
  EXPECT_FALSE(merged->PlanMerge().vacancies.has_value());
  for (uint32_t seed = 0; seed < kSkills; ++seed) {
    const Answer answer = AnswerOf(*expected, seed);
    EXPECT_FALSE(answer.empty());
    EXPECT_EQ(AnswerOf(*merged, seed), answer);
  }
}

TEST(SnapshotPublisher, WhoAsksForTheNewestDoesNotWaitForTheNext) {
  SnapshotPublisher publisher(Merging::kBeside);
  Fill(1, &publisher);
  publisher.WaitUntilMerged();
  const SnapshotPointer before = publisher.Current();
  publisher.Publish([&](const SnapshotPointer& current) {
    // It would wait for this to end, which waits for it.
    auto asked = std::async(std::launch::async, [&] { return publisher.Current(); });
    EXPECT_EQ(asked.get(), before);
    return current->With(current->version() + 1, {});
  });
  EXPECT_EQ(publisher.Current()->version(), before->version() + 1);
}

// Every group changes the first vacancy, takes one out and puts in another.
class BusyPool {
 public:
  static constexpr uint32_t kGroups = 6;
  static constexpr uint32_t kStored = kGroups * kGroup;

  BusyPool() {
    Fill(kGroups, &publisher_);
    first_version_ = publisher_.Current()->version();
  }
  SnapshotPublisher& publisher() { return publisher_; }

  void Write(uint32_t revision) {
    PoolChanges changes;
    changes.vacancies.push_back(VacancyOf(0, revision));
    changes.vacancies.push_back(VacancyOf(kStored + revision));
    // Enough change hands to have segments rebuilt all the time.
    for (uint32_t i = 0; i < 200; ++i) {
      changes.vacancies.push_back(
          VacancyOf(1 + (revision * 211 + i * 97) % (kStored / 2), revision));
    }
    std::sort(changes.vacancies.begin(), changes.vacancies.end(),
              [](const auto& a, const auto& b) { return a.creation < b.creation; });
    changes.vacancies.erase(
        std::unique(changes.vacancies.begin(), changes.vacancies.end(),
                    [](const auto& a, const auto& b) { return a.creation == b.creation; }),
        changes.vacancies.end());
    changes.removed_vacancies.push_back(IdOf(kStored - revision));
    Store(std::move(changes), &publisher_);
  }
  void ExpectConsistent(const PoolSnapshot& snapshot) const {
    const auto revision = static_cast<uint32_t>(snapshot.version() - first_version_);
    EXPECT_EQ(snapshot.vacancies().size(), kStored);
    const auto* first = snapshot.vacancies().Find(IdOf(0));
    ASSERT_NE(first, nullptr);
    if (revision == 0) return;
    EXPECT_EQ(first->record.openings_left, 1 + static_cast<int>(revision));
    EXPECT_EQ(snapshot.vacancies().Find(IdOf(kStored - revision)), nullptr);
    EXPECT_NE(snapshot.vacancies().Find(IdOf(kStored + revision)), nullptr);
    EXPECT_FALSE(AnswerOf(snapshot, revision).empty());
  }

 private:
  SnapshotPublisher publisher_{Merging::kBeside};
  uint64_t first_version_ = 0;
};

TEST(SnapshotPublisher, LosesNothingOfAWriterAndAMergeAtOnceWhileOthersRead) {
  constexpr uint32_t kRevisions = 150;
  BusyPool pool;
  std::atomic<bool> stop = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      uint64_t version = 0;
      while (!stop) {
        const SnapshotPointer snapshot = pool.publisher().Current();
        EXPECT_GE(snapshot->version(), version);
        version = snapshot->version();
        pool.ExpectConsistent(*snapshot);
      }
    });
  }
  const uint64_t merges = pool.publisher().figures().merges;
  uint32_t revision = 0;
  const auto rounds = [&] { return pool.publisher().figures().merges - merges; };
  while (revision < kRevisions || (rounds() < 3 && revision < 20 * kRevisions)) {
    pool.Write(++revision);
    // A write that was acknowledged is there.
    pool.ExpectConsistent(*pool.publisher().Current());
  }
  stop = true;
  for (std::thread& reader : readers) reader.join();
  pool.publisher().WaitUntilMerged();
  EXPECT_GE(rounds(), 3U);
  const SnapshotPointer last = pool.publisher().Current();
  pool.ExpectConsistent(*last);
  for (uint32_t i = 1; i <= revision; ++i) {
    ASSERT_EQ(last->vacancies().Find(IdOf(BusyPool::kStored - i)), nullptr) << i;
    ASSERT_NE(last->vacancies().Find(IdOf(BusyPool::kStored + i)), nullptr) << i;
  }
}

TEST(SnapshotPublisher, AMergeOverAnotherTaxonomyComesToNothing) {
  SnapshotPublisher old(Merging::kNever);
  Fill(5, &old);
  PoolSnapshot::Merge merge = old.Current()->PlanMerge();
  ASSERT_FALSE(merge.empty());
  merge.Run();
  // The same records, indexed again.
  SnapshotPublisher indexed(Merging::kNever);
  Fill(5, &indexed);
  Store({.removed_vacancies = {IdOf(3)}}, &indexed);
  const SnapshotPointer after = indexed.Current()->WithMerged(merge);
  EXPECT_EQ(after->vacancies().segment_count(), indexed.Current()->vacancies().segment_count());
  EXPECT_EQ(after->vacancies().Find(IdOf(3)), nullptr);
  EXPECT_EQ(&after->taxonomy(), &indexed.Current()->taxonomy());
  EXPECT_EQ(old.Current()->WithMerged(merge)->vacancies().segment_count(), 1U);
}

TEST(SnapshotPublisher, AnotherTaxonomyWhileMergingStays) {
  constexpr int kRounds = 5;
  SnapshotPublisher publisher(Merging::kBeside);
  for (int round = 0; round < kRounds; ++round) {
    Fill(6, &publisher);
    SnapshotPointer next = EmptySnapshot()->With(1, ManyVacancies(0, 10));
    const matcher::Taxonomy* taxonomy = &next->taxonomy();
    publisher.Publish([&](const SnapshotPointer&) { return std::move(next); });
    publisher.WaitUntilMerged();
    EXPECT_EQ(publisher.Current()->vacancies().size(), 10U);
    EXPECT_EQ(&publisher.Current()->taxonomy(), taxonomy);
  }
}

// Whether it comes true within half a minute.
bool Eventually(const auto& condition) {
  constexpr int kTries = 3'000;
  for (int i = 0; i < kTries; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

TEST(SnapshotPublisher, FreesWhatWasMergedOnceNobodyLooksAtIt) {
  SnapshotPublisher publisher(Merging::kBeside);
  publisher.Publish([](const SnapshotPointer&) { return EmptySnapshot(); });
  std::vector<SnapshotPointer> held;
  for (uint32_t i = 0; i < 4; ++i) {
    Store(ManyVacancies(i * kGroup, (i + 1) * kGroup), &publisher);
    held.push_back(publisher.Current());
  }
  publisher.WaitUntilMerged();
  ASSERT_GT(publisher.figures().merges, 0U);
  EXPECT_GT(publisher.figures().unfreed, 0U);
  EXPECT_EQ(held.back()->vacancies().size(), 4 * kGroup);
  held.clear();
  EXPECT_TRUE(Eventually([&] { return publisher.figures().unfreed == 0; }));
  EXPECT_EQ(publisher.Current()->vacancies().size(), 4 * kGroup);
}

TEST(SnapshotPublisher, ASmallPoolAtRestBecomesOneSegment) {
  SnapshotPublisher plain(Merging::kNever);
  SnapshotPublisher publisher(Merging::kBeside);
  for (SnapshotPublisher* each : {&plain, &publisher}) {
    each->Publish([](const SnapshotPointer&) { return EmptySnapshot(); });
    for (const uint32_t end : {4'000U, 5'500U, 6'100U}) {
      Store(ManyVacancies(static_cast<uint32_t>(each->Current()->vacancies().size()), end), each);
    }
  }
  ASSERT_GT(plain.Current()->vacancies().segment_count(), 1U);
  EXPECT_TRUE(Eventually([&] { return publisher.Current()->vacancies().segment_count() == 1; }));
  for (uint32_t seed = 0; seed < kSkills; ++seed) {
    EXPECT_EQ(AnswerOf(*publisher.Current(), seed), AnswerOf(*plain.Current(), seed));
  }
  // A change that is small beside it is not worth doing all again.
  Store(ManyVacancies(6'100, 6'200), &publisher);
  EXPECT_TRUE(publisher.Current()->PlanMergeAtRest().empty());
}

TEST(SnapshotPublisher, EndsWhileMerging) {
  constexpr int kRounds = 8;
  for (int round = 0; round < kRounds; ++round) {
    SnapshotPublisher publisher(Merging::kBeside);
    Fill(6, &publisher);
    // At another moment of the merge each time.
    std::this_thread::sleep_for(std::chrono::milliseconds(5 * round));
    EXPECT_EQ(publisher.Current()->vacancies().size(), 6 * kGroup);
  }
}

}  // namespace
}  // namespace overstap::pool
