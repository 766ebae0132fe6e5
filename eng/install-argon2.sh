#!/usr/bin/env bash
# The reference implementation of Argon2, which one test compares ours with where it is installed. Best effort: the
# published vectors are tested everywhere.
set -uo pipefail

ldconfig -p 2>/dev/null | grep -q 'libargon2\.so\.1' && exit 0
command -v apt-get >/dev/null 2>&1 || exit 0
run=
[ "$(id -u)" -eq 0 ] || { sudo -n true 2>/dev/null && run="sudo -n"; } || exit 0
DEBIAN_FRONTEND=noninteractive timeout 120 $run apt-get install -y --no-install-recommends libargon2-1 >/dev/null 2>&1 ||
  echo "libargon2-1 could not be installed: the comparison with it says so and is left out." >&2
exit 0
