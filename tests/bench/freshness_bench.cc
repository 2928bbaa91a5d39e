// What changes cost those who ask: queries on a pool of vacancies, idle and while thousands of
// updates a second are stored and merged, and what its index weighs in the end.
//
//   freshness_bench --vacancies vacancies.bin --job-seekers seekers.bin --seconds 60
//
// The pool is a SnapshotPublisher as the server has it, without log, store and rpc. Files as in
// tests/bench/match/workload.h. One thread asks, one writes, one merges. Prints tab-separated rows.
#include <algorithm>
#include <atomic>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <ctime>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "matcher/eligibility/great_circle_travel.h"
#include "matcher/index_fields.h"
#include "matcher/pool_snapshot.h"
#include "matcher/taxonomy/taxonomy.h"
#include "services/pool/snapshot_publisher.h"
#include "tests/bench/match/engine_timing.h"
#include "tests/bench/match/filter.h"
#include "tests/bench/match/workload.h"
#include "tests/property/random_source.h"

namespace overstap::bench {
namespace {

using matcher::Vacancy;
using pool::SnapshotPublisher;
using SnapshotPointer = SnapshotPublisher::SnapshotPointer;
using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

constexpr size_t kPageSize = 20;
constexpr double kPauseSeconds = 0.020;
constexpr double kMostP99 = 1.5;     // times that of an idle index
constexpr double kMostMemory = 1.1;  // times that of a fresh build
constexpr double kMicro = 1e6;
constexpr double kMilli = 1e3;

struct Options {
  WorkloadOptions workload;
  double seconds = 60;
  double idle_seconds = 10;
  uint32_t updates_per_second = 5'000;
  uint32_t group = 50;
  uint32_t checked = 100;
};

double ThreadCpuSeconds() {
  constexpr double kNano = 1e-9;
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * kNano;
}

// How long things took, by the wall's clock and by the thread's own.
class Durations {
 public:
  template <typename Action>
  void Time(const Action& action) {
    const auto started = Clock::now();
    const double cpu = ThreadCpuSeconds();
    action();
    cpu_.push_back(ThreadCpuSeconds() - cpu);
    wall_.push_back(Seconds(Clock::now() - started).count());
  }
  size_t count() const { return wall_.size(); }
  double Wall(double share) const { return Quantile(wall_, share); }
  double Cpu(double share) const { return Quantile(cpu_, share); }
  size_t Pauses() const {
    return static_cast<size_t>(std::count_if(wall_.begin(), wall_.end(),
                                             [](double took) { return took > kPauseSeconds; }));
  }
  void PrintRow(const char* what) const {
    constexpr double kP50 = 0.5;
    constexpr double kP99 = 0.99;
    std::cout << absl::StrFormat("%s\t%d\t%.0f\t%.0f\t%.0f\t%.0f\t%.0f\t%.0f\t%d\n", what, count(),
                                 kMicro * Wall(kP50), kMicro * Wall(kP99), kMicro * Wall(1),
                                 kMicro * Cpu(kP50), kMicro * Cpu(kP99), kMicro * Cpu(1), Pauses());
  }

 private:
  std::vector<double> wall_;
  std::vector<double> cpu_;
};

// The workload's rows as the matcher's records. Places are rounded to a grid, which is the region.
class Market {
 public:
  explicit Market(const Workload& workload) : workload_(workload) {
    const Rows& rows = workload.documents();
    for (const Facets& facets : rows.facets) AddPlace(facets);
    for (size_t i = 0; i < workload.query_count(); ++i) AddPlace(workload.query(i).facets);
    matcher::Region::Parts parts;
    for (auto& [cell, place] : places_) {
      place = std::to_string(parts.municipalities.size());
      parts.municipalities.push_back(
          {.code = place,
           .title = place,
           .centroid = {cell.first / kCellsPerDegree, cell.second / kCellsPerDegree}});
    }
    for (int i = 0; i <= std::countr_zero(kOtherSector); ++i) {
      parts.sectors.push_back({.id = std::to_string(i)});
    }
    region_ = matcher::Region::Build(std::move(parts)).value();
    travel_ =
        std::make_shared<matcher::GreatCircleTravelModel>(*region_, matcher::TravelProfiles{});
    matcher::TaxonomyBuilder builder(1, "numbered");
    AddConcepts(matcher::ConceptKind::kSkill, "s", workload.term_count(), &builder);
    occupation_count_ = 1;
    for (const uint16_t occupation : rows.occupations) {
      if (occupation == kNoOccupation) continue;
      occupation_count_ = std::max<size_t>(occupation_count_, occupation + size_t{1});
    }
    AddConcepts(matcher::ConceptKind::kOccupation, "o", occupation_count_, &builder);
    taxonomy_ = std::move(builder).Build().value();
    for (size_t i = 0; i < workload.query_count(); ++i) AddAsker(workload.query(i));
  }

