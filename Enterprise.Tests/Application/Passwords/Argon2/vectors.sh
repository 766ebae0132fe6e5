#!/usr/bin/env bash
# Makes vectors.txt anew. On Debian or Ubuntu: apt-get install gcc argon2 libargon2-dev, then ./vectors.sh > vectors.txt
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

hex() { printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n'; }

cat <<'HEADER'
# Argon2 version 0x13, computed by the reference implementation (Debian's packages argon2 and libargon2-1, version
# 0~20171227): first by its library through vectors.c, then by its program. vectors.sh makes this file.
# variant memory-KiB passes lanes password salt secret associated-data tag (all bytes in hexadecimal, - for none)
HEADER

gcc -O2 -o "$work/vectors" vectors.c -largon2
"$work/vectors"

echo '# by the program'
for variant in d i id; do
    for cost in '1 8 1' '2 64 1' '3 100 2' '4 1000 4'; do
        read -r passes memory lanes <<<"$cost"
        salt="salt of $variant $memory"
        password="correct horse $passes"
        tag=$(printf '%s' "$password" | argon2 "$salt" "-$variant" -t "$passes" -k "$memory" -p "$lanes" -l 32 -r)
        echo "$variant $memory $passes $lanes $(hex "$password") $(hex "$salt") - - $tag"
    done
done
