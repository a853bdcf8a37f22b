#!/usr/bin/env bash
# Tries the packages from outside, as a stranger who has nothing else: packs them under a version of their own, restores them
# with exact ranges into empty folders with a fresh cache, builds and runs the programs of eng/consumers, publishes two of them ahead of time, and makes shops from the template.
# Usage: bash eng/check-packages.sh
# The last line is "N checks passed". Removes what it has packed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
packages=$root/artifacts/packages
# Letters after the date: a number in a version has no leading zeros.
version=0.1.0-check.t$(date -u +%Y%m%d%H%M%S).p$$
outside=$(mktemp -d)
server=
passed=0

export CI=true
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en
export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1
export UseSharedCompilation="${UseSharedCompilation:-false}"
BOOKSTORE_API_KEY=$(od -An -tx1 -N24 /dev/urandom | tr -d ' \n')
export BOOKSTORE_API_KEY

end_server() {
  [ -z "$server" ] || { kill "$server" 2> /dev/null; wait "$server" 2> /dev/null; } || true
  server=
}

clean_up() {
  end_server
  rm -rf "$outside" "$packages"/*."$version".nupkg "$packages"/*."$version".snupkg
}
trap clean_up EXIT

ok() { passed=$((passed + 1)); echo "ok: $*"; }
fail() { echo "FAILED: $*" >&2; exit 1; }

# quiet <log> <command...>: shows the log only when the command fails.
quiet() {
  local log=$1
  shift
  "$@" > "$log" 2>&1 || { cat "$log" >&2; fail "$*"; }
}

pack() {
  # With lock files of their own: they name the versions of siblings.
  quiet "$outside/pack.log" dotnet pack "$root/eng/packages.slnf" --configuration Release -p:Version="$version" -p:NuGetLockFilePath=obj/check.lock.json -p:RunAnalyzers=false -nodeReuse:false
  ok "packed as $version"
}

inspect() {
  local link=without
  # SourceLink needs a clone that knows the public address of the sources; .ci/run makes one.
  case "$(git -C "$root" remote get-url origin 2> /dev/null)" in https://*) link=with ;; esac
  cp "$root/eng/inspect-packages.cs" "$outside/"
  (cd "$outside" && dotnet run inspect-packages.cs -- "$packages" "$version" "$root/eng/package-dependencies.txt" "$link") || fail "the packages are not as they should be"
  ok "metadata, readme, icon, documentation, symbols $link SourceLink, dependencies, bill of materials"
}

prepare() {
  cp -r "$root"/eng/consumers/* "$outside/"
  # The machine's own sources stay; the packages under test come from their folder alone.
  cat > "$outside/nuget.config" <<XML
<configuration>
  <packageSources><add key="under-test" value="$packages" /></packageSources>
</configuration>
XML
  export NUGET_PACKAGES=$outside/.cache
}

build() {
  quiet "$outside/$1.log" dotnet build "$outside/$1" --configuration Release -p:BookstoreVersion="$version" -nodeReuse:false
}

# expect <what> <last line> <folder> <command...>
expect() {
  local what=$1 line=$2 folder=$3 last
  shift 3
  last=$(cd "$folder" && "$@" | tail -n 1) || fail "$what does not run"
  [ "$last" = "$line" ] || fail "$what said '$last', not '$line'"
  ok "$what said: $last"
}

# serve <what> <folder> <command...>: starts a host there, and waits until it says where it listens.
serve() {
  local what=$1 folder=$2 tries address=
  shift 2
  end_server
  (cd "$folder" && exec "$@" --urls http://127.0.0.1:0 > "$outside/server.log" 2>&1) &
  server=$!
  for tries in $(seq 1 120); do
    address=$(sed -n 's/.*Now listening on: \(http:[^ ]*\).*/\1/p' "$outside/server.log")
    [ -z "$address" ] || break
    kill -0 "$server" 2> /dev/null || { cat "$outside/server.log" >&2; fail "$what ended"; }
    sleep 0.5
  done
  [ -n "$address" ] || fail "$what does not listen"
  api=$address
}

