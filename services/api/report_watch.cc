#include "services/api/report_watch.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/access/row_rules.h"
#include "services/api/backend.h"
#include "services/api/errors.h"
#include "services/api/records.h"
#include "services/api/stream_reactor.h"
#include "services/api/validation_common.h"
#include "services/api/worker_pool.h"
#include "services/write/errors.h"

namespace overstap::api {
namespace {

using pool::FeedCursor;
using pool::ReportChange;
using Stream = grpc::ServerWriteReactor<v1::WatchReportsResponse>;

constexpr absl::Duration kIdleWait = absl::Seconds(1);
constexpr size_t kMaxRendered = 20'000;

absl::Status Stopping() {
  return write::WithReason(
      absl::UnavailableError("the server is stopping; go on from the last resume_token"),
      "DRAINING");
}

}  // namespace

std::string EncodeResumeToken(FeedCursor cursor) {
  return absl::StrCat(cursor.position, ".", cursor.changes);
}

absl::StatusOr<FeedCursor> DecodeResumeToken(const std::string& text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '.');
  FeedCursor cursor;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &cursor.position) ||
      !absl::SimpleAtoi(parts[1], &cursor.changes) || cursor.position == 0) {
    FieldChecker check;
    check.Fail("resume_token", "not a token of WatchReports", text);
    return check.status();
  }
  return cursor;
}

struct ReportWatch::Audience {
  write::Caller caller;
  std::string work_table;
};

// One stream. Whoever has claimed it is the only one to write, move its place or finish it.
class ReportWatch::Watcher {
 public:
  Watcher(std::shared_ptr<const Audience> of, FeedCursor from)
      : audience(std::move(of)), cursor(from) {}

  bool Claim() {
    const std::lock_guard lock(mutex_);
    if (claimed_) return false;
    claimed_ = true;
    return true;
  }
  // Ends it, by whoever holds it now. True: the caller has claimed it and finishes.
  bool End(absl::Status why) {
    const std::lock_guard lock(mutex_);
    if (end_.has_value()) return false;
    end_ = std::move(why);
    return !std::exchange(claimed_, true);
  }
  // Gives the claim back, unless it has ended meanwhile: then the caller finishes with the status.
  std::optional<absl::Status> Release() {
    const std::lock_guard lock(mutex_);
    if (!end_.has_value()) claimed_ = false;
    return end_;
  }
  absl::Status end_status() const {
    const std::lock_guard lock(mutex_);
    return end_.value_or(absl::OkStatus());
  }

  const std::shared_ptr<const Audience> audience;
  // The claimer's.
  FeedCursor cursor;
  bool is_greeted = false;
  std::shared_ptr<const Response> in_flight;
  Reactor* reactor = nullptr;  // valid until the stream is finished

 private:
  mutable std::mutex mutex_;
  bool claimed_ = false;             // guarded by mutex_
  std::optional<absl::Status> end_;  // guarded by mutex_
};

class ReportWatch::Reactor final : public Stream {
 public:
  Reactor(ReportWatch& watch, std::shared_ptr<Watcher> watcher,
          std::shared_ptr<access::Admission> admission)
      : watch_(watch), watcher_(std::move(watcher)), admission_(std::move(admission)) {
    watcher_->reactor = this;
  }

  void Send(std::shared_ptr<const Response> response) {
    watcher_->in_flight = std::move(response);
    StartWrite(watcher_->in_flight.get());
  }
  void End(absl::Status why) {
    if (watcher_->End(std::move(why))) Close();
  }
  // By whoever has claimed it.
  void Close() { Finish(ToGrpcStatus(admission_->Close(watcher_->end_status()))); }

  void OnWriteDone(bool ok) override {
    watcher_->in_flight.reset();
    if (!ok) static_cast<void>(watcher_->End(absl::CancelledError("the client has gone")));
    if (watcher_->Release().has_value()) {
      Close();
    } else {
      watch_.feed_.Wake();
    }
  }
  void OnCancel() override { End(absl::CancelledError("the client has gone")); }
  void OnDone() override {
    watch_.Remove(watcher_.get());
    delete this;
  }

 private:
  ReportWatch& watch_;
  const std::shared_ptr<Watcher> watcher_;
  const std::shared_ptr<access::Admission> admission_;
};

ReportWatch::ReportWatch(pool::ReportFeed& feed, const log::EventLog& log, WorkerPool& workers,
                         const region::v1::RegionConfig& config, ReportWatchOptions options)
    : feed_(feed),
      log_(log),
      workers_(workers),
      config_(config),
      options_(options),
      thread_([this] { Loop(); }) {}

