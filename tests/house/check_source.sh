#!/bin/bash
# Applies clang-tidy's checks to one file through clangd, and notes which headers it depends on.
# Arguments: clang++, clangd, the file of compile flags, the source, the stamp to touch on success.
set -euo pipefail
clang=$1 clangd=$2 flags=$3 source=$4 stamp=$5

mkdir -p "$(dirname "$stamp")"
mapfile -t arguments <"$flags"
"$clang" "${arguments[@]}" -w -MM -MT "$stamp" -MF "$stamp.d" "$source"
# Line 999999 is beyond every file: no trial of completion and the like, only the diagnostics.
if ! report=$("$clangd" --check="$source" --check-lines=999999-999999 --log=error \
  --enable-config=0 --pch-storage=memory --compile-commands-dir="$(dirname "$flags")" 2>&1); then
  echo "$source:"
  echo "$report"
  exit 1
fi
touch "$stamp"
