#include "services/log/log_frame.h"

#include <string>

#include "gtest/gtest.h"

namespace overstap::log {
namespace {

TEST(LogFrame, GivesBackWhatWasFramed) {
  Chain chain = 0;
  const std::string frame = EncodeFrame(0, 1, "payload", &chain);
  const absl::StatusOr<Frame> decoded = DecodeFrame(0, 1, frame);
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(decoded->payload, "payload");
  EXPECT_EQ(decoded->chain, chain);
}

TEST(LogFrame, FramesAnEmptyPayload) {
  Chain chain = 0;
  const std::string frame = EncodeFrame(7, 3, "", &chain);
  EXPECT_EQ(DecodeFrame(7, 3, frame)->payload, "");
}

TEST(LogFrame, FindsEveryFlippedBit) {
  Chain chain = 0;
  const std::string frame = EncodeFrame(11, 5, "a payload of some bytes", &chain);
  for (size_t bit = 0; bit < 8 * frame.size(); ++bit) {
    std::string damaged = frame;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(DecodeFrame(11, 5, damaged).ok()) << "bit " << bit;
  }
}

TEST(LogFrame, FindsEveryCut) {
  Chain chain = 0;
  const std::string frame = EncodeFrame(11, 5, "payload", &chain);
  for (size_t size = 0; size < frame.size(); ++size) {
    const absl::StatusOr<Frame> decoded = DecodeFrame(11, 5, frame.substr(0, size));
    EXPECT_TRUE(absl::IsDataLoss(decoded.status())) << size << ": " << decoded.status();
  }
}

TEST(LogFrame, BelongsToItsPositionAndPredecessor) {
  Chain chain = 0;
  const std::string frame = EncodeFrame(11, 5, "payload", &chain);
  EXPECT_TRUE(absl::IsDataLoss(DecodeFrame(11, 6, frame).status()));
  EXPECT_TRUE(absl::IsDataLoss(DecodeFrame(12, 5, frame).status()));
}

TEST(LogFrame, RefusesANewerFormat) {
  Chain chain = 0;
  std::string frame = EncodeFrame(0, 1, "payload", &chain);
  frame[0] = 2;
  EXPECT_TRUE(absl::IsFailedPrecondition(DecodeFrame(0, 1, frame).status()));
}

}  // namespace
}  // namespace overstap::log
