// Errors in the words of the person at the terminal.
//
//   err << ErrorText(locale, server, status);
//   // Niet geldig: request has 2 wrong fields
//   //   vacancy.title: required
//   //   vacancy.openings: at least 1, was 0
#ifndef OVERSTAP_CLIENTS_CLI_ERROR_TEXT_H_
#define OVERSTAP_CLIENTS_CLI_ERROR_TEXT_H_

#include <string>

#include "absl/status/status.h"
#include "clients/cli/text/locale.h"

namespace overstap::cli {

// What kind of error it is in the language, what the server says about it (in English), and every
// wrong field on a line of its own. `server` is the address, for when it cannot be reached.
std::string ErrorText(const Locale& locale, const std::string& server, const absl::Status& status);

// What a machine-readable reason of the server's means, in the language; empty: not known here.
std::string ReasonText(const Locale& locale, const std::string& reason);

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_ERROR_TEXT_H_
