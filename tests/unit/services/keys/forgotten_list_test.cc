#include "services/keys/forgotten_list.h"

#include <fstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/files/durable_files.h"
#include "services/keys/file_key_ring.h"
#include "services/keys/key_file.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::keys {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::unique_ptr<KeyRing> OpenRing(const std::string& dir) {
  auto ring = OpenFileKeyRing(dir);
  EXPECT_TRUE(ring.ok()) << ring.status();
  ring = RememberForgotten(*std::move(ring), dir);
  EXPECT_TRUE(ring.ok()) << ring.status();
  return *std::move(ring);
}

void CreateKeys(KeyRing& ring, int count) {
  for (int i = 0; i < count; ++i) ASSERT_TRUE(ring.Create().ok());
  ASSERT_TRUE(ring.Sync().ok());
}

TEST(ForgottenList, ReadsBackWhatItSays) {
  const std::vector<KeyId> keys = {3, 1'000'000'007, 42};
  EXPECT_THAT(*ParseForgottenList(ForgottenListText(keys)), ElementsAre(3, 42, 1'000'000'007));
  EXPECT_THAT(*ParseForgottenList(ForgottenListText({})), ElementsAre());
}

// One id read for another would destroy a key that must stay.
TEST(ForgottenList, RefusesEveryCutAndEveryChangedByte) {
  const std::string text = ForgottenListText(std::vector<KeyId>{17, 42});
  const std::string first = ForgottenListText(std::vector<KeyId>{17});
  const std::string none = ForgottenListText({});
  for (size_t length = 0; length < text.size(); ++length) {
    if (length == first.size() || length == none.size()) continue;  // whole lists, of fewer keys
    EXPECT_FALSE(ParseForgottenList(text.substr(0, length)).ok()) << length;
  }
  for (size_t at = 0; at < text.size(); ++at) {
    std::string changed = text;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_FALSE(ParseForgottenList(changed).ok()) << at;
  }
  EXPECT_THAT(std::string(ParseForgottenList(text.substr(0, text.size() - 1)).status().message()),
              HasSubstr("line 3"));
}

TEST(ForgottenList, HoldsEveryDestroyedKeyOnce) {
  const testing::TempDir dir;
  {
    const auto ring = OpenRing(dir / "keys");
    CreateKeys(*ring, 4);
    ASSERT_TRUE(ring->Destroy(2).ok());
    ASSERT_TRUE(ring->Destroy(2).ok());
    ASSERT_TRUE(ring->Destroy(4).ok());
  }
  EXPECT_THAT(*ReadForgottenList(dir / "keys/forgotten"), ElementsAre(2, 4));
  OpenRing(dir / "keys");
  EXPECT_THAT(*ReadForgottenList(dir / "keys/forgotten"), ElementsAre(2, 4));
  EXPECT_EQ(ReadForgottenList(dir / "nowhere").status().code(), absl::StatusCode::kNotFound);
}

TEST(ForgottenList, IsFilledUpFromTheRingWhenItIsNewOrCutOff) {
  const testing::TempDir dir;
  {
    auto plain = OpenFileKeyRing(dir / "keys");  // of a server that kept no list
    ASSERT_TRUE(plain.ok());
    CreateKeys(**plain, 4);
    ASSERT_TRUE((*plain)->Destroy(1).ok());
    ASSERT_TRUE((*plain)->Destroy(3).ok());
  }
  OpenRing(dir / "keys");
  EXPECT_THAT(*ReadForgottenList(dir / "keys/forgotten"), ElementsAre(1, 3));
  std::ofstream(dir / "keys/forgotten", std::ios::app) << "4 00";
  EXPECT_FALSE(ReadForgottenList(dir / "keys/forgotten").ok());
  const auto ring = OpenRing(dir / "keys");
  EXPECT_THAT(*ReadForgottenList(dir / "keys/forgotten"), ElementsAre(1, 3));
  EXPECT_TRUE(ring->Has(4));
}

// A list that cannot be written leaves the key: better kept and known than gone and to come back.
TEST(ForgottenList, ComesBeforeTheKeyIsDestroyed) {
  const testing::TempDir dir;
  const auto ring = OpenRing(dir / "keys");
  CreateKeys(*ring, 1);
  std::filesystem::remove(dir / "keys/forgotten");
  std::filesystem::create_directory(dir / "keys/forgotten");
  EXPECT_FALSE(ring->Destroy(1).ok());
  EXPECT_TRUE(ring->Has(1));
}

TEST(KeyFile, CopiesWhatIsDurableAndNothingElse) {
  const testing::TempDir dir;
  const auto ring = OpenRing(dir / "keys");
  CreateKeys(*ring, 2);
  ASSERT_TRUE(ring->Destroy(1).ok());
  const auto sealed = ring->Seal(2, "jobSeekers/p", "text");
  ASSERT_TRUE(ring->Create().ok());  // 3, never synced
  const auto bytes = ring->Snapshot();
  ASSERT_TRUE(bytes.ok());
  const auto copy = OpenKeyCopy(*bytes);
  ASSERT_TRUE(copy.ok()) << copy.status();
  EXPECT_EQ(StateOf(**copy, 1), KeyState::kDestroyed);
  EXPECT_EQ(StateOf(**copy, 2), KeyState::kLive);
  EXPECT_EQ(StateOf(**copy, 3), KeyState::kMissing);
  EXPECT_EQ(*(*copy)->Open(*sealed, "jobSeekers/p"), "text");
  EXPECT_FALSE((*copy)->Create().ok());
  EXPECT_FALSE((*copy)->Destroy(2).ok());
  EXPECT_THAT(*DestroyedKeys(*bytes), ElementsAre(1));
}

TEST(KeyFile, ForgetsKeysInItsBytesAndNeverGivesTheirIdsAgain) {
  const testing::TempDir dir;
  std::string bytes;
  {
    const auto ring = OpenRing(dir / "keys");
    CreateKeys(*ring, 3);
    bytes = *ring->Snapshot();
  }
  const std::vector<KeyId> forgotten = {2, 5};
  EXPECT_EQ(*ForgetKeys(forgotten, &bytes), 1U);
  const auto copy = OpenKeyCopy(bytes);
  ASSERT_TRUE(copy.ok()) << copy.status();
  EXPECT_EQ(StateOf(**copy, 2), KeyState::kDestroyed);
  EXPECT_EQ(StateOf(**copy, 3), KeyState::kLive);
  EXPECT_EQ(StateOf(**copy, 4), KeyState::kMissing);
  EXPECT_EQ(StateOf(**copy, 5), KeyState::kDestroyed);
  std::filesystem::create_directories(dir / "other");
  ASSERT_TRUE(files::WriteFileDurably(dir / "other/person_keys", bytes).ok());
  EXPECT_EQ(*OpenRing(dir / "other")->Create(), 6);
}

TEST(KeyFile, NamesTheSlotThatIsDamaged) {
  const testing::TempDir dir;
  std::string bytes;
  {
    const auto ring = OpenRing(dir / "keys");
    CreateKeys(*ring, 1);
    CreateKeys(*ring, 1);
    bytes = *ring->Snapshot();
  }
  bytes[20] = static_cast<char>(bytes[20] ^ 1);
  const auto copy = OpenKeyCopy(bytes);
  EXPECT_EQ(copy.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(copy.status().message()), HasSubstr("slot 1 at byte 0"));
}

}  // namespace
}  // namespace overstap::keys
