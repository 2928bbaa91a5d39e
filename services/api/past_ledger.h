// A target counted again from the raw log, as it stood at an earlier position: for closings, which
// stay reproducible for ever.
//
//   PastCount count(config);   // one target, with what it counts with
//   absl::Status read = count.Follow(log, position, deadline);
//   v1::Progress progress = count.ExactAt(day);
//
// Belongs to one thread.
#ifndef OVERSTAP_SERVICES_API_PAST_LEDGER_H_
#define OVERSTAP_SERVICES_API_PAST_LEDGER_H_

#include <cstdint>
#include <string>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "matcher/target/target.h"
#include "overstap/region/v1/region.pb.h"
#include "overstap/store/v1/records.pb.h"
#include "overstap/v1/target.pb.h"
#include "services/api/deadline.h"
#include "services/log/event_log.h"

namespace overstap::api {

// The configuration cut down to one target and what it counts with: age bands, series and work
// tables.
region::v1::RegionConfig ConfigOfTarget(const region::v1::RegionConfig& config,
                                        const region::v1::TargetDefinition& target);

class PastCount {
 public:
  // `config`: of one target, as ConfigOfTarget makes it.
  explicit PastCount(region::v1::RegionConfig config);

  // Applies what the log says of reports and work tables from where it stands up to and including
  // `last`. CANCELLED or DEADLINE_EXCEEDED with the call; FAILED_PRECONDITION where the log ends
  // before.
  absl::Status Follow(const log::EventLog& log, log::Position last,
                      const RequestDeadline& deadline);

  log::Position position() const { return position_; }
  const region::v1::TargetDefinition& definition() const { return config_.targets(0); }
  struct Figures {
    v1::Progress exact;      // nothing hidden; without the time of computing
    v1::Progress published;  // with small counts hidden
  };
  Figures FiguresAt(matcher::Date as_of) const;
  // What each report adds to the value, by its id: those that own a unit.
  absl::btree_map<std::string, double> AmountsAt(matcher::Date as_of) const;

  struct KnownReport {
    store::v1::ReportState state = store::v1::REPORT_STATE_UNSPECIFIED;
    std::string reason;  // of its withdrawal, rejection or correction
  };
  // UNSPECIFIED for a report that is not there yet.
  KnownReport ReportOf(const std::string& id) const;

 private:
  void Apply(const store::v1::ReportStored& stored);
  void Apply(const store::v1::WorkTableStored& stored);

  const region::v1::RegionConfig config_;
  matcher::TargetCounter counter_;
  matcher::OutsideFigures outside_;
  log::Position position_ = 0;
  absl::flat_hash_map<std::string, KnownReport> reports_;
};

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_PAST_LEDGER_H_
