#!/usr/bin/env bash
# The npm packages that tests ask: jose, which verifies our tokens as another service would, and the official schemas of what ships
# (Compose, Kubernetes, CycloneDX, GitHub's workflows). Each folder below Enterprise.Tests with a lock file gets its own.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
source eng/common.sh

install() {
  # Beside the packages lies the lock file that they were installed by.
  if cmp -s "$1/package-lock.json" "$1/node_modules/.installed"; then return 0; fi
  for _ in 1 2 3; do
    if npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund --loglevel=error >&2; then
      cp "$1/package-lock.json" "$1/node_modules/.installed"
      return 0
    fi
  done
  return 1
}

if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
  command -v apt-get >/dev/null 2>&1 || leave_out "npm packages" "node and npm are missing"
  apt_install nodejs npm || leave_out "npm packages" "apt-get could not install node and npm, which takes root"
fi
for folder in Jose Manifests Deploy/Release/Checks; do
  install "Enterprise.Tests/$folder" || leave_out "npm packages" "npm ci failed in $folder"
done