  struct Asker {
    matcher::JobSeeker person;
    matcher::SparseVector supply;
    std::vector<matcher::Condition> conditions;
  };
  const std::vector<Asker>& askers() const { return askers_; }
  const matcher::TravelModel& travel() const { return *travel_; }
  SnapshotPointer Empty() const {
    return std::make_shared<matcher::PoolSnapshot>(0, taxonomy_, region_, travel_);
  }
  // What the row says, under another row's id.
  matcher::Upsert<Vacancy> VacancyOf(uint32_t id, uint32_t row) const {
    const Rows& rows = workload_.documents();
    const Facets& facets = rows.facets[row];
    Vacancy vacancy;
    vacancy.id = IdOf(id);
    if (rows.occupations[row] != kNoOccupation) {
      vacancy.occupation = matcher::OccupationNumber(rows.occupations[row]);
    }
    const auto weights = rows.WeightsOf(row);
    std::vector<uint16_t> ordered(weights.begin(), weights.end());
    const auto middle = ordered.begin() + static_cast<ptrdiff_t>(ordered.size() / 2);
    if (!ordered.empty()) std::nth_element(ordered.begin(), middle, ordered.end());
    for (size_t i = 0; i < weights.size(); ++i) {
      vacancy.skills.push_back({matcher::SkillNumber(rows.TermsOf(row)[i]), weights[i] >= *middle});
    }
    vacancy.sector = matcher::SectorNumber(static_cast<uint8_t>(std::countr_zero(facets.sectors)));
    vacancy.place = PlaceOf(facets);
    vacancy.hours = HoursOf(facets);
    if (facets.education > 0) vacancy.min_level = facets.education;
    vacancy.openings_left = 1;
    return {matcher::CreationNumber(id), std::move(vacancy)};
  }
  static std::string IdOf(uint32_t number) { return absl::StrCat("v-", number); }
  uint32_t size() const { return static_cast<uint32_t>(workload_.documents().size()); }

  // The rules, of those that the workload has.
  bool IsOpenTo(const Vacancy& vacancy, const matcher::JobSeeker& person) const {
    if ((*person.sectors & matcher::SectorBit(vacancy.sector)) == 0) return false;
    if (vacancy.hours.min > person.hours_wanted->max) return false;
    if (vacancy.hours.max < person.hours_wanted->min) return false;
    if (vacancy.min_level && *vacancy.min_level > *person.working_level) return false;
    return !person.home || !vacancy.place ||
           travel_->KilometresBetween(*person.home, *vacancy.place) <= kReachKm;
  }

 private:
  using Cell = std::pair<int, int>;
  static constexpr double kCellsPerDegree = 20;

  static Cell CellOf(const Facets& facets) {
    return {static_cast<int>(std::lround(facets.latitude * kCellsPerDegree)),
            static_cast<int>(std::lround(facets.longitude * kCellsPerDegree))};
  }
  void AddPlace(const Facets& facets) {
    if (!std::isnan(facets.latitude)) places_.try_emplace(CellOf(facets));
  }
  std::optional<matcher::PlaceNumber> PlaceOf(const Facets& facets) const {
    if (std::isnan(facets.latitude)) return std::nullopt;
    return region_->FindPlaceByMunicipality(places_.at(CellOf(facets)));
  }
  static matcher::HoursRange HoursOf(const Facets& facets) {
    return {.min = matcher::HoursPerWeek::FromDouble(facets.hours_min),
            .max = matcher::HoursPerWeek::FromDouble(facets.hours_max)};
  }
  static void AddConcepts(matcher::ConceptKind kind, const char* prefix, size_t count,
                          matcher::TaxonomyBuilder* builder) {
    for (size_t i = 0; i < count; ++i) {
      matcher::ConceptEntry entry;
      entry.kind = kind;
      entry.code = absl::StrCat(prefix, i);
      for (auto& labels : entry.labels) labels.preferred = entry.code;
      builder->AddConcept(std::move(entry));
    }
  }
  void AddAsker(const Query& query) {
    Asker asker;
    matcher::JobSeeker& person = asker.person;
    person.skills.emplace();
    for (const uint16_t term : query.terms) {
      person.skills->push_back({matcher::SkillNumber(term), matcher::Proficiency::kUnknown});
    }
    person.sectors = query.facets.sectors;
    person.home = PlaceOf(query.facets);
    person.travel = {.max_km = kReachKm, .modes = {}};
    person.hours_now = matcher::HoursPerWeek();
    person.hours_wanted = HoursOf(query.facets);
    person.keeps_present_job = false;
    person.qualifications.emplace();
    person.working_level = query.facets.education;
    const matcher::FitContext context = {.taxonomy = *taxonomy_, .region = *region_};
    asker.supply = matcher::SupplyOf(person, context);
    asker.conditions = matcher::EligibilityConditions(
        person, {.fit = context, .travel = *travel_, .today = matcher::Date()});
    askers_.push_back(std::move(asker));
  }

