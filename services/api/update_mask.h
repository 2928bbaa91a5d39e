// Applies an update mask: which top-level fields an update replaces.
//
//   absl::Status merged = ApplyMask(request.update_mask(), request.vacancy(), &vacancy);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_UPDATE_MASK_H_
#define OVERSTAP_SERVICES_API_UPDATE_MASK_H_

#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"
#include "services/api/field_checker.h"

namespace overstap::api {

// Names the paths that are no top-level field of the message.
void CheckMask(const google::protobuf::FieldMask& mask,
               const google::protobuf::Descriptor& descriptor, FieldChecker& check);

// Replaces the masked fields of `target` by those of `source`, of the same type; one that is unset
// there is cleared. An empty mask and `*` mean all. The mask was checked.
void ApplyMask(const google::protobuf::FieldMask& mask, const google::protobuf::Message& source,
               google::protobuf::Message* target);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_UPDATE_MASK_H_
