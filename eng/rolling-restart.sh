#!/usr/bin/env bash
# Restarts instances one after the other so that no request is lost, on hosts without an orchestrator. Needs bash, awk and curl, and
# nothing else of this checkout: it can be copied to where the instances are.
set -euo pipefail

usage() {
  cat <<'HELP'
Usage: eng/rolling-restart.sh [options] URL=COMMAND URL=COMMAND ...

For each instance in turn: runs COMMAND, which has to restart the instance that answers at URL; waits until it was away and is ready again;
goes on to the next. It begins only if all of them are ready, and stops at the first that does not come back, leaving the others alone.
Away is one that says so (503 at /ready) or that nobody can connect to. One that is slow to answer is not.

  eng/rolling-restart.sh http://127.0.0.1:8081='systemctl restart enterprise-api@8081' \
                         http://127.0.0.1:8082='systemctl restart enterprise-api@8082'

Options:
  --timeout SECONDS        how long an instance may take to go and to come back (default 90; a stop alone may take 28)
  --settle SECONDS         how long proxies get to notice what has changed (default 3)
  --expect-commit COMMIT   what /version has to say afterwards: an instance that comes back as the old build is a failure
  --nginx-upstream FILE    nginx asks nobody whether they are ready. The file with a line "server HOST:PORT ...;" for each instance: the
                           line is marked "down" before the instance is restarted, and is as it was afterwards
  --nginx-reload COMMAND   makes nginx check its files and read them, with the options that it was started with:
                           'nginx -t -q -c FILE -g "pid FILE;" && nginx -s reload -c FILE -g "pid FILE;"'
  -h, --help               this

A signal (Ctrl+C, SIGTERM) lets it finish the instance that was begun, and leaves the rest; a second one ends it at once.
Exit codes: 0 all were restarted; 64 wrong usage; 69 an instance, or something it needs, is not available; 130 it was told to stop.
HELP
}

say() { printf '== %s\n' "$*"; }
wrong() { printf '%s\n' "$*" >&2; usage >&2; exit 64; }
fail() { printf '%s\n' "$*" >&2; exit 69; }

timeout=90
settle=3
commit=
upstream=
reload=
urls=()
commands=()

need_value() { [ "$#" -ge 2 ] || wrong "$1 needs a value."; }

while [ "$#" -gt 0 ]; do
  case "$1" in
    -h | --help) usage; exit 0 ;;
    --timeout) need_value "$@"; timeout=$2; shift 2 ;;
    --settle) need_value "$@"; settle=$2; shift 2 ;;
    --expect-commit) need_value "$@"; commit=$2; shift 2 ;;
    --nginx-upstream) need_value "$@"; upstream=$2; shift 2 ;;
    --nginx-reload) need_value "$@"; reload=$2; shift 2 ;;
    http://*=?* | https://*=?*)
      url=${1%%=*}
      urls+=("${url%/}")
      commands+=("${1#*=}")
      shift
      ;;
    *) wrong "This is neither an option nor URL=COMMAND: $1" ;;
  esac
done

# No leading zero: the shell would read it as octal.
[[ $timeout =~ ^(0|[1-9][0-9]*)$ && $settle =~ ^(0|[1-9][0-9]*)$ ]] || wrong "--timeout and --settle are whole seconds."
[ "${#urls[@]}" -ge 2 ] || wrong "At least two instances: one alone cannot be restarted without being missed."
[ "$(printf '%s\n' "${urls[@]}" | sort -u | wc -l)" -eq "${#urls[@]}" ] || wrong "Each instance once."
[ -z "$upstream" ] || [ -n "$reload" ] || wrong "--nginx-upstream needs --nginx-reload."
[ -z "$reload" ] || [ -n "$upstream" ] || wrong "--nginx-reload needs --nginx-upstream."
command -v curl >/dev/null 2>&1 || fail "curl is needed."

ask() { curl --silent --fail --max-time 2 --noproxy '*' "$1"; }
is_ready() { ask "$1/ready" >/dev/null 2>&1; }

# ready, away or unknown. Away: it says 503 (where it gives its reasons, because it is draining), or nobody accepts the connection, or
# somebody does and closes it (7, 52, 56 of curl: what publishes a container's port does so when there is no container). A timeout is unknown.
state_of() { # URL
  local said code=0
  said=$(curl --silent --max-time 2 --noproxy '*' --write-out '\n%{http_code}' "$1/ready" 2>/dev/null) || code=$?
  case "$code ${said##*$'\n'}" in
    "0 200") echo ready ;;
    "0 503") if [[ $said == *'"draining":"ok"'* ]]; then echo unknown; else echo away; fi ;;
    "7 "* | "52 "* | "56 "*) echo away ;;
    *) echo unknown ;;
  esac
}

