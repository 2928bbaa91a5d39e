// Who may call what: every rpc of every service × every role is let in exactly as the rpc's own
// option says, and every purpose × role × group as the region's configuration says. What is refused
// changes nothing.
#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "overstap/v1/options.pb.h"
#include "services/access/role_names.h"
#include "services/api/services.h"
#include "services/config/region_files.h"
#include "tests/contract/services/api/api_server.h"

namespace overstap {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;
using grpc::StatusCode;

// Every rpc that the protos define, whether or not somebody remembered to serve it.
const std::vector<const MethodDescriptor*>& Methods() {
  static const std::vector<const MethodDescriptor*>& methods = *[] {
    auto* found = new std::vector<const MethodDescriptor*>;
    const std::filesystem::path folder(OVERSTAP_SOURCE_DIR "/proto/overstap/v1");
    std::set<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      files.insert(entry.path().filename().string());
    }
    for (const std::string& file : files) {
      if (!absl::EndsWith(file, "_service.proto")) continue;
      const FileDescriptor* descriptor =
          DescriptorPool::generated_pool()->FindFileByName(absl::StrCat("overstap/v1/", file));
      EXPECT_NE(descriptor, nullptr) << file << " is served by nobody";
      for (int i = 0; descriptor != nullptr && i < descriptor->service_count(); ++i) {
        for (int j = 0; j < descriptor->service(i)->method_count(); ++j) {
          found->push_back(descriptor->service(i)->method(j));
        }
      }
    }
    return found;
  }();
  return methods;
}

const std::vector<v1::Role>& AllRoles() {
  static const std::vector<v1::Role>& roles = *[] {
    auto* all = new std::vector<v1::Role>;
    const auto* descriptor = v1::Role_descriptor();
    for (int i = 0; i < descriptor->value_count(); ++i) {
      if (descriptor->value(i)->number() != v1::ROLE_UNSPECIFIED) {
        all->push_back(static_cast<v1::Role>(descriptor->value(i)->number()));
      }
    }
    return all;
  }();
  return roles;
}

std::set<v1::Role> AllowedRoles(const MethodDescriptor& method) {
  std::set<v1::Role> roles;
  for (int i = 0; i < method.options().ExtensionSize(v1::allowed_roles); ++i) {
    roles.insert(method.options().GetExtension(v1::allowed_roles, i));
  }
  return roles;
}

std::string GroupOf(const MethodDescriptor& method) {
  return method.options().GetExtension(v1::purpose_group);
}

// VacancyService.GetVacancy.
std::string NameOf(const MethodDescriptor& method) {
  return std::string(absl::StripPrefix(method.full_name(), "overstap.v1."));
}

// Requests that would change something if they were let in; of the others an empty one does.
std::string RequestOf(const MethodDescriptor& method) {
  static const std::map<std::string, std::string>& requests =
      *new std::map<std::string, std::string>{
          {"CreateJobSeeker", absl::StrCat("job_seeker { name: 'jobSeekers/new' ", kPerson, "}")},
          {"UpdateJobSeeker",
           absl::StrCat("job_seeker { name: 'jobSeekers/p' working_level_eqf: 8 } "
                        "update_mask { paths: 'working_level_eqf' }")},
          {"DeleteJobSeeker", "name: 'jobSeekers/p'"},
          {"ShareJobSeeker",
           "name: 'jobSeekers/p' organisation: 'uwv' reason: 'together' "
           "until_date { year: 2026 month: 12 day: 31 }"},
          {"ImportJobSeekers", absl::StrCat("job_seeker { name: 'jobSeekers/i' ", kPerson, "}")},
          {"CreateVacancy", absl::StrCat("vacancy { name: 'vacancies/new' ", kVacancy, "}")},
          {"UpdateVacancy",
           "vacancy { name: 'vacancies/v' title: 'other' } update_mask { paths: 'title' }"},
          {"DeleteVacancy", "name: 'vacancies/v'"},
          {"ImportVacancies", absl::StrCat("vacancy { name: 'vacancies/i' ", kVacancy, "}")},
          {"CreateTrainingOffer",
           absl::StrCat("training_offer { name: 'trainingOffers/new' ", kOffer, "}")},
          {"DeleteTrainingOffer", "name: 'trainingOffers/o'"},
          {"ImportTrainingOffers",
           absl::StrCat("training_offer { name: 'trainingOffers/i' ", kOffer, "}")},
          {"CreatePlacement",
           "placement { job_seeker: 'jobSeekers/p' vacancy: 'vacancies/v' "
           "start_date { year: 2026 month: 12 day: 1 } }"},
          {"ProposeIntroduction", "job_seeker: 'jobSeekers/p' vacancy: 'vacancies/v'"},
          {"CreateReport",
           "report { work_table: 'workTables/talent' in_kind { partner: 'P' hours: 2 "
           "contribution_date { year: 2026 month: 11 day: 1 } } }"},
          {"CreateProject",
           "project { name: 'projects/new' display_name: 'P' goal: 'g' target_group: 't' "
           "work_tables: 'workTables/talent' start_date { year: 2026 month: 1 day: 1 } }"},
          {"ImportTaxonomy", "header { source_version: 'other' }"}};
  const auto found = requests.find(method.name());
  return found == requests.end() ? "" : found->second;
}

