// What leaves the server for each role that sees only part of what is kept: every reply message of
// every rpc that the role may call, filled in every field, cut, and walked. The list of what is
// left is recorded for people to review; OVERSTAP_UPDATE_GOLDEN=1 records it anew.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "overstap/v1/options.pb.h"
#include "services/access/disclosure.h"
#include "services/access/role_names.h"
#include "services/api/services.h"

namespace overstap::access {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;
using google::protobuf::Reflection;

constexpr char kGoldenFile[] =
    OVERSTAP_SOURCE_DIR "/tests/golden/services/access/disclosure.golden";
constexpr char kMarker[] = "MARKER";
constexpr int kDeepest = 12;

// A value that is never the default.
void SetLeaf(const FieldDescriptor& field, Message* message) {
  const Reflection& reflection = *message->GetReflection();
  const bool repeated = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      repeated ? reflection.AddInt32(message, &field, 1) : reflection.SetInt32(message, &field, 1);
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      repeated ? reflection.AddInt64(message, &field, 1) : reflection.SetInt64(message, &field, 1);
      break;
    case FieldDescriptor::CPPTYPE_UINT32:
      repeated ? reflection.AddUInt32(message, &field, 1)
               : reflection.SetUInt32(message, &field, 1);
      break;
    case FieldDescriptor::CPPTYPE_UINT64:
      repeated ? reflection.AddUInt64(message, &field, 1)
               : reflection.SetUInt64(message, &field, 1);
      break;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      repeated ? reflection.AddDouble(message, &field, 1)
               : reflection.SetDouble(message, &field, 1);
      break;
    case FieldDescriptor::CPPTYPE_FLOAT:
      repeated ? reflection.AddFloat(message, &field, 1) : reflection.SetFloat(message, &field, 1);
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      repeated ? reflection.AddBool(message, &field, true)
               : reflection.SetBool(message, &field, true);
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      repeated ? reflection.AddEnumValue(message, &field, 1)
               : reflection.SetEnumValue(message, &field, 1);
      break;
    case FieldDescriptor::CPPTYPE_STRING:
      repeated ? reflection.AddString(message, &field, kMarker)
               : reflection.SetString(message, &field, kMarker);
      break;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
}

// Every field but those of a oneof, of which it is the one with index `oneof_choice`.
void Fill(size_t oneof_choice, int depth, Message* message) {
  if (depth > kDeepest) return;
  const Descriptor& descriptor = *message->GetDescriptor();
  const Reflection& reflection = *message->GetReflection();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor& field = *descriptor.field(i);
    if (const auto* oneof = field.real_containing_oneof()) {
      const auto count = static_cast<size_t>(oneof->field_count());
      if (oneof->field(static_cast<int>(oneof_choice % count)) != &field) continue;
    }
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      SetLeaf(field, message);
    } else {
      Fill(oneof_choice, depth + 1,
           field.is_repeated() ? reflection.AddMessage(message, &field)
                               : reflection.MutableMessage(message, &field));
    }
  }
}

// Paths of the set fields that hold a value.
void Walk(const Message& message, const std::string& path, std::set<std::string>* paths) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string inner = absl::StrCat(path, path.empty() ? "" : ".", field->name());
    const bool is_message = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    // A date is a value.
    if (!is_message || !absl::StartsWith(field->message_type()->full_name(), "overstap.")) {
      paths->insert(inner);
    } else if (field->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        Walk(reflection.GetRepeatedMessage(message, field, i), inner, paths);
      }
    } else {
      Walk(reflection.GetMessage(message, field), inner, paths);
    }
  }
}

std::vector<const MethodDescriptor*> Methods() {
  std::vector<const MethodDescriptor*> methods;
  for (const std::string& name : api::ServiceNames()) {
    const auto* service = DescriptorPool::generated_pool()->FindServiceByName(name);
    EXPECT_NE(service, nullptr) << name;
    for (int i = 0; service != nullptr && i < service->method_count(); ++i) {
      methods.push_back(service->method(i));
    }
  }
  std::sort(methods.begin(), methods.end(),
            [](const auto* a, const auto* b) { return a->full_name() < b->full_name(); });
  return methods;
}

bool MayCall(v1::Role role, const MethodDescriptor& method) {
  for (int i = 0; i < method.options().ExtensionSize(v1::allowed_roles); ++i) {
    if (method.options().GetExtension(v1::allowed_roles, i) == role) return true;
  }
  return false;
}

// What is left of the filled reply, over all choices of its oneofs. `cut`: by the role's list.
std::set<std::string> Left(v1::Role role, const MethodDescriptor& method, bool cut) {
  constexpr size_t kChoices = 6;  // no oneof has more
  std::set<std::string> paths;
  for (size_t choice = 0; choice < kChoices; ++choice) {
    const std::unique_ptr<Message> reply(
        MessageFactory::generated_factory()->GetPrototype(method.output_type())->New());
    Fill(choice, 0, reply.get());
    if (cut) Disclose(role, reply.get());
    Walk(*reply, "", &paths);
  }
  return paths;
}

TEST(DisclosureGolden, IsWhatPeopleReviewed) {
  std::string text =
      "# What each role gets of each reply, field by field. Roles that are not here get whole what "
      "they may call.\n# Review it before recording it anew: OVERSTAP_UPDATE_GOLDEN=1.\n";
  int pairs = 0;
  for (const v1::Role role : RestrictedRoles()) {
    for (const MethodDescriptor* method : Methods()) {
      if (!MayCall(role, *method)) continue;
      ++pairs;
      const std::string name = absl::StrCat(method->service()->name(), ".", method->name());
      const std::set<std::string> whole = Left(role, *method, /*cut=*/false);
      const std::set<std::string> left = Left(role, *method, /*cut=*/true);
      EXPECT_FALSE(left.empty() && !whole.empty())
          << NameOf(role) << " may call " << name << " and gets nothing of it";
      EXPECT_TRUE(std::includes(whole.begin(), whole.end(), left.begin(), left.end())) << name;
      absl::StrAppend(&text, "\n", NameOf(role), " ", name, " (", left.size(), " of ", whole.size(),
                      ")\n");
      for (const std::string& path : left) absl::StrAppend(&text, "  ", path, "\n");
    }
  }
  EXPECT_GT(pairs, 40);
  if (std::getenv("OVERSTAP_UPDATE_GOLDEN") != nullptr) std::ofstream(kGoldenFile) << text;
  std::stringstream recorded;
  recorded << std::ifstream(kGoldenFile).rdbuf();
  EXPECT_EQ(text, recorded.str());
}

// Whatever else the table says, these never leave for those who see no people.
TEST(DisclosureGolden, HoldsNobody) {
  for (const v1::Role role : RestrictedRoles()) {
    for (const MethodDescriptor* method : Methods()) {
      if (!MayCall(role, *method)) continue;
      for (const std::string& path : Left(role, *method, /*cut=*/true)) {
        const std::string last = path.substr(path.rfind('.') + 1);
        for (const char* never :
             {"job_seeker", "linkage_key", "own_money_eur_cents", "home", "keeping_organisation",
              "foreign", "consent_reason", "decline_reason", "covered_by_label", "missing_field"}) {
          EXPECT_NE(last, never) << NameOf(role) << " " << method->name() << " " << path;
        }
      }
    }
  }
}

}  // namespace
}  // namespace overstap::access
