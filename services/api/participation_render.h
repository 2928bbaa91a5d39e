// Participation facts ↔ API messages; included by their own service and the export alone.
//
//   v1::ParticipationFacts message = ToApi(record);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_PARTICIPATION_RENDER_H_
#define OVERSTAP_SERVICES_API_PARTICIPATION_RENDER_H_

#include "overstap/v1/participation_facts.pb.h"
#include "services/participation/participation_facts.h"

namespace overstap::api {

// With name, etag and times.
v1::ParticipationFacts ToApi(const participation::FactsRecord& record);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_PARTICIPATION_RENDER_H_
