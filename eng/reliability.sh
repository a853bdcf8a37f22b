#!/usr/bin/env bash
# Runs every test that breaks something on purpose, and writes what was counted into docs/reliability.md.
# Usage: bash eng/reliability.sh            (about 15 minutes on two cores)
# Tests report a figure by a line "reliability: <name>=<number>" in their output; figures of one name are added up.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

page=docs/reliability.md
projects=(Simulation Faults Crash PostgreSql)
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT

export CI=true BOOKSTORE_TEST_LONG=1 DOTNET_NOLOGO=1
for project in "${projects[@]}"; do
  echo "==> $project"
  dotnet test "tests/Bookstore.$project.Tests" --logger "console;verbosity=detailed" > "$log/$project" ||
    { grep -E '^ *Failed |error' "$log/$project" | head -n 20; echo "$project: tests failed, nothing was written"; exit 1; }
  grep -E '^ +Passed: ' "$log/$project" | sed "s/^ */$project: /"
done

cat "$log"/* | sed -n 's/^ *reliability: *\([^=]*[^= ]\) *= *\([0-9][0-9]*\) *$/\1|\2/p' |
  awk -F'|' '!($1 in sum) { names[++count] = $1 } { sum[$1] += $2 } END { for (i = 1; i <= count; i++) print "| " names[i] " | " sum[names[i]] " |" }' |
  sort > "$log/figures"
[ -s "$log/figures" ] || { echo "no figure was reported"; exit 1; }

{
  sed '/<!-- figures -->/q' "$page"
  printf '| counted | figure |\n|---|---:|\n'
  cat "$log/figures"
  sed -n '/<!-- \/figures -->/,$p' "$page"
} > "$log/page"
cp "$log/page" "$page"
echo "$(wc -l < "$log/figures") figures written to $page"
