#!/usr/bin/env bash
# The program pgbouncer, with which tests serve through a pooler as operators would, and the libraries that it needs.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
source eng/common.sh
folder=.local/tools/pgbouncer

works() { "$1" --version >/dev/null 2>&1; }

# With the libraries that were unpacked beside it, where the system has none.
unpacked_works() {
  local libraries=("$1"/usr/lib/*-linux-gnu)
  LD_LIBRARY_PATH="${libraries[0]}" works "$1/usr/sbin/pgbouncer"
}

# Its libraries have other names in other releases.
unpack() {
  local libraries
  mapfile -t libraries < <(apt-cache depends pgbouncer 2>/dev/null | sed -nE 's/^ *Depends: (lib(c-?ares|event)[^ ]*)$/\1/p')
  unpack_packages "$folder" unpacked_works pgbouncer "${libraries[@]}"
}

# The same places as PgBouncerProgram.cs.
if works pgbouncer || works /usr/sbin/pgbouncer || unpacked_works "$folder"; then exit 0; fi
# What the libraries are called is known after the lists of packages were fetched.
unpack || unpack ||
  leave_out PgBouncer "apt-get could not download it, or it does not run here; pgbouncer on the PATH will do"
