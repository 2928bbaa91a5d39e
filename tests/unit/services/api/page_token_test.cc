#include "services/api/page_token.h"

#include <string>

#include "gtest/gtest.h"
#include "services/api/request_hash.h"

namespace overstap::api {
namespace {

TEST(PageTokens, ComeBackAsTheyWere) {
  const PageToken token{.version = 1'234'567'890'123,
                        .creation = ~uint64_t{0},
                        .score = 1U << 30U,
                        .count = 1'000,
                        .as_of = -719'162,
                        .last_id = "v-0001"};
  const std::string hash = Sha256("request");
  const absl::StatusOr<PageToken> decoded = DecodePageToken(EncodePageToken(token, hash), hash);
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(decoded->version, token.version);
  EXPECT_EQ(decoded->creation, token.creation);
  EXPECT_EQ(decoded->score, token.score);
  EXPECT_EQ(decoded->count, token.count);
  EXPECT_EQ(decoded->as_of, token.as_of);
  EXPECT_EQ(decoded->last_id, token.last_id);
}

TEST(PageTokens, BelongToTheirRequest) {
  const std::string text = EncodePageToken({.last_id = "a"}, Sha256("one"));
  const absl::Status status = DecodePageToken(text, Sha256("another")).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(std::string(status.message()).find("another request"), std::string::npos);
}

TEST(PageTokens, NoticeEveryChange) {
  const std::string hash = Sha256("request");
  const std::string text = EncodePageToken({.version = 7, .last_id = "v-1"}, hash);
  for (size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(DecodePageToken(changed, hash).ok()) << i;
    EXPECT_FALSE(DecodePageToken(text.substr(0, i), hash).ok()) << i;
  }
}

TEST(PageTokens, OfAnImpossibleDayAreMalformed) {
  const std::string hash = Sha256("request");
  EXPECT_FALSE(DecodePageToken(EncodePageToken({.as_of = 1 << 30}, hash), hash).ok());
}

}  // namespace
}  // namespace overstap::api
