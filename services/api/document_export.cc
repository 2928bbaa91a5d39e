#include "services/api/document_export.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/access/disclosure.h"
#include "services/access/row_rules.h"
#include "services/api/closings.h"
#include "services/api/document_gather.h"
#include "services/api/names.h"
#include "services/api/records.h"
#include "services/api/table_access.h"
#include "services/api/text/language.h"
#include "services/convert/to_model.h"
#include "services/document/csv_writer.h"
#include "services/document/export_columns.h"
#include "services/document/export_table.h"
#include "services/document/json_writer.h"
#include "services/write/errors.h"
#include "services/write/record_views.h"

namespace overstap::api {
namespace {

// As ExportResponse promises.
constexpr size_t kChunkBytes = size_t{64} * 1024;

bool IsProgress(v1::ExportSubject subject) {
  return subject == v1::EXPORT_SUBJECT_PROGRESS || subject == v1::EXPORT_SUBJECT_BREAKDOWNS;
}

document::Text FileTextOf(v1::ExportSubject subject) {
  switch (subject) {
    case v1::EXPORT_SUBJECT_PROGRESS:
      return document::Text::kFileProgress;
    case v1::EXPORT_SUBJECT_BREAKDOWNS:
      return document::Text::kFileBreakdowns;
    case v1::EXPORT_SUBJECT_PROJECTS:
      return document::Text::kFileProjects;
    case v1::EXPORT_SUBJECT_WORK_TABLES:
      return document::Text::kFileTables;
    case v1::EXPORT_SUBJECT_CLOSINGS:
      return document::Text::kFileClosings;
    default:
      return document::Text::kFileReports;
  }
}

store::RecordKind KindOf(v1::ExportSubject subject) {
  if (subject == v1::EXPORT_SUBJECT_PROJECTS) return store::RecordKind::kProject;
  if (subject == v1::EXPORT_SUBJECT_CLOSINGS) return store::RecordKind::kClosing;
  return store::RecordKind::kReport;
}

// What is asked for by GetProgress and GetClosing is not had by another door.
absl::Status CheckSubject(v1::ExportSubject subject, const write::Caller& caller) {
  const bool is_figure = IsProgress(subject) || subject == v1::EXPORT_SUBJECT_CLOSINGS;
  if (!is_figure || access::RoleIn(caller) != v1::ROLE_PLATFORM) return absl::OkStatus();
  return write::WithReason(
      absl::PermissionDeniedError("the platform gets no progress of targets, nor closings"),
      "ROLE_NOT_ALLOWED", {{"subject", v1::ExportSubject_Name(subject)}});
}

bool IsJson(const v1::ExportRequest& request) {
  return request.format() == v1::DOCUMENT_FORMAT_JSON;
}

std::unique_ptr<document::TableWriter> WriterOf(const v1::ExportRequest& request,
                                                const document::Wording& wording) {
  std::vector<document::Column> columns =
      document::ColumnsOf(request.subject(), wording.language());
  if (IsJson(request)) return std::make_unique<document::JsonWriter>(std::move(columns));
  return std::make_unique<document::CsvWriter>(
      std::move(columns), document::CsvWords{.yes = wording.Say(document::Text::kYes),
                                             .no = wording.Say(document::Text::kNo)});
}

}  // namespace

ExportSource::ExportSource(const Backend& backend, const v1::ExportRequest& request)
    : backend_(backend), request_(request) {}

ExportSource::~ExportSource() = default;

absl::Status ExportSource::Begin(const Call& call) {
  FieldChecker check;
  check.EnumValue("subject", request_.subject(), Presence::kRequired);
  if (request_.format() != v1::DOCUMENT_FORMAT_UNSPECIFIED &&
      request_.format() != v1::DOCUMENT_FORMAT_CSV && !IsJson(request_)) {
    check.Fail("format", "must be CSV or JSON");
  }
  as_of_ = backend_.Today();
  if (request_.has_as_of_date() && check.Date("as_of_date", request_.as_of_date())) {
    as_of_ = *convert::ToDate(request_.as_of_date());
  }
  const matcher::Language language = CheckLanguage(request_.language_code(), check);
  if (request_.subject() == v1::EXPORT_SUBJECT_CLOSINGS && !request_.work_table().empty()) {
    check.Fail("work_table", "must be empty: closings are of the whole");
  }
  if (absl::Status allowed = CheckSubject(request_.subject(), call.caller); !allowed.ok()) {
    return allowed;
  }
  // What is no progress is cut by the row rules; a name that is wrong is wrong all the same.
  const write::Caller unbound{};
  absl::StatusOr<std::string> table =
      CountedTable(backend_, request_.work_table(),
                   IsProgress(request_.subject()) ? call.caller : unbound, check);
  if (!check.ok()) return check.status();
  if (!table.ok()) return table.status();
  work_table_ = *std::move(table);
  absl::StatusOr<document::Labels> labels = LabelsIn(backend_, language);
  if (!labels.ok()) return labels.status();
  labels_ = *std::move(labels);
  wording_.emplace(language);
  writer_ = WriterOf(request_, *wording_);
  writer_->Begin(&pending_);
  return request_.subject() == v1::EXPORT_SUBJECT_REPORTS ? NamePersons(call) : absl::OkStatus();
}

absl::Status ExportSource::NamePersons(const Call& call) {
  absl::Status failed;
  const absl::Status scanned = backend_.store.Scan(
      store::RecordKind::kReport, "", [&](std::string_view, std::string_view bytes) {
        failed = call.deadline.status();
        if (!failed.ok()) return false;
        const absl::StatusOr<std::optional<v1::Report>> report = Visible(call, bytes);
        failed = report.status();
        if (failed.ok() && report->has_value()) {
          const std::string_view person = PersonIn(**report);
          if (!person.empty() && persons_.emplace(person).second) call.admission.Concerns(person);
        }
        return failed.ok();
      });
  return scanned.ok() ? failed : scanned;
}

absl::StatusOr<std::optional<v1::Report>> ExportSource::Visible(const Call& call,
                                                                std::string_view bytes) const {
  const auto view = write::OpenReport(bytes, backend_.keys);
  if (!view.ok()) return view.status();
  if ((!work_table_.empty() && view->report.work_table() != work_table_) ||
      !access::Sees(call.caller, view->report, backend_.config)) {
    return std::nullopt;
  }
  v1::Report report = ToApi(*view, call.caller.organisation);
  access::Disclose(access::RoleIn(call.caller), &report);
  return std::optional<v1::Report>(std::move(report));
}

absl::StatusOr<bool> ExportSource::Next(const Call& call, v1::ExportResponse* chunk) {
  if (absl::Status filled = Fill(call); !filled.ok()) return filled;
  if (pending_.empty()) return false;
  if (is_first_) {
    const bool is_json = IsJson(request_);
    chunk->set_content_type(is_json ? "application/json; charset=utf-8"
                                    : "text/csv; charset=utf-8; header=present");
    chunk->set_file_name(absl::StrCat(wording_->Say(FileTextOf(request_.subject())), "-",
                                      as_of_.ToString(), is_json ? ".json" : ".csv"));
    is_first_ = false;
  }
  const size_t size = std::min(kChunkBytes, pending_.size());
  chunk->set_content(pending_.substr(0, size));
  pending_.erase(0, size);
  return true;
}

int ExportSource::ConfiguredCount() const {
  if (IsProgress(request_.subject())) return backend_.config.targets_size();
  if (request_.subject() == v1::EXPORT_SUBJECT_WORK_TABLES) {
    return backend_.config.work_tables_size();
  }
  return 0;
}

absl::Status ExportSource::Fill(const Call& call) {
  if (is_written_ || pending_.size() >= kChunkBytes) return absl::OkStatus();
  const bool is_configured =
      IsProgress(request_.subject()) || request_.subject() == v1::EXPORT_SUBJECT_WORK_TABLES;
  absl::Status status = is_configured ? FillFromConfig(call) : FillFromStore(call);
  if (status.ok() && is_written_) writer_->End(&pending_);
  return status;
}

absl::Status ExportSource::FillFromConfig(const Call& call) {
  const int count = ConfiguredCount();
  while (next_index_ < count && pending_.size() < kChunkBytes) {
    if (absl::Status status = call.deadline.status(); !status.ok()) return status;
    const int index = next_index_++;
    absl::Status added =
        IsProgress(request_.subject()) ? AddTarget(call, index) : AddWorkTable(call, index);
    if (!added.ok()) return added;
  }
  is_written_ = next_index_ == count;
  return absl::OkStatus();
}

absl::Status ExportSource::FillFromStore(const Call& call) {
  absl::Status failed;
  bool is_full = false;
  absl::Status scanned = backend_.store.Scan(KindOf(request_.subject()), last_id_,
                                             [&](std::string_view id, std::string_view bytes) {
                                               failed = call.deadline.status();
                                               if (failed.ok()) failed = AddRecord(call, bytes);
                                               if (!failed.ok()) return false;
                                               last_id_ = std::string(id);
                                               is_full = pending_.size() >= kChunkBytes;
                                               return !is_full;
                                             });
  if (!scanned.ok()) return scanned;
  is_written_ = failed.ok() && !is_full;
  return failed;
}

absl::Status ExportSource::AddRecord(const Call& call, std::string_view bytes) {
  switch (request_.subject()) {
    case v1::EXPORT_SUBJECT_PROJECTS:
      return AddProject(call, bytes);
    case v1::EXPORT_SUBJECT_CLOSINGS:
      return AddClosing(call, bytes);
    default:
      return AddReport(call, bytes);
  }
}

absl::Status ExportSource::AddReport(const Call& call, std::string_view bytes) {
  const absl::StatusOr<std::optional<v1::Report>> report = Visible(call, bytes);
  if (!report.ok()) return report.status();
  if (!report->has_value()) return absl::OkStatus();
  const std::string_view person = PersonIn(**report);
  // Came while the file was being written, and the audit log does not name the person.
  if (!person.empty() && !persons_.contains(person)) return absl::OkStatus();
  Append(document::ReportRow(**report));
  return absl::OkStatus();
}

absl::Status ExportSource::AddProject(const Call& call, std::string_view bytes) {
  const auto stored = write::ParseStored<store::v1::ProjectStored>(bytes);
  if (!stored.ok()) return stored.status();
  const auto& tables = stored->project().work_tables();
  if (!work_table_.empty() &&
      std::find(tables.begin(), tables.end(), work_table_) == tables.end()) {
    return absl::OkStatus();
  }
  const document::ProjectEntry entry = ProjectOn(backend_, call, *stored, as_of_);
  for (const document::Row& row : document::ProjectRows(entry, labels_, *wording_)) Append(row);
  return absl::OkStatus();
}

absl::Status ExportSource::AddClosing(const Call& call, std::string_view bytes) {
  const auto stored = write::ParseStored<store::v1::ClosingStored>(bytes);
  if (!stored.ok()) return stored.status();
  v1::Closing closing = ToApi(stored->head(), stored->closing());
  access::Disclose(access::RoleIn(call.caller), &closing);
  for (const document::Row& row : document::ClosingRows(closing, labels_)) Append(row);
  return absl::OkStatus();
}

absl::Status ExportSource::AddTarget(const Call& call, int index) {
  const region::v1::TargetDefinition& definition = backend_.config.targets(index);
  const absl::StatusOr<v1::Progress> progress =
      PublicProgressOf(backend_, call, definition, as_of_, work_table_, wording_->language());
  if (!progress.ok()) return progress.status();
  if (progress->target().empty()) return absl::OkStatus();  // its figure comes from outside
  const v1::Target target = TargetIn(call, definition, wording_->language());
  if (request_.subject() == v1::EXPORT_SUBJECT_PROGRESS) {
    Append(document::ProgressRow(target, *progress, work_table_));
    return absl::OkStatus();
  }
  for (const document::Row& row :
       document::BreakdownRows(target, *progress, work_table_, labels_, *wording_)) {
    Append(row);
  }
  return absl::OkStatus();
}

absl::Status ExportSource::AddWorkTable(const Call& call, int index) {
  const region::v1::WorkTableDefinition& table = backend_.config.work_tables(index);
  if (!work_table_.empty() && NameOf(kWorkTables, table.id()) != work_table_) {
    return absl::OkStatus();
  }
  const absl::StatusOr<v1::TableOverview> overview = TableOn(backend_, call, table, as_of_);
  if (!overview.ok()) return overview.status();
  Append(document::WorkTableRow(*overview, labels_, *wording_));
  return absl::OkStatus();
}

}  // namespace overstap::api
