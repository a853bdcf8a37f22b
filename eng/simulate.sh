#!/usr/bin/env bash
# Runs the simulation and prints what it did: seeds, steps, operations, faults by kind, violations.
# Usage: bash eng/simulate.sh                    the seeds of everyday, and the bugs put back
#        bash eng/simulate.sh seeds 100000 [1]   so many seeds, from the given one on
#        bash eng/simulate.sh minutes 120 [1]    as many seeds as there is time for
#        bash eng/simulate.sh seed 123           one seed again, with its whole trace
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

filter=(--filter Every_seed)
case "${1:-}" in
  seeds) export BOOKSTORE_SIM_SEEDS=$2 BOOKSTORE_SIM_FIRST=${3:-1} ;;
  minutes) export BOOKSTORE_SIM_MINUTES=$2 BOOKSTORE_SIM_FIRST=${3:-1} ;;
  seed) export BOOKSTORE_SIM_SEED=$2 ;;
  *) filter=() ;;
esac
dotnet test tests/Bookstore.Simulation.Tests --configuration Release "${filter[@]}" --logger "console;verbosity=detailed"
