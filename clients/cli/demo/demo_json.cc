#include "clients/cli/demo/demo_json.h"

#include <cmath>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "clients/cli/arguments.h"
#include "clients/cli/match/match_text.h"
#include "clients/cli/text/names.h"
#include "data/import/json_lines.h"
#include "nlohmann/json.hpp"

namespace overstap::cli {
namespace {

using Json = nlohmann::ordered_json;

// With the field names of the .proto files, as the whole object has them.
Json MessageJson(const google::protobuf::Message& message) {
  return Json::parse(data::ToJsonLine(message));
}

// Whole numbers without a fraction.
Json Number(double number) {
  if (number == std::floor(number)) return static_cast<int64_t>(number);
  return number;
}

Json PartJson(const v1::FitPart& part) {
  Json json = {{"skill", DemandLabel(part)}};
  if (part.has_qualification()) {
    json["qualification"] = MessageJson(part.qualification());
  } else {
    json["skill_number"] = part.skill_number();
    json["essential"] = part.essential();
  }
  json["weight"] = part.weight();
  json["cover"] = part.cover();
  json["contribution"] = part.contribution();
  if (!part.covered_by_label().empty()) {
    json["covered_by"] = part.covered_by_label();
  } else if (!part.covered_by_qualification_code().empty()) {
    json["covered_by"] = part.covered_by_qualification_code();
  }
  if (part.derived()) json["derived"] = true;
  return json;
}

Json ReasonsJson(const google::protobuf::RepeatedPtrField<v1::Reason>& reasons) {
  Json json = Json::array();
  for (const v1::Reason& reason : reasons) json.push_back(MessageJson(reason));
  return json;
}

Json MatchJson(const v1::VacancyMatch& match) {
  Json json = {{"vacancy", match.vacancy()},   {"title", match.title()},
               {"employer", match.employer()}, {"score", match.fit().score()},
               {"parts", Json::array()},       {"missing", Json::array()}};
  for (const v1::FitPart& part : match.fit().parts()) {
    json["parts"].push_back(PartJson(part));
    if (IsMissing(part)) json["missing"].push_back(DemandLabel(part));
  }
  if (match.has_distance_km()) json["distance_km"] = match.distance_km();
  json["openings_left"] = match.openings_left();
  json["unknowns"] = ReasonsJson(match.unknowns());
  return json;
}

Json ExcludedJson(const v1::VacancyMatch& match) {
  return {{"vacancy", match.vacancy()},
          {"title", match.title()},
          {"employer", match.employer()},
          {"score", match.fit().score()},
          {"reasons", ReasonsJson(match.reasons())}};
}

Json StepJson(const v1::RouteStep& step) {
  Json json = {{"kind", ShortName(*v1::RouteStepKind_descriptor()->FindValueByNumber(step.kind()))},
               {"title", step.title()},
               {"organisation", step.organisation()},
               {"start_date", IsoDate(step.start_date())},
               {"end_date", IsoDate(step.end_date())},
               {"weeks", step.weeks()},
               {"hours_per_week", Number(step.hours_per_week())},
               {"cost_person_eur_cents", step.cost_person_eur_cents()},
               {"cost_funds_eur_cents", step.cost_funds_eur_cents()},
               {"gained_skills", Json(step.gained_skill_labels())},
               {"gained_credentials", Json(step.gained_credentials())},
               {"gained_qualifications", Json::array()},
               {"score_after", step.score_after()}};
  for (const v1::Qualification& qualification : step.gained_qualifications()) {
    json["gained_qualifications"].push_back(MessageJson(qualification));
  }
  if (!step.training_offer().empty()) json["training_offer"] = step.training_offer();
  if (!step.run_id().empty()) json["run_id"] = step.run_id();
  if (!step.vacancy().empty()) json["vacancy"] = step.vacancy();
  return json;
}

Json RouteJson(const v1::Route& route) {
  Json json = {{"destination", route.destination_title()},
               {"vacancy", route.vacancy()},
               {"work_start_date", IsoDate(route.work_start_date())},
               {"qualification_date", IsoDate(route.qualification_date())},
               {"weeks_until_work", route.weeks_until_work()},
               {"weeks_total", route.weeks_total()},
               {"cost_person_eur_cents", route.cost_person_eur_cents()},
               {"cost_funds_eur_cents", route.cost_funds_eur_cents()},
               {"hours_per_week", Number(route.hours_per_week())},
               {"fit_before", route.fit_before().score()},
               {"fit_after", route.fit_after().score()},
               {"rank_reason", route.rank_reason()},
               {"steps", Json::array()}};
  for (const v1::RouteStep& step : route.steps()) json["steps"].push_back(StepJson(step));
  return json;
}

}  // namespace

std::string DemoJson(const DemoResult& result) {
  Json json = {{"job_seeker", MessageJson(result.job_seeker)},
               {"vacancies", Json::array()},
               {"excluded", Json::array()},
               {"routes", Json::array()}};
  for (const auto& match : result.matches.matches()) json["vacancies"].push_back(MatchJson(match));
  for (const auto& match : result.excluded.matches()) {
    json["excluded"].push_back(ExcludedJson(match));
  }
  for (const v1::Route& route : result.routes.routes()) json["routes"].push_back(RouteJson(route));
  json["placement"] = MessageJson(result.placement);
  json["report"] = MessageJson(result.report);
  json["progress"] = {{"target", result.target.name()},
                      {"before", Number(result.before.value())},
                      {"after", Number(result.after.value())},
                      {"goal", Number(result.target.goal())}};
  return absl::StrCat(json.dump(1, ' ', false, Json::error_handler_t::replace), "\n");
}

}  // namespace overstap::cli