check_existing() {
  [ "$(curl -fsS "$api/hello")" = '{"what-it-says":"still here"}' ] || fail "the existing application's own JSON changed"
  curl -fsS -H "X-API-Key: $BOOKSTORE_API_KEY" "$api/api/books" | grep -q '^\[' || fail "the mounted API does not answer"
  ok "the existing application answers as before, and the API beside it"
}

# version_of <package>: ours is the one under test; of others, the one that this repository uses.
version_of() {
  case $1 in
    Bookstore.*) echo "$version" ;;
    *) sed -n "s/.*<PackageVersion Include=\"$1\" Version=\"\([^\"]*\)\".*/\1/p" "$root/Directory.Packages.props" ;;
  esac
}

# paste <page> <what>: does what the page says, in a project as `dotnet new` makes it: its commands, then its program as it stands. Runs it when <what> says what it prints.
paste() {
  local page=$1 what=$2 template=console name folder package
  name=$(basename "$(dirname "$page")")
  folder=$outside/pages/$name
  case $what in "builds for the web") template=web ;; "builds as a library") template=classlib ;; esac
  quiet "$outside/paste.log" dotnet new "$template" --output "$folder" --name Pasted --no-restore
  rm -f "$folder/Class1.cs"
  for package in $(sed -n '/^```bash$/,/^```$/s/^dotnet add package \([A-Za-z.]*\)$/\1/p' "$page"); do
    (cd "$folder" && quiet "$outside/paste.log" dotnet add package "$package" --version "$(version_of "$package")" --no-restore)
  done
  sed -n '/^<!-- \(program\|example\): /,/^```$/p' "$page" | sed '1,2d' | sed '/^```$/,$d' > "$folder/Program.cs"
  quiet "$outside/paste.log" dotnet build "$folder" --configuration Release -nodeReuse:false
  case $what in
    "prints "*) expect "the page of $name" "${what#prints }" "$folder" dotnet bin/Release/net10.0/Pasted.dll ;;
    *) ok "the page of $name $what" ;;
  esac
}

paste_pages() {
  local page
  paste "$root/README.md" "prints Created, 29.98 USD, Captured"
  for page in "$root"/src/*/README.md; do
    paste "$page" "$(sed -n 's/^<!-- program: \(.*\) -->$/\1/p' "$page")"
  done
}

# Every case of the suite as an xUnit test of a store of one's own; the number of cases is that of the suite.
check_own_store() {
  local log=$outside/OwnStore.log summary
  quiet "$log" dotnet test "$outside/OwnStore" --no-build --configuration Release
  summary=$(sed -n 's/^Passed! *- Failed: *0, Passed: *\([0-9]*\), Skipped: *0, .*/\1/p' "$log")
  [ "${summary:-0}" -gt 200 ] || { cat "$log" >&2; fail "the suite for stores ran ${summary:-no} tests"; }
  ok "OwnStore passed $summary tests"
}

# native <name> <line> [arguments...]: publishes ahead of time and runs.
native() {
  local name=$1 line=$2 started ended
  shift 2
  quiet "$outside/$name.log" dotnet publish "$outside/$name" --configuration Release -p:BookstoreVersion="$version" --use-current-runtime --output "$outside/$name/out" -nodeReuse:false
  if grep -E 'warning (IL[23]|AD)' "$outside/$name.log" | grep -E 'Bookstore\.(Client|Contracts|Core|Payments|Sqlite|Webhooks)|src/Bookstore'; then
    fail "$name: warnings from our assemblies"
  fi
  echo "$name: $(grep -cE 'warning IL' "$outside/$name.log" || true) warnings from others"
  started=$(date +%s%N)
  expect "$name" "$line" "$outside/$name" "./out/$name" "$@"
  ended=$(date +%s%N)
  echo "$name: $(($(stat -c %s "$outside/$name/out/$name") / 1024)) KiB, $(((ended - started) / 1000000)) ms from start to end"
}

# template <command...>: dotnet new with a list of templates of its own, so that the machine's stays as it is.
template() { (cd "$outside" && dotnet new --debug:custom-hive "$outside/.templates" "$@"); }

