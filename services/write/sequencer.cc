#include "services/write/sequencer.h"

#include <algorithm>
#include <future>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "services/store/record_change.h"
#include "services/write/errors.h"

namespace overstap::write {
namespace {

using google::protobuf::util::TimeUtil;

// Why writes are refused, as who has to mend it reads it at night.
absl::Status Stopped(const absl::Status& why) {
  const bool full = absl::IsResourceExhausted(why);
  return absl::Status(
      full ? absl::StatusCode::kResourceExhausted : absl::StatusCode::kUnavailable,
      absl::StrCat("writes are stopped, reads go on: ", why.message(), "; ",
                   full ? "make space on the disk" : "look after the disk",
                   " and restart the server: every write that was answered is kept"));
}

}  // namespace

std::string AnswerContext(const std::string& principal, const std::string& request_id) {
  return absl::StrCat("answer/", principal, "/", request_id);
}

absl::StatusOr<std::optional<std::string>> PendingState::Get(store::RecordKind kind,
                                                             std::string_view id) const {
  const auto found = overlay_.find(std::make_pair(kind, std::string(id)));
  if (found != overlay_.end()) return found->second;
  return below_ != nullptr ? below_->Get(kind, id) : store_.Get(kind, id);
}

void PendingState::Overlay(const std::vector<store::v1::Event>& events, uint64_t position) {
  for (const store::v1::Event& event : events) {
    if (auto change = store::ChangeOf(event, position)) {
      overlay_[std::make_pair(change->kind, std::move(change->id))] = std::move(change->bytes);
    }
  }
}

// Commands that are decided and wait for one fsync.
struct Sequencer::Group {
  std::vector<store::v1::LogEntry> entries;
  std::vector<keys::KeyId> destroyed_keys;
  std::vector<Pending> pending;
  size_t bytes = 0;
  struct Answer {
    std::string request_hash;
    Reply reply;
  };
  absl::flat_hash_map<std::pair<std::string, std::string>, Answer>
      answers;  // by (principal, request id)
};

Sequencer::Sequencer(log::EventLog& log, store::Store& store, keys::KeyRing& keys,
                     GroupObserver& observer, absl::Time last_time, SequencerOptions options)
    : log_(log),
      store_(store),
      keys_(keys),
      observer_(observer),
      options_(std::move(options)),
      last_time_(last_time),
      state_(store),
      thread_([this] { Loop(); }) {}

Sequencer::~Sequencer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Sequencer::Submit(Command command) {
  absl::Status refused = health();
  if (refused.ok()) {
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      refused = absl::UnavailableError("the server is shutting down");
    } else if (queue_.size() >= options_.max_queued_commands) {
      refused = absl::ResourceExhaustedError("too many writes are waiting; try again later");
    } else {
      queue_.push_back(std::move(command));
      wake_.notify_one();
      return;
    }
  }
  command.done(std::move(refused));
}

absl::StatusOr<Reply> Sequencer::Run(Command command) {
  std::promise<absl::StatusOr<Reply>> promise;
  std::future<absl::StatusOr<Reply>> future = promise.get_future();
  command.done = [&promise](absl::StatusOr<Reply> reply) { promise.set_value(std::move(reply)); };
  Submit(std::move(command));
  return future.get();
}

size_t Sequencer::waiting_commands() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

absl::Status Sequencer::health() const {
  {
    const std::lock_guard lock(mutex_);
    if (!health_.ok()) return health_;
  }
  // Work in the background may have failed since the last write.
  const absl::Status log = log_.health();
  return log.ok() ? log : Stopped(log);
}

void Sequencer::Loop() {
  for (;;) {
    std::deque<Command> commands;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      const size_t count = std::min(queue_.size(), options_.max_group_commands);
      for (size_t i = 0; i < count; ++i) {
        commands.push_back(std::move(queue_.front()));
        queue_.pop_front();
      }
    }
    Process(std::move(commands));
  }
}

void Sequencer::Process(std::deque<Command> commands) {
  while (!commands.empty()) {
    // What is in the store is no longer what is in the log: nothing can be decided on it.
    if (const absl::Status stopped = health(); !stopped.ok()) {
      for (Command& command : commands) command.done(stopped);
      return;
    }
    Group group;
    // Forgetting a person ends a group: what comes after must not be able to read the person, and
    // the key is there until the group is durable.
    while (!commands.empty() && group.bytes < options_.max_group_bytes &&
           group.destroyed_keys.empty()) {
      DecideOne(std::move(commands.front()), &group);
      commands.pop_front();
    }
    const absl::Status committed = Commit(group);
    state_.Clear();
    for (Pending& pending : group.pending) {
      if (committed.ok()) {
        pending.done(std::move(pending.reply));
      } else {
        pending.done(committed);
      }
    }
  }
}

