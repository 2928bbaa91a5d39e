#include <algorithm>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "overstap/v1/ledger_service.grpc.pb.h"
#include "overstap/v1/options.pb.h"
#include "services/api/closings.h"
#include "services/api/counted_reports.h"
#include "services/api/ledger_render.h"
#include "services/api/names.h"
#include "services/api/paging.h"
#include "services/api/progress.h"
#include "services/api/records.h"
#include "services/api/report_batch.h"
#include "services/api/report_watch.h"
#include "services/api/request_hash.h"
#include "services/api/row_access.h"
#include "services/api/services.h"
#include "services/api/table_access.h"
#include "services/api/table_render.h"
#include "services/api/text/language.h"
#include "services/api/unary.h"
#include "services/api/validation.h"
#include "services/api/validation_common.h"
#include "services/convert/to_model.h"
#include "services/write/commands.h"
#include "services/write/errors.h"
#include "services/write/record_views.h"

namespace overstap::api {
namespace {

constexpr store::RecordKind kKind = store::RecordKind::kReport;
constexpr size_t kMaxReasonBytes = 1'000;
// Why a rejected report is corrected, where its reporter does not say it.
constexpr char kSentAgain[] = "sent again";
constexpr int kMaxWaitingDays = 10'000;

class LedgerService final : public v1::LedgerService::CallbackService {
 public:
  explicit LedgerService(const Backend& backend) : backend_(backend) {}

  grpc::ServerUnaryReactor* CreateReport(grpc::CallbackServerContext* context,
                                         const v1::CreateReportRequest* request,
                                         v1::Report* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) -> absl::StatusOr<Mutation> {
          const auto snapshot = backend_.pool.Current();
          FieldChecker check;
          if (check.Required("report", request->has_report())) {
            check.In("report", [&] {
              CheckReport(request->report(), backend_.ReferencesOf(*snapshot), check);
            });
          }
          check.Uuid("request_id", request->request_id());
          if (!check.ok()) return check.status();
          const std::string& name = request->report().name();
          write::CreateReport create{
              .id = name.empty() ? "" : *ParseName(kReports, name),
              .report = ToRecord(request->report()),
              .reporting_organisation = caller.organisation,
              .render = [organisation = caller.organisation](const write::ReportView& view) {
                return ToApi(view, organisation).SerializeAsString();
              }};
          return Mutation{request->request_id(), HashWithout(*request, {"request_id"}),
                          [this, caller, create = std::move(create)](
                              write::DecisionContext& decision) -> absl::StatusOr<write::Decision> {
                            absl::Status may = MayFile(create.report, caller, backend_, decision);
                            if (!may.ok()) return may;
                            write::CreateReport named = create;
                            if (named.id.empty()) named.id = ReportIdAt(decision.position);
                            return write::DecideCreateReport(named, decision);
                          }};
        },
        reply);
  }