ReportWatch::~ReportWatch() {
  EndAll();
  stopping_ = true;
  feed_.Wake();
  thread_.join();
}

Stream* ReportWatch::Start(const grpc::CallbackServerContext& context,
                           const v1::WatchReportsRequest& request, const Backend& backend) {
  std::shared_ptr<access::Admission> admission = backend.gate.Of(context);
  if (!admission->status().ok())
    return new RefusedMessages<v1::WatchReportsResponse>(admission->status());
  FieldChecker check;
  const auto snapshot = backend.pool.Current();
  if (!request.work_table().empty()) {
    CheckWorkTable("work_table", request.work_table(), backend.ReferencesOf(*snapshot), check);
  }
  if (request.from_start() && !request.resume_token().empty()) {
    check.Fail("from_start", "not together with resume_token");
  }
  if (!check.ok()) return new RefusedMessages<v1::WatchReportsResponse>(check.status());
  FeedCursor cursor = feed_.end();
  if (request.from_start()) cursor = {.position = 1, .changes = 0};
  if (!request.resume_token().empty()) {
    const absl::StatusOr<FeedCursor> asked = DecodeResumeToken(request.resume_token());
    if (!asked.ok()) return new RefusedMessages<v1::WatchReportsResponse>(asked.status());
    if (*asked > cursor) {
      return new RefusedMessages<v1::WatchReportsResponse>(absl::OutOfRangeError(
          absl::StrCat("resume_token: the log ends before ", asked->position)));
    }
    cursor = *asked;
  }
  const write::Caller& caller = admission->caller();
  auto watcher = std::make_shared<Watcher>(
      AudienceOf(caller.role, caller.organisation, request.work_table()), cursor);
  auto* reactor = new Reactor(*this, watcher, std::move(admission));
  absl::Status refused;
  {
    const std::lock_guard lock(mutex_);
    if (ended_) {
      refused = Stopping();
    } else if (watchers_.size() >= options_.max_watchers) {
      refused = write::WithReason(absl::ResourceExhaustedError("too many watch already"),
                                  "TOO_MANY_WATCHERS");
    } else {
      watchers_.push_back(std::move(watcher));
    }
  }
  if (!refused.ok()) {
    reactor->End(std::move(refused));
  } else {
    feed_.Wake();
  }
  return reactor;
}

void ReportWatch::EndAll() {
  std::vector<std::shared_ptr<Watcher>> watchers;
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    watchers = watchers_;
  }
  for (const auto& watcher : watchers) {
    if (watcher->End(Stopping())) watcher->reactor->Close();
  }
}

void ReportWatch::Remove(const Watcher* watcher) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(watchers_.begin(), watchers_.end(),
                                  [watcher](const auto& each) { return each.get() == watcher; });
  if (found == watchers_.end()) return;
  *found = std::move(watchers_.back());
  watchers_.pop_back();
}

std::shared_ptr<const ReportWatch::Audience> ReportWatch::AudienceOf(
    int role, const std::string& organisation, const std::string& work_table) {
  const std::lock_guard lock(mutex_);
  std::weak_ptr<const Audience>& known = audiences_[{role, organisation, work_table}];
  std::shared_ptr<const Audience> audience = known.lock();
  if (audience == nullptr) {
    write::Caller caller;
    caller.role = role;
    caller.organisation = organisation;
    audience =
        std::make_shared<Audience>(Audience{.caller = std::move(caller), .work_table = work_table});
    known = audience;
  }
  return audience;
}

bool ReportWatch::Sees(const Audience& audience, const ReportChange& change) const {
  const store::v1::Report& report = change.stored.report();
  if (!audience.work_table.empty() && report.work_table() != audience.work_table) return false;
  return access::Sees(audience.caller, report, config_);
}

v1::ReportChange ReportWatch::Render(const ReportChange& change) {
  v1::ReportChange rendered;
  // Without whom it is about: as to an organisation that did not report it.
  *rendered.mutable_report() =
      ToApi({.head = change.stored.head(), .report = change.stored.report()}, "");
  *rendered.mutable_change_time() = change.time;
  return rendered;
}

const v1::ReportChange& ReportWatch::Rendered(const ReportChange& change) {
  const auto [known, is_new] = rendered_.try_emplace(change.cursor);
  v1::ReportChange& rendered = known->second;
  if (is_new) rendered = Render(change);
  return rendered;
}

