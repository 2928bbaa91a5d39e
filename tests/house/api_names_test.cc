// Names of the API: units in numeric fields, prefixes and zero values of enums.
#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/house/descriptors.h"

namespace overstap::house {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

// A numeric field's name holds its unit, or the word for a quantity that has none.
const std::set<std::string>& UnitsAndPureNumbers() {
  static const std::set<std::string>& words = *new std::set<std::string>{
      // Units.
      "bytes", "cents", "degrees", "eqf", "hour", "hours", "km", "milliseconds", "minute",
      "minutes", "month", "months", "percent", "units", "week", "weeks", "years", "days",
      // Counted things.
      "count", "openings", "places", "population", "seats", "size", "steps",
      // Shares between 0 and 1, and factors.
      "contribution", "cover", "factor", "level", "score", "similarity", "weight",
      // Ordinals.
      "index", "number", "numbers", "position", "revision", "sequence", "version"};
  return words;
}

// Numbers whose unit stands elsewhere, each with the reason.
const std::set<std::string>& ReviewedNumbers() {
  static const std::set<std::string>& names = *new std::set<std::string>{
      // In the units that the target's own field `unit` names.
      "overstap.v1.Target.goal", "overstap.v1.Progress.goal", "overstap.v1.Progress.value",
      "overstap.v1.Progress.unacknowledged_value", "overstap.region.v1.TargetDefinition.goal",
      "overstap.region.v1.SeriesPoint.value", "overstap.region.v1.TargetPeriod.goal",
      "overstap.store.v1.RestatedReport.amount_after",
      "overstap.store.v1.RestatedReport.amount_before", "overstap.v1.BaselineChange.change",
      "overstap.v1.BesideFigure.high_value", "overstap.v1.BesideFigure.value",
      "overstap.v1.BreakdownCell.unacknowledged_value", "overstap.v1.BreakdownCell.value",
      "overstap.v1.CohortProgress.denominator", "overstap.v1.CohortProgress.value",
      "overstap.v1.CountedReport.amount", "overstap.v1.Forecast.high_value",
      "overstap.v1.Forecast.low_value", "overstap.v1.Forecast.value",
      "overstap.v1.PeriodProgress.expected_value", "overstap.v1.PeriodProgress.goal",
      "overstap.v1.PeriodProgress.unacknowledged_value", "overstap.v1.PeriodProgress.value",
      "overstap.v1.Progress.denominator", "overstap.v1.Progress.expected_value",
      "overstap.v1.Progress.numerator", "overstap.v1.ProjectFigure.value",
      "overstap.v1.ProjectTargetFigure.value", "overstap.v1.RestatedReport.amount_after",
      "overstap.v1.RestatedReport.amount_before", "overstap.v1.ShareProgress.value",
      "overstap.v1.TargetPeriod.goal",
      // Introductions for each opening.
      "overstap.v1.EmployerAnswering.introductions_per_opening",
      // A calendar year, and its first or second half.
      "overstap.v1.RenderHalfYearReportRequest.year",
      "overstap.v1.RenderHalfYearReportRequest.half",
      // In the unit of the fact that the condition reads.
      "overstap.region.v1.Condition.at_least", "overstap.region.v1.Condition.at_most",
      // A status code of gRPC.
      "overstap.v1.RejectedItem.code", "overstap.store.v1.AuditRecord.result_code",
      // WGS84 degrees, as everywhere.
      "overstap.region.v1.Municipality.latitude", "overstap.region.v1.Municipality.longitude",
      "overstap.region.v1.PostcodeRange.latitude", "overstap.region.v1.PostcodeRange.longitude",
      // Postcodes.
      "overstap.region.v1.PostcodeRange.first", "overstap.region.v1.PostcodeRange.last",
      // A value of overstap.v1.Role.
      "overstap.store.v1.Envelope.role", "overstap.store.v1.AuditRecord.role",
      "overstap.store.v1.DecisionRecord.role",
      // Identifiers.
      "overstap.store.v1.Envelope.key_id", "overstap.store.v1.Sealed.key_id",
      "overstap.store.v1.JobSeekerDeleted.key_id"};
  return names;
}

bool IsNumber(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      return true;
    default:
      return false;
  }
}

