#!/usr/bin/env bash
# Fits the weights of recognition: fit.sh PROGRAM DATA. Without the development sets nothing is fitted, which is said.
set -euo pipefail
readonly program=$1 data=$2
readonly here=$(cd "$(dirname "$0")" && pwd)

for set in geovirus trnews; do
  if [ ! -f "$data/$set.jsonl" ]; then
    echo "not fitted: $data/$set.jsonl is not there"
    exit 0
  fi
done
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
for set in geovirus trnews; do
  "$program" evaluate cues --gold "$data/$set.jsonl" > "$folder/$set.jsonl"
done
python3 "$here/fit.py" "$folder/geovirus.jsonl" "$folder/trnews.jsonl" --write "$here/../../src/gazetteer/recognise/weights.tsv"
