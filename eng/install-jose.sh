#!/usr/bin/env bash
# The npm package jose, with which one test verifies our tokens as another service would. Best effort, unless REQUIRE_JOSE=true: what
# is signed is tested against published vectors everywhere.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../Enterprise.Tests/Jose"

give_up() {
  echo "jose could not be installed ($1): the test of key rotation says so and is left out." >&2
  [ "${REQUIRE_JOSE:-}" != true ] || exit 69
  exit 0
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

apt() {
  as_root env DEBIAN_FRONTEND=noninteractive timeout 600 apt-get -q -y -o DPkg::Lock::Timeout=300 "$@" </dev/null >/dev/null 2>&1
}

locked() { sed -nE '/"node_modules\/jose"/,/}/s/.*"version": "([^"]+)".*/\1/p' package-lock.json; }
installed() { sed -nE 's/^  "version": "([^"]+)".*/\1/p' node_modules/jose/package.json 2>/dev/null; }

if command -v node >/dev/null 2>&1 && [ "$(locked)" = "$(installed)" ]; then exit 0; fi
if ! command -v npm >/dev/null 2>&1; then
  command -v apt-get >/dev/null 2>&1 || give_up "node and npm are missing"
  as_root true 2>/dev/null || give_up "node and npm are missing, and installing them takes root"
  apt install --no-install-recommends nodejs npm || { apt update; apt install --no-install-recommends nodejs npm; } ||
    give_up "apt-get could not install node and npm"
fi
for _ in 1 2 3; do
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2 && exit 0
done
give_up "npm ci failed"
