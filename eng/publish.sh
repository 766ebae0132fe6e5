#!/usr/bin/env bash
# Builds what is released: archives for linux-x64, linux-arm64 and win-x64, a bill of materials and SHA256SUMS, into artifacts/. The
# same commit and the same SDK give the same bytes wherever it runs. The program in eng/Enterprise.Release does it; see --help.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source eng/common.sh

require_dotnet
command -v git >/dev/null 2>&1 || die "git is needed: what is released is what git knows."
dotnet build eng/Enterprise.Release -c Release -v quiet --nologo -clp:NoSummary >&2
# What the bill of materials is made of.
[ "${1:-}" != sbom ] || dotnet restore Enterprise.Api --locked-mode -v quiet >&2
exec dotnet eng/Enterprise.Release/bin/Release/net10.0/Enterprise.Release.dll "$@"
