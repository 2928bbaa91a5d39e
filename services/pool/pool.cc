#include "services/pool/pool.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <iterator>
#include <limits>
#include <span>
#include <thread>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "matcher/fit/supply_maker.h"
#include "matcher/model/placement.h"
#include "services/convert/to_model.h"
#include "services/pool/record_reader.h"
#include "services/pool/table_facts.h"
#include "services/pool/taxonomy_records.h"
#include "services/write/commands.h"
#include "services/write/record_views.h"
#include "spdlog/spdlog.h"

namespace overstap::pool {
namespace {

using store::RecordKind;
using IdRange = store::Store::IdRange;

// Of a load: several, so that no thread waits long for the last of another.
constexpr size_t kPartsPerThread = 16;

int CountOf(const auto& counts, const auto& key) {
  const auto found = counts.find(key);
  return found == counts.end() ? 0 : found->second;
}

// The civil day in the Netherlands.
matcher::Date DayOf(const google::protobuf::Timestamp& time) {
  return write::DayOf(absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos()));
}

// Stands for every organisation that no record names.
constexpr matcher::OrganisationNumber kNoOrganisation(
    std::numeric_limits<matcher::OrganisationNumber::Representation>::max());

// Scans the records of a range; the first error ends it.
template <typename Visit>
absl::Status ScanRange(const store::Store& store, RecordKind kind, const IdRange& range,
                       Visit visit) {
  absl::Status status;
  const absl::Status scanned =
      store.ScanRange(kind, range, [&](std::string_view id, std::string_view bytes) {
        status = visit(bytes);
        if (!status.ok()) {
          status = absl::Status(
              status.code(), absl::StrCat("record ", absl::string_view(id.data(), id.size()), ": ",
                                          status.message()));
        }
        return status.ok();
      });
  return scanned.ok() ? status : scanned;
}

template <typename Visit>
absl::Status ScanAll(const store::Store& store, RecordKind kind, Visit visit) {
  return ScanRange(store, kind, IdRange(), visit);
}

// Populations of more records than this are made in parts, on several threads: a part for each, but
// few, since a search goes through all of them.
constexpr size_t kLeastPart = 200'000;
constexpr size_t kMostParts = 3;

// More changes than this part of all records are no less work than reading all.
constexpr size_t kMostChangedShare = 4;

// A part of what a pool is made of, which one thread reads.
struct LoadPart {
  RecordKind kind = RecordKind::kJobSeeker;
  IdRange range;     // of the store
  size_t block = 0;  // of the image
  // Filled in.
  std::vector<matcher::EntryPointer<matcher::JobSeeker>> job_seekers;
  std::vector<matcher::EntryPointer<matcher::Vacancy>> vacancies;
  absl::Status status;
};

// All entries of the parts, in their order. Empties the parts.
template <typename Record>
std::vector<matcher::EntryPointer<Record>> Joined(
    std::vector<LoadPart>& parts, std::vector<matcher::EntryPointer<Record>> LoadPart::*entries) {
  std::vector<matcher::EntryPointer<Record>> all;
  size_t count = 0;
  for (const LoadPart& part : parts) count += (part.*entries).size();
  all.reserve(count);
  for (LoadPart& part : parts) {
    std::move((part.*entries).begin(), (part.*entries).end(), std::back_inserter(all));
    part.*entries = {};
  }
  return all;
}

template <typename Record>
absl::Status Append(absl::StatusOr<matcher::EntryPointer<Record>> entry,
                    std::vector<matcher::EntryPointer<Record>>* entries) {
  if (!entry.ok()) return entry.status();
  if (*entry != nullptr) entries->push_back(*std::move(entry));
  return absl::OkStatus();
}

void ReadStore(const store::Store& store, RecordReader& reader, LoadPart* part) {
  part->status = ScanRange(store, part->kind, part->range, [&](std::string_view bytes) {
    return part->kind == RecordKind::kJobSeeker
               ? Append(reader.ReadJobSeeker(bytes), &part->job_seekers)
               : Append(reader.ReadVacancy(bytes), &part->vacancies);
  });
}

void ReadImage(const PoolImage& image, const keys::KeyRing& keys, const ImageLimits& limits,
               const std::vector<matcher::OrganisationNumber>& organisations,
               const matcher::FitContext& fit, LoadPart* part) {
  part->status = image.ReadBlock(
      part->block, keys, limits,
      [&](matcher::Upsert<matcher::JobSeeker> person) {
        for (matcher::Viewer& viewer : person.record.viewers) {
          viewer.organisation = organisations[viewer.organisation.value()];
        }
        part->job_seekers.push_back(matcher::MakeEntry(std::move(person), fit));
      },
      [&](matcher::Upsert<matcher::Vacancy> vacancy) {
        std::optional<matcher::OrganisationNumber>& owner = vacancy.record.owner;
        if (owner.has_value()) owner = organisations[owner->value()];
        part->vacancies.push_back(matcher::MakeEntry(std::move(vacancy), fit));
      });
}

// Runs all on so many threads, one of them this one, each taking the next that nobody has, and
// waits.
void RunAll(size_t threads, const std::vector<std::function<void()>>& all) {
  std::atomic<size_t> next = 0;
  const auto run = [&] {
    for (size_t i = next++; i < all.size(); i = next++) all[i]();
  };
  std::vector<std::thread> others;
  for (size_t i = 1; i < std::min(threads, all.size()); ++i) others.emplace_back(run);
  run();
  for (std::thread& thread : others) thread.join();
}

matcher::Population<matcher::Vacancy> PopulationOf(
    std::vector<matcher::EntryPointer<matcher::Vacancy>> vacancies,
    const matcher::FitContext& context) {
  matcher::ColumnSource<matcher::Vacancy> demands(context);
  return matcher::Population<matcher::Vacancy>().With(std::move(vacancies), {},
                                                      context.term_count(), demands);
}

// Supplies of many people.
class SupplySource final : public matcher::ColumnSource<matcher::JobSeeker> {
 public:
  explicit SupplySource(const matcher::FitContext& context)
      : ColumnSource(context), supplies_(context) {}
  std::span<const matcher::WeightedTerm> VectorOf(
      const matcher::PoolEntry<matcher::JobSeeker>& entry) override {
    return supplies_.Of(entry.record);
  }

