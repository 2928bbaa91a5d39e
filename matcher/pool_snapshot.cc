#include "matcher/pool_snapshot.h"

#include <utility>

namespace overstap::matcher {
namespace {

template <typename Record>
std::vector<EntryPointer<Record>> MakeEntries(std::vector<Upsert<Record>> upserts,
                                              const FitContext& context) {
  std::vector<EntryPointer<Record>> entries;
  entries.reserve(upserts.size());
  for (Upsert<Record>& upsert : upserts) entries.push_back(MakeEntry(std::move(upsert), context));
  return entries;
}

// Supplies of a few people.
class SupplySource final : public ColumnSource<JobSeeker> {
 public:
  using ColumnSource::ColumnSource;
  std::span<const WeightedTerm> VectorOf(const PoolEntry<JobSeeker>& entry) override {
    supply_ = SupplyOf(entry.record, context());
    return supply_;
  }

 private:
  SparseVector supply_;
};

}  // namespace

SparseVector VectorOf(const Vacancy& vacancy, const FitContext& context) {
  return DemandOf(vacancy, context).terms;
}

SparseVector VectorOf(const TrainingOffer& offer, const FitContext& context) {
  JobSeeker graduate;
  graduate.skills = offer.taught_skills;
  graduate.qualifications.emplace();
  for (const QualificationNumber number : offer.qualifications) {
    graduate.qualifications->push_back(
        {.number = number, .level = context.region.qualification(number).level});
  }
  return SupplyOf(graduate, context);
}

PoolSnapshot::PoolSnapshot(uint64_t version, std::shared_ptr<const Taxonomy> taxonomy,
                           std::shared_ptr<const Region> region,
                           std::shared_ptr<const TravelModel> travel)
    : version_(version),
      taxonomy_(std::move(taxonomy)),
      region_(std::move(region)),
      travel_(std::move(travel)) {}

PoolSnapshot::PoolSnapshot(uint64_t version, std::shared_ptr<const Taxonomy> taxonomy,
                           std::shared_ptr<const Region> region,
                           std::shared_ptr<const TravelModel> travel,
                           Population<JobSeeker> job_seekers, Population<Vacancy> vacancies)
    : version_(version),
      taxonomy_(std::move(taxonomy)),
      region_(std::move(region)),
      travel_(std::move(travel)),
      job_seekers_(std::move(job_seekers)),
      vacancies_(std::move(vacancies)) {}

std::shared_ptr<const PoolSnapshot> PoolSnapshot::With(uint64_t version,
                                                       PoolChanges changes) const {
  const FitContext context = fit_context();
  auto next = std::make_shared<PoolSnapshot>(*this);
  next->version_ = version;
  const size_t terms = context.term_count();
  SupplySource supplies(context);
  next->job_seekers_ = job_seekers_.With(MakeEntries(std::move(changes.job_seekers), context),
                                         changes.removed_job_seekers, terms, supplies);
  ColumnSource<Vacancy> demands(context);
  next->vacancies_ = vacancies_.With(MakeEntries(std::move(changes.vacancies), context),
                                     changes.removed_vacancies, terms, demands);
  next->training_offers_ =
      training_offers_.With(MakeEntries(std::move(changes.training_offers), context),
                            changes.removed_training_offers, terms);
  return next;
}

void PoolSnapshot::Merge::Run() {
  if (job_seekers) job_seekers->Run();
  if (vacancies) vacancies->Run();
  if (training_offers) training_offers->Run();
}

std::vector<std::shared_ptr<const void>> PoolSnapshot::Merge::Sources() const {
  std::vector<std::shared_ptr<const void>> segments;
  if (job_seekers) job_seekers->AppendSources(&segments);
  if (vacancies) vacancies->AppendSources(&segments);
  if (training_offers) training_offers->AppendSources(&segments);
  return segments;
}

PoolSnapshot::Merge PoolSnapshot::PlanMerge() const {
  return {job_seekers_.PlanMerge(), vacancies_.PlanMerge(), training_offers_.PlanMerge()};
}

PoolSnapshot::Merge PoolSnapshot::PlanMergeAtRest() const {
  return {job_seekers_.PlanMergeAtRest(), vacancies_.PlanMergeAtRest(),
          training_offers_.PlanMergeAtRest()};
}

std::shared_ptr<const PoolSnapshot> PoolSnapshot::WithMerged(const Merge& merge) const {
  auto next = std::make_shared<PoolSnapshot>(*this);
  if (merge.job_seekers) next->job_seekers_ = job_seekers_.WithMerged(*merge.job_seekers);
  if (merge.vacancies) next->vacancies_ = vacancies_.WithMerged(*merge.vacancies);
  if (merge.training_offers) {
    next->training_offers_ = training_offers_.WithMerged(*merge.training_offers);
  }
  return next;
}

}  // namespace overstap::matcher
