#!/usr/bin/env bash
# Makes sure that PostgreSQL's server programs (initdb, pg_ctl, postgres) are on this machine. It installs programs only: no
# cluster is made, no service started, nothing of an existing server changed. Exit 0: they are there; 69: they cannot be had.
set -euo pipefail

oldest=14
tries=3

say() { printf '%s\n' "$*" >&2; }

works() {
  local program said major
  for program in initdb pg_ctl postgres; do
    [ -x "$1/$program" ] || return 1
    said=$("$1/$program" --version 2>/dev/null) || return 1
    case $said in "$program (PostgreSQL) "*) ;; *) return 1 ;; esac
    major=${said#"$program (PostgreSQL) "}
    major=${major%%[!0-9]*}
    [ "${major:-0}" -ge "$oldest" ] || return 1
  done
}

# The same places as PostgresSearch.cs.
found() {
  local folder on_path=()
  if [ -n "${PG_BIN:-}" ]; then
    works "$PG_BIN"
    return
  fi
  IFS=: read -r -a on_path <<<"$PATH"
  for folder in "${on_path[@]}" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin \
    /usr/local/opt/postgresql@*/bin /Applications/Postgres.app/Contents/Versions/*/bin /usr/libexec/postgresql* \
    /usr/bin /usr/local/bin /usr/local/pgsql/bin; do
    if works "$folder"; then return 0; fi
  done
  return 1
}

give_up() {
  say "PostgreSQL $oldest or newer is needed, and $1. Any one of these helps:"
  say "  install its server programs: Debian, Ubuntu: apt-get install postgresql; Fedora, RHEL: dnf install postgresql-server;"
  say "    Arch: pacman -S postgresql; Alpine: apk add postgresql; macOS: brew install postgresql@17"
  say "  set PG_BIN to the folder that has initdb, pg_ctl and postgres"
  say "  name a server that runs: APP_DB__URL=postgres://... for the program, TEST_DATABASE_URL=postgres://... for the tests"
  exit 69
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

again() {
  local try
  for ((try = 1; try <= tries; try++)); do
    if "$@"; then return 0; fi
    [ "$try" = "$tries" ] || sleep $((try * 2))
  done
  return 1
}

apt() {
  as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 timeout 900 \
    apt-get -q -y -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" </dev/null >&2
}

install_package() {
  if apt install --no-install-recommends postgresql; then return 0; fi
  apt update || true # the lists may be older than the packages; the next try tells
  return 1
}

# The package would make and start a cluster "main". This setting prevents that for this installation and then goes again, so that
# a server which somebody installs here later is set up as usual. Clusters that exist are not its business.
install_on_debian() {
  local settings=/etc/postgresql-common/createcluster.d setting installed=0
  setting=$settings/enterprise-api.conf
  if [ -z "$(apt-cache madison postgresql 2>/dev/null)" ]; then again apt update || return 1; fi
  as_root mkdir -p "$settings"
  # shellcheck disable=SC2064 # the name is known now and gone later
  trap "if [ \"\$(id -u)\" = 0 ]; then rm -f '$setting'; else sudo -n rm -f '$setting'; fi" EXIT
  printf 'create_main_cluster = false\n' | as_root tee "$setting" >/dev/null
  again install_package || installed=$?
  as_root rm -f "$setting"
  return "$installed"
}

if found; then exit 0; fi
[ -z "${PG_BIN:-}" ] || give_up "PG_BIN ($PG_BIN) does not have it"

if command -v brew >/dev/null 2>&1 && [ "$(id -u)" != 0 ]; then
  say "Installing PostgreSQL's programs with Homebrew."
  again brew install postgresql@17 >&2 || give_up "Homebrew could not install it"
elif ! as_root true 2>/dev/null; then
  give_up "installing it takes root or sudo without a password"
elif command -v apt-get >/dev/null 2>&1; then
  say "Installing PostgreSQL's programs (Debian package postgresql; no cluster, no service)."
  install_on_debian || give_up "apt-get could not install it"
elif command -v dnf >/dev/null 2>&1; then
  say "Installing PostgreSQL's programs (package postgresql-server; no service)."
  again as_root timeout 900 dnf -q -y install postgresql-server >&2 || give_up "dnf could not install it"
else
  give_up "this system's package manager is not known here"
fi

found || give_up "the packages of this system do not have it"
