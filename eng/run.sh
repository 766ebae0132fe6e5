#!/usr/bin/env bash
# Builds and runs the API. In development it needs nothing but the .NET SDK: PostgreSQL is installed where it is
# missing, a private server is started in .local/, migrations are applied. Ctrl+C or SIGTERM stops all of it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source eng/common.sh

require_dotnet
export APP_ENV="${APP_ENV:-development}"
out=Enterprise.Api/bin/Release/net10.0

say "building"
dotnet build Enterprise.Api -c Release -v quiet --nologo -p:BuiltAt="$(commit_time)"

owned=
if [ -z "${APP_DB__URL:-}${APP_DB__URL_FILE:-}" ] && ! grep -qsE '^(export )?APP_DB__URL' .env; then
  eng/install-postgres.sh
  APP_DB__URL="$(dotnet "$out/Enterprise.Migrations.dll" local start --owner $$ --print-url)"
  export APP_DB__URL
  owned=yes
fi

api=
stopping=
finish() {
  [ -z "$owned" ] || dotnet "$out/Enterprise.Migrations.dll" local stop --owner $$ || true
}
trap finish EXIT
# The first signal is handed on; the API finishes what it has begun and exits by itself.
trap 'stopping=yes; [ -z "$api" ] || kill -TERM "$api" 2>/dev/null || true' TERM INT

dotnet "$out/Enterprise.Migrations.dll" apply
say "listening on http://localhost:${APP_SERVER__PORT:-8080} - Swagger at /swagger, first administrator: dotnet run --project Migrations -- create-admin --email EMAIL"
[ -z "$stopping" ] || exit 0
dotnet "$out/Enterprise.Api.dll" "$@" &
api=$!

code=0
while :; do
  wait "$api" && code=0 || code=$?
  kill -0 "$api" 2>/dev/null || break
done
exit "$code"
