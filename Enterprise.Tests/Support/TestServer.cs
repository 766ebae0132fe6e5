using Enterprise.Migrations.Local;
using Enterprise.Persistence.Database;
using Npgsql;

namespace Enterprise.Tests.Support;

/// <summary>
/// The PostgreSQL server of a test run: the one that <c>TEST_DATABASE_URL</c> names, else a container where the build can
/// (FullRegistry) and an engine answers, else a private server made for the run. It fails where none can be had.
/// </summary>
internal sealed class TestServer(string origin, NpgsqlConnectionStringBuilder settings, IAsyncDisposable? owned)
    : IAsyncDisposable
{
    private const string UrlVariable = "TEST_DATABASE_URL";

    /// <summary>Where it comes from, for the run's first line.</summary>
    public string Origin { get; } = origin;

    /// <summary>The settings with another database.</summary>
    public string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Database = database }.ConnectionString;

    /// <summary>Runs one statement outside any test's database.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(settings.Database ?? "postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 60 };
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<TestServer> StartAsync(CancellationToken ct)
    {
        if (Environment.GetEnvironmentVariables()[UrlVariable] is string { Length: > 0 } url)
            return FromUrl(url);
        return await TestContainer.TryStartAsync(ct) is { } container
            ? new TestServer("a container", Parse(container.ConnectionString), container)
            : await StartPrivateAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (owned is not null)
            await owned.DisposeAsync();
    }

    private static TestServer FromUrl(string url) => new($"the server of {UrlVariable}", Parse(url), null);

    private static async Task<TestServer> StartPrivateAsync(CancellationToken ct)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"enterprise-tests-{Environment.ProcessId}");
        var server = await LocalServer.StartAsync(LocalServerOptions.Throwaway(folder), ct);
        return new TestServer("a private server", Parse(server.ConnectionString), server);
    }

    private static NpgsqlConnectionStringBuilder Parse(string text)
    {
        if (!ConnectionSettings.TryParse(text, out var settings))
            throw new InvalidOperationException($"{UrlVariable} is no connection string.");
        settings.Pooling = false;
        return settings;
    }
}
