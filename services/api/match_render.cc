#include "services/api/match_render.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "services/api/names.h"
#include "services/api/text/reason_text.h"
#include "services/convert/to_model.h"

namespace overstap::api {

void MatchRenderer::Render(matcher::QualificationNumber qualification,
                           v1::Qualification* out) const {
  const matcher::QualificationEntry& entry = snapshot_.region().qualification(qualification);
  out->mutable_code()->set_scheme(entry.scheme);
  out->mutable_code()->set_code(entry.code);
  out->set_level_eqf(entry.level);
  out->set_orientation(static_cast<v1::EducationOrientation>(entry.orientation));
}

v1::Qualification MatchRenderer::ToApi(matcher::QualificationNumber qualification) const {
  v1::Qualification message;
  Render(qualification, &message);
  return message;
}

void MatchRenderer::SetLabel(matcher::SkillNumber skill, std::string* label) const {
  *label = snapshot_.taxonomy().Label(skill, words_.language());
}

void MatchRenderer::Render(const matcher::Fit& fit, v1::Fit* message) const {
  const matcher::Taxonomy& taxonomy = snapshot_.taxonomy();
  message->set_score_units(fit.score);
  message->set_score(matcher::ScoreToDouble(fit.score));
  message->mutable_parts()->Reserve(static_cast<int>(fit.parts.size()));
  for (const matcher::FitPart& part : fit.parts) {
    v1::FitPart* out = message->add_parts();
    out->set_weight(part.weight.ToDouble());
    out->set_cover(part.cover.ToDouble());
    out->set_contribution_units(part.contribution);
    out->set_contribution(matcher::ScoreToDouble(part.contribution));
    out->set_essential(part.essential);
    out->set_demand_derived_from_text(part.demand_from_text);
    if (part.is_qualification) {
      const matcher::QualificationNumber demanded(
          static_cast<uint16_t>(part.term.value() - taxonomy.skill_count()));
      Render(demanded, out->mutable_qualification());
      if (labels_) out->set_label(snapshot_.region().qualification(demanded).title);
      if (part.covered_by_qualification.has_value()) {
        const auto& own = snapshot_.region().qualification(*part.covered_by_qualification);
        out->set_covered_by_qualification_code(own.code);
        if (labels_) out->set_covered_by_label(own.title);
      }
      continue;
    }
    const matcher::SkillNumber demanded(part.term.value());
    out->set_skill_number(demanded.value());
    if (labels_) SetLabel(demanded, out->mutable_label());
    if (!part.covered_by.has_value()) continue;
    out->set_covered_by_skill_number(part.covered_by->value());
    out->set_level(part.level.ToDouble());
    out->set_similarity(part.similarity.ToDouble());
    out->set_derived(part.derived);
    out->set_derived_from_text(part.from_text);
    if (labels_) SetLabel(*part.covered_by, out->mutable_covered_by_label());
  }
}

void MatchRenderer::Render(const matcher::Reason& reason, v1::Reason* out) const {
  out->set_rule(static_cast<v1::EligibilityRule>(reason.rule));
  // What is empty is left unset, which costs nothing.
  if (!reason.subject.empty()) out->set_subject(reason.subject);
  if (!reason.person_value.empty()) out->set_person_value(reason.person_value);
  if (!reason.demand_value.empty()) out->set_demand_value(reason.demand_value);
  if (!reason.unit.empty()) out->set_unit(reason.unit.data(), reason.unit.size());
  if (!reason.missing_field.empty()) {
    out->set_missing_field(reason.missing_field.data(), reason.missing_field.size());
  }
  out->set_text(ReasonText(reason, words_));
}

v1::Reason MatchRenderer::ToApi(const matcher::Reason& reason) const {
  v1::Reason message;
  Render(reason, &message);
  return message;
}

void MatchRenderer::AddReasons(const std::vector<matcher::Reason>& reasons,
                               google::protobuf::RepeatedPtrField<v1::Reason>* out) const {
  for (const matcher::Reason& reason : reasons) Render(reason, out->Add());
}

template <typename Record, typename Message>
void MatchRenderer::Fill(const matcher::Match<Record>& match, Message* message) const {
  Render(match.fit, message->mutable_fit());
  AddReasons(match.eligibility.unknowns, message->mutable_unknowns());
  AddReasons(match.eligibility.reasons, message->mutable_reasons());
  if (match.distance_km.has_value()) message->set_distance_km(*match.distance_km);
  for (const std::string& note : match.notes) message->add_notes(NoteText(note, words_));
}

void MatchRenderer::Render(const matcher::Match<matcher::Vacancy>& match,
                           const matcher::Vacancy& vacancy, v1::VacancyMatch* out) const {
  out->set_vacancy(NameOf(kVacancies, vacancy.id));
  out->set_title(vacancy.title);
  out->set_employer(vacancy.employer);
  out->set_openings_left(vacancy.openings_left);
  Fill(match, out);
}

void MatchRenderer::Render(const matcher::Match<matcher::JobSeeker>& match,
                           const matcher::JobSeeker& person, v1::JobSeekerMatch* out) const {
  out->set_job_seeker(NameOf(kJobSeekers, person.id));
  Fill(match, out);
}

v1::AnswerVersions MatchRenderer::Versions(matcher::Date as_of) const {
  v1::AnswerVersions versions;
  versions.set_snapshot_version(static_cast<int64_t>(snapshot_.version()));
  versions.set_ranking_version(std::string(matcher::kRankingVersion));
  versions.set_taxonomy_version(static_cast<int64_t>(snapshot_.taxonomy().number()));
  *versions.mutable_as_of_date() = convert::FromDate(as_of);
  return versions;
}

void MissingFields::Add(const matcher::Eligibility& eligibility) {
  const std::vector<matcher::Reason>& unknowns = eligibility.unknowns;
  for (auto unknown = unknowns.begin(); unknown != unknowns.end(); ++unknown) {
    const std::string_view field = unknown->missing_field;
    // A few reasons: sooner compared with those before than put into a set.
    if (std::any_of(unknowns.begin(), unknown, [field](const matcher::Reason& before) {
          return before.missing_field == field;
        })) {
      continue;
    }
    auto found = std::find_if(counts_.begin(), counts_.end(),
                              [&](const auto& count) { return count.field() == field; });
    if (found == counts_.end()) {
      found = counts_.emplace(counts_.end());
      found->set_field(std::string(field));
    }
    found->set_result_count(found->result_count() + 1);
  }
}

void MissingFields::AddTo(google::protobuf::RepeatedPtrField<v1::MissingFieldCount>* out) const {
  std::vector<v1::MissingFieldCount> sorted = counts_;
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.result_count() != b.result_count() ? a.result_count() > b.result_count()
                                                : a.field() < b.field();
  });
  for (v1::MissingFieldCount& count : sorted) *out->Add() = std::move(count);
}

}  // namespace overstap::api
