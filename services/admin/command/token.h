// `overstap-admin token create`: a token of the local issuer.
//
//   int exit_code = 0;
//   AddTokenCommand(app, &exit_code);
//   app.parse(argc, argv);
//
// Of one thread.
#ifndef OVERSTAP_SERVICES_ADMIN_COMMAND_TOKEN_H_
#define OVERSTAP_SERVICES_ADMIN_COMMAND_TOKEN_H_

#include "CLI/CLI.hpp"

namespace overstap::admin {

// Adds the command; its callback prints a token and sets `*exit_code`: 0, or 1 with the error on
// standard error.
void AddTokenCommand(CLI::App& app, int* exit_code);

}  // namespace overstap::admin

#endif  // OVERSTAP_SERVICES_ADMIN_COMMAND_TOKEN_H_