void Sequencer::DecideOne(Command command, Group* group) {
  const auto fail = [&command, group](absl::Status status) {
    group->pending.push_back({std::move(command.done), std::move(status)});
  };
  const absl::StatusOr<std::optional<Reply>> first = FirstAnswer(command, *group);
  if (!first.ok()) return fail(first.status());
  if (first->has_value()) {
    // Answered with its group: the first request may be in this very one.
    group->pending.push_back({std::move(command.done), **first});
    return;
  }
  last_time_ = std::max(last_time_, options_.now());
  const uint64_t position = log_.last_position() + group->entries.size() + 1;
  DecisionContext context{.state = state_, .keys = keys_, .now = last_time_, .position = position};
  absl::StatusOr<Decision> decision = command.decide(context);
  if (!decision.ok()) return fail(decision.status());
  decision->reply.person = decision->person;
  if (!decision->events.empty() || !command.request_id.empty()) {
    store::v1::LogEntry entry;
    store::v1::Envelope* envelope = entry.mutable_envelope();
    *envelope->mutable_time() = TimeUtil::NanosecondsToTimestamp(absl::ToUnixNanos(last_time_));
    envelope->set_principal(command.caller.principal);
    envelope->set_organisation(command.caller.organisation);
    envelope->set_role(command.caller.role);
    envelope->set_purpose(command.caller.purpose);
    envelope->set_person(decision->person);
    envelope->set_key_id(decision->key_id);
    envelope->set_trace_id(command.caller.trace_id);
    if (!command.request_id.empty()) {
      store::v1::RememberedAnswer* answer = entry.mutable_answer();
      answer->set_request_id(command.request_id);
      answer->set_request_hash(command.request_hash);
      if (decision->personal_reply) {
        auto sealed = keys_.Seal(decision->key_id,
                                 AnswerContext(command.caller.principal, command.request_id),
                                 decision->reply.bytes);
        if (!sealed.ok()) return fail(sealed.status());
        *answer->mutable_sealed_reply() = *std::move(sealed);
      } else {
        answer->set_plain_reply(decision->reply.bytes);
      }
      group->answers[{command.caller.principal, command.request_id}] = {command.request_hash,
                                                                        decision->reply};
    }
    state_.Overlay(decision->events, position);
    entry.mutable_events()->Reserve(static_cast<int>(decision->events.size()));
    for (store::v1::Event& event : decision->events) *entry.add_events() = std::move(event);
    if (decision->destroys_key != 0) group->destroyed_keys.push_back(decision->destroys_key);
    group->bytes += entry.ByteSizeLong();
    observer_.Decided(position, entry);
    group->entries.push_back(std::move(entry));
  }
  group->pending.push_back({std::move(command.done), std::move(decision->reply)});
}

absl::StatusOr<std::optional<Reply>> Sequencer::FirstAnswer(const Command& command,
                                                            const Group& group) const {
  if (command.request_id.empty()) return std::nullopt;
  const auto reused = [&command] {
    return WithReason(absl::InvalidArgumentError(absl::StrCat("request_id: ", command.request_id,
                                                              " was used for another request")),
                      "REQUEST_ID_REUSED", {{"request_id", command.request_id}});
  };
  const auto pending = group.answers.find({command.caller.principal, command.request_id});
  if (pending != group.answers.end()) {
    if (pending->second.request_hash != command.request_hash) return reused();
    return pending->second.reply;
  }
  absl::StatusOr<std::optional<store::v1::StoredAnswer>> stored =
      store_.FindAnswer(command.caller.principal, command.request_id);
  if (!stored.ok()) return stored.status();
  if (!stored->has_value()) return std::nullopt;
  const store::v1::RememberedAnswer& answer = (*stored)->answer();
  const absl::Time given = absl::FromUnixNanos(TimeUtil::TimestampToNanoseconds((*stored)->time()));
  if (options_.now() - given > options_.remember_answers) return std::nullopt;
  if (answer.request_hash() != command.request_hash) return reused();
  if (answer.reply_case() != store::v1::RememberedAnswer::kSealedReply) {
    return Reply{answer.plain_reply(), (*stored)->person()};
  }
  auto opened = keys_.Open(answer.sealed_reply(),
                           AnswerContext(command.caller.principal, command.request_id));
  if (absl::IsNotFound(opened.status())) {
    return WithReason(
        absl::NotFoundError("the person that this request was about has been forgotten"),
        "PERSON_FORGOTTEN", {{"request_id", command.request_id}});
  }
  if (!opened.ok()) return opened.status();
  return Reply{*std::move(opened), (*stored)->person()};
}

absl::Status Sequencer::Commit(const Group& group) {
  if (group.entries.empty()) return absl::OkStatus();
  const absl::Status durable = MakeDurable(group);
  if (durable.ok()) {
    observer_.Committed(log_.last_position());
    return absl::OkStatus();
  }
  observer_.Abandoned();
  // Whether the group is in the log is for the next start to find out: it is shown then, or it
  // never was. Until then nobody is told either.
  absl::Status refused = Stopped(durable);
  options_.on_failure(refused);
  const std::lock_guard lock(mutex_);
  health_ = refused;
  return refused;
}

absl::Status Sequencer::MakeDurable(const Group& group) {
  const uint64_t first_position = log_.last_position() + 1;
  // Keys before the entries that are sealed under them.
  absl::Status status = keys_.Sync();
  if (status.ok()) status = log_.AppendGroup(group.entries);
  // Keys go before the store moves on: a crash between the two replays these entries, and destroys
  // again.
  for (const keys::KeyId key : group.destroyed_keys) {
    if (status.ok()) status = keys_.Destroy(key);
  }
  if (status.ok()) status = store_.Apply(first_position, group.entries);
  return status;
}

}  // namespace overstap::write
