# The twin of compose-up.sh: tries the whole thing out in containers. Makes secrets once, builds the image, starts what docker-compose.yml
# names, waits until it is ready, and says where it is. What is made stays in .local/compose/; secrets that are there are never changed.
#   ./eng/compose-up.ps1 [-Two] [-Nginx] [-Observability] [-NoBuild]
#   ./eng/compose-up.ps1 -Upgrade        of what runs: build this checkout, migrate, exchange one instance after the other
#   ./eng/compose-up.ps1 -Exchange       the same without building or migrating: a changed setting, or back to an image (APP_IMAGE_TAG)
#   ./eng/compose-up.ps1 -Down
#   ./eng/compose-up.ps1 -Compose logs, '--follow', api      hands words to docker compose, for the same project
# Variables as in compose-up.sh --help. What was given once is kept for later runs until it is given anew; PowerShell cannot give an empty one.
[CmdletBinding()]
param(
    [switch] $Two,
    [switch] $Nginx,
    [switch] $Observability,
    [switch] $NoBuild,
    [switch] $Upgrade,
    [switch] $Exchange,
    [switch] $Down,
    [string[]] $Compose
)
. (Join-Path $PSScriptRoot 'common.ps1')
$before = Get-Location
Set-Location (Split-Path $PSScriptRoot)
$profilesBefore = $env:COMPOSE_PROFILES

$state = if ($env:COMPOSE_STATE) { $env:COMPOSE_STATE } else { Join-Path '.local' 'compose' }
$secrets = Join-Path $state 'secrets'
$environment = Join-Path $state 'environment'
$oldest = [Version] '2.20.0'
$collector = 'http://otel-collector:4317'
# The variables that people may give, of which none is a secret.
$givenNames = @('PUBLISHED_ADDRESS', 'PUBLISHED_HTTP', 'PUBLISHED_HTTPS', 'PUBLISHED_PROMETHEUS', 'PUBLISHED_GRAFANA', 'SITE_ADDRESS', 'TLS',
    'EDGE_PREFIX', 'CPUS', 'APP_IMAGE_TAG', 'APP_SERVER__ALLOWED_HOSTS', 'APP_CORS__ORIGINS', 'APP_JWT_ISSUER', 'APP_JWT_AUDIENCE',
    'APP_TELEMETRY__ENDPOINT', 'APP_SWAGGER__ENABLED')

# What the file of the last run says.
function Get-Kept([string] $name) {
    if (-not (Test-Path $environment)) { return '' }
    foreach ($line in (Read-Text $environment).Split("`n")) {
        if ($line -match "^$name='(.*)'$") { return $Matches[1] }
    }
    return ''
}

# Of this shell, else of the last run, else what is told.
function Get-Setting([string] $name, [string] $default) {
    $value = [Environment]::GetEnvironmentVariable($name)
    if (-not $value) { $value = Get-Kept $name }
    if ($value -match "['`n]") { Stop-Script "$name may have neither a quote nor a second line in it." }
    if ($value) { return $value }
    return $default
}

# .NET's own current folder is another one.
function Get-FullPath([string] $path) { return [IO.Path]::Combine((Get-Location).Path, $path) }

function Read-Text([string] $path) { return [IO.File]::ReadAllText((Get-FullPath $path)) }

# Without a byte order mark and with line feeds: programs in containers read it.
function Write-Text([string] $path, [string] $text) { [IO.File]::WriteAllText((Get-FullPath $path), $text) }

# Whether docker says yes; what it says is of no interest. A program's standard error must not become an error here, as it does in
# Windows PowerShell under Stop.
function Test-Docker([string[]] $words) {
    $ErrorActionPreference = 'SilentlyContinue'
    docker @words *> $null
    return $LASTEXITCODE -eq 0
}

