#include "services/audit/trace_context.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace overstap::audit {
namespace {

constexpr char kTraceId[] = "0af7651916cd43dd8448eb211c80319c";
constexpr char kSpanId[] = "b7ad6b7169203331";

struct Row {
  std::string name;
  std::string traceparent;
  bool valid;
  bool sampled = false;
};

std::vector<Row> Rows() {
  const std::string ids = std::string("-") + kTraceId + "-" + kSpanId + "-";
  const std::string trace = std::string("-") + kTraceId + "-";
  const std::string span = std::string("-") + kSpanId + "-";
  return {
      {"Sampled", "00" + ids + "01", true, true},
      {"NotSampled", "00" + ids + "00", true, false},
      {"OtherFlagsAreIgnored", "00" + ids + "fe", true, false},
      {"SampledAmongOtherFlags", "00" + ids + "ab", true, true},
      {"HigherVersion", "01" + ids + "01", true, true},
      {"HigherVersionWithMore", "cc" + ids + "01-what-comes", true, true},
      {"HigherVersionWithAnEmptyRest", "cc" + ids + "01-", true, true},
      {"HigherVersionWithoutDash", "cc" + ids + "01.what", false},
      {"HigherVersionWithLongerFlags", "01" + ids + "011", false},
      {"HigherVersionCut", "01" + ids + "0", false},
      {"Version00WithMore", "00" + ids + "01-more", false},
      {"Version00WithADash", "00" + ids + "01-", false},
      {"VersionFf", "ff" + ids + "01", false},
      {"VersionInCapitals", "CC" + ids + "01", false},
      {"VersionOfOneDigit", "0" + ids + "01", false},
      {"VersionNoHex", "0x" + ids + "01", false},
      {"Empty", "", false},
      {"OnlyVersion", "00", false},
      {"Cut", "00" + ids + "0", false},
      {"NoFlags", "00-" + std::string(kTraceId) + "-" + kSpanId, false},
      {"FlagsNoHex", "00" + ids + "0g", false},
      {"FlagsInCapitals", "00" + ids + "0A", false},
      {"TraceIdOfZeros", "00-" + std::string(32, '0') + span + "01", false},
      {"SpanIdOfZeros", "00" + trace + std::string(16, '0') + "-01", false},
      {"TraceIdInCapitals", "00-0AF7651916CD43DD8448EB211C80319C" + span + "01", false},
      {"SpanIdInCapitals", "00" + trace + "B7AD6B7169203331-01", false},
      {"TraceIdNoHex", "00-0af7651916cd43dd8448eb211c80319z" + span + "01", false},
      {"SpanIdNoHex", "00" + trace + "b7ad6b716920333z-01", false},
      {"TraceIdTooShort", "00-0af7651916cd43dd8448eb211c80319" + span + "01", false},
      {"TraceIdTooLong", "00-0af7651916cd43dd8448eb211c80319cc" + span + "01", false},
      {"OtherSeparators", "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01", false},
      {"LastSeparatorMissing", "00" + trace + kSpanId + "001", false},
      {"LeadingBlank", " 00" + ids + "01", false},
      {"TrailingBlank", "00" + ids + "01 ", false},
      {"ANulByte", "00" + ids + std::string("0\0", 2), false},
  };
}

class Traceparent : public ::testing::TestWithParam<Row> {};

TEST_P(Traceparent, IsReadAsTheRecommendationSays) {
  const std::optional<TraceContext> context = ParseTraceparent(GetParam().traceparent);
  ASSERT_EQ(context.has_value(), GetParam().valid) << GetParam().traceparent;
  if (!context) return;
  EXPECT_EQ(context->trace_id, kTraceId);
  EXPECT_EQ(context->parent_span_id, kSpanId);
  EXPECT_EQ(context->sampled, GetParam().sampled);
}

INSTANTIATE_TEST_SUITE_P(Table, Traceparent, ::testing::ValuesIn(Rows()),
                         [](const auto& row) { return row.param.name; });

TEST(MakeTraceId, IsHexOfTheGivenBytes) {
  unsigned char next = 0xa0;
  const auto count_up = [&next](std::span<unsigned char> bytes) {
    for (unsigned char& byte : bytes) byte = next++;
  };
  EXPECT_EQ(MakeTraceId(count_up), "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf");
  EXPECT_EQ(MakeSpanId(count_up), "b0b1b2b3b4b5b6b7");
}

TEST(MakeTraceId, IsNeverAllZero) {
  int calls = 0;
  const auto zeros_first = [&calls](std::span<unsigned char> bytes) {
    std::fill(bytes.begin(), bytes.end(), calls++ == 0 ? 0 : 1);
  };
  EXPECT_EQ(MakeTraceId(zeros_first), "01010101010101010101010101010101");
  EXPECT_EQ(calls, 2);
}

TEST(MakeTraceId, MakesAnotherEveryTimeThatParses) {
  const std::string one = MakeTraceId(SystemRandomBytes);
  EXPECT_NE(one, MakeTraceId(SystemRandomBytes));
  EXPECT_TRUE(ParseTraceparent("00-" + one + "-" + MakeSpanId(SystemRandomBytes) + "-00"));
}

}  // namespace
}  // namespace overstap::audit
