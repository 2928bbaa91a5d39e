#include "services/api/text_reading.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_join.h"
#include "services/api/names.h"
#include "services/api/taxonomy_render.h"
#include "services/api/text/language.h"
#include "services/api/validation_common.h"

namespace overstap::api {
namespace {

constexpr size_t kMaxPrefixBytes = 200;
constexpr int kUsualResults = 10;
constexpr int kMostResults = 50;
constexpr char kEsco[] = "ESCO";

void CheckCount(std::string_view field, int count, FieldChecker& check) {
  check.InRange(field, count, 0, kMostResults);
}
size_t CountOf(int asked) { return static_cast<size_t>(asked == 0 ? kUsualResults : asked); }

template <typename Message>
void SetConcept(std::string_view collection, uint32_t number, const matcher::ConceptEntry& entry,
                std::string_view label, Message* message) {
  message->set_name(NameOf(collection, std::to_string(number)));
  message->mutable_code()->set_scheme(kEsco);
  message->mutable_code()->set_code(entry.code);
  message->set_label(std::string(label));
}

void AddParts(const matcher::LinkParts& parts, v1::OccupationLink* link) {
  for (const auto& [part, contribution] :
       {std::pair("likeness", parts.likeness), std::pair("coverage", parts.coverage),
        std::pair("shape", parts.shape), std::pair("equality", parts.equality),
        std::pair("siblings", parts.siblings), std::pair("preferred", parts.preferred),
        std::pair("group", parts.group)}) {
    if (contribution == 0) continue;
    v1::LinkScorePart& message = *link->add_parts();
    message.set_part(part);
    message.set_contribution(contribution);
  }
}

void AddNotes(matcher::TitleNotes notes, v1::LinkOccupationResponse* reply) {
  if (notes.hours_per_week.has_value()) {
    reply->set_min_hours_per_week(notes.hours_per_week->min.ToDouble());
    reply->set_max_hours_per_week(notes.hours_per_week->max.ToDouble());
  }
  for (std::string& place : notes.places) reply->add_places(std::move(place));
  for (auto* words : {&notes.employers, &notes.words}) {
    for (std::string& word : *words) reply->add_set_aside_words(std::move(word));
  }
}

}  // namespace

void CheckText(const v1::LinkOccupationRequest& request, FieldChecker& check) {
  check.Text("text", request.text(), 1, kMaxTitleTextBytes);
  CheckLanguage(request.language_code(), check);
  CheckCount("max_link_count", request.max_link_count(), check);
}

void CheckText(const v1::ExtractSkillsRequest& request, FieldChecker& check) {
  check.Text("text", request.text(), 1, kMaxTextBytes);
  CheckLanguage(request.language_code(), check);
}

void CheckText(const v1::SuggestRequest& request, FieldChecker& check) {
  check.Text("prefix", request.prefix(), 1, kMaxPrefixBytes);
  CheckLanguage(request.language_code(), check);
  CheckConceptKind(request.kind(), check);
  CheckCount("max_suggestion_count", request.max_suggestion_count(), check);
}

void TextReading::Read(const v1::LinkOccupationRequest& request,
                       v1::LinkOccupationResponse* reply) const {
  const matcher::Taxonomy& taxonomy = finder_.taxonomy();
  matcher::FoundOccupations found = finder_.LinkOccupation(
      request.text(), {.language = matcher::ParseLanguage(request.language_code()),
                       .limit = CountOf(request.max_link_count()),
                       .places = &words_.places});
  for (const matcher::FoundOccupation& occupation : found.occupations) {
    v1::OccupationLink& link = *reply->add_links();
    SetConcept(kOccupations, occupation.occupation.value(),
               taxonomy.occupation(occupation.occupation),
               taxonomy.Label(occupation.occupation, found.language), &link);
    link.set_matched_label(std::string(occupation.label));
    link.set_score(occupation.score);
    AddParts(occupation.parts, &link);
  }
  reply->set_language_code(std::string(CodeOf(found.language)));
  AddNotes(std::move(found.notes), reply);
  const auto qualification = words_.titles.QualificationOf(request.text());
  if (!qualification.has_value()) return;
  v1::QualificationLink& link = *reply->mutable_qualification();
  const region::v1::QualificationDefinition& row =
      words_.config.qualifications(static_cast<int>(qualification->row));
  link.mutable_qualification()->mutable_code()->set_scheme(row.scheme());
  link.mutable_qualification()->mutable_code()->set_code(row.code());
  link.mutable_qualification()->set_level_eqf(row.level_eqf());
  link.mutable_qualification()->set_orientation(
      static_cast<v1::EducationOrientation>(row.orientation()));
  link.set_label(row.title());
  link.set_text(absl::StrJoin(qualification->words, " "));
}

void TextReading::Read(const v1::ExtractSkillsRequest& request,
                       v1::ExtractSkillsResponse* reply) const {
  const matcher::Taxonomy& taxonomy = finder_.taxonomy();
  const matcher::FoundSkills found =
      finder_.ExtractSkills(request.text(), matcher::ParseLanguage(request.language_code()));
  for (const matcher::FoundSkill& skill : found.skills) {
    v1::ExtractedSkill& message = *reply->add_skills();
    SetConcept(kSkills, skill.skill.value(), taxonomy.skill(skill.skill),
               taxonomy.Label(skill.skill, found.language), &message);
    message.set_matched_label(std::string(skill.label));
    message.set_score(skill.score);
    message.set_text(request.text().substr(skill.begin, skill.end - skill.begin));
    message.set_begin_position(static_cast<int>(skill.begin));
    message.set_end_position(static_cast<int>(skill.end));
    message.set_polarity(static_cast<v1::SkillPolarity>(skill.polarity));
    message.set_proficiency(static_cast<v1::Proficiency>(skill.proficiency));
  }
  reply->set_language_code(std::string(CodeOf(found.language)));
}

void TextReading::Read(const v1::SuggestRequest& request, v1::SuggestResponse* reply) const {
  const bool all = request.kind() == v1::CONCEPT_KIND_UNSPECIFIED;
  const bool skill = request.kind() == v1::CONCEPT_KIND_SKILL;
  const std::vector<matcher::Suggestion> suggestions = finder_.Suggest(
      request.prefix(), {.language = matcher::ParseLanguage(request.language_code()),
                         .skills = all || skill,
                         .knowledge = all || skill || request.kind() == v1::CONCEPT_KIND_KNOWLEDGE,
                         .occupations = all || request.kind() == v1::CONCEPT_KIND_OCCUPATION,
                         .limit = CountOf(request.max_suggestion_count())});
  for (const matcher::Suggestion& suggestion : suggestions) {
    v1::Suggestion& message = *reply->add_suggestions();
    std::visit([&](auto number) { SetSuggested(number, suggestion.language, &message); },
               suggestion.found);
    message.set_matched_label(std::string(suggestion.label));
    message.set_language_code(std::string(CodeOf(suggestion.language)));
    message.set_has_error(suggestion.has_error);
  }
}

void TextReading::SetSuggested(matcher::SkillNumber number, matcher::Language language,
                               v1::Suggestion* message) const {
  const matcher::ConceptEntry& entry = finder_.taxonomy().skill(number);
  SetConcept(kSkills, number.value(), entry, finder_.taxonomy().Label(number, language), message);
  message->set_kind(static_cast<v1::ConceptKind>(entry.kind));
}

void TextReading::SetSuggested(matcher::OccupationNumber number, matcher::Language language,
                               v1::Suggestion* message) const {
  SetConcept(kOccupations, number.value(), finder_.taxonomy().occupation(number),
             finder_.taxonomy().Label(number, language), message);
  message->set_kind(v1::CONCEPT_KIND_OCCUPATION);
}

}  // namespace overstap::api
