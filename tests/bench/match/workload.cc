#include "tests/bench/match/workload.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace overstap::bench {
namespace {

static_assert(std::endian::native == std::endian::little, "files are read as they stand");

constexpr absl::string_view kMagic = "LMBENCH1";
constexpr uint64_t kHeaderBytes = 24;
constexpr uint64_t kCountOffset = 8;  // of n
// Of one row without its offset and entries, and of one entry.
constexpr uint64_t kFacetBytes = 4 + 4 + 2 + 5;
constexpr uint64_t kEntryBytes = 2 + 4;
constexpr double kGreatestLatitude = 90;
constexpr double kGreatestLongitude = 180;
constexpr size_t kChunk = size_t{1} << 16;

// A file that is read from front to back, with errors that say where.
class File {
 public:
  static absl::StatusOr<File> Open(const std::string& path) {
    File file(path);
    if (!file.in_.is_open()) {
      return absl::NotFoundError(absl::StrCat(path, ": cannot be opened: ", std::strerror(errno)));
    }
    if (absl::Status status = file.ReadHeader(); !status.ok()) return status;
    return file;
  }

  uint64_t row_count() const { return row_count_; }
  uint64_t entry_count() const { return entry_count_; }
  uint64_t offset() const { return offset_; }

  absl::Status Wrong(uint64_t offset, absl::string_view expected, absl::string_view found) const {
    return absl::InvalidArgumentError(
        absl::StrCat(path_, ": offset ", offset, ": expected ", expected, ", found ", found));
  }

  // Reads `count` values of an array of `total`, a chunk at a time, and goes to the array's end.
  // `take(value, offset)` returns a status.
  template <typename Value, typename Take>
  absl::Status ReadArray(uint64_t count, uint64_t total, const Take& take) {
    std::vector<Value> chunk(std::min<uint64_t>(count, kChunk));
    for (uint64_t done = 0; done < count;) {
      const uint64_t wanted = std::min<uint64_t>(count - done, kChunk);
      const uint64_t start = offset_ + done * sizeof(Value);
      in_.read(reinterpret_cast<char*>(chunk.data()),
               static_cast<std::streamsize>(wanted * sizeof(Value)));
      if (!in_) return Wrong(start, "more bytes", "the end of what can be read");
      for (uint64_t i = 0; i < wanted; ++i) {
        absl::Status status = take(chunk[i], start + i * sizeof(Value));
        if (!status.ok()) return status;
      }
      done += wanted;
    }
    offset_ += total * sizeof(Value);
    in_.seekg(static_cast<std::streamoff>(offset_));
    return absl::OkStatus();
  }

 private:
  explicit File(const std::string& path) : path_(path), in_(path, std::ios::binary) {}

  absl::Status ReadHeader() {
    std::error_code error;
    const uint64_t size = std::filesystem::file_size(path_, error);
    if (error) {
      return absl::NotFoundError(absl::StrCat(path_, ": has no size: ", error.message()));
    }
    if (size < kHeaderBytes) {
      return Wrong(size, absl::StrCat("a header of ", kHeaderBytes, " bytes"), "the end");
    }
    std::array<char, kMagic.size()> magic{};
    in_.read(magic.data(), magic.size());
    if (absl::string_view(magic.data(), magic.size()) != kMagic) {
      return Wrong(0, absl::StrCat("the letters ", kMagic), "others");
    }
    std::array<uint64_t, 2> counts{};
    in_.read(reinterpret_cast<char*>(counts.data()), sizeof(counts));
    if (!in_) return Wrong(kCountOffset, "two counts", "what cannot be read");
    row_count_ = counts[0];
    entry_count_ = counts[1];
    offset_ = kHeaderBytes;
    return CheckSize(size);
  }

  // Counts are checked before they are multiplied, and before memory is asked for them.
  absl::Status CheckSize(uint64_t size) const {
    const bool absurd = row_count_ > size || entry_count_ > size;
    const uint64_t expected = kHeaderBytes + sizeof(uint64_t) * (row_count_ + 1) +
                              entry_count_ * kEntryBytes + row_count_ * kFacetBytes;
    if (!absurd && expected == size) return absl::OkStatus();
    return Wrong(kCountOffset,
                 absl::StrCat("counts of rows and entries that make ", size, " bytes"),
                 absl::StrCat(row_count_, " rows and ", entry_count_, " entries"));
  }

