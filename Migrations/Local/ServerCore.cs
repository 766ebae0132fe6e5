using System.Globalization;

namespace Enterprise.Migrations.Local;

/// <summary>One folder's server, for callers that hold the folder's lock.</summary>
internal sealed class ServerCore
{
    private const int Attempts = 20;
    private const int Patience = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly LocalServerOptions options;
    private PostgresBinaries? binaries;

    private ServerCore(LocalServerOptions options, ServerFolder folder, ServerHome home)
    {
        this.options = options;
        Folder = folder;
        Home = home;
        Owners = new ServerOwners(folder);
    }

    public ServerFolder Folder { get; }

    public ServerHome Home { get; }

    public ServerOwners Owners { get; }

    public static async Task<ServerCore> OpenAsync(
        LocalServerOptions options,
        ServerFolder folder,
        CancellationToken ct
    )
    {
        var account = await ServerAccount.ResolveAsync(ct);
        return new ServerCore(options, folder, await ServerHome.LocateAsync(folder, account, options.Durable, ct));
    }

    public ServerLogin LoginTo(Postmaster postmaster) => new(postmaster.Port, Folder.ReadOrMakePassword());

    public async Task<Postmaster?> FindAsync(CancellationToken ct) =>
        Postmaster.Read(Home) is { } found && await found.ServesAsync(Home, ct) ? found : null;

    /// <summary>Joins the server that runs, or starts it: on the given port, or on any.</summary>
    public async Task<Postmaster> EnsureRunningAsync(int? port, CancellationToken ct)
    {
        await Home.MakeAsync(Folder, ct);
        var binaries = await BinariesAsync(ct);
        // Without owners a running server is being stopped by the supervisor of its last one.
        var isLeaving = !Owners.Any;
        Owners.Add(options.OwnerProcessId);
        try
        {
            // Before the server, so that no end of the owner, at whatever moment, leaves a server behind.
            if (options.OwnerProcessId is { } owner)
                Supervisor.Spawn(Folder, Home, binaries, owner, options.DeleteAfterUse);
            var postmaster = await ReuseAsync(isLeaving, ct) ?? await LaunchAsync(port, ct);
            await LoginTo(postmaster).MakeDatabaseAsync(options.Database, ct);
            return postmaster;
        }
        catch
        {
            if (Owners.Remove(options.OwnerProcessId))
                await StopAsync(CancellationToken.None);
            throw;
        }
    }

    public async Task StopAsync(CancellationToken ct)
    {
        if (await FindAsync(ct) is not null)
            await (await ControlAsync(ct)).StopAsync(ct);
    }

    private async Task<Postmaster?> ReuseAsync(bool isLeaving, CancellationToken ct)
    {
        if (await FindAsync(ct) is not { } running)
            return null;
        if (isLeaving)
            await Polling.UntilAsync(_ => Task.FromResult(!running.IsRunning), Farewell, options.Time, ct);
        var answered = false;
        await Polling.UntilAsync(
            async token =>
            {
                // The port is written a moment after the process number.
                running = Postmaster.Read(Home) ?? running;
                return !running.IsRunning
                    || (answered = running.Port > 0 && await LoginTo(running).IsAnsweredAsync(token));
            },
            options.StartTimeout,
            options.Time,
            ct
        );
        if (answered)
            return running;
        return !running.IsRunning
            ? null
            : throw new LocalServerException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The server runs (process {running.ProcessId}) but does not answer.\n{Home.TailOfLog()}"
                )
            );
    }

    private async Task<Postmaster> LaunchAsync(int? port, CancellationToken ct)
    {
        var control = await ControlAsync(ct);
        await control.InitAsync(Folder, Folder.ReadOrMakePassword(), ct);
        // It names no server of ours (asked above). PostgreSQL itself would refuse to start where the number is another's now.
        File.Delete(Home.PidFile);
        for (var attempt = 1; ; attempt++)
        {
            var candidate = port ?? FreePort.Find(attempt == 1 ? Folder.LastPort : null);
            var (outcome, report) = await control.StartAsync(candidate, ct);
            if (outcome is StartOutcome.Started)
            {
                Folder.LastPort = candidate;
                return Postmaster.Read(Home)
                    ?? throw new LocalServerException($"The server ended at once.\n{Home.TailOfLog()}");
            }
            if (outcome is StartOutcome.Failed || attempt == Attempts)
                throw new LocalServerException($"PostgreSQL does not start: {report}");
            if (attempt == Patience)
                await Postmaster.EndOrphansAsync(Home, ct);
            if (outcome is StartOutcome.PredecessorLingers || port is not null)
                await Task.Delay(Pause, options.Time, ct);
        }
    }

    private async Task<ServerControl> ControlAsync(CancellationToken ct) => new(options, Home, await BinariesAsync(ct));

    private async Task<PostgresBinaries> BinariesAsync(CancellationToken ct) =>
        binaries ??= await PostgresBinaries.FindAsync(options.Search, Home.Account, Home.Major, ct);
}
