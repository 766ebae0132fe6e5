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

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# apt_get SECONDS VERB ...: without questions, and never for ever.
apt_get() {
  local limit=$1
  shift
  as_root env DEBIAN_FRONTEND=noninteractive timeout "$limit" apt-get -q -y -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" \
    </dev/null >/dev/null 2>&1
}

# apt_install PACKAGE ...: with the lists of packages fetched where they are missing.
apt_install() {
  apt_get 600 install --no-install-recommends "$@" || { apt_get 300 update && apt_get 600 install --no-install-recommends "$@"; }
}

# unpack_packages FOLDER CHECK PACKAGE ...: unpacks packages of Debian into FOLDER, below .local/tools, without installing them: nothing is
# started, and no root is needed unless the lists of packages are missing. CHECK is a function that is told a folder and says whether
# what is in it works. The folder gets its name when all is in it, so that a run that was stopped, or another one beside this,
# leaves nothing half done.
unpack_packages() {
  local folder=$1 check=$2
  shift 2
  command -v dpkg-deb >/dev/null 2>&1 && mkdir -p "$(dirname "$folder")" || return 1
  unpack_once "$folder" "$check" "$@" || { apt_get 300 update && unpack_once "$folder" "$check" "$@"; }
}

unpack_once() ( # a shell of its own, for the sake of its trap
  folder=$1 check=$2
  shift 2
  made=$(mktemp -d "$folder.XXXXXX") || exit 1
  trap 'rm -rf "$made"' EXIT
  (cd "$made" && timeout 300 apt-get -q -o Acquire::Retries=3 download "$@" </dev/null >/dev/null 2>&1) || exit 1
  for package in "$made"/*.deb; do
    dpkg-deb -x "$package" "$made/unpacked" || exit 1
  done
  "$check" "$made/unpacked" || exit 1
  rm -rf "$folder"
  mv -T "$made/unpacked" "$folder" 2>/dev/null || "$check" "$folder"
)

# leave_out WHAT WHY: ends the script where a tool of tests cannot be had, which is a failure where REQUIRE_TOOLS=true.
leave_out() {
  printf '%s could not be had (%s): the tests that need it say so and check nothing.\n' "$1" "$2" >&2
  [ "${REQUIRE_TOOLS:-}" != true ] || exit 69
  exit 0
}
