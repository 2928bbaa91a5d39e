#include "services/pool/report_feed.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"

namespace overstap::pool {
namespace {

store::v1::LogEntry EntryOf(const std::vector<std::string>& reports) {
  store::v1::LogEntry entry;
  entry.mutable_envelope()->mutable_time()->set_seconds(1);
  for (const std::string& id : reports) {
    entry.add_events()->mutable_report_stored()->mutable_head()->set_id(id);
    entry.add_events()->mutable_vacancy_deleted()->set_id("v");
  }
  return entry;
}

void Commit(ReportFeed& feed, uint64_t position, const std::vector<std::string>& reports) {
  feed.Decided(position, EntryOf(reports));
  feed.Committed(position);
}

std::string TextOf(const ReportFeed::Batch& batch) {
  std::string text;
  for (const auto& change : batch.changes) absl::StrAppend(&text, change->stored.head().id(), " ");
  return text;
}

TEST(ReportFeedTest, GoesOnAfterWhatWasSeenAlsoInsideOneEntry) {
  ReportFeed feed;
  Commit(feed, 1, {"a", "b", "c"});
  Commit(feed, 2, {});
  Commit(feed, 3, {"d"});
  ReportFeed::Batch batch = feed.After({.position = 1, .changes = 0}, 2);
  EXPECT_EQ(TextOf(batch), "a b ");
  batch = feed.After(batch.next, 2);
  EXPECT_EQ(TextOf(batch), "c d ");
  batch = feed.After(batch.next, 2);
  EXPECT_EQ(TextOf(batch), "");
  EXPECT_EQ(batch.next, feed.end());
}

TEST(ReportFeedTest, NothingIsSeenBeforeItIsCommittedNorWhatIsAbandoned) {
  ReportFeed feed;
  feed.Decided(1, EntryOf({"a"}));
  EXPECT_EQ(TextOf(feed.After({.position = 1, .changes = 0}, 9)), "");
  feed.Abandoned();
  Commit(feed, 1, {"b"});
  EXPECT_EQ(TextOf(feed.After({.position = 1, .changes = 0}, 9)), "b ");
}

TEST(ReportFeedTest, LetsWholeEntriesGoAndSaysSo) {
  ReportFeed feed(/*kept_changes=*/3);
  Commit(feed, 1, {"a"});
  Commit(feed, 2, {"b", "c"});
  Commit(feed, 3, {"d", "e"});
  const ReportFeed::Batch gone = feed.After({.position = 2, .changes = 1}, 9);
  EXPECT_TRUE(gone.is_gone);
  EXPECT_EQ(gone.first_kept, 3U);
  EXPECT_EQ(gone.next, (FeedCursor{.position = 2, .changes = 1}));
  const ReportFeed::Batch kept = feed.After({.position = 3, .changes = 0}, 9);
  EXPECT_FALSE(kept.is_gone);
  EXPECT_EQ(TextOf(kept), "d e ");
}

TEST(ReportFeedTest, AFeedThatStartsInTheMiddleKnowsOnlyWhatComes) {
  ReportFeed feed;
  feed.StartAt(7);
  EXPECT_TRUE(feed.After({.position = 7, .changes = 0}, 9).is_gone);
  EXPECT_FALSE(feed.After(feed.end(), 9).is_gone);
  Commit(feed, 8, {"a"});
  EXPECT_EQ(TextOf(feed.After({.position = 8, .changes = 0}, 9)), "a ");
}

TEST(ReportFeedTest, WaitEndsWithAChangeOrAWake) {
  ReportFeed feed;
  std::thread writer([&feed] { Commit(feed, 1, {"a"}); });
  feed.WaitFor({.position = 1, .changes = 0}, absl::InfiniteDuration());
  writer.join();
  feed.Wake();
  feed.WaitFor(feed.end(), absl::Hours(1));
}

TEST(ReportFeedTest, ReadersAndTheWriterDoNotLoseOrRepeatAnything) {
  constexpr uint64_t kEntries = 2'000;
  ReportFeed feed(/*kept_changes=*/1'000'000);
  std::vector<std::thread> readers;
  std::vector<std::string> seen(3);
  for (std::string& text : seen) {
    readers.emplace_back([&feed, &text] {
      FeedCursor cursor{.position = 1, .changes = 0};
      while (cursor.position <= kEntries) {
        const ReportFeed::Batch batch = feed.After(cursor, 7);
        text += TextOf(batch);
        cursor = batch.next;
      }
    });
  }
  std::string written;
  for (uint64_t position = 1; position <= kEntries; ++position) {
    std::vector<std::string> reports;
    for (uint64_t i = 0; i < position % 4; ++i) reports.push_back(absl::StrCat(position, ".", i));
    for (const std::string& report : reports) absl::StrAppend(&written, report, " ");
    Commit(feed, position, reports);
  }
  for (std::thread& reader : readers) reader.join();
  for (const std::string& text : seen) EXPECT_EQ(text, written);
}

}  // namespace
}  // namespace overstap::pool
