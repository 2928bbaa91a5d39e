// How one entry stands in the log: a frame around the serialised entry that tells a damaged, lost
// or swapped entry from a good one.
//
//   std::string frame = EncodeFrame(chain, position, payload, &chain);
//   absl::StatusOr<Frame> read = DecodeFrame(previous_chain, position, frame);
//
// Layout: format (1 byte, 1), chain (8 bytes, big-endian), payload. The chain is the first 8 bytes
// of SHA-256 over format, previous frame's chain, position (both 8 bytes, big-endian) and payload:
// each frame vouches for all before it. It finds damage, not forgery. Safe from any thread.
#ifndef OVERSTAP_SERVICES_LOG_LOG_FRAME_H_
#define OVERSTAP_SERVICES_LOG_LOG_FRAME_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/log/event_log.h"

namespace overstap::log {

// Running hash of a log up to a frame; 0 before the first.
using Chain = uint64_t;

struct Frame {
  Chain chain = 0;
  std::string_view payload;  // into the decoded bytes
};

// The frame of `payload` at `position`; `*chain` becomes its running hash.
std::string EncodeFrame(Chain previous, Position position, std::string_view payload, Chain* chain);

// DATA_LOSS: the bytes are not the frame that was written at `position` after `previous`.
// FAILED_PRECONDITION: a format that this version does not know.
absl::StatusOr<Frame> DecodeFrame(Chain previous, Position position, std::string_view bytes);

// As DecodeFrame, without a look at the chain.
absl::StatusOr<Frame> ParseFrame(Position position, std::string_view bytes);

}  // namespace overstap::log

#endif  // OVERSTAP_SERVICES_LOG_LOG_FRAME_H_
