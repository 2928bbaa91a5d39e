// Every sentence that the API says to people, in Dutch, English and German. Dutch is what a
// caseworker sees.
//
//   Say(Sentence::kLanguage, matcher::Language::kNl, {.subject = "Nederlands", .person = "A2",
//   .demand = "B1"});
//   // "Nederlands op niveau A2; gevraagd wordt B1."
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_TEXT_SENTENCES_H_
#define OVERSTAP_SERVICES_API_TEXT_SENTENCES_H_

#include <string>
#include <string_view>

#include "matcher/taxonomy/taxonomy.h"

namespace overstap::api {

enum class Sentence {
  // Rules that fail.
  kClosed,
  kClosingDatePassed,
  kNoOpenings,
  kSector,
  kTravelKm,
  kTravelMinutes,
  kTravelNotPossible,
  kHours,
  kShifts,
  kShiftsNone,
  kEducationLevel,
  kEducationLevelNone,
  kDiploma,
  kDiplomaNone,
  kLanguage,
  kLanguageNone,
  kDrivingLicence,
  kCredentialMissing,
  kCredentialLapsed,
  kStartDate,
  kLearningCompany,
  kEntrySkill,
  kRunStarted,
  kNoSeat,
  kTrainingCost,
  kTrainingWeeks,
  kTrainingHours,
  kSchemeNotListed,
  kSchemeTooLong,
  kSchemeWindow,
  kFitThreshold,
  kOtherRule,
  // Rules that cannot be decided, by the field that is missing.
  kUnknownWorkingLevel,
  kUnknownQualifications,
  kUnknownLanguages,
  kUnknownDrivingLicences,
  kUnknownCredentials,
  kUnknownSkills,
  kUnknownAvailableFrom,
  kUnknownTravel,
  kUnknownHome,
  kUnknownAvailability,
  kUnknownHoursWanted,
  kUnknownHoursNow,
  kUnknownKeepsJob,
  kUnknownSectors,
  kUnknownMoney,
  kUnknownTrainingWeeks,
  kUnknownTrainingHours,
  kUnknownPlace,
  kUnknownLearningCompany,
  kUnknownOther,
  // Notes beside a match.
  kNoteWithinWeeks,
  kNoteByEmployer,
  kNoteConduct,
  kNoteMedical,
  // Why a route ranks where it does.
  kFirstSoonest,
  kFirstCheapest,
  kFirstBestFit,
  kAgainstPrevious,
  kSameAsPrevious,
  kStartsLater,
  kStartsEarlier,
  kCostsMore,
  kCostsLess,
  kFitsBetter,
  kFitsWorse,
};
inline constexpr int kSentenceCount = static_cast<int>(Sentence::kFitsWorse) + 1;

// What a sentence is filled with: {subject}, {person}, {demand}.
struct SentenceValues {
  std::string subject = {};
  std::string person = {};
  std::string demand = {};
};

// The sentence with its placeholders.
std::string_view TemplateOf(Sentence sentence, matcher::Language language);

std::string Say(Sentence sentence, matcher::Language language, const SentenceValues& values);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_TEXT_SENTENCES_H_
