#include "clients/cli/error_text.h"

#include "absl/strings/str_cat.h"
#include "clients/cpp/errors.h"

namespace overstap::cli {
namespace {

Text KindOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kNotFound:
      return Text::kErrorNotFound;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return Text::kErrorInvalid;
    case absl::StatusCode::kUnavailable:
      return Text::kErrorUnavailable;
    case absl::StatusCode::kDeadlineExceeded:
      return Text::kErrorTooSlow;
    case absl::StatusCode::kAlreadyExists:
      return Text::kErrorExists;
    case absl::StatusCode::kAborted:
      return Text::kErrorChanged;
    case absl::StatusCode::kFailedPrecondition:
      return Text::kErrorNotNow;
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
      return Text::kErrorNotPermitted;
    case absl::StatusCode::kUnimplemented:
      return Text::kErrorNotServed;
    default:
      return Text::kErrorOther;
  }
}

// What a reason that the server gives means to the person who asked; kCount: not known here.
Text MeaningOf(const std::string& reason) {
  static const std::pair<const char*, Text> kMeanings[] = {
      {"OWN_REPORT", Text::kReasonOwnReport},
      {"NOT_AT_TABLE", Text::kReasonNotAtTable},
      {"ALREADY_REPORTED", Text::kReasonAlreadyReported},
      {"ALREADY_DECIDED", Text::kReasonAlreadyDecided},
      {"ILLEGAL_TRANSITION", Text::kReasonIllegalTransition},
      {"NO_OPENING_LEFT", Text::kReasonNoOpeningLeft},
      {"NO_SEAT_LEFT", Text::kReasonNoSeatLeft},
      {"NO_TAXONOMY", Text::kReasonNoTaxonomy},
      {"NOT_COUNTED_HERE", Text::kReasonNotCountedHere},
      {"SNAPSHOT_GONE", Text::kReasonSnapshotGone},
      {"IN_USE", Text::kReasonInUse},
      {"ALREADY_ANSWERED", Text::kReasonAlreadyAnswered},
      {"INTRODUCTION_NOT_ACCEPTED", Text::kReasonIntroductionNotAccepted},
      {"NO_EMPLOYER", Text::kReasonNoEmployer},
      {"NOT_DISCLOSED", Text::kReasonNotDisclosed},
      {"NOT_THE_KEEPER", Text::kReasonNotTheKeeper},
      {"ORGANISATION_NOT_YOURS", Text::kReasonOrganisationNotYours},
      {"PERSON_FORGOTTEN", Text::kReasonPersonForgotten},
      {"RESTRICTED", Text::kReasonRestricted},
      {"NOT_RESTRICTED", Text::kReasonNotRestricted},
      {"ALREADY_CHECKED", Text::kReasonAlreadyChecked},
      {"EMPLOYER_ANSWERED", Text::kReasonEmployerAnswered},
      {"NOT_CORRECTABLE", Text::kReasonNotCorrectable},
      {"NOT_DUE_YET", Text::kReasonNotDueYet},
      {"NOTHING_CHANGED", Text::kReasonNothingChanged},
      {"NOT_YOUR_PROJECT", Text::kReasonNotYourProject},
      {"NOT_YOUR_REPORT", Text::kReasonNotYourReport},
      {"SUPPRESSED", Text::kReasonSuppressed},
  };
  for (const auto& [name, text] : kMeanings) {
    if (reason == name) return text;
  }
  return Text::kCount;
}

}  // namespace

std::string ReasonText(const Locale& locale, const std::string& reason) {
  const Text meaning = MeaningOf(reason);
  return meaning == Text::kCount ? "" : locale.Say(meaning);
}

std::string ErrorText(const Locale& locale, const std::string& server, const absl::Status& status) {
  const client::ErrorDetails details = client::DetailsOf(status);
  std::string text = locale.Say(KindOf(status.code()));
  if (absl::IsUnavailable(status)) absl::StrAppend(&text, " (", server, ")");
  const Text meaning = MeaningOf(details.reason);
  if (meaning != Text::kCount) absl::StrAppend(&text, ": ", locale.Say(meaning));
  // The message of wrong fields repeats them in one line.
  if (!status.message().empty() && details.violations.empty()) {
    absl::StrAppend(&text, meaning == Text::kCount ? ": " : "\n  ", status.message());
  }
  for (const client::FieldViolation& violation : details.violations) {
    absl::StrAppend(&text, "\n  ", violation.field, ": ", violation.description);
  }
  return absl::StrCat(text, "\n");
}

}  // namespace overstap::cli
