// Pseudonyms of people for employers: `candidates/{token}`, another for each organisation and
// vacancy, which only this server can turn back into a person.
//
//   const std::string name = names.NameFor("acme", "vacancies/v-1", "p-12");
//   std::optional<std::string> person = names.PersonOf(name, "acme", "vacancies/v-1");   // "p-12"
//
// The token is the person's id under deterministic authenticated encryption (an HMAC-SHA-256 over
// context and id is both the check and the nonce of AES-256-CTR, the construction of RFC 5297), so
// the same person has the same name in every answer to the same vacancy, and nothing but the name's
// equality can be told from it: ids are padded to one length. The secret lies beside the persons'
// keys. Immutable; safe from any thread.
#ifndef OVERSTAP_SERVICES_ACCESS_CANDIDATE_NAMES_H_
#define OVERSTAP_SERVICES_ACCESS_CANDIDATE_NAMES_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace overstap::access {

class CandidateNames {
 public:
  // `secret`: 32 random bytes.
  explicit CandidateNames(std::string_view secret);

  // `vacancy`: whatever names the demand to the caller. `person`: an id of at most 63 bytes.
  std::string NameFor(std::string_view organisation, std::string_view vacancy,
                      std::string_view person) const;
  // nullopt: not a name that was made for this organisation and vacancy.
  std::optional<std::string> PersonOf(std::string_view name, std::string_view organisation,
                                      std::string_view vacancy) const;

  // The same for any text that a caller carries and must not read or change, e.g. a page token.
  std::string Seal(std::string_view context, std::string_view text) const;
  std::optional<std::string> Open(std::string_view context, std::string_view sealed) const;

 private:
  std::string check_key_;
  std::string cipher_key_;
};

// Reads the secret from the file, or makes it (durable, readable by its owner alone). DATA_LOSS:
// the file is there and is not a secret of ours.
absl::StatusOr<CandidateNames> OpenCandidateNames(const std::string& path);

}  // namespace overstap::access

#endif  // OVERSTAP_SERVICES_ACCESS_CANDIDATE_NAMES_H_
