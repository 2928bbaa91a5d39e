// Records at rest agree with the API by name and type, so that one reflective copy moves values
// between the two without losing any.
#include <google/protobuf/descriptor.h>

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

void ExpectHasFieldsOf(const Descriptor& message, const Descriptor& other) {
  for (int i = 0; i < other.field_count(); ++i) {
    const FieldDescriptor& wanted = *other.field(i);
    const FieldDescriptor* field = message.FindFieldByName(wanted.name());
    ASSERT_NE(field, nullptr) << message.full_name() << " lacks " << wanted.full_name();
    EXPECT_EQ(Shape(*field), Shape(wanted)) << field->full_name();
  }
}

TEST(StoreRecords, HaveTheFieldsOfTheirNamesakesInTheApi) {
  int checked = 0;
  for (const Descriptor* record : AllDescriptors().Messages("overstap.store.v1")) {
    const Descriptor* resource =
        AllDescriptors().FindMessage(absl::StrCat("overstap.v1.", record->name()));
    if (resource == nullptr) continue;
    ++checked;
    ExpectHasFieldsOf(*record, *resource);
    ExpectHasFieldsOf(*resource, *record);
  }
  EXPECT_GT(checked, 20);
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
