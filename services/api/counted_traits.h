// What the ledger counts of a person beside their record, read when a report is made. The one way
// in which participation facts reach a report: whoever files it names neither them nor their
// header.
//
//   report.traits_of = CountedTraitsOf;
//
// Inside Command::decide.
#ifndef OVERSTAP_SERVICES_API_COUNTED_TRAITS_H_
#define OVERSTAP_SERVICES_API_COUNTED_TRAITS_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "services/write/commands.h"
#include "services/write/sequencer.h"

namespace overstap::api {

// As the facts kept of the person say; nullopt for what they do not, and for all where none are
// kept.
absl::StatusOr<write::PersonTraits> CountedTraitsOf(std::string_view person_id,
                                                    const write::DecisionContext& context);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_COUNTED_TRAITS_H_
