// What a reply may hold for a role that sees only part of what is kept: an allow-list per role, of
// the fields of the API's messages. What is not listed is cleared before the reply leaves.
//
//   Disclose(v1::ROLE_EMPLOYER, reply);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_ACCESS_DISCLOSURE_H_
#define OVERSTAP_SERVICES_ACCESS_DISCLOSURE_H_

#include "google/protobuf/message.h"
#include "overstap/v1/options.pb.h"

namespace overstap::access {

// Clears every field, at any depth, that the role's list does not name. Roles without a list see
// all.
void Disclose(v1::Role role, google::protobuf::Message* reply);

}  // namespace overstap::access

#endif  // OVERSTAP_SERVICES_ACCESS_DISCLOSURE_H_
