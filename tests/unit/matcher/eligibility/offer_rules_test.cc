#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "matcher/eligibility/eligibility.h"
#include "tests/unit/matcher/eligibility/small_world.h"

namespace overstap::matcher {
namespace {

using ::testing::ElementsAreArray;

const SmallWorld& World() {
  static const SmallWorld* const kWorld = new SmallWorld();
  return *kWorld;
}

// A person and an evening course of 8 hours a week in Nijmegen, which the person can take.
struct Enrolment {
  Enrolment() {
    person.availability->Add(Weekday::kTuesday, DayPart::kEvening);
    travel.minutes = {{TravelMode::kPublicTransport, 40}};
    offer.form = TrainingForm::kEvening;
    offer.place = World().place("6511");
    offer.meetings = {{.weekdays = {Weekday::kTuesday}, .start = 19 * 60, .end = 22 * 60}};
    offer.hours_per_week = Hours(8);
    offer.weeks = 26;
    offer.price_person = 100'000;
    run = {.run_id = "r-1", .start_date = Day(2027, 2, 1), .seats_left = 1};
  }

  JobSeeker person = AnyPerson(World());
  TrainingOffer offer;
  TrainingRun run;
  GivenTravel travel;
};

struct OfferCase {
  const char* name;
  std::function<void(Enrolment&)> arrange;
  std::vector<Reason> reasons;
  std::vector<Reason> unknowns;
};

class OfferRules : public testing::TestWithParam<OfferCase> {};

TEST_P(OfferRules, GiveExactlyTheseReasonsAndUnknowns) {
  Enrolment enrolment;
  GetParam().arrange(enrolment);
  const FitContext fit = {.taxonomy = *World().taxonomy, .region = *World().region};
  const Eligibility result =
      EvaluateOffer(enrolment.person, enrolment.offer, enrolment.run,
                    {.fit = fit, .travel = enrolment.travel, .today = Day(2026, 11, 22)});
  EXPECT_THAT(result.reasons, ElementsAreArray(GetParam().reasons));
  EXPECT_THAT(result.unknowns, ElementsAreArray(GetParam().unknowns));
}

std::vector<OfferCase> With(std::vector<OfferCase> cases) { return cases; }
std::string NameOf(const testing::TestParamInfo<OfferCase>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(
    Run, OfferRules,
    testing::ValuesIn(With({
        {"CanBeTaken", [](Enrolment&) {}, {}, {}},
        {"StartsToday", [](Enrolment& e) { e.run.start_date = Day(2026, 11, 22); }, {}, {}},
        {"TheSeptemberIntakeIsMissed",
         [](Enrolment& e) {
           e.run = {.run_id = "sep", .start_date = Day(2026, 9, 1), .seats_left = 3};
         },
         {{Rule::kSeat, "sep", "2026-11-22", "2026-09-01", "date", ""}},
         {}},
        {"Full",
         [](Enrolment& e) { e.run.seats_left = 0; },
         {{Rule::kSeat, "r-1", "", "0", "", ""}},
         {}},
    })),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    PlaceAndTime, OfferRules,
    testing::ValuesIn(With({
        {"TooFar",
         [](Enrolment& e) { e.travel.km = 20; },
         {{Rule::kTravelKm, "", "15.0", "20.0", "km", ""}},
         {}},
        {"NoBusThatLate",
         [](Enrolment& e) { e.travel.minutes.clear(); },
         {{Rule::kTravelMinutes, "public_transport", "45", "not possible at 19:00", "minutes", ""}},
         {}},
        {"PlaceUnknown",
         [](Enrolment& e) { e.offer.place.reset(); },
         {},
         {{Rule::kTravelKm, "", "", "", "", "training_offer.place"},
          {Rule::kTravelMinutes, "", "", "", "", "training_offer.place"}}},
        {"OnlineIsEverywhere",
         [](Enrolment& e) {
           e.offer.form = TrainingForm::kOnline;
           e.offer.place.reset();
           e.travel.km = 200;
         },
         {},
         {}},
        {"OnlineMeetsAtItsTimesToo",
         [](Enrolment& e) {
           e.offer.form = TrainingForm::kOnline;
           e.person.availability = OfficeHours();
         },
         {{Rule::kShifts, "19:00-22:00", "tue early+day", "tue evening", "", ""}},
         {}},
        {"EveryMeetingCounts",
         [](Enrolment& e) {
           e.offer.meetings.push_back(
               {.weekdays = {Weekday::kThursday}, .start = 19 * 60, .end = 22 * 60});
         },
         {{Rule::kShifts, "19:00-22:00", "thu early+day", "thu evening", "", ""}},
         {}},
        {"AnEveningCourseCanBeginBeforeThePersonIsFree",
         [](Enrolment& e) { e.person.available_from = Day(2027, 3, 1); },
         {},
         {}},
        {"ADayCourseCannot",
         [](Enrolment& e) {
           e.offer.form = TrainingForm::kDay;
           e.person.available_from = Day(2027, 3, 1);
         },
         {{Rule::kStartDate, "", "2027-03-01", "2027-02-01", "date", ""}},
         {}},
    })),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Entry, OfferRules,
    testing::ValuesIn(With({
        {"AllOfIt",
         [](Enrolment& e) {
           EntryDemands& entry = e.offer.entry_demands;
           entry.min_level = 3;
           entry.qualification = World().qualification("25491");
           entry.languages = {
               {.language = kDutch, .activity = std::nullopt, .level = CefrLevel::kB2}};
           entry.driving_licences = LicenceBit(DrivingLicence::kC);
           entry.credentials = {World().credential("vop")};
           entry.skills = {World().skill("wire-inverters")};
         },
         {{Rule::kEducationLevel, "", "2", "3", "eqf", ""},
          {Rule::kDiploma, "CREBO:25491", "", "Verzorgende IG", "", ""},
          {Rule::kLanguage, "nl", "B1", "B2", "cefr", ""},
          {Rule::kDrivingLicence, "C", "B", "C", "", ""},
          {Rule::kCredential, "vop", "", "2027-02-01", "date", ""},
          {Rule::kEntrySkill, "skill/wire-inverters", "0", "50", "percent", ""}},
         {}},
        {"ACredentialThatLapsesBeforeTheRunStarts",
         [](Enrolment& e) {
           e.person.credentials = {{World().credential("vca-basic"), Day(2027, 1, 31)}};
           e.offer.entry_demands.credentials = {World().credential("vca-basic")};
         },
         {{Rule::kCredential, "vca-basic", "2027-01-31", "2027-02-01", "date", ""}},
         {}},
        {"ACredentialThatLastsUntilTheRunStarts",
         [](Enrolment& e) {
           e.person.credentials = {{World().credential("vca-basic"), Day(2027, 2, 1)}};
           e.offer.entry_demands.credentials = {World().credential("vca-basic")};
         },
         {},
         {}},
    })),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Load, OfferRules,
    testing::ValuesIn(With({
        {"TooDear",
         [](Enrolment& e) { e.offer.price_person = 100'001; },
         {{Rule::kTrainingCost, "", "100000", "100001", "eur_cents", ""}},
         {}},
        {"MoneyUnknown",
         [](Enrolment& e) { e.person.own_money.reset(); },
         {},
         {{Rule::kTrainingCost, "", "", "100000", "eur_cents", "job_seeker.own_money_eur_cents"}}},
        {"FreeOfCharge",
         [](Enrolment& e) {
           e.person.own_money.reset();
           e.offer.price_person = 0;
         },
         {},
         {}},
        {"TooLong",
         [](Enrolment& e) { e.offer.weeks = 27; },
         {{Rule::kTrainingWeeks, "", "26", "27", "weeks", ""}},
         {}},
        {"WeeksUnknown",
         [](Enrolment& e) { e.person.training_weeks_max.reset(); },
         {},
         {{Rule::kTrainingWeeks, "", "", "26", "weeks", "job_seeker.training_weeks_max"}}},
        {"TooManyHours",
         [](Enrolment& e) { e.offer.hours_per_week = Hours(16.5); },
         {{Rule::kTrainingHours, "", "16", "16.5", "hours_per_week", ""}},
         {}},
        {"HoursUnknown",
         [](Enrolment& e) { e.person.training_hours_max.reset(); },
         {},
         {{Rule::kTrainingHours, "", "", "8", "hours_per_week",
           "job_seeker.training_hours_per_week_max"}}},
    })),
    NameOf);

}  // namespace
}  // namespace overstap::matcher
