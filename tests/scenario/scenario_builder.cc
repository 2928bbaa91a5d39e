#include "tests/scenario/scenario_builder.h"

#include <cstdlib>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "matcher/eligibility/great_circle_travel.h"
#include "matcher/eligibility/value_texts.h"

namespace overstap::matcher {
namespace {

constexpr LanguageCode kDutch = MakeLanguageCode('n', 'l');
constexpr EurCents kCentsPerEuro = 100;

std::string_view NameOf(StepKind kind) {
  switch (kind) {
    case StepKind::kCourse:
      return "course";
    case StepKind::kLearnWorkJob:
      return "learn-work job";
    case StepKind::kTrialPlacement:
      return "trial placement";
    case StepKind::kSteppingStoneJob:
      return "stepping-stone job";
  }
  return "";
}

std::string_view NameOf(Rule rule) {
  static constexpr std::string_view kNames[] = {"",
                                                "OPEN",
                                                "OPENINGS",
                                                "SECTOR",
                                                "TRAVEL_KM",
                                                "TRAVEL_MINUTES",
                                                "HOURS",
                                                "SHIFTS",
                                                "EDUCATION_LEVEL",
                                                "DIPLOMA",
                                                "LANGUAGE",
                                                "DRIVING_LICENCE",
                                                "CREDENTIAL",
                                                "START_DATE",
                                                "LEARNING_COMPANY",
                                                "ENTRY_SKILL",
                                                "SEAT",
                                                "TRAINING_COST",
                                                "TRAINING_WEEKS",
                                                "TRAINING_HOURS",
                                                "FUNDING_SCHEME",
                                                "FIT_THRESHOLD"};
  return kNames[static_cast<size_t>(rule)];
}

std::string Euros(EurCents cents) { return absl::StrCat("EUR ", cents / kCentsPerEuro); }

WeekParts DayAndEvening() {
  WeekParts parts;
  for (int day = 0; day < 7; ++day) {
    for (const DayPart part :
         {DayPart::kEarly, DayPart::kDay, DayPart::kEvening, DayPart::kNight}) {
      parts.Add(static_cast<Weekday>(day), part);
    }
  }
  return parts;
}

}  // namespace

Date Day(std::string_view iso) {
  const std::vector<std::string> parts =
      absl::StrSplit(absl::string_view(iso.data(), iso.size()), '-');
  int number[3] = {};
  for (size_t i = 0; i < 3; ++i) {
    if (parts.size() != 3 || !absl::SimpleAtoi(parts[i], &number[i])) std::abort();
  }
  return Date::FromCivil(number[0], number[1], number[2]).value();
}

PersonBuilder& PersonBuilder::Worked(std::string_view occupation) {
  person_.past_occupations->push_back({world_.occupation(occupation)});
  return *this;
}
PersonBuilder& PersonBuilder::Knows(std::string_view skill, Proficiency proficiency) {
  person_.skills->push_back({world_.skill(skill), proficiency});
  return *this;
}
PersonBuilder& PersonBuilder::WithDiploma(std::string_view qualification) {
  const QualificationNumber number = world_.qualification(qualification);
  const EqfLevel level = world_.region->qualification(number).level;
  person_.qualifications->push_back({.number = number, .level = level, .counts = true});
  person_.working_level = std::max(person_.working_level.value_or(0), level);
  return *this;
}
PersonBuilder& PersonBuilder::AtLevel(int eqf) {
  person_.working_level = static_cast<EqfLevel>(eqf);
  return *this;
}
PersonBuilder& PersonBuilder::WithCredential(std::string_view credential,
                                             std::string_view valid_until) {
  person_.credentials->push_back({world_.credential(credential), Day(valid_until)});
  return *this;
}
PersonBuilder& PersonBuilder::Dutch(CefrLevel level) {
  for (auto& activity : person_.languages->front().levels) activity = level;
  return *this;
}
PersonBuilder& PersonBuilder::Licence(DrivingLicence licence) {
  *person_.driving_licences |= LicenceBit(licence);
  return *this;
}
PersonBuilder& PersonBuilder::Wants(double min_hours, double max_hours) {
  person_.hours_wanted = {HoursPerWeek::FromDouble(min_hours), HoursPerWeek::FromDouble(max_hours)};
  return *this;
}
PersonBuilder& PersonBuilder::WorksNow(double hours) {
  person_.hours_now = HoursPerWeek::FromDouble(hours);
  return *this;
}
PersonBuilder& PersonBuilder::LivesIn(std::string_view municipality) {
  person_.home = world_.place(municipality);
  return *this;
}
PersonBuilder& PersonBuilder::TravelsBy(TravelMode mode, int max_minutes) {
  person_.travel->modes = {{mode, max_minutes}};
  return *this;
}

JobBuilder& JobBuilder::Hours(double min_hours, double max_hours) {
  job_.hours = {HoursPerWeek::FromDouble(min_hours), HoursPerWeek::FromDouble(max_hours)};
  return *this;
}
JobBuilder& JobBuilder::In(std::string_view municipality) {
  job_.place = world_.place(municipality);
  return *this;
}
JobBuilder& JobBuilder::NeedsDiploma(std::string_view qualification) {
  job_.qualification = QualificationDemand{world_.qualification(qualification), true};
  return *this;
}
JobBuilder& JobBuilder::NeedsAtStart(std::string_view credential) {
  job_.credentials.push_back({world_.credential(credential), CredentialTiming::kAtStart, 0});
  return *this;
}
JobBuilder& JobBuilder::EmployerProvides(std::string_view credential) {
  job_.credentials.push_back(
      {world_.credential(credential), CredentialTiming::kEmployerProvides, 0});
  return *this;
}
JobBuilder& JobBuilder::NeedsDutch(CefrLevel level) {
  job_.languages.push_back({.language = kDutch, .activity = std::nullopt, .level = level});
  return *this;
}
JobBuilder& JobBuilder::NeedsLicence(DrivingLicence licence) {
  job_.driving_licences |= LicenceBit(licence);
  return *this;
}
JobBuilder& JobBuilder::Shift(int start_hour, int end_hour) {
  job_.shifts.push_back({.weekdays = {},
                         .start = static_cast<MinuteOfDay>(60 * start_hour),
                         .end = static_cast<MinuteOfDay>(60 * end_hour)});
  job_.all_shifts_required = true;
  return *this;
}
JobBuilder& JobBuilder::StartsOn(std::string_view day) {
  job_.start_date = Day(day);
  return *this;
}
JobBuilder& JobBuilder::OffersTrial() {
  job_.employer_offers.trial_placement = true;
  return *this;
}
JobBuilder& JobBuilder::Leads(std::string_view qualification, int months) {
  job_.learn_work->qualification = world_.qualification(qualification);
  job_.learn_work->months = months;
  return *this;
}
JobBuilder& JobBuilder::EntryLevel(int eqf) {
  job_.learn_work->entry_demands.min_level = static_cast<EqfLevel>(eqf);
  return *this;
}
JobBuilder& JobBuilder::EntrySkill(std::string_view skill) {
  job_.learn_work->entry_demands.skills.push_back(world_.skill(skill));
  return *this;
}
JobBuilder& JobBuilder::EntryDiploma(std::string_view qualification) {
  job_.learn_work->entry_demands.qualification = world_.qualification(qualification);
  return *this;
}
JobBuilder& JobBuilder::SchoolHours(double hours) {
  job_.learn_work->education_hours = HoursPerWeek::FromDouble(hours);
  return *this;
}
JobBuilder& JobBuilder::PersonPaysTuition(int euros_per_year) {
  job_.learn_work->person_pays_tuition = true;
  job_.learn_work->tuition_per_year = euros_per_year * kCentsPerEuro;
  return *this;
}
JobBuilder& JobBuilder::NotRecognised() {
  job_.learn_work->recognised_learning_company = false;
  return *this;
}

CourseBuilder& CourseBuilder::Teaches(const std::vector<std::string>& skills,
                                      Proficiency proficiency) {
  for (const std::string& skill : skills) {
    course_.taught_skills.push_back({world_.skill(skill), proficiency});
  }
  return *this;
}
CourseBuilder& CourseBuilder::TeachesTrade(std::string_view occupation, Proficiency proficiency) {
  for (const OccupationSkill& skill : world_.taxonomy->SkillsOf(world_.occupation(occupation))) {
    if (skill.essential) course_.taught_skills.push_back({skill.skill, proficiency});
  }
  return *this;
}
CourseBuilder& CourseBuilder::Obtains(std::string_view credential) {
  course_.credentials.push_back({world_.credential(credential), 0});
  return *this;
}
CourseBuilder& CourseBuilder::Grants(std::string_view qualification) {
  course_.qualifications.push_back(world_.qualification(qualification));
  return *this;
}
CourseBuilder& CourseBuilder::EntryDiploma(std::string_view qualification) {
  course_.entry_demands.qualification = world_.qualification(qualification);
  return *this;
}
CourseBuilder& CourseBuilder::Evening() {
  course_.form = TrainingForm::kEvening;
  course_.meetings = {{.weekdays = {Weekday::kTuesday}, .start = 18 * 60 + 30, .end = 21 * 60}};
  return *this;
}
CourseBuilder& CourseBuilder::SchoolPart() {
  course_.form = TrainingForm::kLearnWork;
  course_.requires_learn_work_job = true;
  return *this;
}
CourseBuilder& CourseBuilder::Weeks(int weeks, double hours_per_week) {
  course_.weeks = weeks;
  course_.hours_per_week = HoursPerWeek::FromDouble(hours_per_week);
  return *this;
}
CourseBuilder& CourseBuilder::Starts(std::string_view day, int seats) {
  course_.runs.push_back({.run_id = std::string(day), .start_date = Day(day), .seats_left = seats});
  return *this;
}
CourseBuilder& CourseBuilder::Costs(int euros_person, int euros_funds) {
  course_.price_person = euros_person * kCentsPerEuro;
  course_.price_funds = euros_funds * kCentsPerEuro;
  return *this;
}
CourseBuilder& CourseBuilder::PaidBy(std::string_view scheme) {
  course_.funding_schemes.push_back(world_.scheme(scheme));
  return *this;
}

ScenarioBuilder::ScenarioBuilder() {
  person_.id = "p";
  person_.skills.emplace();
  person_.qualifications.emplace();
  person_.working_level = EqfLevel{2};
  person_.credentials.emplace();
  person_.past_occupations.emplace();
  person_.home = world_.place("Arnhem");
  person_.travel.emplace().modes = {{TravelMode::kCar, 60}};
  person_.hours_now = HoursPerWeek();
  person_.hours_wanted = {HoursPerWeek::FromDouble(24), HoursPerWeek::FromDouble(40)};
  person_.keeps_present_job = false;
  person_.availability = DayAndEvening();
  person_.languages = {{OwnLanguage{.language = kDutch, .levels = {}}}};
  PersonBuilder(world_, &person_).Dutch(CefrLevel::kC1);
  person_.driving_licences = DrivingLicenceSet{0};
  person_.available_from = today();
  person_.own_money = 15'000 * kCentsPerEuro;
  person_.training_weeks_max = 150;
  person_.training_hours_max = HoursPerWeek::FromDouble(40);
}

PersonBuilder ScenarioBuilder::Person() { return {world_, &person_}; }

JobBuilder ScenarioBuilder::Job(std::string id, std::string_view occupation) {
  Vacancy& job = jobs_.emplace_back();
  job.title = id;
  job.id = std::move(id);
  job.occupation = world_.occupation(occupation);
  job.sector = world_.sector("energy");
  job.place = world_.place("Arnhem");
  job.hours = {HoursPerWeek::FromDouble(32), HoursPerWeek::FromDouble(40)};
  job.contract_kind = ContractKind::kPermanent;
  job.openings_left = 1;
  return {world_, &job};
}

JobBuilder ScenarioBuilder::LearnWorkJob(std::string id, std::string_view occupation) {
  JobBuilder builder = Job(std::move(id), occupation);
  Vacancy& job = jobs_.back();
  job.contract_kind = ContractKind::kLearnWork;
  job.learn_work.emplace().recognised_learning_company = true;
  return builder;
}

CourseBuilder ScenarioBuilder::Course(std::string id) {
  TrainingOffer& course = courses_.emplace_back();
  course.title = id;
  course.id = std::move(id);
  course.place = world_.place("Nijmegen");
  return {world_, &course};
}

std::shared_ptr<const PoolSnapshot> ScenarioBuilder::Snapshot() const {
  PoolChanges changes;
  uint64_t creation = 0;
  for (const Vacancy& job : jobs_) {
    changes.vacancies.push_back({CreationNumber(++creation), job});
  }
  for (const TrainingOffer& course : courses_) {
    changes.training_offers.push_back({CreationNumber(++creation), course});
  }
  const auto travel =
      std::make_shared<GreatCircleTravelModel>(*world_.region, DefaultTravelProfiles());
  return PoolSnapshot(0, world_.taxonomy, world_.region, travel).With(creation, std::move(changes));
}

RoutePlan ScenarioBuilder::Plan(RouteQuery query) const {
  query.today = today();
  return PlanRoutes(*Snapshot(), person_, query);
}
RoutePlan ScenarioBuilder::RoutesTo(std::string_view job_id, RouteQuery query) const {
  query.vacancy_id = std::string(job_id);
  return Plan(std::move(query));
}
RoutePlan ScenarioBuilder::RoutesToOccupation(std::string_view occupation, RouteQuery query) const {
  query.occupation = world_.occupation(occupation);
  return Plan(std::move(query));
}
RoutePlan ScenarioBuilder::RoutesToAny(RouteQuery query) const { return Plan(std::move(query)); }

std::string InWords(const Route& route) {
  std::vector<std::string> steps;
  for (const RouteStep& step : route.steps) {
    const std::string& id = step.job != nullptr ? step.job->record.id : step.offer->record.id;
    std::string text(NameOf(step.kind));
    absl::StrAppend(&text, " ", id, " ", step.start.ToString(), "..", step.end.ToString(), " ",
                    HoursText(step.hours), " h ", Euros(step.cost_person));
    if (step.paid) absl::StrAppend(&text, " paid");
    steps.push_back(std::move(text));
  }
  return absl::StrCat(absl::StrJoin(steps, "; "), " | work ", route.work_start.ToString(),
                      ", qualified ", route.qualification.ToString(), ", ",
                      Euros(route.cost_person));
}

std::vector<std::string> InWords(const RoutePlan& plan) {
  std::vector<std::string> lines;
  for (const Route& route : plan.routes) lines.push_back(InWords(route));
  return lines;
}

std::string InWords(const Reason& reason) {
  std::string text(NameOf(reason.rule));
  if (!reason.subject.empty()) absl::StrAppend(&text, " ", reason.subject);
  absl::StrAppend(&text, ": ", reason.person_value, " / ", reason.demand_value);
  if (!reason.unit.empty()) {
    absl::StrAppend(&text, " ", absl::string_view(reason.unit.data(), reason.unit.size()));
  }
  return text;
}

std::vector<std::string> InWords(const std::vector<Reason>& reasons) {
  std::vector<std::string> lines;
  lines.reserve(reasons.size());
  for (const Reason& reason : reasons) lines.push_back(InWords(reason));
  return lines;
}

}  // namespace overstap::matcher
