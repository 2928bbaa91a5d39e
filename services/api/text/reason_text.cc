#include "services/api/text/reason_text.h"

#include <array>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/api/text/sentences.h"

namespace overstap::api {
namespace {

using matcher::Reason;
using matcher::Rule;

constexpr std::array<std::pair<std::string_view, Sentence>, 19> kUnknowns = {{
    {"job_seeker.working_level_eqf", Sentence::kUnknownWorkingLevel},
    {"job_seeker.qualifications", Sentence::kUnknownQualifications},
    {"job_seeker.languages", Sentence::kUnknownLanguages},
    {"job_seeker.driving_licences", Sentence::kUnknownDrivingLicences},
    {"job_seeker.credentials", Sentence::kUnknownCredentials},
    {"job_seeker.skills", Sentence::kUnknownSkills},
    {"job_seeker.available_from_date", Sentence::kUnknownAvailableFrom},
    {"job_seeker.travel", Sentence::kUnknownTravel},
    {"job_seeker.home", Sentence::kUnknownHome},
    {"job_seeker.availability", Sentence::kUnknownAvailability},
    {"job_seeker.hours_per_week_wanted", Sentence::kUnknownHoursWanted},
    {"job_seeker.hours_per_week_now", Sentence::kUnknownHoursNow},
    {"job_seeker.keeps_present_job", Sentence::kUnknownKeepsJob},
    {"job_seeker.sectors", Sentence::kUnknownSectors},
    {"job_seeker.own_money_eur_cents", Sentence::kUnknownMoney},
    {"job_seeker.training_weeks_max", Sentence::kUnknownTrainingWeeks},
    {"job_seeker.training_hours_per_week_max", Sentence::kUnknownTrainingHours},
    {"vacancy.place", Sentence::kUnknownPlace},
    {"training_offer.place", Sentence::kUnknownPlace},
}};
constexpr std::string_view kLearningCompanyField = "vacancy.learn_work.recognised_learning_company";

Sentence UnknownSentence(std::string_view field) {
  for (const auto& [name, sentence] : kUnknowns) {
    if (name == field) return sentence;
  }
  return field == kLearningCompanyField ? Sentence::kUnknownLearningCompany
                                        : Sentence::kUnknownOther;
}

Sentence FailedSentence(const Reason& reason) {
  const bool without = reason.person_value.empty();
  switch (reason.rule) {
    case Rule::kOpen:
      return reason.unit == "date" ? Sentence::kClosingDatePassed : Sentence::kClosed;
    case Rule::kOpenings:
      return Sentence::kNoOpenings;
    case Rule::kSector:
      return Sentence::kSector;
    case Rule::kTravelKm:
      return Sentence::kTravelKm;
    case Rule::kTravelMinutes:
      return absl::StartsWith(reason.demand_value, "not possible") ? Sentence::kTravelNotPossible
                                                                   : Sentence::kTravelMinutes;
    case Rule::kHours:
      return Sentence::kHours;
    case Rule::kShifts:
      return without ? Sentence::kShiftsNone : Sentence::kShifts;
    case Rule::kEducationLevel:
      return without ? Sentence::kEducationLevelNone : Sentence::kEducationLevel;
    case Rule::kDiploma:
      return without ? Sentence::kDiplomaNone : Sentence::kDiploma;
    case Rule::kLanguage:
      return without ? Sentence::kLanguageNone : Sentence::kLanguage;
    case Rule::kDrivingLicence:
      return Sentence::kDrivingLicence;
    case Rule::kCredential:
      return without ? Sentence::kCredentialMissing : Sentence::kCredentialLapsed;
    case Rule::kStartDate:
      return Sentence::kStartDate;
    case Rule::kLearningCompany:
      return Sentence::kLearningCompany;
    case Rule::kEntrySkill:
      return Sentence::kEntrySkill;
    case Rule::kSeat:
      return reason.unit == "date" ? Sentence::kRunStarted : Sentence::kNoSeat;
    case Rule::kTrainingCost:
      return Sentence::kTrainingCost;
    case Rule::kTrainingWeeks:
      return Sentence::kTrainingWeeks;
    case Rule::kTrainingHours:
      return Sentence::kTrainingHours;
    case Rule::kFundingScheme:
      return reason.unit == "weeks"  ? Sentence::kSchemeTooLong
             : reason.unit == "date" ? Sentence::kSchemeWindow
                                     : Sentence::kSchemeNotListed;
    case Rule::kFitThreshold:
      return Sentence::kFitThreshold;
  }
  return Sentence::kOtherRule;
}

// A value of a reason in words.
std::string Value(const Reason& reason, const std::string& text, const Words& words) {
  if (text.empty()) return "";
  if (reason.unit == "date") return words.DateText(text);
  if (reason.unit == "eqf") return words.Level(text);
  if (reason.unit == "percent") return absl::StrCat(words.Number(text), " %");
  if (reason.unit == "eur_cents") {
    int64_t cents = 0;
    return absl::SimpleAtoi(text, &cents) ? words.Money(cents) : text;
  }
  if (reason.unit == "km" || reason.unit == "hours_per_week") return words.Number(text);
  if (reason.rule == Rule::kSector) return words.Sectors(text);
  if (reason.rule == Rule::kShifts) return words.WeekParts(text);
  if (reason.rule == Rule::kTravelMinutes && absl::StartsWith(text, "not possible")) {
    return words.NotPossible(text);
  }
  return text;
}

std::string Subject(const Reason& reason, const Words& words) {
  switch (reason.rule) {
    case Rule::kLanguage:
      return words.LanguageName(reason.subject);
    case Rule::kCredential:
      return words.Credential(reason.subject);
    case Rule::kEntrySkill:
      return words.Skill(reason.subject);
    case Rule::kTravelMinutes:
      return words.TravelMode(reason.subject);
    case Rule::kFundingScheme:
      return words.Scheme(reason.subject);
    default:
      return reason.subject;
  }
}

std::string PercentagePoints(double difference, const Words& words) {
  return words.Number(absl::StrFormat("%.0f", std::fabs(difference) * 100));
}

}  // namespace

std::string ReasonText(const Reason& reason, const Words& words) {
  SentenceValues values{.subject = Subject(reason, words),
                        .person = Value(reason, reason.person_value, words),
                        .demand = Value(reason, reason.demand_value, words)};
  if (reason.missing_field.empty()) {
    return Say(FailedSentence(reason), words.language(), values);
  }
  const Sentence sentence = UnknownSentence(reason.missing_field);
  if (sentence == Sentence::kUnknownOther) values.subject = std::string(reason.missing_field);
  return Say(sentence, words.language(), values);
}

std::string NoteText(std::string_view note, const Words& words) {
  if (note == "check:certificate-of-conduct") {
    return Say(Sentence::kNoteConduct, words.language(), {});
  }
  if (note == "check:medical") return Say(Sentence::kNoteMedical, words.language(), {});
  const std::vector<std::string> parts =
      absl::StrSplit(absl::string_view(note.data(), note.size()), ':');
  if (parts[0] == "credential-within-weeks" && parts.size() == 3) {
    return Say(Sentence::kNoteWithinWeeks, words.language(),
               {.subject = words.Credential(parts[1]), .demand = parts[2]});
  }
  if (parts[0] == "credential-by-employer" && parts.size() == 2) {
    return Say(Sentence::kNoteByEmployer, words.language(),
               {.subject = words.Credential(parts[1])});
  }
  return std::string(note);
}

std::string RankText(const matcher::Route& route, const matcher::Route* previous,
                     matcher::RouteOrder order, const Words& words) {
  const matcher::Language language = words.language();
  if (previous == nullptr) {
    switch (order) {
      case matcher::RouteOrder::kSoonestWork:
        return Say(Sentence::kFirstSoonest, language, {.demand = words.Date(route.work_start)});
      case matcher::RouteOrder::kLeastCost:
        return Say(Sentence::kFirstCheapest, language, {.demand = words.Money(route.cost_person)});
      case matcher::RouteOrder::kBestFit:
        return Say(
            Sentence::kFirstBestFit, language,
            {.demand = absl::StrCat(
                 PercentagePoints(matcher::ScoreToDouble(route.fit_after.score), words), " %")});
    }
  }
  std::vector<std::string> differences;
  if (const int days = route.work_start - previous->work_start; days != 0) {
    differences.push_back(Say(days > 0 ? Sentence::kStartsLater : Sentence::kStartsEarlier,
                              language, {.demand = words.Duration(std::abs(days))}));
  }
  if (const int64_t cents = route.cost_person - previous->cost_person; cents != 0) {
    differences.push_back(Say(cents > 0 ? Sentence::kCostsMore : Sentence::kCostsLess, language,
                              {.demand = words.Money(std::abs(cents))}));
  }
  const double fit = matcher::ScoreToDouble(route.fit_after.score) -
                     matcher::ScoreToDouble(previous->fit_after.score);
  // Less than half a point is not worth a word.
  if (std::fabs(fit) >= 0.005) {
    differences.push_back(Say(fit > 0 ? Sentence::kFitsBetter : Sentence::kFitsWorse, language,
                              {.demand = PercentagePoints(fit, words)}));
  }
  if (differences.empty()) return Say(Sentence::kSameAsPrevious, language, {});
  return Say(Sentence::kAgainstPrevious, language, {.demand = absl::StrJoin(differences, ", ")});
}

}  // namespace overstap::api
