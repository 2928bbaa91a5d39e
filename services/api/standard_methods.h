// The standard methods of a plain kind of record, once for all of them.
//
//   StandardMethods<VacancyTraits> methods(backend);
//   return methods.Create(context, request, reply);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_STANDARD_METHODS_H_
#define OVERSTAP_SERVICES_API_STANDARD_METHODS_H_

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "google/protobuf/empty.pb.h"
#include "services/api/backend.h"
#include "services/api/import_reactor.h"
#include "services/api/paging.h"
#include "services/api/record_traits.h"
#include "services/api/record_writes.h"
#include "services/api/records.h"
#include "services/api/request_hash.h"
#include "services/api/row_access.h"
#include "services/api/text_links.h"
#include "services/api/unary.h"
#include "services/api/update_mask.h"
#include "services/write/errors.h"
#include "services/write/record_views.h"

namespace overstap::api {

template <typename Traits>
class StandardMethods {
 public:
  using Resource = typename Traits::Resource;
  using Record = typename Traits::Record;

  explicit StandardMethods(const Backend& backend) : backend_(backend) {}

  template <typename Request>
  grpc::ServerUnaryReactor* Create(grpc::CallbackServerContext* context, const Request* request,
                                   Resource* reply) const {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) -> absl::StatusOr<Mutation> {
          FieldChecker check;
          absl::Status status = CheckResource(*request, check);
          check.Uuid("request_id", request->request_id());
          if (status.ok()) status = check.status();
          if (!status.ok()) return status;
          return MutationOf(
              *request,
              UpsertOf<Traits>(Traits::In(*request), write::WriteMode::kCreate, caller, backend_));
        },
        reply);
  }

  template <typename Request>
  grpc::ServerUnaryReactor* Get(grpc::CallbackServerContext* context, const Request* request,
                                Resource* reply) const {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      check.Name("name", request->name(), Traits::kCollection, Presence::kRequired);
      if (!check.ok()) return check.status();
      const std::string id = *ParseName(Traits::kCollection, request->name());
      const absl::StatusOr<std::optional<std::string>> bytes =
          backend_.store.Get(Traits::kKind, id);
      if (!bytes.ok()) return bytes.status();
      if (!bytes->has_value()) {
        return write::ResourceNotFound(write::TypeOf(Traits::kKind), request->name());
      }
      auto view = Traits::Open(**bytes, backend_.keys);
      if (!view.ok()) return view.status();
      if (!access::Sees(call.caller, view->record, backend_.Today())) {
        return write::ResourceNotFound(write::TypeOf(Traits::kKind), request->name());
      }
      ConcernsOwner(call, id);
      *reply = ToApi(view->head, view->record, backend_.pool);
      return absl::OkStatus();
    });
  }

  template <typename Request, typename Reply>
  grpc::ServerUnaryReactor* List(grpc::CallbackServerContext* context, const Request* request,
                                 Reply* reply) const {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      return ListRecords(
          backend_.store, Traits::kKind, *request, call.deadline,
          [this, &call, request, reply, today = backend_.Today()](
              std::string_view id, std::string_view bytes) -> absl::StatusOr<bool> {
            auto view = Traits::Open(bytes, backend_.keys);
            if (absl::IsNotFound(view.status())) return false;  // forgotten meanwhile
            if (!view.ok()) return view.status();
            if (!access::Sees(call.caller, view->record, today)) return false;
            if (!IsAskedFor(*request, view->record)) return false;
            ConcernsOwner(call, id);
            *Traits::AddTo(reply) = ToApi(view->head, view->record, backend_.pool);
            return true;
          },
          reply->mutable_next_page_token());
    });
  }

  template <typename Request>
  grpc::ServerUnaryReactor* Update(grpc::CallbackServerContext* context, const Request* request,
                                   Resource* reply) const {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) -> absl::StatusOr<Mutation> {
          FieldChecker check;
          const Resource& resource = Traits::In(*request);
          check.In(Traits::kField, [&] {
            check.Name("name", resource.name(), Traits::kCollection, Presence::kRequired);
          });
          CheckMask(request->update_mask(), *Resource::descriptor(), check);
          check.Uuid("request_id", request->request_id());
          if (!check.ok()) return check.status();
          Resource named;
          named.set_name(resource.name());
          named.set_etag(resource.etag());
          write::WriteRecord<Record> write =
              UpsertOf<Traits>(named, write::WriteMode::kUpdate, caller, backend_);
          // What is stored when the update is decided counts: merged and judged as a whole.
          write.change = [this, resource, mask = request->update_mask(),
                          id = write.id](Record* record) {
            store::v1::RecordHead head;
            head.set_id(id);
            Resource merged = ToApi(head, *record, backend_.pool);
            ApplyMask(mask, resource, &merged);
            const auto snapshot = backend_.pool.Current();
            FieldChecker merged_check;
            merged_check.In(Traits::kField, [&] {
              Traits::Check(merged, backend_.ReferencesOf(*snapshot), merged_check);
            });
            if (merged_check.ok()) *record = ToRecord(merged);
            return merged_check.status();
          };
          return MutationOf(*request, std::move(write));
        },
        reply);
  }

  template <typename Request>
  grpc::ServerUnaryReactor* Delete(grpc::CallbackServerContext* context, const Request* request,
                                   google::protobuf::Empty* reply) const {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller& caller) -> absl::StatusOr<Mutation> {
          FieldChecker check;
          check.Name("name", request->name(), Traits::kCollection, Presence::kRequired);
          check.Uuid("request_id", request->request_id());
          if (!check.ok()) return check.status();
          return Mutation{request->request_id(), HashWithout(*request, {"request_id"}),
                          [this, caller, id = *ParseName(Traits::kCollection, request->name()),
                           etag = request->etag()](write::DecisionContext& decision) {
                            return write::DecideDelete(
                                Traits::kKind, id, etag, backend_.pool, decision,
                                [this, &caller](std::string_view stored) {
                                  return MayDelete<Traits>(caller, backend_, stored);
                                });
                          }};
        },
        reply);
  }

  grpc::ServerReadReactor<typename Traits::ImportRequest>* Import(
      grpc::CallbackServerContext* context, v1::ImportSummary* reply) const {
    return StartImport<Traits>(context, backend_, reply);
  }

 private:
  // Of a person: for the audit log.
  static void ConcernsOwner(const Call& call, std::string_view id) {
    if (Traits::kKind == store::RecordKind::kJobSeeker) call.admission.Concerns(id);
  }

  // Everything that is wrong with the resource in a request.
  template <typename Request>
  absl::Status CheckResource(const Request& request, FieldChecker& check) const {
    const auto snapshot = backend_.pool.Current();
    if (absl::Status status = RequireTaxonomy(*snapshot); !status.ok()) return status;
    if (check.Required(Traits::kField, Traits::IsIn(request))) {
      check.In(Traits::kField, [&] {
        Traits::Check(Traits::In(request), backend_.ReferencesOf(*snapshot), check);
      });
    }
    return absl::OkStatus();
  }

  template <typename Request>
  static Mutation MutationOf(const Request& request, write::WriteRecord<Record> write) {
    return {request.request_id(), HashWithout(request, {"request_id"}),
            [write = std::move(write)](write::DecisionContext& decision) {
              return write::DecideWrite(write, decision);
            }};
  }

  const Backend& backend_;
};

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_STANDARD_METHODS_H_
