// A cold start, phase by phase: from the process's start to the first exact answer.
//
//   cold_bench --data-dir=DIR --grow-to=1000000   # first, once: adds people and vacancies
//   cold_bench --data-dir=DIR --keep-image    # by the store alone; writes the image of the pool
//   cold_bench --data-dir=DIR                 # measures a start by the image
//
// The folder is a server's (fill it with the generator and imports, e.g. tests/bench/run.sh).
// --grow-to adds copies of the people and the vacancies that are there, under names and keys of
// their own, until there are so many of each: sealed, logged and stored as the server would, in
// groups of a thousand. Prints TSV: seconds of each phase and since the process's start, resident
// memory after it.
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "matcher/ranker.h"
#include "overstap/store/v1/log.pb.h"
#include "services/config/region_loader.h"
#include "services/keys/file_key_ring.h"
#include "services/keys/forgotten_list.h"
#include "services/log/rocksdb_log.h"
#include "services/pool/open_pool.h"
#include "services/pool/pool.h"
#include "services/store/open_store.h"
#include "services/write/record_views.h"
#include "spdlog/spdlog.h"

namespace overstap {
namespace {

using Clock = std::chrono::steady_clock;
using store::RecordKind;

constexpr size_t kGroup = 1'000;

struct Options {
  std::string data_dir;
  std::string region_dir = OVERSTAP_SOURCE_DIR "/data/region";
  std::string postcodes_file;
  size_t grow_to = 0;
  size_t threads = 0;
  bool image = true;
  bool keep_image = false;
};

template <typename T>
T Need(absl::StatusOr<T> value, const char* what) {
  if (value.ok()) return *std::move(value);
  std::fprintf(stderr, "cold_bench: %s: %s\n", what, value.status().ToString().c_str());
  std::exit(1);
}

void Need(const absl::Status& status, const char* what) {
  if (status.ok()) return;
  std::fprintf(stderr, "cold_bench: %s: %s\n", what, status.ToString().c_str());
  std::exit(1);
}

double ResidentMib() {
  std::ifstream statm("/proc/self/statm");
  double total = 0;
  double resident = 0;
  statm >> total >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

double ProcessorSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  constexpr double kMicros = 1e6;
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / kMicros;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// Prints a line at the end of each phase.
class Phases {
 public:
  explicit Phases(Clock::time_point start) : start_(start), last_(start) {
    std::printf("phase\tseconds\tsince_start\tprocessor_seconds\trss_mib\n");
  }
  void End(const char* phase) {
    const auto now = Clock::now();
    const double processor = ProcessorSeconds();
    std::printf("%s\t%.3f\t%.3f\t%.2f\t%.0f\n", phase, Seconds(last_, now), Seconds(start_, now),
                processor - processor_, ResidentMib());
    std::fflush(stdout);
    last_ = now;
    processor_ = processor;
  }

 private:
  static double Seconds(Clock::time_point from, Clock::time_point to) {
    return std::chrono::duration<double>(to - from).count();
  }
  const Clock::time_point start_;
  Clock::time_point last_;
  double processor_ = 0;
};

// Appends records to log and store, group by group.
class Growth {
 public:
  Growth(log::EventLog& event_log, keys::KeyRing& keys, store::Store& records)
      : log_(event_log), keys_(keys), store_(records) {}

  void GrowTo(size_t count) {
    Grow(RecordKind::kVacancy, count,
         [this](std::string_view bytes, const std::string& suffix) { AddVacancy(bytes, suffix); });
    Grow(RecordKind::kJobSeeker, count, [this](std::string_view bytes, const std::string& suffix) {
      AddJobSeeker(bytes, suffix);
    });
  }

 private:
  template <typename Add>
  void Grow(RecordKind kind, size_t count, const Add& add) {
    size_t have = 0;
    Need(store_.Scan(kind, "", [&have](auto, auto) { return ++have > 0; }), "scan");
    const size_t missing = count > have ? count - have : 0;
    size_t added = 0;
    // Each scan adds: `add` is called until nothing is missing.
    // NOLINTNEXTLINE(clang-diagnostic-for-loop-analysis): by the lambda
    for (int copy = 1; added < missing && have > 0; ++copy) {
      // What is added meanwhile is not seen: a scan reads what was there when it began.
      const std::string suffix = absl::StrCat("-", have, "-", copy);
      Need(store_.Scan(kind, "",
                       [&](auto, std::string_view bytes) {
                         add(bytes, suffix);
                         return ++added < missing;
                       }),
           "scan");
      Commit();
    }
    std::fprintf(stderr, "%zu records were there, %zu are added\n", have, added);
  }

  store::v1::LogEntry NewEntry() const {
    store::v1::LogEntry entry;
    entry.mutable_envelope()->mutable_time()->set_seconds(absl::ToUnixSeconds(absl::Now()));
    entry.mutable_envelope()->set_principal("bench");
    return entry;
  }

  static void Rename(const std::string& suffix, store::v1::RecordHead* head) {
    head->set_id(head->id() + suffix);
    head->set_creation_number(0);
  }

  void AddVacancy(std::string_view bytes, const std::string& suffix) {
    store::v1::LogEntry entry = NewEntry();
    auto& stored = *entry.add_events()->mutable_vacancy_stored();
    stored = Need(write::ParseStored<store::v1::VacancyStored>(bytes), "vacancy");
    Rename(suffix, stored.mutable_head());
    Add(std::move(entry));
  }

  void AddJobSeeker(std::string_view bytes, const std::string& suffix) {
    store::v1::LogEntry entry = NewEntry();
    auto& stored = *entry.add_events()->mutable_job_seeker_stored();
    stored = Need(write::ParseStored<store::v1::JobSeekerStored>(bytes), "job seeker");
    const std::string plain = Need(
        keys_.Open(stored.job_seeker(), write::NameOf(RecordKind::kJobSeeker, stored.head().id())),
        "open");
    Rename(suffix, stored.mutable_head());
    const keys::KeyId key = Need(keys_.Create(), "key");
    *stored.mutable_job_seeker() = Need(
        keys_.Seal(key, write::NameOf(RecordKind::kJobSeeker, stored.head().id()), plain), "seal");
    entry.mutable_envelope()->set_person(stored.head().id());
    entry.mutable_envelope()->set_key_id(key);
    Add(std::move(entry));
  }

  void Add(store::v1::LogEntry entry) {
    group_.push_back(std::move(entry));
    if (group_.size() >= kGroup) Commit();
  }

  void Commit() {
    if (group_.empty()) return;
    Need(keys_.Sync(), "keys");
    Need(log_.AppendGroup(group_), "log");
    Need(store_.Apply(store_.position() + 1, group_), "store");
    group_.clear();
  }

  log::EventLog& log_;
  keys::KeyRing& keys_;
  store::Store& store_;
  std::vector<store::v1::LogEntry> group_;
};

// As the server opens its folder (services/server.cc), with the time of each step.
void Run(const Options& options, Clock::time_point start) {
  Phases phases(start);
  const config::LoadedRegion region =
      Need(config::LoadRegion({.dir = options.region_dir,
                               .postcodes_file = options.postcodes_file,
                               .travel_minutes_file = ""}),
           "region");
  phases.End("region");
  const auto event_log =
      Need(log::OpenRocksdbLog(options.data_dir + "/log", {.verify_beside = true}), "log");
  phases.End("log");
  auto keys = Need(keys::OpenFileKeyRing(options.data_dir + "/keys"), "keys");
  keys = Need(keys::RememberForgotten(std::move(keys), options.data_dir + "/keys"), "keys");
  phases.End("keys");
  const std::string store_dir = options.data_dir + "/store";
  if (options.grow_to > 0) {
    const auto opened = Need(store::OpenStore(store_dir, *event_log, *keys), "store");
    phases.End("store");
    Need(event_log->AwaitVerified(), "log");
    Growth(*event_log, *keys, *opened.store).GrowTo(options.grow_to);
    phases.End("growth");
    return;
  }
  pool::ImageOptions image;
  if (options.image) {
    image = {.folder = options.data_dir + "/pool",
             .log = event_log.get(),
             .basis = absl::StrCat("cold_bench ", region.fingerprint)};
    image.settling = absl::ZeroDuration();
  }
  const auto load = [&](const store::Store& store) {
    phases.End("store");
    auto loaded = pool::Pool::Load(store, *keys, region.region, region.travel, region.targets,
                                   {.load_threads = options.threads, .image = image});
    phases.End(loaded.ok() && (*loaded)->is_of_image() ? "pool, by its image" : "pool");
    return loaded;
  };
  const auto opened = Need(pool::OpenPool(store_dir, *event_log, *keys, {}, load), "pool");
  const auto& pool = opened.pool;
  phases.End("verified");
  const auto snapshot = pool->Current();
  const auto somebody = [&snapshot] {
    const matcher::PoolEntry<matcher::JobSeeker>* found = nullptr;
    snapshot->job_seekers().ForEach([&found](const auto& entry) { found = &entry; });
    return found;
  };
  const matcher::PoolEntry<matcher::JobSeeker>* person = somebody();
  if (person == nullptr) Need(absl::NotFoundError("nobody is there"), "query");
  matcher::MatchOptions query;
  query.page_size = 20;
  query.today = matcher::Date(20'779);
  const auto ranking = matcher::RankVacancies(*snapshot, person->record, {}, query);
  phases.End("first_query");
  std::fprintf(stderr, "%zu job seekers, %zu vacancies, %zu results\n",
               snapshot->job_seekers().size(), snapshot->vacancies().size(),
               ranking.matches.size());
  if (!options.keep_image) return;
  pool->image_keeper()->WaitUntilKept();
  phases.End("image_written");
}

int Main(int argc, char** argv, Clock::time_point start) {
  CLI::App app("A cold start, phase by phase.", "cold_bench");
  Options options;
  app.add_option("--data-dir", options.data_dir, "A server's data folder")
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_option("--region-dir", options.region_dir)
      ->check(CLI::ExistingDirectory)
      ->capture_default_str();
  app.add_option("--postcodes", options.postcodes_file, "CSV with points of postcodes");
  app.add_option("--grow-to", options.grow_to, "Add copies up to so many of each, and end");
  app.add_option("--threads", options.threads, "That load the pool; 0: one per processor");
  app.add_flag("!--without-image", options.image, "Neither read nor write the pool's image");
  app.add_flag("--keep-image", options.keep_image, "Wait until the pool's image is written")
      ->excludes("--without-image");
  CLI11_PARSE(app, argc, argv);
  spdlog::set_level(spdlog::level::warn);
  Run(options, start);
  // What the system takes back faster than destructors do is no part of a start.
  std::fflush(stdout);
  if (options.grow_to == 0) std::_Exit(0);
  return 0;
}

}  // namespace
}  // namespace overstap

int main(int argc, char** argv) {
  return overstap::Main(argc, argv, std::chrono::steady_clock::now());
}
