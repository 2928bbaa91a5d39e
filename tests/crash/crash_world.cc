#include "tests/crash/crash_world.h"

#include <utility>
#include <vector>

#include "services/keys/file_key_ring.h"
#include "services/log/last_time.h"
#include "services/log/rocksdb_log.h"
#include "services/pool/open_pool.h"
#include "tests/crash/file_system_key_folder.h"
#include "tests/unit/matcher/eligibility/no_travel.h"

namespace overstap::crash {
namespace {

std::shared_ptr<const matcher::Region> MakeRegion() {
  matcher::Region::Parts parts;
  parts.municipalities = {
      {.code = "GM0202", .title = "Arnhem", .centroid = {52.0, 5.9}, .in_region = true}};
  parts.sectors = {{.id = "other"}, {.id = "energy", .focus = true}};
  return *matcher::Region::Build(parts);
}

std::vector<matcher::TargetDefinition> MakeTargets() {
  constexpr int kGoal = 1'000;
  matcher::TargetDefinition activation;
  activation.id = kTargetId;
  activation.goal = kGoal;
  activation.period_start = *matcher::Date::FromCivil(2023, 1, 1);
  activation.period_end = *matcher::Date::FromCivil(2026, 12, 31);
  activation.counting = matcher::CountingRule{
      .report_kind = matcher::ReportKind::kPlacement,
      .conditions = {{.fact = matcher::Fact::kSector, .any_of = {"energy"}},
                     {.fact = matcher::Fact::kSectorDayBefore, .none_of = {"energy"}}}};
  return {activation};
}

}  // namespace

CrashWorld::CrashWorld(std::shared_ptr<rocksdb::FileSystem> files, Options options)
    : files_(std::move(files)),
      env_(rocksdb::NewCompositeEnv(files_)),
      options_(std::move(options)),
      now_micros_(
          absl::ToUnixMicros(absl::FromCivil(absl::CivilDay(2026, 6, 1), absl::UTCTimeZone()))),
      region_(MakeRegion()),
      travel_(std::make_shared<matcher::NoTravel>(0)) {}

CrashWorld::~CrashWorld() { Close(); }

absl::Status CrashWorld::Open() {
  absl::Status opened = OpenAll();
  if (!opened.ok()) Close();
  return opened;
}

absl::Status CrashWorld::OpenAll() {
  auto log =
      log::OpenRocksdbLog(options_.data_dir + "/log",
                          {.env = env_.get(), .write_buffer_bytes = options_.log_buffer_bytes});
  if (!log.ok()) return log.status();
  log_ = *std::move(log);
  auto keys = keys::OpenFileKeyRing(OpenKeyFolder(*files_, options_.data_dir + "/keys"));
  if (!keys.ok()) return keys.status();
  keys_ = *std::move(keys);
  const auto clock = [this] { return now(); };
  auto opened =
      pool::OpenPool(options_.data_dir + "/store", *log_, *keys_,
                     {.env = env_.get(), .write_buffer_bytes = options_.store_buffer_bytes},
                     [this, &clock](const store::Store& store) {
                       return pool::Pool::Load(store, *keys_, region_, travel_, {MakeTargets(), {}},
                                               {.now = clock});
                     });
  if (!opened.ok()) return opened.status();
  store_ = std::move(opened->store);
  store_report_ = std::move(opened->report);
  pool_ = std::move(opened->pool);
  const absl::StatusOr<absl::Time> last_time = log::LastTime(*log_);
  if (!last_time.ok()) return last_time.status();
  write::SequencerOptions sequencer_options;
  sequencer_options.now = clock;
  sequencer_ = std::make_unique<write::Sequencer>(*log_, *store_, *keys_, *pool_, *last_time,
                                                  sequencer_options);
  return absl::OkStatus();
}

void CrashWorld::Close() {
  sequencer_.reset();
  pool_.reset();
  store_.reset();
  keys_.reset();
  log_.reset();
}

}  // namespace overstap::crash
