// What TextService answers, a request at a time: checked, then read.
//
//   CheckText(request, check);
//   if (check.ok()) TextReading(*finder, words).Read(request, reply);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_TEXT_READING_H_
#define OVERSTAP_SERVICES_API_TEXT_READING_H_

#include "matcher/taxonomy/concept_finder.h"
#include "overstap/v1/text_service.pb.h"
#include "services/api/concept_source.h"
#include "services/api/field_checker.h"

namespace overstap::api {

inline constexpr size_t kMaxTitleTextBytes = 500;
inline constexpr size_t kMaxTextBytes = 65'536;

// Fails every wrong field.
void CheckText(const v1::LinkOccupationRequest& request, FieldChecker& check);
void CheckText(const v1::ExtractSkillsRequest& request, FieldChecker& check);
void CheckText(const v1::SuggestRequest& request, FieldChecker& check);

// Answers checked requests. What it is made of outlives it.
class TextReading {
 public:
  TextReading(const matcher::ConceptFinder& finder, const RegionWords& words)
      : finder_(finder), words_(words) {}

  void Read(const v1::LinkOccupationRequest& request, v1::LinkOccupationResponse* reply) const;
  void Read(const v1::ExtractSkillsRequest& request, v1::ExtractSkillsResponse* reply) const;
  void Read(const v1::SuggestRequest& request, v1::SuggestResponse* reply) const;

 private:
  void SetSuggested(matcher::SkillNumber number, matcher::Language language,
                    v1::Suggestion* message) const;
  void SetSuggested(matcher::OccupationNumber number, matcher::Language language,
                    v1::Suggestion* message) const;

  const matcher::ConceptFinder& finder_;
  const RegionWords& words_;
};

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_TEXT_READING_H_
