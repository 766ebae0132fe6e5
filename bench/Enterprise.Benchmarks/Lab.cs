using System.Globalization;
using System.Security.Cryptography;
using Enterprise.Application.Sessions;
using Enterprise.Application.Sessions.Keys;
using Enterprise.Domain.Roles;
using Enterprise.Migrations.Local;
using Enterprise.Persistence;
using Enterprise.Persistence.Database;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Enterprise.Benchmarks;

/// <summary>
/// What the benchmarks of the whole program run on: a private PostgreSQL that flushes its log and is gone with this process, and the
/// program in this process, as it starts in production.
/// </summary>
internal static class Lab
{
    /// <summary>Of every program that is started here.</summary>
    public const string AccessSecret = "kP3vXq8TzW5nYr2BmL7cHs9JdFg4Ua6E-benchmark-access";

    /// <inheritdoc cref="AccessSecret"/>
    public const string RefreshSecret = "kP3vXq8TzW5nYr2BmL7cHs9JdFg4Ua6E-benchmark-refresh";

    private static readonly string Pepper = Convert.ToBase64String(RandomNumberGenerator.GetBytes(48));

    public static Task<LocalServer> StartServerAsync()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"enterprise-benchmark-{Environment.ProcessId}");
        var place = new LocalServerOptions(folder) { DeleteAfterUse = true, OwnerProcessId = Environment.ProcessId };
        return LocalServer.StartAsync(place, CancellationToken.None);
    }

    public static async Task MigrateAsync(string connectionString)
    {
        await using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(
                new ConfigurationBuilder().AddInMemoryCollection([new("Db:Url", connectionString)]).Build()
            )
            .AddSingleton(TimeProvider.System)
            .AddLogging()
            .AddDatabase()
            .BuildServiceProvider();
        await services.GetRequiredService<SchemaMigrator>().ApplyAsync(CancellationToken.None);
    }

    /// <summary>Starts the program, logging warnings; gives its port. It ends with this process. One after the other, not two at once.</summary>
    public static async Task<int> StartProgramAsync(string connectionString)
    {
        var port = FreePort.Find(null);
        foreach (var (name, value) in Settings(connectionString, port))
            Environment.SetEnvironmentVariable(name, value);
        var entry = typeof(Api.Pipeline).Assembly.EntryPoint!;
        _ = Task.Run(() => entry.Invoke(null, [Array.Empty<string>()]));
        await WaitUntilReadyAsync(port);
        return port;
    }

    /// <summary>As in production, but logging warnings, and with no limit of requests: what is measured is what one costs, not where it is refused.</summary>
    public static (string Name, string Value)[] Settings(string connectionString, int port) =>
        [
            ("APP_ENV", "benchmark"),
            ("APP_DB__URL", connectionString),
            ("APP_SERVER__PORT", port.ToString(CultureInfo.InvariantCulture)),
            ("APP_LOG__LEVEL", "warning"),
            ("APP_LIMITS__CREDENTIALS_PER_MINUTE_PER_CLIENT", "1000000"),
            ("APP_LIMITS__REQUESTS_PER_SECOND", "1000000"),
            ("APP_LIMITS__REQUESTS_PER_SECOND_PER_CLIENT", "1000000"),
            ("APP_LIMITS__BURST_PER_CLIENT", "100000"),
            ("APP_JWT_ACCESS_SECRET", AccessSecret),
            ("APP_JWT_REFRESH_SECRET", RefreshSecret),
            ("APP_PASSWORD_PEPPER", Pepper),
        ];

    public static async Task WaitUntilReadyAsync(int port)
    {
        using var client = new HttpClient();
        while (!await IsReadyAsync(client, port))
            await Task.Delay(TimeSpan.FromMilliseconds(100));
    }

    /// <summary>The pool of a bare handler, with what the program's own sets for speed.</summary>
    public static NpgsqlDataSource NewPool(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = 20,
            MaxAutoPrepare = 16,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            Enlist = false,
        };
        return NpgsqlDataSource.Create(settings.ConnectionString);
    }

    public static async Task<T> ReadAsync<T>(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static int Option(string[] options, string name, int otherwise) =>
        Array.IndexOf(options, name) is >= 0 and var at && at + 1 < options.Length
            ? int.Parse(options[at + 1], CultureInfo.InvariantCulture)
            : otherwise;

    public static string? Option(string[] options, string name) =>
        Array.IndexOf(options, name) is >= 0 and var at && at + 1 < options.Length ? options[at + 1] : null;

    /// <summary>Of nobody in the database: it says itself what it allows.</summary>
    public static string NewToken(params IReadOnlyList<string> permissions)
    {
        var jwt = new JwtOptions { AccessSecret = AccessSecret };
        var issuer = new AccessTokenIssuer(
            new SigningKeys(Options.Create(jwt), TimeProvider.System),
            Options.Create(jwt),
            Options.Create(new SessionOptions { AccessMinutes = 60 }),
            TimeProvider.System
        );
        var granted = new Entitlements([BuiltInRoles.Admin], permissions, [1, 1]);
        return issuer
            .Issue(
                Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
                Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
                granted
            )
            .Reveal();
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, int port)
    {
        try
        {
            return (await client.GetAsync(new Uri($"http://127.0.0.1:{port}/ready"))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // not listening yet
        }
    }
}
