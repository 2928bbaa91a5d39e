// What an answer of the matching services carries so that it can be told from another later: what
// it was drawn from, and a hash of what it says.
//
//   CompleteAnswer(backend, reply);   // the last thing that is done to a reply
//
// MatchReply does the same to what it encodes.
//
// The hash is SHA-256 over the answer in its canonical form: protobuf's deterministic serialisation
// of the reply without
//   - answer_hash itself and next_page_token, which say nothing about anyone;
//   - versions, which are compared one by one: a new region configuration that changes nothing in
//     an answer leaves its hash;
//   - labels, texts, notes and rank reasons, which put codes and numbers beside them into words of
//     one language: asking in German gives the same answer as in Dutch.
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_ANSWER_HASH_H_
#define OVERSTAP_SERVICES_API_ANSWER_HASH_H_

#include <string>

#include "overstap/v1/match_service.pb.h"
#include "overstap/v1/route_service.pb.h"
#include "services/api/backend.h"
#include "services/api/request_hash.h"

namespace overstap::api {

// Clears what is not part of the canonical form.
void MakeCanonical(v1::MatchVacanciesResponse* answer);
void MakeCanonical(v1::MatchJobSeekersResponse* answer);
void MakeCanonical(v1::ExplainMatchResponse* answer);
void MakeCanonical(v1::RankRoutesResponse* answer);

// Fingerprint of the values of the ranking's and the routes' constants: another when one of them is
// changed without a new ranking version.
const std::string& ConstantsVersion();

// 32 bytes.
template <typename Answer>
std::string AnswerHash(const Answer& answer) {
  Answer canonical = answer;
  MakeCanonical(&canonical);
  return Sha256(Serialized(canonical));
}

// Fills in the fingerprints.
void CompleteVersions(const Backend& backend, v1::AnswerVersions* versions);

// Fills in the fingerprints and the hash.
template <typename Answer>
void CompleteAnswer(const Backend& backend, Answer* answer) {
  CompleteVersions(backend, answer->mutable_versions());
  answer->set_answer_hash(AnswerHash(*answer));
}

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_ANSWER_HASH_H_
