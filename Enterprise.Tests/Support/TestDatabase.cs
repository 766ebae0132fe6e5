using System.Globalization;
using System.Security.Cryptography;
using Enterprise.Persistence;
using Enterprise.Persistence.Database;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Enterprise.Tests.Support;

/// <summary>A database of its own for one fixture: a copy of the run's migrated template, or an empty one.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private static readonly string Run = RandomNumberGenerator.GetHexString(8, lowercase: true);
    private static readonly Lazy<Task<TestServer>> Server = new(() => TestServer.StartAsync(CancellationToken.None));
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);
    private static int count;

    private readonly TestServer server;
    private readonly string name;

    private TestDatabase(TestServer server, string name)
    {
        this.server = server;
        this.name = name;
        ConnectionString = server.ConnectionString(name);
    }

    public string ConnectionString { get; }

    /// <summary>A copy of the template, with every migration applied.</summary>
    public static async Task<TestDatabase> CreateAsync() => await CreateAsync($"TEMPLATE {await Template.Value}");

    /// <summary>A database that nothing was ever applied to.</summary>
    public static Task<TestDatabase> CreateEmptyAsync() => CreateAsync("TEMPLATE template0");

    /// <summary>Ends the server; called once, after the last fixture.</summary>
    public static async Task StopServerAsync()
    {
        if (!Server.IsValueCreated)
            return;
        var server = await Server.Value;
        if (Template.IsValueCreated)
            await server.ExecuteAsync($"DROP DATABASE IF EXISTS {await Template.Value} WITH (FORCE)");
        await server.DisposeAsync();
    }

    /// <summary>Runs a statement with <c>$1 ...</c> and gives its first value.</summary>
    public async Task<T?> ReadAsync<T>(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteScalarAsync() is T read ? read : default;
    }

    public async ValueTask DisposeAsync() => await server.ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    /// <summary>The services of Persistence on a database, as the migrations program composes them.</summary>
    public static ServiceProvider Compose(string connectionString, params (string Key, string Value)[] settings) =>
        new ServiceCollection()
            .AddSingleton<IConfiguration>(
                new ConfigurationBuilder()
                    .AddInMemoryCollection([
                        new("Db:Url", connectionString),
                        new("Db:MinPoolSize", "0"),
                        new("Db:CommandSeconds", "30"),
                        new("Db:WaitMilliseconds", "30000"),
                        new("Db:ConnectSeconds", "10"),
                        .. settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value)),
                    ])
                    .Build()
            )
            .AddSingleton(TimeProvider.System)
            .AddLogging()
            .AddDatabase()
            .BuildServiceProvider();

    private static async Task<TestDatabase> CreateAsync(string template)
    {
        var server = await Server.Value;
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Run}_{Interlocked.Increment(ref count)}");
        await server.ExecuteAsync($"CREATE DATABASE {name} {template}");
        return new TestDatabase(server, name);
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var server = await Server.Value;
        await TestContext.Progress.WriteLineAsync($"Tests run on {server.Origin}.");
        var name = $"template_{Run}";
        await server.ExecuteAsync($"CREATE DATABASE {name} TEMPLATE template0");
        await using var services = Compose(server.ConnectionString(name));
        await services.GetRequiredService<SchemaMigrator>().ApplyAsync(CancellationToken.None);
        return name;
    }
}
