#include "clients/cpp/methods.h"

#include <set>

#include "gtest/gtest.h"
#include "overstap/v1/ledger_service.pb.h"
#include "overstap/v1/taxonomy_service.pb.h"
#include "overstap/v1/vacancy_service.pb.h"

namespace overstap::client {
namespace {

TEST(Methods, EachRequestBelongsToOneRpc) {
  std::set<const google::protobuf::Descriptor*> requests;
  int methods = 0;
  for (const auto* service : Services()) {
    for (int i = 0; i < service->method_count(); ++i) {
      ++methods;
      EXPECT_TRUE(requests.insert(service->method(i)->input_type()).second)
          << service->method(i)->full_name();
      EXPECT_EQ(MethodOf(*service->method(i)->input_type()), service->method(i));
    }
  }
  EXPECT_GT(methods, 40);
}

TEST(Methods, PathsAreThoseOfTheWire) {
  EXPECT_EQ(MethodPath(*MethodOf(*v1::GetVacancyRequest::descriptor())),
            "/overstap.v1.VacancyService/GetVacancy");
  EXPECT_EQ(MethodNamed("GetVacancy"), MethodOf(*v1::GetVacancyRequest::descriptor()));
  for (const char* name : {"GetWorkTable", "UpdateProject", "Export", "WatchReports"}) {
    EXPECT_NE(MethodNamed(name), nullptr) << name;
  }
  EXPECT_EQ(MethodNamed("GetNothing"), nullptr);
  EXPECT_EQ(MethodOf(*v1::Vacancy::descriptor()), nullptr);
}

TEST(Methods, WhatWritesWithoutARequestIdIsNotRepeated) {
  EXPECT_TRUE(IsSafeToRepeat(*MethodNamed("GetVacancy")));
  EXPECT_TRUE(IsSafeToRepeat(*MethodNamed("MatchVacancies")));
  EXPECT_TRUE(IsSafeToRepeat(*MethodNamed("CreateVacancy")));
  EXPECT_TRUE(IsSafeToRepeat(*MethodNamed("AcknowledgeReport")));
  EXPECT_TRUE(IsSafeToRepeat(*MethodNamed("BatchCreateReports")));
  EXPECT_TRUE(IsSafeToRepeat(*MethodNamed("JudgeReports")));
  EXPECT_FALSE(IsSafeToRepeat(*MethodNamed("ImportTaxonomy")));
}

}  // namespace
}  // namespace overstap::client
