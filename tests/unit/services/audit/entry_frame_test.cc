#include "services/audit/entry_frame.h"

#include <string>

#include "gtest/gtest.h"

namespace overstap::audit {
namespace {

EntryHeader Header() {
  EntryHeader header;
  header.kind = EntryKind::kStatement;
  header.sequence = 0x0102030405060708;
  header.durable_sequence = 0x0102030405060700;
  header.chain.fill(0xab);
  return header;
}

std::string FrameOf(const std::string& payload) {
  std::string bytes;
  AppendFrame(Header(), payload, &bytes);
  return bytes;
}

TEST(EntryFrame, GivesBackWhatWasFramed) {
  const std::string bytes = "before" + FrameOf("payload") + "after";
  const absl::StatusOr<Frame> frame = ParseFrame(std::string_view(bytes).substr(6));
  ASSERT_TRUE(frame.ok()) << frame.status();
  EXPECT_EQ(frame->header.kind, EntryKind::kStatement);
  EXPECT_EQ(frame->header.sequence, Header().sequence);
  EXPECT_EQ(frame->header.durable_sequence, Header().durable_sequence);
  EXPECT_EQ(frame->header.chain, Header().chain);
  EXPECT_EQ(frame->payload, "payload");
  EXPECT_EQ(frame->size, kFrameHeaderSize + 7);
}

// Never change: logs of years ago are read by this.
TEST(EntryFrame, HasTheLayoutOnDisk) {
  const std::string bytes = FrameOf("payload");
  EXPECT_EQ(bytes.substr(0, 8), std::string("OAL\3\0\0\0\7", 8));
  EXPECT_EQ(bytes.substr(12, 16), std::string("\1\2\3\4\5\6\7\10\1\2\3\4\5\6\7\0", 16));
  EXPECT_EQ(bytes.substr(28, 32), std::string(32, '\xab'));
  EXPECT_EQ(bytes.substr(60), "payload");
}

TEST(EntryFrame, FindsEveryFlippedBit) {
  const std::string bytes = FrameOf("a payload");
  for (size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    std::string damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(ParseFrame(damaged).ok()) << "bit " << bit;
  }
}

TEST(EntryFrame, TellsACutFromDamage) {
  const std::string bytes = FrameOf("payload");
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_TRUE(absl::IsOutOfRange(ParseFrame(bytes.substr(0, size)).status())) << size;
  }
  EXPECT_TRUE(absl::IsDataLoss(ParseFrame(std::string(100, '\0')).status()));
}

TEST(EntryFrame, RefusesAKindThatItDoesNotKnow) {
  EntryHeader header = Header();
  header.kind = static_cast<EntryKind>(9);
  std::string bytes;
  AppendFrame(header, "payload", &bytes);
  EXPECT_TRUE(absl::IsFailedPrecondition(ParseFrame(bytes).status()));
}

TEST(ChainHasher, DependsOnAllThatAnEntryIs) {
  ChainHasher hasher;
  Chain previous{};
  const Chain chain = hasher.Next(previous, Header(), "payload");
  EXPECT_EQ(chain, hasher.Next(previous, Header(), "payload"));
  EXPECT_NE(chain, hasher.Next(previous, Header(), "payloae"));
  EntryHeader other = Header();
  other.kind = EntryKind::kCut;
  EXPECT_NE(chain, hasher.Next(previous, other, "payload"));
  other = Header();
  ++other.sequence;
  EXPECT_NE(chain, hasher.Next(previous, other, "payload"));
  other = Header();
  ++other.durable_sequence;
  EXPECT_NE(chain, hasher.Next(previous, other, "payload"));
  previous[31] = 1;
  EXPECT_NE(chain, hasher.Next(previous, Header(), "payload"));
}

}  // namespace
}  // namespace overstap::audit
