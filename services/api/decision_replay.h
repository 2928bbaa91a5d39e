// A decision's question, asked again of the records as they were.
//
//   absl::Status replayed = Replay(view, call, backend, reply);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_DECISION_REPLAY_H_
#define OVERSTAP_SERVICES_API_DECISION_REPLAY_H_

#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "overstap/v1/decision_service.pb.h"
#include "services/api/backend.h"
#include "services/api/unary.h"
#include "services/pool/pool.h"
#include "services/store/memory_store.h"
#include "services/write/decision_commands.h"

namespace overstap::api {

// The records at one position of the log, in memory. People who were forgotten since are in the
// store, sealed for good, and not in the pool.
struct PastRecords {
  std::unique_ptr<store::MemoryStore> store;
  std::unique_ptr<pool::Pool> pool;
  int64_t forgotten_persons = 0;
};

// Reads the log up to `position`: takes as long as a start without a store. Decisions,
// participation facts and remembered answers, on which no answer depends, are left out.
// FAILED_PRECONDITION: the log ends before.
absl::StatusOr<PastRecords> RebuildAt(uint64_t position, const RequestDeadline& deadline,
                                      const Backend& backend);

// Of a decision whose person is not forgotten. Asks in the role and for the organisation of then.
absl::Status Replay(const write::DecisionView& decision, const Call& call, const Backend& backend,
                    v1::ReplayDecisionResponse* reply);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_DECISION_REPLAY_H_
