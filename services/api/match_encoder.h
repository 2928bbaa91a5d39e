// Answers of the matching core → the wire format of their API messages. What a match says is said
// here alone: MatchRenderer makes messages of it.
//
//   const MatchEncoder encoder(*snapshot, words, /*labels=*/true);
//   encoder.Encode(fit, MatchEncoder::Form::kFull, &writer);   // the fields of a v1::Fit
//
// Of one thread, for one answer: it remembers what it has said. What it is made of outlives it.
#ifndef OVERSTAP_SERVICES_API_MATCH_ENCODER_H_
#define OVERSTAP_SERVICES_API_MATCH_ENCODER_H_

#include <string_view>

#include "matcher/fit/vectors.h"
#include "matcher/pool_snapshot.h"
#include "matcher/ranker.h"
#include "services/api/text/said_texts.h"
#include "services/api/text/words.h"
#include "services/api/wire_writer.h"

namespace overstap::api {

class MatchEncoder {
 public:
  enum class Form {
    kFull,
    kCanonical,  // what the answer's hash is over: without labels, texts and notes (answer_hash.h)
  };

  // `labels`: name skills and qualifications, too.
  MatchEncoder(const matcher::PoolSnapshot& snapshot, const Words& words, bool labels)
      : snapshot_(snapshot), words_(words), labels_(labels), said_(words) {}

  const Words& words() const { return words_; }
  const matcher::PoolSnapshot& snapshot() const { return snapshot_; }
  bool labels() const { return labels_; }

  // Each writes the fields of one message, in ascending order.
  void Encode(matcher::QualificationNumber qualification, WireWriter* out) const;
  void Encode(const matcher::Fit& fit, Form form, WireWriter* out) const;
  void Encode(const matcher::Reason& reason, Form form, WireWriter* out) const;
  // `fit`: the match's, encoded in the same form.
  void Encode(const matcher::Match<matcher::Vacancy>& match, const matcher::Vacancy& vacancy,
              std::string_view fit, Form form, WireWriter* out) const;
  void Encode(const matcher::Match<matcher::JobSeeker>& match, const matcher::JobSeeker& person,
              std::string_view fit, Form form, WireWriter* out) const;

 private:
  void Encode(const matcher::FitPart& part, bool labels, WireWriter* out) const;
  template <typename Message, typename Record>
  void EncodeFindings(const matcher::Match<Record>& match, std::string_view fit, Form form,
                      WireWriter* out) const;

  const matcher::PoolSnapshot& snapshot_;
  const Words& words_;
  const bool labels_;
  mutable SaidTexts said_;
};

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_MATCH_ENCODER_H_
