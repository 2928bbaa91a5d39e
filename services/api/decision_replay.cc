#include "services/api/decision_replay.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/api/answers.h"
#include "services/api/decision_render.h"
#include "services/convert/to_model.h"
#include "services/write/record_views.h"

namespace overstap::api {
namespace {

using store::RecordKind;

// Applied in one step.
constexpr size_t kGroupEntries = 1'000;
constexpr absl::Duration kNoon = absl::Hours(12);

// Whether an answer may depend on the event.
bool Matters(const store::v1::Event& event, uint64_t known_taxonomy) {
  switch (event.body_case()) {
    case store::v1::Event::kDecisionStored:
    case store::v1::Event::kDecisionDeleted:
    case store::v1::Event::kParticipationFactsStored:
    case store::v1::Event::kParticipationFactsDeleted:
    case store::v1::Event::kIntroductionStored:
      return false;
    case store::v1::Event::kTaxonomyChunk:
      return event.taxonomy_chunk().taxonomy_number() != known_taxonomy;
    default:
      return true;
  }
}

absl::StatusOr<int64_t> CountForgotten(const store::Store& store, const keys::KeyRing& keys) {
  int64_t count = 0;
  absl::Status failed;
  const absl::Status scanned =
      store.Scan(RecordKind::kJobSeeker, "", [&](std::string_view, std::string_view bytes) {
        const auto stored = write::ParseStored<store::v1::JobSeekerStored>(bytes);
        failed = stored.status();
        if (failed.ok() && !keys.Has(stored->job_seeker().key_id())) ++count;
        return failed.ok();
      });
  if (!scanned.ok()) return scanned;
  if (!failed.ok()) return failed;
  return count;
}

// The backend with other records and another day.
Backend Over(const Backend& backend, store::Store& store, pool::Pool& pool, absl::Time now) {
  return {.store = store,
          .keys = backend.keys,
          .pool = pool,
          .sequencer = backend.sequencer,
          .workers = backend.workers,
          .region = backend.region,
          .config = backend.config,
          .gate = backend.gate,
          .import_slots = backend.import_slots,
          .candidates = backend.candidates,
          .concepts = backend.concepts,
          .limits = backend.limits,
          .now = [now] { return now; },
          .administration = nullptr,
          .log = backend.log,
          .watch = nullptr,
          .region_version = backend.region_version,
          .read_audit = {}};
}

// Asks one decision's question, and notes what came of it.
class Replayer {
 public:
  Replayer(const write::DecisionView& view, const Call& call, const Backend& backend,
           v1::ReplayDecisionResponse* reply)
      : decision_(view.decision),
        backend_(backend),
        reply_(reply),
        caller_(call.caller),
        call_{caller_, call.deadline, call.admission} {
    caller_.principal = decision_.principal();
    caller_.organisation = view.organisation;
    caller_.role = decision_.role();
    *reply_->mutable_decided_versions() = ToApi(decision_.versions());
    reply_->set_decided_hash(decision_.answer_hash());
  }

  absl::Status Run() {
    const std::string& type = decision_.request_type();
    if (type == v1::MatchVacanciesRequest::descriptor()->full_name()) {
      return Ask<v1::MatchVacanciesRequest>(reply_->mutable_match_vacancies());
    }
    if (type == v1::MatchJobSeekersRequest::descriptor()->full_name()) {
      return Ask<v1::MatchJobSeekersRequest>(reply_->mutable_match_job_seekers());
    }
    if (type == v1::RankRoutesRequest::descriptor()->full_name()) {
      return Ask<v1::RankRoutesRequest>(reply_->mutable_rank_routes());
    }
    if (type == v1::ExplainMatchRequest::descriptor()->full_name()) {
      return Ask<v1::ExplainMatchRequest>(reply_->mutable_explain_match());
    }
    return absl::DataLossError(absl::StrCat("a decision's request is of unknown type ", type));
  }

 private:
  uint64_t position() const {
    return static_cast<uint64_t>(decision_.versions().snapshot_version());
  }

  // Noon of the day that was asked about, which is that day in the Netherlands too.
  absl::Time Then() const {
    const auto day = convert::ToDate(decision_.versions().as_of_date());
    constexpr int64_t kHoursPerDay = 24;
    return absl::UnixEpoch() + kNoon + absl::Hours(kHoursPerDay) * (day ? day->days() : 0);
  }

  template <typename Request, typename Answer>
  absl::Status Ask(Answer* answer) {
    Request request;
    if (!request.ParseFromString(decision_.request())) {
      return absl::DataLossError("a decision's request cannot be read");
    }
    if constexpr (requires { request.page_token(); }) {
      // A token holds the day already, and belongs to the request as it was.
      if (request.page_token().empty()) SetDay(&request);
    } else {
      SetDay(&request);
    }
    absl::Status asked = AskCurrent(request, answer);
    if (!asked.ok()) {
      answer->Clear();
      asked = AskPast(request, answer);
    }
    if (absl::IsCancelled(asked) || absl::IsDeadlineExceeded(asked)) return asked;
    if (!asked.ok()) {
      reply_->clear_answer();
      reply_->set_error(std::string(asked.message()));
      reply_->add_differences(v1::REPLAY_DIFFERENCE_NOT_ANSWERED);
      return absl::OkStatus();
    }
    Compare(*answer);
    return absl::OkStatus();
  }

