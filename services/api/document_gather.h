// What documents are made of, read from the store, the pool and the configuration and cut to what
// the caller's role may see; services/document writes it out.
//
//   absl::StatusOr<document::Newsletter> newsletter = GatherNewsletter(call, backend, day);
//   const document::Labels labels = LabelsIn(backend, language);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_DOCUMENT_GATHER_H_
#define OVERSTAP_SERVICES_API_DOCUMENT_GATHER_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "matcher/model/date.h"
#include "matcher/taxonomy/taxonomy.h"
#include "overstap/v1/project.pb.h"
#include "overstap/v1/target.pb.h"
#include "overstap/v1/work_table_service.pb.h"
#include "services/api/backend.h"
#include "services/api/unary.h"
#include "services/document/half_year_report.h"
#include "services/document/labels.h"
#include "services/document/newsletter.h"

namespace overstap::api {

// Names of all that the region's configuration and the stored projects have. DATA_LOSS.
absl::StatusOr<document::Labels> LabelsIn(const Backend& backend, matcher::Language language);

// A project with its progress on the day, for everyone to read: small counts hidden.
document::ProjectEntry ProjectOn(const Backend& backend, const Call& call,
                                 const store::v1::ProjectStored& stored, matcher::Date day);
// A target's progress with small counts hidden; empty where its figure comes from outside.
absl::StatusOr<v1::Progress> PublicProgressOf(const Backend& backend, const Call& call,
                                              const region::v1::TargetDefinition& target,
                                              matcher::Date day, const std::string& work_table,
                                              matcher::Language language);
v1::Target TargetIn(const Call& call, const region::v1::TargetDefinition& target,
                    matcher::Language language);
absl::StatusOr<v1::TableOverview> TableOn(const Backend& backend, const Call& call,
                                          const region::v1::WorkTableDefinition& table,
                                          matcher::Date day);

// Projects that run on the day, in the order of their names.
absl::StatusOr<document::Newsletter> GatherNewsletter(const Backend& backend, const Call& call,
                                                      matcher::Date day);

struct HalfYear {
  int year = 0;
  int half = 0;  // 1 or 2
  matcher::Date first() const;
  matcher::Date last() const;
};
// `work_table`: its name; empty: the whole. As of the half-year's last day, or today where that is
// earlier.
absl::StatusOr<document::HalfYearReport> GatherHalfYear(const Backend& backend, const Call& call,
                                                        const HalfYear& half_year,
                                                        const std::string& work_table,
                                                        matcher::Language language);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_DOCUMENT_GATHER_H_
