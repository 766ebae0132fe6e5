# The twin of install-postgres.sh: makes sure that PostgreSQL's server programs are on this machine.
# Exit 0: they are there; 69: they cannot be had. On Windows it installs nothing: the installer there makes a service of its own.
$ErrorActionPreference = 'Stop'

if (-not ($IsWindows -or $env:OS -eq 'Windows_NT')) {
    & bash (Join-Path $PSScriptRoot 'install-postgres.sh')
    exit $LASTEXITCODE
}

$oldest = 14

function Test-Programs([string] $folder) {
    foreach ($program in 'initdb', 'pg_ctl', 'postgres') {
        $file = Join-Path $folder "$program.exe"
        if (-not (Test-Path $file)) { return $false }
        if ("$(& $file --version)" -notmatch "^$program(\.exe)? \(PostgreSQL\) (\d+)" -or [int] $Matches[2] -lt $oldest) { return $false }
    }
    return $true
}

# The same places as PostgresSearch.cs.
$folders = if ($env:PG_BIN) { @($env:PG_BIN) } else {
    @($env:PATH -split ';' | Where-Object { $_ }) +
    @(Get-ChildItem (Join-Path $env:ProgramFiles 'PostgreSQL\*\bin') -Directory -ErrorAction SilentlyContinue | ForEach-Object FullName)
}
foreach ($folder in $folders) {
    if (Test-Programs $folder) { exit 0 }
}

[Console]::Error.WriteLine(@"
PostgreSQL $oldest or newer is needed and was not found$(if ($env:PG_BIN) { " in PG_BIN ($env:PG_BIN)" }). Any one of these helps:
  install it: winget install PostgreSQL.PostgreSQL.17
  set PG_BIN to the folder that has initdb.exe, pg_ctl.exe and postgres.exe
  name a server that runs: APP_DB__URL=postgres://... for the program, TEST_DATABASE_URL=postgres://... for the tests
"@)
exit 69
