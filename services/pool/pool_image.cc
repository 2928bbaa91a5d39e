#include "services/pool/pool_image.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/api/request_hash.h"
#include "services/files/durable_files.h"
#include "services/log/big_endian.h"
#include "services/write/record_views.h"

namespace overstap::pool {
namespace {

using store::RecordKind;

constexpr char kFileName[] = "/image";
constexpr char kUnfinished[] = "/image.new";
constexpr size_t kBlockBytes = size_t{256} << 10;
constexpr size_t kChecksumBytes = 16;
constexpr size_t kNonceBytes = 12;
constexpr std::string_view kMagic = "OVPOOL";

// Names the format: 8 bytes.
std::string Ending() {
  constexpr uint32_t kRadix = 10;
  return absl::StrCat(absl::string_view(kMagic.data(), kMagic.size()), kImageFormat / kRadix,
                      kImageFormat % kRadix);
}

std::string ChecksumOf(std::string_view bytes) {
  return api::Sha256(bytes).substr(0, kChecksumBytes);
}

// What a person's bytes are sealed as: they can stand for no other person, no stored record, and
// for nothing in an image of another position.
std::string SealContext(uint64_t position, std::string_view id) {
  return absl::StrCat("poolImage/", position, "/", write::NameOf(RecordKind::kJobSeeker, id));
}

// An entry with the group of those it lies among.
template <typename Record>
struct Placed {
  const matcher::PoolEntry<Record>* entry;
  std::optional<uint32_t> group;
};

// Entries as an index orders them: what lies together in memory is read together.
template <typename Record>
std::vector<Placed<Record>> InOrder(const matcher::Population<Record>& population) {
  std::vector<Placed<Record>> entries;
  entries.reserve(population.size());
  std::optional<uint32_t> group;
  population.ForEach([&](const auto& entry) {
    // Visited in the order of the index: who says no group stands among those they are like.
    if (entry.fields.group) group = entry.fields.group;
    entries.push_back({&entry, group});
  });
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return std::tie(a.group, a.entry->fields.place, a.entry->creation) <
           std::tie(b.group, b.entry->fields.place, b.entry->creation);
  });
  return entries;
}

class Writing {
 public:
  Writing(const std::string& folder, ImageFacts facts, const std::atomic<bool>& stopped)
      : folder_(folder), facts_(std::move(facts)), stopped_(stopped) {}

  absl::Status Run(const matcher::PoolSnapshot& snapshot, const keys::KeyRing& keys) {
    std::error_code error;
    std::filesystem::create_directories(folder_, error);
    std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, error);
    out_.open(folder_ + kUnfinished, std::ios::binary | std::ios::trunc);
    absl::Status status = AddVacancies(snapshot.vacancies());
    if (status.ok()) status = AddJobSeekers(snapshot.job_seekers(), keys);
    if (status.ok()) status = Finish();
    if (!status.ok()) std::filesystem::remove(folder_ + kUnfinished, error);
    return status;
  }

 private:
  absl::Status AddVacancies(const matcher::Population<matcher::Vacancy>& vacancies) {
    std::string record;
    for (const auto& [entry, group] : InOrder(vacancies)) {
      AppendText(entry->record.id, &block_);
      AppendVarint(entry->creation.value(), &block_);
      AppendVarint(group ? 1 + uint64_t{*group} : 0, &block_);
      record.clear();
      AppendRecord(entry->record, &record);
      AppendText(record, &block_);
      ++facts_.vacancies;
      if (absl::Status added = EndRecord(/*holds_vacancies=*/true); !added.ok()) return added;
    }
    return EndBlock(/*holds_vacancies=*/true);
  }

  absl::Status AddJobSeekers(const matcher::Population<matcher::JobSeeker>& people,
                             const keys::KeyRing& keys) {
    std::string record;
    for (const auto& [entry, group] : InOrder(people)) {
      record.clear();
      AppendRecord(entry->record, &record);
      const auto sealed =
          keys.Seal(entry->handle, SealContext(facts_.position, entry->record.id), record);
      if (absl::IsNotFound(sealed.status())) continue;  // forgotten since
      if (!sealed.ok()) return sealed.status();
      if (sealed->nonce().size() != kNonceBytes) return absl::InternalError("a nonce's size");
      AppendText(entry->record.id, &block_);
      AppendVarint(entry->creation.value(), &block_);
      AppendVarint(group ? 1 + uint64_t{*group} : 0, &block_);
      AppendVarint(entry->handle, &block_);
      block_ += sealed->nonce();
      AppendText(sealed->ciphertext(), &block_);
      ++facts_.job_seekers;
      if (absl::Status added = EndRecord(/*holds_vacancies=*/false); !added.ok()) return added;
    }
    return EndBlock(/*holds_vacancies=*/false);
  }

  absl::Status EndRecord(bool holds_vacancies) {
    ++records_;
    if (block_.size() < kBlockBytes) return absl::OkStatus();
    return EndBlock(holds_vacancies);
  }

  absl::Status EndBlock(bool holds_vacancies) {
    if (stopped_) return absl::CancelledError("stopped");
    if (records_ == 0) return absl::OkStatus();
    AppendVarint(holds_vacancies ? 1 : 0, &index_of_blocks_);
    AppendVarint(records_, &index_of_blocks_);
    AppendVarint(block_.size(), &index_of_blocks_);
    index_of_blocks_ += ChecksumOf(block_);
    ++blocks_;
    out_.write(block_.data(), static_cast<std::streamsize>(block_.size()));
    block_.clear();
    records_ = 0;
    return Written();
  }

  absl::Status Finish() {
    std::string index;
    AppendVarint(facts_.position, &index);
    AppendVarint(facts_.chain, &index);
    AppendVarint(facts_.taxonomy_number, &index);
    AppendText(facts_.basis, &index);
    AppendVarint(static_cast<uint64_t>(facts_.unknown_codes), &index);
    AppendVarint(facts_.organisations.size(), &index);
    for (const std::string& name : facts_.organisations) AppendText(name, &index);
    AppendVarint(facts_.job_seekers, &index);
    AppendVarint(facts_.vacancies, &index);
    AppendVarint(blocks_, &index);
    index += index_of_blocks_;
    const std::string ending =
        absl::StrCat(log::EncodeBigEndian(index.size()), ChecksumOf(index), Ending());
    out_ << index << ending;
    out_.close();
    if (absl::Status written = Written(); !written.ok()) return written;
    if (absl::Status synced = files::SyncTree(folder_); !synced.ok()) return synced;
    return files::RenameDurably(folder_ + kUnfinished, folder_ + kFileName);
  }

  absl::Status Written() const {
    if (out_) return absl::OkStatus();
    return absl::UnavailableError(absl::StrCat("cannot write ", folder_, kUnfinished));
  }

  const std::string& folder_;
  ImageFacts facts_;
  const std::atomic<bool>& stopped_;
  std::ofstream out_;
  std::string block_;
  uint64_t records_ = 0;  // in block_
  uint64_t blocks_ = 0;
  std::string index_of_blocks_;
};