 private:
  matcher::SupplyMaker supplies_;
};

matcher::Population<matcher::JobSeeker> PopulationOf(
    std::vector<matcher::EntryPointer<matcher::JobSeeker>> people,
    const matcher::FitContext& context) {
  SupplySource supplies(context);
  return matcher::Population<matcher::JobSeeker>().With(std::move(people), {}, context.term_count(),
                                                        supplies);
}

// A population that is made in parts.
template <typename Record>
class Making {
 public:
  // In parts of about the same size, each of like records: what an index gains from like ones
  // lying together it gains in each. `in_order`: the entries stand as an index would order them.
  Making(std::vector<matcher::EntryPointer<Record>> entries, bool in_order, size_t threads,
         const matcher::FitContext& context)
      : entries_(std::move(entries)), context_(context) {
    const size_t count =
        std::clamp<size_t>(entries_.size() / kLeastPart, 1, std::min(threads, kMostParts));
    parts_.resize(count);
    if (in_order) return;
    const auto like = [](const auto& a, const auto& b) {
      return std::tie(a->fields.group, a->fields.place) <
             std::tie(b->fields.group, b->fields.place);
    };
    auto begin = entries_.begin();
    for (size_t i = 1; i < count; ++i) {
      const auto cut = entries_.begin() + static_cast<ptrdiff_t>(i * entries_.size() / count);
      std::nth_element(begin, cut, entries_.end(), like);
      begin = cut;
    }
  }

  void AddTo(std::vector<std::function<void()>>* work) {
    for (size_t i = 0; i < parts_.size(); ++i) {
      work->emplace_back([this, i] { Make(i); });
    }
  }

  void MakeAll() {
    for (size_t i = 0; i < parts_.size(); ++i) Make(i);
  }

  // After the work, or MakeAll.
  matcher::Population<Record> Take() {
    matcher::Population<Record> whole = std::move(parts_.front());
    for (size_t i = 1; i < parts_.size(); ++i) whole.Append(std::move(parts_[i]));
    return whole;
  }

 private:
  void Make(size_t part) {
    const auto at = [&](size_t i) {
      return std::make_move_iterator(entries_.begin() +
                                     static_cast<ptrdiff_t>(i * entries_.size() / parts_.size()));
    };
    std::vector<matcher::EntryPointer<Record>> entries(at(part), at(part + 1));
    parts_[part] = PopulationOf(std::move(entries), context_);
  }

  std::vector<matcher::EntryPointer<Record>> entries_;
  const matcher::FitContext context_;
  std::vector<matcher::Population<Record>> parts_;
};

}  // namespace

Pool::Pool(const store::Store& store, const keys::KeyRing& keys,
           std::shared_ptr<const matcher::Region> region,
           std::shared_ptr<const matcher::TravelModel> travel, PoolOptions options)
    : store_(store),
      keys_(keys),
      region_(std::move(region)),
      travel_(std::move(travel)),
      options_(std::move(options)),
      publisher_(options_.merging) {}

