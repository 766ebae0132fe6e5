#!/usr/bin/env bash
# The reference implementation of Argon2, which one test compares ours with where it is installed. Best effort in any case: the
# published vectors are tested everywhere.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
source eng/common.sh

ldconfig -p 2>/dev/null | grep -q 'libargon2\.so\.1' && exit 0
apt_install libargon2-1 || echo "libargon2-1 could not be installed: the comparison with it says so and is left out." >&2
