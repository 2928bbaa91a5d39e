// Cells of a Dutch spreadsheet as values: decimal commas, dates, yes and no, lists, choices.
//
//   ParseNumber("32,5", number)   // 32.5
//   ParseDay("22-11-2026", day)   // 2026-11-22
//   SetCell(report, "placement.contract_kind", "leerbaan")
//
// What is wrong is said in words for people, and never repeats the cell: a wrong column may hold
// anything. Stateless; safe from any thread.
#ifndef OVERSTAP_DATA_IMPORT_REPORT_VALUES_H_
#define OVERSTAP_DATA_IMPORT_REPORT_VALUES_H_

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "google/type/date.pb.h"

namespace overstap::data {

// What is wrong with a cell, row or line.
enum class CellProblem {
  kNone,
  kNotANumber,
  kAmbiguousNumber,  // 1.234: thousands or decimals?
  kNotWhole,
  kTooLarge,
  kNotADay,
  kNotYesOrNo,
  kNotAContractKind,
  kNotACountBasis,
  kNotAKind,
  kNotOfThisKind,  // a filled cell of a column that reports of this kind have not
  kTooManyCells,
  kNotAReport,   // a line of JSON that is no report
  kNotTheField,  // a value that the field cannot hold, in JSON
};

// In words for people; nl, en or de.
absl::string_view Describe(CellProblem problem, absl::string_view language_code);

// Each sets its value where it says kNone.
//
// A number with a decimal comma or point and without separators of thousands; "1.234" and the like
// are refused, since they may be either.
CellProblem ParseNumber(absl::string_view text, double& number);
// 2026-11-22 or 22-11-2026, a day that exists.
CellProblem ParseDay(absl::string_view text, google::type::Date& day);
// ja or nee; yes, no, j, n, true, false, waar, onwaar, 1 and 0 too.
CellProblem ParseYesOrNo(absl::string_view text, bool& yes);

// Sets the field at `path` (dots between fields), which the message has, from a cell that is not
// empty. Lists have | between their items. Names of other records may be given by their id alone:
// `collection` then is put before it.
CellProblem SetCell(google::protobuf::Message& message, absl::string_view path,
                    absl::string_view cell, absl::string_view collection = "");

}  // namespace overstap::data

#endif  // OVERSTAP_DATA_IMPORT_REPORT_VALUES_H_
