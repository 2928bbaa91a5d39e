// A person as the matcher sees one: numbers of one taxonomy version and region, nothing protected,
// nothing that identifies. An unset facet is unknown; a set and empty one is none.
//
// A plain value; build it, then share it const.
#ifndef OVERSTAP_MATCHER_MODEL_JOB_SEEKER_H_
#define OVERSTAP_MATCHER_MODEL_JOB_SEEKER_H_

#include <optional>
#include <string>
#include <vector>

#include "matcher/model/date.h"
#include "matcher/model/ids.h"
#include "matcher/model/values.h"

namespace overstap::matcher {

enum class Proficiency : uint8_t {
  kUnknown = 0,
  kBasic = 1,
  kIndependent = 2,
  kAdvanced = 3,
  kExpert = 4
};

struct OwnSkill {
  SkillNumber skill;
  Proficiency proficiency = Proficiency::kUnknown;
  bool from_text = false;  // found in a text, not stated
};

struct PastOccupation {
  OccupationNumber occupation;
  bool from_text = false;  // found by a title, not stated
};

// A diploma. A foreign one that is not valued does not count.
struct OwnQualification {
  std::optional<QualificationNumber>
      number;  // unset: not in the region's list, only its level counts
  EqfLevel level = 0;
  bool counts = true;
};

struct OwnCredential {
  CredentialNumber credential;
  std::optional<Date> valid_until;  // last valid day; unset: without end
};

struct OwnLanguage {
  LanguageCode language = 0;
  // By LanguageActivity; unset: unknown for that activity.
  std::optional<CefrLevel> levels[kLanguageActivityCount];
};

struct ModeLimit {
  TravelMode mode = TravelMode::kCar;
  int max_minutes = 0;
};

struct TravelLimits {
  std::optional<double> max_km;
  std::vector<ModeLimit> modes;  // one of them suffices; empty: no bound in minutes
};

// An organisation whose caseworkers may see the person. Says who may ask, nothing about the person:
// no part of eligibility or fit.
struct Viewer {
  OrganisationNumber organisation;
  std::optional<Date> until;  // last day; unset: without end
};

struct JobSeeker {
  std::string id;
  std::vector<Viewer> viewers;  // empty: only who may see everyone
  std::optional<std::vector<OwnSkill>> skills;
  std::optional<std::vector<OwnQualification>> qualifications;
  std::optional<EqfLevel> working_level;
  std::optional<std::vector<OwnCredential>> credentials;
  std::optional<std::vector<PastOccupation>> past_occupations;
  std::optional<std::vector<OccupationNumber>> wished_occupations;
  std::optional<SectorSet> sectors;
  std::optional<PlaceNumber> home;
  std::optional<TravelLimits> travel;
  std::optional<HoursPerWeek> hours_now;   // 0: not in work
  std::optional<HoursRange> hours_wanted;  // in all, the present job included where it stays
  std::optional<bool> keeps_present_job;
  std::optional<WeekParts> availability;
  std::optional<std::vector<OwnLanguage>> languages;
  std::optional<DrivingLicenceSet> driving_licences;
  std::optional<Date> available_from;
  std::optional<EurCents> own_money;
  std::optional<int> training_weeks_max;
  std::optional<HoursPerWeek> training_hours_max;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_MODEL_JOB_SEEKER_H_
