#!/bin/bash
# Installs what is missing, builds, and runs every test: unit and property tests under ASan and
# UBSan, fuzzers for a few seconds each, the rest in Release. With OVERSTAP_SANITIZED_SERVERS="asan;tsan" the
# e2e tests run besides against servers built with ASan and UBSan, and with TSan. Ends with CTest's summary; exits 0 only
# if all passed. Arguments go to ctest (tests/run.sh -R scenario). A second run rebuilds only what
# changed.
#
# Tests that need data which is not in the tree look for it in OVERSTAP_ESCO_DIR, OVERSTAP_EVAL_DIR,
# OVERSTAP_REGION_DIR and OVERSTAP_BENCH_DIR; where one is not set they report themselves skipped.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jobs=$(nproc)
sanitized_servers=${OVERSTAP_SANITIZED_SERVERS:-}
source "$root/services/install_packages.sh"

step() { echo "== $* ($(date +%T))"; }

step "packages"
overstap_install "${overstap_build_packages[@]}" "${overstap_check_packages[@]}"

build() {  # preset target…
  step "build $1"
  local options=()
  [[ $1 != release ]] || options=(-DOVERSTAP_SANITIZED_SERVERS="$sanitized_servers")
  mkdir -p "$root/build"
  if ! cmake -S "$root" --preset "$1" "${options[@]}" >"$root/build/configure-$1.log" 2>&1; then
    cat "$root/build/configure-$1.log"
    return 1
  fi
  # All errors at once rather than the first alone.
  cmake --build "$root/build/$1" --parallel "$jobs" --target "${@:2}" -- -k 0
}
build release release_checks
build asan sanitized_tests fuzzers
# Servers built with sanitizers, for the e2e tests to run against too: OVERSTAP_SANITIZED_SERVERS="asan;tsan".
for preset in ${sanitized_servers//;/ }; do
  build "$preset" overstapd overstap-admin
done

# One CTest run over the parts of both trees that were built, so that one summary covers all.
step "tests"
all="$root/build/tests"
mkdir -p "$all"
{
  for kind in contract crash scenario golden e2e house bench eval; do
    echo "subdirs(\"$root/build/release/tests/$kind\")"
  done
  for kind in unit property fuzz; do
    echo "subdirs(\"$root/build/asan/tests/$kind\")"
  done
} >"$all/CTestTestfile.cmake"
export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1
export UBSAN_OPTIONS=print_stacktrace=1
# A race makes the server's exit code differ from 0, which the e2e tests look at. The list of addresses
# seen racing would be searched for every race that is suppressed, at a cost that stops the server.
export TSAN_OPTIONS="suppressions=$root/tests/tsan_suppressions.txt exitcode=66 second_deadlock_stack=1 suppress_equal_addresses=0"
ctest --test-dir "$all" --parallel "$jobs" --output-on-failure "$@" </dev/null
