// Writes a population as JSON Lines of the API's messages.
//
//   PopulationOptions options;
//   options.taxonomy_folder = "data/taxonomy";
//   options.region_folder = "data/region";
//   options.out_folder = "/tmp/population";
//   options.job_seekers = 1000;
//   absl::Status status = WritePopulation(options);
//
// The same options and input files give the same bytes on any machine. One call at a time for one
// folder.
#ifndef OVERSTAP_DATA_GENERATE_POPULATION_H_
#define OVERSTAP_DATA_GENERATE_POPULATION_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"

namespace overstap::data {

struct PopulationOptions {
  std::string taxonomy_folder;
  std::string region_folder;
  // Records to put before the generated ones: the same file names as in out_folder, each optional;
  // empty: none.
  std::string include_folder;
  std::string out_folder;  // made where it is missing
  int job_seekers = 0;     // 0 to 999,999 each
  int vacancies = 0;
  int offers = 0;
  uint64_t seed = 0;
  std::string today = "2026-11-22";  // the day that dates count from
};

// Writes `job_seekers.jsonl`, `vacancies.jsonl` and `training_offers.jsonl`. INVALID_ARGUMENT,
// NOT_FOUND: the options or input files, by name, line and column; UNAVAILABLE: a file that cannot
// be written.
absl::Status WritePopulation(const PopulationOptions& options);

}  // namespace overstap::data

#endif  // OVERSTAP_DATA_GENERATE_POPULATION_H_
