# The twin of run.sh: builds and runs the API. In development it needs nothing but the .NET SDK and PostgreSQL's programs: a
# private server is started in .local/, migrations are applied. Ctrl+C stops all of it. Arguments go to the API.
. (Join-Path $PSScriptRoot 'common.ps1')
$before = Get-Location
Set-Location (Split-Path $PSScriptRoot)

Assert-Dotnet
if (-not $env:APP_ENV) { $env:APP_ENV = 'development' }
$out = 'Enterprise.Api/bin/Release/net10.0'
$owned = $false
$code = 0

function Test-DotEnvUrl {
    return (Test-Path .env) -and (Select-String -Path .env -Pattern '^(export )?APP_DB__URL' -Quiet)
}

try {
    Say 'building'
    dotnet build Enterprise.Api -c Release -v quiet --nologo "-p:BuiltAt=$(Get-CommitTime)"
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }

    if (-not $env:APP_DB__URL -and -not $env:APP_DB__URL_FILE -and -not (Test-DotEnvUrl)) {
        Install-Postgres
        $url = dotnet "$out/Enterprise.Migrations.dll" local start --owner $PID --print-url
        if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
        $owned = $true
        $env:APP_DB__URL = "$url".Trim()
    }

    dotnet "$out/Enterprise.Migrations.dll" apply
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }

    $port = if ($env:APP_SERVER__PORT) { $env:APP_SERVER__PORT } else { '8080' }
    Say "listening on http://localhost:$port - Swagger at /swagger, first administrator: dotnet run --project Migrations -- create-admin --email EMAIL"
    # In the foreground, so that Ctrl+C reaches it: it finishes what it has begun and exits by itself.
    dotnet "$out/Enterprise.Api.dll" @args
    $code = $LASTEXITCODE
}
finally {
    # Also after Ctrl+C. Should this script be killed instead, the server stops by itself: it watches its owner.
    if ($owned) {
        dotnet "$out/Enterprise.Migrations.dll" local stop --owner $PID
        # Else the next run in this PowerShell would take it for a server of the user's own.
        Remove-Item Env:APP_DB__URL -ErrorAction SilentlyContinue
    }
    Set-Location $before
}
exit $code
