#!/bin/bash
# From a fresh Debian 12 machine to a running overstap with one command; see --help.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/services/install_packages.sh"

usage() {
  cat <<'HELP'
Usage: services/run.sh [--data-dir DIR] [--port PORT]
       services/run.sh --demo [--json]

Installs what is missing, builds, starts the server on loopback, loads the embedded taxonomy and
sample when the data folder is new, prints a demonstration, and serves until Ctrl-C. The first time it
makes a key in access/ below the data folder; at each start it makes a token per role with it.

  --data-dir DIR  where the records live (default: ${XDG_DATA_HOME:-~/.local/share}/overstap)
  --port PORT     the port to listen on (default: 7070; 0 takes a free one)
  --demo          use a temporary folder and a free port, print the demonstration, and stop
  --json          with --demo: print the demonstration as one JSON object, and nothing else on stdout
HELP
}

usage_error() {
  echo "services/run.sh: $1" >&2
  usage >&2
  exit 2
}

demo=false
json=()
data_dir=
port=
while (($#)); do
  case $1 in
    --demo) demo=true ;;
    --json) json=(--json) ;;
    --data-dir=*) data_dir=${1#*=} ;;
    --port=*) port=${1#*=} ;;
    --data-dir | --port)
      (($# >= 2)) || usage_error "$1 needs a value"
      if [[ $1 == --port ]]; then port=$2; else data_dir=$2; fi
      shift
      ;;
    --help | -h) usage && exit 0 ;;
    *) usage_error "unknown argument: $1" ;;
  esac
  shift
done
if [[ $demo == true ]]; then
  [[ -z $data_dir && -z $port ]] || usage_error "--demo chooses its own folder and port"
  port=0
else
  ((${#json[@]} == 0)) || usage_error "--json goes with --demo"
  data_dir=$(realpath -m "${data_dir:-${XDG_DATA_HOME:-$HOME/.local/share}/overstap}")
  port=${port:-7070}
  if ! [[ $port =~ ^[0-9]{1,5}$ ]] || ((10#$port > 65535)); then usage_error "not a port: $port"; fi
fi

say() { echo "== $*" >&2; }

# Build output goes to stderr and to a file that outlives the terminal.
build_log="$root/build/run.log"
mkdir -p "$root/build"
overstap_install "${overstap_build_packages[@]}"
say "building (some minutes the first time; also in $build_log)"
{
  cmake -S "$root" --preset release
  cmake --build "$root/build/release" --parallel "$(nproc)" \
    --target overstapd overstap overstap-admin overstap-generate
} 2>&1 | tee "$build_log" >&2
bin="$root/build/release/bin"

# Whatever happens: an orderly end of the server, and no temporary files left.
server_pid=
temporary=$(mktemp -d "${TMPDIR:-/tmp}/overstap.XXXXXX")
interrupted=130
finish() {
  local status=$?
  trap "" INT TERM HUP
  if [[ -n $server_pid ]]; then
    kill -TERM "$server_pid" 2>/dev/null || true
    wait "$server_pid" || status=1
  fi
  rm -rf "$temporary"
  exit "$status"
}
trap finish EXIT
trap 'exit "$interrupted"' INT TERM HUP

[[ $demo == false ]] || data_dir="$temporary/data"
loading="$data_dir/sample.loading"
if [[ ! -e $data_dir || -z $(ls -A "$data_dir") ]]; then
  mkdir -p "$data_dir"
  touch "$loading"
fi

# Who may call: the holders of tokens of an issuer of this machine's own, one token per role. Nobody
# else reads them.
access="$data_dir/access"
tokens="$access/tokens"
issuer=overstap-local
audience=overstap
[[ -s $access/signing_key.pem ]] || "$bin/overstap-admin" keys create --dir="$access" >&2
chmod 700 "$access"
mkdir -p -m 700 "$tokens"
make_token() {  # role organisation
  local unfinished="$tokens/.$1.new"
  (umask 077 && "$bin/overstap-admin" token create --key="$access/signing_key.pem" \
    --principal="local-$1" --organisation="$2" --role="$1" --issuer="$issuer" \
    --audience="$audience" --hours=12 >"$unfinished")
  mv "$unfinished" "$tokens/$1.token"
}
say "making tokens in $tokens, which hold for 12 hours"
make_token platform platform
make_token caseworker werkbedrijf-rijk-van-nijmegen
make_token work_table_member gemeente-arnhem
make_token employer elstrade-elektro
make_token programme_manager kernteam
make_token operator operator
make_token auditor auditor
make_token funding_officer kernteam

address_file="$temporary/address"
server_log="$data_dir/server.log"
say "starting the server on $data_dir"
# Huge pages for the heap, as in services/systemd/overstapd.service.
GLIBC_TUNABLES=${GLIBC_TUNABLES:-glibc.malloc.hugetlb=1} \
  "$bin/overstapd" --listen="127.0.0.1:$port" --data-dir="$data_dir" \
  --region-dir="$root/data/region" --address-file="$address_file" --jwks="$access/jwks.json" \
  --token-issuer="$issuer" --token-audience="$audience" >>"$server_log" 2>&1 &
server_pid=$!

gave_up() {
  echo "$1; the end of $server_log:" >&2
  tail -n 20 "$server_log" >&2
  exit 1
}
address=
for ((tries = 0; tries < 600; tries++)); do
  if [[ -s $address_file ]]; then
    address=$(<"$address_file")
    "$bin/overstap" --server="$address" health >/dev/null 2>&1 && break
  fi
  kill -0 "$server_pid" 2>/dev/null || gave_up "the server ended"
  sleep 0.1
done
[[ -n $address && $tries -lt 600 ]] || gave_up "the server does not answer"
overstap_as() {  # role argument…
  "$bin/overstap" --server="$address" --token-file="$tokens/$1.token" "${@:2}"
}

# Items carry their ids, so that loading again after an interruption completes it.
if [[ -e $loading ]]; then
  say "loading the taxonomy and the sample"
  overstap_as operator taxonomy import "$root/data/taxonomy" >&2
  overstap_as platform offer import "$root/data/sample/training_offers.jsonl" >&2
  overstap_as platform vacancy import "$root/data/sample/vacancies.jsonl" >&2
  overstap_as platform --purpose=records-upkeep job-seeker import \
    "$root/data/sample/job_seekers.jsonl" >&2
  rm "$loading"
fi

overstap_as caseworker demo --tokens-dir="$tokens" "${json[@]}"
[[ $demo == false ]] || exit 0

cat <<HOW

The server listens on $address and keeps its records in $data_dir (log: $server_log).
In another terminal:
  export PATH="$bin:\$PATH" OVERSTAP_SERVER=$address
  export OVERSTAP_TOKEN_FILE=$tokens/caseworker.token OVERSTAP_PURPOSE=job-matching
  overstap job-seeker list
  overstap match --help
  overstap routes --help
  overstap targets
Other roles have their tokens beside that one; they hold for 12 hours, and a start renews them.
Ctrl-C stops the server; services/run.sh starts it again with the same records.
HOW
interrupted=0
wait "$server_pid" || gave_up "the server ended"
