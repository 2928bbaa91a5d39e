// What the linker and the compiler were asked to harden, read off the built server: a flag that is
// dropped, or a toolchain that ignores one, fails here.
#include <array>
#include <cstdio>
#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace overstap::house {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

// What readelf (of binutils, which the compiler needs anyway) says of the server.
std::string ReadElf(const std::string& options) {
  const std::string command = "readelf -W " + options + " " + OVERSTAP_BINARY_DIR + "/overstapd";
  const std::unique_ptr<FILE, decltype(&pclose)> pipe(popen(command.c_str(), "r"), &pclose);
  std::string text;
  std::array<char, 4096> part;
  while (pipe != nullptr && std::fgets(part.data(), part.size(), pipe.get()) != nullptr) {
    text += part.data();
  }
  return text;
}

TEST(Hardening, TheServerIsLoadedAtARandomAddress) {
  EXPECT_THAT(ReadElf("--file-header"), ContainsRegex("Type: +DYN"));
  EXPECT_THAT(ReadElf("--dynamic"), ContainsRegex("FLAGS_1.*PIE"));
}

TEST(Hardening, SymbolsAreBoundAtStartAndThenReadOnly) {
  EXPECT_THAT(ReadElf("--dynamic"), ContainsRegex("(BIND_NOW|FLAGS_1.*NOW)"));
  EXPECT_THAT(ReadElf("--program-headers"), HasSubstr("GNU_RELRO"));
}

TEST(Hardening, NoMemoryIsBothWritableAndExecutable) {
  const std::string headers = ReadElf("--program-headers");
  EXPECT_THAT(headers, ContainsRegex("GNU_STACK.* RW "));
  EXPECT_THAT(headers, Not(HasSubstr("RWE")));
}

TEST(Hardening, StacksAreGuarded) {
  EXPECT_THAT(ReadElf("--dyn-syms"), HasSubstr("__stack_chk_fail"));
}

TEST(Hardening, CallsThatKnowTheirBufferCheckIt) {
#ifdef NDEBUG
  EXPECT_THAT(ReadElf("--dyn-syms"), ContainsRegex("__[a-z]+_chk@"));
#else
  GTEST_SKIP() << "built without optimisation, and so without fortified calls";
#endif
}

}  // namespace
}  // namespace overstap::house
