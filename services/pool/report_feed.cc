#include "services/pool/report_feed.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace overstap::pool {
namespace {

constexpr absl::Duration kLongestWait = absl::Hours(24);

}  // namespace

void ForEachChange(uint64_t position, const store::v1::LogEntry& entry,
                   const std::function<void(std::shared_ptr<const ReportChange>)>& visit) {
  uint32_t changes = 0;
  for (const store::v1::Event& event : entry.events()) {
    if (!event.has_report_stored()) continue;
    auto change = std::make_shared<ReportChange>();
    change->cursor = {.position = position, .changes = ++changes};
    change->stored = event.report_stored();
    // As the store has it.
    if (change->stored.head().creation_number() == 0) {
      change->stored.mutable_head()->set_creation_number(position);
    }
    change->time = entry.envelope().time();
    visit(std::move(change));
  }
}

void ReportFeed::StartAt(uint64_t position) {
  const std::lock_guard lock(mutex_);
  changes_.clear();
  known_from_ = position;
  known_to_ = position;
}

void ReportFeed::Decided(uint64_t position, const store::v1::LogEntry& entry) {
  ForEachChange(position, entry, [this](std::shared_ptr<const ReportChange> change) {
    pending_.push_back(std::move(change));
  });
}

void ReportFeed::Committed(uint64_t last_position) {
  std::vector<std::shared_ptr<const ReportChange>> released;  // destroyed after the lock
  {
    const std::lock_guard lock(mutex_);
    known_to_ = last_position;
    if (pending_.empty()) return;
    for (auto& change : pending_) changes_.push_back(std::move(change));
    while (changes_.size() > kept_changes_) {
      // Whole entries: a cursor inside one must find the rest of it.
      known_from_ = changes_.front()->cursor.position;
      while (!changes_.empty() && changes_.front()->cursor.position == known_from_) {
        released.push_back(std::move(changes_.front()));
        changes_.pop_front();
      }
    }
  }
  pending_.clear();
  changed_.notify_all();
}

void ReportFeed::Abandoned() { pending_.clear(); }

ReportFeed::Batch ReportFeed::After(FeedCursor cursor, size_t max_changes) const {
  Batch batch;
  const std::lock_guard lock(mutex_);
  if (cursor.position <= known_from_) {
    batch.is_gone = true;
    batch.first_kept = known_from_ + 1;
    batch.next = cursor;
    return batch;
  }
  auto next = std::upper_bound(
      changes_.begin(), changes_.end(), cursor,
      [](const FeedCursor& at, const auto& change) { return at < change->cursor; });
  while (next != changes_.end() && batch.changes.size() < max_changes) {
    batch.changes.push_back(*next++);
  }
  if (next == changes_.end()) {
    batch.next = std::max(cursor, FeedCursor{.position = known_to_ + 1, .changes = 0});
  } else {
    batch.next = batch.changes.back()->cursor;
  }
  return batch;
}

FeedCursor ReportFeed::end() const {
  const std::lock_guard lock(mutex_);
  return {.position = known_to_ + 1, .changes = 0};
}

void ReportFeed::WaitFor(FeedCursor cursor, absl::Duration timeout) {
  std::unique_lock lock(mutex_);
  // A clock cannot be told to stop never.
  const absl::Duration at_most = std::min(timeout, kLongestWait);
  changed_.wait_for(lock, absl::ToChronoMicroseconds(at_most), [&] {
    return woken_ || (!changes_.empty() && cursor < changes_.back()->cursor);
  });
  woken_ = false;
}

void ReportFeed::Wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_all();
}

}  // namespace overstap::pool