// What stands before a record's own bytes. `group`: one more than it, 0 for none.
struct Head {
  std::string_view id;
  uint64_t creation = 0;
  uint64_t group = 0;
};
bool ReadHead(std::string_view* bytes, Head* head) {
  return ReadText(bytes, &head->id) && ReadVarint(bytes, &head->creation) &&
         ReadVarint(bytes, &head->group) && head->group <= uint64_t{1} << 32;
}

template <typename Record>
void SetHead(const Head& head, matcher::Upsert<Record>* record) {
  record->creation = matcher::CreationNumber(head.creation);
  record->record.id = head.id;
  if (head.group > 0) record->group = static_cast<uint32_t>(head.group - 1);
}

}  // namespace

absl::Status WriteImage(const std::string& folder, ImageFacts facts,
                        const matcher::PoolSnapshot& snapshot, const keys::KeyRing& keys,
                        const std::atomic<bool>& stopped) {
  return Writing(folder, std::move(facts), stopped).Run(snapshot, keys);
}

PoolImage::~PoolImage() { close(file_); }

absl::StatusOr<std::unique_ptr<PoolImage>> PoolImage::Open(const std::string& folder) {
  std::string path = folder + kFileName;
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return errno == ENOENT ? absl::NotFoundError("there is none")
                           : absl::UnavailableError(absl::StrCat("cannot open ", path));
  }
  std::unique_ptr<PoolImage> image(new PoolImage(std::move(path), file));
  if (absl::Status read = image->ReadIndex(); !read.ok()) return read;
  return image;
}

absl::Status PoolImage::Damaged(absl::string_view what) const {
  return absl::DataLossError(absl::StrCat(path_, ": ", what));
}

