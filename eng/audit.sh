#!/usr/bin/env bash
# Has any package of the lock files a known vulnerability? Asks the registry for its list of them, and does not take silence for an
# answer. Exit codes: 0 none is known, 1 some are, 69 the registry has no list or did not answer: nothing was looked up.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source eng/common.sh

case "${1:-}" in
  "") ;;
  --help | -h) sed -n '2,3s/^# //p' "${BASH_SOURCE[0]}" && exit 0 ;;
  *) echo "Usage: eng/audit.sh (no arguments)" >&2 && exit 64 ;;
esac

require_dotnet
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The same sources, named as those to ask as well: only then does NuGet say so where one has no list.
sources=$(dotnet nuget list source --format short | sed -nE 's/^E (https?:.*)$/\1/p')
[ -n "$sources" ] || die "No registry is configured: nothing was looked up."
{
  echo '<configuration>'
  for list in packageSources auditSources; do
    echo "<$list><clear />"
    number=0
    while IFS= read -r url; do
      number=$((number + 1))
      printf '<add key="source%d" value="%s" />\n' "$number" "${url//&/&amp;}"
    done <<<"$sources"
    echo "</$list>"
  done
  echo '</configuration>'
} >"$work/nuget.config"

say "asking for known vulnerabilities"
locked=--locked-mode
[ "${FullRegistry:-}" != true ] || locked=
code=0
dotnet restore Enterprise.Api.sln --configfile "$work/nuget.config" --force $locked -v minimal -p:NuGetAudit=true \
  -p:NuGetAuditMode=all -p:NuGetAuditLevel=low -p:TreatWarningsAsErrors=false >"$work/restore.txt" 2>&1 || code=$?

found=$(grep -oE 'NU190[1-4]: .*' "$work/restore.txt" | sed -E 's/ \[[^]]*\]$//' | sort -u || true)
if [ -n "$found" ]; then
  printf '%s\n' "$found"
  exit 1
fi
if grep -qE 'NU190[05]' "$work/restore.txt"; then
  grep -oE 'NU190[05]: .*' "$work/restore.txt" | sed -E 's/ \[[^]]*\]$//' | sort -u >&2
  die "The registry gave no list of vulnerabilities: nothing was looked up."
fi
if [ "$code" -ne 0 ]; then
  cat "$work/restore.txt" >&2
  die "The packages could not be restored: nothing was looked up."
fi

dotnet list Enterprise.Api.sln package --vulnerable --include-transitive --config "$work/nuget.config" >"$work/list.txt" 2>&1 || {
  cat "$work/list.txt" >&2
  die "The packages could not be listed."
}
if grep -q 'has the following vulnerable packages' "$work/list.txt"; then
  cat "$work/list.txt"
  exit 1
fi
echo "No package has a known vulnerability."
