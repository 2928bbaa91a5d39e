#include "data/generate/population.h"

#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "data/import/csv.h"
#include "data/import/json_lines.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "overstap/v1/job_seeker.pb.h"
#include "overstap/v1/vacancy.pb.h"
#include "tests/unit/data/temp_folder.h"

namespace overstap::data {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

PopulationOptions Options(const TempFolder& folder, int job_seekers) {
  PopulationOptions options;
  options.taxonomy_folder = OVERSTAP_SOURCE_DIR "/data/taxonomy";
  options.region_folder = OVERSTAP_SOURCE_DIR "/data/region";
  options.out_folder = folder.File("out");
  options.job_seekers = job_seekers;
  return options;
}

TEST(WritePopulation, WritesJsonLinesThatReadBack) {
  TempFolder folder;
  ASSERT_TRUE(WritePopulation(Options(folder, 25)).ok());
  std::ifstream stream(folder.File("out/job_seekers.jsonl"));
  JsonLinesReader reader("job_seekers.jsonl", stream);
  v1::JobSeeker person;
  int count = 0;
  while (reader.Next(person).value()) {
    ++count;
    EXPECT_EQ(person.name(), absl::StrCat("jobSeekers/p-0000", count < 10 ? "0" : "", count));
  }
  EXPECT_EQ(count, 25);
  EXPECT_EQ(*ReadFile(folder.File("out/vacancies.jsonl")), "");
}

TEST(WritePopulation, KeepsTheFirstRecordsWhenThereAreMore) {
  TempFolder few;
  TempFolder many;
  ASSERT_TRUE(WritePopulation(Options(few, 5)).ok());
  ASSERT_TRUE(WritePopulation(Options(many, 9)).ok());
  EXPECT_THAT(*ReadFile(many.File("out/job_seekers.jsonl")),
              StartsWith(*ReadFile(few.File("out/job_seekers.jsonl"))));
}

TEST(WritePopulation, PutsIncludedRecordsFirst) {
  TempFolder folder;
  PopulationOptions options = Options(folder, 1);
  options.include_folder = folder.path();
  folder.Write("job_seekers.jsonl", "{ \"name\": \"jobSeekers/p-mine\" }\n\n");
  ASSERT_TRUE(WritePopulation(options).ok());
  EXPECT_THAT(*ReadFile(folder.File("out/job_seekers.jsonl")),
              StartsWith("{\"name\":\"jobSeekers/p-mine\"}\n{\"name\":\"jobSeekers/p-000001\""));
  folder.Write("vacancies.jsonl", "{\"name\":\"vacancies/v\"}\n{\"nam\":1}\n");
  const absl::Status status = WritePopulation(options);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("vacancies.jsonl:2: "));
}

TEST(WritePopulation, SaysWhatIsWrongWithItsOptions) {
  TempFolder folder;
  PopulationOptions bad_date = Options(folder, 1);
  bad_date.today = "22-11-2026";
  EXPECT_EQ(WritePopulation(bad_date).message(), "'22-11-2026' is no day YYYY-MM-DD");
  EXPECT_EQ(WritePopulation(Options(folder, 1'000'000)).code(), absl::StatusCode::kInvalidArgument);
  PopulationOptions no_region = Options(folder, 1);
  no_region.region_folder = folder.File("none");
  EXPECT_EQ(WritePopulation(no_region).code(), absl::StatusCode::kNotFound);
  PopulationOptions no_taxonomy = Options(folder, 1);
  no_taxonomy.taxonomy_folder = folder.path();
  EXPECT_EQ(WritePopulation(no_taxonomy).code(), absl::StatusCode::kNotFound);
  PopulationOptions bad_out = Options(folder, 1);
  bad_out.out_folder = folder.Write("file", "");
  EXPECT_EQ(WritePopulation(bad_out).code(), absl::StatusCode::kUnavailable);
  PopulationOptions bad_include = Options(folder, 1);
  bad_include.include_folder = folder.File("none");
  EXPECT_EQ(WritePopulation(bad_include).code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace overstap::data