absl::StatusOr<std::unique_ptr<Pool>> Pool::Load(const store::Store& store,
                                                 const keys::KeyRing& keys,
                                                 std::shared_ptr<const matcher::Region> region,
                                                 std::shared_ptr<const matcher::TravelModel> travel,
                                                 matcher::TargetSetup targets,
                                                 PoolOptions options) {
  std::unique_ptr<Pool> pool(
      new Pool(store, keys, std::move(region), std::move(travel), std::move(options)));
  pool->ledger_.outside = std::move(targets.outside);
  for (matcher::TargetDefinition& target : targets.definitions) {
    if (target.counting.has_value() || target.activity.has_value()) {
      pool->ledger_.counters.emplace_back(std::move(target));
    }
  }
  if (absl::Status status = pool->ReadPlacementsAndReports(); !status.ok()) return status;
  absl::StatusOr<std::shared_ptr<const matcher::Taxonomy>> taxonomy = LoadActiveTaxonomy(store);
  if (!taxonomy.ok()) return taxonomy.status();
  std::shared_ptr<const matcher::PoolSnapshot> snapshot = pool->IndexByImage(*taxonomy);
  if (snapshot == nullptr) {
    auto indexed = pool->Index(store.position(), *std::move(taxonomy));
    if (!indexed.ok()) return indexed.status();
    snapshot = *std::move(indexed);
  }
  pool->publisher_.Publish([&](const auto&) { return std::move(snapshot); });
  pool->feed_.StartAt(store.position());
  pool->KeepImage();
  return pool;
}

absl::StatusOr<std::unique_ptr<Pool>> Pool::Over(
    const store::Store& store, std::shared_ptr<const matcher::Taxonomy> taxonomy) const {
  PoolOptions options = options_;
  options.merging = SnapshotPublisher::Merging::kNever;
  options.image = {};
  std::unique_ptr<Pool> pool(new Pool(store, keys_, region_, travel_, std::move(options)));
  if (absl::Status status = pool->ReadPlacementsAndReports(); !status.ok()) return status;
  const absl::StatusOr<std::vector<store::v1::TaxonomyCommitted>> versions = store.Taxonomies();
  if (!versions.ok()) return versions.status();
  const uint64_t in_use = versions->empty() ? 0 : versions->back().taxonomy_number();
  if (taxonomy->number() != in_use) {
    auto loaded = LoadActiveTaxonomy(store);
    if (!loaded.ok()) return loaded.status();
    taxonomy = *std::move(loaded);
  }
  auto snapshot = pool->Index(store.position(), std::move(taxonomy));
  if (!snapshot.ok()) return snapshot.status();
  pool->publisher_.Publish([&](const auto&) { return *std::move(snapshot); });
  return pool;
}

