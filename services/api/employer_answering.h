// How employers answer to the people who are introduced to them, and how many they get: counts from
// which nobody can tell who was introduced.
//
//   EmployerAnswering answering({.from = from, .to = to, .today = today});
//   answering.Add(head, introduction);   // every introduction
//   rows = answering.Rows(openings_of);
//
// Of one thread.
#ifndef OVERSTAP_SERVICES_API_EMPLOYER_ANSWERING_H_
#define OVERSTAP_SERVICES_API_EMPLOYER_ANSWERING_H_

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "matcher/model/date.h"
#include "overstap/store/v1/log.pb.h"
#include "overstap/store/v1/records.pb.h"
#include "overstap/v1/introduction.pb.h"

namespace overstap::api {

class EmployerAnswering {
 public:
  struct Period {
    matcher::Date from;  // first and last day on which the person accepted
    matcher::Date to;
    matcher::Date today;  // as of which it is told who has answered
  };
  explicit EmployerAnswering(const Period& period) : period_(period) {}

  // Counts it if the person accepted within the period. One that was taken back afterwards counts
  // once it was answered, or should have been: the employer does not get rid of it by withdrawing.
  // Nothing sealed is read of it.
  void Add(const store::v1::RecordHead& head, const store::v1::Introduction& introduction);

  // One row an employer, by ascending organisation, small counts hidden as in EmployerAnswering's
  // comment. `openings_of`: of a vacancy by its name; one that is gone had one.
  absl::StatusOr<std::vector<v1::EmployerAnswering>> Rows(
      absl::FunctionRef<absl::StatusOr<int>(std::string_view vacancy)> openings_of) const;

 private:
  struct Counts {
    int64_t introduced = 0;
    int64_t invited = 0;
    int64_t declined = 0;
    int64_t no_answer = 0;
    int64_t waiting = 0;
    std::vector<int> answer_days = {};
    std::set<std::string> vacancies = {};
  };
  static v1::EmployerAnswering RowOf(const std::string& employer, const Counts& counts,
                                     int openings);

  Period period_;
  std::map<std::string, Counts> by_employer_;
};

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_EMPLOYER_ANSWERING_H_
