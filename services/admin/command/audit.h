// `overstap-admin audit …`: verify, show and purge the audit log.
//
//   int exit_code = 0;
//   AddAuditCommand(app, &exit_code);
//   app.parse(argc, argv);
//
// Works on the files, beside a running server or without one (purge: without one alone). Called
// once, from one thread; `exit_code` outlives `app`.
#ifndef OVERSTAP_SERVICES_ADMIN_COMMAND_AUDIT_H_
#define OVERSTAP_SERVICES_ADMIN_COMMAND_AUDIT_H_

namespace CLI {
class App;
}  // namespace CLI

namespace overstap::admin {

// What a command leaves in `*exit_code`: 0, or 1 when it failed (its error is on stderr), or 2 when
// the log is not as it was written.
inline constexpr int kAuditFailed = 1;
inline constexpr int kAuditDamaged = 2;

// Adds the subcommand `audit` with its own: verify, show, purge.
void AddAuditCommand(CLI::App& app, int* exit_code);

}  // namespace overstap::admin

#endif  // OVERSTAP_SERVICES_ADMIN_COMMAND_AUDIT_H_
