// The one place where writes are decided: a thread that takes commands in order, decides each
// against the store plus what is pending, and makes a whole group durable with one fsync before any
// of it is answered.
//
//   sequencer.Submit({.caller = caller, .decide = [](DecisionContext& context) { ... return
//   decision; },
//                     .done = [](absl::StatusOr<Reply> reply) { ... }});
//
// Submit is safe from any thread. decide and done run on the sequencer's thread; done after the
// group is durable, applied and published (a client sees its own write in its next query), or after
// it failed. Replay never calls decide.
#ifndef OVERSTAP_SERVICES_WRITE_SEQUENCER_H_
#define OVERSTAP_SERVICES_WRITE_SEQUENCER_H_

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "overstap/store/v1/log.pb.h"
#include "services/keys/key_ring.h"
#include "services/log/event_log.h"
#include "services/store/store.h"

namespace overstap::write {

// What a remembered answer that holds personal data is sealed with besides the key.
std::string AnswerContext(const std::string& principal, const std::string& request_id);

// Who calls, as whom, and why.
struct Caller {
  std::string principal;
  std::string organisation;
  int role = 0;  // overstap.v1.Role
  std::string purpose;
  std::string trace_id;
};

// A serialised reply, and the id of the job seeker that it concerns (empty: none).
struct Reply {
  std::string bytes;
  std::string person = {};
};

// What a command comes to: events to be logged, and the answer. No events: nothing is logged, the
// answer is given at once.
struct Decision {
  std::vector<store::v1::Event> events;
  Reply reply;
  std::string person;      // id of the job seeker that it concerns, or empty
  keys::KeyId key_id = 0;  // the person's key, or 0
  bool personal_reply = false;
  keys::KeyId destroys_key = 0;  // once durable
};

// The records as they are after every command decided so far, durable or pending.
class PendingState {
 public:
  explicit PendingState(const store::Store& store) : store_(store) {}
  // What one decision is about to change, over what was decided before; `below` outlives it.
  explicit PendingState(const PendingState* below) : store_(below->store_), below_(below) {}
  // The serialised record, or nullopt.
  absl::StatusOr<std::optional<std::string>> Get(store::RecordKind kind, std::string_view id) const;
  // Overlays the records that the events change.
  void Overlay(const std::vector<store::v1::Event>& events, uint64_t position);
  void Clear() { overlay_.clear(); }

 private:
  const store::Store& store_;
  const PendingState* const below_ = nullptr;
  absl::flat_hash_map<std::pair<store::RecordKind, std::string>, std::optional<std::string>>
      overlay_;
};

// What decide may use.
struct DecisionContext {
  const PendingState& state;
  keys::KeyRing& keys;
  absl::Time now;     // never before the last entry's time
  uint64_t position;  // that the command's entry will have
};

struct Command {
  Caller caller;
  std::string request_id;    // empty: not repeatable
  std::string request_hash;  // SHA-256 of the request without its id
  std::function<absl::StatusOr<Decision>(DecisionContext&)> decide;
  std::function<void(absl::StatusOr<Reply>)> done;
};

// Follows the log: derived state in memory. Called on the sequencer's thread.
class GroupObserver {
 public:
  virtual ~GroupObserver() = default;
  // An entry was decided and is pending.
  virtual void Decided(uint64_t position, const store::v1::LogEntry& entry) = 0;
  // The group that ends at `last_position` is durable and applied to the store: publish it.
  virtual void Committed(uint64_t last_position) = 0;
  // The pending entries came to nothing that may be shown before a restart: forget them.
  virtual void Abandoned() = 0;
};

struct SequencerOptions {
  size_t max_group_commands = 4'096;
  size_t max_group_bytes = size_t{16} << 20;
  size_t max_queued_commands = 65'536;  // beyond it Submit answers RESOURCE_EXHAUSTED
  absl::Duration remember_answers = absl::Hours(24 * 30);
  // The clock; a test gives its own.
  std::function<absl::Time()> now = [] { return absl::Now(); };
  // Told once, on the sequencer's thread, when writes are refused from now on, and why.
  std::function<void(const absl::Status&)> on_failure = [](const absl::Status&) {};
};

class Sequencer {
 public:
  // All outlive the sequencer. `last_time` is the time of the log's last entry.
  Sequencer(log::EventLog& log, store::Store& store, keys::KeyRing& keys, GroupObserver& observer,
            absl::Time last_time, SequencerOptions options);
  // Finishes what is queued, then stops.
  ~Sequencer();
  Sequencer(const Sequencer&) = delete;
  Sequencer& operator=(const Sequencer&) = delete;

  void Submit(Command command);
  // As Submit, but waits for the answer. Not from the sequencer's thread.
  absl::StatusOr<Reply> Run(Command command);
  // Commands that wait to be decided.
  size_t waiting_commands() const;
  // OK, or why writes are refused from now on: reads go on, and a restart finds out what is on the
  // disk. RESOURCE_EXHAUSTED: there is no space; UNAVAILABLE: other trouble with the disk. The text
  // names the file and what to do.
  absl::Status health() const;

 private:
  // Errors wait for the group too: they may rest on what an earlier command of it has changed.
  struct Pending {
    std::function<void(absl::StatusOr<Reply>)> done;
    absl::StatusOr<Reply> reply;
  };
  struct Group;

  void Loop();
  void Process(std::deque<Command> commands);
  void DecideOne(Command command, Group* group);
  // The first answer to the command's request id: from this group or the store. nullopt: it has
  // none.
  absl::StatusOr<std::optional<Reply>> FirstAnswer(const Command& command,
                                                   const Group& group) const;
  absl::Status Commit(const Group& group);
  // Makes the group durable and visible to readers of the store.
  absl::Status MakeDurable(const Group& group);

  log::EventLog& log_;
  store::Store& store_;
  keys::KeyRing& keys_;
  GroupObserver& observer_;
  const SequencerOptions options_;
  absl::Time last_time_;
  PendingState state_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Command> queue_;  // guarded by mutex_
  absl::Status health_;        // guarded by mutex_
  bool stopping_ = false;      // guarded by mutex_
  std::thread thread_;
};

}  // namespace overstap::write

#endif  // OVERSTAP_SERVICES_WRITE_SEQUENCER_H_
