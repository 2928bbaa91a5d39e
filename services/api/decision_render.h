// Decisions at rest ↔ API messages.
//
//   v1::Decision message = ToApi(view);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_DECISION_RENDER_H_
#define OVERSTAP_SERVICES_API_DECISION_RENDER_H_

#include "overstap/store/v1/decision.pb.h"
#include "overstap/v1/decision.pb.h"
#include "services/write/decision_commands.h"
#include "services/write/sequencer.h"

namespace overstap::api {

// Of a valid message. The request is kept as it would be sent: its bytes, and its message's name.
store::v1::DecisionRecord ToRecord(const v1::Decision& message, const write::Caller& caller);
// Of a forgotten person's: name, etag, time and organisation.
v1::Decision ToApi(const write::DecisionView& view);
v1::AnswerVersions ToApi(const store::v1::AnswerVersionsRecord& versions);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_DECISION_RENDER_H_
