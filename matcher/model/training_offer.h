// A training offer as the matcher sees one.
//
// A plain value; build it, then share it const.
#ifndef OVERSTAP_MATCHER_MODEL_TRAINING_OFFER_H_
#define OVERSTAP_MATCHER_MODEL_TRAINING_OFFER_H_

#include <optional>
#include <string>
#include <vector>

#include "matcher/model/date.h"
#include "matcher/model/ids.h"
#include "matcher/model/job_seeker.h"
#include "matcher/model/vacancy.h"
#include "matcher/model/values.h"

namespace overstap::matcher {

enum class TrainingForm : uint8_t { kDay, kEvening, kLearnWork, kOnline };

struct ObtainedCredential {
  CredentialNumber credential;
  int validity_months = 0;  // 0: as the region's list says
};

struct TrainingRun {
  std::string run_id;
  Date start_date;
  int seats_left = 0;
};

struct TrainingOffer {
  std::string id;
  std::string title;     // shown, never ranked on
  std::string provider;  // likewise
  std::vector<OwnSkill> taught_skills;
  std::vector<QualificationNumber> qualifications;
  std::vector<ObtainedCredential> credentials;
  EntryDemands entry_demands;
  SectorSet sectors = 0;
  TrainingForm form = TrainingForm::kDay;
  std::optional<PlaceNumber> place;
  std::vector<Shift> meetings;
  HoursPerWeek hours_per_week;
  int weeks = 1;
  EurCents price_person = 0;
  EurCents price_funds = 0;
  std::vector<SchemeNumber> funding_schemes;
  std::vector<TrainingRun> runs;
  bool requires_learn_work_job = false;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_MODEL_TRAINING_OFFER_H_
