// Moves values between the API's messages and those at rest, which are separate so that each can
// change on its own. Fields are matched by name.
//
//   store::v1::Vacancy record;
//   CopyByName(api_vacancy, &record);
//
// Fields that the target does not have (name, etag, times: they live in the record's head) are left
// out. Safe from any thread.
#ifndef OVERSTAP_SERVICES_CONVERT_RECORD_COPY_H_
#define OVERSTAP_SERVICES_CONVERT_RECORD_COPY_H_

#include "google/protobuf/message.h"

namespace overstap::convert {

// Clears `to`, then copies every set field that both have. CHECK-fails when a shared name has
// another shape: a test walks all pairs.
void CopyByName(const google::protobuf::Message& from, google::protobuf::Message* to);

}  // namespace overstap::convert

#endif  // OVERSTAP_SERVICES_CONVERT_RECORD_COPY_H_
