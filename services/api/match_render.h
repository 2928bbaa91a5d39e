// Answers of the matching core → API messages.
//
//   const MatchRenderer renderer(*snapshot, words, /*labels=*/true);
//   renderer.Render(match, vacancy, reply->add_matches());
//
// Immutable; safe to share between threads. What it is made of outlives it.
#ifndef OVERSTAP_SERVICES_API_MATCH_RENDER_H_
#define OVERSTAP_SERVICES_API_MATCH_RENDER_H_

#include <string>
#include <vector>

#include "google/protobuf/repeated_field.h"
#include "matcher/fit/vectors.h"
#include "matcher/pool_snapshot.h"
#include "matcher/ranker.h"
#include "overstap/v1/match.pb.h"
#include "services/api/text/words.h"

namespace overstap::api {

class MatchRenderer {
 public:
  // `labels`: name skills and qualifications, too.
  MatchRenderer(const matcher::PoolSnapshot& snapshot, const Words& words, bool labels)
      : snapshot_(snapshot), words_(words), labels_(labels) {}

  const Words& words() const { return words_; }
  const matcher::PoolSnapshot& snapshot() const { return snapshot_; }
  bool labels() const { return labels_; }

  // Into empty messages, which may live in an arena.
  void Render(const matcher::Match<matcher::Vacancy>& match, const matcher::Vacancy& vacancy,
              v1::VacancyMatch* out) const;
  void Render(const matcher::Match<matcher::JobSeeker>& match, const matcher::JobSeeker& person,
              v1::JobSeekerMatch* out) const;
  void Render(const matcher::Fit& fit, v1::Fit* out) const;
  void Render(const matcher::Reason& reason, v1::Reason* out) const;
  void Render(matcher::QualificationNumber qualification, v1::Qualification* out) const;
  v1::Reason ToApi(const matcher::Reason& reason) const;
  v1::Qualification ToApi(matcher::QualificationNumber qualification) const;
  void AddReasons(const std::vector<matcher::Reason>& reasons,
                  google::protobuf::RepeatedPtrField<v1::Reason>* out) const;
  v1::AnswerVersions Versions(matcher::Date as_of) const;

 private:
  void SetLabel(matcher::SkillNumber skill, std::string* label) const;
  template <typename Record, typename Message>
  void Fill(const matcher::Match<Record>& match, Message* message) const;

  const matcher::PoolSnapshot& snapshot_;
  const Words& words_;
  const bool labels_;
};

// Counts the missing fields over a page's results, most frequent first, each at most once a result.
class MissingFields {
 public:
  void Add(const matcher::Eligibility& eligibility);
  void AddTo(google::protobuf::RepeatedPtrField<v1::MissingFieldCount>* out) const;

 private:
  std::vector<v1::MissingFieldCount> counts_;
};

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_MATCH_RENDER_H_