function Get-RandomHex([int] $bytes) {
    $drawn = [byte[]]::new($bytes)
    $source = [Security.Cryptography.RandomNumberGenerator]::Create()
    try { $source.GetBytes($drawn) } finally { $source.Dispose() }
    return -join ($drawn | ForEach-Object { $_.ToString('x2') })
}

# Under its own name when all of it is there. On Windows the folder's own rights count; elsewhere see compose-up.sh.
function Save-Secret([string] $name, [string] $value) {
    $path = Join-Path $secrets $name
    if ((Test-Path $path) -and (Get-Item $path).Length -gt 0) { return }
    $new = Join-Path $secrets ".$name.new"
    Remove-Item -Force -ErrorAction SilentlyContinue $new
    Write-Text $new $value
    if (-not (Test-Windows)) { chmod 444 $new }
    Move-Item -Force $new $path
}

# Without a terminal (-T) there is nothing to read either: create-admin draws the password then.
function Invoke-Compose([string[]] $words) {
    if ($words -ccontains '-T') { @() | docker compose --env-file $environment @words }
    else { docker compose --env-file $environment @words }
}

function Assert-Compose([string[]] $words, [string] $complaint) {
    Invoke-Compose $words
    if ($LASTEXITCODE -ne 0) { Stop-Script $complaint }
}

# What compose is told, now and in later runs. No secret in it. The variables of a shell are stronger.
function Write-Environment([string] $profiles, [string] $instances, [string] $swagger, [string] $telemetry) {
    $commit = 'unknown'
    if (Get-Command git -ErrorAction SilentlyContinue) { $commit = "$(git rev-parse HEAD)".Trim() }
    $variables = [ordered] @{
        COMPOSE_PROFILES   = $profiles
        API_SECRETS        = (Resolve-Path $secrets).Path
        PROMETHEUS_TARGETS = (Resolve-Path (Join-Path $state 'targets')).Path
        API_UPSTREAMS      = $instances
        APP_VERSION        = ([xml] (Get-Content -Raw Directory.Build.props)).SelectSingleNode('//Version').InnerText
        APP_COMMIT         = $commit
        APP_BUILT_AT       = Get-CommitTime
    }
    if ($profiles.Split(',') -contains 'nginx') { $variables.NGINX_SITE = (Resolve-Path (Join-Path $state 'nginx')).Path }
    foreach ($name in $givenNames) {
        $value = Get-Setting $name ''
        if ($name -eq 'APP_SWAGGER__ENABLED') { $value = $swagger }
        if ($name -eq 'APP_TELEMETRY__ENDPOINT') { $value = $telemetry }
        if ($value) { $variables[$name] = $value }
    }
    $lines = $variables.GetEnumerator() | ForEach-Object { "$($_.Key)='$($_.Value)'`n" }
    Write-Text $environment ("# Written by eng/compose-up.ps1: docker compose --env-file $environment ...`n" + (-join $lines))
}

