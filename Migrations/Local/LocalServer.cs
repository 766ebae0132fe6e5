namespace Enterprise.Migrations.Local;

/// <summary>A private PostgreSQL server: this machine's loopback only, a password of its own, nobody's but this clone's.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly LocalServerOptions options;
    private readonly ServerFolder folder;
    private ServerLogin login;

    private LocalServer(
        LocalServerOptions options,
        ServerFolder folder,
        ServerHome home,
        Postmaster postmaster,
        ServerLogin login
    )
    {
        this.options = options;
        this.folder = folder;
        this.login = login;
        ProcessId = postmaster.ProcessId;
        Port = postmaster.Port;
        LogFile = home.Log;
    }

    /// <summary>The first process of the server; the others are its children.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Stays the same for as long as this object lives.</summary>
    public int Port { get; }

    public string LogFile { get; }

    /// <summary>With the password: not for a log.</summary>
    public string Url => login.UrlOf(options.Database);

    /// <inheritdoc cref="Url"/>
    public string ConnectionString => login.ConnectionStringOf(options.Database);

    /// <summary>Starts the folder's server, or joins the one that runs. Returns when it answers.</summary>
    public static async Task<LocalServer> StartAsync(LocalServerOptions options, CancellationToken ct)
    {
        var folder = new ServerFolder(options.Folder);
        folder.Make();
        using var turn = await FolderLock.TakeAsync(folder, options.Time, ct);
        folder.Claim();
        var core = await ServerCore.OpenAsync(options, folder, ct);
        var postmaster = await core.EnsureRunningAsync(port: null, ct);
        return new LocalServer(options, folder, core.Home, postmaster, core.LoginTo(postmaster));
    }

    /// <summary>The folder's server if it runs and answers; null otherwise.</summary>
    public static async Task<LocalServer?> FindAsync(LocalServerOptions options, CancellationToken ct)
    {
        var folder = new ServerFolder(options.Folder);
        if (!folder.IsOurs)
            return null;
        var core = await ServerCore.OpenAsync(options, folder, ct);
        if (await core.FindAsync(ct) is not { } postmaster)
            return null;
        var login = core.LoginTo(postmaster);
        return await login.IsAnsweredAsync(ct) ? new LocalServer(options, folder, core.Home, postmaster, login) : null;
    }

    /// <summary>Stops the folder's server for everybody, or, when <paramref name="owner"/> is given, only if nobody else needs it.</summary>
    public static async Task StopAsync(LocalServerOptions options, int? owner, CancellationToken ct)
    {
        var folder = new ServerFolder(options.Folder);
        if (!folder.IsOurs)
            return;
        using var turn = await FolderLock.TakeAsync(folder, options.Time, ct);
        var core = await ServerCore.OpenAsync(options, folder, ct);
        if (owner is null)
            core.Owners.Clear();
        else if (!core.Owners.Remove(owner))
            return;
        await core.StopAsync(ct);
    }

    /// <summary>Stops the folder's server and deletes what it made, data included. A folder that it did not make is refused.</summary>
    public static async Task ResetAsync(LocalServerOptions options, CancellationToken ct)
    {
        var folder = new ServerFolder(options.Folder);
        if (!Directory.Exists(folder.FullPath) || folder.IsEmpty)
            return;
        folder.DemandOurs();
        using var turn = await FolderLock.TakeAsync(folder, options.Time, ct);
        folder.DemandOurs();
        var core = await ServerCore.OpenAsync(options, folder, ct);
        core.Owners.Clear();
        await core.StopAsync(ct);
        await core.Home.DeleteAsync(ct);
        folder.Clear();
    }

    /// <summary>The server goes down and its data stays, as in an outage. Its owners keep their claim.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        using var turn = await FolderLock.TakeAsync(folder, options.Time, ct);
        await (await ServerCore.OpenAsync(options, folder, ct)).StopAsync(ct);
    }

    /// <summary>After <see cref="StopAsync(CancellationToken)"/> or a crash: up again, on the same port.</summary>
    public async Task StartAgainAsync(CancellationToken ct)
    {
        using var turn = await FolderLock.TakeAsync(folder, options.Time, ct);
        var core = await ServerCore.OpenAsync(options, folder, ct);
        var postmaster = await core.EnsureRunningAsync(Port, ct);
        ProcessId = postmaster.ProcessId;
        login = core.LoginTo(postmaster);
    }

    /// <summary>Ends this process's use of the server.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!options.DeleteAfterUse)
        {
            if (options.OwnerProcessId is { } owner)
                await StopAsync(options, owner, CancellationToken.None);
            return;
        }
        if (!folder.IsOurs)
            return;
        await ResetAsync(options, CancellationToken.None);
        File.Delete(folder.Lock);
        Directory.Delete(folder.FullPath);
    }
}
