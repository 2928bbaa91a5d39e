// The workload of the matching core: two sides of a market in files, and one direction of the work
// over them.
//
//   auto workload = ReadWorkload({.vacancies = "vacancies.bin", .job_seekers = "seekers.bin",
//                                 .direction = Direction::kVacancies, .documents = 15'000});
//   for (size_t i = 0; i < workload->query_count(); ++i) Search(workload->query(i));
//
// A file, little endian, arrays without padding:
//
//   char[8] "LMBENCH1"; u64 n; u64 nnz; u64 off[n+1]; u16 skill[nnz]; f32 weight[nnz]; f32 lat[n];
//   f32 lon[n]; u16 occupation[n]; u8 sector[n]; u8 hmin[n]; u8 hmax[n]; u8 education[n];
//   u8 language[n]
//
// Skills ascend inside a row. `sector` is a set of bits: of a vacancy one (8: none of the three
// sectors that are asked about), of a job seeker those that are accepted. A row is known by its
// position. A place that is not known is two NaNs: it is within reach of any.
// Values; a const one is safe to share between threads.
#ifndef OVERSTAP_TESTS_BENCH_MATCH_WORKLOAD_H_
#define OVERSTAP_TESTS_BENCH_MATCH_WORKLOAD_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace overstap::bench {

// Weights in fixed point: 1.0, as in the matcher's Share.
inline constexpr uint32_t kOne = 32'768;
// The greatest levels: ISCED's eight, and A1 to C2 with 0 for no demand.
inline constexpr uint8_t kGreatestEducation = 8;
inline constexpr uint8_t kGreatestLanguage = 6;
// An occupation that is not known.
inline constexpr uint16_t kNoOccupation = 65'535;
// A sector outside the three that are asked about.
inline constexpr uint8_t kOtherSector = 8;

// What filters read of a row.
struct Facets {
  float latitude = 0;  // degrees; NaN: not known
  float longitude = 0;
  uint8_t sectors = 0;
  uint8_t hours_min = 0;
  uint8_t hours_max = 0;
  uint8_t education = 0;
  uint8_t language = 0;
};

// One side of the market. Weights are multiples of 1 / kOne, rounded half to even when they are
// read.
struct Rows {
  std::vector<uint64_t> offsets = {0};  // of the rows' entries, and their end
  std::vector<uint16_t> terms;
  std::vector<uint16_t> weights;
  std::vector<uint16_t> occupations;
  std::vector<Facets> facets;

  size_t size() const { return facets.size(); }
  std::span<const uint16_t> TermsOf(size_t row) const {
    return {terms.data() + offsets[row], terms.data() + offsets[row + 1]};
  }
  std::span<const uint16_t> WeightsOf(size_t row) const {
    return {weights.data() + offsets[row], weights.data() + offsets[row + 1]};
  }
  // Ends the row whose entries were appended to `terms` and `weights`.
  void EndRow(const Facets& its_facets, uint16_t occupation) {
    offsets.push_back(terms.size());
    occupations.push_back(occupation);
    facets.push_back(its_facets);
  }
};

// The first `count` rows of a file. InvalidArgument for what is not such a file, or has fewer rows:
// the message names the file, the offset in bytes, what was expected there and what was found.
// NotFound where it cannot be opened.
absl::StatusOr<Rows> ReadRows(const std::string& path, uint64_t count);
// How many rows a file has; errors as of ReadRows.
absl::StatusOr<uint64_t> CountRows(const std::string& path);
// Writes a file. Unavailable where that fails.
absl::Status WriteRows(const Rows& rows, const std::string& path);

// Who is asked for, and is a document; the others ask.
enum class Direction { kVacancies, kJobSeekers };

// A row that asks. A document passes its filters where
//
//   (sectors & query.sectors) != 0, hours_min <= query.hours_max, hours_max >= query.hours_min,
//   education <= query.education, language <= query.language,
//
// and it lies at most kReachKm (filter.h) from the query.
struct Query {
  std::span<const uint16_t> terms;
  std::span<const uint16_t> weights;
  Facets facets;
};

struct WorkloadOptions {
  std::string vacancies;  // files
  std::string job_seekers;
  Direction direction = Direction::kVacancies;
  uint64_t documents = 0;  // the first of their file
  uint64_t queries = 0;    // at most; fewer where their file has no more
};

class Workload {
 public:
  // `queries`: rows of `asking`.
  Workload(Rows documents, Rows asking, std::vector<uint32_t> queries);

  const Rows& documents() const { return documents_; }
  size_t query_count() const { return queries_.size(); }
  Query query(size_t number) const;
  // All terms of documents and queries are below it.
  size_t term_count() const { return term_count_; }

 private:
  Rows documents_;
  Rows asking_;
  std::vector<uint32_t> queries_;
  size_t term_count_ = 0;
};

// In direction kJobSeekers, vacancies ask: the first in the three sectors. Demanded levels are
// upper limits there, which the filters above have as lower ones; so both sides' levels are turned
// around (8 - education, 6 - language), and the same condition holds. Errors as of ReadRows, and
// InvalidArgument where nobody asks.
absl::StatusOr<Workload> ReadWorkload(const WorkloadOptions& options);

}  // namespace overstap::bench

#endif  // OVERSTAP_TESTS_BENCH_MATCH_WORKLOAD_H_