// TravelMode → TRAVEL_MODE_.
std::string PrefixOf(const std::string& camel_case) {
  std::string prefix;
  for (const char c : camel_case) {
    if (absl::ascii_isupper(static_cast<unsigned char>(c)) && !prefix.empty()) prefix += '_';
    prefix += absl::ascii_toupper(static_cast<unsigned char>(c));
  }
  return prefix + "_";
}

TEST(ApiNames, OfNumbersSayTheirUnit) {
  int checked = 0;
  std::set<std::string> unused = ReviewedNumbers();
  for (const Descriptor* message : AllDescriptors().Messages("overstap")) {
    for (int i = 0; i < message->field_count(); ++i) {
      const FieldDescriptor& field = *message->field(i);
      if (!IsNumber(field)) continue;
      ++checked;
      if (unused.erase(field.full_name()) > 0) continue;
      const std::vector<std::string> words = WordsOf(field.name());
      EXPECT_TRUE(std::any_of(
          words.begin(), words.end(),
          [](const std::string& word) { return UnitsAndPureNumbers().count(word) > 0; }))
          << field.full_name() << ": in which unit?";
    }
  }
  EXPECT_GT(checked, 100);
  for (const std::string& name : unused) ADD_FAILURE() << name << " is reviewed but not there";
}

TEST(ApiNames, OfMoneySayItsCurrency) {
  int checked = 0;
  for (const Descriptor* message : AllDescriptors().Messages("overstap")) {
    for (int i = 0; i < message->field_count(); ++i) {
      const FieldDescriptor& field = *message->field(i);
      for (const char* word : {"cost", "money", "price", "ceiling", "tuition", "pay", "budget"}) {
        const std::vector<std::string> words = WordsOf(field.name());
        if (!IsNumber(field) || std::count(words.begin(), words.end(), word) == 0) continue;
        ++checked;
        EXPECT_TRUE(absl::StrContains(field.name(), "eur_cents")) << field.full_name();
        EXPECT_EQ(field.cpp_type(), FieldDescriptor::CPPTYPE_INT64) << field.full_name();
      }
    }
  }
  EXPECT_GT(checked, 5);
}

TEST(ApiNames, OfEnumValuesCarryTheEnumsNameAndAZeroThatSaysNothing) {
  int checked = 0;
  for (const EnumDescriptor* type : AllDescriptors().Enums("overstap")) {
    const std::string prefix = PrefixOf(type->name());
    const google::protobuf::EnumValueDescriptor* zero = type->FindValueByNumber(0);
    ASSERT_NE(zero, nullptr) << type->full_name();
    EXPECT_EQ(zero->name(), absl::StrCat(prefix, "UNSPECIFIED"));
    for (int i = 0; i < type->value_count(); ++i) {
      ++checked;
      EXPECT_TRUE(absl::StartsWith(type->value(i)->name(), prefix))
          << type->value(i)->full_name() << " should start with " << prefix;
    }
  }
  EXPECT_GT(checked, 100);
}

TEST(ApiNames, OfFieldsAreInSnakeCase) {
  for (const Descriptor* message : AllDescriptors().Messages("overstap")) {
    for (int i = 0; i < message->field_count(); ++i) {
      const std::string& name = message->field(i)->name();
      EXPECT_TRUE(std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
      })) << message->field(i)->full_name();
    }
  }
}

// `name` is a resource's name in the sense of AIP-122, never a person's: its comment shows the
// pattern.
TEST(ApiNames, CalledNameAreResourceNames) {
  int checked = 0;
  for (const Descriptor* message : AllDescriptors().Messages("overstap.v1")) {
    const FieldDescriptor* field = message->FindFieldByName("name");
    if (field == nullptr) continue;
    ++checked;
    EXPECT_TRUE(absl::StrContains(CommentOf(*field), "/{")) << field->full_name();
  }
  EXPECT_GT(checked, 10);
}

}  // namespace
}  // namespace overstap::house