# One instance after the other.
function Update-Instances {
    $profiles = Get-Kept 'COMPOSE_PROFILES'
    $instances = Get-Kept 'API_UPSTREAMS'
    Write-Environment $profiles $instances (Get-Setting 'APP_SWAGGER__ENABLED' '') (Get-Setting 'APP_TELEMETRY__ENDPOINT' '')
    $env:COMPOSE_PROFILES = $profiles
    if ($Upgrade) {
        if (-not $NoBuild) { Assert-Compose @('build', 'api') 'The image could not be built.' }
        Assert-Compose @('run', '--rm', '-T', 'migrate') 'The migrations could not be applied; nothing was exchanged.'
    }
    if (-not $instances.Contains(' ')) { Say 'there is one instance: some seconds without it follow (-Two avoids them)' }
    foreach ($instance in $instances.Split(' ')) {
        $service = $instance.Split(':')[0]
        Say "exchanging $service"
        Assert-Compose @('up', '--detach', '--no-deps', '--no-build', '--wait', $service) `
            "It did not become ready, and what was to follow was left alone. Why: ./eng/compose-up.ps1 -Compose logs, $service"
        # Every container of a service is a new one, maybe with another address, and nginx looks names up only when it reads its files.
        if ($profiles.Split(',') -contains 'nginx') {
            Assert-Compose @('exec', '-T', 'proxy-nginx', 'nginx', '-s', 'reload', '-e', 'stderr', '-c', '/etc/nginx/enterprise/nginx.conf',
                '-g', 'pid /tmp/nginx.pid;') 'nginx could not be told to read its files again.'
        }
        # For the proxy to notice that it is back.
        Start-Sleep -Seconds 3
    }
    Say 'exchanged; which build answers: /version'
}

try {
    if (-not (Get-Command docker -ErrorAction SilentlyContinue)) {
        Stop-Script 'Docker is needed, with its Compose: https://docs.docker.com/engine/install/'
    }
    $version = "$(docker compose version --short)".Trim()
    if ($LASTEXITCODE -ne 0) { Stop-Script 'Docker has no Compose here: https://docs.docker.com/compose/install/' }
    if ([Version] ($version.TrimStart('v') -replace '[-+].*$', '') -lt $oldest) {
        Stop-Script "Docker Compose $oldest or newer is needed; this is $version."
    }

    if ($Down -or $Compose -or $Upgrade -or $Exchange) {
        if (-not (Test-Path $environment)) { Stop-Script "$environment is not there: nothing was brought up from here." }
        if ($Down) {
            # Of every profile, whichever of them were up.
            $env:COMPOSE_PROFILES = 'caddy,nginx,two,observability'
            Invoke-Compose @('down')
        }
        elseif ($Upgrade -or $Exchange) { Update-Instances }
        else { Invoke-Compose $Compose }
        exit $LASTEXITCODE
    }

    if (-not (Test-Docker @('info'))) { Stop-Script 'Docker does not answer: is it running, and may you use it?' }

    New-Item -ItemType Directory -Force $secrets | Out-Null
    if (-not (Test-Windows)) { chmod 700 $state $secrets }

    $ownerFile = Join-Path $secrets 'postgres-password'
    if (-not (Test-Path $ownerFile) -and (Test-Docker @('volume', 'inspect', 'enterprise-api_postgres'))) {
        Stop-Script ("The volume enterprise-api_postgres is there, but the passwords that it was made with are not in $secrets.`n" +
            'Put them back; or, if its data may go: docker volume rm enterprise-api_postgres')
    }
    Save-Secret 'postgres-password' (Get-RandomHex 24)
    $owner = Read-Text $ownerFile
    Save-Secret 'db-owner-url' "postgres://enterprise:$owner@postgres:5432/enterprise"
    # The migrator makes this login, with this password.
    Save-Secret 'db-url' "postgres://enterprise_app:$(Get-RandomHex 24)@postgres:5432/enterprise"
    Save-Secret 'jwt-access-secret' (Get-RandomHex 48)
    Save-Secret 'jwt-refresh-secret' (Get-RandomHex 48)
    Save-Secret 'password-pepper' (Get-RandomHex 48)
    Save-Secret 'grafana-password' (Get-RandomHex 12)

    $site = (Get-Setting 'SITE_ADDRESS' 'localhost').Split(' ,'.ToCharArray())[0]
    $https = Get-Setting 'PUBLISHED_HTTPS' '8443'
    $upstreams = @('api:8080')
    if ($Two) { $upstreams += 'api-2:8080' }

    if ($Nginx) {
        $key = Join-Path $secrets 'tls.key'
        $certificate = Join-Path $secrets 'tls.crt'
        if (-not (Test-Path $key) -or -not (Test-Path $certificate)) {
            if (-not (Get-Command openssl -ErrorAction SilentlyContinue)) {
                Stop-Script 'openssl is needed, to make a certificate for nginx.'
            }
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout $key -out $certificate -days 365 `
                -subj "/CN=$site" -addext "subjectAltName=DNS:$site" -addext 'basicConstraints=critical,CA:FALSE'
            if ($LASTEXITCODE -ne 0) { Stop-Script 'openssl could not make a certificate.' }
            if (-not (Test-Windows)) { chmod 444 $key $certificate }
        }
        $siteFolder = Join-Path $state 'nginx'
        New-Item -ItemType Directory -Force $siteFolder | Out-Null
        Copy-Item -Force deploy/nginx/site/*.conf $siteFolder
        $http = Read-Text 'deploy/nginx/site/http.conf'
        Write-Text (Join-Path $siteFolder 'http.conf') ($http -replace '(?m)^(\s*set \$https_port) .*$', "`$1 `":$https`";")
        $servers = $upstreams | ForEach-Object { "server $_ max_fails=0;`n" }
        Write-Text (Join-Path $siteFolder 'upstreams.conf') (-join $servers)
    }

    $targets = Join-Path $state 'targets'
    New-Item -ItemType Directory -Force $targets | Out-Null
    Write-Text (Join-Path $targets 'enterprise-api.yml') "- targets: [$(($upstreams -join ', ') -replace ':8080', ':9464')]`n"

    $profiles = @($(if ($Nginx) { 'nginx' } else { 'caddy' }))
    if ($Two) { $profiles += 'two' }
    if ($Observability) { $profiles += 'observability' }
    $env:COMPOSE_PROFILES = $profiles -join ','

    $telemetry = Get-Setting 'APP_TELEMETRY__ENDPOINT' ''
    # Our own collector's address goes with its option, whatever the last run had.
    if ($telemetry -eq $collector) { $telemetry = '' }
    if ($Observability -and -not $telemetry) { $telemetry = $collector }
    # In production the page is off; this is for trying things out.
    Write-Environment $env:COMPOSE_PROFILES ($upstreams -join ' ') (Get-Setting 'APP_SWAGGER__ENABLED' 'true') $telemetry

    Say 'starting (the first time fetches images and builds, which takes minutes)'
    # The other proxy would hold the ports.
    $chosen = $env:COMPOSE_PROFILES
    $env:COMPOSE_PROFILES = 'caddy,nginx'
    $other = if ($Nginx) { 'proxy' } else { 'proxy-nginx' }
    Test-Docker @('compose', '--env-file', $environment, 'rm', '--stop', '--force', $other) | Out-Null
    $env:COMPOSE_PROFILES = $chosen
    $words = @('up', '--detach', '--wait')
    if (-not $NoBuild) { $words = @('up', '--build', '--detach', '--wait') }
    Invoke-Compose $words
    if ($LASTEXITCODE -ne 0) {
        Invoke-Compose @('ps', '--all')
        Stop-Script 'It did not become ready. Why: ./eng/compose-up.ps1 -Compose logs, migrate, api, proxy'
    }

    $address = "https://$site"
    if ($https -ne '443') { $address = "${address}:$https" }
    Write-Output ''
    Write-Output "Ready: $address (the certificate is made here: browsers warn, curl takes --insecure)"
    Write-Output "Swagger: $address/swagger (switched on because this is for trying out: APP_SWAGGER__ENABLED; in production it is off)"
    Write-Output 'The first administrator:'
    Write-Output '  ./eng/compose-up.ps1 -Compose run, ''--rm'', ''-T'', migrate, create-admin, ''--email'', root@example.com'
    if ($Observability) {
        Write-Output "Grafana: http://127.0.0.1:$(Get-Setting 'PUBLISHED_GRAFANA' '3000') (admin, the password is in $(Join-Path $secrets 'grafana-password'))"
        Write-Output "Prometheus: http://127.0.0.1:$(Get-Setting 'PUBLISHED_PROMETHEUS' '9090')"
    }
    Write-Output 'To stop it: ./eng/compose-up.ps1 -Down (data and secrets stay; the pepper is needed to open every stored password)'
}
finally {
    $env:COMPOSE_PROFILES = $profilesBefore
    Set-Location $before
}
