#!/usr/bin/env bash
# The program pgbouncer, with which a test serves through a pooler as operators would. Debian's package and the libraries that it needs
# are unpacked into .local/tools/ and not installed: nothing is started, and no root is needed unless the lists of packages are missing.
# Best effort, unless REQUIRE_PGBOUNCER=true.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 69
tools=.local/tools
folder=$tools/pgbouncer

give_up() {
  echo "PgBouncer could not be had ($1): the test of a pooler says so and is left out." >&2
  [ "${REQUIRE_PGBOUNCER:-}" != true ] || exit 69
  exit 0
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

works() { "$1" --version >/dev/null 2>&1; }

# With the libraries that were unpacked beside it, where the system has none.
works_unpacked() {
  local libraries=("$1"/usr/lib/*-linux-gnu)
  LD_LIBRARY_PATH="${libraries[0]}" works "$1/usr/sbin/pgbouncer"
}

# The same places as PgBouncerProgram.cs.
have_it() { works pgbouncer || works /usr/sbin/pgbouncer || works_unpacked "$folder"; }

# Its libraries have other names in other releases.
packages() {
  echo pgbouncer
  apt-cache depends pgbouncer 2>/dev/null | sed -nE 's/^ *Depends: (lib(c-?ares|event)[^ ]*)$/\1/p'
}

# The folder gets its name when all is in it, so that a run that was stopped, or another one beside this, leaves nothing half done.
unpack() ( # a shell of its own, for the sake of its trap
  made=$(mktemp -d "$tools/pgbouncer.XXXXXX") || exit 1
  trap 'rm -rf "$made"' EXIT
  mapfile -t wanted < <(packages)
  (cd "$made" && timeout 300 apt-get -q -o Acquire::Retries=3 download "${wanted[@]}" </dev/null >/dev/null 2>&1) || exit 1
  for package in "$made"/*.deb; do
    dpkg-deb -x "$package" "$made/unpacked" || exit 1
  done
  works_unpacked "$made/unpacked" || exit 1
  rm -rf "$folder"
  mv -T "$made/unpacked" "$folder" 2>/dev/null || have_it
)

if have_it; then exit 0; fi
if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg-deb >/dev/null 2>&1; then
  give_up "this system has no apt-get; pgbouncer on the PATH will do"
fi
mkdir -p "$tools" || give_up "$tools cannot be written"
if unpack; then exit 0; fi
as_root env DEBIAN_FRONTEND=noninteractive timeout 300 apt-get -q -o DPkg::Lock::Timeout=120 -o Acquire::Retries=3 update \
  </dev/null >/dev/null 2>&1 || give_up "the packages cannot be downloaded, and apt-get update failed or takes root"
unpack || give_up "apt-get could not download the package pgbouncer"
