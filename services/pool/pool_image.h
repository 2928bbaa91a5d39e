// A pool on disk: its people and vacancies as the matcher has them, in one file, so that a start
// need not make them of the stored records again. Derived and rebuildable: whatever is wrong with
// it, it is not used, and deleting it only costs time. DESIGN.md here tells why it is what it is.
//
//   absl::Status written = WriteImage(folder, facts, *snapshot, keys, stopped);
//   absl::StatusOr<std::unique_ptr<PoolImage>> image = PoolImage::Open(folder);
//   (*image)->ReadBlock(0, keys, limits, on_person, on_vacancy);
//
// People are sealed one by one, each under their own key as their stored record is: when the key is
// destroyed nothing of them can be read here either. Their ids stand beside, as in the store.
//
// Layout of the file: blocks; then the index: what the image is true of and, per block, kind, count
// of records, bytes and checksum; then the index's size (8 bytes, big-endian), its checksum and 8
// bytes that name the format. Checksums are the first 16 bytes of SHA-256.
#ifndef OVERSTAP_SERVICES_POOL_POOL_IMAGE_H_
#define OVERSTAP_SERVICES_POOL_POOL_IMAGE_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "matcher/pool_snapshot.h"
#include "services/keys/key_ring.h"
#include "services/pool/image_codec.h"

namespace overstap::pool {

// What an image is true of. It is used only where all of it is true of the server that starts.
struct ImageFacts {
  uint64_t position = 0;  // of the log: records are those up to it
  uint64_t chain = 0;     // the log's running hash at the position
  uint64_t taxonomy_number = 0;
  std::string basis;  // what else the values depend on: program and region
  int64_t unknown_codes = 0;
  std::vector<std::string> organisations;  // by OrganisationNumber
  // Filled in by WriteImage. Each record stands with its group, or, where it says none, with the
  // group that the index has put it in.
  uint64_t job_seekers = 0;
  uint64_t vacancies = 0;
};

// Writes `folder`/image anew, in place of the one before; the folder is made where it is missing.
// Whose key is gone is left out. CANCELLED: `stopped` became true. Other errors are those of files
// and keys; the image before stays.
absl::Status WriteImage(const std::string& folder, ImageFacts facts,
                        const matcher::PoolSnapshot& snapshot, const keys::KeyRing& keys,
                        const std::atomic<bool>& stopped);

// Safe to share between threads.
class PoolImage {
 public:
  using PersonVisit = absl::FunctionRef<void(matcher::Upsert<matcher::JobSeeker>)>;
  using VacancyVisit = absl::FunctionRef<void(matcher::Upsert<matcher::Vacancy>)>;

  // NOT_FOUND: there is none. DATA_LOSS: it is damaged, or of another format.
  static absl::StatusOr<std::unique_ptr<PoolImage>> Open(const std::string& folder);
  ~PoolImage();
  PoolImage(const PoolImage&) = delete;
  PoolImage& operator=(const PoolImage&) = delete;

  const ImageFacts& facts() const { return facts_; }
  // Vacancies stand in blocks of their own, before those of people.
  size_t block_count() const { return blocks_.size(); }
  bool HoldsVacancies(size_t block) const { return blocks_[block].holds_vacancies; }

  // Visits the block's records; whose key is destroyed is skipped. DATA_LOSS: the block is damaged.
  absl::Status ReadBlock(size_t block, const keys::KeyRing& keys, const ImageLimits& limits,
                         PersonVisit on_person, VacancyVisit on_vacancy) const;

 private:
  struct Block {
    bool holds_vacancies = false;
    uint64_t records = 0;
    uint64_t begin = 0;  // in the file
    uint64_t bytes = 0;
    std::string checksum;
  };
  PoolImage(std::string path, int file) : path_(std::move(path)), file_(file) {}
  absl::Status ReadIndex();
  bool ParseIndex(std::string_view index, uint64_t blocks_end);
  absl::StatusOr<std::string> ReadBytes(uint64_t begin, uint64_t count) const;
  absl::Status Damaged(absl::string_view what) const;

  const std::string path_;
  const int file_;
  ImageFacts facts_;
  std::vector<Block> blocks_;
};

}  // namespace overstap::pool

#endif  // OVERSTAP_SERVICES_POOL_POOL_IMAGE_H_
