#include "services/retention/retention_sweeper.h"

#include <algorithm>
#include <future>
#include <memory>
#include <utility>

#include "overstap/v1/options.pb.h"
#include "services/write/commands.h"
#include "services/write/decision_commands.h"
#include "services/write/errors.h"
#include "services/write/record_views.h"

namespace overstap::retention {
namespace {

using store::RecordKind;

// Waiting for the log at a time.
constexpr size_t kBatch = 256;

absl::StatusOr<write::Decision> DecideForget(const DueRecord& due, const pool::Pool& pool,
                                             write::DecisionContext& context) {
  if (pool.LivePlacementsOf(RecordKind::kJobSeeker, due.id) > 0) {
    return write::WithReason(absl::FailedPreconditionError(due.name + " has a live placement"),
                             "IN_USE", {{"name", due.name}});
  }
  absl::Status restricted = write::CheckNotRestricted(context.state, context.keys, due.id);
  if (!restricted.ok()) return restricted;
  return write::DecideDelete(RecordKind::kJobSeeker, due.id, due.etag, pool, context);
}

absl::StatusOr<write::Decision> DecideDeleteDecision(const DueRecord& due,
                                                     write::DecisionContext& context) {
  const auto bytes = write::Require(context.state, RecordKind::kDecision, due.id);
  if (!bytes.ok()) return bytes.status();
  write::Decision decision;
  decision.events.emplace_back().mutable_decision_deleted()->set_id(due.id);
  decision.person = due.person;
  return decision;
}

// The placement stays, and what it takes; whom it was of is gone.
absl::StatusOr<write::Decision> DecideAnonymise(const DueRecord& due,
                                                write::DecisionContext& context) {
  const auto bytes = write::Require(context.state, RecordKind::kPlacement, due.id);
  if (!bytes.ok()) return bytes.status();
  auto stored = write::ParseStored<store::v1::PlacementStored>(*bytes);
  if (!stored.ok()) return stored.status();
  absl::Status same = write::CheckEtag(stored->head(), due.etag, due.name);
  if (!same.ok()) return same;
  *stored->mutable_head() = write::NextHead(std::move(*stored->mutable_head()), context);
  stored->clear_job_seeker();
  write::Decision decision;
  *decision.events.emplace_back().mutable_placement_stored() = *std::move(stored);
  decision.person = due.person;
  return decision;
}

}  // namespace

absl::StatusOr<write::Decision> DecideRetention(const DueRecord& due, const pool::Pool& pool,
                                                write::DecisionContext& context) {
  switch (due.kind) {
    case v1::RETENTION_KIND_JOB_SEEKER:
      return DecideForget(due, pool, context);
    case v1::RETENTION_KIND_PLACEMENT_PERSON:
      return DecideAnonymise(due, context);
    case v1::RETENTION_KIND_VACANCY:
      return write::DecideDelete(RecordKind::kVacancy, due.id, due.etag, pool, context);
    case v1::RETENTION_KIND_DECISION:
      return DecideDeleteDecision(due, context);
    default:
      return absl::InvalidArgumentError("nothing to be done to such a record");
  }
}

absl::StatusOr<std::vector<DueRecord>> RetentionSweeper::Plan(matcher::Date until) const {
  return PlanRetention(store_, keys_, config_, until);
}

absl::StatusOr<SweepResult> RetentionSweeper::Sweep(matcher::Date today, bool dry_run) const {
  absl::StatusOr<std::vector<DueRecord>> due = Plan(today);
  if (!due.ok()) return due.status();
  SweepResult result;
  if (dry_run) {
    result.acted = *std::move(due);
    return result;
  }
  for (size_t begin = 0; begin < due->size() && !stopping_; begin += kBatch) {
    const size_t end = std::min(due->size(), begin + kBatch);
    std::vector<std::future<absl::Status>> answers;
    for (size_t i = begin; i < end; ++i) {
      auto done = std::make_shared<std::promise<absl::Status>>();
      answers.push_back(done->get_future());
      write::Command command;
      command.caller = {.principal = kPrincipal,
                        .organisation = config_.identity().programme_management(),
                        .role = v1::ROLE_OPERATOR,
                        .purpose = kPurpose};
      command.decide = [this, record = (*due)[i]](write::DecisionContext& context) {
        return DecideRetention(record, pool_, context);
      };
      command.done = [done](const absl::StatusOr<write::Reply>& reply) {
        done->set_value(reply.status());
      };
      sequencer_.Submit(std::move(command));
    }
    absl::Status refused;
    for (size_t i = begin; i < end; ++i) {
      const absl::Status acted = answers[i - begin].get();
      if (absl::IsUnavailable(acted)) refused = acted;
      (acted.ok() ? result.acted : result.kept).push_back(std::move((*due)[i]));
    }
    if (!refused.ok()) return refused;
  }
  return result;
}

}  // namespace overstap::retention
