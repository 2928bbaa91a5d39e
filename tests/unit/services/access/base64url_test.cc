#include "services/access/base64url.h"

#include <string>

#include "gtest/gtest.h"

namespace overstap::access {
namespace {

TEST(Base64Url, DecodesWhatItEncodes) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(DecodeBase64Url(EncodeBase64Url(bytes)), bytes) << i;
    bytes.push_back(static_cast<char>(i * 37));
  }
  EXPECT_EQ(DecodeBase64Url("AQAB"), std::string("\x01\x00\x01", 3));
  EXPECT_EQ(EncodeBase64Url("\xff\xfe"), "__4");
}

TEST(Base64Url, RefusesEverythingElse) {
  for (const char* text : {"A", "AAAAA", "AQ==", "AQ=", "+A", "/A", "A A", "AQAB\n", " AQAB", "AR",
                           "AAB", "Ä", "AQ.B"}) {
    EXPECT_FALSE(DecodeBase64Url(text).has_value()) << text;
  }
  EXPECT_FALSE(DecodeBase64Url(std::string("AQ\0B", 4)).has_value());
}

}  // namespace
}  // namespace overstap::access
