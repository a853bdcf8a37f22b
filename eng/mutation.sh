#!/usr/bin/env bash
# Mutation testing: puts small bugs into Bookstore.Core, one at a time, and counts how many of them its unit tests find.
# Usage: bash eng/mutation.sh [-o FOLDER] [-c CONCURRENCY] [-s MEMBERS [-r SEED]] [GROUP or FILE PATTERN...]
#   GROUP is rules, workflow or write-path; a pattern is relative to src/Bookstore.Core: Workflow/Open*.cs. Without any: all groups.
#   Several patterns in one argument, with spaces between them, are one run.
#   FOLDER (default: artifacts/mutation) gets a report for each and summary.md over all the reports in it.
#   MEMBERS: a sample. So many members (methods and the like) of each group are drawn at random, by SEED (default: 1), and mutated in one run
#   on VSTest, which learns in one run of the tests which of them cover what. Its folder is artifacts/mutation-sample, and "-s 20 -c 2" takes about 20 minutes.
# All of it takes an hour or so. The last line is "score N %"; the exit code is 0 when no group is below 85 %.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
output=
concurrency=1
sample=
seed=1
while getopts "o:c:s:r:" option; do
  case $option in
    s) sample=$OPTARG ;;
    r) seed=$OPTARG ;;
    o) output=$OPTARG ;;
    c) concurrency=$OPTARG ;;
    *) exit 2 ;;
  esac
