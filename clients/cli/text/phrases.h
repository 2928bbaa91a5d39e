// All that the command line says, by name; a language's sentences stand in a file of their own.
//
//   Phrase(Language::kNl, Text::kNoMatches)   // "Geen resultaten."
//
// `$0`, `$1` … stand for what belongs to a phrase, the same in every language. Safe from any
// thread.
#ifndef OVERSTAP_CLIENTS_CLI_TEXT_PHRASES_H_
#define OVERSTAP_CLIENTS_CLI_TEXT_PHRASES_H_

#include <map>

#include "clients/cli/text/language.h"

namespace overstap::cli {

enum class Text {
  // Words.
  kYes,
  kNo,
  kNone,
  kDesired,
  kDerived,
  kDerivedFromText,
  kDiploma,
  kLacking,
  kTogether,
  // Titles of columns.
  kColumnActDate,
  kColumnAction,
  kColumnActive,
  kColumnAnswerBy,
  kColumnAvailableFrom,
  kColumnContract,
  kColumnContribution,
  kColumnCostPerson,
  kColumnCover,
  kColumnCoveredBy,
  kColumnDemand,
  kColumnDriver,
  kColumnEmployer,
  kColumnEnd,
  kColumnEvidence,
  kColumnField,
  kColumnFit,
  kColumnForm,
  kColumnFound,
  kColumnGains,
  kColumnGoal,
  kColumnHome,
  kColumnHours,
  kColumnHoursWanted,
  kColumnJobSeeker,
  kColumnKilometres,
  kColumnKind,
  kColumnLabel,
  kColumnMembers,
  kColumnName,
  kColumnOccupations,
  kColumnOpeningsLeft,
  kColumnOutcome,
  kColumnPastOccupations,
  kColumnPeriod,
  kColumnPlace,
  kColumnProgress,
  kColumnProvider,
  kColumnReason,
  kColumnReasons,
  kColumnRelation,
  kColumnRelations,
  kColumnReport,
  kColumnReportTime,
  kColumnReporter,
  kColumnSector,
  kColumnSectors,
  kColumnSince,
  kColumnSkills,
  kColumnStart,
  kColumnState,
  kColumnStep,
  kColumnSubject,
  kColumnTarget,
  kColumnTitle,
  kColumnUnit,
  kColumnUnknown,
  kColumnUri,
  kColumnVacancy,
  kColumnValue,
  kColumnVersion,
  kColumnWeeks,
  kColumnWeight,
  kColumnWith,
  kColumnWorkTable,
  kColumnAcknowledged,
  kColumnAfter,
  kColumnAmount,
  kColumnBatch,
  kColumnBefore,
  kColumnDeclined,
  kColumnExpected,
  kColumnIntroduced,
  kColumnInvited,
  kColumnLacking,
  kColumnLine,
  kColumnMedianDays,
  kColumnNoAnswer,
  kColumnOf,
  kColumnPerOpening,
  kColumnProficiency,
  kColumnProblems,
  kColumnRestates,
  kColumnRunning,
  kColumnSays,
  kColumnScore,
  kColumnWaiting,
  kColumnWords,
  kLinkHours,
  kLinkPlaces,
  kLinkQualification,
  kLinkSetAside,
  kNothingFound,
  // Records.
  kServes,
  kNoRecords,
  kMorePages,      // $0 page token
  kDeleted,        // $0 name
  kUnknownFields,  // $0 names of fields
  // Imports.
  kImportProgress,    // $0 items, $1 items a second, $2 rejected
  kImported,          // $0 created, $1 updated, $2 unchanged, $3 rejected, $4 seconds, $5 rate
  kRejectedLine,      // $0 line, $1 reason
  kAndMore,           // $0 count
  kRejectedFile,      // $0 file
  kTaxonomyImported,  // $0 name, $1 occupations, $2 skills, $3 relations, $4 seconds
  kUnknownCodes,      // $0 count
  // Matches and routes.
  kNoMatches,
  kMissingFields,
  kMissingField,  // $0 field, $1 count of results
  kFitIs,         // $0 percent
  kEligible,
  kNotEligible,
  kReasonsAre,
  kUnknownsAre,
  kNotesAre,
  kMissingDemands,  // $0 labels
  kRouteWork,       // $0 date of work, $1 weeks, $2 date of qualification
  kRouteCost,       // $0 to the person, $1 to funds, $2 hours a week
  kRouteFit,        // $0 before, $1 after
  kFunding,         // $0 schemes
  kNoRouteNeeded,
  kNoRoutes,
  kBlockedOptions,
  // Targets.
  kProgressIs,       // $0 target, $1 value, $2 goal, $3 percent, $4 date
  kProgressWaiting,  // $0 waiting, $1 possible duplicates
  kNotCounted,       // $0 count, $1 condition
  // Reports.
  kReportLine,       // $0 line, $1 outcome
  kReportsImported,  // $0 filed, $1 kept as drafts, $2 refused
  kSeeWorklist,
  kWorklistDrafts,    // $0 count
  kWorklistRejected,  // $0 count
  kWorklistChecks,    // $0 count
  kAcknowledged,      // $0 judged, $1 refused
  kRejected,          // $0 judged, $1 refused
  kWatching,
  kWatchBroken,
  kWatchToken,  // $0 token
  // Work tables and projects.
  kTableActive,
  kTableNotActive,  // $0 what it lacks
  kTableReports,    // $0 acknowledged, $1 waiting, $2 date of the oldest
  kTableProjects,   // $0 count
  kTableGaps,
  // Progress and closings.
  kHidden,
  kNotKnown,
  kAtLeast,  // $0 what was promised
  kBesideAre,
  kSinceBaseline,     // $0 date, $1 change
  kProgressExpected,  // $0 expected, $1 period, $2 version
  kProgressForecast,  // $0 value, $1 low, $2 high, $3 months
  kProgressRepeats,   // $0 count
  kProgressShare,     // $0 numerator, $1 denominator
  kDefinitionIs,      // $0 title, $1 name, $2 version
  kSourceIs,          // $0 source
  kAssumptionIs,      // $0 assumption
  kConflictIs,        // $0 conflict
  kClosingIs,  // $0 name, $1 target, $2 day, $3 time, $4 organisation, $5 version, $6 position
  kClosingRestates,   // $0 name
  kClosingIdentical,  // $0 name, $1 entries
  kClosingDiffers,    // $0 name, $1 entries
  kSmallCountsHidden,
  // Demonstration.
  kDemoPerson,
  kDemoMatches,
  kDemoPartsAddUp,
  kDemoExcluded,
  kDemoRoutes,
  kDemoPlacement,
  kDemoPlaced,        // $0 placement, $1 title, $2 employer, $3 date
  kDemoReported,      // $0 report, $1 organisation, $2 work table
  kDemoAcknowledged,  // $0 organisation
  kDemoProgress,      // $0 target, $1 before, $2 after, $3 goal
  kExported,          // $0 file
  kReplayIdentical,
  kReplayDiffers,
  kReplayDifference,   // $0 what is not as it was
  kReplayNotAnswered,  // $0 why
  // Errors.
  kErrorNotFound,
  kErrorInvalid,
  kErrorUnavailable,
  kErrorTooSlow,
  kErrorExists,
  kErrorChanged,
  kErrorNotNow,
  kErrorNotPermitted,
  kErrorNotServed,
  kErrorOther,
  // What the server's reasons mean.
  kReasonAlreadyAnswered,
  kReasonAlreadyDecided,
  kReasonAlreadyReported,
  kReasonIllegalTransition,
  kReasonInUse,
  kReasonIntroductionNotAccepted,
  kReasonNoEmployer,
  kReasonNoOpeningLeft,
  kReasonNoSeatLeft,
  kReasonNoTaxonomy,
  kReasonNotAtTable,
  kReasonNotCountedHere,
  kReasonNotDisclosed,
  kReasonNotTheKeeper,
  kReasonOrganisationNotYours,
  kReasonOwnReport,
  kReasonPersonForgotten,
  kReasonRestricted,
  kReasonNotRestricted,
  kReasonSnapshotGone,
  kReasonAlreadyChecked,
  kReasonEmployerAnswered,
  kReasonNotCorrectable,
  kReasonNotDueYet,
  kReasonNothingChanged,
  kReasonNotYourProject,
  kReasonNotYourReport,
  kReasonSuppressed,
  kCount,  // not a phrase
};

// Empty where the language's table lacks it, which a test excludes.
const char* Phrase(Language language, Text text);

// The tables.
using PhraseTable = std::map<Text, const char*>;
const PhraseTable& Phrases(Language language);
const PhraseTable& DutchPhrases();
const PhraseTable& EnglishPhrases();
const PhraseTable& GermanPhrases();

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_TEXT_PHRASES_H_
