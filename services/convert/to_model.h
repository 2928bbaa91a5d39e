// Records at rest → the values that the matcher works on: codes become numbers of one taxonomy
// version and region.
//
//   UnknownCodes unknown;
//   matcher::Vacancy vacancy = ToModel(id, record, openings_left, {taxonomy, region}, &unknown);
//
// Codes that the taxonomy or region does not have (any more) are left out and counted. A stored
// record was validated when it came in, so nothing here fails. Safe from any thread.
#ifndef OVERSTAP_SERVICES_CONVERT_TO_MODEL_H_
#define OVERSTAP_SERVICES_CONVERT_TO_MODEL_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "google/type/date.pb.h"
#include "matcher/model/job_seeker.h"
#include "matcher/model/region.h"
#include "matcher/model/training_offer.h"
#include "matcher/model/vacancy.h"
#include "matcher/target/target.h"
#include "matcher/taxonomy/taxonomy.h"
#include "overstap/store/v1/log.pb.h"
#include "overstap/store/v1/records.pb.h"

namespace overstap::convert {

struct ModelContext {
  const matcher::Taxonomy& taxonomy;
  const matcher::Region& region;
};

// Counts codes that could not be resolved.
struct UnknownCodes {
  int64_t count = 0;
};

// Left for a person to decide: counts for nothing until then.
inline bool IsOpen(const store::v1::TextLink& link) {
  return link.state() == store::v1::TEXT_LINK_STATE_OPEN;
}

matcher::JobSeeker ToModel(std::string_view id, const store::v1::JobSeeker& record,
                           const ModelContext& context, UnknownCodes* unknown);
matcher::Vacancy ToModel(std::string_view id, const store::v1::Vacancy& record, int openings_left,
                         const ModelContext& context, UnknownCodes* unknown);
// `seats_taken(run_id)`: by placements here.
matcher::TrainingOffer ToModel(std::string_view id, const store::v1::TrainingOffer& record,
                               const std::function<int(std::string_view)>& seats_taken,
                               const ModelContext& context, UnknownCodes* unknown);
// For counting.
matcher::LedgerReport ToLedgerReport(std::string_view id, const store::v1::Report& report);

// nullopt when unset or no such day.
std::optional<matcher::Date> ToDate(const google::type::Date& date);
google::type::Date FromDate(matcher::Date date);

}  // namespace overstap::convert

#endif  // OVERSTAP_SERVICES_CONVERT_TO_MODEL_H_
