#!/bin/bash
# The region at full size over full ESCO, measured with one command: import seconds per kind, memory, cold start,
# and latencies through gRPC; then the matching core and the targets over a million reports by themselves (Google Benchmark).
#
#   OVERSTAP_ESCO_DIR=DIR tests/bench/run.sh [JOB_SEEKERS VACANCIES OFFERS]
#
# Timings are for people to read: nothing here passes or fails. Without OVERSTAP_ESCO_DIR it says so and uses the
# embedded taxonomy. OVERSTAP_REGION_DIR, where set, gives the full postcode table.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "$root/services/install_packages.sh"
job_seekers=${1:-36000} vacancies=${2:-14200} offers=${3:-2000}

overstap_install "${overstap_build_packages[@]}"
cmake -S "$root" --preset release >/dev/null
cmake --build "$root/build/release" --parallel "$(nproc)" \
  --target overstapd overstap overstap-admin overstap-generate load_bench core_bench storage_bench token_bench ledger_bench \
  >/dev/null
bin="$root/build/release/bin"

taxonomy=${OVERSTAP_ESCO_DIR:-}
if [[ -z $taxonomy ]]; then
  echo "OVERSTAP_ESCO_DIR is not set: measuring over the embedded taxonomy, not over full ESCO" >&2
  taxonomy="$root/data/taxonomy"
fi
arguments=(--region-dir="$root/data/region")
[[ -z ${OVERSTAP_REGION_DIR:-} ]] || arguments+=(--postcodes="$OVERSTAP_REGION_DIR/postcodes_nl_pc4.csv")

work=$(mktemp -d "${TMPDIR:-/tmp}/overstap-bench.XXXXXX")
server_pid=
finish() {
  [[ -z $server_pid ]] || kill -TERM "$server_pid" 2>/dev/null || true
  wait || true
  rm -rf "$work"
}
trap finish EXIT

# As the server is run: services/systemd/overstapd.service.
export GLIBC_TUNABLES=${GLIBC_TUNABLES:-glibc.malloc.hugetlb=1}

# Who asks: an issuer of the benchmark's own.
"$bin/overstap-admin" keys create --dir="$work/access" >/dev/null
arguments+=(--jwks="$work/access/jwks.json" --token-issuer=bench --token-audience=overstap --requests-per-second=0)
for role in platform operator caseworker; do
  "$bin/overstap-admin" token create --key="$work/access/signing_key.pem" --principal="bench-$role" \
    --organisation=werkbedrijf-rijk-van-nijmegen --role="$role" --issuer=bench --audience=overstap >"$work/$role.token"
done

seconds() { date +%s.%N; }
elapsed() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", b - a }'; }
row() { printf '%-40s %10s %s\n' "$1" "$2" "$3"; }

address=
start_server() {
  rm -f "$work/address"
  "$bin/overstapd" --listen=127.0.0.1:0 --data-dir="$work/data" --address-file="$work/address" "${arguments[@]}" \
    >>"$work/server.log" 2>&1 &
  server_pid=$!
  until [[ -s $work/address ]] && "$bin/overstap" --server="$(<"$work/address")" health >/dev/null 2>&1; do
    kill -0 "$server_pid" || { tail "$work/server.log" >&2; exit 1; }
    sleep 0.05
  done
  address=$(<"$work/address")
}
rss() { awk '/VmRSS/ { printf "%d", $2 / 1024 }' "/proc/$server_pid/status"; }
timed() {  # label command...
  local label=$1 from
  shift
  from=$(seconds)
  "$@" >/dev/null 2>"$work/stderr" || { cat "$work/stderr" >&2; exit 1; }
  row "$label" "$(elapsed "$from" "$(seconds)")" s
}
overstap_as() {  # role argument...
  "$bin/overstap" --server="$address" --timeout=600 --token-file="$work/$1.token" --purpose=records-upkeep "${@:2}"
}

echo "$job_seekers job seekers, $vacancies vacancies, $offers training offers over $taxonomy"
timed "generate" "$bin/overstap-generate" --taxonomy "$taxonomy" --job-seekers "$job_seekers" --vacancies "$vacancies" \
  --offers "$offers" --seed 1 --out "$work/population" --region "$root/data/region"
start_server
timed "import taxonomy" overstap_as operator taxonomy import "$taxonomy"
records_from=$(seconds)
timed "import training offers" overstap_as platform offer import "$work/population/training_offers.jsonl"
timed "import vacancies" overstap_as platform vacancy import "$work/population/vacancies.jsonl"
timed "import job seekers" overstap_as platform job-seeker import "$work/population/job_seekers.jsonl"
row "import of the region (records)" "$(elapsed "$records_from" "$(seconds)")" s
row "server RSS after import" "$(rss)" MiB

kill -TERM "$server_pid"
wait "$server_pid"
from=$(seconds)
start_server
row "cold start (replay and index)" "$(elapsed "$from" "$(seconds)")" s
row "server RSS after cold start" "$(rss)" MiB
"$bin/load_bench" --server="$address" --requests=1000 --token-file="$work/caseworker.token"
row "server RSS after load" "$(rss)" MiB
row "log on disk" "$(du -sm "$work/data/log" | cut -f1)" MiB

"$bin/core_bench" --benchmark_min_time=1
"$bin/storage_bench"
"$bin/token_bench"

echo "marks over 1,000,000 reports: ProgressWithBreakdown at most 10,000 us; a recount (ApplyAMillion) at most 10,000 ms"
"$bin/ledger_bench"
