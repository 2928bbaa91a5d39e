// Whoever reads the protos finds a comment at everything that they could use.
#include <google/protobuf/descriptor.h>

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "tests/house/descriptors.h"

namespace overstap::house {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::ServiceDescriptor;

template <typename AnyDescriptor>
void ExpectComment(const AnyDescriptor& descriptor) {
  EXPECT_FALSE(absl::StripAsciiWhitespace(CommentOf(descriptor)).empty())
      << descriptor.full_name() << " has no comment";
}

class ApiPackage : public testing::TestWithParam<const char*> {};

TEST_P(ApiPackage, CommentsStandAtEveryMessageFieldEnumAndRpc) {
  const Descriptors& all = AllDescriptors();
  int checked = 0;
  for (const Descriptor* message : all.Messages(GetParam())) {
    ExpectComment(*message);
    for (int i = 0; i < message->field_count(); ++i) {
      ExpectComment(*message->field(i));
      ++checked;
    }
    for (int i = 0; i < message->real_oneof_decl_count(); ++i) {
      ExpectComment(*message->oneof_decl(i));
    }
  }
  for (const EnumDescriptor* type : all.Enums(GetParam())) {
    ExpectComment(*type);
    for (int i = 0; i < type->value_count(); ++i) ExpectComment(*type->value(i));
  }
  for (const ServiceDescriptor* service : all.Services(GetParam())) {
    ExpectComment(*service);
    for (int i = 0; i < service->method_count(); ++i) ExpectComment(*service->method(i));
  }
  EXPECT_GT(checked, 2);
}

INSTANTIATE_TEST_SUITE_P(Comments, ApiPackage,
                         testing::Values("overstap.v1", "overstap.access.v1", "overstap.region.v1",
                                         "google.rpc", "google.type"),
                         [](const testing::TestParamInfo<const char*>& package) {
                           std::string name(package.param);
                           for (char& c : name) c = c == '.' ? '_' : c;
                           return name;
                         });

TEST(ApiComments, SayTheDefaultAndTheMaximumOfEveryPageSize) {
  int checked = 0;
  for (const Descriptor* message : AllDescriptors().Messages("overstap.v1")) {
    const FieldDescriptor* field = message->FindFieldByName("page_size");
    if (field == nullptr) continue;
    ++checked;
    const std::string comment = CommentOf(*field);
    EXPECT_TRUE(absl::StrContains(comment, "1 to ") && absl::StrContains(comment, "0: "))
        << field->full_name() << ": " << comment;
  }
  EXPECT_GT(checked, 5);
}

}  // namespace
}  // namespace overstap::house
