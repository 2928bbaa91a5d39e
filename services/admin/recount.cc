#include "services/admin/recount.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "matcher/model/placement.h"
#include "services/convert/to_model.h"
#include "services/pool/table_facts.h"
#include "services/store/record_change.h"
#include "services/write/commands.h"
#include "services/write/record_views.h"
#include "services/write/sequencer.h"

namespace overstap::admin {
namespace {

using google::protobuf::util::TimeUtil;
using store::RecordKind;
using store::v1::Event;

// Entries are applied in groups: what is too old is looked for once per group.
constexpr size_t kGroupEntries = 1'000;

template <typename Visit>
void ForEach(const store::Store& store, RecordKind kind, Visit visit) {
  const absl::Status scanned =
      store.Scan(kind, "", [&visit](std::string_view id, std::string_view bytes) {
        visit(id, bytes);
        return true;
      });
  static_cast<void>(scanned);  // what is kept in memory can be scanned
}

// Calls visit for every placement that takes what it names.
template <typename Visit>
void ForEachTaking(const store::Store& store, Visit visit) {
  ForEach(store, RecordKind::kPlacement, [&visit](std::string_view, std::string_view bytes) {
    const auto stored = write::ParseStored<store::v1::PlacementStored>(bytes);
    if (!stored.ok()) return;
    const auto state = static_cast<matcher::PlacementState>(stored->placement().state());
    if (matcher::TakesOpening(state, stored->ended_before_start())) visit(stored->placement());
  });
}

}  // namespace

absl::Status Recount::Follow(const log::EventLog& log, log::Position last) {
  std::vector<store::v1::LogEntry> group;
  const auto apply = [this, &group] {
    absl::Status applied = store_.Apply(store_.position() + 1, group);
    group.clear();
    return applied;
  };
  absl::Status at_last = absl::CancelledError("");
  absl::Status read =
      log.Read(position() + 1,
               [&](log::Position position, const store::v1::LogEntry& entry) -> absl::Status {
                 if (position > last) return at_last;
                 Look(position, entry);
                 group.push_back(entry);
                 return group.size() < kGroupEntries ? absl::OkStatus() : apply();
               });
  if (read == at_last) read = absl::OkStatus();
  const absl::Status applied = apply();
  return read.ok() ? applied : read;
}

void Recount::Look(uint64_t position, const store::v1::LogEntry& entry) {
  const store::v1::Envelope& envelope = entry.envelope();
  const absl::Time time = absl::FromUnixNanos(TimeUtil::TimestampToNanoseconds(envelope.time()));
  if (time < last_time_) {
    findings_.Add("log", absl::StrCat("entry ", position, " is of ", absl::FormatTime(time),
                                      ", before the entry before it"));
  }
  last_time_ = std::max(last_time_, time);
  for (const Event& event : entry.events()) {
    LookAtEvent(position, event);
    if (const auto change = store::ChangeOf(event, position)) {
      touched_.insert({change->kind, change->id});
    }
  }
  if (!entry.has_answer()) return;
  requests_.insert({envelope.principal(), entry.answer().request_id()});
  if (entry.answer().has_sealed_reply()) {
    Open(position, entry.answer().sealed_reply(),
         write::AnswerContext(envelope.principal(), entry.answer().request_id()));
  }
}

void Recount::LookAtEvent(uint64_t position, const Event& event) {
  if (event.has_job_seeker_stored()) {
    const store::v1::JobSeekerStored& stored = event.job_seeker_stored();
    Open(position, stored.job_seeker(), write::NameOf(RecordKind::kJobSeeker, stored.head().id()));
  } else if (event.has_placement_stored()) {
    const store::v1::PlacementStored& stored = event.placement_stored();
    Open(position, stored.job_seeker(), write::NameOf(RecordKind::kPlacement, stored.head().id()));
  } else if (event.has_report_stored()) {
    const store::v1::ReportStored& stored = event.report_stored();
    Open(position, stored.job_seeker(), write::NameOf(RecordKind::kReport, stored.head().id()));
  } else if (event.has_introduction_stored()) {
    const store::v1::IntroductionStored& stored = event.introduction_stored();
    Open(position, stored.personal(), write::NameOf(RecordKind::kIntroduction, stored.head().id()));
  } else if (event.has_decision_stored()) {
    const store::v1::DecisionStored& stored = event.decision_stored();
    Open(position, stored.decision(), write::NameOf(RecordKind::kDecision, stored.head().id()));
  } else if (event.has_participation_facts_stored()) {
    const store::v1::ParticipationFactsStored& stored = event.participation_facts_stored();
    Open(position, stored.facts(), write::FactsContext(stored.head().id()));
  } else if (event.has_job_seeker_deleted() && event.job_seeker_deleted().key_id() != 0) {
    destroyed_keys_.insert(event.job_seeker_deleted().key_id());
  }
}

void Recount::Open(uint64_t position, const store::v1::Sealed& sealed, const std::string& context) {
  if (sealed.key_id() == 0) return;
  used_keys_.insert(sealed.key_id());
  if (keys_ == nullptr) return;
  const absl::StatusOr<std::string> opened = keys_->Open(sealed, context);
  if (opened.ok()) {
    ++opened_payloads_;
  } else if (absl::IsNotFound(opened.status())) {
    ++forgotten_payloads_;
  } else {
    findings_.Add("keys", absl::StrCat("entry ", position, ": ", opened.status().message()));
  }
}

std::set<RecordKey> Recount::TakeTouched() { return std::exchange(touched_, {}); }

int64_t Recount::CountOf(RecordKind kind) const {
  int64_t count = 0;
  ForEach(store_, kind, [&count](std::string_view, std::string_view) { ++count; });
  return count;
}

std::map<std::string, int> Recount::OpeningsTaken() const {
  std::map<std::string, int> taken;
  ForEachTaking(store_, [&taken](const store::v1::Placement& placement) {
    if (!placement.vacancy().empty()) ++taken[std::string(write::IdOf(placement.vacancy()))];
  });
  return taken;
}

std::map<std::pair<std::string, std::string>, int> Recount::SeatsTaken() const {
  std::map<std::pair<std::string, std::string>, int> taken;
  ForEachTaking(store_, [&taken](const store::v1::Placement& placement) {
    if (placement.training_offer().empty()) return;
    ++taken[{std::string(write::IdOf(placement.training_offer())), placement.run_id()}];
  });
  return taken;
}

matcher::Progress Recount::ProgressOf(const matcher::TargetDefinition& target,
                                      matcher::OutsideFigures outside, matcher::Date as_of) const {
  ForEach(store_, RecordKind::kWorkTable, [&outside](std::string_view, std::string_view bytes) {
    const auto stored = write::ParseStored<store::v1::WorkTableStored>(bytes);
    if (stored.ok()) pool::ApplyTableFacts(*stored, &outside.work_tables);
  });
  matcher::TargetCounter counter(target);
  ForEach(store_, RecordKind::kReport, [&counter](std::string_view id, std::string_view bytes) {
    const auto stored = write::ParseStored<store::v1::ReportStored>(bytes);
    if (stored.ok()) counter.Apply(convert::ToLedgerReport(std::string(id), stored->report()));
  });
  return counter.ProgressAt(as_of, outside);
}

std::map<std::string, keys::KeyId> Recount::People() const {
  std::map<std::string, keys::KeyId> people;
  ForEach(store_, RecordKind::kJobSeeker, [&people](std::string_view id, std::string_view bytes) {
    const auto stored = write::ParseStored<store::v1::JobSeekerStored>(bytes);
    if (stored.ok()) people[std::string(id)] = stored->job_seeker().key_id();
  });
  return people;
}

int64_t Recount::MatchablePeople(const keys::KeyRing& keys) const {
  int64_t count = 0;
  ForEach(store_, RecordKind::kJobSeeker, [&](std::string_view, std::string_view bytes) {
    const auto view = write::OpenJobSeeker(bytes, keys);
    if (view.ok() && !write::IsRestricted(view->job_seeker)) ++count;
  });
  return count;
}

}  // namespace overstap::admin
