#!/usr/bin/env bash
# Everything CI asks: format, build with warnings as errors, the tests with coverage. Installs PostgreSQL where it is
# missing. Ends with "N passed, N failed". A filter may follow: eng/test.sh --filter FullyQualifiedName~Sessions
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source eng/common.sh

require_dotnet
results="$PWD/TestResults"
rm -rf "$results"

say "tools and packages"
dotnet tool restore >/dev/null
locked=--locked-mode
[ "${FullRegistry:-}" != true ] || locked=
dotnet restore Enterprise.Api.sln $locked -v quiet

say "format"
dotnet csharpier check .

say "build"
dotnet build Enterprise.Api.sln -c Release --no-restore -v quiet --nologo

if [ -z "${TEST_DATABASE_URL:-}" ] && [ "${FullRegistry:-}" != true ]; then
  say "database"
  eng/install-postgres.sh
fi
say "tools of the tests"
for tool in argon2 node-packages prometheus proxies pgbouncer; do
  "eng/install-$tool.sh"
done
# Not for a few tests.
[ $# -gt 0 ] || eng/previous-build.sh

say "tests"
code=0
dotnet test Enterprise.Tests -c Release --no-build --nologo -v quiet \
  --settings eng/test.runsettings --results-directory "$results" --logger "trx;LogFileName=tests.trx" \
  --logger "console;verbosity=minimal" --collect "XPlat Code Coverage" "$@" || code=$?

[ -f "$results/tests.trx" ] || die "The tests did not run."
dotnet reportgenerator "-reports:$results/*/coverage.cobertura.xml" "-targetdir:$results/coverage" \
  "-reporttypes:TextSummary;Cobertura" -verbosity:Off
sed -n '/Line coverage/p;/Branch coverage/p' "$results/coverage/Summary.txt"

counters=$(grep -o '<Counters [^>]*>' "$results/tests.trx")
count() { sed -E "s/.* $1=\"([0-9]+)\".*/\1/" <<<"$counters"; }
passed=$(count passed)
failed=$(($(count total) - passed))
[ "$failed" -eq 0 ] || code=1
[ "$passed" -gt 0 ] || code=1
echo "$passed passed, $failed failed"
exit "$code"
