#include "services/retention/retention_plan.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "google/protobuf/util/time_util.h"
#include "services/convert/to_model.h"
#include "services/write/commands.h"
#include "services/write/decision_commands.h"
#include "services/write/record_views.h"

namespace overstap::retention {
namespace {

using store::RecordKind;

matcher::Date DayOf(const google::protobuf::Timestamp& time) {
  return write::DayOf(
      absl::FromUnixNanos(google::protobuf::util::TimeUtil::TimestampToNanoseconds(time)));
}

// Visits every record of a kind as the message that it is stored as; the first error ends it.
template <typename Stored, typename Visit>
absl::Status ForEach(const store::Store& store, RecordKind kind, Visit visit) {
  absl::Status failed;
  const absl::Status scanned = store.Scan(kind, "", [&](std::string_view, std::string_view bytes) {
    const absl::StatusOr<Stored> stored = write::ParseStored<Stored>(bytes);
    failed = stored.ok() ? visit(*stored, bytes) : stored.status();
    return failed.ok();
  });
  return scanned.ok() ? failed : scanned;
}

// One pass over the store.
class Planner {
 public:
  Planner(const store::Store& store, const keys::KeyRing& keys,
          const region::v1::RegionConfig& config, matcher::Date until)
      : store_(store), keys_(keys), until_(until) {
    for (const auto& rule : config.retention()) months_[KindOf(rule.kind())] = rule.months();
  }

  absl::StatusOr<std::vector<DueRecord>> Run() && {
    if (months_.empty()) return std::move(due_);
    absl::Status status = Placements();
    if (status.ok()) status = Decisions();
    if (status.ok()) status = JobSeekers();
    if (status.ok()) status = Vacancies();
    if (!status.ok()) return status;
    std::sort(due_.begin(), due_.end(), [](const DueRecord& a, const DueRecord& b) {
      return std::tie(a.act, a.name) < std::tie(b.act, b.name);
    });
    return std::move(due_);
  }

 private:
  // When the sweep acts; nullopt: there is no rule, or not by `until_`.
  std::optional<matcher::Date> Act(v1::RetentionKind kind, matcher::Date since) const {
    const auto rule = months_.find(kind);
    if (rule == months_.end()) return std::nullopt;
    const matcher::Date act = since.PlusMonths(rule->second);
    return act <= until_ ? std::optional(act) : std::nullopt;
  }

  void Add(v1::RetentionKind kind, RecordKind record, const store::v1::RecordHead& head,
           matcher::Date since, matcher::Date act, std::string person) {
    due_.push_back({.kind = kind,
                    .action = kind == v1::RETENTION_KIND_PLACEMENT_PERSON
                                  ? v1::RETENTION_ACTION_ANONYMISE
                                  : v1::RETENTION_ACTION_DELETE,
                    .id = head.id(),
                    .name = write::NameOf(record, head.id()),
                    .etag = write::EtagOf(head),
                    .person = std::move(person),
                    .since = since,
                    .act = act});
  }

  // Something happened around the person whose key it is.
  void Note(keys::KeyId key, matcher::Date day) {
    if (key == 0) return;
    matcher::Date& last = last_activity_.try_emplace(key, day).first->second;
    last = std::max(last, day);
  }

  absl::Status Placements() {
    return ForEach<store::v1::PlacementStored>(
        store_, RecordKind::kPlacement,
        [this](const store::v1::PlacementStored& stored, std::string_view bytes) -> absl::Status {
          const keys::KeyId key = stored.job_seeker().key_id();
          Note(key, DayOf(stored.head().update_time()));
          if (stored.placement().state() != store::v1::PLACEMENT_STATE_ENDED) {
            placed_.insert(key);
            return absl::OkStatus();
          }
          const auto ended = convert::ToDate(stored.placement().end_date());
          const matcher::Date since = ended.value_or(DayOf(stored.head().update_time()));
          Note(key, since);
          const auto act = Act(v1::RETENTION_KIND_PLACEMENT_PERSON, since);
          if (!act.has_value() || key == 0 || !keys_.Has(key)) return absl::OkStatus();
          const auto view = write::OpenPlacement(bytes, keys_);
          if (!view.ok()) return view.status();
          Add(v1::RETENTION_KIND_PLACEMENT_PERSON, RecordKind::kPlacement, stored.head(), since,
              *act, std::string(write::IdOf(view->placement.job_seeker())));
          return absl::OkStatus();
        });
  }