# HOST:PORT of a URL, as nginx' file has it.
address_of() {
  local rest=${1#*://}
  printf '%s' "${rest%%/*}"
}

# Prints the file with the line of an address changed: "down" or "up"; 1 where there is not exactly one line to change.
changed() { # FILE ADDRESS down|up
  awk -v address="$2" -v state="$3" '
    $1 == "server" {
      named = $2
      sub(/;.*/, "", named)
      is_down = $0 ~ /[ \t]down[ \t]*;/
      if (named == address && state == "down" && !is_down) { sub(/[ \t]*;/, " down;"); changes++ }
      else if (named == address && state == "up" && is_down) { sub(/[ \t]+down[ \t]*;/, ";"); changes++ }
    }
    { print }
    END { exit changes == 1 ? 0 : 1 }' "$1"
}

# Into the same file, which may be a mount or a link.
rewrite() { # ADDRESS down|up
  local made code=0
  made=$(mktemp)
  changed "$upstream" "$1" "$2" >"$made" && cat "$made" >"$upstream" || code=$?
  rm -f "$made"
  return "$code"
}

marked= # the address that is marked down in the file now
marked_url=
untold= # the file has changed, and nginx was not told yet
command_pid= # the command that runs now
was_away=
begun=
stopping=

tell_nginx() {
  untold=yes
  bash -c "$reload" || return
  untold=
}

put_back() {
  if [ -n "$marked" ]; then
    rewrite "$marked" up || return
    marked=
  fi
  tell_nginx
}

# However it ends: an instance that can serve must not stay marked. One that cannot, or whose restart is still to come, is better left so.
finish() {
  local code=$? why=''
  trap '' INT TERM
  if [ -n "$marked" ] || [ -n "$untold" ]; then
    if [ -n "$command_pid" ] && kill -0 "$command_pid" 2>/dev/null; then
      why="its command still runs (process $command_pid)"
    elif [ "$code" -eq 130 ] && [ "$was_away" = no ]; then
      why="it was told to restart and has not been away yet"
    elif ! is_ready "$marked_url"; then
      why="it is not ready"
    elif put_back; then
      say "$marked_url serves, and is no longer marked down"
    else
      why="nginx could not be told"
    fi
  fi
  if [ -n "$marked" ]; then
    printf '%s\n' "$marked stays marked down in $upstream: $why. When it is ready, take \"down\" off its line and run: $reload" >&2
  elif [ -n "$untold" ]; then
    printf '%s\n' "$upstream is as it was, but nginx may not have read it: $why. Run: $reload" >&2
  fi
  exit "$code"
}

interrupt() {
  if [ -z "$begun" ] || [ -n "$stopping" ]; then exit 130; fi
  stopping=yes
  say "told to stop: $begun is finished first (once more to stop at once)"
}

trap finish EXIT
trap interrupt INT TERM

# A signal cuts a sleep short, and must not cut the wait short.
pause() {
  local until=$((SECONDS + $1))
  while [ "$SECONDS" -lt "$until" ]; do sleep 0.2 || true; done
}

need_ready() { # all but this one
  local url
  for url in "${urls[@]}"; do
    [ "$url" = "$1" ] || is_ready "$url" || fail "$url is not ready: nothing is restarted while one is missing already."
  done
}

# Every instance says 503 at /ready as soon as it is told to stop, and nothing answers while it starts: one that was never seen away was
# not restarted, whatever the command says.
restart() { # URL COMMAND
  local url=$1 started=$SECONDS code=0
  was_away=no
  bash -c "$2" &
  command_pid=$!
  while :; do
    case $(state_of "$url") in
      ready) if [ -z "$command_pid" ] && [ "$was_away" = yes ]; then break; fi ;;
      away) was_away=yes ;;
    esac
    if [ -n "$command_pid" ] && ! kill -0 "$command_pid" 2>/dev/null; then
      wait "$command_pid" || code=$?
      command_pid=
      [ "$code" -eq 0 ] || fail "$url: the command ended with $code: $2"
    fi
    if [ $((SECONDS - started)) -ge "$timeout" ]; then
      if [ -n "$command_pid" ]; then fail "$url: the command has not ended after $timeout s: $2"; fi
      [ "$was_away" = yes ] || fail "$url was ready all the time: the command did not restart it: $2"
      fail "$url did not get ready again within $timeout s."
    fi
    sleep 0.1 || true
  done
}

need_commit() {
  [ -n "$commit" ] || return 0
  local said
  said=$(ask "$1/version" || true)
  [[ $said == *"\"commit\":\"$commit"* ]] || fail "$1 is not the build that was expected ($commit): ${said:-no answer from /version}"
}

if [ -n "$upstream" ]; then
  if [ ! -r "$upstream" ] || [ ! -w "$upstream" ]; then fail "$upstream cannot be read and written."; fi
  for url in "${urls[@]}"; do
    changed "$upstream" "$(address_of "$url")" down >/dev/null ||
      fail "$upstream needs one line \"server $(address_of "$url") ...;\" that is not marked down."
  done
fi
need_ready ''

for i in "${!urls[@]}"; do
  url=${urls[$i]}
  if [ -n "$stopping" ]; then
    say "stopped before $url"
    exit 130
  fi
  need_ready "$url"
  begun=$url
  since=$SECONDS
  if [ -n "$upstream" ]; then
    marked_url=$url
    rewrite "$(address_of "$url")" down || fail "$(address_of "$url") could not be marked down in $upstream."
    marked=$(address_of "$url")
    tell_nginx || fail "$marked could not be marked down: $reload"
    pause "$settle"
  fi
  restart "$url" "${commands[$i]}"
  was_away=
  need_commit "$url"
  if [ -n "$upstream" ]; then
    put_back || fail "$url is ready again, but nginx could not be told: $reload"
  fi
  pause "$settle"
  is_ready "$url" || fail "$url was ready and is no longer."
  say "$url was restarted and is ready ($((SECONDS - since)) s)"
  begun=
done
say "all ${#urls[@]} instances were restarted"
