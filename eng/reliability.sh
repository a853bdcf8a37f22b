#!/usr/bin/env bash
# Runs every test that breaks something on purpose, and writes what was counted into docs/reliability.md.
# Usage: bash eng/reliability.sh            (about 15 minutes on two cores)
#        bash eng/reliability.sh FOLDER     (takes the test reports, *.trx, of an earlier run)
# Tests report a figure by a line "reliability: <name>=<number>" in their output. Figures of one name are added up; of times and ratios the worst counts.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

page=docs/reliability.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

run_tests() {
  local project
  export CI=true BOOKSTORE_TEST_LONG=1 DOTNET_NOLOGO=1
  for project in Simulation Faults Crash PostgreSql; do
    echo "==> $project"
    dotnet test "tests/Bookstore.$project.Tests" --logger trx --results-directory "$work/results" | tail -n 1
  done
}

# The worst of what is measured, the sum of what is counted.
add_up() {
  grep -rhoE --include='*.trx' 'reliability: [^=<]+=[0-9.]+' "$1" | sed 's/^reliability: //; s/_/ /g' | sort |
    awk -F= '
      / p95 | mib$|growth/ { if (!($1 in value) || $2 > value[$1]) value[$1] = $2; next }
      { value[$1] += $2 }
      END { for (name in value) print "| " name " | " value[name] " |" }' | sort -f
}

results=${1:-$work/results}
[ $# -gt 0 ] || run_tests
add_up "$results" > "$work/figures"
[ -s "$work/figures" ] || { echo "no figure was reported"; exit 1; }
{
  sed '/<!-- figures -->/q' "$page"
  printf '| counted | figure |\n|---|---:|\n'
  cat "$work/figures"
  sed -n '/<!-- \/figures -->/,$p' "$page"
} > "$work/page"
cp "$work/page" "$page"
echo "$(wc -l < "$work/figures") figures written to $page"
