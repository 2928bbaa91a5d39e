#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "matcher/eligibility/eligibility.h"
#include "tests/unit/matcher/eligibility/small_world.h"

namespace overstap::matcher {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

const SmallWorld& World() {
  static const SmallWorld* const kWorld = new SmallWorld();
  return *kWorld;
}

// What a case changes about the pair that is eligible and certain.
struct Pair {
  JobSeeker person = AnyPerson(World());
  Vacancy vacancy = AnyVacancy(World());
  GivenTravel travel = [] {
    GivenTravel given;
    given.minutes = {{TravelMode::kPublicTransport, 40}};
    given.first_bus = 6 * 60 + 30;
    return given;
  }();
};

struct RuleCase {
  const char* name;
  std::function<void(Pair&)> arrange;
  std::vector<Reason> reasons;
  std::vector<Reason> unknowns;
};

Reason No(Rule rule, std::string subject, std::string person, std::string demand,
          std::string_view unit) {
  return {rule, std::move(subject), std::move(person), std::move(demand), unit, ""};
}
Reason Unknown(Rule rule, std::string_view field, std::string subject = "", std::string person = "",
               std::string demand = "", std::string_view unit = "") {
  return {rule, std::move(subject), std::move(person), std::move(demand), unit, field};
}

LanguageDemand Asks(LanguageCode language, CefrLevel level) {
  return {.language = language, .activity = std::nullopt, .level = level};
}
LanguageDemand Asks(LanguageCode language, LanguageActivity activity, CefrLevel level) {
  return {.language = language, .activity = activity, .level = level};
}
Shift From(int start_hour, int end_hour, std::vector<Weekday> weekdays) {
  return {.weekdays = std::move(weekdays),
          .start = static_cast<MinuteOfDay>(start_hour * 60),
          .end = static_cast<MinuteOfDay>(end_hour * 60)};
}
LearnWork& MakeLearnWork(Vacancy& vacancy) {
  vacancy.contract_kind = ContractKind::kLearnWork;
  vacancy.learn_work.emplace();
  vacancy.learn_work->recognised_learning_company = true;
  return *vacancy.learn_work;
}
void Demand(Vacancy& vacancy, std::string_view credential, CredentialTiming timing) {
  vacancy.credentials.push_back({.credential = World().credential(credential), .timing = timing});
}
void Hold(JobSeeker& person, std::string_view credential, std::optional<Date> valid_until) {
  person.credentials->push_back(
      {.credential = World().credential(credential), .valid_until = valid_until});
}
OwnQualification Diploma(std::string_view code) {
  const QualificationNumber number = World().qualification(code);
  return {.number = number, .level = World().region->qualification(number).level};
}

class VacancyRules : public testing::TestWithParam<RuleCase> {};

TEST_P(VacancyRules, GiveExactlyTheseReasonsAndUnknowns) {
  Pair pair;
  GetParam().arrange(pair);
  const FitContext fit = {.taxonomy = *World().taxonomy, .region = *World().region};
  const EligibilityContext context = {
      .fit = fit, .travel = pair.travel, .today = Day(2026, 11, 22)};
  const Eligibility result = Evaluate(pair.person, pair.vacancy, context);
  EXPECT_THAT(result.reasons, ElementsAreArray(GetParam().reasons));
  EXPECT_THAT(result.unknowns, ElementsAreArray(GetParam().unknowns));
  const Decision expected = !GetParam().reasons.empty()    ? Decision::kNotEligible
                            : !GetParam().unknowns.empty() ? Decision::kUnknown
                                                           : Decision::kEligible;
  EXPECT_EQ(Decide(pair.person, pair.vacancy, context), expected);
}

std::vector<RuleCase> With(std::vector<RuleCase> cases) { return cases; }
std::string NameOf(const testing::TestParamInfo<RuleCase>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(
    Open, VacancyRules,
    testing::ValuesIn(With({
        {"Plain", [](Pair&) {}, {}, {}},
        {"Withdrawn",
         [](Pair& p) { p.vacancy.closed = true; },
         {No(Rule::kOpen, "", "", "closed", "")},
         {}},
        {"ClosesToday", [](Pair& p) { p.vacancy.closing_date = Day(2026, 11, 22); }, {}, {}},
        {"ClosedYesterday",
         [](Pair& p) { p.vacancy.closing_date = Day(2026, 11, 21); },
         {No(Rule::kOpen, "", "2026-11-22", "2026-11-21", "date")},
         {}},
        {"Filled",
         [](Pair& p) { p.vacancy.openings_left = 0; },
         {No(Rule::kOpenings, "", "", "0", "")},
         {}},
    })),
    NameOf);

INSTANTIATE_TEST_SUITE_P(Sector, VacancyRules,
                         testing::ValuesIn(With({
                             {"OtherThanAccepted",
                              [](Pair& p) { p.vacancy.sector = World().sector("other"); },
                              {No(Rule::kSector, "", "energy,health", "other", "")},
                              {}},
                             {"NoneAccepted",
                              [](Pair& p) { p.person.sectors = 0; },
                              {No(Rule::kSector, "", "", "health", "")},
                              {}},
                             {"UnsetMeansAny", [](Pair& p) { p.person.sectors.reset(); }, {}, {}},
                         })),
                         NameOf);

INSTANTIATE_TEST_SUITE_P(Kilometres, VacancyRules,
                         testing::ValuesIn(With({
                             {"JustInReach", [](Pair& p) { p.travel.km = 15.0; }, {}, {}},
                             {"JustTooFar",
                              [](Pair& p) { p.travel.km = 15.001; },
                              {No(Rule::kTravelKm, "", "15.0", "15.1", "km")},
                              {}},
                             {"NoBound",
                              [](Pair& p) {
                                p.travel.km = 150;
                                p.person.travel->max_km.reset();
                              },
                              {},
                              {}},
                             {"TravelUnknown",
                              [](Pair& p) { p.person.travel.reset(); },
                              {},
                              {Unknown(Rule::kTravelKm, "job_seeker.travel")}},
                             {"HomeUnknown",
                              [](Pair& p) { p.person.home.reset(); },
                              {},
                              {Unknown(Rule::kTravelKm, "job_seeker.home"),
                               Unknown(Rule::kTravelMinutes, "job_seeker.home")}},
                             {"HomeUnknownWithoutLimits",
                              [](Pair& p) {
                                p.person.home.reset();
                                p.person.travel = TravelLimits{};
                              },
                              {},
                              {}},
                             {"PlaceOfWorkUnknown",
                              [](Pair& p) {
                                p.vacancy.place.reset();
                                p.person.travel->modes.clear();
                              },
                              {},
                              {Unknown(Rule::kTravelKm, "vacancy.place")}},
                         })),
                         NameOf);

INSTANTIATE_TEST_SUITE_P(
    Minutes, VacancyRules,
    testing::ValuesIn(With({
        {"TooLong",
         [](Pair& p) { p.travel.minutes[TravelMode::kPublicTransport] = 46; },
         {No(Rule::kTravelMinutes, "public_transport", "45", "46", "minutes")},
         {}},
        {"NoBusAtSix",
         [](Pair& p) { p.vacancy.shifts = {From(6, 14, {Weekday::kMonday})}; },
         {No(Rule::kTravelMinutes, "public_transport", "45", "not possible at 06:00", "minutes")},
         {}},
        {"ABicycleGoesAtSix",
         [](Pair& p) {
           p.vacancy.shifts = {From(6, 14, {Weekday::kMonday})};
           p.person.travel->modes.push_back({TravelMode::kBicycle, 60});
           p.travel.minutes[TravelMode::kBicycle] = 60;
         },
         {},
         {}},
        {"TheNearestMissIsTold",
         [](Pair& p) {
           p.vacancy.shifts = {From(6, 14, {Weekday::kMonday})};
           p.person.travel->modes = {{TravelMode::kPublicTransport, 45},
                                     {TravelMode::kWalk, 60},
                                     {TravelMode::kBicycle, 30}};
           p.travel.minutes[TravelMode::kWalk] = 200;
           p.travel.minutes[TravelMode::kBicycle] = 42;
         },
         {No(Rule::kTravelMinutes, "bicycle", "30", "42", "minutes")},
         {}},
        {"NoBusBackInTheNight",
         [](Pair& p) {
           p.person.availability->Add(Weekday::kMonday, DayPart::kEvening);
           p.person.availability->Add(Weekday::kMonday, DayPart::kNight);
           p.vacancy.shifts = {From(17, 1, {Weekday::kMonday})};
         },
         {No(Rule::kTravelMinutes, "public_transport", "45", "not possible at 01:00", "minutes")},
         {}},
        {"OneShiftSuffices",
         [](Pair& p) {
           p.vacancy.shifts = {From(6, 14, {Weekday::kMonday}), From(9, 17, {Weekday::kMonday})};
         },
         {},
         {}},
        {"EveryShiftOfARotaCounts",
         [](Pair& p) {
           p.vacancy.shifts = {From(9, 17, {Weekday::kMonday}), From(6, 14, {Weekday::kMonday})};
           p.vacancy.all_shifts_required = true;
         },
         {No(Rule::kTravelMinutes, "public_transport", "45", "not possible at 06:00", "minutes")},
         {}},
        {"AShiftInReachMustAlsoFitTheWeek",
         [](Pair& p) {
           p.vacancy.shifts = {From(6, 14, {Weekday::kMonday}), From(9, 17, {Weekday::kSunday})};
         },
         {No(Rule::kTravelMinutes, "public_transport", "45", "not possible at 06:00", "minutes")},
         {}},
    })),
    NameOf);

INSTANTIATE_TEST_SUITE_P(Hours, VacancyRules,
                         testing::ValuesIn(With({
                             {"Touching",
                              [](Pair& p) {
                                p.vacancy.hours = {Hours(36), Hours(40)};
                              },
                              {},
                              {}},
                             {"TooMany",
                              [](Pair& p) {
                                p.vacancy.hours = {Hours(38.5), Hours(40)};
                              },
                              {No(Rule::kHours, "", "24-36", "38.5-40", "hours_per_week")},
                              {}},
                             {"TooFew",
                              [](Pair& p) {
                                p.vacancy.hours = {Hours(16), Hours(16)};
                              },
                              {No(Rule::kHours, "", "24-36", "16", "hours_per_week")},
                              {}},
                             {"NoDemand", [](Pair& p) { p.vacancy.hours = {}; }, {}, {}},
                             {"WantedUnknown",
                              [](Pair& p) { p.person.hours_wanted.reset(); },
                              {},
                              {Unknown(Rule::kHours, "job_seeker.hours_per_week_wanted", "", "",
                                       "24-32", "hours_per_week")}},
                             {"BesideTheJobThatStays",
                              [](Pair& p) {
                                p.person.keeps_present_job = true;
                                p.person.hours_now = Hours(20);
                                p.person.hours_wanted = HoursRange{Hours(28), Hours(28)};
                              },
                              {No(Rule::kHours, "", "8", "24-32", "hours_per_week")},
                              {}},
                             {"EightMoreHoursBesideTheJobThatStays",
                              [](Pair& p) {
                                p.person.keeps_present_job = true;
                                p.person.hours_now = Hours(20);
                                p.person.hours_wanted = HoursRange{Hours(28), Hours(28)};
                                p.vacancy.hours = {Hours(4), Hours(12)};
                              },
                              {},
                              {}},
                             {"PresentHoursUnknown",
                              [](Pair& p) {
                                p.person.keeps_present_job = true;
                                p.person.hours_now.reset();
                              },
                              {},
                              {Unknown(Rule::kHours, "job_seeker.hours_per_week_now", "", "24-36",
                                       "24-32", "hours_per_week")}},
                             {"NothingSaidOfAPresentJobAndTheHoursFit",
                              [](Pair& p) {
                                p.person.keeps_present_job.reset();
                                p.person.hours_now.reset();
                              },
                              {},
                              {}},
                             {"NothingSaidOfAPresentJobAndTheHoursDoNot",
                              [](Pair& p) {
                                p.person.keeps_present_job.reset();
                                p.person.hours_now.reset();
                                p.vacancy.hours = {Hours(16), Hours(16)};
                              },
                              {},
                              {Unknown(Rule::kHours, "job_seeker.hours_per_week_now", "", "24-36",
                                       "16", "hours_per_week")}},
                             {"WhetherTheJobStaysUnknownAndDecisive",
                              [](Pair& p) {
                                p.person.keeps_present_job.reset();
                                p.person.hours_now = Hours(20);
                              },
                              {},
                              {Unknown(Rule::kHours, "job_seeker.keeps_present_job", "", "24-36",
                                       "24-32", "hours_per_week")}},
                             {"WhetherTheJobStaysUnknownAndIndifferent",
                              [](Pair& p) {
                                p.person.keeps_present_job.reset();
                                p.person.hours_now = Hours(4);
                              },
                              {},
                              {}},
                         })),
                         NameOf);

INSTANTIATE_TEST_SUITE_P(
    Shifts, VacancyRules,
    testing::ValuesIn(With({
        {"InsideTheWeek",
         [](Pair& p) {
           p.vacancy.shifts = {From(7, 15, {Weekday::kMonday, Weekday::kFriday})};
         },
         {},
         {}},
        {"OnSaturdayToo",
         [](Pair& p) {
           p.vacancy.shifts = {From(9, 17, {Weekday::kFriday, Weekday::kSaturday})};
         },
         {No(Rule::kShifts, "09:00-17:00", "fri early+day", "fri day,sat day", "")},
         {}},
        {"HalfAnHourInTheEveningIsNothing",
         [](Pair& p) {
           p.vacancy.shifts = {
               {.weekdays = {Weekday::kMonday}, .start = 9 * 60, .end = 17 * 60 + 30}};
         },
         {},
         {}},
        {"MoreThanHalfAnHourIs",
         [](Pair& p) {
           p.vacancy.shifts = {
               {.weekdays = {Weekday::kMonday}, .start = 9 * 60, .end = 17 * 60 + 31}};
         },
         {No(Rule::kShifts, "09:00-17:31", "mon early+day", "mon day+evening", "")},
         {}},
        {"ANightBelongsToTheDayItBeginsOn",
         [](Pair& p) {
           p.person.availability->Add(Weekday::kSunday, DayPart::kNight);
           p.vacancy.shifts = {From(23, 7, {Weekday::kSunday})};
           p.travel.first_bus = 0;
         },
         {},
         {}},
        {"AnyDayWillDo", [](Pair& p) { p.vacancy.shifts = {From(9, 17, {})}; }, {}, {}},
        {"NoDayDoes",
         [](Pair& p) { p.vacancy.shifts = {From(18, 22, {})}; },
         {No(Rule::kShifts, "18:00-22:00", "mon early+day", "mon evening", "")},
         {}},
        {"OneOfTheShiftsSuffices",
         [](Pair& p) {
           p.vacancy.shifts = {From(18, 22, {}), From(9, 17, {})};
         },
         {},
         {}},
        {"ARotaTakesAll",
         [](Pair& p) {
           p.vacancy.shifts = {From(9, 17, {}), From(18, 22, {Weekday::kMonday})};
           p.vacancy.all_shifts_required = true;
         },
         {No(Rule::kShifts, "18:00-22:00", "mon early+day", "mon evening", "")},
         {}},
        {"AvailabilityUnknown",
         [](Pair& p) {
           p.person.availability.reset();
           p.vacancy.shifts = {From(9, 17, {})};
         },
         {},
         {Unknown(Rule::kShifts, "job_seeker.availability")}},
        {"AvailabilityUnknownAndNotAsked", [](Pair& p) { p.person.availability.reset(); }, {}, {}},
        {"NeverAvailable",
         [](Pair& p) {
           p.person.availability = WeekParts();
           p.vacancy.shifts = {From(9, 17, {Weekday::kTuesday})};
         },
         {No(Rule::kShifts, "09:00-17:00", "", "tue day", "")},
         {}},
    })),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    EducationLevel, VacancyRules,
    testing::ValuesIn(With({
        {"WorkingLevelSuffices", [](Pair& p) { p.vacancy.min_level = 2; }, {}, {}},
        {"Lower",
         [](Pair& p) { p.vacancy.min_level = 3; },
         {No(Rule::kEducationLevel, "", "2", "3", "eqf")},
         {}},
        {"DiplomaSuffices",
         [](Pair& p) {
           p.vacancy.min_level = 3;
           p.person.qualifications = {{.number = std::nullopt, .level = 3}};
         },
         {},
         {}},
        {"AnUnvaluedDiplomaCountsForNothing",
         [](Pair& p) {
           p.vacancy.min_level = 3;
           p.person.qualifications = {{.number = std::nullopt, .level = 6, .counts = false}};
         },
         {No(Rule::kEducationLevel, "", "2", "3", "eqf")},
         {}},
        {"OfTheQualificationWhereWorkingLevelSuffices",
         [](Pair& p) {
           p.vacancy.qualification = {.qualification = World().qualification("25480")};
         },
         {No(Rule::kEducationLevel, "", "2", "4", "eqf")},
         {}},
        {"WorkingLevelUnknown",
         [](Pair& p) {
           p.vacancy.min_level = 3;
           p.person.working_level.reset();
           p.person.qualifications = {Diploma("25498")};
         },
         {},
         {Unknown(Rule::kEducationLevel, "job_seeker.working_level_eqf", "", "2", "3", "eqf")}},
        {"DiplomasUnknown",
         [](Pair& p) {
           p.vacancy.min_level = 3;
           p.person.qualifications.reset();
         },
         {},
         {Unknown(Rule::kEducationLevel, "job_seeker.qualifications", "", "2", "3", "eqf")}},
    })),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Diploma, VacancyRules,
    testing::ValuesIn(With({
        {"HelpendeForVerzorgendeIg",
         [](Pair& p) {
           p.person.qualifications = {Diploma("25498")};
           p.person.working_level = 3;
           p.vacancy.qualification = {.qualification = World().qualification("25491"),
                                      .diploma_required = true};
         },
         {No(Rule::kDiploma, "CREBO:25491", "Helpende Zorg en Welzijn", "Verzorgende IG", "")},
         {}},
        {"AHigherOneImpliesIt",
         [](Pair& p) {
           p.person.qualifications = {Diploma("25480")};
           p.vacancy.qualification = {.qualification = World().qualification("25491"),
                                      .diploma_required = true};
         },
         {},
         {}},
        {"None",
         [](Pair& p) {
           p.vacancy.qualification = {.qualification = World().qualification("25491"),
                                      .diploma_required = true};
         },
         {No(Rule::kDiploma, "CREBO:25491", "", "Verzorgende IG", "")},
         {}},
        {"AForeignOneThatIsNotValued",
         [](Pair& p) {
           p.person.qualifications = {Diploma("25491")};
           p.person.qualifications->front().counts = false;
           p.vacancy.qualification = {.qualification = World().qualification("25491"),
                                      .diploma_required = true};
         },
         {No(Rule::kDiploma, "CREBO:25491", "", "Verzorgende IG", "")},
         {}},
        {"UnknownDiplomas",
         [](Pair& p) {
           p.person.qualifications.reset();
           p.vacancy.qualification = {.qualification = World().qualification("25491"),
                                      .diploma_required = true};
         },
         {},
         {Unknown(Rule::kDiploma, "job_seeker.qualifications", "CREBO:25491", "",
                  "Verzorgende IG")}},
    })),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Language, VacancyRules,
    testing::ValuesIn(With({
        {"Enough", [](Pair& p) { p.vacancy.languages = {Asks(kDutch, CefrLevel::kB1)}; }, {}, {}},
        {"DutchAtA2",
         [](Pair& p) {
           p.person.languages = {Speaks(kDutch, CefrLevel::kA2)};
           p.vacancy.languages = {Asks(kDutch, CefrLevel::kB1)};
         },
         {No(Rule::kLanguage, "nl", "A2", "B1", "cefr")},
         {}},
        {"NotAtAll",
         [](Pair& p) { p.vacancy.languages = {Asks(kGerman, CefrLevel::kA1)}; },
         {No(Rule::kLanguage, "de", "", "A1", "cefr")},
         {}},
        {"OnlyTheDemandedActivityCounts",
         [](Pair& p) {
           p.person.languages->front().levels[3] = CefrLevel::kA1;
           p.vacancy.languages = {Asks(kDutch, LanguageActivity::kSpeaking, CefrLevel::kB1)};
         },
         {},
         {}},
        {"OneActivityTooLow",
         [](Pair& p) {
           p.person.languages->front().levels[3] = CefrLevel::kA1;
           p.vacancy.languages = {Asks(kDutch, CefrLevel::kB1)};
         },
         {No(Rule::kLanguage, "nl", "A1", "B1", "cefr")},
         {}},
        {"OneActivityUnknown",
         [](Pair& p) {
           p.person.languages->front().levels[3].reset();
           p.vacancy.languages = {Asks(kDutch, CefrLevel::kB1)};
         },
         {},
         {Unknown(Rule::kLanguage, "job_seeker.languages", "nl", "B1", "B1", "cefr")}},
        {"Unknown",
         [](Pair& p) {
           p.person.languages.reset();
           p.vacancy.languages = {Asks(kDutch, CefrLevel::kB1)};
         },
         {},
         {Unknown(Rule::kLanguage, "job_seeker.languages", "nl", "", "B1", "cefr")}},
        {"Two",
         [](Pair& p) {
           p.vacancy.languages = {Asks(kDutch, CefrLevel::kC1), Asks(kGerman, CefrLevel::kA2)};
         },
         {No(Rule::kLanguage, "nl", "B1", "C1", "cefr"),
          No(Rule::kLanguage, "de", "", "A2", "cefr")},
         {}},
    })),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    DrivingLicence, VacancyRules,
    testing::ValuesIn(With({
        {"Held",
         [](Pair& p) { p.vacancy.driving_licences = LicenceBit(DrivingLicence::kB); },
         {},
         {}},
        {"Lacking",
         [](Pair& p) {
           p.vacancy.driving_licences = static_cast<DrivingLicenceSet>(
               LicenceBit(DrivingLicence::kB) | LicenceBit(DrivingLicence::kC));
         },
         {No(Rule::kDrivingLicence, "C", "B", "B,C", "")},
         {}},
        {"CeIncludesCBeAndB",
         [](Pair& p) {
           p.person.driving_licences = LicenceBit(DrivingLicence::kCe);
           p.vacancy.driving_licences = static_cast<DrivingLicenceSet>(
               LicenceBit(DrivingLicence::kB) | LicenceBit(DrivingLicence::kC) |
               LicenceBit(DrivingLicence::kBe) | LicenceBit(DrivingLicence::kC1));
         },
         {},
         {}},
        {"CeDoesNotIncludeD",
         [](Pair& p) {
           p.person.driving_licences = LicenceBit(DrivingLicence::kCe);
           p.vacancy.driving_licences = LicenceBit(DrivingLicence::kD);
         },
         {No(Rule::kDrivingLicence, "D", "CE", "D", "")},
         {}},
        {"None",
         [](Pair& p) {
           p.person.driving_licences = 0;
           p.vacancy.driving_licences = LicenceBit(DrivingLicence::kB);
         },
         {No(Rule::kDrivingLicence, "B", "", "B", "")},
         {}},
        {"Unknown",
         [](Pair& p) {
           p.person.driving_licences.reset();
           p.vacancy.driving_licences = LicenceBit(DrivingLicence::kB);
         },
         {},
         {Unknown(Rule::kDrivingLicence, "job_seeker.driving_licences", "B", "", "B")}},
    })),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Credential, VacancyRules,
    testing::ValuesIn(With({
        {"Missing",
         [](Pair& p) { Demand(p.vacancy, "vca-basic", CredentialTiming::kAtStart); },
         {No(Rule::kCredential, "vca-basic", "", "2026-11-22", "date")},
         {}},
        {"ANurseWithoutBigRegistration",
         [](Pair& p) {
           p.person.qualifications = {Diploma("25480")};
           Demand(p.vacancy, "big-nurse", CredentialTiming::kAtStart);
         },
         {No(Rule::kCredential, "big-nurse", "", "2026-11-22", "date")},
         {}},
        {"ValidOnTheLastDay",
         [](Pair& p) {
           Hold(p.person, "vca-basic", Day(2026, 11, 22));
           Demand(p.vacancy, "vca-basic", CredentialTiming::kAtStart);
         },
         {},
         {}},
        {"LapsedWhereItIsNeededAtTheStart",
         [](Pair& p) {
           Hold(p.person, "vca-basic", Day(2025, 3, 1));
           Demand(p.vacancy, "vca-basic", CredentialTiming::kAtStart);
         },
         {No(Rule::kCredential, "vca-basic", "2025-03-01", "2026-11-22", "date")},
         {}},
        {"LapsesBeforeTheFirstDay",
         [](Pair& p) {
           Hold(p.person, "vca-basic", Day(2026, 12, 31));
           p.vacancy.start_date = Day(2027, 1, 1);
           Demand(p.vacancy, "vca-basic", CredentialTiming::kAtStart);
         },
         {No(Rule::kCredential, "vca-basic", "2026-12-31", "2027-01-01", "date")},
         {}},
        {"AStartThatHasPassedMeansToday",
         [](Pair& p) {
           Hold(p.person, "vca-basic", Day(2026, 11, 15));
           p.vacancy.start_date = Day(2026, 11, 10);
           Demand(p.vacancy, "vca-basic", CredentialTiming::kAtStart);
         },
         {No(Rule::kCredential, "vca-basic", "2026-11-15", "2026-11-22", "date")},
         {}},
        {"AnImplyingOneCounts",
         [](Pair& p) {
           Hold(p.person, "vca-basic", Day(2025, 3, 1));
           Hold(p.person, "vca-vol", std::nullopt);
           Demand(p.vacancy, "vca-basic", CredentialTiming::kAtStart);
         },
         {},
         {}},
        {"NotTheOtherWayRound",
         [](Pair& p) {
           Hold(p.person, "vca-basic", std::nullopt);
           Demand(p.vacancy, "vca-vol", CredentialTiming::kAtStart);
         },
         {No(Rule::kCredential, "vca-vol", "", "2026-11-22", "date")},
         {}},
        {"LaterOrFromTheEmployerNeverExcludes",
         [](Pair& p) {
           Demand(p.vacancy, "vca-vol", CredentialTiming::kWithinWeeks);
           Demand(p.vacancy, "vop", CredentialTiming::kEmployerProvides);
         },
         {},
         {}},
        {"Unknown",
         [](Pair& p) {
           p.person.credentials.reset();
           Demand(p.vacancy, "vca-basic", CredentialTiming::kAtStart);
         },
         {},
         {Unknown(Rule::kCredential, "job_seeker.credentials", "vca-basic", "", "2026-11-22",
                  "date")}},
    })),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    StartDate, VacancyRules,
    testing::ValuesIn(With({
        {"InTime",
         [](Pair& p) {
           p.person.available_from = Day(2027, 1, 4);
           p.vacancy.start_date = Day(2027, 1, 4);
         },
         {},
         {}},
        {"TooLate",
         [](Pair& p) {
           p.person.available_from = Day(2027, 1, 5);
           p.vacancy.start_date = Day(2027, 1, 4);
         },
         {No(Rule::kStartDate, "", "2027-01-05", "2027-01-04", "date")},
         {}},
        {"NoStartIsNoDemand", [](Pair& p) { p.person.available_from = Day(2027, 6, 1); }, {}, {}},
        {"AStartThatHasPassedMeansToday",
         [](Pair& p) {
           p.person.available_from = Day(2026, 11, 20);
           p.vacancy.start_date = Day(2026, 11, 1);
         },
         {},
         {}},
        {"Unknown",
         [](Pair& p) {
           p.person.available_from.reset();
           p.vacancy.start_date = Day(2027, 1, 4);
         },
         {},
         {Unknown(Rule::kStartDate, "job_seeker.available_from_date", "", "", "2027-01-04",
                  "date")}},
    })),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    LearnWork, VacancyRules,
    testing::ValuesIn(With({
        {"FirmWithoutRecognition",
         [](Pair& p) { MakeLearnWork(p.vacancy).recognised_learning_company = false; },
         {No(Rule::kLearningCompany, "", "", "not recognised", "")},
         {}},
        {"RecognitionUnknown",
         [](Pair& p) { MakeLearnWork(p.vacancy).recognised_learning_company.reset(); },
         {},
         {Unknown(Rule::kLearningCompany, "vacancy.learn_work.recognised_learning_company")}},
        {"TheFinishedQualificationIsNotDemanded",
         [](Pair& p) {
           MakeLearnWork(p.vacancy).qualification = World().qualification("25491");
           p.vacancy.qualification = {.qualification = World().qualification("25491"),
                                      .diploma_required = true};
           p.vacancy.min_level = 3;
         },
         {},
         {}},
        {"EntryDemandsAre",
         [](Pair& p) {
           EntryDemands& entry = MakeLearnWork(p.vacancy).entry_demands;
           entry.min_level = 3;
           entry.qualification = World().qualification("25498");
           entry.languages = {Asks(kDutch, CefrLevel::kB2)};
           entry.credentials = {World().credential("vca-basic")};
           entry.driving_licences = LicenceBit(DrivingLicence::kBe);
           entry.skills = {World().skill("report-on-clients")};
         },
         {No(Rule::kEducationLevel, "", "2", "3", "eqf"),
          No(Rule::kDiploma, "CREBO:25498", "", "Helpende Zorg en Welzijn", ""),
          No(Rule::kLanguage, "nl", "B1", "B2", "cefr"),
          No(Rule::kDrivingLicence, "BE", "B", "BE", ""),
          No(Rule::kCredential, "vca-basic", "", "2026-11-22", "date"),
          No(Rule::kEntrySkill, "skill/report-on-clients", "0", "50", "percent")},
         {}},
        {"ACredentialForTheFirstDayIs",
         [](Pair& p) {
           MakeLearnWork(p.vacancy);
           Demand(p.vacancy, "vca-basic", CredentialTiming::kAtStart);
         },
         {No(Rule::kCredential, "vca-basic", "", "2026-11-22", "date")},
         {}},
        {"EntrySkillCoveredEnough",
         [](Pair& p) {
           p.person.skills = {{World().skill("report-on-clients"), Proficiency::kIndependent}};
           MakeLearnWork(p.vacancy).entry_demands.skills = {World().skill("report-on-clients")};
         },
         {},
         {}},
        {"EntrySkillCoveredTooLittle",
         [](Pair& p) {
           p.person.skills = {{World().skill("report-on-clients"), Proficiency::kBasic}};
           MakeLearnWork(p.vacancy).entry_demands.skills = {World().skill("report-on-clients")};
         },
         {No(Rule::kEntrySkill, "skill/report-on-clients", "40", "50", "percent")},
         {}},
        {"EntrySkillFromAPastOccupation",
         [](Pair& p) {
           p.person.past_occupations = {{World().occupation("carer")}};
           MakeLearnWork(p.vacancy).entry_demands.skills = {World().skill("report-on-clients")};
         },
         {},
         {}},
        {"SkillsUnknown",
         [](Pair& p) {
           p.person.skills.reset();
           MakeLearnWork(p.vacancy).entry_demands.skills = {World().skill("mount-panels")};
         },
         {},
         {Unknown(Rule::kEntrySkill, "job_seeker.skills", "skill/mount-panels", "0", "50",
                  "percent")}},
    })),
    NameOf);

EligibilityContext ContextOf(const Pair& pair, const FitContext& fit) {
  return {.fit = fit, .travel = pair.travel, .today = Day(2026, 11, 22)};
}

TEST(Evaluate, NamesReasonsInTheOrderOfRules) {
  const FitContext fit = {.taxonomy = *World().taxonomy, .region = *World().region};
  Pair pair;
  pair.vacancy.closed = true;
  pair.vacancy.driving_licences = LicenceBit(DrivingLicence::kC);
  pair.travel.km = 99;
  std::vector<Rule> rules;
  for (const Reason& reason : Evaluate(pair.person, pair.vacancy, ContextOf(pair, fit)).reasons) {
    rules.push_back(reason.rule);
  }
  EXPECT_THAT(rules, ElementsAre(Rule::kOpen, Rule::kTravelKm, Rule::kDrivingLicence));
}

TEST(Evaluate, LeavesOutSkippedRules) {
  const FitContext fit = {.taxonomy = *World().taxonomy, .region = *World().region};
  Pair pair;
  pair.vacancy.closed = true;
  pair.travel.km = 99;
  const EligibilityContext context = ContextOf(pair, fit);
  const RuleSet skip = RuleBit(Rule::kOpen) | RuleBit(Rule::kTravelKm);
  EXPECT_TRUE(Evaluate(pair.person, pair.vacancy, context, skip).eligible());
  EXPECT_EQ(Decide(pair.person, pair.vacancy, context, skip), Decision::kEligible);
}

TEST(Decide, UsesTheSupplyThatItIsGiven) {
  const FitContext fit = {.taxonomy = *World().taxonomy, .region = *World().region};
  Pair pair;
  const SkillNumber skill = World().skill("mount-panels");
  MakeLearnWork(pair.vacancy).entry_demands.skills = {skill};
  const SparseVector supply = {{fit.TermOf(skill), Share::FromDouble(0.5)}};
  EligibilityContext context = {
      .fit = fit, .travel = pair.travel, .today = Day(2026, 11, 22), .supply = supply};
  EXPECT_EQ(Decide(pair.person, pair.vacancy, context), Decision::kEligible);
  EXPECT_EQ(Decide(pair.person, pair.vacancy, ContextOf(pair, fit)), Decision::kNotEligible);
}

TEST(Notes, NameWhatComesLaterOrFromTheEmployerAndWhatToArrange) {
  const FitContext fit = {.taxonomy = *World().taxonomy, .region = *World().region};
  Pair pair;
  pair.vacancy.credentials = {
      {World().credential("vca-vol"), CredentialTiming::kWithinWeeks, 12},
      {World().credential("vop"), CredentialTiming::kEmployerProvides, 0},
      {World().credential("big-nurse"), CredentialTiming::kAtStart, 0},
  };
  pair.vacancy.certificate_of_conduct = true;
  pair.vacancy.medical_check = true;
  EXPECT_THAT(Notes(pair.person, pair.vacancy, ContextOf(pair, fit)),
              ElementsAre("credential-within-weeks:vca-vol:12", "credential-by-employer:vop",
                          "check:certificate-of-conduct", "check:medical"));
}

TEST(Notes, LeaveOutWhatThePersonHas) {
  const FitContext fit = {.taxonomy = *World().taxonomy, .region = *World().region};
  Pair pair;
  Hold(pair.person, "vca-vol", std::nullopt);
  Demand(pair.vacancy, "vca-basic", CredentialTiming::kEmployerProvides);
  EXPECT_THAT(Notes(pair.person, pair.vacancy, ContextOf(pair, fit)), IsEmpty());
}

}  // namespace
}  // namespace overstap::matcher
