// Fields of a record that a client reads but never writes: they change by rpcs of their own, and
// every other write carries them over from the stored record, whatever the client sent.
//
//   CarryOver(stored, &next);
//
// The one place that lists them. Pure; safe from any thread.
#ifndef OVERSTAP_SERVICES_WRITE_KEPT_FIELDS_H_
#define OVERSTAP_SERVICES_WRITE_KEPT_FIELDS_H_

#include "overstap/store/v1/records.pb.h"

namespace overstap::write {

inline void CarryOver(const store::v1::JobSeeker& stored, store::v1::JobSeeker* next) {
  *next->mutable_shares() = stored.shares();
  next->clear_restriction();
  if (stored.has_restriction()) *next->mutable_restriction() = stored.restriction();
}
inline void CarryOver(const store::v1::Vacancy&, store::v1::Vacancy*) {}
inline void CarryOver(const store::v1::TrainingOffer&, store::v1::TrainingOffer*) {}
inline void CarryOver(const store::v1::Project&, store::v1::Project*) {}

// A new record has none.
inline void ClearKept(store::v1::JobSeeker* record) {
  record->clear_shares();
  record->clear_restriction();
}
inline void ClearKept(store::v1::Vacancy*) {}
inline void ClearKept(store::v1::TrainingOffer*) {}
inline void ClearKept(store::v1::Project*) {}

}  // namespace overstap::write

#endif  // OVERSTAP_SERVICES_WRITE_KEPT_FIELDS_H_