  std::string path_;
  std::ifstream in_;
  uint64_t offset_ = 0;
  uint64_t row_count_ = 0;
  uint64_t entry_count_ = 0;
};

absl::Status ReadOffsets(uint64_t count, File* file, Rows* rows) {
  rows->offsets.clear();
  rows->offsets.reserve(count + 1);
  uint64_t last = 0;
  const auto take = [&](uint64_t value, uint64_t at) {
    const bool first = rows->offsets.empty();
    if (value < last || value > file->entry_count() || (first && value != 0)) {
      return file->Wrong(
          at,
          first ? std::string("0, where the first row starts")
                : absl::StrCat("an end of a row between ", last, " and ", file->entry_count()),
          absl::StrCat(value));
    }
    rows->offsets.push_back(last = value);
    return absl::OkStatus();
  };
  absl::Status status = file->ReadArray<uint64_t>(count + 1, file->row_count() + 1, take);
  if (status.ok() && count == file->row_count() && last != file->entry_count()) {
    return file->Wrong(file->offset() - sizeof(uint64_t),
                       absl::StrCat("the last row's end at ", file->entry_count()),
                       absl::StrCat(last));
  }
  return status;
}

absl::Status ReadTerms(File* file, Rows* rows) {
  const uint64_t count = rows->offsets.back();
  rows->terms.reserve(count);
  size_t row = 0;
  const auto take = [&](uint16_t term, uint64_t at) {
    const uint64_t entry = rows->terms.size();
    while (rows->offsets[row + 1] <= entry) ++row;
    if (entry > rows->offsets[row] && term <= rows->terms.back()) {
      return file->Wrong(at, absl::StrCat("a skill above ", rows->terms.back(), " in row ", row),
                         absl::StrCat(term));
    }
    rows->terms.push_back(term);
    return absl::OkStatus();
  };
  return file->ReadArray<uint16_t>(count, file->entry_count(), take);
}

absl::Status ReadWeights(File* file, Rows* rows) {
  const uint64_t count = rows->offsets.back();
  rows->weights.reserve(count);
  const auto take = [&](float weight, uint64_t at) {
    if (!(weight >= 0 && weight <= 1)) {
      return file->Wrong(at, "a weight from 0 to 1", absl::StrCat(weight));
    }
    // Exact but for the rounding, which is half to even in the default environment.
    rows->weights.push_back(
        static_cast<uint16_t>(std::nearbyint(weight * static_cast<float>(kOne))));
    return absl::OkStatus();
  };
  return file->ReadArray<float>(count, file->entry_count(), take);
}

// An array of `Value` with one for each row, of which `member` is a place to put it.
template <typename Value>
absl::Status ReadFacet(Value Facets::*member, double greatest, absl::string_view what, File* file,
                       Rows* rows) {
  size_t row = 0;
  const auto take = [&](Value value, uint64_t at) {
    const bool unknown = std::isnan(static_cast<double>(value));
    if (!unknown && std::abs(static_cast<double>(value)) > greatest) {
      return file->Wrong(at, absl::StrCat(what, " of at most ", greatest),
                         absl::StrCat(static_cast<double>(value)));
    }
    rows->facets[row++].*member = value;
    return absl::OkStatus();
  };
  return file->ReadArray<Value>(rows->size(), file->row_count(), take);
}

absl::Status ReadFacets(File* file, Rows* rows) {
  constexpr double kAnyByte = std::numeric_limits<uint8_t>::max();
  absl::Status status;
  const auto then = [&](auto read) {
    if (status.ok()) status = read();
  };
  then([&] { return ReadFacet(&Facets::latitude, kGreatestLatitude, "a latitude", file, rows); });
  then(
      [&] { return ReadFacet(&Facets::longitude, kGreatestLongitude, "a longitude", file, rows); });
  then([&] {
    return file->ReadArray<uint16_t>(rows->size(), file->row_count(),
                                     [&](uint16_t value, uint64_t) {
                                       rows->occupations.push_back(value);
                                       return absl::OkStatus();
                                     });
  });
  then([&] { return ReadFacet(&Facets::sectors, kAnyByte, "sectors", file, rows); });
  then([&] { return ReadFacet(&Facets::hours_min, kAnyByte, "hours", file, rows); });
  then([&] { return ReadFacet(&Facets::hours_max, kAnyByte, "hours", file, rows); });
  then([&] {
    return ReadFacet(&Facets::education, kGreatestEducation, "an education level", file, rows);
  });
  then([&] {
    return ReadFacet(&Facets::language, kGreatestLanguage, "a language level", file, rows);
  });
  return status;
}

absl::StatusOr<Rows> ReadFirst(uint64_t count, File* file) {
  if (count > file->row_count()) {
    return file->Wrong(kCountOffset, absl::StrCat("at least ", count, " rows"),
                       absl::StrCat(file->row_count()));
  }
  Rows rows;
  absl::Status status = ReadOffsets(count, file, &rows);
  if (status.ok()) status = ReadTerms(file, &rows);
  if (status.ok()) status = ReadWeights(file, &rows);
  if (!status.ok()) return status;
  rows.facets.resize(count);
  rows.occupations.reserve(count);
  status = ReadFacets(file, &rows);
  if (!status.ok()) return status;
  return rows;
}

// Rows that ask for job seekers, at most `count`, and no row behind the last of them.
absl::StatusOr<std::vector<uint32_t>> ReadAsking(const std::string& path, bool all_sectors,
                                                 uint64_t count, Rows* rows) {
  const absl::StatusOr<uint64_t> available = CountRows(path);
  if (!available.ok()) return available.status();
  std::vector<uint32_t> asking;
  // Most rows ask; where too few of the first ones do, more are read.
  for (uint64_t read = std::min(2 * count, *available);; read = std::min(2 * read, *available)) {
    absl::StatusOr<Rows> first = ReadRows(path, read);
    if (!first.ok()) return first.status();
    asking.clear();
    for (uint32_t row = 0; row < first->size() && asking.size() < count; ++row) {
      if (all_sectors || first->facets[row].sectors != kOtherSector) asking.push_back(row);
    }
    *rows = *std::move(first);
    if (asking.size() == count || read == *available) return asking;
  }
}

void TurnLevelsAround(Rows* rows) {
  for (Facets& facets : rows->facets) {
    facets.education = static_cast<uint8_t>(kGreatestEducation - facets.education);
    facets.language = static_cast<uint8_t>(kGreatestLanguage - facets.language);
  }
}

size_t TermCountOf(const Rows& rows) {
  const auto greatest = std::max_element(rows.terms.begin(), rows.terms.end());
  return greatest == rows.terms.end() ? 0 : size_t{*greatest} + 1;
}

// Writes all of `values`, converted by `convert`.
template <typename Values, typename Convert>
void WriteArray(const Values& values, const Convert& convert, std::ofstream* out) {
  using Written = decltype(convert(values.front()));
  std::vector<Written> chunk;
  const auto flush = [&] {
    out->write(reinterpret_cast<const char*>(chunk.data()),
               static_cast<std::streamsize>(chunk.size() * sizeof(Written)));
    chunk.clear();
  };
  chunk.reserve(kChunk);
  for (const auto& value : values) {
    chunk.push_back(convert(value));
    if (chunk.size() == kChunk) flush();
  }
  flush();
}

}  // namespace

