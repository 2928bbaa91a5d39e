#include "services/api/match_query.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/access/row_rules.h"
#include "services/api/records.h"
#include "services/api/row_access.h"
#include "services/api/validation.h"
#include "services/api/validation_common.h"
#include "services/write/record_views.h"

namespace overstap::api {
namespace {

// Occupations of a filter as numbers.
void AddOccupations(const char* field,
                    const google::protobuf::RepeatedPtrField<v1::Code>& occupations,
                    const References& references, FieldChecker& check,
                    absl::flat_hash_set<matcher::OccupationNumber>* out) {
  check.Each(field, occupations, kMaxListedItems, [&](const v1::Code& code) {
    CheckOccupationCode(code, references, check);
    if (const auto number = references.taxonomy.FindOccupation(code.code())) out->insert(*number);
  });
}

void AddMunicipalities(const google::protobuf::RepeatedPtrField<std::string>& municipalities,
                       const References& references, FieldChecker& check,
                       absl::flat_hash_set<matcher::MunicipalityNumber>* out) {
  check.Each("municipalities", municipalities, kMaxListedItems, [&](const std::string& code) {
    CheckMunicipality("", code, references, check);
    if (const auto number = references.region.FindMunicipality(code)) out->insert(*number);
  });
}

// Whose page tokens say nothing to who carries them.
bool IsSealedFor(const write::Caller& caller) {
  return access::PeopleSeenBy(caller) == access::PeopleSeen::kNobody;
}

std::string SealContext(const write::Caller& caller) {
  return absl::StrCat("page token of ", caller.organisation);
}

// What does not open stays as it is, and is told to be malformed by who reads it.
std::string Unsealed(const std::string& page_token, const write::Caller& caller,
                     const Backend& backend) {
  std::string sealed;
  if (!IsSealedFor(caller)) return page_token;
  if (!absl::WebSafeBase64Unescape(page_token, &sealed)) return "?";
  return backend.candidates.Open(SealContext(caller), sealed).value_or("?");
}

}  // namespace

absl::StatusOr<QueryScope> OpenScope(const google::protobuf::Message& request,
                                     const std::string& page_token, const google::type::Date* as_of,
                                     const write::Caller& caller, const Backend& backend) {
  QueryScope scope;
  if (!page_token.empty()) {
    scope.request_hash = HashWithout(request, {"page_token"});
    absl::StatusOr<PageToken> token =
        DecodePageToken(Unsealed(page_token, caller, backend), scope.request_hash);
    if (!token.ok()) return token.status();
    scope.snapshot = backend.pool.Kept(token->version);
    if (scope.snapshot == nullptr) return SnapshotGone();
    scope.as_of = matcher::Date(token->as_of);
    scope.resume = *std::move(token);
    return scope;
  }
  scope.snapshot = backend.pool.Current();
  if (absl::Status status = RequireTaxonomy(*scope.snapshot); !status.ok()) return status;
  scope.request_hash = HashWithout(request, {"page_token"});
  scope.as_of = backend.Today();
  if (as_of == nullptr) return scope;
  FieldChecker check;
  if (!check.Date("as_of_date", *as_of)) return check.status();
  scope.as_of = *convert::ToDate(*as_of);
  return scope;
}

std::string NextPageToken(const QueryScope& scope, PageToken token, const write::Caller& caller,
                          const Backend& backend) {
  backend.pool.Keep(scope.snapshot);
  token.version = scope.snapshot->version();
  token.as_of = scope.as_of.days();
  std::string text = EncodePageToken(token, scope.request_hash);
  if (!IsSealedFor(caller)) return text;
  return absl::WebSafeBase64Escape(backend.candidates.Seal(SealContext(caller), text));
}

std::optional<matcher::Viewpoint> ViewpointOf(const write::Caller& caller, const Backend& backend) {
  if (access::PeopleSeenBy(caller) == access::PeopleSeen::kEveryone) return std::nullopt;
  const bool own = access::PeopleSeenBy(caller) == access::PeopleSeen::kOwnOrganisation;
  // No record names the empty organisation.
  return matcher::Viewpoint{backend.pool.OrganisationNumberOf(own ? caller.organisation : ""),
                            backend.Today()};
}

std::optional<matcher::JobSeeker> ConvertInline(const v1::JobSeeker& person,
                                                const matcher::PoolSnapshot& snapshot,
                                                const Backend& backend, FieldChecker& check) {
  FieldChecker own;
  v1::JobSeeker anonymous = person;
  anonymous.clear_name();  // ignored, whatever it is
  CheckJobSeeker(anonymous, backend.ReferencesOf(snapshot), own);
  for (const auto& violation : own.violations().field_violations()) {
    check.Fail(violation.field(), violation.description());
  }
  if (!own.ok()) return std::nullopt;
  convert::UnknownCodes unknown;
  return convert::ToModel("", ToRecord(anonymous), {snapshot.taxonomy(), snapshot.region()},
                          &unknown);
}

std::optional<matcher::Vacancy> ConvertInline(const v1::Vacancy& vacancy,
                                              const matcher::PoolSnapshot& snapshot,
                                              const Backend& backend, FieldChecker& check) {
  FieldChecker own;
  v1::Vacancy anonymous = vacancy;
  anonymous.clear_name();
  CheckVacancy(anonymous, backend.ReferencesOf(snapshot), own);
  for (const auto& violation : own.violations().field_violations()) {
    check.Fail(violation.field(), violation.description());
  }
  if (!own.ok()) return std::nullopt;
  convert::UnknownCodes unknown;
  return convert::ToModel("", ToRecord(anonymous), vacancy.openings(),
                          {snapshot.taxonomy(), snapshot.region()}, &unknown);
}

absl::StatusOr<const matcher::JobSeeker*> FindJobSeeker(const std::string& name,
                                                        const matcher::PoolSnapshot& snapshot,
                                                        const write::Caller& caller,
                                                        const Backend& backend) {
  const std::string id = *ParseName(kJobSeekers, name);
  const auto* entry = snapshot.job_seekers().Find(id);
  const std::optional<matcher::Viewpoint> viewpoint = ViewpointOf(caller, backend);
  if (entry != nullptr && (!viewpoint || matcher::IsVisible(entry->record, *viewpoint))) {
    return &entry->record;
  }
  // Not there for this caller, or there and restricted: only the store knows.
  const auto stored = FindPerson(backend.store, backend.keys, id, caller, backend.Today());
  if (!stored.ok()) return stored.status();
  if (stored->has_value() && write::IsRestricted((*stored)->job_seeker)) {
    return write::Restricted(id);
  }
  return write::ResourceNotFound(write::TypeOf(store::RecordKind::kJobSeeker), name);
}

absl::StatusOr<const matcher::Vacancy*> FindVacancy(const std::string& name,
                                                    const matcher::PoolSnapshot& snapshot,
                                                    const write::Caller& caller,
                                                    const Backend& backend) {
  const auto* entry = snapshot.vacancies().Find(*ParseName(kVacancies, name));
  const auto is_own = [&] {
    return entry->record.owner == backend.pool.OrganisationNumberOf(caller.organisation);
  };
  if (entry == nullptr ||
      !(access::SeesAllVacancies(caller) || (access::SeesOwnVacancies(caller) && is_own()))) {
    return write::ResourceNotFound(write::TypeOf(store::RecordKind::kVacancy), name);
  }
  return &entry->record;
}

matcher::Score ScoreOf(const char* field, double share, FieldChecker& check) {
  if (!check.InRange(field, share, 0, 1)) return 0;
  return static_cast<matcher::Score>(share * matcher::kFullScore);
}

matcher::VacancyFilter ToModel(const v1::VacancyFilter& filter, const References& references,
                               FieldChecker& check) {
  matcher::VacancyFilter result;
  check.Each("sectors", filter.sectors(), kMaxListedItems, [&](const std::string& id) {
    CheckSector("", id, references, check);
    if (const auto sector = references.region.FindSector(id)) {
      result.sectors |= matcher::SectorBit(*sector);
    }
  });
  AddOccupations("occupations", filter.occupations(), references, check, &result.occupations);
  AddMunicipalities(filter.municipalities(), references, check, &result.municipalities);
  check.Each("contract_kinds", filter.contract_kinds(), kMaxListedItems, [&](int kind) {
    if (check.EnumValue("", static_cast<v1::ContractKind>(kind), Presence::kRequired)) {
      result.contract_kinds |= uint32_t{1} << static_cast<unsigned>(kind);
    }
  });
  if (filter.has_learn_work()) result.learn_work = filter.learn_work();
  result.job_coach = filter.job_coach();
  result.trial_placement = filter.trial_placement();
  result.open_to_wage_subsidy = filter.open_to_wage_subsidy();
  result.reserved_places = filter.reserved_places();
  return result;
}

matcher::JobSeekerFilter ToModel(const v1::JobSeekerFilter& filter, const References& references,
                                 FieldChecker& check) {
  matcher::JobSeekerFilter result;
  AddOccupations("past_occupations", filter.past_occupations(), references, check,
                 &result.past_occupations);
  AddOccupations("wished_occupations", filter.wished_occupations(), references, check,
                 &result.wished_occupations);
  AddMunicipalities(filter.municipalities(), references, check, &result.municipalities);
  if (filter.has_in_work()) result.in_work = filter.in_work();
  return result;
}

}  // namespace overstap::api
