// Streams of changes to reports, to any number of watchers.
//
//   return watch.Start(*context, *request, backend);   // a reactor, in the handler
//   watch.EndAll();                                     // when the server stops
//
// One thread hands the changes out, in rounds: watchers at the same place with the same rights get
// the same message, and a round hands out a bounded number of changes, so that writers lose little
// however many watch. A watcher that cannot keep up gets more in one message, later; who has fallen
// behind what the feed remembers reads the log, on a worker. Nothing is lost or said twice: a
// watcher goes on from its own place. Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_REPORT_WATCH_H_
#define OVERSTAP_SERVICES_API_REPORT_WATCH_H_

#include <atomic>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "overstap/region/v1/region.pb.h"
#include "overstap/v1/ledger_service.pb.h"
#include "services/log/event_log.h"
#include "services/pool/report_feed.h"

namespace overstap::api {

struct Backend;
class WorkerPool;

struct ReportWatchOptions {
  size_t max_watchers = 5'000;  // RESOURCE_EXHAUSTED beyond
  // At least so long between two rounds that hand something out.
  absl::Duration round = absl::Milliseconds(50);
  // Over all watchers in a round.
  size_t max_messages = 50;
  size_t max_changes = 500;
  // Watchers who fell behind what the feed remembers: reading the log costs many times more.
  size_t max_catch_ups = 1;
  // In one message.
  size_t max_changes_in_message = 250;
  // Entries of the log that a watcher who fell behind reads at once.
  size_t max_entries_read = 20'000;
};

// A place among the changes, opaque to clients; the text of another is INVALID_ARGUMENT.
std::string EncodeResumeToken(pool::FeedCursor cursor);
absl::StatusOr<pool::FeedCursor> DecodeResumeToken(const std::string& text);

class ReportWatch {
 public:
  // All outlive it.
  ReportWatch(pool::ReportFeed& feed, const log::EventLog& log, WorkerPool& workers,
              const region::v1::RegionConfig& config, ReportWatchOptions options = {});
  // After every stream has ended.
  ~ReportWatch();
  ReportWatch(const ReportWatch&) = delete;
  ReportWatch& operator=(const ReportWatch&) = delete;

  // OUT_OF_RANGE for a token beyond the log's end; UNAVAILABLE after EndAll.
  grpc::ServerWriteReactor<v1::WatchReportsResponse>* Start(
      const grpc::CallbackServerContext& context, const v1::WatchReportsRequest& request,
      const Backend& backend);
  // Ends every stream with UNAVAILABLE, and takes no more.
  void EndAll();

 private:
  using Response = v1::WatchReportsResponse;
  class Watcher;
  class Reactor;
  // Whoever sees the same: role, organisation and the table asked for.
  struct Audience;
  struct Message {
    std::shared_ptr<const Response> response;  // null: nothing to tell
    pool::FeedCursor next;
    bool is_gone = false;
    uint64_t first_kept = 0;
  };

  void Loop();
  // Hands out to those who are free; whether someone is left with changes to come.
  bool Round();
  // What the audience gets from the cursor on. `cache`: of this round.
  const Message& MessageFor(const Audience& audience, pool::FeedCursor cursor);
  // Reads the log for one who fell behind; on a worker.
  void CatchUp(const std::shared_ptr<Watcher>& watcher, uint64_t first_kept);
  std::shared_ptr<const Audience> AudienceOf(int role, const std::string& organisation,
                                             const std::string& work_table);
  bool Sees(const Audience& audience, const pool::ReportChange& change) const;
  // As everyone gets it.
  static v1::ReportChange Render(const pool::ReportChange& change);
  const v1::ReportChange& Rendered(const pool::ReportChange& change);
  void Remove(const Watcher* watcher);

  pool::ReportFeed& feed_;
  const log::EventLog& log_;
  WorkerPool& workers_;
  const region::v1::RegionConfig& config_;
  const ReportWatchOptions options_;

  std::mutex mutex_;
  std::vector<std::shared_ptr<Watcher>> watchers_;  // guarded by mutex_
  bool ended_ = false;                              // guarded by mutex_
  std::map<std::tuple<int, std::string, std::string>, std::weak_ptr<const Audience>>
      audiences_;  // guarded by mutex_
  std::atomic<bool> stopping_ = false;

  // Of the thread that hands out.
  size_t first_in_round_ = 0;
  std::map<std::pair<const Audience*, pool::FeedCursor>, Message> messages_;
  // The last that were handed out: watchers come by at different times.
  std::map<pool::FeedCursor, v1::ReportChange> rendered_;
  std::thread thread_;
};

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_REPORT_WATCH_H_
