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

}  // namespace
}  // namespace overstap::client
