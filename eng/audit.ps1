# The twin of audit.sh: has any package of the lock files a known vulnerability? Asks the registry for its list of them, and does not take
# silence for an answer. Exit codes: 0 none is known, 1 some are, 69 the registry has no list or did not answer: nothing was looked up.
[CmdletBinding()]
param()
. (Join-Path $PSScriptRoot 'common.ps1')
$before = Get-Location
Set-Location (Split-Path $PSScriptRoot)
$work = Join-Path ([IO.Path]::GetTempPath()) ([IO.Path]::GetRandomFileName())

# What dotnet says, both ways, as lines. A program's standard error must not become an error here, as it does in Windows PowerShell under Stop.
function Read-Dotnet([string[]] $words) {
    $ErrorActionPreference = 'SilentlyContinue'
    return @(dotnet @words 2>&1 | ForEach-Object { "$_" })
}

function Select-Warnings([string[]] $lines, [string] $codes) {
    return @($lines | Where-Object { $_ -match "$codes`: .*" } | ForEach-Object { ($Matches[0] -replace ' \[[^]]*\]$', '') } | Sort-Object -Unique)
}

try {
    Assert-Dotnet
    New-Item -ItemType Directory $work | Out-Null

    # The same sources, named as those to ask as well: only then does NuGet say so where one has no list.
    $sources = @(Read-Dotnet @('nuget', 'list', 'source', '--format', 'short') | Where-Object { $_ -match '^E (https?:.*)$' } |
            ForEach-Object { $Matches[1] })
    if ($sources.Count -eq 0) { Stop-Script 'No registry is configured: nothing was looked up.' }
    $lists = foreach ($list in 'packageSources', 'auditSources') {
        "<$list><clear />"
        for ($number = 0; $number -lt $sources.Count; $number++) {
            "<add key=`"source$($number + 1)`" value=`"$($sources[$number].Replace('&', '&amp;'))`" />"
        }
        "</$list>"
    }
    $config = Join-Path $work 'nuget.config'
    [IO.File]::WriteAllText($config, "<configuration>`n$($lists -join "`n")`n</configuration>`n")

    Say 'asking for known vulnerabilities'
    $words = @('restore', 'Enterprise.Api.sln', '--configfile', $config, '--force', '-v', 'minimal', '-p:NuGetAudit=true', '-p:NuGetAuditMode=all',
        '-p:NuGetAuditLevel=low', '-p:TreatWarningsAsErrors=false')
    if ($env:FullRegistry -ne 'true') { $words += '--locked-mode' }
    $said = Read-Dotnet $words
    $code = $LASTEXITCODE

    $found = Select-Warnings $said 'NU190[1-4]'
    if ($found.Count -gt 0) {
        Write-Output $found
        exit 1
    }
    $silent = Select-Warnings $said 'NU190[05]'
    if ($silent.Count -gt 0) { Stop-Script (($silent + 'The registry gave no list of vulnerabilities: nothing was looked up.') -join "`n") }
    if ($code -ne 0) { Stop-Script (($said + 'The packages could not be restored: nothing was looked up.') -join "`n") }

    $listed = Read-Dotnet @('list', 'Enterprise.Api.sln', 'package', '--vulnerable', '--include-transitive', '--config', $config)
    if ($LASTEXITCODE -ne 0) { Stop-Script (($listed + 'The packages could not be listed.') -join "`n") }
    if (($listed -join "`n").Contains('has the following vulnerable packages')) {
        Write-Output $listed
        exit 1
    }
    Write-Output 'No package has a known vulnerability.'
}
finally {
    Set-Location $before
    Remove-Item -Recurse -Force -ErrorAction SilentlyContinue $work
}
