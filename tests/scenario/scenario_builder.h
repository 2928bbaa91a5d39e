// A small region, drawn in the domain's words: who lives there, which jobs and courses there are,
// and what the matcher makes of it.
//
//   ScenarioBuilder region;
//   region.Person().Worked("shop assistant").Wants(32, 40);
//   region.Course("solar-start").Teaches({"mount solar panels"}).Obtains("vca-basic").Weeks(4)
//       .Starts("2026-11-02").Costs(2'000);
//   region.LearnWorkJob("solar-bbl", "solar-panel fitter").Leads("solar-2", 24);
//   RoutePlan plan = region.RoutesTo("solar-bbl");
//
// Today is Monday 2026-10-05. Everything about the person is known; jobs and courses demand nothing
// that is not said. Of one test.
#ifndef OVERSTAP_TESTS_SCENARIO_SCENARIO_BUILDER_H_
#define OVERSTAP_TESTS_SCENARIO_SCENARIO_BUILDER_H_

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "matcher/model/job_seeker.h"
#include "matcher/model/region.h"
#include "matcher/model/training_offer.h"
#include "matcher/model/vacancy.h"
#include "matcher/pool_snapshot.h"
#include "matcher/route/route_planner.h"
#include "matcher/taxonomy/taxonomy.h"

namespace overstap::matcher {

Date Day(std::string_view iso);  // "2026-10-05"

// The trades, diplomas, credentials and places of the scenarios, by their names. An unknown name
// ends the test.
class ScenarioWorld {
 public:
  ScenarioWorld();

  SkillNumber skill(std::string_view name) const;
  OccupationNumber occupation(std::string_view name) const;
  QualificationNumber qualification(std::string_view code) const;
  CredentialNumber credential(std::string_view id) const;
  SchemeNumber scheme(std::string_view id) const;
  SectorNumber sector(std::string_view id) const;
  PlaceNumber place(std::string_view municipality) const;

  std::shared_ptr<const Taxonomy> taxonomy;
  std::shared_ptr<const Region> region;
};

class PersonBuilder {
 public:
  PersonBuilder(const ScenarioWorld& world, JobSeeker* person) : world_(world), person_(*person) {}

  PersonBuilder& Worked(std::string_view occupation);
  PersonBuilder& Knows(std::string_view skill, Proficiency proficiency);
  PersonBuilder& WithDiploma(std::string_view qualification);
  PersonBuilder& AtLevel(int eqf);
  PersonBuilder& WithCredential(std::string_view credential, std::string_view valid_until);
  PersonBuilder& Dutch(CefrLevel level);
  PersonBuilder& Licence(DrivingLicence licence);
  PersonBuilder& Wants(double min_hours, double max_hours);
  PersonBuilder& WorksNow(double hours);
  PersonBuilder& LivesIn(std::string_view municipality);
  PersonBuilder& TravelsBy(TravelMode mode, int max_minutes);

 private:
  const ScenarioWorld& world_;
  JobSeeker& person_;
};

class JobBuilder {
 public:
  JobBuilder(const ScenarioWorld& world, Vacancy* job) : world_(world), job_(*job) {}

  JobBuilder& Hours(double min_hours, double max_hours);
  JobBuilder& In(std::string_view municipality);
  JobBuilder& NeedsDiploma(std::string_view qualification);
  JobBuilder& NeedsAtStart(std::string_view credential);
  JobBuilder& EmployerProvides(std::string_view credential);
  JobBuilder& NeedsDutch(CefrLevel level);
  JobBuilder& NeedsLicence(DrivingLicence licence);
  JobBuilder& Shift(int start_hour, int end_hour);
  JobBuilder& StartsOn(std::string_view day);
  JobBuilder& OffersTrial();
  // Of a learn-work job:
  JobBuilder& Leads(std::string_view qualification, int months);
  JobBuilder& EntryLevel(int eqf);
  JobBuilder& EntrySkill(std::string_view skill);
  JobBuilder& EntryDiploma(std::string_view qualification);
  JobBuilder& SchoolHours(double hours);
  JobBuilder& PersonPaysTuition(int euros_per_year);
  JobBuilder& NotRecognised();

 private:
  const ScenarioWorld& world_;
  Vacancy& job_;
};

class CourseBuilder {
 public:
  CourseBuilder(const ScenarioWorld& world, TrainingOffer* course)
      : world_(world), course_(*course) {}

  CourseBuilder& Teaches(const std::vector<std::string>& skills,
                         Proficiency proficiency = Proficiency::kAdvanced);
  // All essential skills of the occupation.
  CourseBuilder& TeachesTrade(std::string_view occupation,
                              Proficiency proficiency = Proficiency::kAdvanced);
  CourseBuilder& Obtains(std::string_view credential);
  CourseBuilder& Grants(std::string_view qualification);
  CourseBuilder& EntryDiploma(std::string_view qualification);
  CourseBuilder& Evening();
  CourseBuilder& SchoolPart();
  CourseBuilder& Weeks(int weeks, double hours_per_week);
  CourseBuilder& Starts(std::string_view day, int seats = 10);
  CourseBuilder& Costs(int euros_person, int euros_funds = 0);
  CourseBuilder& PaidBy(std::string_view scheme);

 private:
  const ScenarioWorld& world_;
  TrainingOffer& course_;
};

class ScenarioBuilder {
 public:
  ScenarioBuilder();

  const ScenarioWorld& world() const { return world_; }
  Date today() const { return Day("2026-10-05"); }

  PersonBuilder Person();
  // An ordinary job in the occupation.
  JobBuilder Job(std::string id, std::string_view occupation);
  // A learn-work job at a recognised firm.
  JobBuilder LearnWorkJob(std::string id, std::string_view occupation);
  CourseBuilder Course(std::string id);

  std::shared_ptr<const PoolSnapshot> Snapshot() const;
  RoutePlan RoutesTo(std::string_view job_id, RouteQuery query = {}) const;
  RoutePlan RoutesToOccupation(std::string_view occupation, RouteQuery query = {}) const;
  RoutePlan RoutesToAny(RouteQuery query = {}) const;

 private:
  RoutePlan Plan(RouteQuery query) const;

  ScenarioWorld world_;
  JobSeeker person_;
  std::deque<Vacancy> jobs_;
  std::deque<TrainingOffer> courses_;
};

// A route in one line: "course solar-start 2026-11-02..2026-11-29 40 h EUR 2000; learn-work job
// solar-bbl 2026-11-30..2028-11-30 36 h EUR 0 paid | work 2026-11-30, qualified 2028-11-30, EUR
// 2000".
std::string InWords(const Route& route);
std::vector<std::string> InWords(const RoutePlan& plan);

// "CREDENTIAL vca-basic: 2026-06-30 / 2026-10-05 date".
std::string InWords(const Reason& reason);
std::vector<std::string> InWords(const std::vector<Reason>& reasons);

}  // namespace overstap::matcher

#endif  // OVERSTAP_TESTS_SCENARIO_SCENARIO_BUILDER_H_
