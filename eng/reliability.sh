#!/usr/bin/env bash
# Runs every suite that breaks something on purpose, in its long form, and writes what was counted into docs/reliability.md.
# Usage: bash eng/reliability.sh                    (about 20 minutes on two cores)
#        bash eng/reliability.sh FOLDER             (takes the test reports, *.trx, of an earlier run)
#        bash eng/reliability.sh --only SUITE ...   (some of the suites; may be repeated. Prints the figures and leaves the page as it is)
#        bash eng/reliability.sh --filter FILTER    (some of the tests, as dotnet test --filter selects them; prints as well)
#        bash eng/reliability.sh --short            (the short form; prints as well)
# Tests report a figure by a line "reliability: <name>=<number>" in their output. Figures of one name are added up; of times and ratios the worst counts.
# A test that fails does not end the run. The figures say how many failed, and the exit code is 1 then.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

page=docs/reliability.md
suites=() long=1 writes=1 folder= deadline= most_minutes=25
# What a store must do whether or not something breaks is tested elsewhere.
filter=(--filter 'FullyQualifiedName!~Conformance')
while [ $# -gt 0 ]; do
  case $1 in
    --only) suites+=("${2:?the name of a suite, such as Crash}"); writes=; shift ;;
    --filter) filter=(--filter "${2:?a filter, such as FullyQualifiedName~KillTests}"); writes=; shift ;;
    --short) long=0 writes= ;;
    -*) sed -n '/^# Usage/,/^# Tests/{/^# Tests/!p}' "$0"; exit 2 ;;
    *) folder=$1; [ -d "$folder" ] || { echo "$folder is no folder"; exit 2; } ;;
  esac
  shift
done
[ ${#suites[@]} -gt 0 ] || suites=(Simulation Faults Crash Sqlite PostgreSql)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# In this command a test without its tool fails, so that no figure is missing in silence.
require_tools() {
  local missing=()
  command -v strace > /dev/null || missing+=(strace)
  command -v faketime > /dev/null || missing+=(faketime)
  [ -n "${BOOKSTORE_TEST_POSTGRES:-}" ] || compgen -G '/usr/lib/postgresql/*/bin/postgres' > /dev/null || missing+=(postgresql)
  [ ${#missing[@]} -eq 0 ] || { echo "install first: apt-get install ${missing[*]}"; exit 1; }
}

# All suites are built first. The simulation, which measures no time, runs beside the others and gives way to them; they run one at a time.
run_tests() {
  local suite beside=
  export CI=true BOOKSTORE_TEST_LONG=$long DOTNET_NOLOGO=1
  for suite in "${suites[@]}"; do
    [ -d "tests/Bookstore.$suite.Tests" ] || { echo "there is no suite $suite"; exit 2; }
    dotnet build "tests/Bookstore.$suite.Tests" -p:RunAnalyzers=false > "$work/output" || { cat "$work/output"; exit 1; }
  done
  deadline=$((SECONDS + 60 * most_minutes))
  for suite in "${suites[@]}"; do
    if [ "$suite" = Simulation ]; then run_suite nice -n 15 > "$work/beside" & beside=$!; fi
  done
  for suite in "${suites[@]}"; do
    [ "$suite" = Simulation ] || run_suite
  done
  [ -z "$beside" ] || { wait "$beside" || { cat "$work/beside"; exit 1; }; cat "$work/beside"; }
}

# Runs the suite, which may take the time that is left.
run_suite() {
  timeout --kill-after=10s "$((deadline - SECONDS))" "$@" \
    dotnet test "tests/Bookstore.$suite.Tests" --no-build "${filter[@]}" --logger trx --results-directory "$work/results/$suite" > "$work/output-$suite" || true
  echo "==> $suite"
  tail -n 1 "$work/output-$suite"
  compgen -G "$work/results/$suite/*.trx" > /dev/null || { tail -n 20 "$work/output-$suite"; echo "$suite was not run to its end"; exit 1; }
}

# The worst of what is measured, the sum of what is counted.
add_up() {
  {
    grep -rhoE --include='*.trx' 'reliability: [^=<]+=[0-9.]+' "$1" | sed 's/^reliability: //; s/_/ /g' || true
    count_of "$1" executed 'tests run'
    count_of "$1" failed 'tests failed'
  } | awk -F= '
      / p95 | mib$|growth/ { if (!($1 in value) || $2 > value[$1]) value[$1] = $2; next }
      { value[$1] += $2 }
      END { for (name in value) print "| " name " | " value[name] " |" }' | sort -f
}

# A number that each report gives of its tests.
count_of() {
  grep -rhoE --include='*.trx' '<Counters [^>]*' "$1" | sed -nE "s/.* $2=\"([0-9]+)\".*/$3=\1/p"
}

results=${folder:-$work/results}
[ -n "$folder" ] || { require_tools; run_tests; }
add_up "$results" > "$work/figures"
grep -q '| tests run |' "$work/figures" || { echo "there is no test report in $results"; exit 1; }
if [ -n "$writes" ]; then
  {
    sed '/<!-- figures -->/q' "$page"
    printf '| counted | figure |\n|---|---:|\n'
    cat "$work/figures"
    sed -n '/<!-- \/figures -->/,$p' "$page"
  } > "$work/page"
  cp "$work/page" "$page"
  echo "$(wc -l < "$work/figures") figures written to $page"
else
  cat "$work/figures"
fi
failed=$(grep -rhoE --include='*.trx' '<UnitTestResult [^>]*outcome="Failed"' "$results" | sed -E 's/.* testName="([^"]*)".*/failed: \1/' || true)
[ -z "$failed" ] || { echo "$failed"; exit 1; }
