// One suite over the standard methods of every plain kind of record.
#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "overstap/v1/job_seeker.pb.h"
#include "tests/contract/services/api/api_server.h"

namespace overstap {
namespace {

using grpc::StatusCode;

struct Kind {
  std::string one;
  std::string many;
  std::string field;
  std::string collection;
  std::string valid;    // a resource, in text format
  std::string changed;  // what an update changes, and to what
  std::string mask;     // the field
};
[[maybe_unused]] void PrintTo(const Kind& kind, std::ostream* out) { *out << kind.one; }

class StandardMethods : public testing::TestWithParam<Kind> {
 protected:
  std::string Method(const std::string& verb) const {
    return absl::StrCat(GetParam().one, "Service.", verb,
                        verb == "List" || verb == "Import" ? GetParam().many : GetParam().one);
  }
  std::string Named(const std::string& id, const std::string& more = "") const {
    return absl::StrCat(GetParam().field, " { ", GetParam().valid, " name: '",
                        GetParam().collection, "/", id, "' ", more, " } ");
  }
  Outcome Create(const std::string& id) { return server_.Call(Method("Create"), Named(id)); }
  Outcome Get(const std::string& id) {
    return server_.Call(Method("Get"),
                        absl::StrCat("name: '", GetParam().collection, "/", id, "'"));
  }
  // Names on one page, and the token of the next.
  std::vector<std::string> List(const std::string& request, std::string* next) {
    const Outcome page = server_.Call(Method("List"), request);
    EXPECT_TRUE(page.status.ok()) << page;
    *next = page.Field("next_page_token");
    std::vector<std::string> names;
    const auto* items = page.reply->GetDescriptor()->field(0);
    const auto& reflection = *page.reply->GetReflection();
    for (int i = 0; i < reflection.FieldSize(*page.reply, items); ++i) {
      const auto& item = reflection.GetRepeatedMessage(*page.reply, items, i);
      names.push_back(
          item.GetReflection()->GetString(item, item.GetDescriptor()->FindFieldByName("name")));
    }
    return names;
  }

