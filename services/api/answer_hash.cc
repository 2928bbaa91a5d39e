#include "services/api/answer_hash.h"

#include <deque>
#include <tuple>
#include <utility>
#include <vector>

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

// Takes out of an answer what Strip and StripMatches would clear, without a copy of the rest; puts
// it back when destroyed. The answer outlives it.
class TakenOut {
 public:
  TakenOut() = default;
  ~TakenOut() {
    for (auto& [place, text] : texts_) *place = std::move(text);
    for (auto& [place, notes] : notes_) place->Swap(&notes);
  }
  TakenOut(const TakenOut&) = delete;
  TakenOut& operator=(const TakenOut&) = delete;

  void Take(std::string* text) {
    texts_.emplace_back(text, std::move(*text));
    text->clear();
  }
  template <typename Match>
  void TakeOf(Match* match) {
    for (v1::FitPart& part : *match->mutable_fit()->mutable_parts()) {
      if (!part.label().empty()) Take(part.mutable_label());
      if (!part.covered_by_label().empty()) Take(part.mutable_covered_by_label());
    }
    for (auto* reasons : {match->mutable_unknowns(), match->mutable_reasons()}) {
      for (v1::Reason& reason : *reasons) {
        if (!reason.text().empty()) Take(reason.mutable_text());
      }
    }
    if (match->notes().empty()) return;
    // Of the same arena, so that nothing is copied.
    auto& [place, notes] =
        notes_.emplace_back(std::piecewise_construct, std::forward_as_tuple(match->mutable_notes()),
                            std::forward_as_tuple(match->GetArena()));
    place->Swap(&notes);
  }

 private:
  std::vector<std::pair<std::string*, std::string>> texts_;
  // A deque: its members never move, which would copy them off their arena.
  std::deque<std::pair<google::protobuf::RepeatedPtrField<std::string>*,
                       google::protobuf::RepeatedPtrField<std::string>>>
      notes_;
};

template <typename Answer>
std::string HashOfMatches(Answer* answer) {
  answer->clear_answer_hash();
  TakenOut taken;
  if (!answer->next_page_token().empty()) taken.Take(answer->mutable_next_page_token());
  for (auto& match : *answer->mutable_matches()) {
    if (match.has_fit()) {
      taken.TakeOf(&match);
    } else {
      return AnswerHash(*answer);
    }
  }
  if (!answer->has_versions()) return Sha256(Serialized(*answer));
  v1::AnswerVersions* versions = answer->unsafe_arena_release_versions();
  std::string hash = Sha256(Serialized(*answer));
  answer->unsafe_arena_set_allocated_versions(versions);
  return hash;
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

std::string AnswerHashInPlace(v1::MatchVacanciesResponse* answer) { return HashOfMatches(answer); }

std::string AnswerHashInPlace(v1::MatchJobSeekersResponse* answer) { return HashOfMatches(answer); }

const std::string& ConstantsVersion() {
  static const std::string& version = *new std::string(absl::BytesToHexString(
      Sha256(absl::StrCat(Values(matcher::kFitConstants), " ", Values(matcher::kRouteConstants)))
          .substr(0, kFingerprintBytes)));
  return version;
}

}  // namespace overstap::api
