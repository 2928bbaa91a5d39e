// What a write costs below the API, at the region's full size: sealing, log, store, and opening the
// log again. An import must not be bound by it.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "overstap/store/v1/log.pb.h"
#include "services/keys/file_key_ring.h"
#include "services/log/rocksdb_log.h"
#include "services/store/open_store.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap {
namespace {

constexpr int kGroup = 1'024;
constexpr int kEntries = 60'000;
constexpr size_t kRecordBytes = 1'000;

// Text that does not compress to nothing.
std::string RecordText(uint64_t seed) {
  std::string text;
  while (text.size() < kRecordBytes) {
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    text += std::to_string(seed >> 33);
  }
  return text;
}

store::v1::LogEntry SealedEntry(int number, const keys::KeyRing& keys, keys::KeyId key) {
  store::v1::LogEntry entry;
  const std::string id = "p-" + std::to_string(number);
  entry.mutable_envelope()->set_principal("importer");
  entry.mutable_envelope()->set_person(id);
  store::v1::JobSeekerStored* stored = entry.add_events()->mutable_job_seeker_stored();
  stored->mutable_head()->set_id(id);
  *stored->mutable_job_seeker() =
      *keys.Seal(key, "jobSeekers/" + id, RecordText(static_cast<uint64_t>(number)));
  return entry;
}

void Seal(benchmark::State& state) {
  const testing::TempDir dir;
  const auto keys = *keys::OpenFileKeyRing(dir / "keys");
  const keys::KeyId key = *keys->Create();
  const std::string text = RecordText(1);
  for (auto _ : state) benchmark::DoNotOptimize(keys->Seal(key, "jobSeekers/p-1", text));
}
BENCHMARK(Seal);

void Open(benchmark::State& state) {
  const testing::TempDir dir;
  const auto keys = *keys::OpenFileKeyRing(dir / "keys");
  const auto sealed = *keys->Seal(*keys->Create(), "jobSeekers/p-1", RecordText(1));
  for (auto _ : state) benchmark::DoNotOptimize(keys->Open(sealed, "jobSeekers/p-1"));
}
BENCHMARK(Open);

// A key, sealing, log and store for each record of an import.
void Import(benchmark::State& state) {
  for (auto _ : state) {
    const testing::TempDir dir;
    const auto keys = *keys::OpenFileKeyRing(dir / "keys");
    const auto log = *log::OpenRocksdbLog(dir / "log");
    const auto store = std::move(store::OpenStore(dir / "store", *log, *keys)->store);
    for (int first = 0; first < kEntries; first += kGroup) {
      std::vector<store::v1::LogEntry> group;
      for (int i = first; i < first + kGroup; ++i) {
        group.push_back(SealedEntry(i, *keys, *keys->Create()));
      }
      const uint64_t position = log->last_position() + 1;
      if (!keys->Sync().ok() || !log->AppendGroup(group).ok() ||
          !store->Apply(position, group).ok()) {
        state.SkipWithError("a write failed");
      }
    }
  }
  state.SetItemsProcessed(state.iterations() * kEntries);
}
BENCHMARK(Import)->Unit(benchmark::kMillisecond)->Iterations(1)->UseRealTime();

// Start of a server: the whole log verified; then a store rebuilt from it.
class FilledLog : public benchmark::Fixture {
 public:
  void SetUp(const benchmark::State&) override {
    const auto keys = *keys::OpenFileKeyRing(dir_ / "keys");
    const auto log = *log::OpenRocksdbLog(dir_ / "log");
    const keys::KeyId key = *keys->Create();
    for (int first = 0; first < kEntries; first += kGroup) {
      std::vector<store::v1::LogEntry> group;
      for (int i = first; i < first + kGroup; ++i) group.push_back(SealedEntry(i, *keys, key));
      if (!log->AppendGroup(group).ok()) std::abort();
    }
  }
  void TearDown(const benchmark::State&) override {
    std::filesystem::remove_all(dir_ / "log");
    std::filesystem::remove_all(dir_ / "keys");
    std::filesystem::remove_all(dir_ / "store");
  }

 protected:
  const testing::TempDir dir_;
};

BENCHMARK_DEFINE_F(FilledLog, OpenLog)(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(log::OpenRocksdbLog(dir_ / "log"));
  state.SetItemsProcessed(state.iterations() * kEntries);
}
BENCHMARK_REGISTER_F(FilledLog, OpenLog)->Unit(benchmark::kMillisecond)->UseRealTime();

BENCHMARK_DEFINE_F(FilledLog, RebuildStore)(benchmark::State& state) {
  const auto keys = *keys::OpenFileKeyRing(dir_ / "keys");
  const auto log = *log::OpenRocksdbLog(dir_ / "log");
  for (auto _ : state) {
    std::filesystem::remove_all(dir_ / "store");
    benchmark::DoNotOptimize(store::OpenStore(dir_ / "store", *log, *keys));
  }
  state.SetItemsProcessed(state.iterations() * kEntries);
}
BENCHMARK_REGISTER_F(FilledLog, RebuildStore)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace overstap