  ApiServer server_;
};

TEST_P(StandardMethods, WhatIsCreatedIsReadAtOnce) {
  const Outcome made = Create("x-1");
  ASSERT_TRUE(made.status.ok()) << made;
  EXPECT_EQ(made.Field("name"), GetParam().collection + "/x-1");
  EXPECT_FALSE(made.Field("etag").empty());
  const Outcome read = Get("x-1");
  ASSERT_TRUE(read.status.ok()) << read;
  EXPECT_EQ(read.reply->DebugString(), made.reply->DebugString());
}

TEST_P(StandardMethods, ARecordWithoutANameGetsOneThatIsNotGuessed) {
  std::set<std::string> names;
  for (int i = 0; i < 3; ++i) {
    const Outcome made = server_.Call(
        Method("Create"), absl::StrCat(GetParam().field, " { ", GetParam().valid, " }"));
    ASSERT_TRUE(made.status.ok()) << made;
    EXPECT_EQ(made.Field("name").rfind(GetParam().collection + "/", 0), 0U);
    names.insert(made.Field("name"));
  }
  EXPECT_EQ(names.size(), 3U);
}

TEST_P(StandardMethods, UpdateReplacesWhatTheMaskNames) {
  const Outcome made = Create("x-1");
  const Outcome updated = server_.Call(
      Method("Update"), absl::StrCat(GetParam().field, " { name: '", GetParam().collection,
                                     "/x-1' ", GetParam().changed, " } update_mask { paths: '",
                                     GetParam().mask, "' paths: '", GetParam().mask, "' }"));
  ASSERT_TRUE(updated.status.ok()) << updated;
  EXPECT_NE(updated.Field("etag"), made.Field("etag"));
  // All else is as it was: with the changed field put back, only etag and time differ.
  const Outcome restored =
      server_.Call(Method("Update"),
                   absl::StrCat(Named("x-1"), " update_mask { paths: '", GetParam().mask, "' }"));
  ASSERT_TRUE(restored.status.ok()) << restored;
  const auto without_head = [](const Outcome& outcome) {
    auto copy = std::unique_ptr<google::protobuf::Message>(outcome.reply->New());
    copy->CopyFrom(*outcome.reply);
    for (const char* field : {"etag", "update_time"}) {
      copy->GetReflection()->ClearField(copy.get(), copy->GetDescriptor()->FindFieldByName(field));
    }
    return copy->DebugString();
  };
  EXPECT_NE(without_head(updated), without_head(made));
  EXPECT_EQ(without_head(restored), without_head(made));
}

TEST_P(StandardMethods, AnUpdateWithTheEtagThatWasReadGoesThroughOnce) {
  const Outcome made = Create("x-1");
  const std::string update = absl::StrCat(
      Named("x-1", absl::StrCat(GetParam().changed, " etag: '", made.Field("etag"), "'")));
  EXPECT_TRUE(server_.Call(Method("Update"), update).status.ok());
  const Outcome again = server_.Call(Method("Update"), update);
  EXPECT_EQ(again.code(), StatusCode::ABORTED) << again;
  EXPECT_EQ(again.reason(), "ETAG_MISMATCH");
}

TEST_P(StandardMethods, AnUpdateThatChangesNothingKeepsTheEtag) {
  const Outcome made = Create("x-1");
  const Outcome same = server_.Call(Method("Update"), Named("x-1"));
  ASSERT_TRUE(same.status.ok()) << same;
  EXPECT_EQ(same.reply->DebugString(), made.reply->DebugString());
}

TEST_P(StandardMethods, WhatIsDeletedIsGone) {
  Create("x-1");
  const std::string name = absl::StrCat("name: '", GetParam().collection, "/x-1'");
  EXPECT_TRUE(server_.Call(Method("Delete"), name).status.ok());
  EXPECT_EQ(Get("x-1").code(), StatusCode::NOT_FOUND);
  EXPECT_EQ(server_.Call(Method("Delete"), name).code(), StatusCode::NOT_FOUND);
}

TEST_P(StandardMethods, ListGoesThroughAllByPagesInOrder) {
  for (const char* id : {"c", "a", "e", "b", "d"}) Create(id);
  std::vector<std::string> all;
  std::string token;
  do {
    const auto page = List(absl::StrCat("page_size: 2 page_token: '", token, "'"), &token);
    EXPECT_LE(page.size(), 2U);
    all.insert(all.end(), page.begin(), page.end());
  } while (!token.empty());
  EXPECT_EQ(all.size(), 5U);
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
}

TEST_P(StandardMethods, ARepeatOfARequestIdGetsTheFirstAnswer) {
  const std::string id = " request_id: '7b7d9c0e-8f3b-4f5e-9d55-0123456789ab'";
  const std::string body = absl::StrCat(GetParam().field, " { ", GetParam().valid, " }", id);
  const Outcome first = server_.Call(Method("Create"), body);
  ASSERT_TRUE(first.status.ok()) << first;
  const std::string after = server_.Dump();
  server_.Advance(absl::Hours(24 * 29));
  const Outcome repeat = server_.Call(Method("Create"), body);
  ASSERT_TRUE(repeat.status.ok()) << repeat;
  EXPECT_EQ(repeat.reply->DebugString(), first.reply->DebugString());
  EXPECT_EQ(server_.Dump(), after);
  const Outcome other = server_.Call(Method("Create"), Named("x-2") + id);
  EXPECT_FALSE(other.status.ok());
  EXPECT_EQ(server_.Dump(), after);
  // Another caller's ids are its own.
  EXPECT_TRUE(
      server_.Call(Method("Create"), Named("x-2") + id, {{"overstap-principal", "b"}}).status.ok());
}

TEST_P(StandardMethods, RecordsSurviveARestart) {
  const Outcome made = Create("x-1");
  server_.Restart();
  const Outcome read = Get("x-1");
  ASSERT_TRUE(read.status.ok()) << read;
  EXPECT_EQ(read.reply->DebugString(), made.reply->DebugString());
}

INSTANTIATE_TEST_SUITE_P(Kinds, StandardMethods,
                         testing::Values(Kind{"JobSeeker", "JobSeekers", "job_seeker", "jobSeekers",
                                              kPerson, "working_level_eqf: 4", "working_level_eqf"},
                                         Kind{"Vacancy", "Vacancies", "vacancy", "vacancies",
                                              kVacancy, "title: 'Ziekenverzorgende'", "title"},
                                         Kind{"TrainingOffer", "TrainingOffers", "training_offer",
                                              "trainingOffers", kOffer, "title: 'Basis verzorging'",
                                              "title"}),
                         [](const testing::TestParamInfo<Kind>& kind) { return kind.param.one; });

TEST(Records, KeepNoMoreOfAPostcodeThanItsArea) {
  ApiServer server;
  const Outcome made =
      server.Call("JobSeekerService.CreateJobSeeker",
                  absl::StrCat("job_seeker { ", kPerson, " home { postcode: '6811 AB' } }"));
  ASSERT_TRUE(made.status.ok()) << made;
  EXPECT_EQ(made.As<v1::JobSeeker>().home().postcode(), "6811");
}

TEST(Records, TellUnknownFromNone) {
  ApiServer server;
  const Outcome made = server.Call("JobSeekerService.CreateJobSeeker",
                                   "job_seeker { name: 'jobSeekers/x' driving_licences { } }");
  ASSERT_TRUE(made.status.ok()) << made;
  EXPECT_TRUE(made.As<v1::JobSeeker>().has_driving_licences());
  EXPECT_FALSE(made.As<v1::JobSeeker>().has_languages());
  // A masked field that is unset is cleared.
  const Outcome cleared =
      server.Call("JobSeekerService.UpdateJobSeeker",
                  "job_seeker { name: 'jobSeekers/x' } update_mask { paths: 'driving_licences' }");
  ASSERT_TRUE(cleared.status.ok()) << cleared;
  EXPECT_FALSE(cleared.As<v1::JobSeeker>().has_driving_licences());
}

}  // namespace
}  // namespace overstap
