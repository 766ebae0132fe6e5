# Shared by the scripts beside it; to be dot-sourced. The twin of common.sh. Windows PowerShell 5.1 and PowerShell 7.

$ErrorActionPreference = 'Stop'
# PowerShell 7.4 can turn a program's exit code into an error; here exit codes are looked at.
$PSNativeCommandUseErrorActionPreference = $false
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'

function Say([string] $text) { [Console]::Error.WriteLine("== $text") }

function Stop-Script([string] $text, [int] $code = 69) {
    [Console]::Error.WriteLine($text)
    exit $code
}

function Test-Windows { return $env:OS -eq 'Windows_NT' }

function Assert-Dotnet {
    if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
        Stop-Script 'The .NET SDK 10 is needed: https://dotnet.microsoft.com/download/dotnet/10.0'
    }
}

# Makes sure of PostgreSQL's programs. In a process of its own, because that script ends with exit.
function Install-Postgres {
    $shell = (Get-Process -Id $PID).Path
    $arguments = @('-NoProfile', '-File', (Join-Path $PSScriptRoot 'install-postgres.ps1'))
    if (Test-Windows) { $arguments = @('-ExecutionPolicy', 'Bypass') + $arguments }
    & $shell @arguments
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

# When the commit was made, so that the same commit gives the same build; empty outside a checkout.
function Get-CommitTime {
    if (-not (Get-Command git -ErrorAction SilentlyContinue)) { return '' }
    $before = $env:TZ
    # A program's standard error must not become an error here, as it does in Windows PowerShell under Stop.
    $preference = $ErrorActionPreference
    $ErrorActionPreference = 'SilentlyContinue'
    try {
        $env:TZ = 'UTC'
        return "$(git log -1 --format=%cd --date=format-local:%Y-%m-%dT%H:%M:%SZ 2>$null)"
    }
    finally {
        $env:TZ = $before
        $ErrorActionPreference = $preference
    }
}
