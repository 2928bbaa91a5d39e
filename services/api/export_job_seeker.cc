#include "services/api/export_job_seeker.h"

#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/time_util.h"
#include "services/access/role_names.h"
#include "services/api/decision_render.h"
#include "services/api/names.h"
#include "services/api/participation_render.h"
#include "services/api/records.h"
#include "services/api/report_batch.h"
#include "services/participation/participation_facts.h"
#include "services/write/commands.h"
#include "services/write/decision_commands.h"
#include "services/write/errors.h"
#include "services/write/introductions.h"
#include "services/write/record_views.h"

namespace overstap::api {
namespace {

using google::protobuf::util::TimeUtil;
using store::RecordKind;

// Raised when a member changes its meaning.
constexpr char kFormat[] = "overstap-job-seeker-export/1";
constexpr char kAboutFacts[] =
    "Participation facts serve counting and funding alone. Whether any are kept is told by the "
    "organisation's funding officer, who exports them.";

absl::StatusOr<std::string> JsonOf(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  if (status.ok()) return json;
  return absl::InternalError(absl::StrCat(message.GetTypeName(), " cannot be written as JSON"));
}

std::string Quoted(const std::string& text) {
  google::protobuf::Value value;
  value.set_string_value(text);
  return JsonOf(value).value_or("\"\"");
}

// An object whose members stand in the order in which they are added.
class JsonObject {
 public:
  // `json` is written as it is.
  void Raw(absl::string_view key, absl::string_view json) {
    members_.push_back(absl::StrCat("\"", key, "\":", json));
  }
  void Text(absl::string_view key, const std::string& text) { Raw(key, Quoted(text)); }
  void Add(absl::string_view key, const absl::StatusOr<std::string>& json) {
    if (json.ok()) {
      Raw(key, *json);
    } else if (status_.ok()) {
      status_ = json.status();
    }
  }
  void List(absl::string_view key, const absl::StatusOr<std::vector<std::string>>& items) {
    if (items.ok()) {
      Raw(key, absl::StrCat("[", absl::StrJoin(*items, ","), "]"));
    } else if (status_.ok()) {
      status_ = items.status();
    }
  }
  absl::StatusOr<std::string> Take() && {
    if (!status_.ok()) return status_;
    return absl::StrCat("{", absl::StrJoin(members_, ","), "}");
  }

 private:
  std::vector<std::string> members_;
  absl::Status status_;
};

std::string TimeText(const google::protobuf::Timestamp& time) { return TimeUtil::ToString(time); }

JsonObject Begin(const std::string& id, const Backend& backend) {
  JsonObject document;
  document.Text("format", kFormat);
  document.Text("name", NameOf(kJobSeekers, id));
  document.Text("export_time",
                TimeText(TimeUtil::NanosecondsToTimestamp(absl::ToUnixNanos(backend.now()))));
  return document;
}

// What is sealed under one person's key: the key tells without opening.
class PersonRecords {
 public:
  PersonRecords(keys::KeyId key, const Call& call, const Backend& backend)
      : key_(key), call_(call), backend_(backend) {}

