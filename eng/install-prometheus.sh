#!/usr/bin/env bash
# The programs prometheus and promtool, with which tests check the alert rules and scrape /metrics as an operator's Prometheus would.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
source eng/common.sh
folder=.local/tools/prometheus

works() { "$1" --version >/dev/null 2>&1; }
unpacked_work() { works "$1/usr/bin/prometheus" && works "$1/usr/bin/promtool"; }

# The same places as PrometheusPrograms.cs.
if { works prometheus && works promtool; } || unpacked_work "$folder"; then exit 0; fi
unpack_packages "$folder" unpacked_work prometheus ||
  leave_out Prometheus "apt-get could not download it, or it does not run here; prometheus and promtool on the PATH will do"
