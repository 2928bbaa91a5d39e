// `overstap`: what a caseworker or an operator does from a terminal.
#include <sys/ioctl.h>
#include <unistd.h>

#include <iostream>
#include <string>
#include <vector>

#include "clients/cli/program.h"

namespace {

// Of standard output; files and pipes get lines that can be read in any window.
int TerminalWidth() {
  constexpr int kUsualWidth = 120;
  winsize size{};
  const bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : kUsualWidth;
}

}  // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  overstap::cli::Streams streams{std::cin, std::cout, std::cerr, TerminalWidth(),
                                 isatty(STDERR_FILENO) != 0};
  return overstap::cli::RunProgram(std::vector<std::string>(argv + 1, argv + argc), streams);
}
