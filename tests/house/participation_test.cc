// Participation facts serve counting and funding alone: neither what ranks nor what answers anybody
// else can so much as name them. Read off every #include, and off every message that an rpc of
// another service takes or gives.
#include <google/protobuf/descriptor.h>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "overstap/v1/options.pb.h"
#include "tests/house/descriptors.h"
#include "tests/house/source_tree.h"

namespace overstap::house {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::ServiceDescriptor;

constexpr char kService[] = "overstap.v1.ParticipationFactsService";
constexpr char kFacts[] = "overstap.v1.ParticipationFacts";

// Everything that may include a header about them: their own folder and service, what counting
// copies of them into a report, the export that the funding officer asks for, and the list of
// services.
const std::set<std::string>& MayInclude() {
  static const std::set<std::string>& paths =
      *new std::set<std::string>{"services/api/counted_traits.cc",
                                 "services/api/export_job_seeker.cc",
                                 "services/api/participation_render.h",
                                 "services/api/participation_service.cc",
                                 "services/api/services.cc",
                                 "clients/cpp/methods.cc"};
  return paths;
}

bool IsAboutFacts(const std::string& include) {
  return include.find("participation") != std::string::npos;
}

TEST(Participation, IsIncludedByNothingThatRanksOrAnswersOthers) {
  std::set<std::string> unused = MayInclude();
  int own = 0;
  for (const SourceFile& file : ReadSources()) {
    if (IsBelow(file.path, "tests")) continue;
    if (IsBelow(file.path, "services/participation")) {
      ++own;
      continue;
    }
    for (const Include& include : file.includes) {
      if (!IsAboutFacts(include.path)) continue;
      unused.erase(file.path);
      EXPECT_EQ(MayInclude().count(file.path), 1U)
          << file.path << ":" << include.line << " includes " << include.path;
    }
  }
  EXPECT_GE(own, 2);
  for (const std::string& path : unused) ADD_FAILURE() << path << " includes nothing about them";
}

// Two steps away counts too: what ranks must not reach such a header through another.
TEST(Participation, IsNotReachedByWhatRanksThroughOtherHeaders) {
  std::map<std::string, std::vector<std::string>> includes;
  for (const SourceFile& file : ReadSources()) {
    for (const Include& include : file.includes) includes[file.path].push_back(include.path);
  }
  int checked = 0;
  for (const auto& [path, unused] : includes) {
    const bool ranks = IsBelow(path, "matcher") || IsBelow(path, "services/pool") ||
                       IsBelow(path, "services/convert") ||
                       path.rfind("services/api/match", 0) == 0 ||
                       path.rfind("services/api/route", 0) == 0;
    if (!ranks) continue;
    ++checked;
    std::set<std::string> reached;
    std::vector<std::string> open = {path};
    while (!open.empty()) {
      const std::string next = open.back();
      open.pop_back();
      if (!reached.insert(next).second) continue;
      EXPECT_FALSE(IsAboutFacts(next)) << next << " is reached from " << path;
      const auto found = includes.find(next);
      if (found != includes.end()) {
        open.insert(open.end(), found->second.begin(), found->second.end());
      }
    }
  }
  EXPECT_GT(checked, 50);
}

void AddReachable(const Descriptor* message, std::set<const Descriptor*>& messages,
                  std::set<const EnumDescriptor*>& enums) {
  if (!messages.insert(message).second) return;
  for (int i = 0; i < message->field_count(); ++i) {
    if (message->field(i)->message_type() != nullptr) {
      AddReachable(message->field(i)->message_type(), messages, enums);
    }
    if (message->field(i)->enum_type() != nullptr) enums.insert(message->field(i)->enum_type());
  }
}

// Said of a person once in a report, so that it can be counted: a copy as it was at the event,
// which nobody gets back (services/api/records.cc).
const std::set<std::string>& CopiedForCounting() {
  static const std::set<std::string>& fields =
      *new std::set<std::string>{"overstap.v1.PlacementFacts.side_entrant",
                                 "overstap.v1.PlacementFacts.distance_to_labour_market",
                                 "overstap.v1.TrainingCompletionFacts.side_entrant",
                                 "overstap.v1.TrainingCompletionFacts.distance_to_labour_market",
                                 "overstap.v1.ReportPlacementRequest.side_entrant",
                                 "overstap.v1.ReportPlacementRequest.distance_to_labour_market"};
  return fields;
}

TEST(Participation, IsInNoMessageOfAnotherService) {
  const Descriptor* facts = AllDescriptors().FindMessage(kFacts);
  ASSERT_NE(facts, nullptr);
  // What every resource has says nothing about anybody.
  const std::set<std::string> common = {"name", "etag", "create_time", "update_time"};
  std::set<std::string> fields;
  std::set<std::string> types = {facts->full_name()};
  for (int i = 0; i < facts->field_count(); ++i) {
    if (common.count(facts->field(i)->name()) == 0) fields.insert(facts->field(i)->name());
    if (facts->field(i)->enum_type() != nullptr) {
      types.insert(facts->field(i)->enum_type()->full_name());
    }
  }
  EXPECT_GE(fields.size(), 5U);
  std::set<const Descriptor*> messages;
  std::set<const EnumDescriptor*> enums;
  int services = 0;
  for (const ServiceDescriptor* service : AllDescriptors().Services("overstap.v1")) {
    if (service->full_name() == kService) continue;
    ++services;
    for (int i = 0; i < service->method_count(); ++i) {
      AddReachable(service->method(i)->input_type(), messages, enums);
      AddReachable(service->method(i)->output_type(), messages, enums);
    }
  }
  EXPECT_GE(services, 8);
  EXPECT_GT(messages.size(), 50U);
  std::set<std::string> copied = CopiedForCounting();
  for (const Descriptor* message : messages) {
    EXPECT_EQ(types.count(message->full_name()), 0U) << message->full_name();
    for (int i = 0; i < message->field_count(); ++i) {
      if (copied.erase(message->field(i)->full_name()) > 0) continue;
      EXPECT_EQ(fields.count(message->field(i)->name()), 0U) << message->field(i)->full_name();
    }
  }
  for (const std::string& field : copied) ADD_FAILURE() << field << " is not there";
  for (const EnumDescriptor* type : enums) {
    EXPECT_EQ(types.count(type->full_name()), 0U) << type->full_name();
  }
}

TEST(Participation, IsForFundingOfficersAloneAndForAPurposeOfItsOwn) {
  int rpcs = 0;
  for (const ServiceDescriptor* service : AllDescriptors().Services("overstap.v1")) {
    for (int i = 0; i < service->method_count(); ++i) {
      const auto& options = service->method(i)->options();
      const bool own = service->full_name() == kService;
      EXPECT_EQ(options.GetExtension(overstap::v1::purpose_group) == "participation", own)
          << service->method(i)->full_name();
      if (!own) continue;
      ++rpcs;
      ASSERT_EQ(options.ExtensionSize(overstap::v1::allowed_roles), 1);
      EXPECT_EQ(options.GetExtension(overstap::v1::allowed_roles, 0),
                overstap::v1::ROLE_FUNDING_OFFICER);
    }
  }
  EXPECT_EQ(rpcs, 3);
}

}  // namespace
}  // namespace overstap::house
