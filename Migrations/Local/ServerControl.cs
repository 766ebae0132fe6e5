using System.Globalization;

namespace Enterprise.Migrations.Local;

/// <summary>How an attempt to start went.</summary>
internal enum StartOutcome
{
    Started,
    PortTaken,

    /// <summary>Processes of a killed server still hold its memory; they end by themselves.</summary>
    PredecessorLingers,
    Failed,
}

/// <summary>Talks to PostgreSQL's own programs.</summary>
internal sealed class ServerControl(LocalServerOptions options, ServerHome home, PostgresBinaries binaries)
{
    private const int OldestWithBuiltinLocale = 17;
    private const int LogLimit = 5_000_000;

    private static readonly string[] Throwaway =
    [
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "wal_level=minimal",
        "max_wal_senders=0",
    ];

    private static readonly TimeSpan InitTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan FastStop = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ImmediateStop = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    public async Task InitAsync(ServerFolder folder, string password, CancellationToken ct)
    {
        if (home.Major is not null)
            return;
        // Made aside and moved, so that an attempt that was cut off is not taken for data.
        var draft = home.Data + ".new";
        if (Directory.Exists(draft))
            await home.Account.RunAsync(InitTimeout, ct, "find", draft, "-delete");
        string[] arguments =
        [
            "-D",
            draft,
            $"--username={ServerLogin.User}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            .. Locale(),
            "--no-instructions",
            .. options.Durable ? Array.Empty<string>() : ["--no-sync"],
        ];
        // The password file is the caller's alone, so another account gets the password through a pipe of its own making.
        var made = home.Account.Name is null
            ? await Tool.RunAsync([binaries.InitDb, .. arguments, $"--pwfile={folder.PasswordFile}"], InitTimeout, ct)
            : await Tool.RunAsync(
                home.Account.Command([
                    "sh",
                    "-c",
                    "cat | \"$0\" --pwfile=/dev/stdin \"$@\"",
                    binaries.InitDb,
                    .. arguments,
                ]),
                InitTimeout,
                ct,
                password + "\n"
            );
        if (!made.Succeeded)
            throw new LocalServerException($"initdb failed: {made.Everything}");
        Directory.Move(draft, home.Data);
    }

    public async Task<(StartOutcome Outcome, string Report)> StartAsync(int port, CancellationToken ct)
    {
        if (File.Exists(home.Log) && new FileInfo(home.Log).Length > LogLimit)
            File.Move(home.Log, home.Log + ".old", overwrite: true);
        var logged = File.Exists(home.Log) ? new FileInfo(home.Log).Length : 0;
        var result = await PgCtlAsync(options.StartTimeout, ["start", "-l", home.Log, "-o", Settings(port)], ct);
        if (result.Succeeded)
            return (StartOutcome.Started, "");
        var report = $"{result.Everything}\n{home.TailOfLog(logged)}";
        return (OutcomeIn(report), report);
    }

    public async Task StopAsync(CancellationToken ct)
    {
        if ((await PgCtlAsync(FastStop, ["stop", "-m", "fast"], ct)).Succeeded)
            return;
        var result = await PgCtlAsync(ImmediateStop, ["stop", "-m", "immediate"], ct);
        if (!result.Succeeded && Postmaster.Read(home) is { IsRunning: true } left)
        {
            throw new LocalServerException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Process {left.ProcessId} does not stop: {result.Everything}\n{home.TailOfLog()}"
                )
            );
        }
    }

    private static StartOutcome OutcomeIn(string report)
    {
        if (report.Contains("could not bind", StringComparison.Ordinal))
            return StartOutcome.PortTaken;
        return report.Contains("pre-existing shared memory", StringComparison.Ordinal)
            ? StartOutcome.PredecessorLingers
            : StartOutcome.Failed;
    }

    private Task<ToolResult> PgCtlAsync(TimeSpan timeout, string[] arguments, CancellationToken ct)
    {
        var seconds = ((int)timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var command = home.Account.Command([binaries.PgCtl, .. arguments, "-D", home.Data, "-w", "-t", seconds]);
        return Tool.RunAsync(command, timeout + Margin, ct);
    }

    // Full Unicode case rules and byte order where they are to be had, so that a search finds what it finds in production.
    private string[] Locale()
    {
        if (binaries.Major >= OldestWithBuiltinLocale)
            return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
        return [OperatingSystem.IsLinux() ? "--locale=C.UTF-8" : "--locale=C"];
    }

    private string Settings(int port)
    {
        List<string> settings =
        [
            "listen_addresses=127.0.0.1",
            FormattableString.Invariant($"port={port}"),
            "unix_socket_directories=",
            FormattableString.Invariant($"max_connections={options.MaxConnections}"),
            "timezone=UTC",
            "log_timezone=UTC",
        ];
        if (!options.Durable)
            settings.AddRange(Throwaway);
        return string.Join(' ', settings.Select(setting => "-c " + setting));
    }
}
