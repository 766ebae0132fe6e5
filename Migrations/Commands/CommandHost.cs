using Enterprise.Application;
using Enterprise.Application.Configuration;
using Enterprise.Migrations.Local;
using Enterprise.Persistence;
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

    private const string Help = """
        apply                        applies pending migrations
        status                       shows which migrations are applied and which are pending
        create-admin --email EMAIL   makes an administrator; password from standard input, else generated and shown once
        rotate-pepper                seals every stored password under the current pepper; nobody has to log in
        local start|stop|url|reset   the private PostgreSQL server of this checkout
        """;

    public static async Task<int> RefuseAsync()
    {
        await Console.Error.WriteLineAsync(Help);
        return Usage;
    }

    public static async Task<int> RunAsync(
        Func<IServiceProvider, CancellationToken, Task<int>> command,
        CancellationToken ct
    )
    {
        try
        {
            await using var services = await ComposeAsync(ct);
            if (services.GetRequiredService<SettingsReport>().Faults() is { Count: > 0 } faults)
                throw new InvalidSettingsException(faults);
            await using var scope = services.CreateAsyncScope();
            return await command(scope.ServiceProvider, ct);
        }
        catch (InvalidSettingsException exception)
        {
            return await FailAsync(InvalidSettingsException.ExitCode, exception.Message);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or LocalServerException)
        {
            return await FailAsync(Unavailable, $"The database does not answer: {exception.Message}");
        }
    }

    private static async Task<int> FailAsync(int exitCode, string message)
    {
        await Console.Error.WriteLineAsync(message);
        return exitCode;
    }

    private static async Task<ServiceProvider> ComposeAsync(CancellationToken ct)
    {
        var environment = AppEnvironment.Current();
        var folder = Path.Combine(AppContext.BaseDirectory, "appsettings");
        var configuration = new ConfigurationBuilder().AddSettingsSources(environment, folder, []).Build();
        if (environment is { IsDevelopment: true, Checkout: { } checkout } && configuration["Db:Url"] is null)
            configuration["Db:Url"] = await LocalUrlAsync(checkout, ct);
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging(logs =>
                logs.AddConfiguration(configuration.GetSection("Logging"))
                    .AddSimpleConsole(console => console.SingleLine = true)
                    .Services.Configure<ConsoleLoggerOptions>(console =>
                        console.LogToStandardErrorThreshold = LogLevel.Trace
                    )
            )
            .AddPasswords()
            .AddDatabase()
            .BuildServiceProvider();
    }

    /// <summary>In development the private server of the checkout needs no setting.</summary>
    private static async Task<string?> LocalUrlAsync(string checkout, CancellationToken ct)
    {
        var options = new LocalServerOptions(Path.Combine(checkout, ".local", "postgres"));
        return (await LocalServer.FindAsync(options, ct))?.Url;
    }
}
