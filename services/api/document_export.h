// An export, chunk by chunk: rows are read when they are asked for, so that a table of any size
// passes through a few hundred kilobytes.
//
//   StartStream<v1::ExportResponse>(*context, backend,
//                                  std::make_unique<ExportSource>(backend, *request));
//
// Rows and fields are those that the caller may see. What changes while a file is written is in it
// or not; nobody is in it whom the audit log does not name. Of one thread at a time.
#ifndef OVERSTAP_SERVICES_API_DOCUMENT_EXPORT_H_
#define OVERSTAP_SERVICES_API_DOCUMENT_EXPORT_H_

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "matcher/model/date.h"
#include "matcher/taxonomy/taxonomy.h"
#include "overstap/v1/document_service.pb.h"
#include "services/api/backend.h"
#include "services/api/stream_reactor.h"
#include "services/document/labels.h"
#include "services/document/table.h"
#include "services/document/wording.h"

namespace overstap::api {

class ExportSource final : public MessageSource<v1::ExportResponse> {
 public:
  ExportSource(const Backend& backend, const v1::ExportRequest& request);
  ~ExportSource() override;

  // INVALID_ARGUMENT names every wrong field; PERMISSION_DENIED for a subject that the role may not
  // ask for by its own rpc, or NOT_AT_TABLE.
  absl::Status Begin(const Call& call) override;
  absl::StatusOr<bool> Next(const Call& call, v1::ExportResponse* chunk) override;

 private:
  // Writes rows until there is enough for a chunk, or all are written.
  absl::Status Fill(const Call& call);
  // Of a stored record; of the configuration's table or target of that number.
  absl::Status AddRecord(const Call& call, std::string_view bytes);
  absl::Status AddReport(const Call& call, std::string_view bytes);
  absl::Status AddProject(const Call& call, std::string_view bytes);
  absl::Status AddClosing(const Call& call, std::string_view bytes);
  absl::Status AddTarget(const Call& call, int index);
  absl::Status AddWorkTable(const Call& call, int index);
  absl::Status FillFromStore(const Call& call);
  absl::Status FillFromConfig(const Call& call);
  // How many targets or work tables there are; 0: the rows come from the store.
  int ConfiguredCount() const;
  // Tells the admission of everyone whom the export will be about.
  absl::Status NamePersons(const Call& call);
  // The report as the caller may see it; nullopt: not at all, or not asked for.
  absl::StatusOr<std::optional<v1::Report>> Visible(const Call& call, std::string_view bytes) const;
  void Append(const document::Row& row) { writer_->Append(row, &pending_); }

  const Backend& backend_;
  const v1::ExportRequest request_;
  matcher::Date as_of_{};
  std::string work_table_;
  std::optional<document::Wording> wording_;
  document::Labels labels_;
  std::unique_ptr<document::TableWriter> writer_;
  std::set<std::string, std::less<>> persons_;  // who may be in it

  std::string pending_;  // written and not yet sent
  std::string last_id_;  // of the records that are written
  int next_index_ = 0;   // into the configuration
  bool is_first_ = true;
  bool is_written_ = false;  // all rows
};

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_DOCUMENT_EXPORT_H_
