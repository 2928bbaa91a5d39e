// What the services work with. One per server; outlives its services.
#ifndef OVERSTAP_SERVICES_API_BACKEND_H_
#define OVERSTAP_SERVICES_API_BACKEND_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "matcher/model/date.h"
#include "matcher/model/region.h"
#include "matcher/pool_snapshot.h"
#include "overstap/region/v1/region.pb.h"
#include "overstap/store/v1/audit.pb.h"
#include "services/access/candidate_names.h"
#include "services/access/gate.h"
#include "services/admin/administration.h"
#include "services/api/import_slots.h"
#include "services/api/validation.h"
#include "services/api/worker_pool.h"
#include "services/keys/key_ring.h"
#include "services/log/event_log.h"
#include "services/pool/pool.h"
#include "services/store/store.h"
#include "services/write/sequencer.h"

namespace overstap::api {

class ConceptSource;
class ReportWatch;

struct ApiLimits {
  absl::Duration max_request_time = absl::Seconds(30);  // ceiling on clients' deadlines
  absl::Duration max_import_time = absl::Hours(2);
  size_t import_window = 1'024;  // items of an import stream that are not yet durable
  // Beyond it single writes are refused; imports wait by their window.
  size_t max_waiting_writes = 8'192;
};

struct Backend {
  store::Store& store;
  keys::KeyRing& keys;
  pool::Pool& pool;
  write::Sequencer& sequencer;
  WorkerPool& workers;
  const matcher::Region& region;
  const region::v1::RegionConfig& config;
  const access::Gate& gate;
  ImportSlots& import_slots;
  const access::CandidateNames& candidates;
  ConceptSource& concepts;
  ApiLimits limits;
  // The clock; a test gives its own.
  std::function<absl::Time()> now = [] { return absl::Now(); };
  // Status, backups and checks.
  admin::Administration* administration = nullptr;
  // What was decided, for what goes back to it; null: nothing can.
  const log::EventLog* log = nullptr;
  // Streams of changes to reports; ends before the server does.
  ReportWatch* watch = nullptr;
  // Fingerprint of the region's configuration and tables; answers carry it.
  std::string region_version = {};
  // Visits the audit records that concern a person, in order, until `visit` returns false; empty:
  // none are kept.
  std::function<absl::Status(std::string_view person_id,
                             absl::FunctionRef<bool(const store::v1::AuditRecord&)> visit)>
      read_audit = {};

  // The civil day in the Netherlands.
  matcher::Date Today() const;
  // Views the snapshot.
  References ReferencesOf(const matcher::PoolSnapshot& snapshot) const {
    return {snapshot.taxonomy(), region, config};
  }
};

// FAILED_PRECONDITION, reason NO_TAXONOMY, until one is imported.
absl::Status RequireTaxonomy(const matcher::PoolSnapshot& snapshot);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_BACKEND_H_
