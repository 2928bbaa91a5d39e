#include "services/audit/entry_walk.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/audit/statement.h"

namespace overstap::audit {
namespace {

constexpr std::string_view kFrameStart = "OAL";

template <typename Message>
absl::StatusOr<absl::Time> TimeIn(std::string_view payload) {
  Message message;
  if (!message.ParseFromArray(payload.data(), static_cast<int>(payload.size()))) {
    return absl::DataLossError("its payload cannot be parsed");
  }
  return ToTime(message.time());
}

}  // namespace

std::string PlaceOf(std::string_view file, size_t offset, uint64_t sequence) {
  return absl::StrCat(absl::string_view(file.data(), file.size()), ", offset ", offset,
                      ", sequence ", sequence);
}

absl::StatusOr<absl::Time> TimeOf(const Frame& frame) {
  switch (frame.header.kind) {
    case EntryKind::kRecord:
      return TimeIn<store::v1::AuditRecord>(frame.payload);
    case EntryKind::kHead:
      return TimeIn<store::v1::AuditSegmentHead>(frame.payload);
    case EntryKind::kStatement:
      return TimeIn<store::v1::AuditStatement>(frame.payload);
    case EntryKind::kCut:
      return TimeIn<store::v1::AuditCut>(frame.payload);
  }
  return absl::DataLossError("its kind is unknown");
}

absl::StatusOr<store::v1::AuditSegmentHead> ParseHead(std::string_view bytes, Frame* frame) {
  const absl::StatusOr<Frame> parsed = ParseFrame(bytes);
  if (!parsed.ok()) return parsed.status();
  store::v1::AuditSegmentHead head;
  if (parsed->header.kind != EntryKind::kHead ||
      !head.ParseFromArray(parsed->payload.data(), static_cast<int>(parsed->payload.size()))) {
    return absl::DataLossError("the segment does not begin with its head");
  }
  *frame = *parsed;
  return head;
}

uint64_t DurableSequenceIn(std::string_view bytes) {
  uint64_t durable = 0;
  for (size_t at = bytes.find(kFrameStart); at != std::string_view::npos;
       at = bytes.find(kFrameStart, at + 1)) {
    const absl::StatusOr<Frame> frame = ParseFrame(bytes.substr(at));
    if (frame.ok()) durable = std::max(durable, frame->header.durable_sequence);
  }
  return durable;
}

std::string EntryWalk::Place() const { return PlaceOf(file_, offset_, last_sequence_ + 1); }

absl::Status EntryWalk::Fault(absl::StatusCode code, absl::string_view what) const {
  return {code, absl::StrCat(Place(), ": ", what)};
}

absl::Status EntryWalk::TakeHead(const SegmentFile& file, std::string_view bytes) {
  file_ = file.name;
  offset_ = 0;
  cut_off_ = false;
  // Before the first segment is read its name is all there is to say where the log begins.
  if (!begun_) last_sequence_ = file.first_sequence - 1;
  if (file.first_sequence != last_sequence_ + 1) {
    return Fault(
        absl::StatusCode::kDataLoss,
        file.first_sequence > last_sequence_
            ? absl::StrCat("removed: the entries up to ", file.first_sequence - 1,
                           " are missing before this segment")
            : absl::StrCat("inserted: this segment begins again with entry ", file.first_sequence));
  }
  Frame frame;
  const absl::StatusOr<store::v1::AuditSegmentHead> head = ParseHead(bytes, &frame);
  cut_off_ = absl::IsOutOfRange(head.status());
  if (absl::IsFailedPrecondition(head.status())) {
    return Fault(head.status().code(), head.status().message());
  }
  if (!head.ok()) {
    return Fault(absl::StatusCode::kDataLoss, absl::StrCat("changed: ", head.status().message()));
  }
  const absl::StatusOr<Chain> continued = ToChain(head->continued_chain());
  const bool continues = continued.ok() && head->continued_sequence() == last_sequence_ &&
                         (!begun_ || (*continued == chain_ && head->log_id() == log_id_)) &&
                         (last_sequence_ > 0 || *continued == Chain{});
  if (!continues) {
    return Fault(absl::StatusCode::kDataLoss,
                 absl::StrCat("reordered, inserted or changed: this segment continues entry ",
                              head->continued_sequence(),
                              " of a log whose chain is not the one before it here"));
  }
  if (!begun_) {
    begun_ = true;
    log_id_ = head->log_id();
    start_sequence_ = last_sequence_;
    start_chain_ = chain_ = *continued;
  }
  return absl::OkStatus();
}

absl::Status EntryWalk::CheckFrame(const Frame& frame) {
  const uint64_t expected = last_sequence_ + 1;
  if (frame.header.sequence > expected) {
    return Fault(absl::StatusCode::kDataLoss,
                 absl::StrCat("removed or reordered: entry ", frame.header.sequence,
                              " stands in its place"));
  }
  if (frame.header.sequence < expected) {
    return Fault(absl::StatusCode::kDataLoss,
                 absl::StrCat("inserted or reordered: entry ", frame.header.sequence,
                              " stands in its place"));
  }
  if (frame.header.durable_sequence >= expected) {
    return Fault(absl::StatusCode::kDataLoss, "changed: it cannot have been durable before it was");
  }
  if ((offset_ == 0) != (frame.header.kind == EntryKind::kHead)) {
    return Fault(absl::StatusCode::kDataLoss, "inserted: a segment's head within a segment");
  }
  if (frame.header.chain != hasher_.Next(chain_, frame.header, frame.payload)) {
    return Fault(absl::StatusCode::kDataLoss,
                 absl::StrCat("changed, or not the entry that followed entry ", last_sequence_));
  }
  return absl::OkStatus();
}

absl::Status EntryWalk::Segment(const SegmentFile& file, std::string_view bytes, Visit visit) {
  if (absl::Status taken = TakeHead(file, bytes); !taken.ok()) return taken;
  while (offset_ < bytes.size()) {
    const absl::StatusOr<Frame> frame = ParseFrame(bytes.substr(offset_));
    if (absl::IsFailedPrecondition(frame.status())) {
      return Fault(frame.status().code(), frame.status().message());
    }
    if (!frame.ok()) {
      cut_off_ = absl::IsOutOfRange(frame.status());
      return Fault(
          absl::StatusCode::kDataLoss,
          absl::StrCat(cut_off_ ? "cut off or changed: " : "changed: ", frame.status().message()));
    }
    if (absl::Status checked = CheckFrame(*frame); !checked.ok()) return checked;
    if (absl::Status visited = visit(*frame, chain_); !visited.ok()) return visited;
    last_sequence_ = frame->header.sequence;
    chain_ = frame->header.chain;
    offset_ += frame->size;
  }
  return absl::OkStatus();
}

}  // namespace overstap::audit
