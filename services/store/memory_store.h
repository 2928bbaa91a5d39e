// A store that lives as long as the process: for tests of what stands on a store.
//
//   MemoryStore store;
//   absl::Status applied = store.Apply(1, entries);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_STORE_MEMORY_STORE_H_
#define OVERSTAP_SERVICES_STORE_MEMORY_STORE_H_

#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "services/store/store.h"

namespace overstap::store {

class MemoryStore final : public Store {
 public:
  uint64_t position() const override;
  KeyUse key_use() const override;
  absl::StatusOr<std::optional<std::string>> Get(RecordKind kind,
                                                 std::string_view id) const override;
  absl::Status Scan(
      RecordKind kind, std::string_view after_id,
      absl::FunctionRef<bool(std::string_view, std::string_view)> visit) const override;
  absl::StatusOr<std::optional<v1::StoredAnswer>> FindAnswer(
      std::string_view principal, std::string_view request_id) const override;
  absl::StatusOr<std::vector<v1::TaxonomyCommitted>> Taxonomies() const override;
  absl::Status ScanTaxonomy(
      uint64_t taxonomy_number,
      absl::FunctionRef<absl::Status(const v1::TaxonomyChunk&)> visit) const override;
  absl::Status Apply(uint64_t first_position, std::span<const v1::LogEntry> entries) override;

 private:
  void ApplyEvent(const v1::Event& event, uint64_t position);

  mutable std::mutex mutex_;  // of all below
  uint64_t position_ = 0;
  KeyUse key_use_;
  std::map<std::pair<RecordKind, std::string>, std::string> records_;
  std::map<std::pair<std::string, std::string>, v1::StoredAnswer> answers_;
  std::map<uint64_t, v1::TaxonomyCommitted> taxonomies_;
  std::map<uint64_t, std::map<uint32_t, v1::TaxonomyChunk>> chunks_;
};

}  // namespace overstap::store

#endif  // OVERSTAP_SERVICES_STORE_MEMORY_STORE_H_