absl::StatusOr<std::string> PoolImage::ReadBytes(uint64_t begin, uint64_t count) const {
  std::string bytes(count, '\0');
  for (uint64_t done = 0; done < count;) {
    const ssize_t got =
        pread(file_, bytes.data() + done, count - done, static_cast<off_t>(begin + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return Damaged("it cannot be read, or ends too early");
    done += static_cast<uint64_t>(got);
  }
  // Nobody reads it again: its pages of the system's cache may hold what is read next.
  posix_fadvise(file_, static_cast<off_t>(begin), static_cast<off_t>(count), POSIX_FADV_DONTNEED);
  return bytes;
}

absl::Status PoolImage::ReadIndex() {
  const off_t end = lseek(file_, 0, SEEK_END);
  if (end < 0) return Damaged("it cannot be read");
  const auto size = static_cast<uint64_t>(end);
  const std::string ending = Ending();
  const uint64_t tail_size = log::kNumberSize + kChecksumBytes + ending.size();
  if (size < tail_size) return Damaged("it is cut off");
  absl::StatusOr<std::string> tail = ReadBytes(size - tail_size, tail_size);
  if (!tail.ok()) return tail.status();
  if (tail->substr(tail_size - ending.size()) != ending) {
    return Damaged("it is of another format, or cut off");
  }
  const uint64_t index_size = log::DecodeBigEndian(*tail);
  if (index_size > size - tail_size) return Damaged("its index is damaged");
  const uint64_t blocks_end = size - tail_size - index_size;
  const absl::StatusOr<std::string> index = ReadBytes(blocks_end, index_size);
  if (!index.ok()) return index.status();
  if (ChecksumOf(*index) != tail->substr(log::kNumberSize, kChecksumBytes) ||
      !ParseIndex(*index, blocks_end)) {
    return Damaged("its index is damaged");
  }
  return absl::OkStatus();
}

bool PoolImage::ParseIndex(std::string_view index, uint64_t blocks_end) {
  std::string_view text;
  uint64_t number = 0;
  if (!ReadVarint(&index, &facts_.position) || !ReadVarint(&index, &facts_.chain) ||
      !ReadVarint(&index, &facts_.taxonomy_number) || !ReadText(&index, &text)) {
    return false;
  }
  facts_.basis = text;
  if (!ReadVarint(&index, &number)) return false;
  facts_.unknown_codes = static_cast<int64_t>(number);
  if (!ReadVarint(&index, &number)) return false;
  for (; number > 0; --number) {
    if (!ReadText(&index, &text)) return false;
    facts_.organisations.emplace_back(text);
  }
  if (!ReadVarint(&index, &facts_.job_seekers) || !ReadVarint(&index, &facts_.vacancies) ||
      !ReadVarint(&index, &number)) {
    return false;
  }
  uint64_t begin = 0;
  uint64_t counted[2] = {};
  for (; number > 0; --number) {
    Block block;
    uint64_t kind = 0;
    if (!ReadVarint(&index, &kind) || kind > 1 || !ReadVarint(&index, &block.records) ||
        !ReadVarint(&index, &block.bytes) || index.size() < kChecksumBytes ||
        block.bytes > blocks_end - begin) {
      return false;
    }
    block.holds_vacancies = kind == 1;
    block.begin = begin;
    block.checksum = index.substr(0, kChecksumBytes);
    index.remove_prefix(kChecksumBytes);
    begin += block.bytes;
    counted[kind] += block.records;
    blocks_.push_back(std::move(block));
  }
  return index.empty() && begin == blocks_end && counted[0] == facts_.job_seekers &&
         counted[1] == facts_.vacancies;
}

absl::Status PoolImage::ReadBlock(size_t number, const keys::KeyRing& keys,
                                  const ImageLimits& limits, PersonVisit on_person,
                                  VacancyVisit on_vacancy) const {
  const Block& block = blocks_[number];
  const absl::StatusOr<std::string> bytes = ReadBytes(block.begin, block.bytes);
  if (!bytes.ok()) return bytes.status();
  if (ChecksumOf(*bytes) != block.checksum) return Damaged("a block is damaged");
  std::string_view left = *bytes;
  store::v1::Sealed sealed;
  for (uint64_t i = 0; i < block.records; ++i) {
    Head head;
    std::string_view record;
    if (!ReadHead(&left, &head)) return Damaged("a record cannot be read");
    if (block.holds_vacancies) {
      matcher::Upsert<matcher::Vacancy> vacancy;
      if (!ReadText(&left, &record) || !ReadRecord(record, limits, &vacancy.record)) {
        return Damaged("a vacancy cannot be read");
      }
      SetHead(head, &vacancy);
      on_vacancy(std::move(vacancy));
      continue;
    }
    uint64_t key = 0;
    if (!ReadVarint(&left, &key) || left.size() < kNonceBytes) {
      return Damaged("a record cannot be read");
    }
    const std::string_view nonce = left.substr(0, kNonceBytes);
    left.remove_prefix(kNonceBytes);
    if (!ReadText(&left, &record)) return Damaged("a record cannot be read");
    sealed.set_key_id(key);
    sealed.mutable_nonce()->assign(nonce);
    sealed.mutable_ciphertext()->assign(record);
    const absl::StatusOr<std::string> opened =
        keys.Open(sealed, SealContext(facts_.position, head.id));
    if (absl::IsNotFound(opened.status())) continue;  // forgotten
    if (!opened.ok()) return opened.status();
    matcher::Upsert<matcher::JobSeeker> person;
    if (!ReadRecord(*opened, limits, &person.record)) return Damaged("a person cannot be read");
    SetHead(head, &person);
    person.handle = key;
    on_person(std::move(person));
  }
  return left.empty() ? absl::OkStatus() : Damaged("a block is longer than its records");
}

}  // namespace overstap::pool
