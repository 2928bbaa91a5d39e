#include "services/log/wal_scan.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace overstap::log {
namespace {

constexpr size_t kBlockSize = 32'768;
constexpr size_t kHeaderSize = 7;

std::string LittleEndian(uint64_t number, size_t size) {
  std::string bytes;
  for (size_t i = 0; i < size; ++i, number >>= 8) bytes += static_cast<char>(number & 0xff);
  return bytes;
}

std::string Part(char type, const std::string& payload) {
  constexpr uint32_t kMaskDelta = 0xa282ead8;
  const uint32_t crc = Crc32c(0, type + payload);
  return LittleEndian((crc >> 15 | crc << 17) + kMaskDelta, 4) + LittleEndian(payload.size(), 2) +
         type + payload;
}

// A batch as RocksDB numbers it.
std::string Batch(uint64_t sequence, const std::string& text) {
  return LittleEndian(sequence, 8) + LittleEndian(1, 4) + text;
}

RecordScan Scan(const std::string& bytes, std::vector<std::string>* records) {
  return ScanRecords(bytes, RecordKind::kBatch,
                     [records](std::string_view record) { records->emplace_back(record); });
}

TEST(Crc32c, IsCastagnolis) {
  EXPECT_EQ(Crc32c(0, "123456789"), 0xE3069283U);
  EXPECT_EQ(Crc32c(Crc32c(0, "12345"), "6789"), 0xE3069283U);
}

TEST(WalScan, ReadsRecordsAndThoseThatCrossBlocks) {
  const std::string small = Batch(1, "a");
  const std::string large = Batch(2, std::string(kBlockSize, 'b'));
  std::string bytes = Part(1, small);
  const size_t room = kBlockSize - bytes.size() - kHeaderSize;
  bytes += Part(2, large.substr(0, room));
  bytes += Part(4, large.substr(room));
  bytes += Part(1, Batch(3, "c"));
  std::vector<std::string> records;
  const RecordScan scan = Scan(bytes, &records);
  EXPECT_FALSE(scan.bad.has_value()) << scan.bad->what;
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[1], large);
}

TEST(WalScan, ACutOffRecordIsAtTheTailWhereverItIsCut) {
  const std::string first = Part(1, Batch(1, "first"));
  const std::string bytes = first + Part(1, Batch(2, "second"));
  for (size_t size = first.size() + 1; size < bytes.size(); ++size) {
    std::vector<std::string> records;
    const RecordScan scan = Scan(bytes.substr(0, size), &records);
    ASSERT_TRUE(scan.bad.has_value()) << size;
    EXPECT_EQ(scan.bad->offset, first.size());
    EXPECT_TRUE(scan.bad->at_the_tail) << size;
    EXPECT_EQ(records.size(), 1U);
  }
}

TEST(WalScan, DamageBeforeALaterRecordIsNotAtTheTail) {
  const std::string first = Part(1, Batch(1, "first"));
  std::string bytes = first + Part(1, Batch(2, "second")) + Part(1, Batch(3, "third"));
  for (size_t at = first.size(); at < first.size() + kHeaderSize + 2; ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x40);
    std::vector<std::string> records;
    const RecordScan scan = Scan(damaged, &records);
    ASSERT_TRUE(scan.bad.has_value()) << at;
    EXPECT_EQ(scan.bad->offset, first.size()) << at;
    EXPECT_FALSE(scan.bad->at_the_tail) << at;
  }
}

// Blocks that an older file has left on the disk.
TEST(WalScan, OlderRecordsBehindACutDoNotMakeItDamage) {
  const std::string first = Part(1, Batch(7, "first"));
  const std::string bytes = first + "torn" + Part(1, Batch(5, "of an older file"));
  std::vector<std::string> records;
  const RecordScan scan = Scan(bytes, &records);
  ASSERT_TRUE(scan.bad.has_value());
  EXPECT_TRUE(scan.bad->at_the_tail);
}

// A large write of which the middle never came to the disk.
TEST(WalScan, ALostMiddlePartIsAtTheTail) {
  const std::string record = Batch(2, std::string(3 * kBlockSize, 'x'));
  const std::string first = Part(1, Batch(1, "first"));
  const size_t room = kBlockSize - first.size() - kHeaderSize;
  const size_t whole = kBlockSize - kHeaderSize;
  std::string bytes = first + Part(2, record.substr(0, room));
  bytes += std::string(kBlockSize, '\0');
  bytes += Part(3, record.substr(room + whole, whole));
  bytes += Part(4, record.substr(room + 2 * whole));
  std::vector<std::string> records;
  const RecordScan scan = Scan(bytes, &records);
  ASSERT_TRUE(scan.bad.has_value());
  EXPECT_TRUE(scan.bad->at_the_tail);
}

TEST(WalScan, AnEmptyFileIsWhole) {
  std::vector<std::string> records;
  EXPECT_FALSE(Scan("", &records).bad.has_value());
}

}  // namespace
}  // namespace overstap::log
