// What WireWriter writes is what protobuf's own serialisation of the same fields is.
#include "services/api/wire_writer.h"

#include <cstdint>
#include <limits>
#include <string>

#include "gtest/gtest.h"
#include "overstap/v1/match.pb.h"

namespace overstap::api {
namespace {

std::string BytesOf(const WireWriter& writer) { return std::string(writer.bytes()); }

TEST(WireWriter, LeavesOutWhatHasNoPresenceAndIsEmpty) {
  WireWriter writer;
  writer.Uint32(1, 0);
  writer.Int32(2, 0);
  writer.Double(3, 0);
  writer.Bool(4, false);
  writer.String(5, "");
  EXPECT_EQ(writer.size(), 0U);
  writer.PresentUint32(1, 0);
  EXPECT_EQ(BytesOf(writer), std::string("\x08\x00", 2));
}

TEST(WireWriter, WritesScalarsAsProtobufDoes) {
  for (const uint32_t value :
       {0U, 1U, 127U, 128U, 16'383U, 16'384U, 1U << 30U, std::numeric_limits<uint32_t>::max()}) {
    for (const double share : {0.0, -0.0, 0.25, -1.5, 1e300}) {
      v1::FitPart part;
      part.set_skill_number(value);
      part.set_weight(share);
      part.set_contribution_units(value);
      part.set_covered_by_skill_number(value);
      part.set_derived(value % 2 == 1);
      WireWriter writer;
      writer.PresentUint32(v1::FitPart::kSkillNumberFieldNumber, value);
      writer.Double(v1::FitPart::kWeightFieldNumber, share);
      writer.Uint32(v1::FitPart::kContributionUnitsFieldNumber, value);
      writer.PresentUint32(v1::FitPart::kCoveredBySkillNumberFieldNumber, value);
      writer.Bool(v1::FitPart::kDerivedFieldNumber, value % 2 == 1);
      EXPECT_EQ(BytesOf(writer), part.SerializeAsString()) << value << " " << share;
    }
  }
}

TEST(WireWriter, WritesNegativeNumbersAndZeroDistancesAsProtobufDoes) {
  for (const int32_t value : {-1, 3, std::numeric_limits<int32_t>::min()}) {
    v1::VacancyMatch match;
    match.set_distance_km(0);
    match.set_openings_left(value);
    WireWriter writer;
    writer.PresentDouble(v1::VacancyMatch::kDistanceKmFieldNumber, 0);
    writer.Int32(v1::VacancyMatch::kOpeningsLeftFieldNumber, value);
    EXPECT_EQ(BytesOf(writer), match.SerializeAsString()) << value;
  }
}

// Around the lengths at which a length takes another byte, and at which the buffer grows.
TEST(WireWriter, WritesMessagesOfEveryLengthAsProtobufDoes) {
  for (const size_t length :
       {0U, 1U, 120U, 127U, 128U, 129U, 1'000U, 1'024U, 16'381U, 16'384U, 70'000U, 2'100'000U}) {
    const std::string text(length, 'x');
    v1::VacancyMatch match;
    match.set_vacancy("v");
    match.mutable_fit()->add_parts()->set_label(text);
    match.add_notes("");
    match.add_notes(text);
    WireWriter writer;
    writer.String(v1::VacancyMatch::kVacancyFieldNumber, "v");
    writer.Message(v1::VacancyMatch::kFitFieldNumber, [&] {
      writer.Message(v1::Fit::kPartsFieldNumber,
                     [&] { writer.String(v1::FitPart::kLabelFieldNumber, text); });
    });
    writer.PresentString(v1::VacancyMatch::kNotesFieldNumber, "");
    writer.PresentString(v1::VacancyMatch::kNotesFieldNumber, text);
    EXPECT_EQ(BytesOf(writer), match.SerializeAsString()) << length;
  }
}

TEST(WireWriter, IsUsedAgainAfterClear) {
  WireWriter writer;
  writer.PresentString(1, std::string(5'000, 'a'));
  writer.Clear();
  EXPECT_TRUE(writer.bytes().empty());
  writer.Append("\x08\x07");
  EXPECT_EQ(writer.bytes(), "\x08\x07");
}

}  // namespace
}  // namespace overstap::api
