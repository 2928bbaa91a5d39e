// Turns log entries into the next snapshot and publishes it; keeps the few past snapshots that
// pages refer to.
//
//   std::shared_ptr<const matcher::PoolSnapshot> snapshot = pool.Current();   // any thread, no
//   lock held while ranking
//
// Also the derived counts that a write is decided on: openings and seats taken by placements,
// progress of targets; and what reports come to by work table and project.
#ifndef OVERSTAP_SERVICES_POOL_POOL_H_
#define OVERSTAP_SERVICES_POOL_POOL_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "matcher/pool_snapshot.h"
#include "matcher/target/outside.h"
#include "matcher/target/target.h"
#include "overstap/store/v1/log.pb.h"
#include "services/keys/key_ring.h"
#include "services/pool/image_keeper.h"
#include "services/pool/pool_image.h"
#include "services/pool/report_feed.h"
#include "services/pool/report_tallies.h"
#include "services/pool/snapshot_publisher.h"
#include "services/store/store.h"
#include "services/write/sequencer.h"

namespace overstap::pool {

class RecordReader;

// Progress of every counted target at one log position.
struct LedgerView {
  uint64_t position = 0;
  matcher::OutsideFigures outside;
  std::vector<matcher::TargetCounter> counters;
  // What was reported to each work table, by its name.
  std::map<std::string, std::vector<matcher::TargetCounter>, std::less<>> counters_by_table;
};

struct PoolOptions {
  size_t kept_snapshots = 8;
  absl::Duration keep_snapshots_for = absl::Minutes(5);
  // That read the store at the start and at a new taxonomy; 0: one per processor.
  size_t load_threads = 0;
  // Pools over past records, which do not change, never merge.
  SnapshotPublisher::Merging merging = SnapshotPublisher::Merging::kBeside;
  // Of pools that follow a log.
  ImageOptions image = {};
  std::function<absl::Time()> now = [] { return absl::Now(); };
};

class Pool final : public write::GroupObserver {
 public:
  // Reads everything from the store; people and vacancies from the image where there is one, and
  // only those who changed since from the store. Everything referred to outlives the pool.
  // DATA_LOSS for records that cannot be read (sealed ones whose key is gone are skipped).
  static absl::StatusOr<std::unique_ptr<Pool>> Load(
      const store::Store& store, const keys::KeyRing& keys,
      std::shared_ptr<const matcher::Region> region,
      std::shared_ptr<const matcher::TravelModel> travel, matcher::TargetSetup targets,
      PoolOptions options = {});

  // The newest snapshot. Any thread.
  std::shared_ptr<const matcher::PoolSnapshot> Current() const { return publisher_.Current(); }

  // A pool over other records (those of an earlier time) with this one's region, travel model and
  // keys; it counts no targets. `taxonomy` is taken where it is the version in use there, since
  // building one costs more than all the rest. Whatever this pool refers to outlives it.
  absl::StatusOr<std::unique_ptr<Pool>> Over(
      const store::Store& store, std::shared_ptr<const matcher::Taxonomy> taxonomy) const;

  // Keeps the snapshot for pages that follow; not one from before someone was taken out, who may
  // be in it. Any thread.
  void Keep(std::shared_ptr<const matcher::PoolSnapshot> snapshot);
  // A snapshot that was kept, or the current one; null: it is gone. Any thread.
  std::shared_ptr<const matcher::PoolSnapshot> Kept(uint64_t version) const;

  // Taken by placements, pending ones included. Any thread.
  int OpeningsTaken(std::string_view vacancy_id) const;
  int SeatsTaken(std::string_view offer_id, std::string_view run_id) const;
  // Placements that are not ended and name the record. Any thread.
  int LivePlacementsOf(store::RecordKind kind, std::string_view id) const;

  // Progress of a counted target; nullopt: no such counted target. `work_table`: count only what
  // was reported to it (`workTables/{id}`); empty: everything. Any thread.
  std::optional<std::pair<uint64_t, matcher::Progress>> ProgressOf(
      std::string_view target_id, matcher::Date as_of, std::string_view work_table = "") const;

  // Calls `ask` with what is known of a counted target at a log position; false: there is no such
  // counted target. `ask` keeps nothing of it. `work_table` as in ProgressOf. Any thread.
  struct CountedTarget {
    uint64_t position;
    const matcher::TargetCounter& counter;
    const matcher::OutsideFigures& outside;
  };
  bool AskTarget(std::string_view target_id, std::string_view work_table,
                 absl::FunctionRef<void(const CountedTarget&)> ask) const;

  // The last changes to reports.
  ReportFeed& feed() { return feed_; }

  // Reports that wait for a work table (`workTables/{id}`), and that it acknowledged. Any thread.
  TableTally TallyOf(std::string_view work_table) const;
  // Reports that name a project (`projects/{id}`), in any state, at a log position. Any thread.
  struct ReportsOfProject {
    uint64_t position = 0;
    std::vector<std::shared_ptr<const ProjectReport>> reports{};
  };
  ReportsOfProject ProjectReports(std::string_view project) const;
  // Whether a report names the project, pending ones included. On the sequencer's thread.
  bool IsReportedFor(std::string_view project) const;

  // The number under which snapshots know an organisation; one that no person or vacancy names when
  // it is unknown. Numbers stay the same while the server runs. Any thread.
  matcher::OrganisationNumber OrganisationNumberOf(std::string_view organisation) const;

  // Re-indexes the pool over this taxonomy at the next Committed. On the sequencer's thread.
  void Prepare(std::shared_ptr<const matcher::Taxonomy> taxonomy);

