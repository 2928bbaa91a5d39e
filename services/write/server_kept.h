// Fields of a record that clients read and never write: an rpc of their own changes them, and every
// other write carries them over from the stored record, in this one place, whether it replaces the
// record as a whole or was made from an empty one (create, update, import).
//
//   KeepServerFields(existing.record, &next);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_WRITE_SERVER_KEPT_H_
#define OVERSTAP_SERVICES_WRITE_SERVER_KEPT_H_

#include "google/protobuf/message.h"

namespace overstap::write {

// Both of the same type. A field that the stored record has not set is cleared.
void KeepServerFields(const google::protobuf::Message& stored, google::protobuf::Message* next);

}  // namespace overstap::write

#endif  // OVERSTAP_SERVICES_WRITE_SERVER_KEPT_H_
