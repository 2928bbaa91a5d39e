// Ctrl-C as a question instead of the end: for commands that go on until they are stopped, and then
// still have something to say.
//
//   const Interruption interruption;
//   client.ReadStream<…>(request, on_message, {.stopped = [] { return Interruption::Came(); }});
//
// One at a time in a process; while there is none, Ctrl-C ends the process as ever.
#ifndef OVERSTAP_CLIENTS_CLI_INTERRUPTION_H_
#define OVERSTAP_CLIENTS_CLI_INTERRUPTION_H_

namespace overstap::cli {

class Interruption {
 public:
  Interruption();
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  // SIGINT or SIGTERM came since it was made.
  static bool Came();

 private:
  using Handler = void (*)(int);

  Handler interrupt_before_;
  Handler terminate_before_;
};

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_INTERRUPTION_H_
