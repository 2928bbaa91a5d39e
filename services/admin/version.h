// Which program this is.
//
//   status.server_version = kVersion;
#ifndef OVERSTAP_SERVICES_ADMIN_VERSION_H_
#define OVERSTAP_SERVICES_ADMIN_VERSION_H_

namespace overstap {

// As the build names it (CMakeLists.txt, project).
extern const char kVersion[];

}  // namespace overstap

#endif  // OVERSTAP_SERVICES_ADMIN_VERSION_H_
