#include "services/store/memory_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/store/layout.h"
#include "services/store/record_change.h"

namespace overstap::store {

uint64_t MemoryStore::position() const {
  const std::lock_guard lock(mutex_);
  return position_;
}

KeyUse MemoryStore::key_use() const {
  const std::lock_guard lock(mutex_);
  return key_use_;
}

absl::StatusOr<std::optional<std::string>> MemoryStore::Get(RecordKind kind,
                                                            std::string_view id) const {
  const std::lock_guard lock(mutex_);
  const auto found = records_.find({kind, std::string(id)});
  if (found == records_.end()) return std::nullopt;
  return found->second;
}

absl::Status MemoryStore::Scan(
    RecordKind kind, std::string_view after_id,
    absl::FunctionRef<bool(std::string_view, std::string_view)> visit) const {
  std::vector<std::pair<std::string, std::string>> rows;
  {
    const std::lock_guard lock(mutex_);
    for (auto row = records_.upper_bound({kind, std::string(after_id)});
         row != records_.end() && row->first.first == kind; ++row) {
      rows.emplace_back(row->first.second, row->second);
    }
  }
  for (const auto& [id, bytes] : rows) {
    if (!visit(id, bytes)) break;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<v1::StoredAnswer>> MemoryStore::FindAnswer(
    std::string_view principal, std::string_view request_id) const {
  const std::lock_guard lock(mutex_);
  const auto found = answers_.find({std::string(principal), std::string(request_id)});
  if (found == answers_.end()) return std::nullopt;
  return found->second;
}

absl::StatusOr<std::vector<v1::TaxonomyCommitted>> MemoryStore::Taxonomies() const {
  const std::lock_guard lock(mutex_);
  std::vector<v1::TaxonomyCommitted> taxonomies;
  taxonomies.reserve(taxonomies_.size());
  for (const auto& [number, taxonomy] : taxonomies_) taxonomies.push_back(taxonomy);
  return taxonomies;
}

absl::Status MemoryStore::ScanTaxonomy(
    uint64_t taxonomy_number,
    absl::FunctionRef<absl::Status(const v1::TaxonomyChunk&)> visit) const {
  std::map<uint32_t, v1::TaxonomyChunk> chunks;
  {
    const std::lock_guard lock(mutex_);
    const auto found = chunks_.find(taxonomy_number);
    if (found != chunks_.end()) chunks = found->second;
  }
  for (const auto& [index, chunk] : chunks) {
    if (absl::Status visited = visit(chunk); !visited.ok()) return visited;
  }
  return absl::OkStatus();
}

absl::Status MemoryStore::Apply(uint64_t first_position, std::span<const v1::LogEntry> entries) {
  const std::lock_guard lock(mutex_);
  if (first_position != position_ + 1) {
    return absl::InternalError(
        absl::StrCat("store: entry ", first_position, " does not follow position ", position_));
  }
  if (entries.empty()) return absl::OkStatus();
  const uint64_t now = Micros(entries.back().envelope().time());
  for (auto answer = answers_.begin(); answer != answers_.end();) {
    const bool old = Micros(answer->second.time()) + kAnswerLifeMicros < now;
    answer = old ? answers_.erase(answer) : std::next(answer);
  }
  for (const v1::LogEntry& entry : entries) {
    ++position_;
    AddKeyUse(entry, &key_use_);
    for (const v1::Event& event : entry.events()) ApplyEvent(event, position_);
    if (!entry.has_answer()) continue;
    v1::StoredAnswer& stored =
        answers_[{entry.envelope().principal(), entry.answer().request_id()}];
    *stored.mutable_answer() = entry.answer();
    *stored.mutable_time() = entry.envelope().time();
    stored.set_principal(entry.envelope().principal());
    stored.set_person(entry.envelope().person());
  }
  return absl::OkStatus();
}

void MemoryStore::ApplyEvent(const v1::Event& event, uint64_t position) {
  if (std::optional<RecordChange> change = ChangeOf(event, position)) {
    const std::pair key(change->kind, std::move(change->id));
    if (change->bytes.has_value()) {
      records_[key] = *std::move(change->bytes);
    } else {
      records_.erase(key);
    }
  } else if (event.has_taxonomy_chunk()) {
    const v1::TaxonomyChunk& chunk = event.taxonomy_chunk();
    chunks_[chunk.taxonomy_number()][chunk.chunk_index()] = chunk;
  } else if (event.has_taxonomy_committed()) {
    const v1::TaxonomyCommitted& committed = event.taxonomy_committed();
    taxonomies_[committed.taxonomy_number()] = committed;
    std::erase_if(chunks_, [this, &committed](const auto& version) {
      return version.first < committed.taxonomy_number() && taxonomies_.count(version.first) == 0;
    });
  }
}

}  // namespace overstap::store
