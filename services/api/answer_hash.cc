#include "services/api/answer_hash.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/repeated_field.h"
#include "matcher/fit/constants.h"
#include "matcher/route/constants.h"

namespace overstap::api {
namespace {

constexpr size_t kFingerprintBytes = 8;

void Strip(google::protobuf::RepeatedPtrField<v1::Reason>* reasons) {
  for (v1::Reason& reason : *reasons) reason.clear_text();
}

void Strip(v1::Fit* fit) {
  for (v1::FitPart& part : *fit->mutable_parts()) {
    part.clear_label();
    part.clear_covered_by_label();
  }
}

// A VacancyMatch or JobSeekerMatch.
template <typename Match>
void StripMatch(Match* match) {
  if (match->has_fit()) Strip(match->mutable_fit());
  Strip(match->mutable_unknowns());
  Strip(match->mutable_reasons());
  match->clear_notes();
}

template <typename Answer>
void StripMatches(Answer* answer) {
  answer->clear_answer_hash();
  answer->clear_next_page_token();
  answer->clear_versions();
  for (auto& match : *answer->mutable_matches()) StripMatch(&match);
}

// The lists of names cannot fall behind: a structured binding names every member.
std::string Values(const matcher::SimilarityConstants& table) {
  const auto& [essential, optional, from_essential, from_optional, hierarchy, specificity,
               co_occurrence, optional_occurrence, support, cap, floor, neighbours] = table;
  return absl::StrCat(
      absl::StrCat(essential, " ", optional, " ", from_essential, " ", from_optional, " "),
      absl::StrCat(hierarchy, " ", specificity, " ", co_occurrence, " ", optional_occurrence, " "),
      absl::StrCat(support, " ", cap, " ", floor, " ", neighbours));
}

std::string Values(const matcher::FitConstants& table) {
  const auto& [essential, optional, qualification, basic, independent, advanced, expert, unknown,
               derived_essential, derived_optional, from_text, one_below, entry_cover, route_score,
               similarity] = table;
  return absl::StrCat(
      absl::StrCat(essential, " ", optional, " ", qualification, " ", basic, " ", independent, " "),
      absl::StrCat(advanced, " ", expert, " ", unknown, " ", derived_essential, " "),
      absl::StrCat(derived_optional, " ", from_text, " ", one_below, " ", entry_cover, " ",
                   route_score, " "),
      Values(similarity));
}

std::string Values(const matcher::RouteConstants& table) {
  const auto& [trial_weeks, trial_level, stepping_weeks, essential_level, optional_level,
               school_days, destinations, blocked] = table;
  return absl::StrCat(
      absl::StrCat(trial_weeks, " ", static_cast<int>(trial_level), " ", stepping_weeks, " "),
      absl::StrCat(static_cast<int>(essential_level), " ", static_cast<int>(optional_level), " "),
      absl::StrCat(school_days, " ", destinations, " ", blocked));
}

}  // namespace

void MakeCanonical(v1::MatchVacanciesResponse* answer) { StripMatches(answer); }

void MakeCanonical(v1::MatchJobSeekersResponse* answer) { StripMatches(answer); }

void MakeCanonical(v1::ExplainMatchResponse* answer) {
  answer->clear_answer_hash();
  answer->clear_versions();
  StripMatch(answer->mutable_match());
}

void MakeCanonical(v1::RankRoutesResponse* answer) {
  answer->clear_answer_hash();
  answer->clear_next_page_token();
  answer->clear_versions();
  for (v1::Route& route : *answer->mutable_routes()) {
    // Of an occupation it is a label; of a vacancy its title, which the vacancy's name stands for.
    route.clear_destination_title();
    route.clear_rank_reason();
    Strip(route.mutable_fit_before());
    Strip(route.mutable_fit_after());
    Strip(route.mutable_unknowns());
    for (v1::RouteStep& step : *route.mutable_steps()) step.clear_gained_skill_labels();
  }
  for (v1::BlockedOption& option : *answer->mutable_blocked_options()) {
    Strip(option.mutable_reasons());
  }
  Strip(answer->mutable_destination_reasons());
}

const std::string& ConstantsVersion() {
  static const std::string& version = *new std::string(absl::BytesToHexString(
      Sha256(absl::StrCat(Values(matcher::kFitConstants), " ", Values(matcher::kRouteConstants)))
          .substr(0, kFingerprintBytes)));
  return version;
}

void CompleteVersions(const Backend& backend, v1::AnswerVersions* versions) {
  versions->set_constants_version(ConstantsVersion());
  versions->set_region_version(backend.region_version);
}

}  // namespace overstap::api
