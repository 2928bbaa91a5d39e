#include "services/document/project_text.h"

#include <algorithm>
#include <array>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "services/document/smallness.h"

namespace overstap::document {
namespace {

struct KindWords {
  absl::string_view kind;
  Text name;
  Text unit;
};

constexpr std::array kKinds = {KindWords{"placement", Text::kKindPlacement, Text::kPeople},
                               KindWords{"training_completion", Text::kKindTraining, Text::kPeople},
                               KindWords{"contact_event", Text::kKindContact, Text::kHeads},
                               KindWords{"student_project", Text::kKindStudent, Text::kStudents},
                               KindWords{"in_kind", Text::kKindInKind, Text::kHours},
                               KindWords{"aggregate", Text::kKindAggregate, Text::kStatements}};

const KindWords* WordsOf(absl::string_view kind) {
  const auto* found =
      std::find_if(kKinds.begin(), kKinds.end(), [kind](const auto& k) { return k.kind == kind; });
  return found == kKinds.end() ? nullptr : found;
}

std::string TargetLine(const v1::ProjectTargetFigure& figure, const Labels& labels,
                       const Wording& wording) {
  const std::string& title = LabelOf(labels.targets, figure.target());
  const std::string text = FigureWithUnit(figure, labels, wording);
  const auto definition = labels.definitions.find(figure.target());
  return definition == labels.definitions.end()
             ? wording.Say(Text::kTargetLineNoVersion, title, text)
             : wording.Say(Text::kTargetLine, title, text, definition->second.version);
}

}  // namespace

std::string KindName(const std::string& kind, const Wording& wording) {
  const KindWords* words = WordsOf(kind);
  return words == nullptr ? kind : wording.Say(words->name);
}

std::string FigureWithUnit(const v1::ProjectFigure& figure, const Wording& wording) {
  const KindWords* words = WordsOf(figure.kind());
  return absl::StrCat(wording.Number(FigureValue(figure)), " ",
                      wording.Say(words == nullptr ? Text::kUnits : words->unit));
}

std::optional<double> TargetValue(const v1::ProjectTargetFigure& figure, const Labels& labels) {
  if (!figure.has_value()) return std::nullopt;
  const auto definition = labels.definitions.find(figure.target());
  // Of a unit that is not known it may be people.
  return Publishable(figure.value(), definition == labels.definitions.end()
                                         ? v1::TARGET_UNIT_UNSPECIFIED
                                         : definition->second.unit);
}

std::string FigureWithUnit(const v1::ProjectTargetFigure& figure, const Labels& labels,
                           const Wording& wording) {
  const auto definition = labels.definitions.find(figure.target());
  const v1::TargetUnit unit = definition == labels.definitions.end() ? v1::TARGET_UNIT_UNSPECIFIED
                                                                     : definition->second.unit;
  const std::optional<double> value = TargetValue(figure, labels);
  // Of a share a project adds students, not percent.
  if (unit == v1::TARGET_UNIT_PERCENT) {
    return absl::StrCat(wording.Number(value), " ", wording.Say(Text::kStudents));
  }
  return wording.Figure(value, unit);
}

std::vector<std::string> ProgressLines(const v1::ProjectProgress& progress, const Labels& labels,
                                       const Wording& wording) {
  std::vector<std::string> lines;
  for (const v1::ProjectFigure& figure : progress.figures()) {
    lines.push_back(wording.Say(
        Text::kProgressLine, KindName(figure.kind(), wording), FigureWithUnit(figure, wording),
        wording.Count(AcknowledgedReports(figure)), wording.Count(WaitingReports(figure))));
  }
  for (const v1::ProjectTargetFigure& figure : progress.targets()) {
    lines.push_back(TargetLine(figure, labels, wording));
  }
  if (lines.empty()) lines.push_back(wording.Say(Text::kNoProgress));
  if (progress.has_as_of_date()) {
    lines.push_back(wording.Say(Text::kProgressAsOf, wording.Date(progress.as_of_date()),
                                progress.ledger_position()));
  }
  return lines;
}

std::string RunsText(const v1::Project& project, const Wording& wording) {
  if (!project.has_end_date()) {
    return absl::StrCat(wording.Date(project.start_date()), ", ", wording.Say(Text::kOpenEnd));
  }
  return wording.Say(Text::kFromTo, wording.Date(project.start_date()),
                     wording.Date(project.end_date()));
}

std::vector<std::string> ContactLines(const v1::ProjectContact& contact) {
  std::vector<std::string> lines;
  for (const std::string* line :
       {&contact.display_name(), &contact.email(), &contact.phone(), &contact.url()}) {
    if (!line->empty()) lines.push_back(*line);
  }
  return lines;
}

std::string FundingText(const v1::Project& project, const Labels& labels, const Wording& wording) {
  std::vector<std::string> parts;
  for (const v1::ProjectFunding& funding : project.funding()) {
    std::string part = LabelOf(labels.funding_schemes, funding.funding_scheme());
    if (funding.amount_eur_cents() > 0) {
      absl::StrAppend(&part, " ", wording.Money(funding.amount_eur_cents()));
    }
    absl::StrAppend(&part, " (",
                    wording.Say(funding.is_granted() ? Text::kGranted : Text::kAppliedFor), ")");
    parts.push_back(std::move(part));
  }
  return absl::StrJoin(parts, "; ");
}

}  // namespace overstap::document
