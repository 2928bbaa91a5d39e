// The rules between a person and a run of a training offer, one function each, and their table.

#include "matcher/eligibility/offer_rules.h"

#include "absl/strings/str_cat.h"
#include "matcher/eligibility/demands.h"
#include "matcher/eligibility/value_texts.h"

namespace overstap::matcher {
namespace {

// Meetings are attended, all of them, at the offer's place; what is online can be followed from
// anywhere.
Presence PresenceOf(const TrainingOffer& offer) {
  return {.place = offer.place,
          .place_field = "training_offer.place",
          .shifts = offer.meetings,
          .all_shifts = true};
}

void Kilometres(const JobSeeker& person, const TrainingOffer& offer, const TrainingRun& /*run*/,
                const EligibilityContext& context, Findings* findings) {
  if (offer.form == TrainingForm::kOnline) return;
  RequireKilometres(person, PresenceOf(offer), context, findings);
}

void Minutes(const JobSeeker& person, const TrainingOffer& offer, const TrainingRun& /*run*/,
             const EligibilityContext& context, Findings* findings) {
  if (offer.form == TrainingForm::kOnline) return;
  RequireMinutes(person, PresenceOf(offer), context, findings);
}

void Meetings(const JobSeeker& person, const TrainingOffer& offer, const TrainingRun& /*run*/,
              const EligibilityContext& /*context*/, Findings* findings) {
  RequireAvailability(person, PresenceOf(offer), findings);
}

void EducationLevel(const JobSeeker& person, const TrainingOffer& offer, const TrainingRun& /*run*/,
                    const EligibilityContext& context, Findings* findings) {
  const std::optional<EqfLevel>& level = offer.entry_demands.min_level;
  if (level) RequireLevel(person, *level, context, findings);
}

void Diploma(const JobSeeker& person, const TrainingOffer& offer, const TrainingRun& /*run*/,
             const EligibilityContext& context, Findings* findings) {
  const std::optional<QualificationNumber>& diploma = offer.entry_demands.qualification;
  if (diploma) RequireDiploma(person, *diploma, context, findings);
}

void Languages(const JobSeeker& person, const TrainingOffer& offer, const TrainingRun& /*run*/,
               const EligibilityContext& /*context*/, Findings* findings) {
  for (const LanguageDemand& demand : offer.entry_demands.languages) {
    RequireLanguage(person, demand, findings);
  }
}

void Licences(const JobSeeker& person, const TrainingOffer& offer, const TrainingRun& /*run*/,
              const EligibilityContext& /*context*/, Findings* findings) {
  RequireLicences(person, offer.entry_demands.driving_licences, findings);
}

void Credentials(const JobSeeker& person, const TrainingOffer& offer, const TrainingRun& run,
                 const EligibilityContext& context, Findings* findings) {
  for (const CredentialNumber credential : offer.entry_demands.credentials) {
    RequireCredential(person, credential, run.start_date, context, findings);
  }
}

// By day a course takes the place of work; in the evening or online it can begin before the person
// is free to work.
void StartDate(const JobSeeker& person, const TrainingOffer& offer, const TrainingRun& run,
               const EligibilityContext& /*context*/, Findings* findings) {
  if (offer.form == TrainingForm::kEvening || offer.form == TrainingForm::kOnline) return;
  RequireStart(person, run.start_date, findings);
}

void EntrySkills(const JobSeeker& person, const TrainingOffer& offer, const TrainingRun& /*run*/,
                 const EligibilityContext& context, Findings* findings) {
  RequireEntrySkills(person, offer.entry_demands.skills, context, findings);
}

void Seat(const JobSeeker& /*person*/, const TrainingOffer& /*offer*/, const TrainingRun& run,
          const EligibilityContext& context, Findings* findings) {
  if (run.start_date < context.today) {
    findings->Fail(Rule::kSeat, [&] {
      return Values{.subject = run.run_id,
                    .person = context.today.ToString(),
                    .demand = run.start_date.ToString(),
                    .unit = "date"};
    });
  } else if (run.seats_left <= 0) {
    findings->Fail(Rule::kSeat, [&] { return Values{.subject = run.run_id, .demand = "0"}; });
  }
}

void Cost(const JobSeeker& person, const TrainingOffer& offer, const TrainingRun& /*run*/,
          const EligibilityContext& /*context*/, Findings* findings) {
  if (offer.price_person <= person.own_money.value_or(0)) return;
  const auto describe = [&] {
    return Values{.person = person.own_money ? absl::StrCat(*person.own_money) : "",
                  .demand = absl::StrCat(offer.price_person),
                  .unit = "eur_cents"};
  };
  if (person.own_money) {
    findings->Fail(Rule::kTrainingCost, describe);
  } else {
    findings->LeaveOpen(Rule::kTrainingCost, "job_seeker.own_money_eur_cents", describe);
  }
}

void Weeks(const JobSeeker& person, const TrainingOffer& offer, const TrainingRun& /*run*/,
           const EligibilityContext& /*context*/, Findings* findings) {
  const std::optional<int>& bound = person.training_weeks_max;
  if (bound && offer.weeks <= *bound) return;
  const auto describe = [&] {
    return Values{.person = bound ? absl::StrCat(*bound) : "",
                  .demand = absl::StrCat(offer.weeks),
                  .unit = "weeks"};
  };
  if (bound) {
    findings->Fail(Rule::kTrainingWeeks, describe);
  } else {
    findings->LeaveOpen(Rule::kTrainingWeeks, "job_seeker.training_weeks_max", describe);
  }
}

void WeeklyLoad(const JobSeeker& person, const TrainingOffer& offer, const TrainingRun& /*run*/,
                const EligibilityContext& /*context*/, Findings* findings) {
  const std::optional<HoursPerWeek>& bound = person.training_hours_max;
  if (bound && offer.hours_per_week <= *bound) return;
  const auto describe = [&] {
    return Values{.person = bound ? HoursText(*bound) : "",
                  .demand = HoursText(offer.hours_per_week),
                  .unit = "hours_per_week"};
  };
  if (bound) {
    findings->Fail(Rule::kTrainingHours, describe);
  } else {
    findings->LeaveOpen(Rule::kTrainingHours, "job_seeker.training_hours_per_week_max", describe);
  }
}

constexpr OfferRule kRules[] = {
    {Rule::kTravelKm, Kilometres},
    {Rule::kTravelMinutes, Minutes},
    {Rule::kShifts, Meetings},
    {Rule::kEducationLevel, EducationLevel},
    {Rule::kDiploma, Diploma},
    {Rule::kLanguage, Languages},
    {Rule::kDrivingLicence, Licences},
    {Rule::kCredential, Credentials},
    {Rule::kStartDate, StartDate},
    {Rule::kEntrySkill, EntrySkills},
    {Rule::kSeat, Seat},
    {Rule::kTrainingCost, Cost},
    {Rule::kTrainingWeeks, Weeks},
    {Rule::kTrainingHours, WeeklyLoad},
};

}  // namespace

std::span<const OfferRule> OfferRules() { return kRules; }

}  // namespace overstap::matcher