done
shift $((OPTIND - 1))
[ -n "$output" ] || output=$root/artifacts/mutation${sample:+-sample}
[ $# -gt 0 ] || set -- rules workflow write-path

rules=(
  Money.cs Isbn.cs
  Inventory/{BookRules,ReservationRules,StockRules,StockLedger,ChangeStock,ExtendReservation,HoldStock,ReleaseReservation,SaveBook}.cs
  Delivery/{DeliveryRules,ScheduleDelivery,MoveDelivery,RecordCourierResult}.cs
)
workflow=(
  "Workflow/**/*.cs"
  Sales/{OrderChange,OrderState,OrderTransitions,PaymentAttention,PendingOrder,PostponeOrder,AcquireOrderLease,CartReturn}.cs
  Payments/{PaymentActionCall,GuardedGateway,HandedOffActions,PaymentGateways,PaymentSettlement,RecordSettlement,SettlementResult}.cs
  "Work/**/*.cs"
)
write_path=("WritePath/**/*.cs" Storage/{WorkingSet,RecordTable,RecordEntry,HoldChanges,RecordKeys,KeySet}.cs)

work=$(mktemp -d)
copy=$work/bookstore
mkdir "$copy"
trap 'rm -rf "$work"' EXIT
mkdir -p "$output"
output=$(cd "$output" && pwd)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
# MSBuild reads it as a property: mutated code need not be clean code.
export RunAnalyzers=false

# The work is done on a copy, so that it does not get in the way of a build here.
make_copy() {
  (cd "$root" && git ls-files -co --exclude-standard | while IFS= read -r file; do [ ! -f "$file" ] || printf '%s\0' "$file"; done | tar -cf - --null -T -) | tar -xf - -C "$copy"
  # In the copy ConfigureAwait(false) has another name: its argument would count as a bug that nobody finds, and a call that is left
  # out of mutation takes what it is called on along with it.
  grep -rl --include='*.cs' 'ConfigureAwait(' "$copy/src/Bookstore.Core" | xargs sed -i 's/\.ConfigureAwait(false)/.Anywhere()/g'
  cat > "$copy/src/Bookstore.Core/Anywhere.cs" << 'CODE'
using System.Runtime.CompilerServices;

internal static class AnywhereAwaits
{
    public static ConfiguredTaskAwaitable Anywhere(this Task task) => task.ConfigureAwait(false);
    public static ConfiguredTaskAwaitable<T> Anywhere<T>(this Task<T> task) => task.ConfigureAwait(false);
    public static ConfiguredValueTaskAwaitable Anywhere(this ValueTask task) => task.ConfigureAwait(false);
    public static ConfiguredValueTaskAwaitable<T> Anywhere<T>(this ValueTask<T> task) => task.ConfigureAwait(false);
    public static ConfiguredCancelableAsyncEnumerable<T> Anywhere<T>(this IAsyncEnumerable<T> items) => items.ConfigureAwait(false);
    public static ConfiguredCancelableAsyncEnumerable<T> Anywhere<T>(this ConfiguredCancelableAsyncEnumerable<T> items) => items.ConfigureAwait(false);
    public static ConfiguredAsyncDisposable Anywhere(this IAsyncDisposable disposable) => disposable.ConfigureAwait(false);
}
CODE
  [ -n "$sample" ] || use_testing_platform
}

# In the copy the tests run on xunit.v3, whose test process lives on from one mutant to the next; with VSTest, each one starts anew
# and the work takes several times as long. The sources of the tests fit both, but for the return type of IAsyncLifetime's methods.
use_testing_platform() {
  local version=3.2.2
  sed -i "s#</Project>#<ItemGroup><PackageVersion Include=\"xunit.v3\" Version=\"$version\" /><PackageVersion Include=\"xunit.v3.assert\" Version=\"$version\" /><PackageVersion Include=\"xunit.v3.extensibility.core\" Version=\"$version\" /></ItemGroup></Project>#" "$copy/Directory.Packages.props"
  sed -i -E '/"(xunit\.runner\.visualstudio|Microsoft\.NET\.Test\.Sdk|coverlet\.collector)"/d
    s#"xunit((\.assert|\.extensibility\.core)?)"#"xunit.v3\1"#
    s#<IsTestProject>true</IsTestProject>#&<OutputType>Exe</OutputType><UseMicrosoftTestingPlatformRunner>true</UseMicrosoftTestingPlatformRunner>#' \
    "$copy"/tests/Bookstore.Core.Tests/*.csproj "$copy"/tests/Bookstore.TestSupport/*.csproj "$copy"/src/Bookstore.Testing.Stores/*.csproj
  sed -i 's#Include="Xunit.Abstractions"#Include="Xunit.Sdk"#' "$copy"/src/Bookstore.Testing.Stores/*.csproj
  grep -rl --include='*.cs' 'IAsyncLifetime' "$copy/tests/Bookstore.Core.Tests" |
    xargs sed -i -E 's/ Task (InitializeAsync|DisposeAsync)\(\)/ ValueTask \1()/; s/(InitializeAsync\(\) => )Task\./\1ValueTask./
      / ValueTask (InitializeAsync|DisposeAsync)\(\)$/,/^    \}/s/return Task\./return ValueTask./'
}

# mutate <name> <pattern...>: leaves its report in the output folder.
mutate() {
  local name=${1:0:80} pattern options=()
  shift
  for pattern in "$@"; do options+=(--mutate "$pattern"); done
  rm -rf "${output:?}/$name"
  (cd "$copy/tests/Bookstore.Core.Tests" &&
    dotnet stryker --test-runner "$([ -n "$sample" ] && echo vstest || echo mtp)" --config-file "$copy/eng/mutation.json" --output "$output/$name" --concurrency "$concurrency" --skip-version-check "${options[@]}")
}

make_copy
(cd "$copy" && dotnet tool restore && dotnet restore tests/Bookstore.Core.Tests) > "$output/restore.log" || { cat "$output/restore.log" >&2; exit 1; }
# Out of the repository, whose settings for projects are not meant for them.
cp "$root"/eng/mutation-{sample,summary}.cs "$work/"
drawn=()
for target in "$@"; do
  case $target in
    rules) files=("${rules[@]}") ;;
    workflow) files=("${workflow[@]}") ;;
    write-path) files=("${write_path[@]}") ;;
    *) read -r -a files <<< "$target" ;;
  esac
  if [ -n "$sample" ]; then
    members=$(cd "$work" && dotnet run mutation-sample.cs -- "$copy/src/Bookstore.Core" "$sample" "$seed" "${files[@]}")
    mapfile -t -O ${#drawn[@]} drawn <<< "$members"
  else
    mutate "$(tr -c 'A-Za-z0-9\n' '-' <<< "$target")" "${files[@]}"
  fi
done
[ -z "$sample" ] || mutate sample "${drawn[@]}"
cd "$work" && dotnet run mutation-summary.cs -- "$output"
