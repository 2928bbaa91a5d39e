// The region's configuration → API messages.
//
//   *reply->add_targets() = ToApi(definition, matcher::Language::kNl);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_LEDGER_RENDER_H_
#define OVERSTAP_SERVICES_API_LEDGER_RENDER_H_

#include "matcher/taxonomy/taxonomy.h"
#include "overstap/region/v1/region.pb.h"
#include "overstap/v1/target.pb.h"

namespace overstap::api {

v1::Target ToApi(const region::v1::TargetDefinition& target, matcher::Language language);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_LEDGER_RENDER_H_
