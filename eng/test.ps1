# The twin of test.sh: everything CI asks. Format, build with warnings as errors, the tests with coverage. Ends with
# "N passed, N failed". A filter may follow: eng/test.ps1 --filter FullyQualifiedName~Sessions
. (Join-Path $PSScriptRoot 'common.ps1')
$before = Get-Location
Set-Location (Split-Path $PSScriptRoot)

# What follows must not go on after a step that failed, which PowerShell does with programs.
function Invoke-Step([scriptblock] $step) {
    & $step | Out-Host
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

try {
    Assert-Dotnet
    $results = Join-Path (Get-Location) 'TestResults'
    if (Test-Path $results) { Remove-Item -Recurse -Force $results }

    Say 'tools and packages'
    dotnet tool restore | Out-Null
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
    $locked = @()
    if ($env:FullRegistry -ne 'true') { $locked = @('--locked-mode') }
    Invoke-Step { dotnet restore Enterprise.Api.sln @locked -v quiet }

    Say 'format'
    Invoke-Step { dotnet csharpier check . }

    Say 'build'
    Invoke-Step { dotnet build Enterprise.Api.sln -c Release --no-restore -v quiet --nologo }

    if (-not $env:TEST_DATABASE_URL -and $env:FullRegistry -ne 'true') {
        Say 'database'
        Install-Postgres
    }
    # Best effort: what is missing is said, and the tests that need it check nothing.
    Say 'tools of the tests'
    if (Test-Windows) {
        if (Get-Command npm -ErrorAction SilentlyContinue) {
            foreach ($folder in 'Jose', 'Manifests', 'Deploy/Release/Checks') {
                npm ci --prefix "Enterprise.Tests/$folder" --ignore-scripts --no-audit --no-fund | Out-Host
            }
        }
    }
    else {
        foreach ($tool in 'argon2', 'node-packages', 'prometheus', 'proxies', 'pgbouncer') { Invoke-Step { bash "eng/install-$tool.sh" } }
        if ($args.Count -eq 0) { Invoke-Step { bash eng/previous-build.sh } }
    }

    Say 'tests'
    dotnet test Enterprise.Tests -c Release --no-build --nologo -v quiet `
        --settings eng/test.runsettings --results-directory $results --logger 'trx;LogFileName=tests.trx' `
        --logger 'console;verbosity=minimal' --collect 'XPlat Code Coverage' @args
    $code = $LASTEXITCODE

    $trx = Join-Path $results 'tests.trx'
    if (-not (Test-Path $trx)) { Stop-Script 'The tests did not run.' }
    Invoke-Step {
        dotnet reportgenerator "-reports:$results/*/coverage.cobertura.xml" "-targetdir:$results/coverage" `
            '-reporttypes:TextSummary;Cobertura' '-verbosity:Off'
    }
    Get-Content (Join-Path $results 'coverage/Summary.txt') | Where-Object { $_ -match 'Line coverage|Branch coverage' }

    $counters = ([xml] (Get-Content -Raw $trx)).TestRun.ResultSummary.Counters
    $passed = [int] $counters.passed
    $failed = [int] $counters.total - $passed
    if ($failed -ne 0 -or $passed -eq 0) { $code = 1 }
    "$passed passed, $failed failed"
    exit $code
}
finally {
    Set-Location $before
}
