#include "services/log/wal_scan.h"

#include <algorithm>
#include <array>

namespace overstap::log {
namespace {

constexpr size_t kBlockSize = 32'768;
constexpr size_t kHeaderSize = 7;  // checksum 4, length 2, type 1
constexpr size_t kLengthAt = 4;
constexpr size_t kTypeAt = 6;
// Of a record's batch: 8 bytes of sequence number, 4 of count.
constexpr size_t kBatchHeaderSize = 12;
constexpr size_t kSequenceSize = 8;

enum PartType : unsigned char { kZero = 0, kFull = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

uint64_t LittleEndian(std::string_view bytes, size_t size) {
  uint64_t number = 0;
  for (size_t i = size; i-- > 0;) number = number << 8 | static_cast<unsigned char>(bytes[i]);
  return number;
}

constexpr std::array<uint32_t, 256> MakeTable() {
  constexpr uint32_t kReversedPolynomial = 0x82F63B78;
  std::array<uint32_t, 256> table{};
  for (uint32_t byte = 0; byte < table.size(); ++byte) {
    uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc & 1) != 0 ? crc >> 1 ^ kReversedPolynomial : crc >> 1;
    }
    table[byte] = crc;
  }
  return table;
}
constexpr std::array<uint32_t, 256> kTable = MakeTable();

// RocksDB masks checksums, so that the checksum of bytes that hold checksums is not one of them.
uint32_t Masked(uint32_t crc) {
  constexpr uint32_t kDelta = 0xa282ead8;
  return (crc >> 15 | crc << 17) + kDelta;
}

// One part of a record.
struct Part {
  unsigned char type = kZero;
  std::string_view payload;
  const char* wrong = nullptr;  // why it cannot be read
};

Part PartAt(std::string_view bytes, size_t offset) {
  const size_t block_left = kBlockSize - offset % kBlockSize;
  if (bytes.size() - offset < kHeaderSize) return {.wrong = "a record's header is cut off"};
  const auto checksum = static_cast<uint32_t>(LittleEndian(bytes.substr(offset), kLengthAt));
  const size_t length = LittleEndian(bytes.substr(offset + kLengthAt), 2);
  Part part;
  part.type = static_cast<unsigned char>(bytes[offset + kTypeAt]);
  if (part.type == kZero || part.type > kLast) return {.wrong = "a record has no known type"};
  if (length > block_left - kHeaderSize) return {.wrong = "a record's length crosses its block"};
  if (length > bytes.size() - offset - kHeaderSize) return {.wrong = "a record is cut off"};
  part.payload = bytes.substr(offset + kHeaderSize, length);
  if (Masked(Crc32c(0, bytes.substr(offset + kTypeAt, 1 + length))) != checksum) {
    return {.wrong = "a record's checksum does not match"};
  }
  return part;
}

// Whether a record that was written after what is bad begins at or after `from`.
bool LaterRecordFollows(std::string_view bytes, size_t from, RecordKind kind,
                        uint64_t last_sequence) {
  for (size_t offset = from; offset + kHeaderSize <= bytes.size(); ++offset) {
    if (kBlockSize - offset % kBlockSize < kHeaderSize) continue;
    const auto type = static_cast<unsigned char>(bytes[offset + kTypeAt]);
    if (type != kFull && type != kFirst) continue;
    const Part part = PartAt(bytes, offset);
    if (part.wrong != nullptr || part.payload.empty()) continue;
    if (kind == RecordKind::kEdit) return true;
    // What an older file left on the disk has an older number.
    if (part.payload.size() >= kBatchHeaderSize &&
        LittleEndian(part.payload, kSequenceSize) > last_sequence) {
      return true;
    }
  }
  return false;
}

bool AllZero(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c == '\0'; });
}

}  // namespace

uint32_t Crc32c(uint32_t crc, std::string_view bytes) {
  crc = ~crc;
  for (const char c : bytes) crc = kTable[(crc ^ static_cast<unsigned char>(c)) & 0xff] ^ crc >> 8;
  return ~crc;
}

RecordScan ScanRecords(std::string_view bytes, RecordKind kind,
                       absl::FunctionRef<void(std::string_view)> visit) {
  RecordScan scan;
  std::string assembled;
  bool in_parts = false;
  size_t begin = 0;  // of the record that is being read
  size_t offset = 0;
  uint64_t last_sequence = 0;
  const auto stop = [&](size_t at, size_t resume, const char* what) {
    scan.bad = BadSpot{at, what, !LaterRecordFollows(bytes, resume, kind, last_sequence)};
    return scan;
  };
  const auto take = [&](std::string_view record) {
    if (record.size() >= kBatchHeaderSize) last_sequence = LittleEndian(record, kSequenceSize);
    visit(record);
    ++scan.good_records;
  };
  while (offset < bytes.size()) {
    const size_t block_left = kBlockSize - offset % kBlockSize;
    if (block_left < kHeaderSize) {  // filled up with zeros
      const size_t filled = std::min(block_left, bytes.size() - offset);
      if (!AllZero(bytes.substr(offset, filled))) {
        return stop(offset, offset + filled, "the end of a block is not empty");
      }
      offset += filled;
      continue;
    }
    if (!in_parts) begin = offset;
    const Part part = PartAt(bytes, offset);
    if (part.wrong != nullptr) return stop(offset, offset + 1, part.wrong);
    const bool starts = part.type == kFull || part.type == kFirst;
    if (starts == in_parts) {
      return stop(begin, begin + 1, "the parts of a record do not fit together");
    }
    offset += kHeaderSize + part.payload.size();
    if (part.type == kFull) {
      take(part.payload);
      continue;
    }
    if (part.type == kFirst) assembled.clear();
    assembled += part.payload;
    in_parts = part.type != kLast;
    if (!in_parts) take(assembled);
  }
  if (in_parts) return stop(begin, bytes.size(), "a record is cut off");
  return scan;
}

}  // namespace overstap::log
