#include "services/api/taxonomy_import.h"

#include <memory>
#include <string>
#include <utility>

#include "services/access/admission.h"
#include "services/api/concept_source.h"
#include "services/api/deadline.h"
#include "services/api/errors.h"
#include "services/api/import_reactor.h"
#include "services/api/taxonomy_assembly.h"
#include "services/api/taxonomy_render.h"
#include "services/write/commands.h"
#include "spdlog/spdlog.h"

namespace overstap::api {
namespace {

// The whole import, on a worker thread: number, build, write, switch.
class TaxonomyImport {
 public:
  TaxonomyImport(const Backend& backend, const write::Caller& caller,
                 const RequestDeadline& deadline, TaxonomyAssembly& assembly)
      : backend_(backend), caller_(caller), deadline_(deadline), assembly_(assembly) {}

  absl::Status Run(v1::ImportTaxonomyResponse* reply) {
    absl::StatusOr<bool> is_repeat = AnswerRepeat(reply);
    if (!is_repeat.ok() || *is_repeat) return is_repeat.status();
    uint64_t number = 0;
    absl::Status status = WriteChunk(assembly_.chunks().front(), &number);
    if (!status.ok()) return status;
    auto taxonomy = assembly_.Build(number);
    if (!taxonomy.ok()) return taxonomy.status();
    for (size_t i = 1; i < assembly_.chunks().size(); ++i) {
      status = WriteChunk(assembly_.chunks()[i], &number);
      if (!status.ok()) return status;
    }
    // The end of a stream that was cancelled looks like any other; that it was cancelled is known
    // by now.
    status = deadline_.status();
    if (!status.ok()) return status;
    return Commit(*std::move(taxonomy), reply);
  }

 private:
  // Gives the first answer where this request id got one already, before anything is written.
  absl::StatusOr<bool> AnswerRepeat(v1::ImportTaxonomyResponse* reply) const {
    if (assembly_.request_id().empty()) return false;
    const auto answer = backend_.store.FindAnswer(caller_.principal, assembly_.request_id());
    if (!answer.ok()) return answer.status();
    if (!answer->has_value() || (*answer)->answer().request_hash() != assembly_.request_hash()) {
      return false;
    }
    return reply->ParseFromString((*answer)->answer().plain_reply());
  }

  absl::Status WriteChunk(const store::v1::TaxonomyChunk& chunk, uint64_t* number) const {
    write::Command command;
    command.caller = caller_;
    command.decide = [&chunk, number](write::DecisionContext& context) {
      return write::DecideTaxonomyChunk(chunk, number, context);
    };
    return backend_.sequencer.Run(std::move(command)).status();
  }

  absl::Status Commit(const std::shared_ptr<const matcher::Taxonomy>& taxonomy,
                      v1::ImportTaxonomyResponse* reply) const {
    write::CommitTaxonomy commit;
    commit.commit.set_taxonomy_number(taxonomy->number());
    commit.commit.set_source_version(taxonomy->source_version());
    commit.commit.set_chunk_count(static_cast<uint32_t>(assembly_.chunks().size()));
    commit.commit.set_occupation_count(static_cast<uint32_t>(taxonomy->occupation_count()));
    commit.commit.set_skill_count(static_cast<uint32_t>(taxonomy->skill_count()));
    commit.commit.set_relation_count(static_cast<uint32_t>(taxonomy->relation_count()));
    commit.taxonomy = taxonomy;
    commit.render = [taxonomy](const store::v1::TaxonomyCommitted& committed) {
      v1::ImportTaxonomyResponse response;
      *response.mutable_taxonomy() = TaxonomyToApi(committed, *taxonomy);
      return response.SerializeAsString();
    };
    write::Command command;
    command.caller = caller_;
    command.request_id = assembly_.request_id();
    command.request_hash = assembly_.request_hash();
    command.decide = [this, commit = std::move(commit)](write::DecisionContext& context) {
      return write::DecideCommitTaxonomy(commit, backend_.pool, context);
    };
    const absl::StatusOr<write::Reply> written = backend_.sequencer.Run(std::move(command));
    if (!written.ok()) return written.status();
    if (!reply->ParseFromString(written->bytes)) {
      return absl::DataLossError("a remembered reply cannot be read");
    }
    backend_.concepts.Over(taxonomy);
    reply->set_unknown_code_count(backend_.pool.unknown_code_count());
    spdlog::info("taxonomy {} ({}) is in use: {} occupations, {} skills, {} relations",
                 reply->taxonomy().name(), reply->taxonomy().source_version(),
                 reply->taxonomy().occupation_count(), reply->taxonomy().skill_count(),
                 reply->taxonomy().relation_count());
    return absl::OkStatus();
  }

  const Backend& backend_;
  const write::Caller& caller_;
  const RequestDeadline& deadline_;
  TaxonomyAssembly& assembly_;
};

class TaxonomyImportReactor final : public grpc::ServerReadReactor<v1::ImportTaxonomyRequest> {
 public:
  TaxonomyImportReactor(const grpc::CallbackServerContext& context, const Backend& backend,
                        std::shared_ptr<access::Admission> admission, ImportSlots::Slot slot,
                        v1::ImportTaxonomyResponse* reply)
      : backend_(backend),
        admission_(std::move(admission)),
        slot_(std::move(slot)),
        deadline_(context, backend.limits.max_import_time),
        reply_(reply) {
    StartRead(&message_);
  }

  void OnReadDone(bool ok) override {
    // What is read is assembled on a worker: gRPC's own threads stay free.
    const bool accepted = backend_.workers.RunPart([this, ok] { ok ? TakeMessage() : Complete(); });
    if (!accepted) Finish(ToGrpcStatus(absl::ResourceExhaustedError("too many requests wait")));
  }
  void OnDone() override { delete this; }

 private:
  void TakeMessage() {
    absl::Status status = deadline_.status();
    if (status.ok()) status = assembly_.Add(message_);
    if (status.ok()) {
      StartRead(&message_);
    } else {
      Finish(ToGrpcStatus(status));
    }
  }

  void Complete() {
    // A stream that broke off is no import.
    absl::Status status = deadline_.status();
    if (status.ok()) status = assembly_.Finish();
    if (status.ok()) {
      status = TaxonomyImport(backend_, admission_->caller(), deadline_, assembly_).Run(reply_);
    }
    Finish(ToGrpcStatus(admission_->Close(status)));
  }

  const Backend& backend_;
  const std::shared_ptr<access::Admission> admission_;
  const ImportSlots::Slot slot_;
  const RequestDeadline deadline_;
  v1::ImportTaxonomyResponse* const reply_;
  v1::ImportTaxonomyRequest message_;
  TaxonomyAssembly assembly_;
};

}  // namespace

grpc::ServerReadReactor<v1::ImportTaxonomyRequest>* StartTaxonomyImport(
    grpc::CallbackServerContext* context, const Backend& backend,
    v1::ImportTaxonomyResponse* reply) {
  std::shared_ptr<access::Admission> admission = backend.gate.Of(*context);
  if (!admission->status().ok()) {
    return new RefusedImport<v1::ImportTaxonomyRequest>(admission->status());
  }
  ImportSlots::Slot slot = backend.import_slots.Take();
  if (slot == nullptr) return new RefusedImport<v1::ImportTaxonomyRequest>(TooManyImports());
  return new TaxonomyImportReactor(*context, backend, std::move(admission), std::move(slot), reply);
}

}  // namespace overstap::api
