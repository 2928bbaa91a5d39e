#include "clients/cli/demo/demo_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/match/match_text.h"
#include "clients/cli/match/route_text.h"
#include "clients/cli/record/record_kind.h"
#include "clients/cli/record/record_text.h"
#include "clients/cli/text/graphemes.h"

namespace overstap::cli {
namespace {

constexpr int kShownRoutes = 3;
constexpr int kIndent = 4;

std::string Heading(const std::string& text) {
  std::string rule;
  for (int i = 0; i < Width(text); ++i) rule += "═";
  return absl::StrCat("\n", text, "\n", rule, "\n");
}

// Indented, and wrapped to the width.
std::string Paragraph(const std::string& text, int width) {
  const std::string indent(kIndent, ' ');
  std::string lines;
  for (const std::string& line : Wrap(text, width == 0 ? 100 : width - kIndent)) {
    absl::StrAppend(&lines, indent, line, "\n");
  }
  return lines;
}

// "71,3% = 12,0% lassen + 10,4% …", and what is missing.
std::string MatchInFull(const Locale& locale, int width, const v1::VacancyMatch& match, int rank) {
  std::vector<std::string> parts;
  std::vector<std::string> missing;
  for (const v1::FitPart& part : match.fit().parts()) {
    if (part.contribution_units() > 0) {
      parts.push_back(absl::StrCat(locale.Percent(part.contribution()), " ", DemandLabel(part)));
    }
    if (IsMissing(part)) missing.push_back(DemandLabel(part));
  }
  std::string text = absl::StrCat(rank, ". ", locale.Percent(match.fit().score()), "  ",
                                  match.title(), " – ", match.employer(), " (", match.vacancy());
  if (match.has_distance_km()) {
    absl::StrAppend(&text, ", ", locale.Fixed(match.distance_km(), 1), " km");
  }
  absl::StrAppend(&text, ")\n", Paragraph(absl::StrCat("= ", absl::StrJoin(parts, " + ")), width));
  if (!missing.empty()) {
    absl::StrAppend(
        &text, Paragraph(locale.Say(Text::kMissingDemands, absl::StrJoin(missing, ", ")), width));
  }
  return text;
}

std::string ExcludedInFull(const Locale& locale, const v1::VacancyMatch& match) {
  return absl::StrCat(locale.Percent(match.fit().score()), "  ", match.title(), " – ",
                      match.employer(), " (", match.vacancy(), ")\n",
                      MatchText::Reasons(match.reasons(), "    – "));
}

}  // namespace

std::string DemoText(const Locale& locale, ConceptLabels& labels, int width,
                     const DemoResult& result) {
  RecordText records(locale, labels);
  std::string text = absl::StrCat(Heading(locale.Say(Text::kDemoPerson)),
                                  records.Record(JobSeekerKind(), result.job_seeker, width),
                                  Heading(locale.Say(Text::kDemoMatches)),
                                  locale.Say(Text::kDemoPartsAddUp), "\n\n");
  int rank = 0;
  for (const v1::VacancyMatch& match : result.matches.matches()) {
    absl::StrAppend(&text, MatchInFull(locale, width, match, ++rank));
  }
  absl::StrAppend(&text, Heading(locale.Say(Text::kDemoExcluded)));
  for (const v1::VacancyMatch& match : result.excluded.matches()) {
    absl::StrAppend(&text, ExcludedInFull(locale, match));
  }
  absl::StrAppend(&text, Heading(locale.Say(Text::kDemoRoutes)));
  const RouteText routes(locale, width);
  for (int i = 0; i < result.routes.routes_size() && i < kShownRoutes; ++i) {
    absl::StrAppend(&text, i == 0 ? "" : "\n", routes.Route(result.routes.routes(i), i + 1));
  }
  if (result.routes.routes_size() == 0) {
    absl::StrAppend(&text, locale.Say(Text::kNoRoutes), "\n");
  }
  absl::StrAppend(
      &text, Heading(locale.Say(Text::kDemoPlacement)),
      locale.Say(Text::kDemoPlaced, result.placement.name(), result.placed_match.title(),
                 result.placed_match.employer(), locale.Date(result.placement.start_date())),
      "\n",
      locale.Say(Text::kDemoReported, result.report.name(), result.report.reporting_organisation(),
                 result.report.work_table()),
      "\n", locale.Say(Text::kDemoAcknowledged, result.report.deciding_organisation()), "\n",
      locale.Say(Text::kDemoProgress, result.target.display_name(),
                 locale.Number(result.before.value()), locale.Number(result.after.value()),
                 locale.Number(result.target.goal())),
      "\n");
  return text;
}

}  // namespace overstap::cli