absl::Status Pool::ReadPlacementsAndReports() {
  absl::Status status =
      ScanAll(store_, RecordKind::kPlacement, [this](std::string_view bytes) -> absl::Status {
        auto stored = write::ParseStored<store::v1::PlacementStored>(bytes);
        if (!stored.ok()) return stored.status();
        FollowPlacement(*stored);
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  changed_ = Changed();  // nothing is indexed yet that could have changed
  replaced_placements_.clear();
  const std::lock_guard lock(ledger_mutex_);
  ledger_.position = store_.position();
  status = ScanAll(store_, RecordKind::kWorkTable, [this](std::string_view bytes) -> absl::Status {
    auto stored = write::ParseStored<store::v1::WorkTableStored>(bytes);
    if (!stored.ok()) return stored.status();
    ApplyTableFacts(*stored, &ledger_.outside.work_tables);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return ScanAll(store_, RecordKind::kReport, [this](std::string_view bytes) -> absl::Status {
    auto stored = write::ParseStored<store::v1::ReportStored>(bytes);
    if (!stored.ok()) return stored.status();
    Apply(ToTableReport(*stored));
    return absl::OkStatus();
  });
}

absl::StatusOr<std::shared_ptr<const matcher::PoolSnapshot>> Pool::Index(
    uint64_t position, std::shared_ptr<const matcher::Taxonomy> taxonomy, const PoolImage* image) {
  const size_t threads = options_.load_threads > 0
                             ? options_.load_threads
                             : std::max(1U, std::thread::hardware_concurrency());
  std::vector<LoadPart> parts;
  std::vector<matcher::OrganisationNumber> organisations;  // by their numbers in the image
  if (image != nullptr) {
    for (size_t i = 0; i < image->block_count(); ++i) {
      parts.push_back(
          {.kind = image->HoldsVacancies(i) ? RecordKind::kVacancy : RecordKind::kJobSeeker,
           .block = i});
    }
    for (const std::string& name : image->facts().organisations) {
      organisations.push_back(InternOrganisation(name));
    }
  } else {
    for (const RecordKind kind : {RecordKind::kVacancy, RecordKind::kJobSeeker}) {
      for (IdRange& range : store_.Ranges(kind, threads > 1 ? threads * kPartsPerThread : 1)) {
        parts.push_back({.kind = kind, .range = std::move(range)});
      }
    }
  }
  const ImageLimits limits = ImageLimits::Of(*taxonomy, *region_, organisations.size());
  std::vector<RecordReader> readers;
  for (size_t i = 0; i < std::max<size_t>(1, std::min(threads, parts.size())); ++i) {
    readers.emplace_back(*this, keys_, convert::ModelContext{*taxonomy, *region_});
  }
  const matcher::FitContext fit{*taxonomy, *region_};
  std::optional<Making<matcher::Vacancy>> vacancies;
  std::atomic<size_t> vacancy_parts_left =
      static_cast<size_t>(std::count_if(parts.begin(), parts.end(), [](const LoadPart& part) {
        return part.kind == RecordKind::kVacancy;
      }));
  std::atomic<size_t> next = 0;
  std::vector<std::function<void()>> work;
  for (RecordReader& reader : readers) {
    work.emplace_back([&, this] {
      for (size_t i = next++; i < parts.size(); i = next++) {
        if (image != nullptr) {
          ReadImage(*image, keys_, limits, organisations, fit, &parts[i]);
        } else {
          ReadStore(store_, reader, &parts[i]);
        }
        // While others go on reading people, which takes longer than vacancies.
        if (parts[i].kind == RecordKind::kVacancy && --vacancy_parts_left == 0) {
          vacancies.emplace(Joined(parts, &LoadPart::vacancies), /*in_order=*/image != nullptr,
                            /*threads=*/1, fit);
          vacancies->MakeAll();
        }
      }
    });
  }
  RunAll(threads, work);
  for (const LoadPart& part : parts) {
    if (!part.status.ok()) return part.status;
  }
  matcher::PoolChanges offers;
  absl::Status status = ScanAll(store_, RecordKind::kTrainingOffer, [&](std::string_view bytes) {
    return readers.front().AddTrainingOffer(bytes, &offers);
  });
  if (!status.ok()) return status;
  {
    const std::lock_guard lock(ledger_mutex_);
    unknown_code_count_ = 0;
    for (const RecordReader& reader : readers) unknown_code_count_ += reader.unknown_code_count();
    if (image != nullptr) unknown_code_count_ = image->facts().unknown_codes;
  }
  Making<matcher::JobSeeker> job_seekers(Joined(parts, &LoadPart::job_seekers),
                                         /*in_order=*/image != nullptr, threads, fit);
  work.clear();
  job_seekers.AddTo(&work);
  RunAll(threads, work);
  matcher::Population<matcher::Vacancy> all_vacancies;
  if (vacancies.has_value()) all_vacancies = vacancies->Take();
  return matcher::PoolSnapshot(position, std::move(taxonomy), region_, travel_, job_seekers.Take(),
                               std::move(all_vacancies))
      .With(position, std::move(offers));
}

std::shared_ptr<const matcher::PoolSnapshot> Pool::IndexByImage(
    const std::shared_ptr<const matcher::Taxonomy>& taxonomy) {
  if (options_.image.folder.empty()) return nullptr;
  const auto unused = [](const absl::Status& why) {
    spdlog::info("the pool's image is not used, all records are read from the store: {}",
                 why.ToString());
    return nullptr;
  };
  const absl::StatusOr<std::unique_ptr<PoolImage>> image = PoolImage::Open(options_.image.folder);
  if (!image.ok()) return unused(image.status());
  const auto changed = ChangedSince((*image)->facts(), *taxonomy);
  if (!changed.ok()) return unused(changed.status());
  const auto indexed = Index(store_.position(), taxonomy, image->get());
  if (!indexed.ok()) return unused(indexed.status());
  auto changes = ReadChanged(*changed, **indexed);
  if (!changes.ok()) return unused(changes.status());
  is_of_image_ = true;
  changed_since_image_ = changed->job_seekers.size() + changed->vacancies.size();
  spdlog::info("{} people and {} vacancies are read from the pool's image, {} that changed since",
               (*image)->facts().job_seekers, (*image)->facts().vacancies, changed_since_image_);
  return (*indexed)->With(store_.position(), *std::move(changes));
}

absl::StatusOr<Pool::Changed> Pool::ChangedSince(const ImageFacts& image,
                                                 const matcher::Taxonomy& taxonomy) const {
  const log::EventLog& log = *options_.image.log;
  if (image.basis != options_.image.basis) {
    return absl::FailedPreconditionError("it is of another program or region");
  }
  if (image.taxonomy_number != taxonomy.number()) {
    return absl::FailedPreconditionError("it is of another taxonomy");
  }
  if (image.position > store_.position() || store_.position() != log.last_position()) {
    return absl::FailedPreconditionError("it is not of this log");
  }
  const absl::StatusOr<uint64_t> chain = log.ChainAt(image.position);
  if (!chain.ok()) return chain.status();
  if (*chain != image.chain) return absl::FailedPreconditionError("it is of another log");
  const uint64_t most = (image.job_seekers + image.vacancies) / kMostChangedShare;
  if (store_.position() - image.position > most) {
    return absl::FailedPreconditionError("too much has changed since");
  }
  Changed changed;
  const auto follow = [&](log::Position, const store::v1::LogEntry& entry) {
    for (const store::v1::Event& event : entry.events()) AddChanged(event, &changed);
    return absl::OkStatus();
  };
  if (absl::Status read = log.Read(image.position + 1, follow); !read.ok()) return read;
  // Offers are all read from the store.
  changed.training_offers.clear();
  return changed;
}

void Pool::AddChanged(const store::v1::Event& event, Changed* changed) {
  if (event.has_job_seeker_stored()) {
    changed->job_seekers.insert(event.job_seeker_stored().head().id());
  } else if (event.has_job_seeker_deleted()) {
    changed->job_seekers.insert(event.job_seeker_deleted().id());
  } else if (event.has_vacancy_stored()) {
    changed->vacancies.insert(event.vacancy_stored().head().id());
  } else if (event.has_vacancy_deleted()) {
    changed->vacancies.insert(event.vacancy_deleted().id());
  } else if (event.has_training_offer_stored()) {
    changed->training_offers.insert(event.training_offer_stored().head().id());
  } else if (event.has_training_offer_deleted()) {
    changed->training_offers.insert(event.training_offer_deleted().id());
  } else if (event.has_placement_stored()) {
    // Which takes an opening, or gives one back.
    const std::string_view vacancy = write::IdOf(event.placement_stored().placement().vacancy());
    if (!vacancy.empty()) changed->vacancies.insert(std::string(vacancy));
  }
}

std::vector<std::string> Pool::Organisations() const {
  const std::lock_guard lock(organisations_mutex_);
  std::vector<std::string> names(organisations_.size());
  for (const auto& [name, number] : organisations_) names[number.value()] = name;
  return names;
}

void Pool::KeepImage() {
  if (options_.image.folder.empty()) return;
  image_keeper_ = std::make_unique<ImageKeeper>(
      options_.image, keys_,
      ImageKeeper::Source{.snapshot = [this] { return Current(); },
                          .organisations = [this] { return Organisations(); },
                          .unknown_codes = [this] { return unknown_code_count(); }},
      changed_since_image_);
}

absl::StatusOr<matcher::PoolChanges> Pool::ReadChanged(const Changed& changed,
                                                       const matcher::PoolSnapshot& snapshot) {
  RecordReader reader(*this, keys_, {snapshot.taxonomy(), *region_});
  matcher::PoolChanges changes;
  const auto read = [this](RecordKind kind, const absl::flat_hash_set<std::string>& ids,
                           std::vector<std::string>* removed, auto add) -> absl::Status {
    for (const std::string& id : ids) {
      absl::StatusOr<std::optional<std::string>> bytes = store_.Get(kind, id);
      if (!bytes.ok()) return bytes.status();
      if (!bytes->has_value()) {
        removed->push_back(id);
      } else if (absl::Status status = add(**bytes); !status.ok()) {
        return status;
      }
    }
    return absl::OkStatus();
  };
  absl::Status status =
      read(RecordKind::kJobSeeker, changed.job_seekers, &changes.removed_job_seekers,
           [&](std::string_view bytes) { return reader.AddJobSeeker(bytes, &changes); });
  if (status.ok()) {
    status = read(RecordKind::kVacancy, changed.vacancies, &changes.removed_vacancies,
                  [&](std::string_view bytes) { return reader.AddVacancy(bytes, &changes); });
  }
  if (status.ok()) {
    status =
        read(RecordKind::kTrainingOffer, changed.training_offers, &changes.removed_training_offers,
             [&](std::string_view bytes) { return reader.AddTrainingOffer(bytes, &changes); });
  }
  if (!status.ok()) return status;
  return changes;
}

void Pool::Keep(std::shared_ptr<const matcher::PoolSnapshot> snapshot) {
  const absl::Time now = options_.now();
  std::vector<std::shared_ptr<const matcher::PoolSnapshot>> released;  // destroyed after the lock
  const std::lock_guard lock(kept_mutex_);
  if (snapshot->version() < taken_out_version_) return;
  for (auto kept = kept_.begin(); kept != kept_.end();) {
    if (kept->until < now || kept->snapshot->version() == snapshot->version()) {
      released.push_back(std::move(kept->snapshot));
      kept = kept_.erase(kept);
    } else {
      ++kept;
    }
  }
  kept_.push_back({now + options_.keep_snapshots_for, std::move(snapshot)});
  while (kept_.size() > options_.kept_snapshots) {
    released.push_back(std::move(kept_.front().snapshot));
    kept_.pop_front();
  }
}

std::shared_ptr<const matcher::PoolSnapshot> Pool::Kept(uint64_t version) const {
  const absl::Time now = options_.now();
  std::shared_ptr<const matcher::PoolSnapshot> current = Current();
  if (current->version() == version) return current;
  const std::lock_guard lock(kept_mutex_);
  for (const KeptSnapshot& kept : kept_) {
    if (kept.snapshot->version() == version && kept.until >= now) return kept.snapshot;
  }
  return nullptr;
}

std::vector<std::string> Pool::TakenOut(const matcher::PoolSnapshot& next) const {
  std::vector<std::string> taken_out;
  for (const std::string& id : changed_.job_seekers) {
    if (next.job_seekers().Find(id) == nullptr) taken_out.push_back(id);
  }
  return taken_out;
}

void Pool::DropKept(const std::vector<std::string>& job_seekers, uint64_t version) {
  std::vector<std::shared_ptr<const matcher::PoolSnapshot>> released;  // destroyed after the lock
  const std::lock_guard lock(kept_mutex_);
  taken_out_version_ = version;
  for (auto kept = kept_.begin(); kept != kept_.end();) {
    const auto& held = kept->snapshot->job_seekers();
    if (std::any_of(job_seekers.begin(), job_seekers.end(),
                    [&held](const std::string& id) { return held.Find(id) != nullptr; })) {
      released.push_back(std::move(kept->snapshot));
      kept = kept_.erase(kept);
    } else {
      ++kept;
    }
  }
}

int Pool::OpeningsTaken(std::string_view vacancy_id) const {
  const std::lock_guard lock(counts_mutex_);
  return CountOf(openings_taken_, std::string(vacancy_id));
}

int Pool::SeatsTaken(std::string_view offer_id, std::string_view run_id) const {
  const std::lock_guard lock(counts_mutex_);
  return CountOf(seats_taken_, std::make_pair(std::string(offer_id), std::string(run_id)));
}

int Pool::LivePlacementsOf(RecordKind kind, std::string_view id) const {
  const std::lock_guard lock(counts_mutex_);
  return CountOf(live_placements_, std::make_pair(kind, std::string(id)));
}

Pool::TableReport Pool::ToTableReport(const store::v1::ReportStored& stored) {
  const store::v1::Report& report = stored.report();
  return {report.work_table(),
          convert::ToLedgerReport(stored.head().id(), report),
          {.project = report.project(),
           .reporting_organisation = report.reporting_organisation(),
           .deciding_organisation = report.deciding_organisation(),
           .reported_on = DayOf(stored.head().create_time())}};
}

void Pool::Apply(const TableReport& report) {
  tallies_.Apply(report.work_table, report.report, report.trace);
  for (matcher::TargetCounter& counter : ledger_.counters) counter.Apply(report.report);
  auto [table, is_new] = ledger_.counters_by_table.try_emplace(report.work_table);
  if (is_new) {
    for (const matcher::TargetCounter& counter : ledger_.counters) {
      table->second.emplace_back(counter.definition());
    }
  }
  for (matcher::TargetCounter& counter : table->second) counter.Apply(report.report);
}

bool Pool::AskTarget(std::string_view target_id, std::string_view work_table,
                     absl::FunctionRef<void(const CountedTarget&)> ask) const {
  const std::lock_guard lock(ledger_mutex_);
  const auto table = ledger_.counters_by_table.find(work_table);
  const bool is_reported_to = table != ledger_.counters_by_table.end();
  const auto& counters = !work_table.empty() && is_reported_to ? table->second : ledger_.counters;
  for (const matcher::TargetCounter& counter : counters) {
    if (counter.definition().id != target_id) continue;
    if (work_table.empty() || is_reported_to) {
      ask({ledger_.position, counter, ledger_.outside});
    } else {
      // Nothing was reported to the table yet.
      const matcher::TargetCounter nothing(counter.definition());
      ask({ledger_.position, nothing, ledger_.outside});
    }
    return true;
  }
  return false;
}

TableTally Pool::TallyOf(std::string_view work_table) const {
  const std::lock_guard lock(ledger_mutex_);
  return tallies_.OfTable(work_table);
}

Pool::ReportsOfProject Pool::ProjectReports(std::string_view project) const {
  const std::lock_guard lock(ledger_mutex_);
  return {ledger_.position, tallies_.OfProject(project)};
}

bool Pool::IsReportedFor(std::string_view project) const {
  const bool pending =
      std::any_of(changed_reports_.begin(), changed_reports_.end(),
                  [project](const TableReport& report) { return report.trace.project == project; });
  if (pending) return true;
  const std::lock_guard lock(ledger_mutex_);
  return tallies_.NamesProject(project);
}

std::optional<std::pair<uint64_t, matcher::Progress>> Pool::ProgressOf(
    std::string_view target_id, matcher::Date as_of, std::string_view work_table) const {
  std::optional<std::pair<uint64_t, matcher::Progress>> progress;
  AskTarget(target_id, work_table, [&](const CountedTarget& target) {
    progress.emplace(target.position, target.counter.ProgressAt(as_of, target.outside));
  });
  return progress;
}

matcher::OrganisationNumber Pool::OrganisationNumberOf(std::string_view organisation) const {
  const std::lock_guard lock(organisations_mutex_);
  const auto found = organisations_.find(std::string(organisation));
  return found == organisations_.end() ? kNoOrganisation : found->second;
}

matcher::OrganisationNumber Pool::InternOrganisation(std::string_view organisation) {
  const std::lock_guard lock(organisations_mutex_);
  const auto next = static_cast<matcher::OrganisationNumber::Representation>(organisations_.size());
  return organisations_.try_emplace(std::string(organisation), matcher::OrganisationNumber(next))
      .first->second;
}

int64_t Pool::unknown_code_count() const {
  const std::lock_guard lock(ledger_mutex_);
  return unknown_code_count_;
}

void Pool::Prepare(std::shared_ptr<const matcher::Taxonomy> taxonomy) {
  prepared_taxonomy_ = std::move(taxonomy);
}

void Pool::Decided(uint64_t position, const store::v1::LogEntry& entry) {
  feed_.Decided(position, entry);
  for (const store::v1::Event& event : entry.events()) Follow(event);
}

void Pool::Follow(const store::v1::Event& event) {
  using store::v1::Event;
  switch (event.body_case()) {
    case Event::kJobSeekerStored:
      changed_.job_seekers.insert(event.job_seeker_stored().head().id());
      break;
    case Event::kJobSeekerDeleted:
      changed_.job_seekers.insert(event.job_seeker_deleted().id());
      {
        // Whoever is next of that id has none of these placements.
        const std::string& id = event.job_seeker_deleted().id();
        const std::lock_guard lock(counts_mutex_);
        if (live_placements_.erase(std::make_pair(RecordKind::kJobSeeker, id)) == 0) break;
        for (auto& [placement, trace] : placements_) {
          if (trace.person_id == id) trace.person_id.clear();
        }
      }
      break;
    case Event::kVacancyStored:
      changed_.vacancies.insert(event.vacancy_stored().head().id());
      break;
    case Event::kVacancyDeleted:
      changed_.vacancies.insert(event.vacancy_deleted().id());
      break;
    case Event::kTrainingOfferStored:
      changed_.training_offers.insert(event.training_offer_stored().head().id());
      break;
    case Event::kTrainingOfferDeleted:
      changed_.training_offers.insert(event.training_offer_deleted().id());
      break;
    case Event::kPlacementStored:
      FollowPlacement(event.placement_stored());
      break;
    case Event::kReportStored:
      changed_reports_.push_back(ToTableReport(event.report_stored()));
      break;
    case Event::kWorkTableStored:
      changed_tables_.push_back(event.work_table_stored());
      break;
    case Event::kReportDraftStored:
    case Event::kReportDraftDeleted:
    case Event::kProjectStored:
    case Event::kProjectDeleted:
    case Event::kClosingStored:
    case Event::kIntroductionStored:
    case Event::kDecisionStored:
    case Event::kDecisionDeleted:
    case Event::kParticipationFactsStored:
    case Event::kParticipationFactsDeleted:
    case Event::kTaxonomyChunk:
    case Event::kTaxonomyCommitted:
    case Event::BODY_NOT_SET:
      break;
  }
}

void Pool::FollowPlacement(const store::v1::PlacementStored& stored) {
  const store::v1::Placement& placement = stored.placement();
  PlacementTrace trace;
  if (auto person = keys_.Open(stored.job_seeker(),
                               write::NameOf(RecordKind::kPlacement, stored.head().id()));
      person.ok()) {
    trace.person_id = *std::move(person);
  }
  trace.vacancy_id = write::IdOf(placement.vacancy());
  trace.offer_id = write::IdOf(placement.training_offer());
  trace.run_id = placement.run_id();
  trace.takes = matcher::TakesOpening(static_cast<matcher::PlacementState>(placement.state()),
                                      stored.ended_before_start());
  trace.live = placement.state() != store::v1::PLACEMENT_STATE_ENDED;

  const std::lock_guard lock(counts_mutex_);
  PlacementTrace& known = placements_[stored.head().id()];
  Count(known, -1);
  Count(trace, +1);
  if (!trace.vacancy_id.empty() && trace.takes != known.takes) {
    changed_.vacancies.insert(trace.vacancy_id);
  }
  if (!trace.offer_id.empty() && trace.takes != known.takes) {
    changed_.training_offers.insert(trace.offer_id);
  }
  replaced_placements_.emplace_back(stored.head().id(), std::move(known));
  known = std::move(trace);
}

void Pool::Count(const PlacementTrace& trace, int sign) {
  if (trace.takes && !trace.vacancy_id.empty()) openings_taken_[trace.vacancy_id] += sign;
  if (trace.takes && !trace.offer_id.empty()) seats_taken_[{trace.offer_id, trace.run_id}] += sign;
  if (!trace.live) return;
  const auto add_live = [this, sign](RecordKind kind, const std::string& id) {
    if (!id.empty()) live_placements_[{kind, id}] += sign;
  };
  add_live(RecordKind::kJobSeeker, trace.person_id);
  add_live(RecordKind::kVacancy, trace.vacancy_id);
  add_live(RecordKind::kTrainingOffer, trace.offer_id);
}

absl::Status Pool::Show(uint64_t position) {
  using SnapshotPointer = SnapshotPublisher::SnapshotPointer;
  std::vector<std::string> taken_out;
  if (prepared_taxonomy_ != nullptr) {
    auto indexed = Index(position, std::move(prepared_taxonomy_));
    if (!indexed.ok()) return indexed.status();
    taken_out = TakenOut(**indexed);
    publisher_.Publish([&](const SnapshotPointer&) { return *std::move(indexed); });
  } else {
    // Whoever merges keeps the taxonomy: it is this thread that changes it.
    auto changes = ReadChanged(changed_, *Current());
    if (!changes.ok()) return changes.status();
    publisher_.Publish([&](const SnapshotPointer& current) {
      SnapshotPointer next = current->With(position, *std::move(changes));
      taken_out = TakenOut(*next);
      return next;
    });
  }
  if (!taken_out.empty()) DropKept(taken_out, position);
  return absl::OkStatus();
}

void Pool::ShowForgotten() {
  matcher::PoolChanges forgotten;
  for (const std::string& id : changed_.job_seekers) {
    const auto bytes = store_.Get(RecordKind::kJobSeeker, id);
    if (bytes.ok() && !bytes->has_value()) forgotten.removed_job_seekers.push_back(id);
  }
  if (forgotten.removed_job_seekers.empty()) return;
  const std::vector<std::string> ids = forgotten.removed_job_seekers;
  const uint64_t version = Current()->version();
  publisher_.Publish(
      [&](const auto& current) { return current->With(version, std::move(forgotten)); });
  // Others of this version still have them.
  DropKept(ids, version + 1);
}

void Pool::Committed(uint64_t last_position) {
  const size_t changed = prepared_taxonomy_ != nullptr
                             ? ImageKeeper::kEverything
                             : changed_.job_seekers.size() + changed_.vacancies.size();
  if (const absl::Status shown = Show(last_position); !shown.ok()) {
    // The write is durable; what is shown stays as it was until the records can be read again. Who
    // is forgotten is not shown, whatever else fails.
    spdlog::error("the pool stays at version {}: {}", Current()->version(), shown.ToString());
    if (image_keeper_ != nullptr) image_keeper_->GiveUp();
    ShowForgotten();
  } else if (image_keeper_ != nullptr) {
    image_keeper_->NoteChanges(changed);
  }
  prepared_taxonomy_ = nullptr;
  changed_ = Changed();
  replaced_placements_.clear();

  {
    const std::lock_guard lock(ledger_mutex_);
    for (const TableReport& report : changed_reports_) Apply(report);
    changed_reports_.clear();
    for (const store::v1::WorkTableStored& table : changed_tables_) {
      ApplyTableFacts(table, &ledger_.outside.work_tables);
    }
    changed_tables_.clear();
    ledger_.position = last_position;
  }
  // Who is told of a report finds it counted.
  feed_.Committed(last_position);
}

void Pool::Abandoned() {
  prepared_taxonomy_ = nullptr;
  changed_ = Changed();
  changed_reports_.clear();
  changed_tables_.clear();
  feed_.Abandoned();
  const std::lock_guard lock(counts_mutex_);
  while (!replaced_placements_.empty()) {
    auto& [id, before] = replaced_placements_.back();
    PlacementTrace& known = placements_[id];
    Count(known, -1);
    Count(before, +1);
    known = std::move(before);
    replaced_placements_.pop_back();
  }
}

}  // namespace overstap::pool
