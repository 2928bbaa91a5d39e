#include "services/access/issuer_keys.h"

#include <atomic>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/access/key_server.h"
#include "tests/unit/services/access/signing_key.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::access {
namespace {

using overstap::testing::TempDir;
using ::testing::HasSubstr;

bool Eventually(const std::function<bool()>& holds) {
  for (int i = 0; i < 1'000; ++i) {
    if (holds()) return true;
    absl::SleepFor(absl::Milliseconds(10));
  }
  return false;
}

class IssuerKeysTest : public ::testing::Test {
 protected:
  std::unique_ptr<IssuerKeys> Open(const std::string& place, IssuerKeysOptions options = {}) {
    options.now = [this] { return absl::Now() + absl::Seconds(ahead_.load()); };
    auto keys = IssuerKeys::Open(*MakeKeySource(place, {.timeout = absl::Seconds(1)}), options);
    EXPECT_TRUE(keys.ok()) << keys.status();
    return *std::move(keys);
  }
  static bool Finds(IssuerKeys& keys, const std::string& key_id) {
    return keys.Find(key_id, Algorithm::kEs256).ok();
  }

  const TempDir dir_;
  KeyServer server_;
  std::atomic<int64_t> ahead_ = 0;  // seconds
  const SigningKey first_ = SigningKey::P256("first");
  const SigningKey second_ = SigningKey::P256("second");
};

TEST_F(IssuerKeysTest, FindsANewKeyBySimplyBeingAskedForIt) {
  server_.Answer("200 OK", KeySetOf({&first_}));
  const auto keys = Open(server_.url(), {.least_wait = absl::ZeroDuration()});
  EXPECT_TRUE(Finds(*keys, "first"));
  EXPECT_EQ(server_.requests(), 1);
  const uint64_t generation = *keys->generation();
  server_.Answer("200 OK", KeySetOf({&second_, &first_}));
  EXPECT_TRUE(Finds(*keys, "second"));
  EXPECT_TRUE(Finds(*keys, "first"));
  EXPECT_EQ(server_.requests(), 2);
  EXPECT_NE(*keys->generation(), generation);
  EXPECT_EQ(keys->Health(), "");
}

TEST_F(IssuerKeysTest, UnknownKeysDoNotMakeItFetchWithoutEnd) {
  server_.Answer("200 OK", KeySetOf({&first_}));
  const auto keys = Open(server_.url());
  for (int i = 0; i < 100; ++i) {
    EXPECT_TRUE(absl::IsUnauthenticated(keys->Find("invented", Algorithm::kEs256).status()));
  }
  EXPECT_EQ(server_.requests(), 1);
  ahead_ += 11;
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(Finds(*keys, "invented"));
  EXPECT_EQ(server_.requests(), 2);
}

TEST_F(IssuerKeysTest, FewCallsWaitForASilentIssuer) {
  server_.Answer("200 OK", KeySetOf({&first_}));
  const auto keys = Open(server_.url(),
                         {.least_wait = absl::ZeroDuration(), .patience = absl::Milliseconds(700)});
  server_.SaySilent(true);
  std::atomic<int> waited = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 20; ++i) {
    callers.emplace_back([&] {
      const absl::Time begun = absl::Now();
      EXPECT_FALSE(Finds(*keys, "invented"));
      if (absl::Now() - begun > absl::Milliseconds(500)) ++waited;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_GE(waited, 1);
  EXPECT_LE(waited, 8);
  EXPECT_TRUE(Finds(*keys, "first"));
}

TEST_F(IssuerKeysTest, RefreshesInTheBackground) {
  server_.Answer("200 OK", KeySetOf({&first_}));
  const auto keys = Open(server_.url(), {.refresh = absl::Milliseconds(20)});
  const uint64_t generation = *keys->generation();
  server_.Answer("200 OK", KeySetOf({&second_}));
  EXPECT_TRUE(Eventually([&] { return *keys->generation() != generation; }));
  EXPECT_TRUE(Finds(*keys, "second"));
  // Withdrawn.
  EXPECT_FALSE(Finds(*keys, "first"));
}

TEST_F(IssuerKeysTest, KeepsTheOldSetForAWhileWhenFetchingFails) {
  server_.Answer("200 OK", KeySetOf({&first_}));
  const auto keys = Open(server_.url(), {.refresh = absl::Milliseconds(20)});
  const uint64_t generation = *keys->generation();
  server_.Answer("500 Oops", "");
  EXPECT_TRUE(Eventually([&] { return !keys->Health().empty(); }));
  EXPECT_THAT(keys->Health(), HasSubstr("HTTP status 500"));
  EXPECT_THAT(keys->Health(), HasSubstr("are used until"));
  EXPECT_TRUE(Finds(*keys, "first"));
  EXPECT_EQ(*keys->generation(), generation);
  ahead_ += 25 * 3'600;
  EXPECT_TRUE(absl::IsUnavailable(keys->Find("first", Algorithm::kEs256).status()));
  EXPECT_TRUE(absl::IsUnavailable(keys->generation().status()));
  EXPECT_THAT(keys->Health(), HasSubstr("too old"));
  server_.Answer("200 OK", KeySetOf({&first_}));
  EXPECT_TRUE(Eventually([&] { return keys->Health().empty(); }));
  EXPECT_TRUE(Finds(*keys, "first"));
}

TEST_F(IssuerKeysTest, AnIssuerThatIsDownAtTheStartIsTriedAgain) {
  const auto keys = Open(server_.url(), {.refresh = absl::Milliseconds(20)});
  EXPECT_TRUE(absl::IsUnavailable(keys->generation().status()));
  EXPECT_THAT(keys->Health(), HasSubstr("no token is taken"));
  server_.Answer("200 OK", KeySetOf({&first_}));
  EXPECT_TRUE(Eventually([&] { return Finds(*keys, "first"); }));
}

TEST_F(IssuerKeysTest, AnswersThatAreNoKeySetChangeNothing) {
  server_.Answer("200 OK", KeySetOf({&first_}));
  const auto keys = Open(server_.url(), {.refresh = absl::Milliseconds(20)});
  const std::pair<const char*, std::string> answers[] = {
      {"200 OK", "<html>"},
      {"200 OK", "{\"keys\": []}"},
      {"302 Found", KeySetOf({&second_})},
      {"404 Not Found", KeySetOf({&second_})},
      {"200 OK", KeySetOf({&second_}) + std::string(kMostKeySetBytes, ' ')}};
  for (const auto& [status, body] : answers) {
    server_.Answer(status, body, "Location: file:///etc/passwd\r\n");
    const int before = server_.requests();
    ASSERT_TRUE(Eventually([&] { return server_.requests() > before + 1; }));
    EXPECT_NE(keys->Health(), "") << status;
    EXPECT_TRUE(Finds(*keys, "first")) << status;
    EXPECT_FALSE(Finds(*keys, "second")) << status;
    server_.Answer("200 OK", KeySetOf({&first_}));
    ASSERT_TRUE(Eventually([&] { return keys->Health().empty(); }));
  }
}

TEST_F(IssuerKeysTest, ReadsAFileAgainWhenItChanges) {
  const std::string file = dir_ / "jwks.json";
  std::ofstream(file) << KeySetOf({&first_});
  const auto keys = Open(file, {.file_refresh = absl::Milliseconds(20)});
  std::ofstream(file) << KeySetOf({&second_});
  EXPECT_TRUE(Eventually([&] { return Finds(*keys, "second") && !Finds(*keys, "first"); }));
  std::ofstream(file) << "{";
  EXPECT_TRUE(Eventually([&] { return !keys->Health().empty(); }));
  EXPECT_THAT(keys->Health(), HasSubstr(file));
  EXPECT_TRUE(Finds(*keys, "second"));
}

TEST_F(IssuerKeysTest, AFileMustBeGoodAtTheStart) {
  for (const char* text : {"", "{}", "{\"keys\": []}"}) {
    std::ofstream(dir_ / "bad.json") << text;
    const auto keys = IssuerKeys::Open(*MakeKeySource(dir_ / "bad.json"), {});
    EXPECT_THAT(std::string(keys.status().message()), HasSubstr("bad.json"));
  }
  const auto none = IssuerKeys::Open(*MakeKeySource(dir_ / "none.json"), {});
  EXPECT_THAT(std::string(none.status().message()), HasSubstr("none.json"));
}

TEST(KeyPlace, IsAFileOrAUrlThatNobodyElseCanAnswer) {
  for (const char* place :
       {"jwks.json", "/etc/overstap/jwks.json", "https://issuer.test/keys",
        "http://127.0.0.1:8080/keys", "http://localhost/keys", "http://[::1]:1/keys"}) {
    EXPECT_TRUE(CheckKeyPlace(place).ok()) << place;
  }
  for (const char* place :
       {"http://issuer.test/keys", "http://127.evil.example/keys", "file:///etc/passwd",
        "ftp://127.0.0.1/keys", "https://", "http://127.0.0.1@evil.example/keys"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(CheckKeyPlace(place))) << place;
  }
  const absl::Status secret = CheckKeyPlace("https://user:hunter2@issuer.test/keys");
  EXPECT_TRUE(absl::IsInvalidArgument(secret));
  EXPECT_THAT(secret.ToString(), Not(HasSubstr("hunter2")));
}

}  // namespace
}  // namespace overstap::access