  absl::StatusOr<std::vector<std::string>> Placements() const {
    return Collect<store::v1::PlacementStored>(
        RecordKind::kPlacement, [](const auto& stored) { return stored.job_seeker().key_id(); },
        [this](std::string_view bytes) -> absl::StatusOr<std::string> {
          const auto view = write::OpenPlacement(bytes, backend_.keys);
          if (!view.ok()) return view.status();
          return JsonOf(ToApi(*view));
        });
  }
  absl::StatusOr<std::vector<std::string>> Reports() const {
    return Collect<store::v1::ReportStored>(
        RecordKind::kReport, [](const auto& stored) { return stored.job_seeker().key_id(); },
        [this](std::string_view bytes) -> absl::StatusOr<std::string> {
          const auto view = write::OpenReport(bytes, backend_.keys);
          if (!view.ok()) return view.status();
          // In full: whoever reported it, it is about this person.
          return JsonOf(ToApi(*view, view->report.reporting_organisation()));
        });
  }
  // That could not be filed, and wait for being mended.
  absl::StatusOr<std::vector<std::string>> ReportDrafts() const {
    return Collect<store::v1::ReportDraftStored>(
        RecordKind::kReportDraft, [](const auto& stored) { return stored.job_seeker().key_id(); },
        [this](std::string_view bytes) -> absl::StatusOr<std::string> {
          const auto view = write::OpenReportDraft(bytes, backend_.keys);
          if (!view.ok()) return view.status();
          return JsonOf(ToApi(*view));
        });
  }
  absl::StatusOr<std::vector<std::string>> Introductions() const {
    return Collect<store::v1::IntroductionStored>(
        RecordKind::kIntroduction, [](const auto& stored) { return stored.personal().key_id(); },
        [this](std::string_view bytes) -> absl::StatusOr<std::string> {
          const auto view = write::OpenIntroduction(bytes, backend_.keys);
          if (!view.ok()) return view.status();
          return JsonOf(view->introduction);
        });
  }
  absl::StatusOr<std::vector<std::string>> Decisions() const {
    return Collect<store::v1::DecisionStored>(
        RecordKind::kDecision, [](const auto& stored) { return stored.decision().key_id(); },
        [this](std::string_view bytes) -> absl::StatusOr<std::string> {
          const auto view = write::OpenDecision(bytes, backend_.keys);
          if (!view.ok()) return view.status();
          return JsonOf(ToApi(*view));
        });
  }

 private:
  template <typename Stored, typename KeyOf, typename Render>
  absl::StatusOr<std::vector<std::string>> Collect(RecordKind kind, KeyOf key_of,
                                                   Render render) const {
    std::vector<std::string> items;
    absl::Status failed;
    const absl::Status scanned =
        backend_.store.Scan(kind, "", [&](std::string_view, std::string_view bytes) {
          failed = call_.deadline.status();
          if (!failed.ok()) return false;
          const auto stored = write::ParseStored<Stored>(bytes);
          failed = stored.status();
          if (!failed.ok()) return false;
          if (key_of(*stored) != key_) return true;
          absl::StatusOr<std::string> item = render(bytes);
          failed = item.status();
          if (failed.ok()) items.push_back(*std::move(item));
          return failed.ok();
        });
    if (!scanned.ok()) return scanned;
    if (!failed.ok()) return failed;
    return items;
  }