class Roles : public testing::Test {
 protected:
  void SetUp() override {
    const auto files = config::ReadRegionFiles(OVERSTAP_SOURCE_DIR "/data/region");
    ASSERT_TRUE(files.ok()) << files.status();
    region_ = files->config;
    Make("JobSeekerService.CreateJobSeeker",
         absl::StrCat("job_seeker { name: 'jobSeekers/p' ", kPerson, "}"));
    Make("VacancyService.CreateVacancy",
         absl::StrCat("vacancy { name: 'vacancies/v' ", kVacancy, "}"));
    Make("TrainingOfferService.CreateTrainingOffer",
         absl::StrCat("training_offer { name: 'trainingOffers/o' ", kOffer, "}"));
  }
  void Make(const std::string& method, const std::string& request) {
    const Outcome made = server_.Call(method, request);
    ASSERT_TRUE(made.status.ok()) << made;
  }

  // The purposes that the configuration gives to the role for the group.
  std::set<std::string> PurposesOf(const std::string& group, v1::Role role) const {
    std::set<std::string> ids;
    for (const auto& purpose : region_.purposes()) {
      const auto& roles = purpose.roles();
      if (purpose.group() == group &&
          std::find(roles.begin(), roles.end(), access::NameOf(role)) != roles.end()) {
        ids.insert(purpose.id());
      }
    }
    return ids;
  }
  // One of them; whatever is not empty where there is none.
  std::string APurposeOf(const MethodDescriptor& method, v1::Role role) const {
    const std::set<std::string> purposes = PurposesOf(GroupOf(method), role);
    return purposes.empty() ? "job-matching" : *purposes.begin();
  }

  Outcome Call(const MethodDescriptor& method, const std::string& request,
               ApiServer::Metadata metadata) {
    metadata.try_emplace("overstap-principal", "role-tester");
    if (!method.client_streaming()) return server_.Call(NameOf(method), request, metadata);
    std::vector<std::string> items;
    if (!request.empty()) items.push_back(request);
    return server_.Stream(NameOf(method), items, metadata);
  }

  ApiServer server_{{.adjust = [](config::ServerConfig* config) {
    config->requests_per_second = 0;  // this test is one caller that never rests
  }}};
  region::v1::RegionConfig region_;
};

bool IsRefusedByRole(const Outcome& outcome) {
  return outcome.code() == StatusCode::PERMISSION_DENIED && outcome.reason() == "ROLE_NOT_ALLOWED";
}

TEST_F(Roles, EveryRpcIsServed) {
  std::set<std::string> served;
  for (const std::string& name : api::ServiceNames()) served.insert(name);
  for (const MethodDescriptor* method : Methods()) {
    EXPECT_EQ(served.count(method->service()->full_name()), 1U) << method->full_name();
  }
  EXPECT_GT(Methods().size(), 45U);
}

