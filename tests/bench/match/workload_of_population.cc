// A generated population as a workload for match_bench.
//
//   overstap-generate --taxonomy ESCO --job-seekers 100000 --vacancies 100000 --out POPULATION
//   workload_of_population --taxonomy ESCO --population POPULATION --out WORKLOAD
//
// Reads POPULATION/vacancies.jsonl and POPULATION/job_seekers.jsonl, whichever are there, a record
// at a time, and writes WORKLOAD/vacancies.bin and WORKLOAD/seekers.bin in the same order.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <limits>
#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "data/import/json_lines.h"
#include "matcher/fit/vectors.h"
#include "overstap/store/v1/records.pb.h"
#include "overstap/v1/job_seeker.pb.h"
#include "overstap/v1/vacancy.pb.h"
#include "services/config/region_loader.h"
#include "services/convert/record_copy.h"
#include "services/convert/to_model.h"
#include "tests/bench/match/population_rows.h"
#include "tests/bench/match/workload.h"
#include "tests/eval/esco_folder.h"

namespace overstap::bench {
namespace {

struct Options {
  std::string taxonomy_folder;
  std::string region_folder = "data/region";
  std::string postcodes_file;
  std::string population_folder;
  std::string out_folder;
  int64_t limit = std::numeric_limits<int64_t>::max();
};

// Adds each record of the file by `add(record)`, at most `limit` of them.
template <typename Message, typename Record, typename Add>
absl::Status ReadRecords(const std::string& file, int64_t limit, const Add& add) {
  std::ifstream stream(file);
  if (!stream) return absl::NotFoundError(absl::StrCat(file, ": cannot be opened"));
  data::JsonLinesReader reader(file, stream);
  Message message;
  Record record;
  for (int64_t count = 0; count < limit; ++count) {
    const absl::StatusOr<bool> more = reader.Next(message);
    if (!more.ok()) return more.status();
    if (!*more) break;
    convert::CopyByName(message, &record);
    add(record);
  }
  return absl::OkStatus();
}

class Converter {
 public:
  Converter(const matcher::Taxonomy& taxonomy, const matcher::Region& region)
      : fit_{.taxonomy = taxonomy, .region = region}, model_{taxonomy, region} {}

  absl::Status ConvertVacancies(const std::string& from, int64_t limit, const std::string& to) {
    Rows rows;
    const auto add = [this, &rows](const store::v1::Vacancy& record) {
      AddVacancy(convert::ToModel("", record, record.openings(), model_, &unknown_), fit_, &rows);
    };
    const absl::Status status = ReadRecords<v1::Vacancy, store::v1::Vacancy>(from, limit, add);
    return status.ok() ? Write(rows, to) : status;
  }

  absl::Status ConvertJobSeekers(const std::string& from, int64_t limit, const std::string& to) {
    Rows rows;
    const auto add = [this, &rows](const store::v1::JobSeeker& record) {
      AddJobSeeker(convert::ToModel("", record, model_, &unknown_), fit_, &rows);
    };
    const absl::Status status = ReadRecords<v1::JobSeeker, store::v1::JobSeeker>(from, limit, add);
    return status.ok() ? Write(rows, to) : status;
  }

 private:
  absl::Status Write(const Rows& rows, const std::string& file) const {
    std::printf("%s: %zu rows, %.1f terms each, %lld unknown codes so far\n", file.c_str(),
                rows.size(),
                static_cast<double>(rows.terms.size()) / static_cast<double>(rows.size()),
                static_cast<long long>(unknown_.count));
    return WriteRows(rows, file);
  }

  matcher::FitContext fit_;
  convert::ModelContext model_;
  convert::UnknownCodes unknown_;
};

absl::Status Run(const Options& options) {
  const auto folder = ReadEscoFolder(options.taxonomy_folder);
  if (!folder.ok()) return folder.status();
  const matcher::Taxonomy& taxonomy = *folder->taxonomy;
  const auto region =
      config::LoadRegion({.dir = options.region_folder, .postcodes_file = options.postcodes_file});
  if (!region.ok()) return region.status();
  const matcher::FitContext context = {.taxonomy = taxonomy, .region = *region->region};
  if (context.term_count() > size_t{std::numeric_limits<uint16_t>::max()} + 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("a workload has no more than 65536 terms, found ", context.term_count()));
  }
  std::filesystem::create_directories(options.out_folder);
  Converter converter(taxonomy, *region->region);
  const std::string vacancies = options.population_folder + "/vacancies.jsonl";
  const std::string job_seekers = options.population_folder + "/job_seekers.jsonl";
  absl::Status status;
  if (std::filesystem::exists(vacancies)) {
    status =
        converter.ConvertVacancies(vacancies, options.limit, options.out_folder + "/vacancies.bin");
  }
  if (status.ok() && std::filesystem::exists(job_seekers)) {
    status = converter.ConvertJobSeekers(job_seekers, options.limit,
                                         options.out_folder + "/seekers.bin");
  }
  return status;
}

}  // namespace
}  // namespace overstap::bench

int main(int argc, char** argv) {
  overstap::bench::Options options;
  CLI::App app("Writes a generated population as the files that match_bench reads.",
               "workload_of_population");
  app.add_option("--taxonomy", options.taxonomy_folder,
                 "Folder with the taxonomy that it was generated over, in ESCO's CSV layout")
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_option("--region", options.region_folder, "Folder with the region's text files")
      ->capture_default_str()
      ->check(CLI::ExistingDirectory);
  app.add_option("--postcodes", options.postcodes_file, "Table of postcodes")
      ->check(CLI::ExistingFile);
  app.add_option("--population", options.population_folder, "What overstap-generate wrote")
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_option("--limit", options.limit, "Only the first records of each file")
      ->check(CLI::PositiveNumber);
  app.add_option("--out", options.out_folder, "Folder to write to")->required();
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = overstap::bench::Run(options);
  if (status.ok()) return 0;
  std::cerr << "workload_of_population: " << status.message() << '\n';
  return 1;
}
