// What administration finds, as the API says it: for the service and for the offline tool alike.
//
//   *reply = ToMessage(*verification);
//
// Pure; safe from any thread.
#ifndef OVERSTAP_SERVICES_ADMIN_MESSAGES_H_
#define OVERSTAP_SERVICES_ADMIN_MESSAGES_H_

#include <string>

#include "overstap/store/v1/backup.pb.h"
#include "overstap/v1/admin_service.pb.h"
#include "services/admin/administration.h"
#include "services/admin/verify.h"

namespace overstap::admin {

// `folder`: where the backup is.
v1::Backup ToMessage(const store::v1::BackupManifest& manifest, const std::string& folder);
// Without duration.
v1::VerifyDataResponse ToMessage(const Verification& verification);
v1::ServerStatus ToMessage(const ServerStatus& status, const Administration& administration);

}  // namespace overstap::admin

#endif  // OVERSTAP_SERVICES_ADMIN_MESSAGES_H_