# make_shop <name> [options...]: as the template's page says, and built without a warning.
make_shop() {
  local name=$1
  shift
  quiet "$outside/$name.log" template bookstore-shop --name "$name" --skip-restore "$@"
  quiet "$outside/$name.log" dotnet build "$outside/$name" --configuration Release -warnaserror -nodeReuse:false
  grep -q ' 0 Warning(s)' "$outside/$name.log" || { cat "$outside/$name.log" >&2; fail "$name has warnings"; }
  ! grep -rnE 'ShopTemplate|shop-template|useSqlite|useSimulated|#(if|else|endif)' "$outside/$name" --exclude-dir=bin --exclude-dir=obj || fail "$name has words of the template"
  ok "dotnet new bookstore-shop $* builds without warnings"
}

# sell <what>: an order over HTTP, and its money.
sell() {
  local order tries
  local call=(curl -fsS -H "X-API-Key: development-key" -H "Content-Type: application/json")
  order=$("${call[@]}" "$api/api/orders" --data '{"customer_id": "ada", "items": [{"isbn": "9780143127550", "quantity": 1}], "payment": {"card_number": "4242424242424242"}}' | sed 's/.*"order_id":"\([^"]*\)".*/\1/')
  for tries in $(seq 1 100); do
    ! "${call[@]}" "$api/api/orders/$order" | grep -q '"payment_status":"captured"' || break
    [ "$tries" -lt 100 ] || fail "the money of the order in $1 is not captured"
    sleep 0.1
  done
  [ "$(curl -fsS "$api/health/checks")" = Healthy ] || fail "$1 is not healthy"
  curl -fsS "$api/console/" -o /dev/null -L || fail "$1 has no console"
  ok "$1 sells a book over HTTP, and is healthy"
}

check_template() {
  local name=Corner.Shop
  quiet "$outside/template.log" template install "Bookstore.Templates@$version" --add-source "$packages"
  make_shop "$name"
  [ -f "$outside/$name/deploy/corner-shop.service" ] && [ -f "$outside/$name/deploy/kubernetes.yaml" ] || fail "$name lacks files to deploy it with"
  quiet "$outside/$name.log" dotnet test "$outside/$name" --no-build --configuration Release
  ok "the tests of $name pass: $(sed -n 's/^Passed! .* Passed: *\([0-9]*\),.*/\1/p' "$outside/$name.log")"
  serve "$name" "$outside/$name/src/$name" env ASPNETCORE_ENVIRONMENT=Development dotnet "bin/Release/net10.0/$name.dll"
  sell "$name"
  end_server
  make_shop Stripe-Shop --gateway stripe
  make_shop Server_Shop --store postgresql
  make_shop Both --store postgresql --gateway stripe
  quiet "$outside/Both.log" dotnet test "$outside/Both" --no-build --configuration Release
  ok "the tests of Both pass: $(sed -n 's/^Passed! .* Passed: *\([0-9]*\),.*/\1/p' "$outside/Both.log")"
  quiet "$outside/template.log" template uninstall Bookstore.Templates
  ! template list bookstore-shop > "$outside/template.log" 2>&1 || fail "the template is still there"
  ok "the template is installed and removed"
}

pack
inspect
prepare
paste_pages
build ExistingApp
serve "the existing application" "$outside/ExistingApp" dotnet bin/Release/net10.0/ExistingApp.dll --Database "$outside/existing.db"
check_existing
build Remote
expect "Remote" "Created, InsufficientStock, 1 order" "$outside/Remote" dotnet bin/Release/net10.0/Remote.dll "$api" 9780141439587 ada
build ShopTests
expect "ShopTests" "12 crashes survived, 35 + 14 sentences kept" "$outside/ShopTests" dotnet bin/Release/net10.0/ShopTests.dll
build OwnStore
check_own_store
native NativeStore "Created, InsufficientStock, Captured"
native NativeClient "Created, InsufficientStock, 1 order" "$api" 9780141439600 bob
check_template
echo "$passed checks passed"
