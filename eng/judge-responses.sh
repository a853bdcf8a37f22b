#!/usr/bin/env bash
# Has the running sample host judged by its own OpenAPI document: generated requests go through a proxy (Prism) that validates every request and response, with errors instead of warnings.
# Usage: bash eng/judge-responses.sh [requests] [seed]
# Needs the sample host to be built, and npx. The last line says how many answers were judged.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
requests=${1:-1000}
seed=${2:-1}
folder=$(mktemp -d)
processes=()
BOOKSTORE_API_KEY=$(od -An -tx1 -N24 /dev/urandom | tr -d ' \n')
export BOOKSTORE_API_KEY
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

clean_up() {
  local process
  for process in "${processes[@]}"; do kill "$process" 2> /dev/null || true; done
  for process in "${processes[@]}"; do wait "$process" 2> /dev/null || true; done
  rm -rf "$folder"
}
trap clean_up EXIT

# listen <name> <log> <pattern>: waits until the last started process says where it listens, and prints the address.
listen() {
  local tries address
  for tries in $(seq 1 240); do
    address=$(sed -n "s/.*$3\(http:[^ ]*\).*/\1/p" "$2" | head -n 1)
    if [ -n "$address" ]; then echo "$address"; return; fi
    kill -0 "${processes[-1]}" 2> /dev/null || break
    sleep 0.25
  done
  cat "$2" >&2
  echo "$1 does not listen" >&2
  return 1
}

(cd "$folder" && exec env Bookstore__Payments__Provider=simulated Bookstore__MaxRequestsPerSecond=0 Bookstore__Webhooks__AllowPrivateAddresses=true \
  dotnet "$root/samples/Bookstore.Host/bin/${CONFIGURATION:-Debug}/net10.0/Bookstore.Host.dll" --urls http://127.0.0.1:0 > "$folder/host.log" 2>&1) &
processes+=($!)
host=$(listen "the host" "$folder/host.log" "Now listening on: ")

# The tool is installed first, so that what starts below is the proxy itself and not its installer.
npm install --prefix "$folder/prism" --no-audit --no-fund --loglevel error @stoplight/prism-cli@5.16.0 > "$folder/install.log" 2>&1 ||
  { cat "$folder/install.log" >&2; echo "Prism cannot be installed: the registry of npm is not reached" >&2; exit 1; }
port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
"$folder/prism/node_modules/.bin/prism" proxy "$root/openapi.yaml" "$host" --errors --host 127.0.0.1 --port "$port" > "$folder/prism.log" 2>&1 &
processes+=($!)
proxy=$(listen "the proxy" "$folder/prism.log" "Prism is listening on ")

cp "$root/eng/generated-requests.cs" "$folder/"
(cd "$folder" && dotnet run generated-requests.cs -- "$root/src/Bookstore.AspNetCore/OpenApi/bookstore.openapi.json" "$proxy" "$requests" "$seed")
