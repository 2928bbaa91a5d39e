#include <string>

#include "services/api/names.h"
#include "services/api/validation.h"
#include "services/api/validation_common.h"

namespace overstap::api {
namespace {

constexpr int kMaxSkills = 200;
constexpr int kMaxCredentials = 20;
constexpr int kMaxWithinWeeks = 104;
constexpr double kMaxEducationHours = 40;
constexpr int kMaxLearnWorkMonths = 60;
constexpr int kMaxTrialWeeks = 26;
constexpr int kMaxOpenings = 1'000;
constexpr double kLeastFullTimeHours = 32;
constexpr double kMostFullTimeHours = 40;

void CheckCredentials(const v1::Vacancy& vacancy, const References& references,
                      FieldChecker& check) {
  SeenOnce seen;
  check.Each("credentials", vacancy.credentials(), kMaxCredentials,
             [&](const v1::CredentialDemand& item) {
               CheckCredential("credential", item.credential(), references, check);
               seen.Add(item.credential(), "credential", check);
               check.EnumValue("timing", item.timing(), Presence::kOptional);
               if (item.timing() == v1::CREDENTIAL_TIMING_WITHIN_WEEKS) {
                 check.InRange("within_weeks", item.within_weeks(), 1, kMaxWithinWeeks);
               } else if (item.within_weeks() != 0) {
                 check.Fail("within_weeks", "only with CREDENTIAL_TIMING_WITHIN_WEEKS");
               }
             });
}

void CheckSkills(const v1::Vacancy& vacancy, const References& references, FieldChecker& check) {
  SeenOnce seen;
  check.Each("skills", vacancy.skills(), kMaxSkills, [&](const v1::SkillDemand& item) {
    check.In("skill", [&] {
      CheckSkillCode(item.skill(), references, check);
      if (!item.skill().code().empty()) seen.Add(item.skill().code(), "code", check);
    });
    check.EnumValue("importance", item.importance(), Presence::kOptional);
    if (item.has_text_link()) {
      check.In("text_link", [&] { CheckTextLink(item.text_link(), check); });
    }
  });
}

void CheckHours(const v1::VacancyHours& hours, FieldChecker& check) {
  if (check.InRange("min_hours_per_week", hours.min_hours_per_week(), 0, kMaxHoursPerWeek)) {
    check.InRange("max_hours_per_week", hours.max_hours_per_week(), hours.min_hours_per_week(),
                  kMaxHoursPerWeek);
  }
}

void CheckLearnWork(const v1::LearnWork& learn_work, double job_hours, const References& references,
                    FieldChecker& check) {
  if (learn_work.has_qualification()) {
    check.In("qualification",
             [&] { CheckRegionQualification(learn_work.qualification(), references, check); });
  }
  check.In("entry_demands",
           [&] { CheckEntryDemands(learn_work.entry_demands(), references, check); });
  check.EnumValue("school_day", learn_work.school_day(), Presence::kOptional);
  if (check.InRange("education_hours_per_week", learn_work.education_hours_per_week(), 0,
                    kMaxEducationHours) &&
      learn_work.education_hours_per_week() > job_hours) {
    check.Fail("education_hours_per_week", "must lie within the job's hours");
  }
  check.InRange("months", learn_work.months(), 1, kMaxLearnWorkMonths);
  check.EnumValue("tuition_payer", learn_work.tuition_payer(), Presence::kOptional);
  check.NotNegative("tuition_eur_cents_per_year", learn_work.tuition_eur_cents_per_year());
}

void CheckPay(const v1::PayRange& pay, FieldChecker& check) {
  if (check.NotNegative("min_eur_cents_per_month", pay.min_eur_cents_per_month()) &&
      pay.max_eur_cents_per_month() < pay.min_eur_cents_per_month()) {
    check.Fail("max_eur_cents_per_month", "must be at least the minimum");
  }
  if (pay.full_time_hours_per_week() != 0) {
    check.InRange("full_time_hours_per_week", pay.full_time_hours_per_week(), kLeastFullTimeHours,
                  kMostFullTimeHours);
  }
}

void CheckEmployerOffers(const v1::EmployerOffers& offers, FieldChecker& check) {
  check.InRange("trial_placement_weeks", offers.trial_placement_weeks(), 0, kMaxTrialWeeks);
  check.InRange("reserved_places", offers.reserved_places(), 0, kMaxOpenings);
}

void CheckChecks(const v1::Vacancy& vacancy, FieldChecker& check) {
  SeenOnce seen;
  check.Each("checks", vacancy.checks(), v1::Check_ARRAYSIZE, [&](int item) {
    if (check.EnumValue("", static_cast<v1::Check>(item), Presence::kRequired)) {
      seen.Add(v1::Check_Name(item), "", check);
    }
  });
}

}  // namespace

void CheckVacancy(const v1::Vacancy& vacancy, const References& references, FieldChecker& check) {
  check.Name("name", vacancy.name(), kVacancies, Presence::kOptional);
  check.Text("organisation", vacancy.organisation(), 0, kMaxOrganisationBytes);
  check.Text("employer", vacancy.employer(), 1, kMaxTitleBytes);
  check.Text("establishment", vacancy.establishment(), 0, kMaxTitleBytes);
  check.Text("title", vacancy.title(), 1, kMaxTitleBytes);
  check.Text("description", vacancy.description(), 0, kMaxDescriptionBytes);
  if (vacancy.has_occupation()) {
    check.In("occupation", [&] { CheckOccupationCode(vacancy.occupation(), references, check); });
  } else if (vacancy.skills().empty() && !IsOpen(vacancy.occupation_text_link())) {
    check.Fail("occupation", "required when skills is empty");
  }
  if (vacancy.has_occupation_text_link()) {
    check.In("occupation_text_link", [&] { CheckTextLink(vacancy.occupation_text_link(), check); });
  }
  CheckSkills(vacancy, references, check);
  if (vacancy.has_qualification()) {
    check.In("qualification", [&] {
      check.In("qualification", [&] {
        CheckRegionQualification(vacancy.qualification().qualification(), references, check);
      });
      check.EnumValue("binding", vacancy.qualification().binding(), Presence::kOptional);
    });
  }
  if (vacancy.has_min_level_eqf()) {
    check.InRange("min_level_eqf", vacancy.min_level_eqf(), 1, kMaxEqf);
  }
  CheckCredentials(vacancy, references, check);
  CheckSector("sector", vacancy.sector(), references, check);
  if (check.Required("place", vacancy.has_place())) {
    check.In("place", [&] { CheckPlace(vacancy.place(), references, check); });
  }
  if (check.Required("hours_per_week", vacancy.has_hours_per_week())) {
    check.In("hours_per_week", [&] { CheckHours(vacancy.hours_per_week(), check); });
  }
  CheckShifts("shifts", vacancy.shifts(), check);
  CheckLanguageDemands("languages", vacancy.languages(), check);
  CheckDrivingLicences("driving_licences", vacancy.driving_licences(), check);
  check.EnumValue("contract_kind", vacancy.contract_kind(), Presence::kRequired);
  const bool is_learn_work = vacancy.contract_kind() == v1::CONTRACT_KIND_LEARN_WORK;
  if (vacancy.has_learn_work() != is_learn_work) {
    check.Fail("learn_work", "must be set for, and only for, CONTRACT_KIND_LEARN_WORK");
  } else if (is_learn_work) {
    check.In("learn_work", [&] {
      CheckLearnWork(vacancy.learn_work(), vacancy.hours_per_week().max_hours_per_week(),
                     references, check);
    });
  }
  check.In("employer_offers", [&] { CheckEmployerOffers(vacancy.employer_offers(), check); });
  CheckChecks(vacancy, check);
  if (vacancy.has_pay()) check.In("pay", [&] { CheckPay(vacancy.pay(), check); });
  if (vacancy.has_start_date()) check.Date("start_date", vacancy.start_date());
  if (vacancy.has_closing_date()) check.Date("closing_date", vacancy.closing_date());
  check.InRange("openings", vacancy.openings(), 1, kMaxOpenings);
  check.EnumValue("status", vacancy.status(), Presence::kOptional);
}

}  // namespace overstap::api
