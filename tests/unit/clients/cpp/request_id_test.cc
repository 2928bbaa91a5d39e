#include "clients/cpp/request_id.h"

#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace overstap::client {
namespace {

using testing::MatchesRegex;

TEST(RequestId, IsAUuidOfVersionFour) {
  for (int i = 0; i < 50; ++i) {
    EXPECT_THAT(
        NewRequestId(),
        MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  }
}

TEST(RequestId, IsAnotherEachTime) {
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(NewRequestId());
  EXPECT_EQ(ids.size(), 1000);
}

TEST(RequestIdOf, FollowsFromContentAndPart) {
  // Pinned: another id would import a file twice that was imported before.
  EXPECT_EQ(RequestIdOf("soort;werktafel\n", 0), "36312acb-908c-5270-94e9-a579ba142b8f");
  EXPECT_THAT(RequestIdOf("", 7),
              MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
}

TEST(RequestIdOf, IsAnotherForOtherContentAndForEachPart) {
  std::set<std::string> ids;
  for (const char* content : {"", "a", "b", "a1", "a:1"}) {
    for (int part = 0; part < 20; ++part) ids.insert(RequestIdOf(content, part));
  }
  EXPECT_EQ(ids.size(), 100);
  EXPECT_EQ(RequestIdOf("a", 3), RequestIdOf("a", 3));
}

}  // namespace
}  // namespace overstap::client
