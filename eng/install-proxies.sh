#!/usr/bin/env bash
# The programs nginx and caddy, with which tests run what ships in deploy/nginx and deploy/caddy.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
source eng/common.sh
folder=.local/tools/proxies

nginx_works() { "$1" -v >/dev/null 2>&1; }
caddy_works() { "$1" version >/dev/null 2>&1; }
# nginx's libraries (pcre2, openssl, zlib) come with nearly every system.
unpacked_work() { nginx_works "$1/usr/sbin/nginx" && caddy_works "$1/usr/bin/caddy"; }

# The same places as ProxyPrograms.cs.
if { nginx_works nginx || nginx_works /usr/sbin/nginx || nginx_works "$folder/usr/sbin/nginx"; } &&
  { caddy_works caddy || caddy_works "$folder/usr/bin/caddy"; }; then
  exit 0
fi
unpack_packages "$folder" unpacked_work nginx caddy ||
  leave_out "nginx and Caddy" "apt-get could not download them, or they do not run here; nginx and caddy on the PATH will do"
