// A report as the ledger keeps it for counting: facts copied as they were at the event.
//
//   LedgerReport report{.id = "r-1", .kind = ReportKind::kPlacement};
//   report.facts[Fact::kSector].texts = {"energy"};
//   counter.Apply(report);
//
// Plain values; safe to share between threads.
#ifndef OVERSTAP_MATCHER_TARGET_REPORT_H_
#define OVERSTAP_MATCHER_TARGET_REPORT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "matcher/model/date.h"
#include "matcher/target/condition.h"

namespace overstap::matcher {

// Same values as overstap.region.v1.ReportKind. Never renumber.
enum class ReportKind : uint8_t {
  kPlacement = 1,
  kTrainingCompletion = 2,
  kContactEvent = 3,
  kStudentProject = 4,
  kInKind = 5,
  kAggregate = 6,
};

// Same values as overstap.v1.ReportState. Never renumber.
enum class ReportState : uint8_t {
  kReported = 1,
  kAcknowledged = 2,
  kRejected = 3,
  kCorrected = 4,
  kWithdrawn = 5,
};

// Heads of one age band at a contact event.
struct BandHeads {
  std::string age_band;
  int64_t heads = 0;  // 0 or more
};

// A fact that is absent is unknown.
struct LedgerReport {
  std::string id;
  ReportKind kind = ReportKind::kPlacement;
  ReportState state = ReportState::kReported;
  std::string linkage_key{};  // the person; empty: not known to be another than someone counted
  std::string event_id{};     // of a contact event or student project, the same from every reporter
  Date event_date{};          // the contract's start, the completion, the event's day
  Facts facts{};
  std::vector<BandHeads> bands{};  // a band occurs once
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TARGET_REPORT_H_
