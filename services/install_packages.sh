# Sourced by services/run.sh and tests/run.sh: the Debian 12 packages that overstap is built from.
# shellcheck shell=bash disable=SC2034

# What builds the server, the tools and the tests.
overstap_build_packages=(
  g++ cmake ninja-build lld pkgconf
  protobuf-compiler protobuf-compiler-grpc libprotobuf-dev libgrpc++-dev
  librocksdb-dev libicu-dev libabsl-dev libssl-dev libcurl4-openssl-dev libspdlog-dev libcli11-dev libhwy-dev libstemmer-dev
  nlohmann-json3-dev libgtest-dev libgmock-dev libbenchmark-dev)

# What tests/run.sh needs besides: clang builds the fuzzers, its tools check the sources; dpkg-dev and
# file make the package (without systemd-analyze its unit is not checked, which the test says).
overstap_check_packages=(clang-14 libclang-rt-14-dev clang-format-14
  libclang-14-dev llvm-14-dev dpkg-dev file)

# Installs those of the named packages that are missing; says what it does on stderr.
overstap_install() {
  local missing=() package state
  for package in "$@"; do
    state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    [[ $state == installed ]] || missing+=("$package")
  done
  ((${#missing[@]})) || return 0

  local as_root=()
  if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
      echo "Missing packages, and neither root nor sudo to install them: ${missing[*]}" >&2
      return 1
    fi
    as_root=(sudo)
  fi
  echo "Installing: ${missing[*]}" >&2
  "${as_root[@]}" apt-get update -q >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -q -y --no-install-recommends "${missing[@]}" >&2
}
