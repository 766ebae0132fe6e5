# The twin of publish.sh: builds what is released: archives for linux-x64, linux-arm64 and win-x64, a bill of materials and SHA256SUMS,
# into artifacts/. The program in eng/Enterprise.Release does it; see --help.
. (Join-Path $PSScriptRoot 'common.ps1')
$before = Get-Location
Set-Location (Split-Path $PSScriptRoot)

try {
    Assert-Dotnet
    if (-not (Get-Command git -ErrorAction SilentlyContinue)) { Stop-Script 'git is needed: what is released is what git knows.' }
    dotnet build eng/Enterprise.Release -c Release -v quiet --nologo -clp:NoSummary | Out-Host
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
    # What the bill of materials is made of.
    if ($args.Count -gt 0 -and $args[0] -eq 'sbom') {
        dotnet restore Enterprise.Api --locked-mode -v quiet | Out-Host
        if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
    }
    dotnet eng/Enterprise.Release/bin/Release/net10.0/Enterprise.Release.dll @args
    exit $LASTEXITCODE
}
finally {
    Set-Location $before
}
