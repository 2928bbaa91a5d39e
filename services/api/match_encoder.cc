#include "services/api/match_encoder.h"

#include <string>
#include <vector>

#include "overstap/v1/match.pb.h"
#include "services/api/names.h"

namespace overstap::api {

void MatchEncoder::Encode(matcher::QualificationNumber qualification, WireWriter* out) const {
  using Message = v1::Qualification;
  const matcher::QualificationEntry& entry = snapshot_.region().qualification(qualification);
  out->Message(Message::kCodeFieldNumber, [&] {
    out->String(v1::Code::kSchemeFieldNumber, entry.scheme);
    out->String(v1::Code::kCodeFieldNumber, entry.code);
  });
  out->Int32(Message::kLevelEqfFieldNumber, entry.level);
  out->Int32(Message::kOrientationFieldNumber, static_cast<int>(entry.orientation));
}

void MatchEncoder::Encode(const matcher::Fit& fit, Form form, WireWriter* out) const {
  using Message = v1::Fit;
  const bool labels = labels_ && form == Form::kFull;
  out->Uint32(Message::kScoreUnitsFieldNumber, fit.score);
  out->Double(Message::kScoreFieldNumber, matcher::ScoreToDouble(fit.score));
  for (const matcher::FitPart& part : fit.parts) {
    out->Message(Message::kPartsFieldNumber, [&] { Encode(part, labels, out); });
  }
}

void MatchEncoder::Encode(const matcher::FitPart& part, bool labels, WireWriter* out) const {
  using Message = v1::FitPart;
  const matcher::Taxonomy& taxonomy = snapshot_.taxonomy();
  const matcher::Region& region = snapshot_.region();
  const matcher::SkillNumber skill(part.term.value());
  const matcher::QualificationNumber qualification(
      static_cast<uint16_t>(part.term.value() - taxonomy.skill_count()));
  if (part.is_qualification) {
    out->Message(Message::kQualificationFieldNumber, [&] { Encode(qualification, out); });
  } else {
    out->PresentUint32(Message::kSkillNumberFieldNumber, skill.value());
  }
  out->Double(Message::kWeightFieldNumber, part.weight.ToDouble());
  out->Double(Message::kCoverFieldNumber, part.cover.ToDouble());
  out->Uint32(Message::kContributionUnitsFieldNumber, part.contribution);
  out->Double(Message::kContributionFieldNumber, matcher::ScoreToDouble(part.contribution));
  const bool by_skill = !part.is_qualification && part.covered_by.has_value();
  const bool by_qualification = part.is_qualification && part.covered_by_qualification.has_value();
  if (by_skill) {
    out->PresentUint32(Message::kCoveredBySkillNumberFieldNumber, part.covered_by->value());
    out->Double(Message::kLevelFieldNumber, part.level.ToDouble());
    out->Double(Message::kSimilarityFieldNumber, part.similarity.ToDouble());
    out->Bool(Message::kDerivedFieldNumber, part.derived);
  }
  if (by_qualification) {
    out->String(Message::kCoveredByQualificationCodeFieldNumber,
                region.qualification(*part.covered_by_qualification).code);
  }
  if (labels) {
    const auto label_of = [&](matcher::SkillNumber number) {
      return taxonomy.Label(number, words_.language());
    };
    const auto title_of = [&](matcher::QualificationNumber number) {
      return std::string_view(region.qualification(number).title);
    };
    out->String(Message::kLabelFieldNumber,
                part.is_qualification ? title_of(qualification) : label_of(skill));
    if (by_skill) out->String(Message::kCoveredByLabelFieldNumber, label_of(*part.covered_by));
    if (by_qualification) {
      out->String(Message::kCoveredByLabelFieldNumber, title_of(*part.covered_by_qualification));
    }
  }
  out->Bool(Message::kEssentialFieldNumber, part.essential);
  if (by_skill) out->Bool(Message::kDerivedFromTextFieldNumber, part.from_text);
  out->Bool(Message::kDemandDerivedFromTextFieldNumber, part.demand_from_text);
}

void MatchEncoder::Encode(const matcher::Reason& reason, Form form, WireWriter* out) const {
  using Message = v1::Reason;
  out->Int32(Message::kRuleFieldNumber, static_cast<int>(reason.rule));
  out->String(Message::kSubjectFieldNumber, reason.subject);
  out->String(Message::kPersonValueFieldNumber, reason.person_value);
  out->String(Message::kDemandValueFieldNumber, reason.demand_value);
  out->String(Message::kUnitFieldNumber, reason.unit);
  out->String(Message::kMissingFieldFieldNumber, reason.missing_field);
  if (form == Form::kFull) out->String(Message::kTextFieldNumber, said_.Of(reason));
}

// What a VacancyMatch and a JobSeekerMatch have in common; the fields stand in the same order in
// both.
template <typename Message, typename Record>
void MatchEncoder::EncodeFindings(const matcher::Match<Record>& match, std::string_view fit,
                                  Form form, WireWriter* out) const {
  out->PresentString(Message::kFitFieldNumber, fit);
  for (const matcher::Reason& reason : match.eligibility.unknowns) {
    out->Message(Message::kUnknownsFieldNumber, [&] { Encode(reason, form, out); });
  }
  for (const matcher::Reason& reason : match.eligibility.reasons) {
    out->Message(Message::kReasonsFieldNumber, [&] { Encode(reason, form, out); });
  }
  if (match.distance_km) out->PresentDouble(Message::kDistanceKmFieldNumber, *match.distance_km);
  if (form == Form::kCanonical) return;
  for (const std::string& note : match.notes) {
    out->PresentString(Message::kNotesFieldNumber, said_.OfNote(note));
  }
}

void MatchEncoder::Encode(const matcher::Match<matcher::Vacancy>& match,
                          const matcher::Vacancy& vacancy, std::string_view fit, Form form,
                          WireWriter* out) const {
  using Message = v1::VacancyMatch;
  out->String(Message::kVacancyFieldNumber, NameOf(kVacancies, vacancy.id));
  out->String(Message::kTitleFieldNumber, vacancy.title);
  out->String(Message::kEmployerFieldNumber, vacancy.employer);
  EncodeFindings<Message>(match, fit, form, out);
  out->Int32(Message::kOpeningsLeftFieldNumber, vacancy.openings_left);
}

void MatchEncoder::Encode(const matcher::Match<matcher::JobSeeker>& match,
                          const matcher::JobSeeker& person, std::string_view fit, Form form,
                          WireWriter* out) const {
  using Message = v1::JobSeekerMatch;
  out->String(Message::kJobSeekerFieldNumber, NameOf(kJobSeekers, person.id));
  EncodeFindings<Message>(match, fit, form, out);
}

}  // namespace overstap::api
