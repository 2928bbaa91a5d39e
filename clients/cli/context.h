// What a command works with: the server, the language, and where to write.
//
//   absl::StatusOr<ExitCode> Health(Context& context) { … context.out << "…"; }
#ifndef OVERSTAP_CLIENTS_CLI_CONTEXT_H_
#define OVERSTAP_CLIENTS_CLI_CONTEXT_H_

#include <functional>
#include <istream>
#include <ostream>

#include "absl/status/statusor.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/text/locale.h"
#include "clients/cpp/client.h"

namespace overstap::cli {

// Where a run reads and writes.
struct Streams {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  int out_width = 0;             // of lines, in characters; 0: do not wrap
  bool err_is_terminal = false;  // draw progress bars
};

struct Context {
  const client::Client& client;
  const Locale& locale;
  bool json = false;  // for machines: the reply as JSON, and nothing else on `out`
  Streams& streams;

  std::ostream& out() const { return streams.out; }
};

// A command that was chosen, with its options.
using Action = std::function<absl::StatusOr<ExitCode>(Context&)>;

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_CONTEXT_H_
