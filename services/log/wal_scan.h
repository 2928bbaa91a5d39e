// Reads files in RocksDB's log format (its write-ahead logs and manifests) to say where one is
// damaged, and whether the damage can be a write that was cut off.
//
//   RecordScan scan = ScanRecords(bytes, RecordKind::kBatch, [](std::string_view record) { ... });
//   if (scan.bad.has_value()) ... scan.bad->offset, scan.bad->what, scan.bad->at_the_tail
//
// The format (github.com/facebook/rocksdb/wiki/Write-Ahead-Log-File-Format): blocks of 32 KiB;
// records of a header (masked CRC-32C of type and payload, length, type) and a payload, cut into
// first, middle and last parts where they cross blocks. Pure; safe from any thread.
#ifndef OVERSTAP_SERVICES_LOG_WAL_SCAN_H_
#define OVERSTAP_SERVICES_LOG_WAL_SCAN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"

namespace overstap::log {

// CRC-32C (Castagnoli) of `bytes`, continued from `crc`.
uint32_t Crc32c(uint32_t crc, std::string_view bytes);

struct BadSpot {
  uint64_t offset = 0;  // of the record's header
  std::string what;
  // Nothing that was written later follows: it can be a write that was cut off.
  bool at_the_tail = false;
};

struct RecordScan {
  std::optional<BadSpot> bad;  // the first
  uint64_t good_records = 0;   // before it
};

// What the records are.
enum class RecordKind {
  kBatch,  // of a write-ahead log: a write batch, which begins with its sequence number
  kEdit,   // of a manifest
};

// Calls visit(record) for every whole record up to the first bad spot.
RecordScan ScanRecords(std::string_view bytes, RecordKind kind,
                       absl::FunctionRef<void(std::string_view)> visit);

}  // namespace overstap::log

#endif  // OVERSTAP_SERVICES_LOG_WAL_SCAN_H_
