#include "services/access/admission.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/write/errors.h"

namespace overstap::access {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// Keeps what it is given, or refuses it.
class FakeAudit final : public audit::AuditLog {
 public:
  absl::Status Append(store::v1::AuditRecord record) override {
    if (failure.ok()) records.push_back(std::move(record));
    return failure;
  }
  absl::Status health() const override { return failure; }
  absl::Status Anchor() override { return absl::OkStatus(); }
  absl::StatusOr<std::vector<audit::PurgedRange>> Purge(absl::Time) override {
    return std::vector<audit::PurgedRange>();
  }

  absl::Status failure;
  std::vector<store::v1::AuditRecord> records;
};

const MethodPolicy kTouching = {
    .name = "overstap.v1.S.M", .roles = {v1::ROLE_CASEWORKER}, .purpose_group = "person"};

TEST(Admission, RecordsEachPersonOnceAndTheCallOnce) {
  FakeAudit audit;
  Admission admission(kTouching, &audit);
  admission.mutable_caller().principal = "anna";
  for (const char* person : {"p-2", "p-1", "p-2", ""}) admission.Concerns(person);
  EXPECT_TRUE(admission.Close(absl::OkStatus()).ok());
  EXPECT_TRUE(admission.Close(absl::OkStatus()).ok());
  ASSERT_THAT(audit.records, SizeIs(1));
  EXPECT_THAT(audit.records[0].persons(), ElementsAre("p-1", "p-2"));
  EXPECT_EQ(audit.records[0].principal(), "anna");
}

TEST(Admission, NothingIsAnsweredThatCannotBeRecorded) {
  FakeAudit audit;
  audit.failure = absl::ResourceExhaustedError("the disk is full");
  Admission admission(kTouching, &audit);
  EXPECT_EQ(admission.Close(absl::OkStatus()).code(), absl::StatusCode::kUnavailable);
}

TEST(Admission, TellsTheReasonOfAFailureAndNotItsText) {
  FakeAudit audit;
  Admission admission(kTouching, &audit);
  const absl::Status failed =
      write::WithReason(absl::FailedPreconditionError("p-1 lives at 6811"), "IN_USE");
  EXPECT_EQ(admission.Close(failed), failed);
  ASSERT_THAT(audit.records, SizeIs(1));
  EXPECT_EQ(audit.records[0].result_reason(), "IN_USE");
  EXPECT_THAT(audit.records[0].SerializeAsString(), testing::Not(testing::HasSubstr("6811")));
}

TEST(Admission, WhatWasShedConcernsNobody) {
  FakeAudit audit;
  Admission admission(kTouching, &audit);
  EXPECT_FALSE(admission.Close(absl::ResourceExhaustedError("too much")).ok());
  EXPECT_THAT(audit.records, IsEmpty());
}

}  // namespace
}  // namespace overstap::access
