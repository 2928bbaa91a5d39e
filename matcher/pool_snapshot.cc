#include "matcher/pool_snapshot.h"

#include <utility>

namespace overstap::matcher {
namespace {

SparseVector VectorOf(const JobSeeker& person, const FitContext& context) {
  return SupplyOf(person, context);
}

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

template <typename Record>
Population<Record> Apply(const Population<Record>& population, std::vector<Upsert<Record>> upserts,
                         const std::vector<std::string>& removed_ids, const FitContext& context) {
  std::vector<EntryPointer<Record>> entries;
  entries.reserve(upserts.size());
  for (Upsert<Record>& upsert : upserts) {
    SparseVector vector = VectorOf(upsert.record, context);
    vector.shrink_to_fit();
    entries.push_back(MakeEntry(std::move(upsert), std::move(vector), context));
  }
  return population.With(std::move(entries), removed_ids, context.term_count());
}

}  // namespace

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
  next->job_seekers_ =
      Apply(job_seekers_, std::move(changes.job_seekers), changes.removed_job_seekers, context);
  next->vacancies_ =
      Apply(vacancies_, std::move(changes.vacancies), changes.removed_vacancies, context);
  next->training_offers_ = Apply(training_offers_, std::move(changes.training_offers),
                                 changes.removed_training_offers, context);
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
