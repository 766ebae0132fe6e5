#!/usr/bin/env bash
# The npm packages with which tests hold docker-compose.yml and deploy/k8s to the schemas of Compose and Kubernetes. Best effort, unless
# REQUIRE_MANIFESTS=true. Node and npm come from eng/install-jose.sh, which runs before.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../Enterprise.Tests/Manifests" || exit 69

give_up() {
  echo "The schemas of Compose and Kubernetes could not be had ($1): the tests that need them say so and are left out." >&2
  [ "${REQUIRE_MANIFESTS:-}" != true ] || exit 69
  exit 0
}

for program in node npm; do
  command -v "$program" >/dev/null 2>&1 || give_up "$program is missing"
done
if cmp -s package-lock.json node_modules/.installed; then exit 0; fi
for _ in 1 2 3; do
  if npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2; then
    cp package-lock.json node_modules/.installed
    exit 0
  fi
done
give_up "npm ci failed"