  grpc::ServerUnaryReactor* GetReport(grpc::CallbackServerContext* context,
                                      const v1::GetReportRequest* request,
                                      v1::Report* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      check.Name("name", request->name(), kReports, Presence::kRequired);
      if (!check.ok()) return check.status();
      const auto bytes = backend_.store.Get(kKind, *ParseName(kReports, request->name()));
      if (!bytes.ok()) return bytes.status();
      if (!bytes->has_value()) {
        return write::ResourceNotFound(write::TypeOf(kKind), request->name());
      }
      const auto view = write::OpenReport(**bytes, backend_.keys);
      if (!view.ok()) return view.status();
      if (!access::Sees(call.caller, view->report, backend_.config)) {
        return write::ResourceNotFound(write::TypeOf(kKind), request->name());
      }
      *reply = ToApi(*view, call.caller.organisation);
      ConcernsPerson(*reply, call);
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* ListReports(grpc::CallbackServerContext* context,
                                        const v1::ListReportsRequest* request,
                                        v1::ListReportsResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      if (!request->work_table().empty()) {
        const auto snapshot = backend_.pool.Current();
        CheckWorkTable("work_table", request->work_table(), backend_.ReferencesOf(*snapshot),
                       check);
      }
      check.EnumValue("state", request->state(), Presence::kOptional);
      check.Name("project", request->project(), kProjects, Presence::kOptional);
      check.InRange("waiting_days", request->waiting_days(), 0, kMaxWaitingDays);
      if (!check.ok()) return check.status();
      return ListRecords(
          backend_.store, kKind, *request, call.deadline,
          [&](std::string_view, std::string_view bytes) -> absl::StatusOr<bool> {
            const auto view = write::OpenReport(bytes, backend_.keys);
            if (!view.ok()) return view.status();
            if (!IsAskedFor(view->report, *request, call.caller) ||
                !access::Sees(call.caller, view->report, backend_.config)) {
              return false;
            }
            *reply->add_reports() = ToApi(*view, call.caller.organisation);
            ConcernsPerson(*reply->reports().rbegin(), call);
            return true;
          },
          reply->mutable_next_page_token());
    });
  }

  grpc::ServerUnaryReactor* AcknowledgeReport(grpc::CallbackServerContext* context,
                                              const v1::AcknowledgeReportRequest* request,
                                              v1::AcknowledgeReportResponse* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) {
          FieldChecker check;
          return Judge<v1::AcknowledgeReportResponse>(*request, caller, true, "", check);
        },
        reply);
  }

  grpc::ServerUnaryReactor* RejectReport(grpc::CallbackServerContext* context,
                                         const v1::RejectReportRequest* request,
                                         v1::RejectReportResponse* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) {
          FieldChecker check;
          check.Text("reason", request->reason(), 1, kMaxReasonBytes);
          return Judge<v1::RejectReportResponse>(*request, caller, false, request->reason(), check);
        },
        reply);
  }

  grpc::ServerUnaryReactor* ListWorkTables(grpc::CallbackServerContext* context,
                                           const v1::ListWorkTablesRequest* request,
                                           v1::ListWorkTablesResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call&) {
      const absl::StatusOr<Slice> slice = ConfiguredSlice(
          *request, backend_.config.work_tables_size(), reply->mutable_next_page_token());
      if (!slice.ok()) return slice.status();
      for (size_t i = slice->begin; i < slice->end; ++i) {
        absl::StatusOr<v1::WorkTable> table =
            ReadWorkTable(backend_, backend_.config.work_tables(static_cast<int>(i)));
        if (!table.ok()) return table.status();
        *reply->add_work_tables() = *std::move(table);
      }
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* ListTargets(grpc::CallbackServerContext* context,
                                        const v1::ListTargetsRequest* request,
                                        v1::ListTargetsResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call&) {
      FieldChecker check;
      const matcher::Language language = CheckLanguage(request->language_code(), check);
      if (!check.ok()) return check.status();
      const absl::StatusOr<Slice> slice = ConfiguredSlice(*request, backend_.config.targets_size(),
                                                          reply->mutable_next_page_token());
      if (!slice.ok()) return slice.status();
      for (size_t i = slice->begin; i < slice->end; ++i) {
        *reply->add_targets() = ToApi(backend_.config.targets(static_cast<int>(i)), language);
      }
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* GetProgress(grpc::CallbackServerContext* context,
                                        const v1::GetProgressRequest* request,
                                        v1::Progress* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      check.Name("name", request->name(), kTargets, Presence::kRequired);
      if (request->has_as_of_date()) check.Date("as_of_date", request->as_of_date());
      const matcher::Language language = CheckLanguage(request->language_code(), check);
      const absl::StatusOr<std::string> work_table =
          CountedTable(backend_, request->work_table(), call.caller, check);
      if (!check.ok()) return check.status();
      if (!work_table.ok()) return work_table.status();
      if (request->unsuppressed() && !MaySeeSmallCounts(call.caller)) return Suppressed();
      auto progress = ProgressReply(
          backend_, {.target = *ParseName(kTargets, request->name()),
                     .as_of = request->has_as_of_date() ? *convert::ToDate(request->as_of_date())
                                                        : backend_.Today(),
                     .work_table = *work_table,
                     .language = language,
                     .unsuppressed = request->unsuppressed()});
      if (!progress.ok()) return progress.status();
      *reply = *std::move(progress);
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* BatchCreateReports(grpc::CallbackServerContext* context,
                                               const v1::BatchCreateReportsRequest* request,
                                               v1::BatchCreateReportsResponse* reply) override {
    return AnswerWrites(
        context, backend_,
        [&](const write::Caller& caller) { return BatchOf(*request, caller, backend_, reply); },
        reply);
  }

  grpc::ServerUnaryReactor* WithdrawReport(grpc::CallbackServerContext* context,
                                           const v1::WithdrawReportRequest* request,
                                           v1::WithdrawReportResponse* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) -> absl::StatusOr<Mutation> {
          FieldChecker check;
          check.Name("name", request->name(), kReports, Presence::kRequired);
          check.Text("reason", request->reason(), 1, kMaxReasonBytes);
          check.Uuid("request_id", request->request_id());
          if (!check.ok()) return check.status();
          write::WithdrawReport withdraw{
              .id = *ParseName(kReports, request->name()),
              .etag = request->etag(),
              .reason = request->reason(),
              .organisation = caller.organisation,
              .render = Renderer<v1::WithdrawReportResponse>(caller.organisation)};
          return Mutation{request->request_id(), HashWithout(*request, {"request_id"}),
                          [this, caller, withdraw = std::move(withdraw)](
                              write::DecisionContext& decision) -> absl::StatusOr<write::Decision> {
                            absl::Status may = RequireReport(withdraw.id, caller, decision);
                            if (!may.ok()) return may;
                            return write::DecideWithdrawReport(withdraw, decision);
                          }};
        },
        reply);
  }

  grpc::ServerUnaryReactor* ListReportDrafts(grpc::CallbackServerContext* context,
                                             const v1::ListReportDraftsRequest* request,
                                             v1::ListReportDraftsResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      return ListRecords(
          backend_.store, store::RecordKind::kReportDraft, *request, call.deadline,
          [&](std::string_view, std::string_view bytes) -> absl::StatusOr<bool> {
            const auto view = write::OpenReportDraft(bytes, backend_.keys);
            if (!view.ok()) return view.status();
            if (view->draft.reporting_organisation() != call.caller.organisation) return false;
            v1::ReportDraft* draft = reply->add_report_drafts();
            *draft = ToApi(*view);
            ConcernsPerson(draft->report(), call);
            return true;
          },
          reply->mutable_next_page_token());
    });
  }

  grpc::ServerUnaryReactor* MendReport(grpc::CallbackServerContext* context,
                                       const v1::MendReportRequest* request,
                                       v1::MendReportResponse* reply) override {
    return AnswerWrite(
        context, backend_, [&](const write::Caller& caller) { return MendingOf(*request, caller); },
        reply);
  }

  grpc::ServerUnaryReactor* DeleteReportDraft(grpc::CallbackServerContext* context,
                                              const v1::DeleteReportDraftRequest* request,
                                              google::protobuf::Empty* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) -> absl::StatusOr<Mutation> {
          FieldChecker check;
          check.Name("name", request->name(), kReportDrafts, Presence::kRequired);
          check.Uuid("request_id", request->request_id());
          if (!check.ok()) return check.status();
          return Mutation{request->request_id(), HashWithout(*request, {"request_id"}),
                          [id = *ParseName(kReportDrafts, request->name()), etag = request->etag(),
                           organisation = caller.organisation](write::DecisionContext& decision) {
                            return write::DecideDeleteReportDraft(id, etag, organisation, decision);
                          }};
        },
        reply);
  }

  grpc::ServerUnaryReactor* JudgeReports(grpc::CallbackServerContext* context,
                                         const v1::JudgeReportsRequest* request,
                                         v1::JudgeReportsResponse* reply) override {
    return AnswerWrites(
        context, backend_,
        [&](const write::Caller& caller) {
          return JudgementsOf(
              *request, caller,
              [this, caller](std::string_view work_table) {
                return access::MayWriteTable(caller, work_table, backend_.config);
              },
              reply);
        },
        reply);
  }

  grpc::ServerWriteReactor<v1::WatchReportsResponse>* WatchReports(
      grpc::CallbackServerContext* context, const v1::WatchReportsRequest* request) override {
    return backend_.watch->Start(*context, *request, backend_);
  }

  grpc::ServerUnaryReactor* ListCountedReports(grpc::CallbackServerContext* context,
                                               const v1::ListCountedReportsRequest* request,
                                               v1::ListCountedReportsResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      check.Name("target", request->target(), kTargets, Presence::kRequired);
      if (request->has_as_of_date()) check.Date("as_of_date", request->as_of_date());
      const absl::StatusOr<std::string> work_table =
          CountedTable(backend_, request->work_table(), call.caller, check);
      if (!check.ok()) return check.status();
      if (!work_table.ok()) return work_table.status();
      return api::ListCountedReports(*request, *work_table, call, backend_, reply);
    });
  }

  grpc::ServerUnaryReactor* ClosePeriod(grpc::CallbackServerContext* context,
                                        const v1::ClosePeriodRequest* request,
                                        v1::ClosePeriodResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      check.Name("target", request->target(), kTargets, Presence::kRequired);
      check.Uuid("request_id", request->request_id());
      matcher::Date as_of = LastMonthsEnd(backend_.Today());
      if (request->has_as_of_date() && check.Date("as_of_date", request->as_of_date())) {
        as_of = *convert::ToDate(request->as_of_date());
        if (as_of > backend_.Today()) check.Fail("as_of_date", "after today", as_of.ToString());
      }
      if (!check.ok()) return check.status();
      return Close(*request, as_of, call, reply);
    });
  }

  grpc::ServerUnaryReactor* GetClosing(grpc::CallbackServerContext* context,
                                       const v1::GetClosingRequest* request,
                                       v1::Closing* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call&) {
      const auto stored = FindClosing(request->name());
      if (!stored.ok()) return stored.status();
      *reply = ToApi(stored->head(), stored->closing());
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* ListClosings(grpc::CallbackServerContext* context,
                                         const v1::ListClosingsRequest* request,
                                         v1::ListClosingsResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      check.Name("target", request->target(), kTargets, Presence::kOptional);
      if (!check.ok()) return check.status();
      return ListRecords(
          backend_.store, store::RecordKind::kClosing, *request, call.deadline,
          [&](std::string_view, std::string_view bytes) -> absl::StatusOr<bool> {
            const auto stored = write::ParseStored<store::v1::ClosingStored>(bytes);
            if (!stored.ok()) return stored.status();
            if (!request->target().empty() &&
                NameOf(kTargets, stored->closing().target()) != request->target()) {
              return false;
            }
            *reply->add_closings() = ToApi(stored->head(), stored->closing());
            return true;
          },
          reply->mutable_next_page_token());
    });
  }

  grpc::ServerUnaryReactor* VerifyClosing(grpc::CallbackServerContext* context,
                                          const v1::VerifyClosingRequest* request,
                                          v1::VerifyClosingResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      const auto stored = FindClosing(request->name());
      if (!stored.ok()) return stored.status();
      return api::VerifyClosing(stored->closing(), backend_, call.deadline, reply);
    });
  }

 private:
  // Of a report as it is shown: who is not named, is not concerned.
  static void ConcernsPerson(const v1::Report& report, const Call& call) {
    call.admission.Concerns(PersonIn(report));
  }

  bool IsAskedFor(const store::v1::Report& report, const v1::ListReportsRequest& request,
                  const write::Caller& caller) const {
    return (request.work_table().empty() || report.work_table() == request.work_table()) &&
           (request.state() == v1::REPORT_STATE_UNSPECIFIED ||
            static_cast<int>(report.state()) == static_cast<int>(request.state())) &&
           (!request.own_only() || report.reporting_organisation() == caller.organisation) &&
           (request.project().empty() || report.project() == request.project()) &&
           (request.waiting_days() == 0 || WaitedLonger(report, request.waiting_days()));
  }

  bool WaitedLonger(const store::v1::Report& report, int days) const {
    if (report.state() != store::v1::REPORT_STATE_REPORTED) return false;
    const absl::Time reported = absl::FromUnixSeconds(report.report_time().seconds());
    return write::DayOf(reported) + days < backend_.Today();
  }

  template <typename Response, typename Request>
  absl::StatusOr<Mutation> Judge(const Request& request, const write::Caller& caller,
                                 bool acknowledge, const std::string& reason,
                                 FieldChecker& check) const {
    check.Name("name", request.name(), kReports, Presence::kRequired);
    check.Uuid("request_id", request.request_id());
    if (!check.ok()) return check.status();
    write::JudgeReport judge{
        .id = *ParseName(kReports, request.name()),
        .etag = request.etag(),
        .acknowledge = acknowledge,
        .rejection_reason = reason,
        .organisation = caller.organisation,
        .may_decide =
            [this, caller](std::string_view work_table) {
              return access::MayWriteTable(caller, work_table, backend_.config);
            },
        .render =
            [organisation = caller.organisation](const write::ReportView& view) {
              Response response;
              *response.mutable_report() = ToApi(view, organisation);
              return response.SerializeAsString();
            }};
    return Mutation{request.request_id(), HashWithout(request, {"request_id"}),
                    [judge = std::move(judge)](write::DecisionContext& decision) {
                      return write::DecideJudgeReport(judge, decision);
                    }};
  }

  // Who may see each report behind a figure.
  static bool MaySeeSmallCounts(const write::Caller& caller) {
    return access::RoleIn(caller) == v1::ROLE_PROGRAMME_MANAGER ||
           access::RoleIn(caller) == v1::ROLE_AUDITOR;
  }

  static absl::Status Suppressed() {
    return write::WithReason(
        absl::PermissionDeniedError("unsuppressed: only programme management and auditors see "
                                    "counts of fewer than five people"),
        "SUPPRESSED");
  }

  static matcher::Date LastMonthsEnd(matcher::Date today) {
    return matcher::Date(today.days() - today.Civil().day);
  }

  template <typename Response>
  static std::function<std::string(const write::ReportView&)> Renderer(
      const std::string& organisation) {
    return [organisation](const write::ReportView& view) {
      Response response;
      *response.mutable_report() = ToApi(view, organisation);
      return response.SerializeAsString();
    };
  }

  // NOT_FOUND unless there is such a report for the caller.
  absl::Status RequireReport(const std::string& id, const write::Caller& caller,
                             const write::DecisionContext& decision) const {
    const auto bytes = write::Require(decision.state, kKind, id);
    if (!bytes.ok()) return bytes.status();
    const auto view = write::OpenReport(*bytes, decision.keys);
    if (!view.ok()) return view.status();
    if (access::Sees(caller, view->report, backend_.config)) return absl::OkStatus();
    return write::ResourceNotFound(write::TypeOf(kKind), write::NameOf(kKind, id));
  }

  // Of a draft, or of a rejected report.
  absl::StatusOr<Mutation> MendingOf(const v1::MendReportRequest& request,
                                     const write::Caller& caller) const {
    const std::optional<std::string> draft = ParseName(kReportDrafts, request.name());
    const auto snapshot = backend_.pool.Current();
    FieldChecker check;
    if (!draft.has_value()) check.Name("name", request.name(), kReports, Presence::kRequired);
    v1::Report mended = request.report();
    if (!draft.has_value()) {
      mended.set_corrects(request.name());
      if (mended.correction_reason().empty()) mended.set_correction_reason(kSentAgain);
    }
    if (check.Required("report", request.has_report())) {
      check.In("report", [&] { CheckReport(mended, backend_.ReferencesOf(*snapshot), check); });
    }
    check.Uuid("request_id", request.request_id());
    if (!check.ok()) return check.status();
    write::MendReportDraft mend{
        .draft_id = draft.value_or(""),
        .etag = request.etag(),
        .create = {.id = {},
                   .report = ToRecord(mended),
                   .reporting_organisation = caller.organisation,
                   .render = Renderer<v1::MendReportResponse>(caller.organisation)}};
    return Mutation{request.request_id(), HashWithout(request, {"request_id"}),
                    [this, caller, mend = std::move(mend)](
                        write::DecisionContext& decision) -> absl::StatusOr<write::Decision> {
                      absl::Status may = MayFile(mend.create.report, caller, backend_, decision);
                      if (!may.ok()) return may;
                      write::MendReportDraft named = mend;
                      named.create.id = ReportIdAt(decision.position);
                      if (!named.draft_id.empty())
                        return write::DecideMendReportDraft(named, decision);
                      return write::DecideSendAgain(named.create, named.etag, decision);
                    }};
  }

  absl::StatusOr<store::v1::ClosingStored> FindClosing(const std::string& name) const {
    FieldChecker check;
    check.Name("name", name, kClosings, Presence::kRequired);
    if (!check.ok()) return check.status();
    const auto bytes = backend_.store.Get(store::RecordKind::kClosing, *ParseName(kClosings, name));
    if (!bytes.ok()) return bytes.status();
    if (!bytes->has_value()) return write::ResourceNotFound("overstap.v1.Closing", name);
    return write::ParseStored<store::v1::ClosingStored>(**bytes);
  }

  absl::Status Close(const v1::ClosePeriodRequest& request, matcher::Date as_of, const Call& call,
                     v1::ClosePeriodResponse* reply) const {
    const region::v1::TargetDefinition* definition =
        FindTarget(backend_.config, *ParseName(kTargets, request.target()));
    if (definition == nullptr) {
      return write::ResourceNotFound("overstap.v1.Target", request.target());
    }
    if (!definition->has_counting() && !definition->has_activity()) {
      return NotCountedHere(request.target());
    }
    // One at a time: the next restates the last.
    const std::lock_guard lock(closing_mutex_);
    write::StoreClosing store;
    // A repeat gets the first answer, and counts nothing.
    bool is_repeat = false;
    if (!request.request_id().empty()) {
      const auto first = backend_.store.FindAnswer(call.caller.principal, request.request_id());
      if (!first.ok()) return first.status();
      is_repeat = first->has_value();
    }
    if (!is_repeat) {
      auto closing = MakeClosing(backend_, *definition, as_of, call.deadline);
      if (!closing.ok()) return closing.status();
      store.closing = *std::move(closing);
      store.closing.set_organisation(call.caller.organisation);
    }
    store.render = [](const store::v1::RecordHead& head, const store::v1::ClosingRecord& closing) {
      v1::ClosePeriodResponse response;
      *response.mutable_closing() = ToApi(head, closing);
      return response.SerializeAsString();
    };
    write::Command command;
    command.caller = call.caller;
    command.request_id = request.request_id();
    command.request_hash = HashWithout(request, {"request_id"});
    command.decide = [store = std::move(store), is_repeat](
                         write::DecisionContext& decision) -> absl::StatusOr<write::Decision> {
      if (is_repeat) return absl::AbortedError("the first answer has been forgotten; ask again");
      write::StoreClosing named = store;
      named.id = ClosingIdAt(decision.position);
      return write::DecideStoreClosing(named, decision);
    };
    const absl::StatusOr<write::Reply> stored = backend_.sequencer.Run(std::move(command));
    if (!stored.ok()) return stored.status();
    if (!reply->ParseFromString(stored->bytes)) {
      return absl::DataLossError("a remembered reply cannot be read");
    }
    return absl::OkStatus();
  }

  // A page of a list of the configuration, which stays the same while the server runs.
  template <typename Request>
  static absl::StatusOr<Slice> ConfiguredSlice(const Request& request, int size,
                                               std::string* next_page_token) {
    FieldChecker check;
    const int page_size = PageSize(request.page_size(), kDefaultPageSize, kMaxPageSize, check);
    if (!check.ok()) return check.status();
    return SliceOf(static_cast<size_t>(size), 0, page_size, request.page_token(),
                   HashWithout(request, {"page_size", "page_token"}), next_page_token);
  }

  const Backend& backend_;
  mutable std::mutex closing_mutex_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeLedgerService(const Backend& backend) {
  return std::make_unique<LedgerService>(backend);
}

}  // namespace overstap::api
