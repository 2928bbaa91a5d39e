// What documents say of a project: when it runs, what its reports come to, where to turn to.
//
//   for (const std::string& line : ProgressLines(entry.progress, labels, wording)) …
//
// Pure; safe from any thread.
#ifndef OVERSTAP_SERVICES_DOCUMENT_PROJECT_TEXT_H_
#define OVERSTAP_SERVICES_DOCUMENT_PROJECT_TEXT_H_

#include <optional>
#include <string>
#include <vector>

#include "overstap/v1/project.pb.h"
#include "services/document/labels.h"
#include "services/document/wording.h"

namespace overstap::document {

struct ProjectEntry {
  v1::Project project;
  v1::ProjectProgress progress;
};

// "Plaatsingen"; a kind that is not known here as it is.
std::string KindName(const std::string& kind, const Wording& wording);
// "12 personen", "minder dan 5 studenten".
std::string FigureWithUnit(const v1::ProjectFigure& figure, const Wording& wording);
// What it adds to a target; nullopt: hidden.
std::optional<double> TargetValue(const v1::ProjectTargetFigure& figure, const Labels& labels);
// The same in words, in the target's unit.
std::string FigureWithUnit(const v1::ProjectTargetFigure& figure, const Labels& labels,
                           const Wording& wording);

// A sentence for each kind of report and each target; one that says so where there is nothing.
std::vector<std::string> ProgressLines(const v1::ProjectProgress& progress, const Labels& labels,
                                       const Wording& wording);
// "1 januari 2026 tot en met 31 december 2026", or "…, loopt door".
std::string RunsText(const v1::Project& project, const Wording& wording);
// Name, address, number and page of the desk, those that are given; none: nothing is given.
std::vector<std::string> ContactLines(const v1::ProjectContact& contact);
// Labels of ids, apart by commas.
template <typename Ids>
std::string JoinLabels(const LabelMap& labels, const Ids& ids) {
  std::string text;
  for (const std::string& id : ids) {
    if (!text.empty()) text += ", ";
    text += LabelOf(labels, id);
  }
  return text;
}
// Schemes with their amounts and whether they are granted.
std::string FundingText(const v1::Project& project, const Labels& labels, const Wording& wording);

}  // namespace overstap::document

#endif  // OVERSTAP_SERVICES_DOCUMENT_PROJECT_TEXT_H_
