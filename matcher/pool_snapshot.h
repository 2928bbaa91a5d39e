// An immutable, indexed population with a version: what one request sees, whole, from beginning to
// end.
//
//   std::shared_ptr<const PoolSnapshot> snapshot = pool.Current();
//   FitContext fit = snapshot->fit_context();
//
// Immutable; safe to share between threads.
#ifndef OVERSTAP_MATCHER_POOL_SNAPSHOT_H_
#define OVERSTAP_MATCHER_POOL_SNAPSHOT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "matcher/eligibility/eligibility.h"
#include "matcher/eligibility/travel_model.h"
#include "matcher/fit/vectors.h"
#include "matcher/index_fields.h"
#include "matcher/model/job_seeker.h"
#include "matcher/model/region.h"
#include "matcher/model/training_offer.h"
#include "matcher/model/vacancy.h"
#include "matcher/population.h"
#include "matcher/taxonomy/taxonomy.h"

namespace overstap::matcher {

// A record to be stored, with the order of its creation.
template <typename Record>
struct Upsert {
  CreationNumber creation;
  Record record;
  uint64_t handle = 0;  // as PoolEntry has it
  // Where the record itself says none: its group, as IndexDocument has it, when it is known which
  // others it is like. Finding that out is a good part of making a large index.
  std::optional<uint32_t> group = std::nullopt;
};

// What changes from one snapshot to the next. Each id at most once per kind.
struct PoolChanges {
  std::vector<Upsert<JobSeeker>> job_seekers;
  std::vector<Upsert<Vacancy>> vacancies;
  std::vector<Upsert<TrainingOffer>> training_offers;
  std::vector<std::string> removed_job_seekers;
  std::vector<std::string> removed_vacancies;
  std::vector<std::string> removed_training_offers;
};

// A demand, or what an offer ends with.
SparseVector VectorOf(const Vacancy& vacancy, const FitContext& context);
SparseVector VectorOf(const TrainingOffer& offer, const FitContext& context);

// The record as a population holds it, with its vector where entries have one.
// NOLINTBEGIN(performance-unnecessary-value-param): it is moved
template <typename Record>
EntryPointer<Record> MakeEntry(Upsert<Record> upsert, const FitContext& context) {
  auto entry = std::make_shared<PoolEntry<Record>>();
  entry->creation = upsert.creation;
  entry->handle = upsert.handle;
  entry->fields = IndexFieldsOf(upsert.record, context);
  if (!entry->fields.group) entry->fields.group = upsert.group;
  entry->record = std::move(upsert.record);
  if constexpr (kEntryHoldsVector<Record>) {
    entry->vector = VectorOf(entry->record, context);
    entry->vector.shrink_to_fit();
  }
  return entry;
}
// NOLINTEND(performance-unnecessary-value-param)

// Columns by the records themselves; vectors as the entries hold them.
template <typename Record>
class ColumnSource : public IndexSource<Record> {
 public:
  // What the context refers to outlives this.
  explicit ColumnSource(const FitContext& context) : context_(context) {}
  std::span<const uint32_t> ValuesOf(const PoolEntry<Record>& entry) override {
    SetColumnValues(entry.record, context_, &values_);
    return values_;
  }

 protected:
  const FitContext& context() const { return context_; }

 private:
  const FitContext context_;
  std::vector<uint32_t> values_;
};

class PoolSnapshot {
 public:
  // Without records. `version` is the log position that it is true at.
  PoolSnapshot(uint64_t version, std::shared_ptr<const Taxonomy> taxonomy,
               std::shared_ptr<const Region> region, std::shared_ptr<const TravelModel> travel);
  // With populations that are made already: their vectors are those that With() computes.
  PoolSnapshot(uint64_t version, std::shared_ptr<const Taxonomy> taxonomy,
               std::shared_ptr<const Region> region, std::shared_ptr<const TravelModel> travel,
               Population<JobSeeker> job_seekers, Population<Vacancy> vacancies);

  // The snapshot after the changes. Computes the vectors of what is stored.
  std::shared_ptr<const PoolSnapshot> With(uint64_t version, PoolChanges changes) const;

  // Segments to be merged, as Population has it: planned on one snapshot, run by any thread while
  // others change the population, and put into whatever snapshot is newest then.
  struct Merge {
    std::optional<Population<JobSeeker>::Merge> job_seekers;
    std::optional<Population<Vacancy>::Merge> vacancies;
    std::optional<Population<TrainingOffer>::Merge> training_offers;
    bool empty() const { return !job_seekers && !vacancies && !training_offers; }
    // Takes long; touches nothing that is shared.
    void Run();
    // The segments that it merges; see Population.
    std::vector<std::shared_ptr<const void>> Sources() const;
  };
  Merge PlanMerge() const;
  Merge PlanMergeAtRest() const;
  // The same records at the same version, with the merge's segments in place of those it merged.
  std::shared_ptr<const PoolSnapshot> WithMerged(const Merge& merge) const;

  uint64_t version() const { return version_; }
  const Taxonomy& taxonomy() const { return *taxonomy_; }
  // It may outlive the snapshot.
  std::shared_ptr<const Taxonomy> shared_taxonomy() const { return taxonomy_; }
  const Region& region() const { return *region_; }
  const TravelModel& travel() const { return *travel_; }
  FitContext fit_context() const { return {.taxonomy = *taxonomy_, .region = *region_}; }

  const Population<JobSeeker>& job_seekers() const { return job_seekers_; }
  const Population<Vacancy>& vacancies() const { return vacancies_; }
  const Population<TrainingOffer>& training_offers() const { return training_offers_; }

 private:
  uint64_t version_;
  std::shared_ptr<const Taxonomy> taxonomy_;
  std::shared_ptr<const Region> region_;
  std::shared_ptr<const TravelModel> travel_;
  Population<JobSeeker> job_seekers_;
  Population<Vacancy> vacancies_;
  // Vectors: the supply of someone with nothing but what the offer ends with. A person's supply
  // after it is the larger of the two covers, term by term.
  Population<TrainingOffer> training_offers_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_POOL_SNAPSHOT_H_