const ReportWatch::Message& ReportWatch::MessageFor(const Audience& audience, FeedCursor cursor) {
  const auto [known, is_new] = messages_.try_emplace({&audience, cursor});
  Message& message = known->second;
  if (!is_new) return message;
  const pool::ReportFeed::Batch batch = feed_.After(cursor, options_.max_changes_in_message);
  message.next = batch.next;
  message.is_gone = batch.is_gone;
  message.first_kept = batch.first_kept;
  auto response = std::make_shared<Response>();
  for (const auto& change : batch.changes) {
    if (Sees(audience, *change)) *response->add_changes() = Rendered(*change);
  }
  if (response->changes().empty()) return message;
  response->set_resume_token(EncodeResumeToken(message.next));
  message.response = std::move(response);
  return message;
}

bool ReportWatch::Round() {
  std::vector<std::shared_ptr<Watcher>> watchers;
  {
    const std::lock_guard lock(mutex_);
    watchers = watchers_;
  }
  messages_.clear();
  while (rendered_.size() > kMaxRendered) rendered_.erase(rendered_.begin());
  size_t messages = 0;
  size_t changes = 0;
  size_t catch_ups = 0;
  bool is_someone_left = false;
  for (size_t i = 0; i < watchers.size(); ++i) {
    const auto& watcher = watchers[(first_in_round_ + i) % watchers.size()];
    if (messages >= options_.max_messages || changes >= options_.max_changes) {
      first_in_round_ += i;  // the next round begins with those who got nothing
      return true;
    }
    if (!watcher->Claim()) continue;
    if (!watcher->is_greeted) {
      watcher->is_greeted = true;
      auto greeting = std::make_shared<Response>();
      greeting->set_resume_token(EncodeResumeToken(watcher->cursor));
      ++messages;
      watcher->reactor->Send(std::move(greeting));
      continue;
    }
    const Message& message = MessageFor(*watcher->audience, watcher->cursor);
    if (message.is_gone && catch_ups < options_.max_catch_ups) {
      ++catch_ups;
      const uint64_t first_kept = message.first_kept;
      if (workers_.RunPart([this, watcher, first_kept] { CatchUp(watcher, first_kept); })) continue;
    }
    // Not in this round, or the workers are busy.
    is_someone_left = is_someone_left || message.is_gone;
    watcher->cursor = message.next;
    if (message.response != nullptr) {
      ++messages;
      changes += static_cast<size_t>(message.response->changes_size());
      watcher->reactor->Send(message.response);
    } else if (watcher->Release().has_value()) {
      watcher->reactor->Close();
    }
  }
  return messages > 0 || catch_ups > 0 || is_someone_left;
}

void ReportWatch::CatchUp(const std::shared_ptr<Watcher>& watcher, uint64_t first_kept) {
  auto response = std::make_shared<Response>();
  FeedCursor cursor = watcher->cursor;
  size_t entries = 0;
  absl::Status enough = absl::CancelledError("");
  absl::Status read = log_.Read(cursor.position, [&](log::Position position,
                                                     const store::v1::LogEntry& entry) {
    const bool is_full =
        static_cast<size_t>(response->changes_size()) >= options_.max_changes_in_message;
    if (position >= first_kept || is_full || ++entries > options_.max_entries_read) {
      return enough;
    }
    pool::ForEachChange(position, entry, [&](const std::shared_ptr<const ReportChange>& change) {
      if (change->cursor <= cursor) return;
      if (Sees(*watcher->audience, *change)) *response->add_changes() = Render(*change);
    });
    cursor = {.position = position + 1, .changes = 0};
    return absl::OkStatus();
  });
  if (read == enough) read = absl::OkStatus();
  if (!read.ok()) static_cast<void>(watcher->End(read));
  watcher->cursor = std::max(watcher->cursor, cursor);
  if (read.ok() && !response->changes().empty()) {
    response->set_resume_token(EncodeResumeToken(watcher->cursor));
    watcher->reactor->Send(std::move(response));
  } else if (watcher->Release().has_value()) {
    watcher->reactor->Close();
  } else {
    feed_.Wake();
  }
}

void ReportWatch::Loop() {
  while (!stopping_) {
    const FeedCursor end = feed_.end();
    const bool more = Round();
    if (more) {
      // What comes meanwhile goes out together.
      absl::SleepFor(options_.round);
    } else {
      feed_.WaitFor(end, kIdleWait);
    }
  }
}

}  // namespace overstap::api
