namespace Enterprise.Migrations.Local;

/// <summary>What a supervisor runs. Both scripts follow the protocol of <see cref="ServerOwners"/>.</summary>
internal static class SupervisorScript
{
    // The start time tells the owner from a later process of the same number.
    public const string Shell = """
        owner=$1 folder=$2 home=$3 pg_ctl=$4 delete=$5
        shift 5
        trap '' HUP INT
        exec </dev/null >/dev/null 2>&1
        entry=$folder/owners/$owner

        born() {
          if [ -e /proc/self/stat ]; then
            { IFS= read -r line <"/proc/$1/stat"; } 2>/dev/null || return 0
            # shellcheck disable=SC2086 # the fields after the name, which may hold anything
            set -- ${line##*) }
            case $1 in Z | X) return 0 ;; esac
            echo "${20}"
          else
            ps -o lstart= -p "$1"
          fi
        }

        runs() {
          { read -r pid <"$home/data/postmaster.pid"; } 2>/dev/null || return 1
          if [ -e /proc/self/stat ]; then
            { read -r name <"/proc/$pid/comm"; } 2>/dev/null || return 1
          else
            name=$(ps -o comm= -p "$pid")
          fi
          case $name in *postgres*) return 0 ;; esac
          return 1
        }

        stop() { "$@" "$pg_ctl" stop -D "$home/data" -w -m fast -t 30 || "$@" "$pg_ctl" stop -D "$home/data" -w -m immediate -t 10; }

        start=$(born "$owner")
        while [ -e "$entry" ] && [ -n "$start" ] && [ "$(born "$owner")" = "$start" ]; do sleep 1; done
        [ -e "$entry" ] || exit 0
        rm -f "$entry"
        rmdir "$folder/owners" 2>/dev/null || exit 0

        # A server that was only just being started may not have written its number yet.
        for _ in 1 2 3; do
          [ -d "$folder/owners" ] && exit 0
          if runs && stop "$@"; then break; fi
          sleep 1
        done

        [ "$delete" = delete ] && [ -f "$folder/made-by-enterprise-api" ] && [ ! -d "$folder/owners" ] || exit 0
        "$@" find "$home" -mindepth 1 -delete
        rmdir "$home"
        rm -rf "$folder"
        """;

    public const string PowerShell = """
        $entry = Join-Path $folder "owners\$owner"
        $process = Get-Process -Id $owner -ErrorAction SilentlyContinue
        while ((Test-Path $entry) -and $process -and -not $process.WaitForExit(1000)) { }
        if (-not (Test-Path $entry)) { exit }
        Remove-Item $entry
        try { [IO.Directory]::Delete("$folder\owners") } catch { exit }
        foreach ($try in 1..3) {
          if (Test-Path "$folder\owners") { exit }
          if (Test-Path "$home_\data\postmaster.pid") {
            & $pgCtl stop -D "$home_\data" -w -m fast -t 30
            if ($LASTEXITCODE -ne 0) { & $pgCtl stop -D "$home_\data" -w -m immediate -t 10 }
            if ($LASTEXITCODE -eq 0) { break }
          }
          Start-Sleep 1
        }
        if ($delete -and (Test-Path "$folder\made-by-enterprise-api") -and -not (Test-Path "$folder\owners")) {
          Remove-Item -Recurse -Force $folder
        }
        """;
}
