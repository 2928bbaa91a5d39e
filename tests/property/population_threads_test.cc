// Populations that are shared between threads: readers, a writer and merges at once.
#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "matcher/population.h"
#include "tests/property/case_count.h"

namespace overstap::matcher {
namespace {

constexpr uint32_t kTerms = 8;
constexpr uint32_t kAtOnce =
    4'208;  // a large segment; halves of it are multiples of kTerms, as is kRemoved
constexpr uint32_t kRemoved = 104;
constexpr int kReaders = 2;
constexpr int kChanges = kCaseDivisor == 1 ? 24 : 12;

// What a version of the population holds: the batch of each record, by which it is checked.
struct TestRecord {
  std::string id;
  uint32_t batch = 0;
};
using TestPopulation = Population<TestRecord>;

struct Version {
  TestPopulation population;
  uint32_t batch = 0;  // of the last change
  size_t size = 0;     // that it should have
  uint64_t version = 0;
};

// The newest version, as the pool holds it.
class Holder {
 public:
  std::shared_ptr<const Version> Current() const {
    const std::lock_guard lock(mutex_);
    return current_;
  }
  // Change(version) of the newest version becomes the newest.
  template <typename Change>
  void Update(const Change& change) {
    const std::lock_guard lock(mutex_);
    auto next = std::make_shared<Version>(change(*current_));
    next->version = current_->version + 1;
    current_ = std::move(next);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Version> current_ = std::make_shared<Version>();
};

std::string IdOf(uint32_t number) { return "r-" + std::to_string(number); }

// Each batch stores kAtOnce records, the first half of which the batch before had stored, and
// removes a few of an older one.
Version WithBatch(const Version& version) {
  Version next;
  next.batch = version.batch + 1;
  std::vector<EntryPointer<TestRecord>> upserts;
  const uint32_t first = next.batch * kAtOnce / 2;
  for (uint32_t i = first; i < first + kAtOnce; ++i) {
    upserts.push_back(std::make_shared<const PoolEntry<TestRecord>>(PoolEntry<TestRecord>{
        CreationNumber(i), {IdOf(i), next.batch}, {{TermNumber(i % kTerms), Share(1)}}}));
  }
  std::vector<std::string> removed;
  const uint32_t oldest = first - kAtOnce / 2;
  for (uint32_t i = oldest; i < oldest + kRemoved; ++i) removed.push_back(IdOf(i));
  const bool first_batch = version.batch == 0;
  next.population = version.population.With(std::move(upserts), removed, kTerms);
  next.size = first_batch ? kAtOnce : version.size + kAtOnce / 2 - removed.size();
  return next;
}

// Everything of a version is there once, and the newest batch as it was stored last.
void ExpectWhole(const Version& version) {
  const TestPopulation& population = version.population;
  EXPECT_EQ(population.size(), version.size);
  const SparseVector query = {{TermNumber(3), Share(5)}};
  const auto found = population.Search(
      query, {}, [](const PoolEntry<TestRecord>&) { return true; }, nullptr,
      TopK(1'000, 0, std::nullopt));
  std::set<uint64_t> creations;
  for (const auto& result : found) {
    EXPECT_EQ(result.score, 5U);
    EXPECT_EQ(result.entry->creation.value() % kTerms, 3U);
    EXPECT_TRUE(creations.insert(result.entry->creation.value()).second) << "twice";
  }
  EXPECT_EQ(found.size(), std::min<size_t>(1'000, version.size / kTerms)) << version.batch;
  if (version.batch == 0) return;
  const auto* newest = population.Find(IdOf(version.batch * kAtOnce / 2 + 200));
  ASSERT_NE(newest, nullptr);
  EXPECT_EQ(newest->record.batch, version.batch);
}

TEST(PopulationThreads, ReadersSeeWholeVersionsWhileAWriterAndAMergeChangeIt) {
  Holder holder;
  std::atomic<bool> done = false;
  std::atomic<int> reads = 0;
  std::atomic<int> merges = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kReaders; ++i) {
    threads.emplace_back([&] {
      const std::shared_ptr<const Version> old = holder.Current();
      uint64_t last = 0;
      while (!done) {
        const std::shared_ptr<const Version> version = holder.Current();
        EXPECT_GE(version->version, last);
        last = version->version;
        ExpectWhole(*version);
        ++reads;
      }
      ExpectWhole(*old);
    });
  }
  const auto merge_once = [&] {
    auto merge = holder.Current()->population.PlanMerge();
    if (!merge) return false;
    merge->Run();
    holder.Update([&](const Version& version) {
      Version next = version;
      next.population = version.population.WithMerged(*merge);
      return next;
    });
    ++merges;
    return true;
  };
  threads.emplace_back([&] {
    while (!done) {
      if (!merge_once()) std::this_thread::yield();
    }
  });
  for (int i = 0; i < kChanges; ++i) {
    holder.Update(WithBatch);
    // Everyone gets to see some of the versions between.
    const int seen = reads;
    while (reads < seen + kReaders) std::this_thread::yield();
  }
  done = true;
  for (std::thread& thread : threads) thread.join();
  while (merge_once()) {
  }
  EXPECT_GT(merges, 0);
  const std::shared_ptr<const Version> last = holder.Current();
  EXPECT_EQ(last->batch, static_cast<uint32_t>(kChanges));
  ExpectWhole(*last);
  EXPECT_LE(last->population.segment_count(), 6U);
}

}  // namespace
}  // namespace overstap::matcher