TEST_F(Roles, LetInExactlyThoseThatTheRpcNames) {
  int allowed_count = 0;
  int denied_count = 0;
  const std::string before = server_.Dump();
  for (const MethodDescriptor* method : Methods()) {
    const std::set<v1::Role> allowed = AllowedRoles(*method);
    EXPECT_FALSE(allowed.empty()) << method->full_name();
    for (const v1::Role role : AllRoles()) {
      const bool may = allowed.count(role) > 0;
      // An empty request ends in the handler; what is refused would change something if let in.
      const Outcome outcome = Call(*method, may ? "" : RequestOf(*method),
                                   {{"overstap-roles", access::NameOf(role)},
                                    {"overstap-purpose", APurposeOf(*method, role)}});
      const std::string pair = absl::StrCat(method->full_name(), " as ", access::NameOf(role));
      if (may) {
        ++allowed_count;
        EXPECT_FALSE(IsRefusedByRole(outcome)) << pair << ": " << outcome;
        EXPECT_NE(outcome.code(), StatusCode::UNAUTHENTICATED) << pair;
        EXPECT_NE(outcome.reason(), "PURPOSE_NOT_ALLOWED") << pair << ": " << outcome;
      } else {
        ++denied_count;
        EXPECT_TRUE(IsRefusedByRole(outcome)) << pair << ": " << outcome;
      }
    }
  }
  EXPECT_EQ(server_.Dump(), before);
  std::cout << "rpcs × roles: " << Methods().size() << " × " << AllRoles().size() << " = "
            << allowed_count + denied_count << " pairs, " << allowed_count << " let in, "
            << denied_count << " refused\n";
}

TEST_F(Roles, WhoHoldsNoneOrAnUnknownOneIsRefused) {
  const std::string before = server_.Dump();
  for (const MethodDescriptor* method : Methods()) {
    for (const char* held : {"", "chief", "ROLE_UNSPECIFIED"}) {
      const Outcome outcome =
          Call(*method, RequestOf(*method),
               {{"overstap-roles", held}, {"overstap-purpose", "job-matching"}});
      EXPECT_TRUE(IsRefusedByRole(outcome)) << method->full_name() << ": " << outcome;
    }
  }
  EXPECT_EQ(server_.Dump(), before);
}

TEST_F(Roles, OnlyWhatIsHeldCanBeAskedFor) {
  const std::string before = server_.Dump();
  for (const MethodDescriptor* method : Methods()) {
    const std::set<v1::Role> allowed = AllowedRoles(*method);
    const std::string some = access::NameOf(*allowed.begin());
    for (const v1::Role role : AllRoles()) {
      // Holds one that may and asks for one that it does not hold.
      if (role != *allowed.begin()) {
        const Outcome not_held =
            Call(*method, RequestOf(*method),
                 {{"overstap-roles", some},
                  {"overstap-role", access::NameOf(role)},
                  {"overstap-purpose", APurposeOf(*method, *allowed.begin())}});
        EXPECT_EQ(not_held.code(), StatusCode::PERMISSION_DENIED) << method->full_name();
        EXPECT_EQ(not_held.reason(), "ROLE_NOT_HELD") << method->full_name() << not_held;
      }
      // Holds two, and asks for the one that may not.
      if (allowed.count(role) > 0) continue;
      const Outcome not_allowed =
          Call(*method, RequestOf(*method),
               {{"overstap-roles", absl::StrCat(some, ",", access::NameOf(role))},
                {"overstap-role", access::NameOf(role)},
                {"overstap-purpose", APurposeOf(*method, role)}});
      EXPECT_TRUE(IsRefusedByRole(not_allowed)) << method->full_name() << ": " << not_allowed;
    }
  }
  EXPECT_EQ(server_.Dump(), before);
}

TEST_F(Roles, WhoHoldsSeveralThatMaySaysWhich) {
  int checked = 0;
  for (const MethodDescriptor* method : Methods()) {
    const std::set<v1::Role> allowed = AllowedRoles(*method);
    if (allowed.size() < 2) continue;
    ++checked;
    const std::string two =
        absl::StrCat(access::NameOf(*allowed.begin()), ",", access::NameOf(*allowed.rbegin()));
    const std::string purpose = APurposeOf(*method, *allowed.begin());
    const Outcome unclear =
        Call(*method, "", {{"overstap-roles", two}, {"overstap-purpose", purpose}});
    EXPECT_EQ(unclear.code(), StatusCode::INVALID_ARGUMENT) << method->full_name();
    EXPECT_THAT(unclear.fields(), testing::ElementsAre("metadata.overstap-role"));
    const Outcome clear = Call(*method, "",
                               {{"overstap-roles", two},
                                {"overstap-role", access::NameOf(*allowed.begin())},
                                {"overstap-purpose", purpose}});
    EXPECT_FALSE(IsRefusedByRole(clear)) << method->full_name() << ": " << clear;
  }
  EXPECT_GT(checked, 20);
}

