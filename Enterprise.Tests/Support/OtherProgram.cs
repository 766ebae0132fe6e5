using System.Diagnostics;
using System.Globalization;
using Enterprise.Migrations.Local;

namespace Enterprise.Tests.Support;

/// <summary>
/// The program in a process of its own, for what a process has only one of: who listens to spans, standard output. It has no database
/// unless it is given one.
/// </summary>
internal sealed class OtherProgram : IAsyncDisposable
{
    private const string NoDatabase = "postgres://none:none@127.0.0.1:1/none";

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> errors;

    private OtherProgram(Process process, Uri address)
    {
        this.process = process;
        output = process.StandardOutput.ReadToEndAsync();
        errors = process.StandardError.ReadToEndAsync();
        Client = new HttpClient { BaseAddress = address };
    }

    public HttpClient Client { get; }

    /// <summary>Starts it on a database, with no limit that a test would reach, and waits until it is ready.</summary>
    public static async Task<OtherProgram> StartAsync(
        TestDatabase database,
        params (string Name, string Value)[] settings
    )
    {
        var program = await StartAsync([
            ("APP_DB__URL", database.ConnectionString),
            ("APP_LIMITS__CREDENTIALS_PER_MINUTE_PER_CLIENT", "1000000"),
            ("APP_LIMITS__REQUESTS_PER_SECOND_PER_CLIENT", "1000000"),
            ("APP_LIMITS__BURST_PER_CLIENT", "100000"),
            // Others of this run share the two cores.
            ("APP_LIMITS__REQUEST_MILLISECONDS", "60000"),
            ("APP_DB__WAIT_MILLISECONDS", "30000"),
            .. settings,
        ]);
        return await program.AnswersAsync("/ready") ? program : throw await program.FailAsync();
    }

    /// <summary>Starts it and waits until it answers.</summary>
    public static async Task<OtherProgram> StartAsync(params (string Name, string Value)[] settings)
    {
        var port = FreePort.Find(null);
        Dictionary<string, string> environment = new()
        {
            ["APP_ENV"] = "production",
            ["APP_SERVER__PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["APP_DB__URL"] = NoDatabase,
            ["APP_JWT_ACCESS_SECRET"] = ApiHost.AccessSecret,
            ["APP_JWT_REFRESH_SECRET"] = ApiHost.RefreshSecret,
            ["APP_PASSWORD_PEPPER"] = ApiHost.Pepper,
            // What does not test the drain does not wait for it.
            ["APP_SERVER__DRAIN_SECONDS"] = "0",
        };
        foreach (var (name, value) in settings)
            environment[name] = value;
        var program = new OtherProgram(
            ProgramProcess.Start(ProgramProcess.Api, [], environment),
            new Uri($"http://127.0.0.1:{port}")
        );
        return await program.AnswersAsync("/health") ? program : throw await program.FailAsync();
    }

    /// <summary>The body of an answer, whatever its status.</summary>
    public async Task<string> TextAsync(string path)
    {
        using var answer = await Client.GetAsync(new Uri(path, UriKind.Relative));
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Asks it to stop, as an orchestrator does; gives what it wrote.</summary>
    public async Task<(int ExitCode, string Output)> StopAsync()
    {
        await TerminateAsync();
        return await EndAsync();
    }

    /// <summary>Asks it to stop, and does not wait.</summary>
    public Task TerminateAsync() => Signals.TerminateAsync(process);

    /// <summary>Waits until it has ended; gives what it wrote.</summary>
    public async Task<(int ExitCode, string Output)> EndAsync()
    {
        using var limit = new CancellationTokenSource(Wait.Bound);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output + await errors);
    }

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<AssertionException> FailAsync()
    {
        process.Kill();
        var said = await output + await errors;
        await DisposeAsync();
        return new AssertionException($"The program did not start: {said}");
    }

    private Task<bool> AnswersAsync(string path) =>
        Eventually.StartedAsync(() => AnswersNowAsync(path), answers => answers);

    private async Task<bool> AnswersNowAsync(string path)
    {
        try
        {
            using var answer = await Client.GetAsync(new Uri(path, UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Not listening yet.
            return false;
        }
    }
}
