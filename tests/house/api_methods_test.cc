// Shapes of the rpcs after Google's API Improvement Proposals, and the roles that may call them.
#include <google/protobuf/descriptor.h>

#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "gtest/gtest.h"
#include "overstap/v1/options.pb.h"
#include "tests/house/descriptors.h"

namespace overstap::house {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

std::vector<const MethodDescriptor*> Methods() {
  std::vector<const MethodDescriptor*> methods;
  for (const ServiceDescriptor* service : AllDescriptors().Services("overstap.v1")) {
    for (int i = 0; i < service->method_count(); ++i) methods.push_back(service->method(i));
  }
  return methods;
}

bool IsRead(const MethodDescriptor& method) {
  for (const char* verb :
       {"Get", "List", "Search", "Match", "Explain", "Rank", "Export", "Replay", "Verify", "Render",
        "Watch", "Link", "Extract", "Suggest", "BatchLink", "BatchExtract", "BatchSuggest"}) {
    if (absl::StartsWith(method.name(), verb)) return true;
  }
  return false;
}

bool Has(const Descriptor& message, const char* field) {
  return message.FindFieldByName(field) != nullptr;
}

// Whether a field of `message` is of the type called `type`.
bool Holds(const Descriptor& message, absl::string_view type) {
  for (int i = 0; i < message.field_count(); ++i) {
    const Descriptor* held = message.field(i)->message_type();
    if (held != nullptr && held->name() == type) return true;
  }
  return false;
}

// The name of the resource in a standard method: GetVacancy → Vacancy.
std::string ResourceOf(const MethodDescriptor& method, absl::string_view verb) {
  return std::string(absl::StripPrefix(method.name(), verb));
}

TEST(ApiMethods, TakeARequestOfTheirOwn) {
  for (const MethodDescriptor* method : Methods()) {
    EXPECT_EQ(method->input_type()->name(), absl::StrCat(method->name(), "Request"))
        << method->full_name();
  }
  EXPECT_GT(Methods().size(), 20U);
}

TEST(ApiMethods, StandardOnesReturnTheResource) {
  int checked = 0;
  for (const MethodDescriptor* method : Methods()) {
    for (const char* verb : {"Get", "Create", "Update"}) {
      if (!absl::StartsWith(method->name(), verb)) continue;
      ++checked;
      const std::string resource = ResourceOf(*method, verb);
      EXPECT_EQ(method->output_type()->name(), resource) << method->full_name();
      EXPECT_TRUE(verb == std::string("Get") ? Has(*method->input_type(), "name")
                                             : Holds(*method->input_type(), resource))
          << method->full_name();
    }
  }
  EXPECT_GT(checked, 10);
}

TEST(ApiMethods, DeleteReturnsNothing) {
  int checked = 0;
  for (const MethodDescriptor* method : Methods()) {
    if (!absl::StartsWith(method->name(), "Delete")) continue;
    ++checked;
    EXPECT_EQ(method->output_type()->full_name(), "google.protobuf.Empty") << method->full_name();
    EXPECT_TRUE(Has(*method->input_type(), "name")) << method->full_name();
    EXPECT_TRUE(Has(*method->input_type(), "etag")) << method->full_name();
  }
  EXPECT_GE(checked, 3);
}

TEST(ApiMethods, OthersReturnAResponseOfTheirOwn) {
  for (const MethodDescriptor* method : Methods()) {
    bool standard = false;
    for (const char* verb : {"Get", "Create", "Update", "Delete"}) {
      standard = standard || absl::StartsWith(method->name(), verb);
    }
    // What all imports of records answer alike: which items were stored, and which not and why.
    const bool import_summary = absl::StartsWith(method->name(), "Import") &&
                                method->output_type()->name() == "ImportSummary";
    if (standard || import_summary) continue;
    EXPECT_EQ(method->output_type()->name(), absl::StrCat(method->name(), "Response"))
        << method->full_name();
  }
}

TEST(ApiMethods, ListAndSearchGoByPages) {
  int checked = 0;
  for (const MethodDescriptor* method : Methods()) {
    if (!absl::StartsWith(method->name(), "List") && !absl::StartsWith(method->name(), "Search")) {
      continue;
    }
    ++checked;
    EXPECT_TRUE(Has(*method->input_type(), "page_size")) << method->full_name();
    EXPECT_TRUE(Has(*method->input_type(), "page_token")) << method->full_name();
    EXPECT_TRUE(Has(*method->output_type(), "next_page_token")) << method->full_name();
    EXPECT_TRUE(method->output_type()->field(0)->is_repeated()) << method->full_name();
  }
  EXPECT_GT(checked, 5);
}

TEST(ApiMethods, PageTokensGoWithPageSizesAndNextPageTokens) {
  for (const MethodDescriptor* method : Methods()) {
    const bool paged = Has(*method->input_type(), "page_token");
    EXPECT_EQ(paged, Has(*method->input_type(), "page_size")) << method->full_name();
    EXPECT_EQ(paged, Has(*method->output_type(), "next_page_token")) << method->full_name();
  }
}

TEST(ApiMethods, UpdateNamesItsFieldsAndKnowsWhatItSaw) {
  int checked = 0;
  for (const MethodDescriptor* method : Methods()) {
    if (!absl::StartsWith(method->name(), "Update")) continue;
    ++checked;
    const FieldDescriptor* mask = method->input_type()->FindFieldByName("update_mask");
    ASSERT_NE(mask, nullptr) << method->full_name();
    EXPECT_EQ(mask->message_type()->full_name(), "google.protobuf.FieldMask");
    EXPECT_TRUE(Has(*method->output_type(), "etag")) << method->output_type()->full_name();
  }
  EXPECT_GE(checked, 3);
}

// A mutation is safe to repeat: its request, or the header of its stream, carries a request id.
TEST(ApiMethods, MutationsCarryARequestId) {
  int checked = 0;
  for (const MethodDescriptor* method : Methods()) {
    if (IsRead(*method)) continue;
    ++checked;
    const Descriptor& request = *method->input_type();
    const FieldDescriptor* header = request.FindFieldByName("header");
    EXPECT_TRUE(Has(request, "request_id") ||
                (header != nullptr && Has(*header->message_type(), "request_id")))
        << method->full_name();
  }
  EXPECT_GT(checked, 10);
}

TEST(ApiMethods, ReadsCarryNone) {
  for (const MethodDescriptor* method : Methods()) {
    if (IsRead(*method)) {
      EXPECT_FALSE(Has(*method->input_type(), "request_id")) << method->full_name();
    }
  }
}

TEST(ApiMethods, ImportsStreamFromTheClient) {
  int checked = 0;
  for (const MethodDescriptor* method : Methods()) {
    const bool import = absl::StartsWith(method->name(), "Import");
    checked += import ? 1 : 0;
    EXPECT_EQ(method->client_streaming(), import) << method->full_name();
    // What has no end, or is too large for one message.
    const bool stream = absl::StartsWith(method->name(), "Watch") || method->name() == "Export";
    EXPECT_EQ(method->server_streaming(), stream) << method->full_name();
  }
  EXPECT_GE(checked, 4);
}

TEST(ApiMethods, NameTheRolesThatMayCallThem) {
  for (const MethodDescriptor* method : Methods()) {
    const auto& options = method->options();
    const int roles = options.ExtensionSize(overstap::v1::allowed_roles);
    EXPECT_GT(roles, 0) << method->full_name();
    std::set<int> seen;
    for (int i = 0; i < roles; ++i) {
      const overstap::v1::Role role = options.GetExtension(overstap::v1::allowed_roles, i);
      EXPECT_NE(role, overstap::v1::ROLE_UNSPECIFIED) << method->full_name();
      EXPECT_TRUE(seen.insert(role).second) << method->full_name() << " names a role twice";
    }
  }
}

// Resources (messages with a name and times of their own) can be written under an etag.
TEST(ApiMethods, StoredResourcesHaveAnEtag) {
  int checked = 0;
  for (const Descriptor* message : AllDescriptors().Messages("overstap.v1")) {
    if (!Has(*message, "update_time")) continue;
    ++checked;
    EXPECT_TRUE(Has(*message, "name") && Has(*message, "etag")) << message->full_name();
  }
  EXPECT_GE(checked, 4);
}

}  // namespace
}  // namespace overstap::house
