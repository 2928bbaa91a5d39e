// The reply of MatchVacancies and of MatchJobSeekers, encoded as it is sent.
//
//   MatchReply reply(encoder, &writer);
//   for (const auto& match : ranking.matches) reply.Add(match, match.entry->record);
//   reply.Finish(versions, next_page_token);
//
// Protobuf's deterministic serialisation of the message, with the hash over its canonical form
// (answer_hash.h). One thread; the encoder and the writer outlive it.
#ifndef OVERSTAP_SERVICES_API_MATCH_REPLY_H_
#define OVERSTAP_SERVICES_API_MATCH_REPLY_H_

#include <memory>
#include <string_view>
#include <vector>

#include "matcher/ranker.h"
#include "overstap/v1/match.pb.h"
#include "services/api/match_encoder.h"
#include "services/api/wire_writer.h"

namespace overstap::api {

class MatchReply {
 public:
  // Into an empty writer.
  MatchReply(const MatchEncoder& encoder, WireWriter* out);
  ~MatchReply();
  MatchReply(const MatchReply&) = delete;
  MatchReply& operator=(const MatchReply&) = delete;

  // A result, best first.
  template <typename Record>
  void Add(const matcher::Match<Record>& match, const Record& record);

  // `versions` is complete; the token is empty on the last page. Nothing can be added afterwards.
  void Finish(const v1::AnswerVersions& versions, std::string_view next_page_token);

 private:
  // What the thread's last reply has left is used again: it lies near.
  struct Memory {
    WireWriter canonical;  // what of the reply is hashed
    WireWriter fit;        // of the match that is being added
  };
  static std::unique_ptr<Memory>& Spare();
  struct MissingField {
    std::string_view field;  // a literal
    int result_count = 0;
  };

  template <typename Record>
  void AddIn(MatchEncoder::Form form, const matcher::Match<Record>& match, const Record& record,
             WireWriter* out);
  // Each field at most once a result.
  void CountMissingFields(const std::vector<matcher::Reason>& unknowns);
  void EncodeMissingFields(WireWriter* out) const;

  const MatchEncoder& encoder_;
  std::vector<MissingField> missing_;
  WireWriter& sent_;
  std::unique_ptr<Memory> memory_;
};

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_MATCH_REPLY_H_
