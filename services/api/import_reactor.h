// Import streams: items are validated as they come in, a bounded number of them is under way to the
// log, and one bad item never stops the rest.
//
//   return StartImport<VacancyTraits>(context, backend, reply);
//
// Safe from any thread; a reactor deletes itself when gRPC is done with it.
#ifndef OVERSTAP_SERVICES_API_IMPORT_REACTOR_H_
#define OVERSTAP_SERVICES_API_IMPORT_REACTOR_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/rpc/error_details.pb.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "overstap/v1/common.pb.h"
#include "services/access/admission.h"
#include "services/api/backend.h"
#include "services/api/concept_source.h"
#include "services/api/deadline.h"
#include "services/api/errors.h"
#include "services/api/record_writes.h"
#include "services/api/request_hash.h"
#include "services/api/text_links.h"
#include "services/write/sequencer.h"

namespace overstap::api {

// What an import comes to, item by item. Of one thread at a time.
class ImportTally {
 public:
  void Stored(write::WriteOutcome outcome);
  // `violations`: relative to the item; may be empty.
  void Rejected(int64_t index, const std::string& name, const absl::Status& status,
                const google::rpc::BadRequest& violations);
  v1::ImportSummary Summary() &&;

 private:
  v1::ImportSummary summary_;
  std::map<int64_t, v1::RejectedItem> rejected_;  // by position in the stream
};

// RESOURCE_EXHAUSTED, reason TOO_MANY_IMPORTS.
absl::Status TooManyImports();

template <typename Traits>
class ImportReactor final : public grpc::ServerReadReactor<typename Traits::ImportRequest> {
 public:
  ImportReactor(const grpc::CallbackServerContext& context, const Backend& backend,
                std::shared_ptr<access::Admission> admission, ImportSlots::Slot slot,
                v1::ImportSummary* reply)
      : backend_(backend),
        admission_(std::move(admission)),
        slot_(std::move(slot)),
        deadline_(context, backend.limits.max_import_time),
        reply_(reply) {
    this->StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (ok && !deadline_.Requested()) {
      TakeItem();
    } else {
      std::unique_lock<std::mutex> lock(mutex_);
      ended_ = true;
      FinishIfDone(lock);
    }
  }
  void OnDone() override { delete this; }

 private:
  void TakeItem() {
    // Finding concepts takes its time, which gRPC's own threads have not.
    lacks_concepts_ = LacksConcepts(request_);
    if (!lacks_concepts_ || !backend_.workers.RunPart([this] { JudgeItem(); })) JudgeItem();
  }

  void JudgeItem() {
    const int64_t index = item_count_++;
    request_hash_ = request_.request_id().empty() ? "" : HashWithout(request_, {"request_id"});
    const typename Traits::Resource& item = Traits::In(request_);
    FieldChecker check;
    const auto snapshot = backend_.pool.Current();
    absl::Status status = RequireTaxonomy(*snapshot);
    if (status.ok()) {
      CheckTexts(request_, check);
      if (lacks_concepts_) {
        AddLinks(*backend_.concepts.Over(snapshot->shared_taxonomy()),
                 backend_.concepts.words().places, &request_);
      }
      if (item.name().empty()) check.Fail("name", "required in an import");
      Traits::Check(item, backend_.ReferencesOf(*snapshot), check);
      check.Uuid("request_id", request_.request_id());
      status = check.status();
    }
    if (!status.ok()) {
      {
        const std::lock_guard<std::mutex> lock(mutex_);
        tally_.Rejected(index, item.name(), status, check.violations());
      }
      this->StartRead(&request_);
      return;
    }
    Submit(index, item);
    ReadUnlessFull();
  }

  void Submit(int64_t index, const typename Traits::Resource& item) {
    auto write = UpsertOf<Traits>(item, write::WriteMode::kUpsert, admission_->caller(), backend_);
    write.render = [](const auto&, const auto&, write::WriteOutcome outcome) {
      return std::string(1, static_cast<char>(outcome));
    };
    if (lacks_concepts_) {
      write.complete = [complete = std::move(write.complete)](const auto* stored, auto* next) {
        if (stored != nullptr) KeepDecisions(*stored, next);
        return complete(stored, next);
      };
    }
    write::Command command;
    command.caller = admission_->caller();
    command.request_id = request_.request_id();
    command.request_hash = request_hash_;
    command.decide = [write = std::move(write)](write::DecisionContext& context) {
      return write::DecideWrite(write, context);
    };
    command.done = [this, index, name = item.name()](const absl::StatusOr<write::Reply>& reply) {
      ItemDone(index, name, reply);
    };
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      ++under_way_;
    }
    backend_.sequencer.Submit(std::move(command));
  }

  void ReadUnlessFull() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      paused_ = under_way_ >= backend_.limits.import_window;
      if (paused_) return;
    }
    this->StartRead(&request_);
  }

  // On the sequencer's thread.
  void ItemDone(int64_t index, const std::string& name, const absl::StatusOr<write::Reply>& reply) {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!reply.ok()) {
      tally_.Rejected(index, name, reply.status(), {});
    } else {
      tally_.Stored(static_cast<write::WriteOutcome>(reply->bytes.at(0)));
      admission_->Concerns(reply->person);
    }
    --under_way_;
    if (paused_ && under_way_ <= backend_.limits.import_window / 2) {
      paused_ = false;
      lock.unlock();
      this->StartRead(&request_);
      return;
    }
    FinishIfDone(lock);
  }

  void FinishIfDone(std::unique_lock<std::mutex>& lock) {
    if (!ended_ || under_way_ > 0) return;
    *reply_ = std::move(tally_).Summary();
    lock.unlock();  // Finish may end in OnDone
    const absl::Status closed = admission_->Close(deadline_.status());
    if (!closed.ok()) reply_->Clear();
    this->Finish(ToGrpcStatus(closed));
  }

  const Backend& backend_;
  const std::shared_ptr<access::Admission> admission_;
  const ImportSlots::Slot slot_;
  const RequestDeadline deadline_;
  v1::ImportSummary* const reply_;
  typename Traits::ImportRequest request_;  // being read, or being taken
  std::string request_hash_;                // of the item as it came; empty: it has no request id
  bool lacks_concepts_ = false;             // of the item as it came
  int64_t item_count_ = 0;

  std::mutex mutex_;
  ImportTally tally_;     // guarded by mutex_
  size_t under_way_ = 0;  // guarded by mutex_; submitted and not yet done
  bool paused_ = false;   // guarded by mutex_; the window is full, nothing is being read
  bool ended_ = false;    // guarded by mutex_; nothing more will be read
};

// Ends a stream at once.
template <typename Request>
class RefusedImport final : public grpc::ServerReadReactor<Request> {
 public:
  explicit RefusedImport(const absl::Status& status) { this->Finish(ToGrpcStatus(status)); }
  void OnDone() override { delete this; }
};

template <typename Traits>
grpc::ServerReadReactor<typename Traits::ImportRequest>* StartImport(
    grpc::CallbackServerContext* context, const Backend& backend, v1::ImportSummary* reply) {
  std::shared_ptr<access::Admission> admission = backend.gate.Of(*context);
  if (!admission->status().ok()) {
    return new RefusedImport<typename Traits::ImportRequest>(admission->status());
  }
  ImportSlots::Slot slot = backend.import_slots.Take();
  if (slot == nullptr) {
    return new RefusedImport<typename Traits::ImportRequest>(TooManyImports());
  }
  return new ImportReactor<Traits>(*context, backend, std::move(admission), std::move(slot), reply);
}

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_IMPORT_REACTOR_H_