  const keys::KeyId key_;
  const Call& call_;
  const Backend& backend_;
};

// E.g. `job_seeker_stored`.
std::string ChangesOf(const store::v1::LogEntry& entry) {
  std::vector<std::string> changes;
  for (const store::v1::Event& event : entry.events()) {
    const auto* field =
        store::v1::Event::descriptor()->FindFieldByNumber(static_cast<int>(event.body_case()));
    if (field != nullptr && !event.has_participation_facts_stored() &&
        !event.has_participation_facts_deleted()) {
      changes.push_back(Quoted(field->name()));
    }
  }
  return absl::StrCat("[", absl::StrJoin(changes, ","), "]");
}

// When something of the person was written, and by whom. What it was is history.
absl::StatusOr<std::vector<std::string>> Writes(const std::string& id, uint64_t since,
                                                const Call& call, const Backend& backend) {
  std::vector<std::string> writes;
  if (backend.log == nullptr) return writes;
  const absl::Status read = backend.log->Read(
      since, [&](log::Position, const store::v1::LogEntry& entry) -> absl::Status {
        const store::v1::Envelope& envelope = entry.envelope();
        if (envelope.person() != id) return call.deadline.status();
        const std::string changes = ChangesOf(entry);
        if (changes == "[]") return absl::OkStatus();
        JsonObject write;
        write.Text("time", TimeText(envelope.time()));
        write.Text("principal", envelope.principal());
        write.Text("organisation", envelope.organisation());
        write.Text("purpose", envelope.purpose());
        write.Raw("changes", changes);
        absl::StatusOr<std::string> json = std::move(write).Take();
        if (!json.ok()) return json.status();
        writes.push_back(*std::move(json));
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  return writes;
}

// Whether the call was about participation facts, which only those may know of who see them.
bool IsAboutFacts(const store::v1::AuditRecord& record) {
  return record.method().find("ParticipationFacts") != std::string::npos ||
         record.role() == v1::ROLE_FUNDING_OFFICER;
}

absl::StatusOr<std::vector<std::string>> Looks(const std::string& id, bool about_facts,
                                               const Backend& backend) {
  std::vector<std::string> looks;
  if (!backend.read_audit) return looks;
  absl::Status failed;
  const absl::Status read = backend.read_audit(id, [&](const store::v1::AuditRecord& record) {
    if (IsAboutFacts(record) != about_facts) return true;
    JsonObject look;
    look.Text("time", TimeText(record.time()));
    look.Text("principal", record.principal());
    look.Text("organisation", record.organisation());
    look.Text("role", access::NameOf(static_cast<v1::Role>(record.role())));
    look.Text("purpose", record.purpose());
    look.Text("method", record.method());
    look.Raw("allowed", record.denied() ? "false" : "true");
    absl::StatusOr<std::string> json = std::move(look).Take();
    failed = json.status();
    if (json.ok()) looks.push_back(*std::move(json));
    return failed.ok();
  });
  if (!read.ok()) return read;
  if (!failed.ok()) return failed;
  return looks;
}

absl::StatusOr<std::string> StoredPerson(const std::string& id, const Backend& backend) {
  absl::StatusOr<std::optional<std::string>> bytes = backend.store.Get(RecordKind::kJobSeeker, id);
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) {
    return write::ResourceNotFound(write::TypeOf(RecordKind::kJobSeeker), NameOf(kJobSeekers, id));
  }
  return **std::move(bytes);
}

}  // namespace

absl::StatusOr<std::string> ExportRecords(const std::string& id, const Call& call,
                                          const Backend& backend) {
  const absl::StatusOr<std::string> bytes = StoredPerson(id, backend);
  if (!bytes.ok()) return bytes.status();
  const auto view = write::OpenJobSeeker(*bytes, backend.keys);
  if (!view.ok()) return view.status();
  const auto stored = write::ParseStored<store::v1::JobSeekerStored>(*bytes);
  if (!stored.ok()) return stored.status();
  JsonObject document = Begin(id, backend);
  document.Add("job_seeker", JsonOf(ToApi(view->head, view->job_seeker, backend.pool)));
  const PersonRecords records(stored->job_seeker().key_id(), call, backend);
  document.List("placements", records.Placements());
  document.List("reports", records.Reports());
  document.List("report_drafts", records.ReportDrafts());
  document.List("introductions", records.Introductions());
  document.List("decisions", records.Decisions());
  document.List("writes", Writes(id, view->head.creation_number(), call, backend));
  document.List("looks", Looks(id, /*about_facts=*/false, backend));
  document.Text("participation_facts", kAboutFacts);
  return std::move(document).Take();
}

absl::StatusOr<std::string> ExportParticipationFacts(const std::string& id,
                                                     const Backend& backend) {
  const absl::StatusOr<std::string> person = StoredPerson(id, backend);
  if (!person.ok()) return person.status();
  const auto record = participation::ParticipationFactsView(backend.store, backend.keys).Of(id);
  if (!record.ok()) return record.status();
  JsonObject document = Begin(id, backend);
  if (record->has_value()) {
    document.Add("participation_facts", JsonOf(ToApi(**record)));
  } else {
    document.Raw("participation_facts", "null");
  }
  document.List("looks", Looks(id, /*about_facts=*/true, backend));
  return std::move(document).Take();
}

}  // namespace overstap::api
