using Enterprise.Application;
using Enterprise.Application.Configuration;
using Enterprise.Migrations.Local;
using Enterprise.Persistence;
using Enterprise.Persistence.Database;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Npgsql;

namespace Enterprise.Migrations.Commands;

/// <summary>Composes what a command needs and turns what goes wrong into a message and an exit code (sysexits.h).</summary>
internal static class CommandHost
{
    public const int Ok = 0;
    public const int Refused = 1;
    public const int Usage = 64;
    public const int BadInput = 65;
    public const int Unavailable = 69;
    public const int Interrupted = 130;

    private const int LongestWait = 60_000;

    private const string Help = """
        apply                        applies pending migrations, and sets up the role that the application acts as
        status                       shows which migrations are applied and which are pending
        create-admin --email EMAIL   makes an administrator; password from standard input, else generated and shown once
        rotate-pepper                seals every stored password under the current pepper; nobody has to log in
        keys new [--algorithm A]     prints a fresh key of access tokens and how to bring it in: ES256 (default), PS256, RS256, HS256
        local start|stop|url|reset   the private PostgreSQL server of this checkout
        """;

    public static async Task<int> RefuseAsync()
    {
        await Console.Error.WriteLineAsync(Help);
        return Usage;
    }

    /// <summary>Runs a command that needs the database alone: it is not asked for secrets that it has no use for.</summary>
    public static Task<int> RunAsync(
        Func<IServiceProvider, CancellationToken, Task<int>> command,
        CancellationToken ct
    ) => RunAsync(command, _ => { }, ct);

    /// <summary>Runs a command that hashes or seals passwords.</summary>
    public static Task<int> RunWithPasswordsAsync(
        Func<IServiceProvider, CancellationToken, Task<int>> command,
        CancellationToken ct
    ) => RunAsync(command, services => services.AddPasswords(), ct);

    private static async Task<int> RunAsync(
        Func<IServiceProvider, CancellationToken, Task<int>> command,
        Action<IServiceCollection> add,
        CancellationToken ct
    )
    {
        try
        {
            await using var services = await ComposeAsync(add, ct);
            if (services.GetRequiredService<SettingsReport>().Faults() is { Count: > 0 } faults)
                throw new InvalidSettingsException(faults);
            await using var scope = services.CreateAsyncScope();
            return await command(scope.ServiceProvider, ct);
        }
        catch (InvalidSettingsException exception)
        {
            return await FailAsync(InvalidSettingsException.ExitCode, exception.Message);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return await FailAsync(Interrupted, "Interrupted.");
        }
        catch (Exception exception) when (DatabaseExceptions.Cause(exception) is { } cause)
        {
            return await FailAsync(Unavailable, Explain(cause));
        }
        catch (TimeoutException exception)
        {
            return await FailAsync(Unavailable, exception.Message);
        }
        catch (LocalServerException exception)
        {
            return await FailAsync(Unavailable, exception.Message);
        }
    }

    private static string Explain(NpgsqlException exception) =>
        exception switch
        {
            _ when ApplicationRoleException.In(exception) is { } role => role.Message,
            PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } =>
                "The database has no tables yet: run apply first.",
            PostgresException refused => $"The database refuses: {refused.MessageText}",
            _ => $"The database does not answer: {exception.Message}",
        };

    private static async Task<int> FailAsync(int exitCode, string message)
    {
        await Console.Error.WriteLineAsync(message);
        return exitCode;
    }

    private static async Task<ServiceProvider> ComposeAsync(Action<IServiceCollection> add, CancellationToken ct)
    {
        var environment = AppEnvironment.Current();
        var folder = Path.Combine(AppContext.BaseDirectory, "appsettings");
        var configuration = new ConfigurationBuilder().AddSettingsSources(environment, folder, []).Build();
        if (environment is { IsDevelopment: true, Checkout: { } checkout } && configuration["Db:Url"] is null)
            configuration["Db:Url"] = await LocalUrlAsync(checkout, ct);
        var services = new ServiceCollection();
        add(services);
        return services
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging(logs =>
                logs.AddConfiguration(configuration.GetSection("Logging"))
                    .AddSimpleConsole(console => console.SingleLine = true)
                    .Services.Configure<ConsoleLoggerOptions>(console =>
                        console.LogToStandardErrorThreshold = LogLevel.Trace
                    )
            )
            .AddMetrics()
            .AddDatabase()
            // Nobody waits behind a command, and a process that has just begun is slow.
            .PostConfigure<DatabaseOptions>(database => database.WaitMilliseconds = LongestWait)
            .BuildServiceProvider();
    }

    /// <summary>In development the private server of the checkout needs no setting.</summary>
    private static async Task<string?> LocalUrlAsync(string checkout, CancellationToken ct)
    {
        var options = new LocalServerOptions(Path.Combine(checkout, ".local", "postgres"));
        return (await LocalServer.FindAsync(options, ct))?.Url;
    }
}
