#!/usr/bin/env bash
# The programs nginx and caddy, with which tests run what ships in deploy/nginx and deploy/caddy. Debian's packages are unpacked into
# .local/tools/ and not installed: nothing is started, and no root is needed unless the lists of packages are missing. Best effort,
# unless REQUIRE_PROXIES=true.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tools=.local/tools
folder=$tools/proxies

give_up() {
  echo "nginx and Caddy could not be had ($1): the tests of proxies say so and are left out." >&2
  [ "${REQUIRE_PROXIES:-}" != true ] || exit 69
  exit 0
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

nginx_works() { "$1" -v >/dev/null 2>&1; }
caddy_works() { "$1" version >/dev/null 2>&1; }

# The same places as ProxyPrograms.cs.
have_both() {
  { nginx_works nginx || nginx_works /usr/sbin/nginx || nginx_works "$folder/usr/sbin/nginx"; } &&
    { caddy_works caddy || caddy_works "$folder/usr/bin/caddy"; }
}

# The folder gets its name when all is in it, so that a run that was stopped, or another one beside this, leaves nothing half done.
unpack() ( # a shell of its own, for the sake of its trap
  made=$(mktemp -d "$tools/proxies.XXXXXX") || exit 1
  trap 'rm -rf "$made"' EXIT
  (cd "$made" && timeout 300 apt-get -q -o Acquire::Retries=3 download nginx caddy </dev/null >/dev/null 2>&1) || exit 1
  for package in "$made"/*.deb; do
    dpkg-deb -x "$package" "$made/unpacked" || exit 1
  done
  # Its libraries (pcre2, openssl, zlib) come with nearly every system.
  nginx_works "$made/unpacked/usr/sbin/nginx" && caddy_works "$made/unpacked/usr/bin/caddy" || exit 1
  rm -rf "$folder"
  mv -T "$made/unpacked" "$folder" 2>/dev/null || have_both
)

if have_both; then exit 0; fi
if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg-deb >/dev/null 2>&1; then
  give_up "this system has no apt-get; nginx and caddy on the PATH will do"
fi
mkdir -p "$tools" || give_up "$tools cannot be written"
if unpack; then exit 0; fi
as_root env DEBIAN_FRONTEND=noninteractive timeout 300 apt-get -q -o DPkg::Lock::Timeout=120 -o Acquire::Retries=3 update \
  </dev/null >/dev/null 2>&1 || give_up "the packages cannot be downloaded or do not run, and apt-get update failed or takes root"
unpack || give_up "apt-get could not download the packages nginx and caddy, or they do not run here"
