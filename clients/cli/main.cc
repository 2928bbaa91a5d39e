// `overstap`: what a caseworker or an operator does from a terminal.
#include <sys/ioctl.h>
#include <unistd.h>

#include <iostream>
#include <string>
#include <vector>

#include "clients/cli/program.h"

namespace {

// 0: standard output is no terminal.
int TerminalWidth() {
  winsize size{};
  if (isatty(STDOUT_FILENO) == 0) return 0;
  constexpr int kUsualWidth = 80;
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
