// A pool's image that is not what was written: a record, a block, the index, the file. Whatever is
// read of it is what was written, to the byte; anything else is refused and no more.
//
// Input: which of them, a byte; then the bytes. Of a file, what is changed in one: where (two
// bytes) and how (a byte), again and again.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "matcher/model/region.h"
#include "matcher/pool_snapshot.h"
#include "matcher/taxonomy/taxonomy.h"
#include "services/api/request_hash.h"
#include "services/keys/memory_key_ring.h"
#include "services/log/big_endian.h"
#include "services/pool/image_codec.h"
#include "services/pool/pool_image.h"
#include "tests/unit/matcher/eligibility/no_travel.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::pool {
namespace {

constexpr size_t kChecksumBytes = 16;
constexpr size_t kEndingBytes = 8;
constexpr int kRecords = 5;
constexpr ImageLimits kLimits{.skills = 200,
                              .occupations = 100,
                              .places = 100,
                              .sectors = 10,
                              .qualifications = 50,
                              .credentials = 50,
                              .organisations = 10};

void Require(bool holds) {
  if (!holds) std::abort();
}

template <typename Record>
void TryRecord(std::string_view bytes) {
  Record record;
  if (!ReadRecord(bytes, kLimits, &record)) return;
  std::string again;
  AppendRecord(record, &again);
  Require(again == bytes);
}

// Images in a folder of their own, over people whose keys are at hand.
class World {
 public:
  World() {
    matcher::PoolChanges changes;
    for (int i = 0; i < kRecords; ++i) {
      matcher::JobSeeker person;
      person.id = absl::StrCat("p-", i);
      person.hours_wanted = {matcher::HoursPerWeek(), matcher::HoursPerWeek::FromDouble(8 + i)};
      person.training_weeks_max = i;
      changes.job_seekers.push_back(
          {matcher::CreationNumber(2 * i), std::move(person), *keys_.Create()});
      matcher::Vacancy vacancy;
      vacancy.id = absl::StrCat("v-", i);
      vacancy.title = absl::StrCat("Carer ", i);
      vacancy.openings_left = i;
      changes.vacancies.push_back({matcher::CreationNumber(2 * i + 1), std::move(vacancy)});
    }
    matcher::Region::Parts region;
    region.sectors = {{.id = "care"}};
    const matcher::PoolSnapshot empty(0, *matcher::TaxonomyBuilder(1, "").Build(),
                                      *matcher::Region::Build(region),
                                      std::make_shared<matcher::NoTravel>());
    const std::atomic<bool> stopped = false;
    const ImageFacts facts{.position = 9, .basis = "fuzz", .organisations = {"a", "b"}};
    Require(
        WriteImage(dir_.path(), facts, *empty.With(9, std::move(changes)), keys_, stopped).ok());
    std::ifstream file(dir_ / "image", std::ios::binary);
    whole_.assign(std::istreambuf_iterator<char>(file), {});
    content_ = *Read(whole_);
    ending_ = whole_.substr(whole_.size() - kEndingBytes);
  }

  // What the file says of its records; nullopt: it is refused.
  std::optional<std::string> Read(const std::string& bytes) {
    std::ofstream(dir_ / "image", std::ios::binary | std::ios::trunc) << bytes;
    const auto image = PoolImage::Open(dir_.path());
    if (!image.ok()) return std::nullopt;
    std::string content =
        absl::StrCat((*image)->facts().position, (*image)->facts().job_seekers, " ");
    const auto add = [&content](const auto& upsert) {
      absl::StrAppend(&content, upsert.creation.value(), upsert.record.id, upsert.handle,
                      upsert.group.value_or(0), " ");
      AppendRecord(upsert.record, &content);
    };
    for (size_t i = 0; i < (*image)->block_count(); ++i) {
      if (!(*image)->ReadBlock(i, keys_, kLimits, add, add).ok()) return std::nullopt;
    }
    return content;
  }

  // A file of one block that is what its index says, and an index that is what the end says.
  void TryBlock(bool holds_vacancies, uint64_t records, std::string_view block) {
    std::string index;
    for (int i = 0; i < 3; ++i) AppendVarint(1, &index);  // position, chain, taxonomy
    AppendText("fuzz", &index);
    AppendVarint(0, &index);  // codes that are not known
    AppendVarint(0, &index);  // organisations
    AppendVarint(holds_vacancies ? 0 : records, &index);
    AppendVarint(holds_vacancies ? records : 0, &index);
    AppendVarint(1, &index);  // blocks
    AppendVarint(holds_vacancies ? 1 : 0, &index);
    AppendVarint(records, &index);
    AppendVarint(block.size(), &index);
    index += api::Sha256(block).substr(0, kChecksumBytes);
    TryIndex(block, index);
  }

  void TryIndex(std::string_view blocks, std::string_view index) {
    std::string file(blocks);
    file += index;
    file += log::EncodeBigEndian(index.size());
    file += api::Sha256(index).substr(0, kChecksumBytes) + ending_;
    Read(file);
  }

  void TryChanges(std::string_view changes) {
    std::string file = whole_;
    constexpr size_t kChange = 3;
    for (; changes.size() >= kChange; changes.remove_prefix(kChange)) {
      const size_t at = static_cast<uint8_t>(changes[0]) << 8 | static_cast<uint8_t>(changes[1]);
      // The last ones cut it off.
      if (at >= file.size()) {
        file.resize(at % (file.size() + 1));
      } else {
        file[at] = static_cast<char>(file[at] ^ changes[2]);
      }
      if (file.empty()) break;
    }
    const std::optional<std::string> read = Read(file);
    Require(!read.has_value() || *read == content_);
    Require(!read.has_value() || file == whole_);
  }

 private:
  testing::TempDir dir_;
  keys::MemoryKeyRing keys_;
  std::string whole_;
  std::string content_;
  std::string ending_;
};

void Try(std::string_view bytes) {
  static World world;
  constexpr size_t kHead = 2;
  constexpr unsigned kKinds = 6;
  if (bytes.size() < kHead) return;
  const auto kind = static_cast<uint8_t>(bytes[0]) % kKinds;
  const std::string_view rest = bytes.substr(1);
  switch (kind) {
    case 0:
      return TryRecord<matcher::JobSeeker>(rest);
    case 1:
      return TryRecord<matcher::Vacancy>(rest);
    case 2:
    case 3:
      return world.TryBlock(kind == 2, static_cast<uint8_t>(rest[0]), rest.substr(1));
    case 4:
      return world.TryIndex("", rest);
    default:
      return world.TryChanges(rest);
  }
}

}  // namespace
}  // namespace overstap::pool

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  overstap::pool::Try({reinterpret_cast<const char*>(data), size});
  return 0;
}
