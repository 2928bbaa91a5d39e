#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "overstap/v1/document_service.grpc.pb.h"
#include "services/api/document_export.h"
#include "services/api/document_gather.h"
#include "services/api/names.h"
#include "services/api/services.h"
#include "services/api/stream_reactor.h"
#include "services/api/table_access.h"
#include "services/api/table_render.h"
#include "services/api/text/language.h"
#include "services/api/unary.h"
#include "services/convert/to_model.h"
#include "services/document/half_year_report.h"
#include "services/document/newsletter.h"
#include "services/document/wording.h"
#include "services/write/errors.h"
#include "services/write/record_views.h"

namespace overstap::api {
namespace {

constexpr int kFirstYear = 2000;
constexpr int kLastYear = 2100;
constexpr char kHtmlType[] = "text/html; charset=utf-8";
constexpr char kTextType[] = "text/plain; charset=utf-8";

class DocumentService final : public v1::DocumentService::CallbackService {
 public:
  explicit DocumentService(const Backend& backend) : backend_(backend) {}

  grpc::ServerUnaryReactor* RenderNewsletter(grpc::CallbackServerContext* context,
                                             const v1::RenderNewsletterRequest* request,
                                             v1::RenderNewsletterResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      if (request->has_as_of_date()) check.Date("as_of_date", request->as_of_date());
      const bool is_text = request->format() == v1::DOCUMENT_FORMAT_TEXT;
      if (!is_text && request->format() != v1::DOCUMENT_FORMAT_UNSPECIFIED &&
          request->format() != v1::DOCUMENT_FORMAT_HTML) {
        check.Fail("format", "must be TEXT or HTML");
      }
      const matcher::Language language = CheckLanguage(request->language_code(), check);
      if (!check.ok()) return check.status();
      const matcher::Date day =
          request->has_as_of_date() ? *convert::ToDate(request->as_of_date()) : backend_.Today();
      return WriteNewsletter(call, day, is_text, language, reply->mutable_document());
    });
  }

  grpc::ServerUnaryReactor* RenderHalfYearReport(grpc::CallbackServerContext* context,
                                                 const v1::RenderHalfYearReportRequest* request,
                                                 v1::RenderHalfYearReportResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      const matcher::Language language = CheckLanguage(request->language_code(), check);
      check.InRange("year", request->year(), kFirstYear, kLastYear);
      check.InRange("half", request->half(), 1, 2);
      check.Name("work_table", request->work_table(), kWorkTables, Presence::kOptional);
      if (!check.ok()) return check.status();
      const HalfYear half_year{.year = request->year(), .half = request->half()};
      if (half_year.first() > backend_.Today()) {
        check.Fail("half", "has not begun", absl::StrCat(request->half()));
        return check.status();
      }
      if (absl::Status may = CheckTable(request->work_table(), call.caller); !may.ok()) return may;
      return WriteHalfYear(call, half_year, request->work_table(), language,
                           reply->mutable_document());
    });
  }

  grpc::ServerWriteReactor<v1::ExportResponse>* Export(grpc::CallbackServerContext* context,
                                                       const v1::ExportRequest* request) override {
    return StartStream<v1::ExportResponse>(*context, backend_,
                                           std::make_unique<ExportSource>(backend_, *request));
  }

 private:
  absl::Status WriteNewsletter(const Call& call, matcher::Date day, bool is_text,
                               matcher::Language language, v1::Document* reply) const {
    const absl::StatusOr<document::Newsletter> newsletter = GatherNewsletter(backend_, call, day);
    if (!newsletter.ok()) return newsletter.status();
    const absl::StatusOr<document::Labels> labels = LabelsIn(backend_, language);
    if (!labels.ok()) return labels.status();
    const document::Wording wording(language);
    reply->set_content_type(is_text ? kTextType : kHtmlType);
    reply->set_file_name(absl::StrCat(wording.Say(document::Text::kFileNewsletter), "-",
                                      day.ToString(), is_text ? ".txt" : ".html"));
    reply->set_content(is_text ? document::NewsletterText(*newsletter, *labels, wording)
                               : document::NewsletterHtml(*newsletter, *labels, wording));
    return absl::OkStatus();
  }

  absl::Status WriteHalfYear(const Call& call, const HalfYear& half_year,
                             const std::string& work_table, matcher::Language language,
                             v1::Document* reply) const {
    const absl::StatusOr<document::HalfYearReport> report =
        GatherHalfYear(backend_, call, half_year, work_table, language);
    if (!report.ok()) return report.status();
    const absl::StatusOr<document::Labels> labels = LabelsIn(backend_, language);
    if (!labels.ok()) return labels.status();
    const document::Wording wording(language);
    const std::string table =
        work_table.empty() ? "" : absl::StrCat("-", *ParseName(kWorkTables, work_table));
    reply->set_content_type(kHtmlType);
    reply->set_file_name(absl::StrCat(wording.Say(document::Text::kFileReport), "-", half_year.year,
                                      "-", half_year.half, table, ".html"));
    reply->set_content(document::HalfYearHtml(*report, *labels, wording));
    return absl::OkStatus();
  }

  // NOT_FOUND, or NOT_AT_TABLE; the whole is for everyone.
  absl::Status CheckTable(const std::string& work_table, const write::Caller& caller) const {
    if (work_table.empty()) return absl::OkStatus();
    if (FindWorkTable(backend_.config, *ParseName(kWorkTables, work_table)) == nullptr) {
      return write::ResourceNotFound("overstap.v1.WorkTable", work_table);
    }
    return RequireSeat(backend_, work_table, caller);
  }

  const Backend& backend_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeDocumentService(const Backend& backend) {
  return std::make_unique<DocumentService>(backend);
}

}  // namespace overstap::api
