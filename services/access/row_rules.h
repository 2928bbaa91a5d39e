// Which records a caller may see, and whose they become: the one place that decides it. Pure
// functions over the caller and the record.
//
//   if (!Sees(caller, person, today)) return write::ResourceNotFound(type, name);
//   absl::Status status = AssignOrganisation(caller, stored, &next);
//
// clang-format off
// | role              | people                                      | vacancies | reports                                               |
// |-------------------|---------------------------------------------|-----------|-------------------------------------------------------|
// | platform          | all                                         | all       | all                                                   |
// | operator          | all                                         | all       | all                                                   |
// | caseworker        | kept by or shared with its organisation     | all       | made, decided or to be decided by its organisation    |
// | employer          | candidates alone                            | its own   | none                                                  |
// | work-table member | none                                        | all       | to the tables of its organisation                     |
// | programme manager | none                                        | all       | all                                                   |
// | auditor           | none                                        | none      | all                                                   |
// | any other         | none                                        | none      | none                                                  |
// clang-format on
//
// What a caller does not see does not exist for it: NOT_FOUND, never PERMISSION_DENIED. Which
// fields of what it sees it gets is another matter (disclosure.h). Safe from any thread.
#ifndef OVERSTAP_SERVICES_ACCESS_ROW_RULES_H_
#define OVERSTAP_SERVICES_ACCESS_ROW_RULES_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "matcher/model/date.h"
#include "overstap/region/v1/region.pb.h"
#include "overstap/store/v1/records.pb.h"
#include "overstap/v1/options.pb.h"
#include "services/write/sequencer.h"

namespace overstap::access {

inline v1::Role RoleIn(const write::Caller& caller) { return static_cast<v1::Role>(caller.role); }

// What people the caller may see at all.
enum class PeopleSeen { kNobody, kOwnOrganisation, kEveryone };
PeopleSeen PeopleSeenBy(const write::Caller& caller);

// `today`: the day on which shares count, which is never the caller's to choose.
bool Sees(const write::Caller& caller, const store::v1::JobSeeker& person, matcher::Date today);
bool Sees(const write::Caller& caller, const store::v1::Vacancy& vacancy, matcher::Date today);
bool Sees(const write::Caller& caller, const store::v1::TrainingOffer& offer, matcher::Date today);
bool Sees(const write::Caller& caller, const store::v1::Report& report,
          const region::v1::RegionConfig& config);
// `person`: whom it introduces; nullptr once forgotten.
bool Sees(const write::Caller& caller, const store::v1::Introduction& introduction,
          const store::v1::JobSeeker* person, matcher::Date today);

// Whether the caller may see all vacancies, its own, or none.
bool SeesAllVacancies(const write::Caller& caller);
bool SeesOwnVacancies(const write::Caller& caller);

// A caseworker of the organisation that keeps the person: shares it, answers for it.
bool Keeps(const write::Caller& caller, const store::v1::JobSeeker& person);

// Whether the caller may delete what it sees. A person is forgotten for good, so a share is not
// enough: their keeper does it, or who sees everyone.
bool MayDelete(const write::Caller& caller, const store::v1::JobSeeker& person);
bool MayDelete(const write::Caller& caller, const store::v1::Vacancy& vacancy);
bool MayDelete(const write::Caller& caller, const store::v1::TrainingOffer& offer);

// Whether the organisation drives the work table (`workTables/{id}`) or is a member of it.
bool SitsAt(std::string_view organisation, std::string_view work_table,
            const region::v1::RegionConfig& config);
// Names of the work tables at which it sits.
std::vector<std::string> WorkTablesOf(std::string_view organisation,
                                      const region::v1::RegionConfig& config);

// Whether the caller's organisation is programme management (kernteam).
bool IsProgrammeManagement(const write::Caller& caller, const region::v1::RegionConfig& config);
// Whether the caller may write what the work table keeps: it sits there, or is programme
// management.
bool MayWriteTable(const write::Caller& caller, std::string_view work_table,
                   const region::v1::RegionConfig& config);
// Whether the caller may write the project: its organisation keeps it or sits at one of its work
// tables, or is programme management. Everyone whom the rpcs let in sees all projects.
bool MayWriteProject(const write::Caller& caller, const store::v1::Project& project,
                     const region::v1::RegionConfig& config);

// Decides whose the written record is: what it names, else what is stored, else the caller's
// organisation. A person's shares end with a transfer. `stored`: nullptr for a new one.
// PERMISSION_DENIED naming the field, reason ORGANISATION_NOT_YOURS, when the role may not give it
// to another.
absl::Status AssignOrganisation(const write::Caller& caller, const store::v1::JobSeeker* stored,
                                store::v1::JobSeeker* next);
absl::Status AssignOrganisation(const write::Caller& caller, const store::v1::Vacancy* stored,
                                store::v1::Vacancy* next);
absl::Status AssignOrganisation(const write::Caller& caller, const store::v1::TrainingOffer* stored,
                                store::v1::TrainingOffer* next);
// A project stays with its keeper: naming another is INVALID_ARGUMENT for a stored one, and for a
// new one PERMISSION_DENIED (reason NOT_YOUR_PROJECT) unless programme management does it.
absl::Status AssignOrganisation(const write::Caller& caller, const region::v1::RegionConfig& config,
                                const store::v1::Project* stored, store::v1::Project* next);

}  // namespace overstap::access

#endif  // OVERSTAP_SERVICES_ACCESS_ROW_RULES_H_
