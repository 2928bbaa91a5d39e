#include "services/api/route_render.h"

#include <algorithm>
#include <string>

#include "services/api/names.h"
#include "services/api/text/reason_text.h"
#include "services/convert/to_model.h"

namespace overstap::api {
namespace {

constexpr int kDaysAWeek = 7;

int WeeksRoundedUp(int days) { return std::max(0, (days + kDaysAWeek - 1) / kDaysAWeek); }

void RenderStep(const matcher::RouteStep& step, const MatchRenderer& renderer, v1::RouteStep* out) {
  const matcher::PoolSnapshot& snapshot = renderer.snapshot();
  v1::RouteStep& message = *out;
  message.set_kind(static_cast<v1::RouteStepKind>(step.kind));
  if (step.offer != nullptr) {
    message.set_training_offer(NameOf(kTrainingOffers, step.offer->record.id));
    message.set_run_id(step.run_id);
    message.set_title(step.offer->record.title);
    message.set_organisation(step.offer->record.provider);
    for (const matcher::SchemeNumber scheme : step.offer->record.funding_schemes) {
      message.add_funding_schemes(snapshot.region().scheme(scheme).id);
    }
  }
  if (step.job != nullptr) {
    message.set_vacancy(NameOf(kVacancies, step.job->record.id));
    message.set_title(step.job->record.title);
    message.set_organisation(step.job->record.employer);
  }
  *message.mutable_start_date() = convert::FromDate(step.start);
  *message.mutable_end_date() = convert::FromDate(step.end);
  message.set_weeks(step.weeks);
  message.set_hours_per_week(step.hours.ToDouble());
  message.set_cost_person_eur_cents(step.cost_person);
  message.set_cost_funds_eur_cents(step.cost_funds);
  for (const matcher::SkillNumber skill : step.gained_skills) {
    message.add_gained_skill_numbers(skill.value());
    if (renderer.labels()) {
      message.add_gained_skill_labels(
          std::string(snapshot.taxonomy().Label(skill, renderer.words().language())));
    }
  }
  for (const matcher::QualificationNumber qualification : step.gained_qualifications) {
    renderer.Render(qualification, message.add_gained_qualifications());
  }
  for (const matcher::CredentialNumber credential : step.gained_credentials) {
    message.add_gained_credentials(snapshot.region().credential(credential).id);
  }
  message.set_score_after(matcher::ScoreToDouble(step.score_after));
  message.set_paid(step.paid);
}

}  // namespace

void RenderRoute(const matcher::Route& route, const matcher::Route* previous,
                 matcher::RouteOrder order, matcher::Date as_of, const MatchRenderer& renderer,
                 v1::Route* out) {
  const matcher::Taxonomy& taxonomy = renderer.snapshot().taxonomy();
  v1::Route& message = *out;
  for (const matcher::RouteStep& step : route.steps) {
    RenderStep(step, renderer, message.add_steps());
  }
  if (route.occupation.has_value()) {
    const matcher::ConceptEntry& occupation = taxonomy.occupation(*route.occupation);
    message.mutable_occupation()->set_scheme(occupation.scheme);
    message.mutable_occupation()->set_version(taxonomy.source_version());
    message.mutable_occupation()->set_code(occupation.code);
    message.set_destination_title(
        std::string(taxonomy.Label(*route.occupation, renderer.words().language())));
  }
  if (route.vacancy != nullptr) {
    message.set_vacancy(NameOf(kVacancies, route.vacancy->record.id));
    message.set_destination_title(route.vacancy->record.title);
  }
  renderer.Render(route.fit_before, message.mutable_fit_before());
  renderer.Render(route.fit_after, message.mutable_fit_after());
  *message.mutable_work_start_date() = convert::FromDate(route.work_start);
  *message.mutable_qualification_date() = convert::FromDate(route.qualification);
  message.set_weeks_until_work(WeeksRoundedUp(route.work_start - as_of));
  if (!route.steps.empty()) {
    matcher::Date last_day = route.steps.front().end;
    for (const matcher::RouteStep& step : route.steps) last_day = std::max(last_day, step.end);
    message.set_weeks_total(WeeksRoundedUp(last_day + 1 - route.steps.front().start));
  }
  message.set_cost_person_eur_cents(route.cost_person);
  message.set_cost_funds_eur_cents(route.cost_funds);
  message.set_hours_per_week(route.hours.ToDouble());
  message.set_rank_reason(RankText(route, previous, order, renderer.words()));
  renderer.AddReasons(route.unknowns, message.mutable_unknowns());
}

void RenderBlocked(const matcher::BlockedOption& option, const MatchRenderer& renderer,
                   v1::BlockedOption* out) {
  v1::BlockedOption& message = *out;
  if (option.offer != nullptr) {
    message.set_option(NameOf(kTrainingOffers, option.offer->record.id));
    message.set_title(option.offer->record.title);
  } else if (option.job != nullptr) {
    message.set_option(NameOf(kVacancies, option.job->record.id));
    message.set_title(option.job->record.title);
  }
  renderer.AddReasons(option.reasons, message.mutable_reasons());
}

}  // namespace overstap::api