  template <typename Request>
  void SetDay(Request* request) const {
    *request->mutable_as_of_date() = decision_.versions().as_of_date();
  }

  // Of the records as they are, where nothing was written since.
  template <typename Request, typename Answer>
  absl::Status AskCurrent(const Request& request, Answer* answer) {
    if (backend_.pool.Current()->version() != position()) {
      return absl::NotFoundError("not the current version");
    }
    const Backend then = Over(backend_, backend_.store, backend_.pool, Then());
    absl::Status asked = AnswerAgain(then, request, call_, answer);
    // Something may have been written since the line above.
    if (asked.ok() &&
        answer->versions().snapshot_version() != decision_.versions().snapshot_version()) {
      return absl::NotFoundError("no longer the current version");
    }
    return asked;
  }

  template <typename Request, typename Answer>
  absl::Status AskPast(const Request& request, Answer* answer) {
    absl::StatusOr<PastRecords> past = RebuildAt(position(), call_.deadline, backend_);
    if (!past.ok()) return past.status();
    // Nobody else is in an answer about one person.
    if (past->forgotten_persons > 0 && std::is_same_v<Request, v1::MatchJobSeekersRequest>) {
      reply_->add_differences(v1::REPLAY_DIFFERENCE_FORGOTTEN_PERSONS);
    }
    const Backend then = Over(backend_, *past->store, *past->pool, Then());
    return AnswerAgain(then, request, call_, answer);
  }

  template <typename Answer>
  void Compare(const Answer& answer) {
    const v1::AnswerVersions& before = reply_->decided_versions();
    const v1::AnswerVersions& after = answer.versions();
    *reply_->mutable_replayed_versions() = after;
    reply_->set_replayed_hash(answer.answer_hash());
    reply_->set_identical(answer.answer_hash() == decision_.answer_hash());
    const auto note = [this](bool differs, v1::ReplayDifference difference) {
      if (differs) reply_->add_differences(difference);
    };
    note(!reply_->identical(), v1::REPLAY_DIFFERENCE_ANSWER);
    note(before.ranking_version() != after.ranking_version(), v1::REPLAY_DIFFERENCE_RANKING);
    note(before.constants_version() != after.constants_version(), v1::REPLAY_DIFFERENCE_CONSTANTS);
    note(before.region_version() != after.region_version(), v1::REPLAY_DIFFERENCE_REGION);
    note(before.taxonomy_version() != after.taxonomy_version(), v1::REPLAY_DIFFERENCE_TAXONOMY);
  }

  const store::v1::DecisionRecord& decision_;
  const Backend& backend_;
  v1::ReplayDecisionResponse* const reply_;
  write::Caller caller_;
  const Call call_;  // views caller_
};

}  // namespace

absl::StatusOr<PastRecords> RebuildAt(uint64_t position, const RequestDeadline& deadline,
                                      const Backend& backend) {
  if (backend.log == nullptr || position > backend.log->last_position()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the log ends before entry ", position, ", from which it was answered"));
  }
  const auto taxonomy = backend.pool.Current()->shared_taxonomy();
  PastRecords past;
  past.store = std::make_unique<store::MemoryStore>();
  std::vector<store::v1::LogEntry> group;
  const auto apply = [&past, &group] {
    absl::Status applied = past.store->Apply(past.store->position() + 1, group);
    group.clear();
    return applied;
  };
  bool reached = false;
  const absl::Status read =
      backend.log->Read(1, [&](log::Position at, const store::v1::LogEntry& entry) -> absl::Status {
        store::v1::LogEntry& kept = group.emplace_back();
        *kept.mutable_envelope()->mutable_time() = entry.envelope().time();
        for (const store::v1::Event& event : entry.events()) {
          if (Matters(event, taxonomy->number())) *kept.add_events() = event;
        }
        reached = at == position;
        if (reached) return absl::CancelledError("far enough");
        if (group.size() < kGroupEntries) return absl::OkStatus();
        if (absl::Status status = deadline.status(); !status.ok()) return status;
        return apply();
      });
  if (!reached) {
    return read.ok() ? absl::DataLossError("the log ends before its last position") : read;
  }
  if (absl::Status applied = apply(); !applied.ok()) return applied;
  const absl::StatusOr<int64_t> forgotten = CountForgotten(*past.store, backend.keys);
  if (!forgotten.ok()) return forgotten.status();
  past.forgotten_persons = *forgotten;
  auto pool = backend.pool.Over(*past.store, taxonomy);
  if (!pool.ok()) return pool.status();
  past.pool = *std::move(pool);
  return past;
}

absl::Status Replay(const write::DecisionView& decision, const Call& call, const Backend& backend,
                    v1::ReplayDecisionResponse* reply) {
  return Replayer(decision, call, backend, reply).Run();
}

}  // namespace overstap::api
