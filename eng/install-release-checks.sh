#!/usr/bin/env bash
# The npm packages with which tests hold what is released to official schemas: CycloneDX' for the bill of materials, GitHub's for the
# workflows. Best effort, unless REQUIRE_RELEASE_CHECKS=true. Node and npm come with eng/install-jose.sh.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../Enterprise.Tests/Deploy/Release/Checks" || exit 69

give_up() {
  echo "The schemas of what is released could not be had ($1): the tests that need them say so and are left out." >&2
  [ "${REQUIRE_RELEASE_CHECKS:-}" != true ] || exit 69
  exit 0
}

# Beside the packages lies the lock file that they were installed by.
if command -v node >/dev/null 2>&1 && cmp -s package-lock.json node_modules/.locked; then exit 0; fi
command -v npm >/dev/null 2>&1 || give_up "node and npm are missing"
for _ in 1 2 3; do
  if npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2; then
    cp package-lock.json node_modules/.locked
    exit 0
  fi
done
give_up "npm ci failed"
