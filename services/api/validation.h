// What the API's messages must be: every length, range, format and reference that their comments
// promise. One validator per message, used alike for what is created, for the merged result of an
// update, for items of an import and for people and vacancies given inline.
//
//   FieldChecker check;
//   check.In("vacancy", [&] { CheckVacancy(request.vacancy(), references, check); });
//   if (!check.ok()) return check.status();
//
// Output-only fields are not looked at. Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_VALIDATION_H_
#define OVERSTAP_SERVICES_API_VALIDATION_H_

#include <vector>

#include "matcher/model/date.h"
#include "matcher/model/region.h"
#include "matcher/taxonomy/taxonomy.h"
#include "overstap/region/v1/region.pb.h"
#include "overstap/v1/job_seeker.pb.h"
#include "overstap/v1/placement.pb.h"
#include "overstap/v1/placement_service.pb.h"
#include "overstap/v1/report.pb.h"
#include "overstap/v1/taxonomy_service.pb.h"
#include "overstap/v1/training_offer.pb.h"
#include "overstap/v1/vacancy.pb.h"
#include "services/api/field_checker.h"

namespace overstap::api {

// What codes and ids may refer to. Outlives the check.
struct References {
  const matcher::Taxonomy& taxonomy;  // the version in use
  const matcher::Region& region;
  const region::v1::RegionConfig& config;
};

void CheckJobSeeker(const v1::JobSeeker& job_seeker, const References& references,
                    FieldChecker& check);
void CheckVacancy(const v1::Vacancy& vacancy, const References& references, FieldChecker& check);
void CheckTrainingOffer(const v1::TrainingOffer& offer, const References& references,
                        FieldChecker& check);
void CheckPlacement(const v1::Placement& placement, const References& references,
                    FieldChecker& check);
void CheckTransition(const v1::TransitionPlacementRequest& request, FieldChecker& check);
// `weeks`: those configured, ascending.
void CheckPlacementCheck(const v1::RecordPlacementCheckRequest& request,
                         const std::vector<int>& weeks, matcher::Date today, FieldChecker& check);
void CheckReportPlacement(const v1::ReportPlacementRequest& request, const References& references,
                          FieldChecker& check);
void CheckReport(const v1::Report& report, const References& references, FieldChecker& check);

// What can be told of one message of a taxonomy import alone.
void CheckConceptBatch(const v1::ConceptBatch& batch, FieldChecker& check);
void CheckRelationBatch(const v1::RelationBatch& batch, FieldChecker& check);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_VALIDATION_H_
