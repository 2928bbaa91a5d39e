// Roles as tokens, metadata and configuration write them: `caseworker` for ROLE_CASEWORKER.
//
//   v1::Role role = RoleOf("work_table_member");   // ROLE_UNSPECIFIED: no such role
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_ACCESS_ROLE_NAMES_H_
#define OVERSTAP_SERVICES_ACCESS_ROLE_NAMES_H_

#include <string>
#include <string_view>

#include "overstap/v1/options.pb.h"

namespace overstap::access {

// ROLE_UNSPECIFIED when there is no such role. Takes the enum's own names too.
v1::Role RoleOf(std::string_view text);
std::string NameOf(v1::Role role);

}  // namespace overstap::access

#endif  // OVERSTAP_SERVICES_ACCESS_ROLE_NAMES_H_
