// A vacancy as the matcher sees one. An unset demand is no demand.
//
// A plain value; build it, then share it const.
#ifndef OVERSTAP_MATCHER_MODEL_VACANCY_H_
#define OVERSTAP_MATCHER_MODEL_VACANCY_H_

#include <optional>
#include <string>
#include <vector>

#include "matcher/model/date.h"
#include "matcher/model/ids.h"
#include "matcher/model/values.h"

namespace overstap::matcher {

struct SkillDemand {
  SkillNumber skill;
  bool essential = true;
  bool from_text = false;  // found in the description, not stated
};

struct QualificationDemand {
  QualificationNumber qualification;
  bool diploma_required = false;
};

enum class CredentialTiming : uint8_t { kAtStart, kWithinWeeks, kEmployerProvides };

struct CredentialDemand {
  CredentialNumber credential;
  CredentialTiming timing = CredentialTiming::kAtStart;
  int within_weeks = 0;
};

struct LanguageDemand {
  LanguageCode language = 0;
  std::optional<LanguageActivity> activity;  // unset: each of the four
  CefrLevel level = CefrLevel::kA1;
};

// What must be there when a course or learn-work job starts.
struct EntryDemands {
  std::optional<EqfLevel> min_level;
  std::optional<QualificationNumber> qualification;
  std::vector<LanguageDemand> languages;
  std::vector<SkillNumber> skills;
  std::vector<CredentialNumber> credentials;
  DrivingLicenceSet driving_licences = 0;
};

struct LearnWork {
  std::optional<QualificationNumber> qualification;
  EntryDemands entry_demands;
  std::optional<bool> recognised_learning_company;
  int months = 0;
  HoursPerWeek education_hours;
  bool person_pays_tuition = false;
  EurCents tuition_per_year = 0;
};

// What the employer offers; filtered on per query.
struct EmployerOffers {
  bool job_coach = false;
  bool trial_placement = false;
  int trial_placement_weeks = 8;
  bool open_to_wage_subsidy = false;
  int reserved_places = 0;
};

struct Vacancy {
  std::string id;
  std::optional<OrganisationNumber>
      owner;             // whose employers may ask about it; no part of a ranking
  std::string title;     // shown, never ranked on
  std::string employer;  // likewise
  std::optional<OccupationNumber> occupation;
  std::vector<SkillDemand> skills;  // empty: those of the occupation
  std::optional<QualificationDemand> qualification;
  std::optional<EqfLevel> min_level;
  std::vector<CredentialDemand> credentials;
  SectorNumber sector;
  std::optional<PlaceNumber> place;
  HoursRange hours;
  std::vector<Shift> shifts;
  bool all_shifts_required = false;
  std::vector<LanguageDemand> languages;
  DrivingLicenceSet driving_licences = 0;
  ContractKind contract_kind = ContractKind::kUnspecified;
  std::optional<LearnWork> learn_work;
  EmployerOffers employer_offers;
  bool certificate_of_conduct = false;  // shown, never decided
  bool medical_check = false;           // likewise
  std::optional<Date> start_date;       // unset: at once
  std::optional<Date> closing_date;
  bool closed = false;
  int openings_left = 0;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_MODEL_VACANCY_H_
