# Shared by the scripts beside it; to be sourced.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

say() { printf '== %s\n' "$*" >&2; }

die() {
  printf '%s\n' "$*" >&2
  exit 69
}

require_dotnet() {
  command -v dotnet >/dev/null 2>&1 || die "The .NET SDK 10 is needed: https://dotnet.microsoft.com/download/dotnet/10.0"
}

# When the commit was made, so that the same commit gives the same build; empty outside a checkout.
commit_time() { TZ=UTC git log -1 --format=%cd --date=format-local:%Y-%m-%dT%H:%M:%SZ 2>/dev/null || true; }
