// A random workload on a CrashWorld, and what is remembered of it: what was submitted in which
// order, what each command was decided to be, and what was answered.
//
//   Workload workload(seed);
//   workload.RunBurst(world);                       // submits some commands, waits for all answers
//   std::vector<std::string> wrong = workload.CheckReopened(world);   // after a crash
//
// Belongs to one thread.
#ifndef OVERSTAP_TESTS_CRASH_WORKLOAD_H_
#define OVERSTAP_TESTS_CRASH_WORKLOAD_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "overstap/store/v1/log.pb.h"
#include "services/write/commands.h"
#include "services/write/sequencer.h"
#include "tests/crash/crash_world.h"

namespace overstap::crash {

class Workload {
 public:
  explicit Workload(uint64_t seed) : random_(seed) {}

  // Submits a few commands that form one group, and waits until all are answered. Returns what is
  // wrong about the answers.
  std::vector<std::string> RunBurst(CrashWorld& world);
  // Compares what is there after a crash with what was submitted and answered. What was found of
  // unanswered commands counts as done from now on.
  std::vector<std::string> CheckReopened(CrashWorld& world);
  // Sends remembered requests again and compares the answers.
  std::vector<std::string> RepeatRequests(CrashWorld& world);

  // Entries that must be in the log.
  size_t confirmed_count() const { return confirmed_.size(); }
  // Commands that were answered OK and have an entry.
  uint64_t acknowledged_count() const { return acknowledged_; }
  uint64_t random() { return random_(); }

 private:
  using Decide = std::function<absl::StatusOr<write::Decision>(write::DecisionContext&)>;
  // One submitted command.
  struct Submitted {
    size_t number = 0;
    std::string principal;
    std::string request_id;  // empty: none
    Decide decide;
    const Submitted* repeats = nullptr;
    // Of the sequencer's thread until it is answered.
    bool decided = false;   // decide was called and decided it
    bool logs = false;      // and it comes to an entry
    uint64_t position = 0;  // of that
    std::string events;     // serialised
    std::string reply;
    uint64_t key_id = 0;
    std::optional<absl::StatusOr<write::Reply>> answer;
    // Whether its entry is known to be in the log.
    bool confirmed = false;
  };
  enum class Fate { kAcknowledged, kFailedDecision, kStopped };

  // Makes a random command.
  Decide NextCommand(CrashWorld& world);
  Decide WritePerson();
  Decide WriteVacancy();
  Decide WriteOffer();
  Decide DeleteRecord(CrashWorld& world);
  Decide PlaceSomeone();
  Decide MovePlacement(CrashWorld& world);
  Decide FileReport(CrashWorld& world);
  Decide JudgeReport();
  void AddTaxonomyCommands(CrashWorld& world, std::vector<Decide>* commands);

  Submitted& Add(Decide decide, bool with_request_id);
  Submitted& AddRepeat(const Submitted& first);
  void SubmitAndWait(CrashWorld& world, const std::vector<Submitted*>& burst);
  static Fate FateOf(const Submitted& submitted, const CrashWorld& world);
  void Settle(const std::vector<Submitted*>& burst, CrashWorld& world,
              std::vector<std::string>* wrong);
  void CheckRepeat(const Submitted& repeat, std::vector<std::string>* wrong);
  void CheckLog(CrashWorld& world, std::vector<std::string>* wrong);
  bool Chance(uint32_t percent) { return random_() % 100 < percent; }
  std::string Pick(const std::string& prefix, uint32_t count) {
    return prefix + std::to_string(random_() % count);
  }

  std::mt19937_64 random_;
  std::deque<Submitted> submitted_;     // addresses stay
  std::vector<Submitted*> confirmed_;   // by position - 1
  std::vector<Submitted*> unanswered_;  // decided, with an entry, in order; may be in the log
  size_t shown_through_ = 0;            // a later answer told of everything before this command
  uint64_t acknowledged_ = 0;
  int placements_ = 0;
  int reports_ = 0;
  // A taxonomy import in parts.
  struct Import {
    uint64_t number = 0;
    std::vector<store::v1::TaxonomyChunk> chunks;
    size_t sent = 0;
  };
  std::shared_ptr<Import> import_;
  int taxonomies_ = 0;
};

}  // namespace overstap::crash

#endif  // OVERSTAP_TESTS_CRASH_WORKLOAD_H_
