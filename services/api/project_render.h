// Projects as clients see them, and what their reports come to.
//
//   v1::Project reply = ToApi(stored.head(), stored.project());
//   v1::ProjectProgress progress = ProjectProgressOf(backend, caller, name, project, today);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_PROJECT_RENDER_H_
#define OVERSTAP_SERVICES_API_PROJECT_RENDER_H_

#include <string>

#include "matcher/model/date.h"
#include "overstap/store/v1/log.pb.h"
#include "overstap/store/v1/records.pb.h"
#include "overstap/v1/project.pb.h"
#include "services/api/backend.h"
#include "services/write/sequencer.h"

namespace overstap::api {

store::v1::Project ToRecord(const v1::Project& message);
v1::Project ToApi(const store::v1::RecordHead& head, const store::v1::Project& record);

// Its first day is not after the day, its last one, if it has one, not before.
bool RunsOn(const store::v1::Project& project, matcher::Date day);

// Events up to and including the day. Small counts of people are shown to a caller who may see
// every report of the project; `caller` nullptr: for everyone to read.
v1::ProjectProgress ProjectProgressOf(const Backend& backend, const write::Caller* caller,
                                      const std::string& name, const store::v1::Project& project,
                                      matcher::Date as_of);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_PROJECT_RENDER_H_
