// Who the tests' callers are: an issuer of this process's own, what a server is told about it, and
// tokens for whoever is needed.
//
//   RunProgram("overstapd", … Access().ServerArguments() …);
//   client::Client client({.server = …, .token_file = Access().TokenFile("caseworker", "uwv")});
//
// Safe from any thread.
#ifndef OVERSTAP_TESTS_E2E_LOCAL_ACCESS_H_
#define OVERSTAP_TESTS_E2E_LOCAL_ACCESS_H_

#include <string>
#include <vector>

namespace overstap {

class LocalAccess {
 public:
  LocalAccess();
  ~LocalAccess();
  LocalAccess(const LocalAccess&) = delete;
  LocalAccess& operator=(const LocalAccess&) = delete;

  // Keys of overstapd.
  std::vector<std::string> ServerArguments() const;
  // A file with a new token of principal `ROLE@ORGANISATION`.
  std::string TokenFile(const std::string& role, const std::string& organisation) const;
  // A folder with the tokens of the demonstration.
  std::string DemoTokens() const;

 private:
  std::string Token(const std::string& role, const std::string& organisation) const;

  std::string dir_;
};

// The one of this process.
const LocalAccess& Access();

}  // namespace overstap

#endif  // OVERSTAP_TESTS_E2E_LOCAL_ACCESS_H_