TEST_F(Roles, WithoutATokenNothingIsAnswered) {
  const std::string before = server_.Dump();
  for (const MethodDescriptor* method : Methods()) {
    for (const char* authorization : {"", "Bearer x", "Said only-one-part"}) {
      const Outcome outcome = Call(*method, RequestOf(*method), {{"authorization", authorization}});
      EXPECT_EQ(outcome.code(), StatusCode::UNAUTHENTICATED)
          << method->full_name() << " with '" << authorization << "': " << outcome;
    }
  }
  EXPECT_EQ(server_.Dump(), before);
}

TEST_F(Roles, SayOnlyThePurposesThatTheRegionGivesThem) {
  int checked = 0;
  std::set<std::string> all{"none-such"};
  for (const auto& purpose : region_.purposes()) all.insert(purpose.id());
  for (const MethodDescriptor* method : Methods()) {
    const std::string group = GroupOf(*method);
    for (const v1::Role role : AllowedRoles(*method)) {
      const std::set<std::string> own = PurposesOf(group, role);
      const ApiServer::Metadata as{{"overstap-roles", access::NameOf(role)},
                                   {"overstap-purpose", ""}};
      const Outcome silent = Call(*method, "", as);
      const std::string pair = absl::StrCat(method->full_name(), " as ", access::NameOf(role));
      if (group.empty()) {
        EXPECT_NE(silent.reason(), "PURPOSE_REQUIRED") << pair;
        continue;
      }
      EXPECT_FALSE(own.empty()) << pair << ": the region's configuration gives it no purpose";
      EXPECT_EQ(silent.code(), StatusCode::INVALID_ARGUMENT) << pair << ": " << silent;
      EXPECT_EQ(silent.reason(), "PURPOSE_REQUIRED") << pair;
      for (const std::string& purpose : all) {
        ++checked;
        const Outcome said = Call(
            *method, "", {{"overstap-roles", access::NameOf(role)}, {"overstap-purpose", purpose}});
        const bool refused =
            said.code() == StatusCode::PERMISSION_DENIED && said.reason() == "PURPOSE_NOT_ALLOWED";
        EXPECT_EQ(refused, own.count(purpose) == 0) << pair << " for " << purpose << ": " << said;
      }
    }
  }
  EXPECT_GT(checked, 300);
  std::cout << "rpcs × roles × purposes: " << checked << "\n";
}

TEST(RateLimits, AreEachPrincipalsOwnAndSayWhenToComeBack) {
  ApiServer server({.with_taxonomy = false, .adjust = [](config::ServerConfig* config) {
                      config->requests_per_second = 2;  // and four at once after a rest
                    }});
  const auto list = [&server](const std::string& principal) {
    return server.Call("VacancyService.ListVacancies", "", {{"overstap-principal", principal}});
  };
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(list("flood").status.ok()) << i;
  const Outcome shed = list("flood");
  EXPECT_EQ(shed.code(), StatusCode::RESOURCE_EXHAUSTED) << shed;
  EXPECT_EQ(shed.reason(), "RATE_LIMITED");
  google::rpc::RetryInfo retry;
  for (const auto& detail : shed.details.details()) {
    if (detail.Is<google::rpc::RetryInfo>()) detail.UnpackTo(&retry);
  }
  EXPECT_EQ(retry.retry_delay().nanos(), 500'000'000) << shed;
  EXPECT_TRUE(list("other").status.ok());
  server.Advance(absl::Milliseconds(500));
  EXPECT_TRUE(list("flood").status.ok());
  EXPECT_EQ(list("flood").code(), StatusCode::RESOURCE_EXHAUSTED);
}

}  // namespace
}  // namespace overstap
