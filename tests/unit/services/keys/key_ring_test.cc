// The contract of KeyRing, over every implementation.
#include "services/keys/key_ring.h"

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "services/keys/file_key_ring.h"
#include "services/keys/memory_key_ring.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::keys {
namespace {

using overstap::testing::TempDir;

struct Implementation {
  std::string name;
  std::function<std::unique_ptr<KeyRing>(const TempDir&)> make;
};

class KeyRingContract : public ::testing::TestWithParam<Implementation> {
 protected:
  TempDir dir_;
  std::unique_ptr<KeyRing> ring_ = GetParam().make(dir_);
};

TEST_P(KeyRingContract, OpensWhatItSealed) {
  const KeyId key = *ring_->Create();
  const auto sealed = ring_->Seal(key, "jobSeekers/p-1", "a person");
  ASSERT_TRUE(sealed.ok()) << sealed.status();
  EXPECT_EQ(sealed->key_id(), key);
  EXPECT_EQ(sealed->ciphertext().find("a person"), std::string::npos);
  EXPECT_EQ(*ring_->Open(*sealed, "jobSeekers/p-1"), "a person");
}

TEST_P(KeyRingContract, SealsAnEmptyPayload) {
  const KeyId key = *ring_->Create();
  EXPECT_EQ(*ring_->Open(*ring_->Seal(key, "c", ""), "c"), "");
}

TEST_P(KeyRingContract, SealsTheSameTextDifferently) {
  const KeyId key = *ring_->Create();
  const auto once = ring_->Seal(key, "c", "text");
  const auto again = ring_->Seal(key, "c", "text");
  EXPECT_NE(once->nonce(), again->nonce());
  EXPECT_NE(once->ciphertext(), again->ciphertext());
}

TEST_P(KeyRingContract, GivesEveryPersonAKeyOfTheirOwn) {
  const KeyId first = *ring_->Create();
  const KeyId second = *ring_->Create();
  EXPECT_EQ(first, 1);
  EXPECT_EQ(second, 2);
  store::v1::Sealed sealed = *ring_->Seal(first, "c", "text");
  sealed.set_key_id(second);
  EXPECT_TRUE(absl::IsDataLoss(ring_->Open(sealed, "c").status()));
}

TEST_P(KeyRingContract, BindsThePayloadToItsContext) {
  const KeyId key = *ring_->Create();
  const auto sealed = ring_->Seal(key, "jobSeekers/p-1", "text");
  EXPECT_TRUE(absl::IsDataLoss(ring_->Open(*sealed, "jobSeekers/p-2").status()));
}

TEST_P(KeyRingContract, FindsDamage) {
  const KeyId key = *ring_->Create();
  const store::v1::Sealed sealed = *ring_->Seal(key, "c", "text");
  for (size_t i = 0; i < sealed.ciphertext().size(); ++i) {
    store::v1::Sealed damaged = sealed;
    (*damaged.mutable_ciphertext())[i] ^= 1;
    EXPECT_TRUE(absl::IsDataLoss(ring_->Open(damaged, "c").status())) << i;
  }
  store::v1::Sealed cut = sealed;
  cut.mutable_ciphertext()->resize(3);
  EXPECT_TRUE(absl::IsDataLoss(ring_->Open(cut, "c").status()));
  store::v1::Sealed no_nonce = sealed;
  no_nonce.clear_nonce();
  EXPECT_TRUE(absl::IsDataLoss(ring_->Open(no_nonce, "c").status()));
}

TEST_P(KeyRingContract, ForgetsWhatWasSealedUnderADestroyedKey) {
  const KeyId kept = *ring_->Create();
  const KeyId gone = *ring_->Create();
  const auto sealed = ring_->Seal(gone, "c", "text");
  ASSERT_TRUE(ring_->Destroy(gone).ok());
  EXPECT_FALSE(ring_->Has(gone));
  EXPECT_TRUE(absl::IsNotFound(ring_->Open(*sealed, "c").status()));
  EXPECT_TRUE(absl::IsNotFound(ring_->Seal(gone, "c", "more").status()));
  EXPECT_TRUE(ring_->Destroy(gone).ok()) << "again is no error";
  EXPECT_TRUE(ring_->Has(kept));
}

TEST_P(KeyRingContract, TellsAnUnknownKeyFromADestroyedOne) {
  store::v1::Sealed sealed = *ring_->Seal(*ring_->Create(), "c", "text");
  sealed.set_key_id(99);
  EXPECT_TRUE(absl::IsDataLoss(ring_->Open(sealed, "c").status()));
  EXPECT_FALSE(ring_->Has(99));
  EXPECT_FALSE(ring_->Has(0));
}

TEST_P(KeyRingContract, ServesManyThreads) {
  std::vector<std::thread> threads;
  std::vector<int> failures(4);
  threads.reserve(failures.size());
  for (int& failed : failures) {
    threads.emplace_back([this, &failed] {
      for (int i = 0; i < 200; ++i) {
        const auto key = ring_->Create();
        const std::string text = "text " + std::to_string(i);
        const auto sealed = ring_->Seal(*key, "c", text);
        if (!sealed.ok() || *ring_->Open(*sealed, "c") != text) ++failed;
        if (i % 50 == 0 && !ring_->Sync().ok()) ++failed;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failures, std::vector<int>(4));
  EXPECT_EQ(*ring_->Create(), 801);
}

INSTANTIATE_TEST_SUITE_P(
    Implementations, KeyRingContract,
    ::testing::Values(
        Implementation{"Memory", [](const TempDir&) { return std::make_unique<MemoryKeyRing>(); }},
        Implementation{"File", [](const TempDir& dir) { return *OpenFileKeyRing(dir / "keys"); }}),
    [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace overstap::keys
