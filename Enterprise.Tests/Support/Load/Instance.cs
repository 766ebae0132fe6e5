using System.Diagnostics;
using System.Globalization;
using Enterprise.Migrations.Local;

namespace Enterprise.Tests.Support.Load;

/// <summary>
/// One of several instances of the program: a process on a port of its own, from this build or from another one, that is stopped, killed
/// and started again there.
/// </summary>
internal sealed class Instance : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> errors;

    private Instance(Process process, int port)
    {
        this.process = process;
        Port = port;
        // Read, so that it never waits for somebody to read.
        output = process.StandardOutput.ReadToEndAsync();
        errors = process.StandardError.ReadToEndAsync();
    }

    public int Port { get; }

    /// <summary>As a proxy's upstream is written.</summary>
    public string Upstream => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public Uri Address => new($"http://{Upstream}");

    /// <summary>What a deployment would give it, without any limit that a load from one address reaches.</summary>
    public static Dictionary<string, string> Settings(TestDatabase database, int port) =>
        new()
        {
            ["APP_ENV"] = "production",
            ["APP_SERVER__PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["APP_DB__URL"] = database.ConnectionString,
            ["APP_DB__MAX_POOL_SIZE"] = "10",
            ["APP_JWT_ACCESS_SECRET"] = ApiHost.AccessSecret,
            ["APP_JWT_REFRESH_SECRET"] = ApiHost.RefreshSecret,
            ["APP_PASSWORD_PEPPER"] = ApiHost.Pepper,
            ["APP_TRUSTED_PROXIES__NETWORKS"] = "127.0.0.1/32",
            ["APP_LIMITS__CREDENTIALS_PER_MINUTE_PER_CLIENT"] = "1000000",
            ["APP_LIMITS__REQUESTS_PER_SECOND_PER_CLIENT"] = "1000000",
            ["APP_LIMITS__BURST_PER_CLIENT"] = "100000",
            // Others of a test run share the two cores: slowness is not what is looked for.
            ["APP_LIMITS__REQUEST_MILLISECONDS"] = "30000",
            ["APP_DB__CONNECT_SECONDS"] = "30",
            ["APP_DB__COMMAND_SECONDS"] = "30",
            ["APP_DB__WAIT_MILLISECONDS"] = "30000",
            ["APP_DB__PROBE_MILLISECONDS"] = "30000",
        };

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="database">The database of all instances.</param>
    /// <param name="port">The one it had before; none: one that is free.</param>
    /// <param name="build">The folder of another build.</param>
    /// <param name="settings">More settings, or other ones.</param>
    public static async Task<Instance> StartAsync(
        TestDatabase database,
        int? port = null,
        string build = "",
        params (string Name, string Value)[] settings
    )
    {
        var chosen = port ?? FreePort.Find(null);
        var environment = Settings(database, chosen);
        foreach (var (name, value) in settings)
            environment[name] = value;
        var instance = new Instance(
            ProgramProcess.Start(Path.Combine(build, ProgramProcess.Api), [], environment),
            chosen
        );
        try
        {
            await ReadyAsync(instance.Address, () => instance.process.HasExited);
            return instance;
        }
        catch
        {
            await instance.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts so many; all or none.</summary>
    public static async Task<Instance[]> StartManyAsync(TestDatabase database, int count, string build = "")
    {
        var starting = Enumerable.Range(0, count).Select(_ => StartAsync(database, build: build)).ToArray();
        await ((Task)Task.WhenAll(starting)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (starting.All(start => start.IsCompletedSuccessfully))
            return await Task.WhenAll(starting);
        foreach (var start in starting.Where(start => start.IsCompletedSuccessfully))
            await (await start).DisposeAsync();
        throw new AssertionException("Not every instance started.");
    }

    /// <summary>Asks it to stop, as an orchestrator does, and waits until it has; gives its exit code.</summary>
    public async Task<int> StopAsync()
    {
        await Signals.TerminateAsync(process);
        await process.WaitForExitAsync().WaitAsync(Limit);
        return process.ExitCode;
    }

    /// <summary>Ends it without a word; gives the moment by which it was gone, as <see cref="TimeProvider.GetTimestamp"/> counts.</summary>
    public async Task<long> KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Limit);
        return TimeProvider.System.GetTimestamp();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await Task.WhenAll(output, errors).WaitAsync(Limit);
        process.Dispose();
    }

    /// <summary>Waits until an instance is ready, on a machine that may have much else to do.</summary>
    public static async Task ReadyAsync(Uri address, Func<bool> hasEnded)
    {
        using var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
        using var limit = new CancellationTokenSource(Limit);
        while (!await IsReadyAsync(client))
        {
            if (hasEnded())
                throw new AssertionException("An instance ended before it was ready.");
            if (limit.IsCancellationRequested)
                throw new AssertionException("An instance does not get ready.");
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            // Not listening yet, or too busy with its start.
            return false;
        }
    }
}