  // GroupObserver.
  void Decided(uint64_t position, const store::v1::LogEntry& entry) override;
  void Committed(uint64_t last_position) override;
  void Abandoned() override;

  // Codes in stored records that the taxonomy in use does not know, when they were last all read.
  int64_t unknown_code_count() const;

  // Whether people and vacancies were read from the image.
  bool is_of_image() const { return is_of_image_; }
  // Null: no image is kept.
  const ImageKeeper* image_keeper() const { return image_keeper_.get(); }

 private:
  // What is remembered of a placement: enough to undo its effect on the counts.
  struct PlacementTrace {
    std::string person_id;
    std::string vacancy_id;
    std::string offer_id;
    std::string run_id;
    bool takes = false;
    bool live = false;
  };
  friend class RecordReader;
  // As OrganisationNumberOf, but gives a new organisation its number.
  matcher::OrganisationNumber InternOrganisation(std::string_view organisation);

  // A report as it is counted, and what else is followed of it.
  struct TableReport {
    std::string work_table;
    matcher::LedgerReport report;
    ReportTrace trace;
  };
  static TableReport ToTableReport(const store::v1::ReportStored& stored);
  // Under ledger_mutex_.
  void Apply(const TableReport& report);

  // Records that changed in the pending group, by id.
  struct Changed {
    absl::flat_hash_set<std::string> job_seekers;
    absl::flat_hash_set<std::string> vacancies;
    absl::flat_hash_set<std::string> training_offers;
  };
  struct KeptSnapshot {
    absl::Time until;
    std::shared_ptr<const matcher::PoolSnapshot> snapshot;
  };

  Pool(const store::Store& store, const keys::KeyRing& keys,
       std::shared_ptr<const matcher::Region> region,
       std::shared_ptr<const matcher::TravelModel> travel, PoolOptions options);

  // Everything over one taxonomy: people and vacancies as the image has them, or, without one, as
  // the store has.
  absl::StatusOr<std::shared_ptr<const matcher::PoolSnapshot>> Index(
      uint64_t position, std::shared_ptr<const matcher::Taxonomy> taxonomy,
      const PoolImage* image = nullptr);
  // As Index, by the image and what changed since; null: it cannot be used, and the log says why.
  std::shared_ptr<const matcher::PoolSnapshot> IndexByImage(
      const std::shared_ptr<const matcher::Taxonomy>& taxonomy);
  // What changed after the image; an error: it is not an image of this pool.
  absl::StatusOr<Changed> ChangedSince(const ImageFacts& image,
                                       const matcher::Taxonomy& taxonomy) const;
  static void AddChanged(const store::v1::Event& event, Changed* changed);
  std::vector<std::string> Organisations() const;  // by number
  void KeepImage();
  absl::StatusOr<matcher::PoolChanges> ReadChanged(const Changed& changed,
                                                   const matcher::PoolSnapshot& snapshot);
  absl::Status ReadPlacementsAndReports();
  void Follow(const store::v1::Event& event);
  void FollowPlacement(const store::v1::PlacementStored& stored);
  // Adds `sign` times what the placement takes.
  void Count(const PlacementTrace& trace, int sign);
  // The pending group's changes, at a log position; an error leaves everything as it was.
  absl::Status Show(uint64_t position);
  // Takes out who was deleted in the pending group, and nothing else.
  void ShowForgotten();
  // Those who changed and are not in `next`: deleted or restricted.
  std::vector<std::string> TakenOut(const matcher::PoolSnapshot& next) const;
  // Lets go of every kept snapshot that holds one of them.
  void DropKept(const std::vector<std::string>& job_seekers, uint64_t version);

  const store::Store& store_;
  const keys::KeyRing& keys_;
  const std::shared_ptr<const matcher::Region> region_;
  const std::shared_ptr<const matcher::TravelModel> travel_;
  const PoolOptions options_;

  // Sequencer's thread only.
  Changed changed_;
  std::vector<TableReport> changed_reports_;
  std::vector<store::v1::WorkTableStored> changed_tables_;
  std::shared_ptr<const matcher::Taxonomy> prepared_taxonomy_;
  // What the placements of the pending group were before, in order.
  std::vector<std::pair<std::string, PlacementTrace>> replaced_placements_;
  absl::flat_hash_map<std::string, PlacementTrace> placements_;

  mutable std::mutex kept_mutex_;  // held for a few pointers' copies only
  std::deque<KeptSnapshot> kept_;  // guarded by kept_mutex_; each version once
  // Older snapshots may hold someone who was taken out. Guarded by kept_mutex_.
  uint64_t taken_out_version_ = 0;

  mutable std::mutex counts_mutex_;
  absl::flat_hash_map<std::string, int> openings_taken_;  // by vacancy id
  absl::flat_hash_map<std::pair<std::string, std::string>, int>
      seats_taken_;  // by (offer id, run id)
  absl::flat_hash_map<std::pair<store::RecordKind, std::string>, int> live_placements_;

  mutable std::mutex organisations_mutex_;
  absl::flat_hash_map<std::string, matcher::OrganisationNumber>
      organisations_;  // guarded by organisations_mutex_

  ReportFeed feed_;

  mutable std::mutex ledger_mutex_;
  LedgerView ledger_;
  ReportTallies tallies_;           // guarded by ledger_mutex_
  int64_t unknown_code_count_ = 0;  // guarded by ledger_mutex_

  bool is_of_image_ = false;
  size_t changed_since_image_ = ImageKeeper::kEverything;  // when it was loaded

  SnapshotPublisher publisher_;
  std::unique_ptr<ImageKeeper> image_keeper_;  // last: its thread looks at the others
};

}  // namespace overstap::pool

#endif  // OVERSTAP_SERVICES_POOL_POOL_H_
