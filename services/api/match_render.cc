#include "services/api/match_render.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "services/api/names.h"
#include "services/api/text/reason_text.h"
#include "services/convert/to_model.h"

namespace overstap::api {

v1::Qualification MatchRenderer::ToApi(matcher::QualificationNumber qualification) const {
  const matcher::QualificationEntry& entry = snapshot_.region().qualification(qualification);
  v1::Qualification message;
  message.mutable_code()->set_scheme(entry.scheme);
  message.mutable_code()->set_code(entry.code);
  message.set_level_eqf(entry.level);
  message.set_orientation(static_cast<v1::EducationOrientation>(entry.orientation));
  return message;
}

void MatchRenderer::Render(const matcher::Fit& fit, v1::Fit* message) const {
  const matcher::Taxonomy& taxonomy = snapshot_.taxonomy();
  message->set_score_units(fit.score);
  message->set_score(matcher::ScoreToDouble(fit.score));
  for (const matcher::FitPart& part : fit.parts) {
    v1::FitPart* out = message->add_parts();
    out->set_weight(part.weight.ToDouble());
    out->set_cover(part.cover.ToDouble());
    out->set_contribution_units(part.contribution);
    out->set_contribution(matcher::ScoreToDouble(part.contribution));
    out->set_essential(part.essential);
    if (part.is_qualification) {
      const matcher::QualificationNumber demanded(
          static_cast<uint16_t>(part.term.value() - taxonomy.skill_count()));
      *out->mutable_qualification() = ToApi(demanded);
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
    if (labels_) out->set_label(std::string(taxonomy.Label(demanded, words_.language())));
    if (!part.covered_by.has_value()) continue;
    out->set_covered_by_skill_number(part.covered_by->value());
    out->set_level(part.level.ToDouble());
    out->set_similarity(part.similarity.ToDouble());
    out->set_derived(part.derived);
    if (labels_) {
      out->set_covered_by_label(std::string(taxonomy.Label(*part.covered_by, words_.language())));
    }
  }
}

v1::Reason MatchRenderer::ToApi(const matcher::Reason& reason) const {
  v1::Reason message;
  message.set_rule(static_cast<v1::EligibilityRule>(reason.rule));
  message.set_subject(reason.subject);
  message.set_person_value(reason.person_value);
  message.set_demand_value(reason.demand_value);
  message.set_unit(std::string(reason.unit));
  message.set_missing_field(std::string(reason.missing_field));
  message.set_text(ReasonText(reason, words_));
  return message;
}

void MatchRenderer::AddReasons(const std::vector<matcher::Reason>& reasons,
                               google::protobuf::RepeatedPtrField<v1::Reason>* out) const {
  for (const matcher::Reason& reason : reasons) *out->Add() = ToApi(reason);
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
  std::set<std::string_view> fields;
  for (const matcher::Reason& unknown : eligibility.unknowns) fields.insert(unknown.missing_field);
  for (const std::string_view field : fields) {
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
