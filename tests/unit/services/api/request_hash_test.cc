#include "services/api/request_hash.h"

#include "gtest/gtest.h"
#include "overstap/v1/ledger_service.pb.h"
#include "overstap/v1/vacancy_service.pb.h"

namespace overstap::api {
namespace {

TEST(HashWithout, LeavesOutTheNamedFieldsOnly) {
  v1::CreateVacancyRequest a;
  a.mutable_vacancy()->set_title("x");
  v1::CreateVacancyRequest b = a;
  b.set_request_id("id");
  EXPECT_EQ(HashWithout(a, {"request_id"}), HashWithout(b, {"request_id"}));
  EXPECT_NE(HashWithout(a, {}), HashWithout(b, {}));
  b.mutable_vacancy()->set_title("y");
  EXPECT_NE(HashWithout(a, {"request_id"}), HashWithout(b, {"request_id"}));
}

TEST(HashWithout, TellsRequestsOfTheSameBytesApart) {
  v1::AcknowledgeReportRequest acknowledge;
  acknowledge.set_name("reports/r");
  v1::GetReportRequest get;
  get.set_name("reports/r");
  EXPECT_EQ(acknowledge.SerializeAsString(), get.SerializeAsString());
  EXPECT_NE(HashWithout(acknowledge, {}), HashWithout(get, {}));
}

TEST(RunningHash, KnowsWhereOneMessageEnds) {
  v1::GetReportRequest ab;
  ab.set_name("ab");
  v1::GetReportRequest empty;
  RunningHash one;
  one.Add(ab);
  one.Add(empty);
  RunningHash other;
  other.Add(empty);
  other.Add(ab);
  EXPECT_NE(one.Finish(), other.Finish());
}

}  // namespace
}  // namespace overstap::api
