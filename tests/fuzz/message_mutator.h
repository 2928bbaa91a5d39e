// Random changes to a message of any type, so that a fuzzer gets past the parser and into what
// judges the values.
//
//   std::minstd_rand random(seed);
//   MutateMessage(random, request.get());
//
// Deterministic in the random source. Of one thread.
#ifndef OVERSTAP_TESTS_FUZZ_MESSAGE_MUTATOR_H_
#define OVERSTAP_TESTS_FUZZ_MESSAGE_MUTATOR_H_

#include <random>

#include "google/protobuf/message.h"

namespace overstap::fuzz {

using Random = std::minstd_rand;

// Sets, changes, clears, repeats or removes a few fields, at any depth. Texts are taken from words
// that the server knows (names, codes, ids of the embedded region) as often as made up.
void MutateMessage(Random& random, google::protobuf::Message* message);

}  // namespace overstap::fuzz

#endif  // OVERSTAP_TESTS_FUZZ_MESSAGE_MUTATOR_H_
