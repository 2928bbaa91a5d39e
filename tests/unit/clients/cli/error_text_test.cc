#include "clients/cli/error_text.h"

#include <string>

#include "absl/strings/cord.h"
#include "clients/cli/exit_code.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

namespace overstap::cli {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(ErrorText, NamesEveryWrongFieldOnce) {
  google::rpc::BadRequest bad_request;
  for (const char* field : {"vacancy.title", "vacancy.openings"}) {
    auto* violation = bad_request.add_field_violations();
    violation->set_field(field);
    violation->set_description("required");
  }
  absl::Status status = absl::InvalidArgumentError("vacancy.title: required; …");
  status.SetPayload("type.googleapis.com/google.rpc.BadRequest",
                    absl::Cord(bad_request.SerializeAsString()));
  EXPECT_EQ(ErrorText(Locale(Language::kNl), "localhost", status),
            "Niet geldig\n  vacancy.title: required\n  vacancy.openings: required\n");
}

TEST(ErrorText, SaysWhatAReasonMeansInTheLanguage) {
  google::rpc::ErrorInfo info;
  info.set_reason("OWN_REPORT");
  absl::Status status = absl::PermissionDeniedError("own report");
  status.SetPayload("type.googleapis.com/google.rpc.ErrorInfo",
                    absl::Cord(info.SerializeAsString()));
  EXPECT_THAT(ErrorText(Locale(Language::kDe), "localhost", status),
              StartsWith("Nicht erlaubt: keine Organisation entscheidet über ihre eigene Meldung"));
}

TEST(ErrorText, NamesTheServerThatCannotBeReached) {
  EXPECT_THAT(ErrorText(Locale(Language::kEn), "127.0.0.1:7070", absl::UnavailableError("refused")),
              HasSubstr("127.0.0.1:7070"));
  EXPECT_THAT(ErrorText(Locale(Language::kEn), "127.0.0.1:7070", absl::NotFoundError("no such")),
              Not(HasSubstr("127.0.0.1:7070")));
}

TEST(ExitCode, TellsErrorsApart) {
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), ExitCode::kOk);
  EXPECT_EQ(ExitCodeOf(absl::NotFoundError("")), ExitCode::kNotFound);
  EXPECT_EQ(ExitCodeOf(absl::InvalidArgumentError("")), ExitCode::kInvalid);
  EXPECT_EQ(ExitCodeOf(absl::UnavailableError("")), ExitCode::kUnavailable);
  EXPECT_EQ(ExitCodeOf(absl::DeadlineExceededError("")), ExitCode::kUnavailable);
  EXPECT_EQ(ExitCodeOf(absl::AbortedError("")), ExitCode::kConflict);
  EXPECT_EQ(ExitCodeOf(absl::AlreadyExistsError("")), ExitCode::kConflict);
  EXPECT_EQ(ExitCodeOf(absl::FailedPreconditionError("")), ExitCode::kConflict);
  EXPECT_EQ(ExitCodeOf(absl::PermissionDeniedError("")), ExitCode::kPermission);
  EXPECT_EQ(ExitCodeOf(absl::InternalError("")), ExitCode::kOther);
}

}  // namespace
}  // namespace overstap::cli
