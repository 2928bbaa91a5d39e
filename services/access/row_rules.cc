#include "services/access/row_rules.h"

#include <algorithm>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "services/access/role_names.h"
#include "services/convert/to_model.h"
#include "services/write/errors.h"

namespace overstap::access {
namespace {

constexpr char kWorkTablePrefix[] = "workTables/";

bool IsShared(const store::v1::JobSeeker& person, const std::string& organisation,
              matcher::Date today) {
  return std::any_of(
      person.shares().begin(), person.shares().end(), [&](const store::v1::Share& share) {
        const auto until = convert::ToDate(share.until_date());
        // A share without a day never counts.
        return share.organisation() == organisation && until.has_value() && today <= *until;
      });
}

bool HasSeat(const region::v1::WorkTableDefinition& table, std::string_view organisation) {
  return table.driver().id() == organisation ||
         std::any_of(table.members().begin(), table.members().end(),
                     [&](const auto& member) { return member.id() == organisation; });
}

bool IsOwn(const write::Caller& caller, std::string_view organisation) {
  return !caller.organisation.empty() && caller.organisation == organisation;
}

absl::Status NotYours(const write::Caller& caller, absl::string_view field,
                      const std::string& organisation) {
  const std::string what = absl::StrCat("a ", NameOf(RoleIn(caller)), " of ", caller.organisation,
                                        " cannot give it to ", organisation, "; leave it empty");
  google::rpc::BadRequest wrong;
  auto* violation = wrong.add_field_violations();
  violation->set_field(std::string(field));
  violation->set_description(what);
  absl::Status status = write::WithReason(
      absl::PermissionDeniedError(absl::StrCat(field, ": ", what)), "ORGANISATION_NOT_YOURS",
      {{"field", std::string(field)}, {"organisation", organisation}});
  status.SetPayload(write::kBadRequestType, absl::Cord(wrong.SerializeAsString()));
  return status;
}

// `may_transfer`: the role may name any organisation.
template <typename Record>
absl::Status Assign(const write::Caller& caller, const Record* stored, bool may_transfer,
                    absl::string_view field, Record* next) {
  const bool kept = stored != nullptr && !stored->organisation().empty();
  if (next->organisation().empty()) {
    next->set_organisation(kept ? stored->organisation() : caller.organisation);
  }
  if (may_transfer) return absl::OkStatus();
  const std::string& allowed = kept ? stored->organisation() : caller.organisation;
  if (next->organisation() == allowed) return absl::OkStatus();
  return NotYours(caller, field, next->organisation());
}

}  // namespace

PeopleSeen PeopleSeenBy(const write::Caller& caller) {
  switch (RoleIn(caller)) {
    case v1::ROLE_PLATFORM:
    case v1::ROLE_OPERATOR:
      return PeopleSeen::kEveryone;
    case v1::ROLE_CASEWORKER:
      return PeopleSeen::kOwnOrganisation;
    default:
      return PeopleSeen::kNobody;
  }
}

bool Sees(const write::Caller& caller, const store::v1::JobSeeker& person, matcher::Date today) {
  const PeopleSeen seen = PeopleSeenBy(caller);
  if (seen == PeopleSeen::kEveryone) return true;
  return seen == PeopleSeen::kOwnOrganisation &&
         (IsOwn(caller, person.organisation()) || IsShared(person, caller.organisation, today));
}

bool SeesAllVacancies(const write::Caller& caller) {
  switch (RoleIn(caller)) {
    case v1::ROLE_PLATFORM:
    case v1::ROLE_OPERATOR:
    case v1::ROLE_CASEWORKER:
    case v1::ROLE_WORK_TABLE_MEMBER:
    case v1::ROLE_PROGRAMME_MANAGER:
      return true;
    default:
      return false;
  }
}

bool SeesOwnVacancies(const write::Caller& caller) {
  return SeesAllVacancies(caller) || RoleIn(caller) == v1::ROLE_EMPLOYER;
}

bool Sees(const write::Caller& caller, const store::v1::Vacancy& vacancy, matcher::Date) {
  return SeesAllVacancies(caller) ||
         (SeesOwnVacancies(caller) && IsOwn(caller, vacancy.organisation()));
}

bool Sees(const write::Caller&, const store::v1::TrainingOffer&, matcher::Date) { return true; }

bool Sees(const write::Caller& caller, const store::v1::Report& report,
          const region::v1::RegionConfig& config) {
  switch (RoleIn(caller)) {
    case v1::ROLE_PLATFORM:
    case v1::ROLE_OPERATOR:
    case v1::ROLE_PROGRAMME_MANAGER:
    case v1::ROLE_AUDITOR:
      return true;
    case v1::ROLE_CASEWORKER:
      return IsOwn(caller, report.reporting_organisation()) ||
             IsOwn(caller, report.deciding_organisation()) ||
             SitsAt(caller.organisation, report.work_table(), config);
    case v1::ROLE_WORK_TABLE_MEMBER:
      return SitsAt(caller.organisation, report.work_table(), config);
    default:
      return false;
  }
}

bool Sees(const write::Caller& caller, const store::v1::Introduction& introduction,
          const store::v1::JobSeeker* person, matcher::Date today) {
  if (RoleIn(caller) == v1::ROLE_EMPLOYER) {
    return IsOwn(caller, introduction.employer_organisation());
  }
  if (PeopleSeenBy(caller) == PeopleSeen::kEveryone) return true;
  return person != nullptr && Sees(caller, *person, today);
}

bool Keeps(const write::Caller& caller, const store::v1::JobSeeker& person) {
  return RoleIn(caller) == v1::ROLE_CASEWORKER && IsOwn(caller, person.organisation());
}

bool MayDelete(const write::Caller& caller, const store::v1::JobSeeker& person) {
  return Keeps(caller, person) || PeopleSeenBy(caller) == PeopleSeen::kEveryone;
}

bool MayDelete(const write::Caller&, const store::v1::Vacancy&) { return true; }

bool MayDelete(const write::Caller&, const store::v1::TrainingOffer&) { return true; }

bool SitsAt(std::string_view organisation, std::string_view work_table,
            const region::v1::RegionConfig& config) {
  if (organisation.empty()) return false;
  return std::any_of(config.work_tables().begin(), config.work_tables().end(),
                     [&](const auto& table) {
                       return absl::StrCat(kWorkTablePrefix, table.id()) == work_table &&
                              HasSeat(table, organisation);
                     });
}

std::vector<std::string> WorkTablesOf(std::string_view organisation,
                                      const region::v1::RegionConfig& config) {
  std::vector<std::string> names;
  if (organisation.empty()) return names;
  for (const auto& table : config.work_tables()) {
    if (HasSeat(table, organisation)) names.push_back(absl::StrCat(kWorkTablePrefix, table.id()));
  }
  return names;
}

bool IsProgrammeManagement(const write::Caller& caller, const region::v1::RegionConfig& config) {
  return IsOwn(caller, config.identity().programme_management());
}

bool MayWriteTable(const write::Caller& caller, std::string_view work_table,
                   const region::v1::RegionConfig& config) {
  return IsProgrammeManagement(caller, config) || SitsAt(caller.organisation, work_table, config);
}

bool MayWriteProject(const write::Caller& caller, const store::v1::Project& project,
                     const region::v1::RegionConfig& config) {
  return IsProgrammeManagement(caller, config) || IsOwn(caller, project.organisation()) ||
         std::any_of(
             project.work_tables().begin(), project.work_tables().end(),
             [&](const std::string& table) { return SitsAt(caller.organisation, table, config); });
}

absl::Status AssignOrganisation(const write::Caller& caller, const store::v1::JobSeeker* stored,
                                store::v1::JobSeeker* next) {
  absl::Status assigned = Assign(caller, stored, PeopleSeenBy(caller) == PeopleSeen::kEveryone,
                                 "job_seeker.organisation", next);
  // The new keeper has shared with nobody.
  if (stored != nullptr && next->organisation() != stored->organisation()) next->clear_shares();
  return assigned;
}

absl::Status AssignOrganisation(const write::Caller& caller, const store::v1::Vacancy* stored,
                                store::v1::Vacancy* next) {
  return Assign(caller, stored, SeesAllVacancies(caller), "vacancy.organisation", next);
}

absl::Status AssignOrganisation(const write::Caller&, const store::v1::TrainingOffer*,
                                store::v1::TrainingOffer*) {
  return absl::OkStatus();
}

absl::Status AssignOrganisation(const write::Caller& caller, const region::v1::RegionConfig& config,
                                const store::v1::Project* stored, store::v1::Project* next) {
  constexpr char kField[] = "project.organisation";
  if (next->organisation().empty()) {
    next->set_organisation(stored != nullptr ? stored->organisation() : caller.organisation);
  }
  const std::string& organisation = next->organisation();
  if (stored != nullptr) {
    if (organisation == stored->organisation()) return absl::OkStatus();
    google::rpc::BadRequest wrong;
    auto* violation = wrong.add_field_violations();
    violation->set_field(kField);
    violation->set_description(absl::StrCat("cannot change, is ", stored->organisation()));
    return write::InvalidArgument(wrong);
  }
  if (IsOwn(caller, organisation) || IsProgrammeManagement(caller, config)) {
    return absl::OkStatus();
  }
  return write::WithReason(absl::PermissionDeniedError(absl::StrCat(
                               kField, ": ", caller.organisation, " cannot make a project of ",
                               organisation, "; leave it empty")),
                           "NOT_YOUR_PROJECT", {{"organisation", organisation}});
}

}  // namespace overstap::access
