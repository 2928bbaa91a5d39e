// Searches of one segment agree with a scan of every document, whatever the instruction set.
#include <algorithm>
#include <iostream>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "hwy/targets.h"
#include "tests/property/case_count.h"
#include "tests/property/random_segment.h"

namespace overstap::matcher {
namespace {

constexpr VectorKind kVectorKinds[] = {VectorKind::kFewValues, VectorKind::kEscoLike,
                                       VectorKind::kVeryLong, VectorKind::kFullWeight};

// None, some (looked through), and enough for bounds; rarely a whole number of blocks.
SegmentShape RandomShape(VectorKind vectors, RandomSource* random) {
  const uint32_t most = vectors == VectorKind::kVeryLong ? 2'000 : 6'000;
  const uint32_t limits[] = {1, 70, 1'500, most, most};
  return {.documents = random->Below(limits[random->Below(std::size(limits))]) +
                       (random->Chance(5) ? 1'024 : 0),
          .vectors = vectors};
}

class SegmentProperty : public testing::TestWithParam<VectorKind> {};

INSTANTIATE_TEST_SUITE_P(OfVectors, SegmentProperty, testing::ValuesIn(kVectorKinds));

TEST_P(SegmentProperty, FindsTheSameAsAScan) {
  size_t found_any = 0;
  size_t passed = 0;
  size_t failed = 0;
  for (uint64_t seed = 0; seed < CaseCount(20); ++seed) {
    RandomSource random(seed);
    const RandomSegment segment(RandomShape(GetParam(), &random), &random);
    for (int i = 0; i < 40; ++i) {
      const RandomSearch search = segment.Search(&random);
      const std::vector<Found> expected = segment.Scan(search);
      ASSERT_EQ(segment.Find(search), expected) << "seed " << seed << " search " << i;
      found_any += expected.empty() ? 0 : 1;
    }
    passed += segment.passed();
    failed += segment.failed();
  }
  EXPECT_GT(found_any, CaseCount(20) * 5);
  EXPECT_GT(passed, (passed + failed) / 10);
  EXPECT_GT(failed, (passed + failed) / 10);
}

TEST_P(SegmentProperty, PagesByCursorToTheEndAreTheWholeList) {
  for (uint64_t seed = 0; seed < CaseCount(8); ++seed) {
    RandomSource random(100 + seed);
    const RandomSegment segment(RandomShape(GetParam(), &random), &random);
    for (int i = 0; i < 4; ++i) {
      RandomSearch search = segment.Search(&random);
      search.k = ~uint32_t{0};
      search.after.reset();
      const std::vector<Found> whole = segment.Scan(search);
      search.k = 1 + whole.size() / (1 + random.Below(30));
      std::vector<Found> paged;
      while (true) {
        const std::vector<Found> page = segment.Find(search);
        paged.insert(paged.end(), page.begin(), page.end());
        if (page.size() < search.k) break;
        search.after = Cursor{std::get<0>(page.back()), std::get<1>(page.back())};
      }
      ASSERT_EQ(paged, whole) << "seed " << seed << " search " << i;
    }
  }
}

// Restores the choice of the machine's best instruction set.
class TargetChoice {
 public:
  TargetChoice() = default;
  TargetChoice(const TargetChoice&) = delete;
  TargetChoice& operator=(const TargetChoice&) = delete;
  ~TargetChoice() { Choose(0); }

  // 0: whatever is best.
  void Choose(int64_t target) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().DeInit();
  }
};

struct SearchCase {
  const RandomSegment* segment = nullptr;
  RandomSearch search;
  std::vector<Found> expected;
};

TEST(SegmentTargetsProperty, EveryInstructionSetOfTheMachineFindsTheSame) {
  std::vector<std::unique_ptr<RandomSegment>> segments;
  std::vector<SearchCase> cases;
  for (uint64_t seed = 0; seed < CaseCount(6); ++seed) {
    for (const VectorKind vectors : kVectorKinds) {
      RandomSource random(200 + seed);
      const SegmentShape shape = RandomShape(vectors, &random);
      segments.push_back(std::make_unique<RandomSegment>(shape, &random));
      for (int i = 0; i < 15; ++i) {
        SearchCase& next = cases.emplace_back();
        next.segment = segments.back().get();
        next.search = segments.back()->Search(&random);
        next.expected = segments.back()->Scan(next.search);
      }
    }
  }
  TargetChoice choice;
  const std::vector<int64_t> targets = hwy::SupportedAndGeneratedTargets();
  ASSERT_NE(std::find(targets.begin(), targets.end(), HWY_STATIC_TARGET), targets.end());
  std::string names;
  std::set<size_t> entries;  // of the tables of functions
  for (const int64_t target : targets) {
    choice.Choose(target);
    names += names.empty() ? "" : " ";
    names += hwy::TargetName(target);
    for (size_t i = 0; i < cases.size(); ++i) {
      ASSERT_EQ(cases[i].segment->Find(cases[i].search), cases[i].expected)
          << hwy::TargetName(target) << " case " << i;
    }
    ASSERT_TRUE(hwy::GetChosenTarget().IsInitialized()) << "searches dispatch";
    entries.insert(hwy::GetChosenTarget().GetIndex());
  }
  EXPECT_EQ(entries.size(), targets.size()) << "each ran its own functions";
  RecordProperty("targets", names);
  std::cout << "Instruction sets: " << names << "\n";
}

}  // namespace
}  // namespace overstap::matcher
