// Records at rest agree with the API by name and type, so that one reflective copy moves values
// between the two without losing any.
#include <google/protobuf/descriptor.h>

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/house/descriptors.h"

namespace overstap::house {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

// Type, cardinality and presence, without package.
std::string Shape(const FieldDescriptor& field) {
  std::string type = field.type_name();
  if (field.message_type() != nullptr) type = field.message_type()->name();
  if (field.enum_type() != nullptr) type = field.enum_type()->name();
  return absl::StrCat(field.is_repeated() ? "repeated " : "", type,
                      field.has_presence() ? " with presence" : "");
}

// A record's identity and times live in its head, and what is derived is counted anew.
const std::set<std::string>& NotKept() {
  static const std::set<std::string>& names =
      *new std::set<std::string>{"candidate",     "create_time", "etag",       "name",
                                 "openings_left", "report_time", "seats_left", "update_time"};
  return names;
}

TEST(StoreRecords, KeepTheFieldsOfTheirNamesakesInTheApi) {
  int checked = 0;
  for (const Descriptor* record : AllDescriptors().Messages("overstap.store.v1")) {
    const Descriptor* resource =
        AllDescriptors().FindMessage(absl::StrCat("overstap.v1.", record->name()));
    if (resource == nullptr) continue;
    ++checked;
    for (int i = 0; i < resource->field_count(); ++i) {
      const FieldDescriptor& field = *resource->field(i);
      const FieldDescriptor* kept = record->FindFieldByName(field.name());
      EXPECT_TRUE(kept != nullptr || NotKept().count(field.name()) > 0)
          << field.full_name() << " is not kept";
      if (kept == nullptr) continue;
      EXPECT_EQ(Shape(*kept), Shape(field)) << field.full_name();
    }
  }
  EXPECT_GT(checked, 20);
}

TEST(StoreRecords, KeepNothingThatTheirNamesakesInTheApiDoNotSay) {
  for (const Descriptor* record : AllDescriptors().Messages("overstap.store.v1")) {
    const Descriptor* resource =
        AllDescriptors().FindMessage(absl::StrCat("overstap.v1.", record->name()));
    if (resource == nullptr) continue;
    for (int i = 0; i < record->field_count(); ++i) {
      EXPECT_NE(resource->FindFieldByName(record->field(i)->name()), nullptr)
          << record->field(i)->full_name() << " is unknown to the API";
    }
  }
}

TEST(StoreRecords, HaveTheEnumValuesOfTheirNamesakesInTheApi) {
  int checked = 0;
  for (const EnumDescriptor* stored : AllDescriptors().Enums("overstap.store.v1")) {
    for (const EnumDescriptor* type : AllDescriptors().Enums("overstap.v1")) {
      if (type->name() != stored->name()) continue;
      ++checked;
      for (int i = 0; i < type->value_count(); ++i) {
        const auto* value = stored->FindValueByNumber(type->value(i)->number());
        ASSERT_NE(value, nullptr) << type->value(i)->full_name() << " cannot be stored";
        EXPECT_EQ(value->name(), type->value(i)->name());
      }
    }
  }
  EXPECT_GT(checked, 10);
}

}  // namespace
}  // namespace overstap::house
