#include "services/config/listen_address.h"

#include <string>

#include "gtest/gtest.h"

namespace overstap::config {
namespace {

TEST(ListenAddress, KnowsWhatOnlyThisMachineCanReach) {
  for (const char* text : {"127.0.0.1:7070", "127.8.9.10:0", "localhost:7070", "LocalHost:1",
                           "[::1]:7070", "[0:0:0:0:0:0:0:1]:7070", "unix:/run/overstap.sock"}) {
    const auto address = ParseListenAddress(text);
    ASSERT_TRUE(address.has_value()) << text;
    EXPECT_TRUE(address->is_loopback) << text;
  }
}

TEST(ListenAddress, ReadsAddressesAsAddressesAndNamesAsNames) {
  for (const char* text :
       {"127.evil.example:7070", "127.0.0.1.evil.example:7070", "127.1:7070", "127:7070",
        "0x7f.0.0.1:7070", "127.0.0.01:7070", "127.0.0.1 :7070", "0.0.0.0:7070", "128.0.0.1:1",
        "10.0.0.1:1", "[::]:7070", "[::2]:7070", "[::ffff:10.0.0.1]:1", "[127.0.0.1]:1",
        "localhost.evil.example:1", "localhost.:1", "example.org:1", "[::1:7070"}) {
    const auto address = ParseListenAddress(text);
    EXPECT_FALSE(address.has_value() && address->is_loopback) << text;
  }
}

TEST(ListenAddress, TellsHostAndPortApart) {
  const auto address = ParseListenAddress("[::1]:65535");
  ASSERT_TRUE(address.has_value());
  EXPECT_EQ(address->host, "[::1]");
  EXPECT_EQ(address->port, 65'535);
  for (const char* text : {"", "here", ":7070", "here:", "here:65536", "here:-1", "here:+1",
                           "here:1x", "here: 1", "::1:7070", "unix:", "here:000001"}) {
    EXPECT_FALSE(ParseListenAddress(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace overstap::config
