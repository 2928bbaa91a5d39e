// The last changes to reports, in order, for those who watch them: a bounded memory in front of the
// log. Whoever has fallen further behind reads the log.
//
//   feed.Decided(position, entry);                    // the writer, on the sequencer's thread
//   feed.Committed();
//   ReportFeed::Batch batch = feed.After(cursor, 100);   // a reader
//
// Safe from any thread; a reader never waits for more than the copying of some pointers.
#ifndef OVERSTAP_SERVICES_POOL_REPORT_FEED_H_
#define OVERSTAP_SERVICES_POOL_REPORT_FEED_H_

#include <compare>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/time/time.h"
#include "overstap/store/v1/log.pb.h"

namespace overstap::pool {

// A place in the order of changes: before entry `position` of the log, or after so many of its
// changes.
struct FeedCursor {
  uint64_t position = 0;
  uint32_t changes = 0;
  friend auto operator<=>(const FeedCursor&, const FeedCursor&) = default;
};

// A report as it stood after a change.
struct ReportChange {
  FeedCursor cursor;  // after it
  store::v1::ReportStored stored;
  google::protobuf::Timestamp time;
};

// Calls visit for each change to a report in an entry of the log, in order.
void ForEachChange(uint64_t position, const store::v1::LogEntry& entry,
                   const std::function<void(std::shared_ptr<const ReportChange>)>& visit);

class ReportFeed {
 public:
  explicit ReportFeed(size_t kept_changes = kUsualChanges) : kept_changes_(kept_changes) {}

  // The writer's: pending changes are seen by nobody until Committed.
  void Decided(uint64_t position, const store::v1::LogEntry& entry);
  void Committed(uint64_t last_position);
  void Abandoned();
  // What is in the log before the first change that the feed will know.
  void StartAt(uint64_t position);

  struct Batch {
    std::vector<std::shared_ptr<const ReportChange>> changes;
    FeedCursor next;  // to go on from here
    // Changes after the cursor have been let go: read the log, below this position, instead.
    bool is_gone = false;
    uint64_t first_kept = 0;
  };
  // Changes after the cursor, at most `max_changes`.
  Batch After(FeedCursor cursor, size_t max_changes) const;
  // Everything up to here is known to readers of After.
  FeedCursor end() const;

  // Waits until something comes after the cursor, or Wake is called, or the time (a day at most) is
  // over.
  void WaitFor(FeedCursor cursor, absl::Duration timeout);
  // Ends one WaitFor, now or the next one.
  void Wake();

 private:
  static constexpr size_t kUsualChanges = 20'000;
  const size_t kept_changes_;

  std::vector<std::shared_ptr<const ReportChange>> pending_;  // of the writer's thread

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::shared_ptr<const ReportChange>> changes_;  // guarded by mutex_, ascending
  uint64_t known_from_ = 0;  // guarded by mutex_; the feed has every change after this position
  uint64_t known_to_ = 0;    // guarded by mutex_
  bool woken_ = false;       // guarded by mutex_
};

}  // namespace overstap::pool

#endif  // OVERSTAP_SERVICES_POOL_REPORT_FEED_H_