  absl::Status Decisions() {
    return ForEach<store::v1::DecisionStored>(
        store_, RecordKind::kDecision,
        [this](const store::v1::DecisionStored& stored, std::string_view bytes) -> absl::Status {
          const matcher::Date since = DayOf(stored.head().create_time());
          Note(stored.decision().key_id(), since);
          const auto act = Act(v1::RETENTION_KIND_DECISION, since);
          if (!act.has_value()) return absl::OkStatus();
          const auto view = write::OpenDecision(bytes, keys_);
          if (!view.ok()) return view.status();
          Add(v1::RETENTION_KIND_DECISION, RecordKind::kDecision, stored.head(), since, *act,
              std::string(write::IdOf(view->decision.job_seeker())));
          return absl::OkStatus();
        });
  }

  absl::Status JobSeekers() {
    return ForEach<store::v1::JobSeekerStored>(
        store_, RecordKind::kJobSeeker,
        [this](const store::v1::JobSeekerStored& stored, std::string_view bytes) -> absl::Status {
          const keys::KeyId key = stored.job_seeker().key_id();
          Note(key, DayOf(stored.head().update_time()));
          const matcher::Date since = last_activity_[key];
          const auto act = Act(v1::RETENTION_KIND_JOB_SEEKER, since);
          if (!act.has_value() || placed_.count(key) > 0 || !keys_.Has(key)) {
            return absl::OkStatus();
          }
          const auto view = write::OpenJobSeeker(bytes, keys_);
          if (absl::IsNotFound(view.status())) return absl::OkStatus();  // forgotten meanwhile
          if (!view.ok()) return view.status();
          if (write::IsRestricted(view->job_seeker)) return absl::OkStatus();
          Add(v1::RETENTION_KIND_JOB_SEEKER, RecordKind::kJobSeeker, stored.head(), since, *act,
              stored.head().id());
          return absl::OkStatus();
        });
  }

  absl::Status Vacancies() {
    return ForEach<store::v1::VacancyStored>(
        store_, RecordKind::kVacancy,
        [this](const store::v1::VacancyStored& stored, std::string_view) -> absl::Status {
          std::optional<matcher::Date> since = convert::ToDate(stored.vacancy().closing_date());
          if (stored.vacancy().status() == store::v1::VACANCY_STATUS_CLOSED) {
            since = DayOf(stored.head().update_time());
          }
          if (!since.has_value()) return absl::OkStatus();
          const auto act = Act(v1::RETENTION_KIND_VACANCY, *since);
          if (!act.has_value()) return absl::OkStatus();
          Add(v1::RETENTION_KIND_VACANCY, RecordKind::kVacancy, stored.head(), *since, *act, "");
          return absl::OkStatus();
        });
  }

  const store::Store& store_;
  const keys::KeyRing& keys_;
  const matcher::Date until_;
  absl::flat_hash_map<int, int> months_;  // by kind
  absl::flat_hash_map<keys::KeyId, matcher::Date> last_activity_;
  absl::flat_hash_set<keys::KeyId> placed_;  // a placement is not ended
  std::vector<DueRecord> due_;
};

}  // namespace

absl::StatusOr<std::vector<DueRecord>> PlanRetention(const store::Store& store,
                                                     const keys::KeyRing& keys,
                                                     const region::v1::RegionConfig& config,
                                                     matcher::Date until) {
  return Planner(store, keys, config, until).Run();
}

v1::RetentionKind KindOf(std::string_view text) {
  if (text == "job-seeker") return v1::RETENTION_KIND_JOB_SEEKER;
  if (text == "placement-person") return v1::RETENTION_KIND_PLACEMENT_PERSON;
  if (text == "vacancy") return v1::RETENTION_KIND_VACANCY;
  if (text == "decision") return v1::RETENTION_KIND_DECISION;
  if (text == "audit") return v1::RETENTION_KIND_AUDIT;
  return v1::RETENTION_KIND_UNSPECIFIED;
}

absl::Duration AuditRetention(const region::v1::RegionConfig& config) {
  constexpr int kMostDaysOfAMonth = 31;
  constexpr int kHoursPerDay = 24;
  for (const auto& rule : config.retention()) {
    if (KindOf(rule.kind()) == v1::RETENTION_KIND_AUDIT) {
      return absl::Hours(kHoursPerDay * kMostDaysOfAMonth * rule.months());
    }
  }
  return absl::InfiniteDuration();
}

}  // namespace overstap::retention
