// Goes through the segments of an audit log and stops at the first entry that is not the one that
// was written there.
//
//   EntryWalk walk;
//   absl::Status whole = walk.Segment(file, bytes, [](const Frame& frame, const Chain& before) {
//     return absl::OkStatus();
//   });
//
// Checks frames, sequence, chain and the links between segments; signatures are the verifier's
// affair. Not safe from several threads at once.
#ifndef OVERSTAP_SERVICES_AUDIT_ENTRY_WALK_H_
#define OVERSTAP_SERVICES_AUDIT_ENTRY_WALK_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "overstap/store/v1/audit.pb.h"
#include "services/audit/audit_folder.h"
#include "services/audit/entry_frame.h"

namespace overstap::audit {

// "audit-….log, offset 120, sequence 7".
std::string PlaceOf(std::string_view file, size_t offset, uint64_t sequence);

// The time of the entry. DATA_LOSS: its payload is not of its kind.
absl::StatusOr<absl::Time> TimeOf(const Frame& frame);

// The head that the segment begins with, and its frame; the chain is not looked at. OUT_OF_RANGE:
// it is cut off. DATA_LOSS: there is none.
absl::StatusOr<store::v1::AuditSegmentHead> ParseHead(std::string_view bytes, Frame* frame);

// Whether a whole entry begins at some byte of `bytes`, and the greatest durable sequence that such
// an entry names; 0: none.
uint64_t DurableSequenceIn(std::string_view bytes);

class EntryWalk {
 public:
  // An entry, and the chain value before it.
  using Visit = absl::FunctionRef<absl::Status(const Frame&, const Chain&)>;

  // Visits the entries of the segment, which continues what was walked before; the first one begins
  // where its head says. Stops at the first error: visit's, or DATA_LOSS that names file, offset
  // and sequence.
  absl::Status Segment(const SegmentFile& file, std::string_view bytes, Visit visit);

  // Of the last entry that was right; 0: none.
  uint64_t last_sequence() const { return last_sequence_; }
  const Chain& chain() const { return chain_; }
  const std::string& log_id() const { return log_id_; }
  // Of the entry that the walk stopped at, in the last segment.
  size_t offset() const { return offset_; }
  // Where that is.
  std::string Place() const;
  // Whether the walk stopped since the bytes ended within an entry.
  bool cut_off() const { return cut_off_; }
  // Continued by the first segment; 0: nothing.
  uint64_t start_sequence() const { return start_sequence_; }
  const Chain& start_chain() const { return start_chain_; }

 private:
  absl::Status TakeHead(const SegmentFile& file, std::string_view bytes);
  absl::Status CheckFrame(const Frame& frame);
  absl::Status Fault(absl::StatusCode code, absl::string_view what) const;

  ChainHasher hasher_;
  bool begun_ = false;
  uint64_t start_sequence_ = 0;
  Chain start_chain_ = {};
  uint64_t last_sequence_ = 0;
  Chain chain_ = {};
  std::string log_id_;
  std::string file_;
  size_t offset_ = 0;
  bool cut_off_ = false;
};

}  // namespace overstap::audit

#endif  // OVERSTAP_SERVICES_AUDIT_ENTRY_WALK_H_