  const Workload& workload_;
  std::map<Cell, std::string> places_;  // and the code of each
  std::shared_ptr<const matcher::Region> region_;
  std::shared_ptr<const matcher::TravelModel> travel_;
  std::shared_ptr<const matcher::Taxonomy> taxonomy_;
  size_t occupation_count_ = 0;
  std::vector<Asker> askers_;
};

using Results = std::vector<matcher::Population<Vacancy>::Result>;

Results Ask(const Market& market, const Market::Asker& asker,
            const matcher::Population<Vacancy>& vacancies) {
  const auto accepts = [&](const matcher::PoolEntry<Vacancy>& entry) {
    return market.IsOpenTo(entry.record, asker.person);
  };
  return vacancies.Search(asker.supply, asker.conditions, accepts, nullptr,
                          matcher::TopK(kPageSize, 0, std::nullopt));
}

// Scores and creation numbers, best first.
using Answer = std::vector<std::pair<matcher::Score, uint64_t>>;

Answer AnswerOf(const Results& results) {
  Answer answer;
  for (const auto& result : results) {
    answer.emplace_back(result.score, result.entry->creation.value());
  }
  return answer;
}

Answer Scan(const Market& market, const Market::Asker& asker,
            const matcher::PoolSnapshot& snapshot) {
  std::vector<matcher::Score> table(snapshot.fit_context().term_count());
  for (const matcher::WeightedTerm& term : asker.supply) {
    table[term.term.value()] = term.value.units();
  }
  Answer all;
  snapshot.vacancies().ForEach([&](const matcher::PoolEntry<Vacancy>& entry) {
    matcher::Score score = 0;
    for (const matcher::WeightedTerm& term : entry.vector) {
      score += table[term.term.value()] * term.value.units();
    }
    if (score > 0 && market.IsOpenTo(entry.record, asker.person)) {
      all.emplace_back(score, entry.creation.value());
    }
  });
  const auto count = static_cast<ptrdiff_t>(std::min(kPageSize, all.size()));
  std::partial_sort(all.begin(), all.begin() + count, all.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  all.resize(static_cast<size_t>(count));
  return all;
}

// Asks one after another until it is told to stop.
Durations AskUntil(const Market& market, const SnapshotPublisher& publisher,
                   const std::atomic<bool>& stop) {
  Durations durations;
  for (size_t next = 0; !stop; ++next) {
    const Market::Asker& asker = market.askers()[next % market.askers().size()];
    durations.Time([&] { Ask(market, asker, publisher.Current()->vacancies()); });
  }
  return durations;
}

Durations AskFor(const Market& market, const SnapshotPublisher& publisher, double seconds) {
  std::atomic<bool> stop = false;
  Durations durations;
  std::thread asking([&] { durations = AskUntil(market, publisher, stop); });
  std::this_thread::sleep_for(Seconds(seconds));
  stop = true;
  asking.join();
  return durations;
}

// Stores changes of random vacancies: most are changed, some removed and later stored again.
class Writer {
 public:
  Writer(const Market& market, SnapshotPublisher* publisher)
      : market_(market), publisher_(*publisher), removed_(market.size()) {}

  // `updates_per_second` for as long, in groups; each group when its time has come.
  void Run(const Options& options) {
    const auto started = Clock::now();
    const double interval = static_cast<double>(options.group) / options.updates_per_second;
    for (uint64_t i = 0; static_cast<double>(i) * interval < options.seconds; ++i) {
      const auto due =
          started + std::chrono::duration_cast<Clock::duration>(Seconds(double(i) * interval));
      std::this_thread::sleep_until(due);
      Write(options.group);
      farthest_behind_ = std::max(farthest_behind_, Seconds(Clock::now() - due).count());
      const auto vacancies = publisher_.Current()->vacancies();
      most_index_bytes_ = std::max(most_index_bytes_, vacancies.index_bytes());
      most_segments_ = std::max(most_segments_, vacancies.segment_count());
    }
    seconds_ = Seconds(Clock::now() - started).count();
    cpu_seconds_ = ThreadCpuSeconds();
  }

  const Durations& durations() const { return durations_; }
  double farthest_behind() const { return farthest_behind_; }
  double updates_per_second() const { return static_cast<double>(updates_) / seconds_; }
  double cpu_share() const { return cpu_seconds_ / seconds_; }
  size_t most_index_bytes() const { return most_index_bytes_; }
  size_t most_segments() const { return most_segments_; }
  // Acknowledged writes that the next snapshot did not have.
  size_t lost() const { return lost_; }

 private:
  void Write(uint32_t count) {
    constexpr uint32_t kRemovedPercent = 5;
    matcher::PoolChanges changes;
    absl::flat_hash_set<uint32_t> used;
    while (used.size() < std::min(count, market_.size())) {
      const uint32_t id = random_.Below(market_.size());
      if (!used.insert(id).second) continue;
      const bool remove = !removed_[id] && random_.Chance(kRemovedPercent);
      removed_[id] = remove;
      if (remove) {
        changes.removed_vacancies.push_back(Market::IdOf(id));
      } else {
        changes.vacancies.push_back(market_.VacancyOf(id, random_.Below(market_.size())));
      }
    }
    durations_.Time([&] {
      publisher_.Publish([&](const SnapshotPointer& current) {
        return current->With(current->version() + 1, std::move(changes));
      });
    });
    updates_ += used.size();
    const SnapshotPointer current = publisher_.Current();
    for (const uint32_t id : used) {
      const bool found = current->vacancies().Find(Market::IdOf(id)) != nullptr;
      if (found == removed_[id]) ++lost_;
    }
  }

  const Market& market_;
  SnapshotPublisher& publisher_;
  RandomSource random_{1};
  std::vector<bool> removed_;
  Durations durations_;
  uint64_t updates_ = 0;
  double seconds_ = 0;
  double cpu_seconds_ = 0;
  double farthest_behind_ = 0;
  size_t most_index_bytes_ = 0;
  size_t most_segments_ = 0;
  size_t lost_ = 0;
};

void PrintMeasure(const char* name, double value, const std::string& mark = "") {
  std::cout << absl::StrFormat("%s\t%.3f\t%s\n", name, value, mark);
}

SnapshotPointer Build(const Market& market) {
  matcher::PoolChanges changes;
  for (uint32_t i = 0; i < market.size(); ++i) changes.vacancies.push_back(market.VacancyOf(i, i));
  return market.Empty()->With(1, std::move(changes));
}

size_t FreshBytes(const matcher::PoolSnapshot& snapshot) {
  std::vector<matcher::EntryPointer<Vacancy>> entries;
  snapshot.vacancies().ForEach([&](const matcher::PoolEntry<Vacancy>& entry) {
    entries.push_back(snapshot.vacancies().FindShared(entry.record.id));
  });
  matcher::ColumnSource<Vacancy> demands(snapshot.fit_context());
  return matcher::Population<Vacancy>()
      .With(std::move(entries), {}, snapshot.fit_context().term_count(), demands)
      .index_bytes();
}

size_t Mismatches(const Market& market, const matcher::PoolSnapshot& snapshot, size_t checked) {
  size_t mismatches = 0;
  for (size_t i = 0; i < std::min(checked, market.askers().size()); ++i) {
    const Market::Asker& asker = market.askers()[i];
    const Answer answer = AnswerOf(Ask(market, asker, snapshot.vacancies()));
    if (answer != Scan(market, asker, snapshot)) ++mismatches;
  }
  return mismatches;
}

absl::Status Run(const Options& options) {
  const absl::StatusOr<Workload> workload = ReadWorkload(options.workload);
  if (!workload.ok()) return workload.status();
  const Market market(*workload);
  SnapshotPublisher publisher(SnapshotPublisher::Merging::kBeside);
  publisher.Publish([&](const SnapshotPointer&) { return Build(market); });

  std::cout << "what\tcount\tp50_us\tp99_us\tmax_us\tp50_cpu_us\tp99_cpu_us\tmax_cpu_us\tpauses\n";
  const Durations idle = AskFor(market, publisher, options.idle_seconds);
  idle.PrintRow("queries_idle");
  Writer writer(market, &publisher);
  std::atomic<bool> stop = false;
  Durations loaded;
  std::thread asking([&] { loaded = AskUntil(market, publisher, stop); });
  std::thread writing([&] { writer.Run(options); });
  writing.join();
  stop = true;
  asking.join();
  loaded.PrintRow("queries_under_load");
  writer.durations().PrintRow("writes_of_a_group");
  publisher.WaitUntilMerged();
  AskFor(market, publisher, options.idle_seconds).PrintRow("queries_after");

  constexpr double kP99 = 0.99;
  constexpr double kMegabyte = 1 << 20;
  const SnapshotPointer last = publisher.Current();
  const auto bytes = static_cast<double>(last->vacancies().index_bytes());
  const auto fresh = static_cast<double>(FreshBytes(*last));
  const auto figures = publisher.figures();
  const std::string no_more_ratio = absl::StrFormat("at most %.1f", kMostP99);
  const std::string no_more_memory = absl::StrFormat("at most %.1f", kMostMemory);
  std::cout << "\nmeasure\tvalue\tmark\n";
  PrintMeasure("updates_per_second", writer.updates_per_second());
  PrintMeasure("p99_under_load_over_idle", loaded.Wall(kP99) / idle.Wall(kP99), no_more_ratio);
  PrintMeasure("p99_cpu_under_load_over_idle", loaded.Cpu(kP99) / idle.Cpu(kP99), no_more_ratio);
  PrintMeasure("longest_query_ms", kMilli * loaded.Wall(1), "at most 20");
  PrintMeasure("longest_query_cpu_ms", kMilli * loaded.Cpu(1), "at most 20");
  PrintMeasure("longest_write_ms", kMilli * writer.durations().Wall(1), "at most 20");
  PrintMeasure("longest_write_cpu_ms", kMilli * writer.durations().Cpu(1), "at most 20");
  PrintMeasure("writer_farthest_behind_ms", kMilli * writer.farthest_behind());
  PrintMeasure("writer_cpu_share", writer.cpu_share());
  PrintMeasure("merges", static_cast<double>(figures.merges));
  PrintMeasure("merging_share", Seconds(figures.running).count() / options.seconds);
  PrintMeasure("longest_merge_publishing_ms", kMilli * Seconds(figures.longest_publishing).count(),
               "at most 20");
  PrintMeasure("index_mb", bytes / kMegabyte);
  PrintMeasure("index_over_fresh", bytes / fresh, no_more_memory);
  PrintMeasure("most_index_over_fresh", static_cast<double>(writer.most_index_bytes()) / fresh);
  PrintMeasure("segments", static_cast<double>(last->vacancies().segment_count()));
  PrintMeasure("most_segments", static_cast<double>(writer.most_segments()));
  const size_t mismatches = Mismatches(market, *last, options.checked);
  PrintMeasure("lost_writes", static_cast<double>(writer.lost()), "0");
  PrintMeasure("mismatches", static_cast<double>(mismatches), "0");
  if (mismatches + writer.lost() == 0) return absl::OkStatus();
  return absl::InternalError("answers are not those of an exhaustive scan");
}

}  // namespace
}  // namespace overstap::bench

int main(int argc, char** argv) {
  namespace bench = overstap::bench;
  bench::Options options;
  options.workload.documents = 1'000'000;
  options.workload.queries = 1'000;
  CLI::App app(
      "Asks a pool of vacancies one query after another, idle and while changes are stored and "
      "merged, and prints how long queries and writes take. The last answers are compared with an "
      "exhaustive scan.",
      "freshness_bench");
  app.add_option("--vacancies", options.workload.vacancies, "File of vacancies")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--job-seekers", options.workload.job_seekers, "File of job seekers")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--n", options.workload.documents, "The first N vacancies")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--queries", options.workload.queries, "Of the first job seekers, in turn")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--seconds", options.seconds, "Of writing")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--idle-seconds", options.idle_seconds, "Of asking before and after")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--updates-per-second", options.updates_per_second)
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--group", options.group, "Updates that are published together")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--checked", options.checked, "Queries compared with an exhaustive scan")
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = bench::Run(options);
  if (status.ok()) return 0;
  std::cerr << status.ToString() << "\n";
  return 1;
}
