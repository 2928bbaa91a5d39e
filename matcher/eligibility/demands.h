// Single demands on a person, whoever makes them: a job, a learn-work job's entry or a course. A
// function adds at most one finding unless it says otherwise.
//
//   RequireLanguage(person, {.language = MakeLanguageCode('n', 'l'), .level = CefrLevel::kB1},
//                   &findings);
//
// Every condition stands here once, for deciding and for explaining alike. Pure; safe from any
// thread.
#ifndef OVERSTAP_MATCHER_ELIGIBILITY_DEMANDS_H_
#define OVERSTAP_MATCHER_ELIGIBILITY_DEMANDS_H_

#include <optional>
#include <span>
#include <string_view>

#include "matcher/eligibility/eligibility.h"
#include "matcher/eligibility/findings.h"
#include "matcher/model/date.h"
#include "matcher/model/job_seeker.h"
#include "matcher/model/vacancy.h"

namespace overstap::matcher {

// Where and when someone must be.
struct Presence {
  std::optional<PlaceNumber> place;
  std::string_view place_field;   // named where the place is missing, e.g. "vacancy.place"
  std::span<const Shift> shifts;  // empty: by agreement
  bool all_shifts = false;        // else one suffices
};

// Great-circle kilometres against the person's bound.
void RequireKilometres(const JobSeeker& person, const Presence& presence,
                       const EligibilityContext& context, Findings* findings);
// Some means of transport is there for the start of a shift, and back from its end, in time. Of the
// shifts where one suffices, those count that fit the person's availability, if any does.
void RequireMinutes(const JobSeeker& person, const Presence& presence,
                    const EligibilityContext& context, Findings* findings);
// The shifts lie inside the person's availability.
void RequireAvailability(const JobSeeker& person, const Presence& presence, Findings* findings);

// A counting diploma of at least the level, or work at it.
void RequireLevel(const JobSeeker& person, EqfLevel level, const EligibilityContext& context,
                  Findings* findings);
// A counting diploma that covers the qualification in full.
void RequireDiploma(const JobSeeker& person, QualificationNumber qualification,
                    const EligibilityContext& context, Findings* findings);
void RequireLanguage(const JobSeeker& person, const LanguageDemand& demand, Findings* findings);
// The licences, own ones or included in them. The finding's subject is those that are lacking.
void RequireLicences(const JobSeeker& person, DrivingLicenceSet demanded, Findings* findings);
// The credential or one that implies it, still valid on `day`.
void RequireCredential(const JobSeeker& person, CredentialNumber credential, Date day,
                       const EligibilityContext& context, Findings* findings);
// Each skill is covered to at least FitConstants::entry_skill_cover: a finding for each that is
// not.
void RequireEntrySkills(const JobSeeker& person, std::span<const SkillNumber> skills,
                        const EligibilityContext& context, Findings* findings);
// The person is available from `start` on.
void RequireStart(const JobSeeker& person, Date start, Findings* findings);

// The person holds the credential, or one that implies it, valid on `day`.
bool HoldsCredential(const JobSeeker& person, CredentialNumber credential, Date day,
                     const Region& region);
// With the licences that those in the set include by Dutch law: CE includes C and BE, C includes C1
// and B, and so on. C1E is not modelled.
DrivingLicenceSet WithIncludedLicences(DrivingLicenceSet licences);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_ELIGIBILITY_DEMANDS_H_
