// Records of the matcher as rows of a workload: the same terms and weights, and of the rules those
// few that a workload's filters know.
//
//   Rows rows;
//   AddVacancy(vacancy, {.taxonomy = *taxonomy, .region = *region}, &rows);
//   WriteRows(rows, "vacancies.bin");
//
// Terms of the context must be below 65,536. Where the matcher leaves a rule open, a row has a
// value that passes. Pure; safe from any thread for different `rows`.
#ifndef OVERSTAP_TESTS_BENCH_MATCH_POPULATION_ROWS_H_
#define OVERSTAP_TESTS_BENCH_MATCH_POPULATION_ROWS_H_

#include "matcher/fit/vectors.h"
#include "matcher/model/job_seeker.h"
#include "matcher/model/vacancy.h"
#include "tests/bench/match/workload.h"

namespace overstap::bench {

// What is common to both: of the region's sectors the first three of its focus are 1, 2 and 4, and
// all others 8; hours are whole, rounded outwards; the language is Dutch.

// The demand, with no level of education or Dutch as 0.
void AddVacancy(const matcher::Vacancy& vacancy, const matcher::FitContext& context, Rows* rows);
// The supply, with the first past occupation.
void AddJobSeeker(const matcher::JobSeeker& person, const matcher::FitContext& context, Rows* rows);

}  // namespace overstap::bench

#endif  // OVERSTAP_TESTS_BENCH_MATCH_POPULATION_ROWS_H_
