#include "services/write/record_views.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "services/write/errors.h"

namespace overstap::write {
namespace {

struct KindNames {
  std::string_view collection;
  std::string_view type;
};

KindNames NamesOf(store::RecordKind kind) {
  switch (kind) {
    case store::RecordKind::kJobSeeker:
      return {"jobSeekers/", "overstap.v1.JobSeeker"};
    case store::RecordKind::kVacancy:
      return {"vacancies/", "overstap.v1.Vacancy"};
    case store::RecordKind::kTrainingOffer:
      return {"trainingOffers/", "overstap.v1.TrainingOffer"};
    case store::RecordKind::kPlacement:
      return {"placements/", "overstap.v1.Placement"};
    case store::RecordKind::kReport:
      return {"reports/", "overstap.v1.Report"};
    case store::RecordKind::kIntroduction:
      return {"introductions/", "overstap.v1.Introduction"};
    case store::RecordKind::kDecision:
      return {"decisions/", "overstap.v1.Decision"};
    case store::RecordKind::kParticipationFacts:
      return {"jobSeekers/", "overstap.v1.ParticipationFacts"};
    case store::RecordKind::kReportDraft:
      return {"reportDrafts/", "overstap.v1.ReportDraft"};
    case store::RecordKind::kWorkTable:
      return {"workTables/", "overstap.v1.WorkTable"};
    case store::RecordKind::kProject:
      return {"projects/", "overstap.v1.Project"};
    case store::RecordKind::kClosing:
      return {"closings/", "overstap.v1.Closing"};
  }
  return {"", ""};
}

// The person's name, or empty where the person is forgotten or none is kept.
absl::StatusOr<std::string> OpenPerson(const store::v1::Sealed& sealed, const std::string& context,
                                       const keys::KeyRing& keys) {
  if (sealed.key_id() == 0) return std::string();
  absl::StatusOr<std::string> id = keys.Open(sealed, context);
  if (absl::IsNotFound(id.status())) return std::string();
  if (!id.ok()) return id.status();
  return NameOf(store::RecordKind::kJobSeeker, *id);
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  return google::protobuf::util::TimeUtil::NanosecondsToTimestamp(absl::ToUnixNanos(time));
}

}  // namespace

std::string_view IdOf(std::string_view name) {
  const size_t slash = name.rfind('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

std::string NameOf(store::RecordKind kind, std::string_view id) {
  std::string name(NamesOf(kind).collection);
  name += id;
  if (kind == store::RecordKind::kParticipationFacts) name += "/participationFacts";
  return name;
}

std::string_view TypeOf(store::RecordKind kind) { return NamesOf(kind).type; }

std::string EtagOf(const store::v1::RecordHead& head) {
  return absl::StrCat("\"", absl::Hex(head.creation_number()), "-", head.revision(), "\"");
}

store::v1::RecordHead NewHead(const std::string& id, const DecisionContext& context) {
  store::v1::RecordHead head;
  head.set_id(id);
  head.set_creation_number(context.position);
  head.set_revision(1);
  *head.mutable_create_time() = ToTimestamp(context.now);
  *head.mutable_update_time() = head.create_time();
  return head;
}

store::v1::RecordHead NextHead(store::v1::RecordHead head, const DecisionContext& context) {
  head.set_revision(head.revision() + 1);
  *head.mutable_update_time() = ToTimestamp(context.now);
  return head;
}

absl::Status CheckEtag(const store::v1::RecordHead& head, const std::string& etag,
                       std::string_view name) {
  const std::string stored = EtagOf(head);
  if (etag.empty() || etag == stored) return absl::OkStatus();
  return WithReason(absl::AbortedError(absl::StrCat("etag: ", etag, " is not the stored one of ",
                                                    absl::string_view(name.data(), name.size()),
                                                    ", which is ", stored)),
                    "ETAG_MISMATCH", {{"name", std::string(name)}, {"etag", stored}});
}

absl::StatusOr<std::string> Require(const PendingState& state, store::RecordKind kind,
                                    std::string_view id) {
  absl::StatusOr<std::optional<std::string>> bytes = state.Get(kind, id);
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) return ResourceNotFound(TypeOf(kind), NameOf(kind, id));
  return **std::move(bytes);
}

absl::StatusOr<keys::KeyId> KeyOfPerson(const PendingState& state, std::string_view person_id) {
  absl::StatusOr<std::string> bytes = Require(state, store::RecordKind::kJobSeeker, person_id);
  if (!bytes.ok()) return bytes.status();
  auto stored = ParseStored<store::v1::JobSeekerStored>(*bytes);
  if (!stored.ok()) return stored.status();
  return stored->job_seeker().key_id();
}

std::string FactsContext(std::string_view person_id) {
  return NameOf(store::RecordKind::kParticipationFacts, person_id) + "/participationFacts";
}

bool IsRestricted(const store::v1::JobSeeker& job_seeker) {
  return job_seeker.has_restriction() && !job_seeker.restriction().has_lift_time();
}

absl::Status Restricted(std::string_view person_id) {
  const std::string name = NameOf(store::RecordKind::kJobSeeker, person_id);
  return WithReason(
      absl::FailedPreconditionError(absl::StrCat(
          name, " is restricted: kept, but neither matched nor placed until that is lifted")),
      "RESTRICTED", {{"job_seeker", name}});
}

absl::Status CheckNotRestricted(const PendingState& state, const keys::KeyRing& keys,
                                std::string_view person_id) {
  absl::StatusOr<std::string> bytes = Require(state, store::RecordKind::kJobSeeker, person_id);
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<JobSeekerView> view = OpenJobSeeker(*bytes, keys);
  if (!view.ok()) return view.status();
  return IsRestricted(view->job_seeker) ? Restricted(person_id) : absl::OkStatus();
}

matcher::Date DayOf(absl::Time now) {
  constexpr int64_t kSecondsPerDay = 86'400;
  const int64_t local_seconds = absl::ToUnixSeconds(now + absl::Hours(2));
  return matcher::Date(static_cast<int32_t>(local_seconds / kSecondsPerDay));
}

matcher::Date DayOf(const google::protobuf::Timestamp& time) {
  return DayOf(absl::FromUnixNanos(google::protobuf::util::TimeUtil::TimestampToNanoseconds(time)));
}

absl::StatusOr<JobSeekerView> OpenJobSeeker(std::string_view stored_bytes,
                                            const keys::KeyRing& keys) {
  auto stored = ParseStored<store::v1::JobSeekerStored>(stored_bytes);
  if (!stored.ok()) return stored.status();
  JobSeekerView view;
  view.head = std::move(*stored->mutable_head());
  absl::StatusOr<std::string> opened =
      keys.Open(stored->job_seeker(), NameOf(store::RecordKind::kJobSeeker, view.head.id()));
  if (!opened.ok()) return opened.status();
  if (!view.job_seeker.ParseFromString(*opened)) {
    return absl::DataLossError(absl::StrCat("job seeker ", view.head.id(), " cannot be read"));
  }
  return view;
}

absl::StatusOr<PlacementView> OpenPlacement(std::string_view stored_bytes,
                                            const keys::KeyRing& keys) {
  auto stored = ParseStored<store::v1::PlacementStored>(stored_bytes);
  if (!stored.ok()) return stored.status();
  PlacementView view;
  view.head = std::move(*stored->mutable_head());
  view.placement = std::move(*stored->mutable_placement());
  absl::StatusOr<std::string> person =
      OpenPerson(stored->job_seeker(), NameOf(store::RecordKind::kPlacement, view.head.id()), keys);
  if (!person.ok()) return person.status();
  view.placement.set_job_seeker(*std::move(person));
  return view;
}

absl::StatusOr<ReportView> OpenReport(std::string_view stored_bytes, const keys::KeyRing& keys) {
  auto stored = ParseStored<store::v1::ReportStored>(stored_bytes);
  if (!stored.ok()) return stored.status();
  ReportView view;
  view.head = std::move(*stored->mutable_head());
  view.report = std::move(*stored->mutable_report());
  absl::StatusOr<std::string> person =
      OpenPerson(stored->job_seeker(), NameOf(store::RecordKind::kReport, view.head.id()), keys);
  if (!person.ok()) return person.status();
  if (!person->empty()) *MutablePersonField(&view.report) = *std::move(person);
  return view;
}

store::v1::PlacementStored ToStored(const PlacementView& view,
                                    const store::v1::Sealed& sealed_person,
                                    bool ended_before_start) {
  store::v1::PlacementStored stored;
  *stored.mutable_head() = view.head;
  *stored.mutable_placement() = view.placement;
  stored.mutable_placement()->clear_job_seeker();
  *stored.mutable_job_seeker() = sealed_person;
  stored.set_ended_before_start(ended_before_start);
  return stored;
}

store::v1::ReportStored ToStored(const ReportView& view, const store::v1::Sealed* sealed_person) {
  store::v1::ReportStored stored;
  *stored.mutable_head() = view.head;
  *stored.mutable_report() = view.report;
  if (std::string* person = MutablePersonField(stored.mutable_report())) person->clear();
  if (sealed_person != nullptr) *stored.mutable_job_seeker() = *sealed_person;
  return stored;
}

const std::string* PersonField(const store::v1::Report& report) {
  if (report.has_placement()) return &report.placement().job_seeker();
  if (report.has_training_completion()) return &report.training_completion().job_seeker();
  return nullptr;
}

std::string* MutablePersonField(store::v1::Report* report) {
  if (report->has_placement()) return report->mutable_placement()->mutable_job_seeker();
  if (report->has_training_completion()) {
    return report->mutable_training_completion()->mutable_job_seeker();
  }
  return nullptr;
}

}  // namespace overstap::write
