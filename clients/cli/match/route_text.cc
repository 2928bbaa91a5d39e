#include "clients/cli/match/route_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/match/match_text.h"
#include "clients/cli/table.h"

namespace overstap::cli {
namespace {

// What a step brings: skills, diplomas and certificates.
std::string GainsOf(const v1::RouteStep& step) {
  std::vector<std::string> gains;
  for (const v1::Qualification& qualification : step.gained_qualifications()) {
    gains.push_back(absl::StrCat(qualification.code().scheme(), " ", qualification.code().code()));
  }
  for (const std::string& credential : step.gained_credentials()) gains.push_back(credential);
  for (const std::string& skill : step.gained_skill_labels()) gains.push_back(skill);
  constexpr size_t kShown = 6;
  if (gains.size() <= kShown) return absl::StrJoin(gains, ", ");
  const size_t more = gains.size() - kShown;
  gains.resize(kShown);
  return absl::StrCat(absl::StrJoin(gains, ", "), " + ", more);
}

}  // namespace

std::string RouteText::Route(const v1::Route& route, int rank) const {
  std::string text = absl::StrCat(rank, ". ", route.destination_title());
  if (!route.vacancy().empty()) absl::StrAppend(&text, " (", route.vacancy(), ")");
  absl::StrAppend(&text, "\n   ",
                  locale_.Say(Text::kRouteWork, locale_.Date(route.work_start_date()),
                              route.weeks_until_work(), locale_.Date(route.qualification_date())),
                  "\n   ",
                  locale_.Say(Text::kRouteCost, locale_.Money(route.cost_person_eur_cents()),
                              locale_.Money(route.cost_funds_eur_cents()),
                              locale_.Number(route.hours_per_week())),
                  "\n   ",
                  locale_.Say(Text::kRouteFit, locale_.Percent(route.fit_before().score()),
                              locale_.Percent(route.fit_after().score())),
                  "\n");
  if (!route.rank_reason().empty()) absl::StrAppend(&text, "   ", route.rank_reason(), "\n");
  Table steps({{locale_.Say(Text::kColumnStep)},
               {locale_.Say(Text::kColumnTitle), Table::kWraps},
               {locale_.Say(Text::kColumnWith), Table::kWraps},
               {locale_.Say(Text::kColumnStart)},
               {locale_.Say(Text::kColumnEnd)},
               {locale_.Say(Text::kColumnCostPerson), Table::kRight},
               {locale_.Say(Text::kColumnGains), Table::kWraps}});
  for (const v1::RouteStep& step : route.steps()) {
    std::string gains = GainsOf(step);
    if (step.funding_schemes_size() > 0) {
      absl::StrAppend(&gains, gains.empty() ? "" : "; ",
                      locale_.Say(Text::kFunding, absl::StrJoin(step.funding_schemes(), ", ")));
    }
    steps.AddRow({locale_.ValueName(step.kind()), step.title(), step.organisation(),
                  locale_.Date(step.start_date()), locale_.Date(step.end_date()),
                  locale_.Money(step.cost_person_eur_cents()), gains});
  }
  absl::StrAppend(&text, "\n", steps.Render(width_), MatchText::Reasons(route.unknowns(), "   ? "));
  return text;
}

std::string RouteText::Reply(const v1::RankRoutesResponse& reply) const {
  std::string text;
  if (reply.no_route_needed()) absl::StrAppend(&text, locale_.Say(Text::kNoRouteNeeded), "\n");
  int rank = 0;
  for (const v1::Route& route : reply.routes()) {
    absl::StrAppend(&text, text.empty() ? "" : "\n", Route(route, ++rank));
  }
  if (reply.routes_size() == 0 && !reply.no_route_needed()) {
    absl::StrAppend(&text, locale_.Say(Text::kNoRoutes), "\n");
  }
  absl::StrAppend(&text, MatchText::Reasons(reply.destination_reasons(), "  – "));
  if (reply.blocked_options_size() > 0) {
    absl::StrAppend(&text, "\n", locale_.Say(Text::kBlockedOptions), "\n");
    for (const v1::BlockedOption& blocked : reply.blocked_options()) {
      absl::StrAppend(&text, "  ", blocked.title(), " (", blocked.option(), ")\n",
                      MatchText::Reasons(blocked.reasons(), "    – "));
    }
  }
  return text;
}

}  // namespace overstap::cli
