#include "clients/cli/interruption.h"

#include <csignal>

namespace overstap::cli {
namespace {

volatile std::sig_atomic_t came = 0;

void Note(int /*signal*/) { came = 1; }

}  // namespace

Interruption::Interruption() {
  came = 0;
  interrupt_before_ = std::signal(SIGINT, Note);
  terminate_before_ = std::signal(SIGTERM, Note);
}

Interruption::~Interruption() {
  std::signal(SIGINT, interrupt_before_);
  std::signal(SIGTERM, terminate_before_);
}

bool Interruption::Came() { return came != 0; }

}  // namespace overstap::cli
