// Answers of the matching core → API messages.
//
//   const MatchRenderer renderer(*snapshot, words, /*labels=*/true);
//   renderer.Render(fit, route->mutable_fit_after());
//
// By way of MatchEncoder, which alone says what they hold. Of one thread, as that is. What it is
// made of outlives it.
#ifndef OVERSTAP_SERVICES_API_MATCH_RENDER_H_
#define OVERSTAP_SERVICES_API_MATCH_RENDER_H_

#include <vector>

#include "google/protobuf/repeated_field.h"
#include "matcher/ranker.h"
#include "overstap/v1/match.pb.h"
#include "services/api/match_encoder.h"

namespace overstap::api {

class MatchRenderer {
 public:
  // `labels`: name skills and qualifications, too.
  MatchRenderer(const matcher::PoolSnapshot& snapshot, const Words& words, bool labels)
      : encoder_(snapshot, words, labels) {}

  const Words& words() const { return encoder_.words(); }
  const matcher::PoolSnapshot& snapshot() const { return encoder_.snapshot(); }
  bool labels() const { return encoder_.labels(); }

  // Into empty messages.
  void Render(const matcher::Match<matcher::Vacancy>& match, const matcher::Vacancy& vacancy,
              v1::VacancyMatch* out) const;
  void Render(const matcher::Fit& fit, v1::Fit* out) const;
  void Render(matcher::QualificationNumber qualification, v1::Qualification* out) const;
  void AddReasons(const std::vector<matcher::Reason>& reasons,
                  google::protobuf::RepeatedPtrField<v1::Reason>* out) const;

 private:
  const MatchEncoder encoder_;
};

// What an answer over a snapshot depends on, but for the fingerprints.
v1::AnswerVersions VersionsOf(const matcher::PoolSnapshot& snapshot, matcher::Date as_of);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_MATCH_RENDER_H_
