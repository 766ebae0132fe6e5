#!/usr/bin/env bash
# The programs prometheus and promtool, with which tests check the alert rules and scrape /metrics as an operator's Prometheus would.
# Debian's package is unpacked into .local/tools/ and not installed: nothing is started, and no root is needed unless the lists of
# packages are missing. Best effort, unless REQUIRE_PROMETHEUS=true.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tools=.local/tools
folder=$tools/prometheus

give_up() {
  echo "Prometheus could not be had ($1): the tests of rules and metrics that need it say so and are left out." >&2
  [ "${REQUIRE_PROMETHEUS:-}" != true ] || exit 69
  exit 0
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

works() { "$1" --version >/dev/null 2>&1; }

# The same places as PrometheusPrograms.cs.
have_both() {
  { works prometheus || works "$folder/usr/bin/prometheus"; } && { works promtool || works "$folder/usr/bin/promtool"; }
}

# The folder gets its name when all is in it, so that a run that was stopped, or another one beside this, leaves nothing half done.
unpack() ( # a shell of its own, for the sake of its trap
  made=$(mktemp -d "$tools/prometheus.XXXXXX") || exit 1
  trap 'rm -rf "$made"' EXIT
  (cd "$made" && timeout 300 apt-get -q -o Acquire::Retries=3 download prometheus </dev/null >/dev/null 2>&1) || exit 1
  dpkg-deb -x "$made"/prometheus_*.deb "$made/unpacked" || exit 1
  works "$made/unpacked/usr/bin/promtool" || exit 1
  rm -rf "$folder"
  mv -T "$made/unpacked" "$folder" 2>/dev/null || have_both
)

if have_both; then exit 0; fi
if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg-deb >/dev/null 2>&1; then
  give_up "this system has no apt-get; prometheus and promtool on the PATH will do"
fi
mkdir -p "$tools" || give_up "$tools cannot be written"
if unpack; then exit 0; fi
as_root env DEBIAN_FRONTEND=noninteractive timeout 300 apt-get -q -o DPkg::Lock::Timeout=120 -o Acquire::Retries=3 update \
  </dev/null >/dev/null 2>&1 || give_up "the package cannot be downloaded, and apt-get update failed or takes root"
unpack || give_up "apt-get could not download the package prometheus"
