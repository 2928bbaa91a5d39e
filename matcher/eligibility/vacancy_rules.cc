// The rules between a person and a vacancy, one function each, and their table.

#include "matcher/eligibility/vacancy_rules.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "matcher/eligibility/demands.h"
#include "matcher/eligibility/value_texts.h"

namespace overstap::matcher {
namespace {

constexpr std::string_view kHoursWantedField = "job_seeker.hours_per_week_wanted";
constexpr std::string_view kHoursNowField = "job_seeker.hours_per_week_now";
constexpr std::string_view kKeepsJobField = "job_seeker.keeps_present_job";

// The first working day: one that has passed on a vacancy that is still open means at once.
Date FirstDay(const Vacancy& vacancy, Date today) {
  return std::max(vacancy.start_date.value_or(today), today);
}

Presence PresenceOf(const Vacancy& vacancy) {
  return {.place = vacancy.place,
          .place_field = "vacancy.place",
          .shifts = vacancy.shifts,
          .all_shifts = vacancy.all_shifts_required};
}

bool Overlap(const HoursRange& a, const HoursRange& b) { return a.min <= b.max && b.min <= a.max; }

void Open(const JobSeeker& /*person*/, const Vacancy& vacancy, const EligibilityContext& context,
          Findings* findings) {
  if (vacancy.closed) {
    findings->Fail(Rule::kOpen, [] { return Values{.demand = "closed"}; });
  } else if (vacancy.closing_date && *vacancy.closing_date < context.today) {
    findings->Fail(Rule::kOpen, [&] {
      return Values{.person = context.today.ToString(),
                    .demand = vacancy.closing_date->ToString(),
                    .unit = "date"};
    });
  }
}

void Openings(const JobSeeker& /*person*/, const Vacancy& vacancy,
              const EligibilityContext& /*context*/, Findings* findings) {
  if (vacancy.openings_left > 0) return;
  findings->Fail(Rule::kOpenings, [] { return Values{.demand = "0"}; });
}

void Sector(const JobSeeker& person, const Vacancy& vacancy, const EligibilityContext& context,
            Findings* findings) {
  if (!person.sectors || (*person.sectors & SectorBit(vacancy.sector)) != 0) return;
  findings->Fail(Rule::kSector, [&] {
    return Values{.person = SectorsText(*person.sectors, context.fit.region),
                  .demand = context.fit.region.sector(vacancy.sector).id};
  });
}

void Kilometres(const JobSeeker& person, const Vacancy& vacancy, const EligibilityContext& context,
                Findings* findings) {
  RequireKilometres(person, PresenceOf(vacancy), context, findings);
}

void Minutes(const JobSeeker& person, const Vacancy& vacancy, const EligibilityContext& context,
             Findings* findings) {
  RequireMinutes(person, PresenceOf(vacancy), context, findings);
}

HoursPerWeek Remainder(HoursPerWeek wanted, HoursPerWeek now) {
  return std::max(wanted - now, HoursPerWeek());
}

// The wanted hours are in all: beside a present job that stays, those that remain. Where nothing is
// said of a present job, hours that fit by themselves do fit.
void Hours(const JobSeeker& person, const Vacancy& vacancy, const EligibilityContext& /*context*/,
           Findings* findings) {
  if (vacancy.hours.max <= HoursPerWeek()) return;
  const auto describe = [&](const std::optional<HoursRange>& wanted) {
    return Values{.person = wanted ? HoursText(*wanted) : "",
                  .demand = HoursText(vacancy.hours),
                  .unit = "hours_per_week"};
  };
  const auto leave_open = [&](std::string_view field) {
    findings->LeaveOpen(Rule::kHours, field, [&] { return describe(person.hours_wanted); });
  };
  if (!person.hours_wanted) return leave_open(kHoursWantedField);
  const std::optional<bool>& keeps = person.keeps_present_job;
  HoursRange wanted = *person.hours_wanted;
  bool fits = Overlap(wanted, vacancy.hours);
  if (keeps.value_or(true)) {
    if (!person.hours_now) {
      if (keeps.has_value() || !fits) leave_open(kHoursNowField);
      return;
    }
    const HoursRange beside = {.min = Remainder(wanted.min, *person.hours_now),
                               .max = Remainder(wanted.max, *person.hours_now)};
    const bool fits_beside = Overlap(beside, vacancy.hours);
    if (!keeps && fits_beside != fits) return leave_open(kKeepsJobField);
    if (keeps) wanted = beside;
    fits = fits_beside;
  }
  if (!fits) findings->Fail(Rule::kHours, [&] { return describe(wanted); });
}

void Shifts(const JobSeeker& person, const Vacancy& vacancy, const EligibilityContext& /*context*/,
            Findings* findings) {
  RequireAvailability(person, PresenceOf(vacancy), findings);
}

void EducationLevel(const JobSeeker& person, const Vacancy& vacancy,
                    const EligibilityContext& context, Findings* findings) {
  std::optional<EqfLevel> level;
  if (vacancy.learn_work) {
    level = vacancy.learn_work->entry_demands.min_level;
  } else {
    level = vacancy.min_level;
    if (vacancy.qualification && !vacancy.qualification->diploma_required) {
      const EqfLevel of_diploma =
          context.fit.region.qualification(vacancy.qualification->qualification).level;
      level = std::max(level.value_or(0), of_diploma);
    }
  }
  if (level) RequireLevel(person, *level, context, findings);
}

void Diploma(const JobSeeker& person, const Vacancy& vacancy, const EligibilityContext& context,
             Findings* findings) {
  std::optional<QualificationNumber> diploma;
  if (vacancy.learn_work) {
    diploma = vacancy.learn_work->entry_demands.qualification;
  } else if (vacancy.qualification && vacancy.qualification->diploma_required) {
    diploma = vacancy.qualification->qualification;
  }
  if (diploma) RequireDiploma(person, *diploma, context, findings);
}

void Languages(const JobSeeker& person, const Vacancy& vacancy,
               const EligibilityContext& /*context*/, Findings* findings) {
  for (const LanguageDemand& demand : vacancy.languages) {
    RequireLanguage(person, demand, findings);
  }
  if (!vacancy.learn_work) return;
  for (const LanguageDemand& demand : vacancy.learn_work->entry_demands.languages) {
    RequireLanguage(person, demand, findings);
  }
}

void Licences(const JobSeeker& person, const Vacancy& vacancy,
              const EligibilityContext& /*context*/, Findings* findings) {
  DrivingLicenceSet demanded = vacancy.driving_licences;
  if (vacancy.learn_work) demanded |= vacancy.learn_work->entry_demands.driving_licences;
  RequireLicences(person, demanded, findings);
}

// On the first working day. What comes later or from the employer never excludes.
void Credentials(const JobSeeker& person, const Vacancy& vacancy, const EligibilityContext& context,
                 Findings* findings) {
  const Date first_day = FirstDay(vacancy, context.today);
  for (const CredentialDemand& demand : vacancy.credentials) {
    if (demand.timing != CredentialTiming::kAtStart) continue;
    RequireCredential(person, demand.credential, first_day, context, findings);
  }
  if (!vacancy.learn_work) return;
  for (const CredentialNumber credential : vacancy.learn_work->entry_demands.credentials) {
    RequireCredential(person, credential, first_day, context, findings);
  }
}

void StartDate(const JobSeeker& person, const Vacancy& vacancy, const EligibilityContext& context,
               Findings* findings) {
  if (vacancy.start_date) RequireStart(person, FirstDay(vacancy, context.today), findings);
}

void LearningCompany(const JobSeeker& /*person*/, const Vacancy& vacancy,
                     const EligibilityContext& /*context*/, Findings* findings) {
  if (!vacancy.learn_work) return;
  const std::optional<bool>& recognised = vacancy.learn_work->recognised_learning_company;
  if (!recognised) {
    findings->LeaveOpen(Rule::kLearningCompany, "vacancy.learn_work.recognised_learning_company",
                        [] { return Values{}; });
  } else if (!*recognised) {
    findings->Fail(Rule::kLearningCompany, [] { return Values{.demand = "not recognised"}; });
  }
}

void EntrySkills(const JobSeeker& person, const Vacancy& vacancy, const EligibilityContext& context,
                 Findings* findings) {
  if (!vacancy.learn_work) return;
  RequireEntrySkills(person, vacancy.learn_work->entry_demands.skills, context, findings);
}

// Those that exclude often and cost little come first.
constexpr VacancyRule kRules[] = {
    {Rule::kOpen, Open},
    {Rule::kOpenings, Openings},
    {Rule::kSector, Sector},
    {Rule::kLearningCompany, LearningCompany},
    {Rule::kHours, Hours},
    {Rule::kStartDate, StartDate},
    {Rule::kDrivingLicence, Licences},
    {Rule::kEducationLevel, EducationLevel},
    {Rule::kDiploma, Diploma},
    {Rule::kLanguage, Languages},
    {Rule::kCredential, Credentials},
    {Rule::kTravelKm, Kilometres},
    {Rule::kShifts, Shifts},
    {Rule::kTravelMinutes, Minutes},
    {Rule::kEntrySkill, EntrySkills},
};

}  // namespace

std::span<const VacancyRule> VacancyRules() { return kRules; }

std::vector<std::string> Notes(const JobSeeker& person, const Vacancy& vacancy,
                               const EligibilityContext& context) {
  const Region& region = context.fit.region;
  const Date first_day = FirstDay(vacancy, context.today);
  std::vector<std::string> notes;
  for (const CredentialDemand& demand : vacancy.credentials) {
    if (HoldsCredential(person, demand.credential, first_day, region)) continue;
    const std::string& id = region.credential(demand.credential).id;
    if (demand.timing == CredentialTiming::kWithinWeeks) {
      notes.push_back(absl::StrCat("credential-within-weeks:", id, ":", demand.within_weeks));
    } else if (demand.timing == CredentialTiming::kEmployerProvides) {
      notes.push_back(absl::StrCat("credential-by-employer:", id));
    }
  }
  if (vacancy.certificate_of_conduct) notes.emplace_back("check:certificate-of-conduct");
  if (vacancy.medical_check) notes.emplace_back("check:medical");
  return notes;
}

}  // namespace overstap::matcher