absl::StatusOr<Rows> ReadRows(const std::string& path, uint64_t count) {
  absl::StatusOr<File> file = File::Open(path);
  if (!file.ok()) return file.status();
  return ReadFirst(count, &*file);
}

absl::StatusOr<uint64_t> CountRows(const std::string& path) {
  const absl::StatusOr<File> file = File::Open(path);
  if (!file.ok()) return file.status();
  return file->row_count();
}

absl::Status WriteRows(const Rows& rows, const std::string& path) {
  std::ofstream out(path, std::ios::binary);
  const auto same = [](auto value) { return value; };
  out << kMagic;
  WriteArray(std::array<uint64_t, 2>{rows.size(), rows.terms.size()}, same, &out);
  WriteArray(rows.offsets, same, &out);
  WriteArray(rows.terms, same, &out);
  WriteArray(
      rows.weights,
      [](uint16_t weight) { return static_cast<float>(weight) / static_cast<float>(kOne); }, &out);
  const auto write_facet = [&](auto member) {
    WriteArray(
        rows.facets, [member](const Facets& facets) { return facets.*member; }, &out);
  };
  write_facet(&Facets::latitude);
  write_facet(&Facets::longitude);
  WriteArray(rows.occupations, same, &out);
  for (const auto member : {&Facets::sectors, &Facets::hours_min, &Facets::hours_max,
                            &Facets::education, &Facets::language}) {
    write_facet(member);
  }
  out.close();
  if (!out) return absl::UnavailableError(absl::StrCat(path, ": cannot be written"));
  return absl::OkStatus();
}

Workload::Workload(Rows documents, Rows asking, std::vector<uint32_t> queries)
    : documents_(std::move(documents)),
      asking_(std::move(asking)),
      queries_(std::move(queries)),
      term_count_(std::max(TermCountOf(documents_), TermCountOf(asking_))) {}

Query Workload::query(size_t number) const {
  const uint32_t row = queries_[number];
  return {asking_.TermsOf(row), asking_.WeightsOf(row), asking_.facets[row]};
}

absl::StatusOr<Workload> ReadWorkload(const WorkloadOptions& options) {
  const bool vacancies = options.direction == Direction::kVacancies;
  absl::StatusOr<Rows> documents =
      ReadRows(vacancies ? options.vacancies : options.job_seekers, options.documents);
  if (!documents.ok()) return documents.status();
  Rows asking;
  const std::string& asking_file = vacancies ? options.job_seekers : options.vacancies;
  auto queries = ReadAsking(asking_file, vacancies, options.queries, &asking);
  if (!queries.ok()) return queries.status();
  if (queries->empty()) {
    return absl::InvalidArgumentError(absl::StrCat(asking_file, ": nobody asks"));
  }
  if (!vacancies) {
    TurnLevelsAround(&*documents);
    TurnLevelsAround(&asking);
  }
  return Workload(*std::move(documents), std::move(asking), *std::move(queries));
}

}  // namespace overstap::bench
