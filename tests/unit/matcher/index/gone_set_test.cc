#include "matcher/index/gone_set.h"

#include <set>

#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

// On both sides of blocks' and pages' ends.
constexpr uint32_t kSome[] = {0, 31, 32, 4095, 4096, 100'000};

TEST(GoneSetTest, HoldsWhatWasAdded) {
  GoneSet gone;
  EXPECT_EQ(gone.size(), 0U);
  for (const uint32_t document : kSome) {
    EXPECT_TRUE(gone.Add(DocumentNumber(document)));
    EXPECT_FALSE(gone.Add(DocumentNumber(document))) << "gone already";
  }
  EXPECT_EQ(gone.size(), std::size(kSome));
  const std::set<uint32_t> some(std::begin(kSome), std::end(kSome));
  for (uint32_t document = 0; document < 110'000; ++document) {
    ASSERT_EQ(gone.Contains(DocumentNumber(document)), some.count(document) > 0) << document;
  }
  EXPECT_EQ(gone.BitsOf(0), (BlockBits{1} << 31) | 1U);
  EXPECT_EQ(gone.BitsOf(1), 1U);
  EXPECT_EQ(gone.BitsOf(1'000'000), 0U) << "beyond the last page";
}

TEST(GoneSetTest, EarlierCopiesStayAsTheyWere) {
  std::vector<GoneSet> history(1);
  for (const uint32_t document : kSome) {
    GoneSet next = history.back();
    next.Add(DocumentNumber(document));
    next.Add(DocumentNumber(document + 1));
    history.push_back(next);
  }
  for (size_t i = 0; i < history.size(); ++i) {
    for (size_t j = 0; j < std::size(kSome); ++j) {
      const bool in = j < i || (j > 0 && j - 1 < i && kSome[j - 1] + 1 == kSome[j]);
      EXPECT_EQ(history[i].Contains(DocumentNumber(kSome[j])), in) << i << " " << kSome[j];
    }
  }
}

TEST(GoneSetTest, AnAdditionLeavesTheOtherPagesShared) {
  GoneSet gone;
  gone.Add(DocumentNumber(0));
  gone.Add(DocumentNumber(8192));
  const size_t two_pages = gone.memory_bytes();
  GoneSet same_pages = gone;
  same_pages.Add(DocumentNumber(1));
  EXPECT_EQ(same_pages.memory_bytes(), two_pages);
  EXPECT_EQ(gone.size(), 2U);
  GoneSet more = gone;
  more.Add(DocumentNumber(4096));
  EXPECT_GT(more.memory_bytes(), two_pages);
  EXPECT_GE(two_pages, 2 * 4096 / 8U);
}

}  // namespace
}  // namespace overstap::matcher
