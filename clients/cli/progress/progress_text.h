// A target's progress as people read it.
//
//   out << ProgressText(locale, progress, /*width=*/100);
//
// Stateless; safe from any thread.
#ifndef OVERSTAP_CLIENTS_CLI_PROGRESS_PROGRESS_TEXT_H_
#define OVERSTAP_CLIENTS_CLI_PROGRESS_PROGRESS_TEXT_H_

#include <string>

#include "clients/cli/text/locale.h"
#include "overstap/v1/target.pb.h"

namespace overstap::cli {

// "12 (1,2%)" of a goal; without the share where there is no goal.
std::string ValueOfGoal(const Locale& locale, double value, double goal);

// A share of cohorts of which no enrolment is known: no 0 %, but nothing that can be said.
bool IsUnknownShare(const v1::Progress& progress);
// What a table lacks, in words.
std::string LackingText(const Locale& locale, const v1::TableActivity& activity);

// Value, goal, what was expected, the forecast, what waits, possible duplicates, shares, figures
// beside it, and a table for each breakdown. Lines with a line end each, at most `width` wide where
// that is possible.
std::string ProgressText(const Locale& locale, const v1::Progress& progress, int width);

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_PROGRESS_PROGRESS_TEXT_H_
