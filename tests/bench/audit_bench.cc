// What a record costs in the audit log: with one and with a hundred persons, from one and from four
// threads; what an anchor costs, and how fast all is verified.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/audit/audit_log.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap {
namespace {

constexpr int kHashBytes = 32;
constexpr int kVerified = 100'000;

store::v1::AuditRecord RecordOf(int64_t persons) {
  store::v1::AuditRecord record;
  record.set_principal("caseworker-17");
  record.set_organisation("gemeente-arnhem");
  record.set_role(2);
  record.set_purpose("guidance");
  record.set_method("overstap.v1.MatchService/MatchJobSeekers");
  for (int64_t i = 0; i < persons; ++i) record.add_persons(absl::StrCat("job-seeker-", 10'000 + i));
  record.set_trace_id("0af7651916cd43dd8448eb211c80319c");
  record.set_span_id("b7ad6b7169203331");
  record.set_request_hash(std::string(kHashBytes, 'r'));
  record.set_answer_hash(std::string(kHashBytes, 'a'));
  record.set_snapshot_version(123'456);
  record.set_taxonomy_version(2);
  record.set_ranking_version("fit-3");
  return record;
}

struct World {
  testing::TempDir dir;
  std::unique_ptr<audit::AuditLog> log =
      *audit::OpenAuditLog(dir / "audit", dir / "keys/anchor", {});
};

void Append(benchmark::State& state) {
  static std::unique_ptr<World>& world = *new std::unique_ptr<World>;
  if (state.thread_index() == 0) world = std::make_unique<World>();
  const store::v1::AuditRecord record = RecordOf(state.range(0));
  for (auto _ : state) {
    if (!world->log->Append(record).ok()) state.SkipWithError("refused");
  }
  state.SetItemsProcessed(state.iterations());
  if (state.thread_index() == 0) world.reset();
}
BENCHMARK(Append)->Arg(1)->Arg(100)->Threads(1)->Threads(4)->UseRealTime();

// With the sync of the log and of anchors.log.
void Anchor(benchmark::State& state) {
  const World world;
  for (auto _ : state) {
    if (!world.log->Append(RecordOf(1)).ok() || !world.log->Anchor().ok()) {
      state.SkipWithError("refused");
    }
  }
}
BENCHMARK(Anchor)->UseRealTime()->Unit(benchmark::kMicrosecond);

void Verify(benchmark::State& state) {
  World world;
  for (int i = 0; i < kVerified; ++i) {
    if (!world.log->Append(RecordOf(1)).ok()) state.SkipWithError("refused");
  }
  world.log.reset();
  for (auto _ : state) {
    if (!audit::VerifyAudit(world.dir / "audit", world.dir / "keys/anchor.pub").ok()) {
      state.SkipWithError("not as written");
    }
  }
  state.SetItemsProcessed(state.iterations() * kVerified);
}
BENCHMARK(Verify)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace overstap
