// What a workload's file says comes back as it is; what is no such file is refused by name and
// place.
#include "tests/bench/match/workload.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/data/temp_folder.h"

namespace overstap::bench {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr Facets kArnhem = {.latitude = 51.985F,
                            .longitude = 5.899F,
                            .sectors = 1,
                            .hours_min = 24,
                            .hours_max = 32,
                            .education = 4,
                            .language = 3};

struct Entry {
  uint16_t term;
  uint16_t weight;
};

void AddRow(const std::vector<Entry>& entries, const Facets& facets, Rows* rows) {
  for (const Entry& entry : entries) {
    rows->terms.push_back(entry.term);
    rows->weights.push_back(entry.weight);
  }
  rows->EndRow(facets, /*occupation=*/7);
}

// Three rows, of two entries, none and one.
Rows ThreeRows() {
  Rows rows;
  AddRow({{.term = 3, .weight = 100}, {.term = 9, .weight = kOne}}, kArnhem, &rows);
  Facets other = kArnhem;
  other.sectors = kOtherSector;
  other.latitude = std::numeric_limits<float>::quiet_NaN();
  other.longitude = std::numeric_limits<float>::quiet_NaN();
  AddRow({}, other, &rows);
  Facets third = kArnhem;
  third.sectors = 2;
  AddRow({{.term = 65'535, .weight = 1}}, third, &rows);
  return rows;
}

// Where the arrays of the file of ThreeRows() start.
constexpr size_t kOffsetsAt = 24;
constexpr size_t kTermsAt = kOffsetsAt + 4 * 8;
constexpr size_t kWeightsAt = kTermsAt + 3 * 2;
constexpr size_t kLatitudesAt = kWeightsAt + 3 * 4;
constexpr size_t kOccupationsAt = kLatitudesAt + 2 * 3 * 4;
constexpr size_t kSectorsAt = kOccupationsAt + 3 * 2;
constexpr size_t kEducationAt = kSectorsAt + 3 * 3;
constexpr size_t kLanguageAt = kEducationAt + 3;
constexpr size_t kEndAt = kLanguageAt + 3;

class WorkloadFileTest : public ::testing::Test {
 protected:
  WorkloadFileTest() { EXPECT_TRUE(WriteRows(ThreeRows(), path_).ok()); }

  std::string Bytes() const {
    std::ostringstream bytes;
    bytes << std::ifstream(path_, std::ios::binary).rdbuf();
    return bytes.str();
  }
  // Replaces what stands at `offset`.
  template <typename Value>
  void Overwrite(size_t offset, Value value) {
    std::string bytes = Bytes();
    std::memcpy(bytes.data() + offset, &value, sizeof(value));
    folder_.Write("rows.bin", bytes);
  }
  // Reading all rows fails at `offset`, and says so.
  void ExpectRefused(size_t offset, const std::string& expected, const std::string& found) {
    const absl::StatusOr<Rows> rows = ReadRows(path_, 3);
    ASSERT_TRUE(absl::IsInvalidArgument(rows.status())) << rows.status();
    EXPECT_THAT(std::string(rows.status().message()),
                AllOf(HasSubstr(path_ + ": offset " + std::to_string(offset) + ": "),
                      HasSubstr("expected " + expected), HasSubstr("found " + found)));
  }

  data::TempFolder folder_;
  std::string path_ = folder_.File("rows.bin");
};

TEST_F(WorkloadFileTest, ReadsBackWhatWasWritten) {
  EXPECT_EQ(Bytes().size(), kEndAt);
  const absl::StatusOr<Rows> rows = ReadRows(path_, 3);
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_THAT(rows->offsets, ElementsAre(0, 2, 2, 3));
  EXPECT_THAT(rows->terms, ElementsAre(3, 9, 65'535));
  EXPECT_THAT(rows->weights, ElementsAre(100, kOne, 1));
  EXPECT_THAT(rows->occupations, ElementsAre(7, 7, 7));
  EXPECT_THAT(rows->TermsOf(0), ElementsAre(3, 9));
  EXPECT_THAT(rows->WeightsOf(1), IsEmpty());
  const Facets& first = rows->facets[0];
  EXPECT_EQ(first.latitude, kArnhem.latitude);
  EXPECT_EQ(first.longitude, kArnhem.longitude);
  EXPECT_EQ(first.sectors, kArnhem.sectors);
  EXPECT_EQ(first.hours_min, kArnhem.hours_min);
  EXPECT_EQ(first.hours_max, kArnhem.hours_max);
  EXPECT_EQ(first.education, kArnhem.education);
  EXPECT_EQ(first.language, kArnhem.language);
  EXPECT_TRUE(std::isnan(rows->facets[1].latitude)) << "a place may be unknown";
}

TEST_F(WorkloadFileTest, APrefixHasTheFirstRowsAlone) {
  const absl::StatusOr<Rows> rows = ReadRows(path_, 1);
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(rows->size(), 1U);
  EXPECT_THAT(rows->offsets, ElementsAre(0, 2));
  EXPECT_THAT(rows->terms, ElementsAre(3, 9));
  EXPECT_THAT(rows->weights, ElementsAre(100, kOne));
  EXPECT_EQ(rows->facets[0].language, kArnhem.language);
  ASSERT_TRUE(CountRows(path_).ok());
  EXPECT_EQ(*CountRows(path_), 3U);
}

TEST_F(WorkloadFileTest, WeightsAreRoundedHalfToEven) {
  const struct {
    float weight;
    uint16_t rounded;
  } cases[] = {{0.5F / kOne, 0}, {1.5F / kOne, 2}, {2.5F / kOne, 2},
               {2.6F / kOne, 3}, {0.0F, 0},        {1.0F, kOne}};
  for (const auto& [weight, rounded] : cases) {
    Overwrite(kWeightsAt, weight);
    const absl::StatusOr<Rows> rows = ReadRows(path_, 3);
    ASSERT_TRUE(rows.ok()) << rows.status();
    EXPECT_EQ(rows->weights[0], rounded) << weight * kOne;
  }
}

TEST_F(WorkloadFileTest, AFileThatIsNotThereIsNotFound) {
  const absl::StatusOr<Rows> rows = ReadRows(folder_.File("none.bin"), 1);
  ASSERT_TRUE(absl::IsNotFound(rows.status())) << rows.status();
  EXPECT_THAT(std::string(rows.status().message()), HasSubstr("none.bin: cannot be opened"));
}

TEST_F(WorkloadFileTest, OtherLettersAreRefused) {
  Overwrite(0, 'X');
  ExpectRefused(0, "the letters LMBENCH1", "others");
}

TEST_F(WorkloadFileTest, AFileWithoutAHeaderIsRefused) {
  folder_.Write("rows.bin", "LMBENCH1");
  ExpectRefused(8, "a header of 24 bytes", "the end");
}

TEST_F(WorkloadFileTest, AFileThatWasCutIsRefused) {
  folder_.Write("rows.bin", Bytes().substr(0, kEndAt - 1));
  ExpectRefused(8, "counts of rows and entries that make 118 bytes", "3 rows and 3 entries");
}

TEST_F(WorkloadFileTest, CountsThatOverflowAreRefusedBeforeMemoryIsAskedFor) {
  Overwrite(8, std::numeric_limits<uint64_t>::max());
  ExpectRefused(8, "counts", "18446744073709551615 rows");
  Overwrite(8, uint64_t{3});
  Overwrite(16, std::numeric_limits<uint64_t>::max() / 6);
  ExpectRefused(8, "counts", "3 rows and ");
}

TEST_F(WorkloadFileTest, MoreRowsThanThereAreAreRefused) {
  const absl::StatusOr<Rows> rows = ReadRows(path_, 4);
  ASSERT_TRUE(absl::IsInvalidArgument(rows.status())) << rows.status();
  EXPECT_THAT(std::string(rows.status().message()),
              HasSubstr("offset 8: expected at least 4 rows, found 3"));
}

TEST_F(WorkloadFileTest, RowsThatDoNotFollowOneAnotherAreRefused) {
  Overwrite(kOffsetsAt, uint64_t{1});
  ExpectRefused(kOffsetsAt, "0, where the first row starts", "1");
  Overwrite(kOffsetsAt, uint64_t{0});
  Overwrite(kOffsetsAt + 16, uint64_t{1});
  ExpectRefused(kOffsetsAt + 16, "an end of a row between 2 and 3", "1");
  Overwrite(kOffsetsAt + 16, uint64_t{4});
  ExpectRefused(kOffsetsAt + 16, "an end of a row between 2 and 3", "4");
  Overwrite(kOffsetsAt + 16, uint64_t{2});
  Overwrite(kOffsetsAt + 24, uint64_t{2});
  ExpectRefused(kOffsetsAt + 24, "the last row's end at 3", "2");
}

TEST_F(WorkloadFileTest, SkillsThatDoNotAscendInARowAreRefused) {
  Overwrite(kTermsAt + 2, uint16_t{3});
  ExpectRefused(kTermsAt + 2, "a skill above 3 in row 0", "3");
}

TEST_F(WorkloadFileTest, SkillsMayDescendFromRowToRow) {
  Overwrite(kTermsAt + 4, uint16_t{1});
  EXPECT_TRUE(ReadRows(path_, 3).ok());
}

TEST_F(WorkloadFileTest, AWeightOutsideItsRangeIsRefused) {
  for (const float weight : {-0.1F, 1.01F, std::numeric_limits<float>::quiet_NaN()}) {
    Overwrite(kWeightsAt + 4, weight);
    ExpectRefused(kWeightsAt + 4, "a weight from 0 to 1", "");
  }
}

TEST_F(WorkloadFileTest, FacetsOutsideTheirRangeAreRefused) {
  Overwrite(kLatitudesAt, 91.0F);
  ExpectRefused(kLatitudesAt, "a latitude of at most 90", "91");
  Overwrite(kLatitudesAt, 52.0F);
  Overwrite(kLatitudesAt + 3 * 4, -181.0F);
  ExpectRefused(kLatitudesAt + 3 * 4, "a longitude of at most 180", "-181");
  Overwrite(kLatitudesAt + 3 * 4, 5.0F);
  Overwrite(kEducationAt + 1, uint8_t{9});
  ExpectRefused(kEducationAt + 1, "an education level of at most 8", "9");
  Overwrite(kEducationAt + 1, uint8_t{8});
  Overwrite(kLanguageAt + 2, uint8_t{7});
  ExpectRefused(kLanguageAt + 2, "a language level of at most 6", "7");
}

class WorkloadTest : public WorkloadFileTest {
 protected:
  absl::StatusOr<Workload> Read(Direction direction, uint64_t documents, uint64_t queries) const {
    return ReadWorkload({.vacancies = path_,
                         .job_seekers = path_,
                         .direction = direction,
                         .documents = documents,
                         .queries = queries});
  }
};

TEST_F(WorkloadTest, EveryJobSeekerAsksForVacancies) {
  const absl::StatusOr<Workload> workload = Read(Direction::kVacancies, 2, 10);
  ASSERT_TRUE(workload.ok()) << workload.status();
  EXPECT_EQ(workload->documents().size(), 2U);
  ASSERT_EQ(workload->query_count(), 3U) << "no more than there are";
  EXPECT_THAT(workload->query(0).terms, ElementsAre(3, 9));
  EXPECT_THAT(workload->query(2).weights, ElementsAre(1));
  EXPECT_EQ(workload->query(0).facets.education, 4);
  EXPECT_EQ(workload->documents().facets[0].language, 3);
  EXPECT_EQ(workload->term_count(), 65'536U) << "terms of queries count too";
}

TEST_F(WorkloadTest, VacanciesInTheThreeSectorsAskForJobSeekersWithLevelsTurnedAround) {
  const absl::StatusOr<Workload> workload = Read(Direction::kJobSeekers, 3, 10);
  ASSERT_TRUE(workload.ok()) << workload.status();
  ASSERT_EQ(workload->query_count(), 2U) << "the second vacancy is in another sector";
  EXPECT_THAT(workload->query(1).terms, ElementsAre(65'535));
  EXPECT_EQ(workload->query(0).facets.education, 8 - 4);
  EXPECT_EQ(workload->query(0).facets.language, 6 - 3);
  EXPECT_EQ(workload->documents().facets[2].education, 8 - 4);
  EXPECT_EQ(workload->documents().facets[2].language, 6 - 3);
}

TEST_F(WorkloadTest, ReadsOnUntilEnoughVacanciesAsk) {
  Rows rows;
  Facets other = kArnhem;
  other.sectors = kOtherSector;
  for (uint16_t i = 0; i < 20; ++i) AddRow({{.term = i, .weight = 1}}, other, &rows);
  AddRow({{.term = 20, .weight = 1}}, kArnhem, &rows);
  ASSERT_TRUE(WriteRows(rows, path_).ok());
  const absl::StatusOr<Workload> workload = Read(Direction::kJobSeekers, 1, 1);
  ASSERT_TRUE(workload.ok()) << workload.status();
  ASSERT_EQ(workload->query_count(), 1U);
  EXPECT_THAT(workload->query(0).terms, ElementsAre(20));
}

TEST_F(WorkloadTest, AFileInWhichNobodyAsksIsRefused) {
  Rows rows;
  Facets other = kArnhem;
  other.sectors = kOtherSector;
  AddRow({}, other, &rows);
  ASSERT_TRUE(WriteRows(rows, path_).ok());
  const absl::StatusOr<Workload> workload = Read(Direction::kJobSeekers, 1, 1);
  EXPECT_TRUE(absl::IsInvalidArgument(workload.status())) << workload.status();
  EXPECT_THAT(std::string(workload.status().message()), HasSubstr("nobody asks"));
}

}  // namespace
}  // namespace overstap::bench
