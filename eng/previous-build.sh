#!/usr/bin/env bash
# Builds the version before this one, API and migrations program, for the tests that upgrade from it: the last tag below this commit,
# else its parent. Into .local/previous/COMMIT/, which git ignores; .local/previous/current points to it. Does nothing where it is there
# already. A checkout without a commit before this one has none; a build that fails is a failure where REQUIRE_TOOLS=true.
set -uo pipefail

usage() {
  cat <<'HELP'
Usage: eng/previous-build.sh

Builds the last tagged version below this commit, else the parent commit, into .local/previous/COMMIT/ and lets
.local/previous/current point to it. REQUIRE_TOOLS=true makes it a failure (69) where that build fails.
HELP
}

case "${1:-}" in
  '') ;;
  -h | --help) usage; exit 0 ;;
  *) usage >&2; exit 64 ;;
esac

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 69
source eng/common.sh
folder=.local/previous

give_up() {
  echo "The version before this one was not built ($1): the tests that upgrade from it say so and are left out." >&2
  # Of another commit than the one before this: not to be taken for it.
  rm -f "$folder/current"
  exit "${2:-0}"
}

# The folder gets its name when all is in it, so that a run that was stopped leaves nothing half done. The sources are unpacked outside
# this checkout: a build looks for settings, and for the commit, in the folders above it.
build() ( # a shell of its own, for the sake of its trap
  made=$(mktemp -d "$folder/build.XXXXXX") || exit 1
  sources=$(mktemp -d "${TMPDIR:-/tmp}/enterprise-previous.XXXXXX") || exit 1
  trap 'rm -rf "$made" "$sources"' EXIT
  git archive --format=tar "$commit" | tar -x -C "$sources" || exit 1
  out=$PWD/$made/program
  cd "$sources" || exit 1
  # No server of this build may outlive it and hold on to its folder, nor take the place of the main build's.
  timeout 600 nice -n 5 dotnet build Enterprise.Api -c Release -o "$out" -v quiet --nologo -nodeReuse:false \
    -p:RunAnalyzers=false -p:TreatWarningsAsErrors=false -p:GenerateDocumentationFile=false -p:UseSharedCompilation=false \
    -p:SourceRevisionId="$commit" >"$out.log" 2>&1 || { grep -E 'error|warn' "$out.log" | sort -u | head -5 >&2; exit 1; }
  [ -f "$out/Enterprise.Api.dll" ] && [ -f "$out/Enterprise.Migrations.dll" ] || exit 1
  cd - >/dev/null || exit 1
  mv -T "$out" "$folder/$commit" 2>/dev/null || [ -f "$folder/$commit/Enterprise.Api.dll" ]
)

command -v git >/dev/null 2>&1 || give_up "git is missing"
git rev-parse --verify --quiet 'HEAD^{commit}' >/dev/null 2>&1 || give_up "this is no checkout of git"
git rev-parse --verify --quiet 'HEAD^^{commit}' >/dev/null 2>&1 ||
  give_up "this commit has no parent here; in a shallow clone, fetch more: git fetch --unshallow --tags"
name=$(git describe --tags --abbrev=0 'HEAD^' 2>/dev/null) || name='HEAD^'
commit=$(git rev-parse "$name^{commit}") || give_up "$name is no commit"
mkdir -p "$folder" || give_up "$folder cannot be written"

if [ ! -f "$folder/$commit/Enterprise.Api.dll" ]; then
  require_dotnet
  say "the version before this one ($name, ${commit:0:12})"
  build || { [ "${REQUIRE_TOOLS:-}" != true ] || give_up "its build failed" 69; give_up "its build failed"; }
  # One is enough: what was built for another commit goes.
  find "$folder" -mindepth 1 -maxdepth 1 -type d ! -name "$commit" ! -name 'build.*' -exec rm -rf {} +
fi
ln -sfn "$commit" "$folder/current"
