#include "services/keys/file_key_ring.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/keys/key_slot.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::keys {
namespace {

using overstap::testing::TempDir;
using ::testing::HasSubstr;

class FileKeyRingTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<KeyRing>> Open() { return OpenFileKeyRing(folder_); }

  // Two synced groups of keys: 1..2 and 3..4.
  void FillTwice() {
    const auto ring = Open();
    ASSERT_TRUE(ring.ok()) << ring.status();
    for (int group = 0; group < 2; ++group) {
      ASSERT_TRUE((*ring)->Create().ok());
      ASSERT_TRUE((*ring)->Create().ok());
      ASSERT_TRUE((*ring)->Sync().ok());
    }
  }

  std::string Bytes() const {
    std::ifstream file(folder_ + "/person_keys", std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void SetBytes(const std::string& bytes) const {
    std::ofstream(folder_ + "/person_keys", std::ios::binary | std::ios::trunc) << bytes;
  }

  TempDir dir_;
  std::string folder_ = dir_ / "keys";
};

TEST_F(FileKeyRingTest, KeepsSyncedKeysAcrossOpens) {
  store::v1::Sealed sealed;
  {
    const auto ring = Open();
    sealed = *(*ring)->Seal(*(*ring)->Create(), "c", "text");
    ASSERT_TRUE((*ring)->Sync().ok());
  }
  const auto ring = Open();
  ASSERT_TRUE(ring.ok()) << ring.status();
  EXPECT_EQ(*(*ring)->Open(sealed, "c"), "text");
  EXPECT_EQ(*(*ring)->Create(), 2);
}

TEST_F(FileKeyRingTest, WritesNoKeyBeforeItIsSynced) {
  {
    const auto ring = Open();
    ASSERT_TRUE((*ring)->Create().ok());
    EXPECT_EQ(Bytes(), "");
  }
  EXPECT_EQ(*(*Open())->Create(), 1);
}

TEST_F(FileKeyRingTest, OverwritesADestroyedKeyInPlace) {
  FillTwice();
  const std::string key = Bytes().substr(kSlotSize + 16, kKeySize);
  {
    const auto ring = Open();
    ASSERT_TRUE((*ring)->Destroy(2).ok());
  }
  EXPECT_EQ(Bytes().size(), 4 * kSlotSize);
  EXPECT_EQ(Bytes().find(key), std::string::npos);
  EXPECT_EQ(Bytes().substr(kSlotSize + 16, kKeySize), std::string(kKeySize, '\0'));
  const auto ring = Open();
  ASSERT_TRUE(ring.ok()) << ring.status();
  EXPECT_FALSE((*ring)->Has(2));
  EXPECT_TRUE((*ring)->Has(1));
  EXPECT_TRUE((*ring)->Has(3));
}

TEST_F(FileKeyRingTest, DestroysAKeyThatIsNotSyncedYet) {
  {
    const auto ring = Open();
    ASSERT_TRUE((*ring)->Create().ok());
    ASSERT_TRUE((*ring)->Destroy(1).ok());
  }
  const auto ring = Open();
  EXPECT_FALSE((*ring)->Has(1));
  EXPECT_EQ(*(*ring)->Create(), 2);
}

TEST_F(FileKeyRingTest, TheFileIsItsOwnersAlone) {
  FillTwice();
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(folder_ + "/person_keys").permissions(),
            perms::owner_read | perms::owner_write);
  EXPECT_EQ(std::filesystem::status(folder_).permissions(), perms::owner_all);
}

TEST_F(FileKeyRingTest, ToleratesASlotWhoseWriteWasCutOff) {
  FillTwice();
  SetBytes(Bytes().substr(0, 4 * kSlotSize - 20));
  for (int open = 0; open < 2; ++open) {
    const auto ring = Open();
    ASSERT_TRUE(ring.ok()) << ring.status();
    EXPECT_TRUE((*ring)->Has(3));
    EXPECT_FALSE((*ring)->Has(4));
    EXPECT_EQ(*(*ring)->Create(), 5) << "the id is not given again";
  }
}

TEST_F(FileKeyRingTest, ToleratesAHoleAmongSlotsThatWereNotSynced) {
  FillTwice();
  // After a power loss the second of two pages may be there and the first not.
  SetBytes(Bytes().replace(2 * kSlotSize, kSlotSize, kSlotSize, '\0'));
  const auto ring = Open();
  ASSERT_TRUE(ring.ok()) << ring.status();
  EXPECT_FALSE((*ring)->Has(3));
  EXPECT_TRUE((*ring)->Has(4));
}

TEST_F(FileKeyRingTest, NamesADamagedSlotThatWasSynced) {
  FillTwice();
  std::string bytes = Bytes();
  bytes[kSlotSize + 20] ^= 1;
  SetBytes(bytes);
  const auto ring = Open();
  EXPECT_TRUE(absl::IsDataLoss(ring.status())) << ring.status();
  EXPECT_THAT(std::string(ring.status().message()), HasSubstr("slot 2"));
}

TEST_F(FileKeyRingTest, FindsSwappedSlots) {
  FillTwice();
  const std::string bytes = Bytes();
  SetBytes(bytes.substr(kSlotSize, kSlotSize) + bytes.substr(0, kSlotSize) +
           bytes.substr(2 * kSlotSize));
  EXPECT_TRUE(absl::IsDataLoss(Open().status()));
}

TEST_F(FileKeyRingTest, RefusesASecondServerOnTheFolder) {
  const auto first = Open();
  ASSERT_TRUE(first.ok());
  const auto second = Open();
  EXPECT_TRUE(absl::IsFailedPrecondition(second.status())) << second.status();
  EXPECT_THAT(std::string(second.status().message()), HasSubstr("another server uses"));
}

}  // namespace
}  // namespace overstap::keys
