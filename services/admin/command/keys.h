// `overstap-admin keys create` and `keys rotate`: the local issuer's key.
//
//   int exit_code = 0;
//   AddKeysCommand(app, &exit_code);
//   app.parse(argc, argv);
//
// Of one thread.
#ifndef OVERSTAP_SERVICES_ADMIN_COMMAND_KEYS_H_
#define OVERSTAP_SERVICES_ADMIN_COMMAND_KEYS_H_

#include "CLI/CLI.hpp"

namespace overstap::admin {

// Adds the command; its callback runs it and sets `*exit_code`: 0, or 1 with the error on standard
// error.
void AddKeysCommand(CLI::App& app, int* exit_code);

}  // namespace overstap::admin

#endif  // OVERSTAP_SERVICES_ADMIN_COMMAND_KEYS_H_
