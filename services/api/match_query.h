// What match and route requests have in common: the snapshot that they ask, the person or vacancy
// that they ask about, the day and the language.
//
//   absl::StatusOr<QueryScope> scope = OpenScope(*request, backend, check);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_MATCH_QUERY_H_
#define OVERSTAP_SERVICES_API_MATCH_QUERY_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "matcher/pool_snapshot.h"
#include "matcher/ranker.h"
#include "overstap/v1/job_seeker.pb.h"
#include "overstap/v1/match_service.pb.h"
#include "overstap/v1/vacancy.pb.h"
#include "services/api/backend.h"
#include "services/api/field_checker.h"
#include "services/api/names.h"
#include "services/api/page_token.h"
#include "services/api/request_hash.h"
#include "services/api/text/language.h"
#include "services/api/unary.h"
#include "services/convert/to_model.h"
#include "services/write/errors.h"

namespace overstap::api {

// One request sees one snapshot, on all its pages.
struct QueryScope {
  std::shared_ptr<const matcher::PoolSnapshot> snapshot;
  matcher::Date as_of;
  std::string request_hash;         // without the page token
  std::optional<PageToken> resume;  // where the last page ended
};

// FAILED_PRECONDITION NO_TAXONOMY; ABORTED SNAPSHOT_GONE. `page_token` and `as_of` are the
// request's.
absl::StatusOr<QueryScope> OpenScope(const google::protobuf::Message& request,
                                     const std::string& page_token, const google::type::Date* as_of,
                                     const write::Caller& caller, const Backend& backend);

// A token for the next page; keeps the snapshot for it. For an employer it is sealed: it holds the
// creation number of the last result, which would tell the same person in every answer.
std::string NextPageToken(const QueryScope& scope, PageToken token, const write::Caller& caller,
                          const Backend& backend);

// From where the caller looks at people; nullopt: sees everyone. Of a caller who sees nobody it is
// a place from which nobody is visible.
std::optional<matcher::Viewpoint> ViewpointOf(const write::Caller& caller, const Backend& backend);

// A record that a request names, or one that it carries.
template <typename Record>
class Subject {
 public:
  explicit Subject(const Record* stored) : stored_(stored) {}
  explicit Subject(Record carried) : carried_(std::move(carried)) {}
  const Record& get() const { return stored_ != nullptr ? *stored_ : carried_; }

 private:
  const Record* stored_ = nullptr;  // in the snapshot
  Record carried_;
};

// Adds to `check` what is wrong with a person or vacancy given inline, converted otherwise.
std::optional<matcher::JobSeeker> ConvertInline(const v1::JobSeeker& person,
                                                const matcher::PoolSnapshot& snapshot,
                                                const Backend& backend, FieldChecker& check);
std::optional<matcher::Vacancy> ConvertInline(const v1::Vacancy& vacancy,
                                              const matcher::PoolSnapshot& snapshot,
                                              const Backend& backend, FieldChecker& check);

// A stored record by name, that the caller may see. NOT_FOUND; INVALID_ARGUMENT;
// FAILED_PRECONDITION, reason RESTRICTED, for a person who is kept and out of matching.
absl::StatusOr<const matcher::JobSeeker*> FindJobSeeker(const std::string& name,
                                                        const matcher::PoolSnapshot& snapshot,
                                                        const write::Caller& caller,
                                                        const Backend& backend);
absl::StatusOr<const matcher::Vacancy*> FindVacancy(const std::string& name,
                                                    const matcher::PoolSnapshot& snapshot,
                                                    const write::Caller& caller,
                                                    const Backend& backend);

// The person of a request: by name, or inline. What is wrong with an inline one goes to `check`
// (then the result means nothing). NOT_FOUND when there is no such person.
template <typename Request>
absl::StatusOr<Subject<matcher::JobSeeker>> PersonOf(const Request& request,
                                                     const matcher::PoolSnapshot& snapshot,
                                                     const Call& call, const Backend& backend,
                                                     FieldChecker& check) {
  if (request.has_inline_job_seeker()) {
    std::optional<matcher::JobSeeker> person;
    check.In("inline_job_seeker", [&] {
      person = ConvertInline(request.inline_job_seeker(), snapshot, backend, check);
    });
    return Subject<matcher::JobSeeker>(std::move(person).value_or(matcher::JobSeeker()));
  }
  if (!check.Name("job_seeker", request.job_seeker(), kJobSeekers, Presence::kRequired)) {
    return Subject<matcher::JobSeeker>(matcher::JobSeeker());
  }
  const absl::StatusOr<const matcher::JobSeeker*> stored =
      FindJobSeeker(request.job_seeker(), snapshot, call.caller, backend);
  if (!stored.ok()) return stored.status();
  call.admission.Concerns((*stored)->id);
  return Subject<matcher::JobSeeker>(*stored);
}

// 0 to 1 → units.
matcher::Score ScoreOf(const char* field, double share, FieldChecker& check);

matcher::VacancyFilter ToModel(const v1::VacancyFilter& filter, const References& references,
                               FieldChecker& check);
matcher::JobSeekerFilter ToModel(const v1::JobSeekerFilter& filter, const References& references,
                                 FieldChecker& check);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_MATCH_QUERY_H_
