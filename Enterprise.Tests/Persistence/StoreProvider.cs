using System.Collections.Concurrent;
using System.Globalization;
using Enterprise.Application;
using Enterprise.Application.Sessions;
using Enterprise.Persistence;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.InMemory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Enterprise.Tests.Persistence;

/// <summary>The ports on PostgreSQL, on one database and with the settings that their contracts ask for.</summary>
internal sealed class StoreProvider(TestDatabase database, LockoutOptions lockout) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, ServiceProvider> services = new();
    private readonly AheadClock clock = new();

    public static async Task<StoreProvider> StartAsync(LockoutOptions? lockout = null) =>
        new(await TestDatabase.CreateAsync(), lockout ?? new LockoutOptions());

    /// <summary>A port with these limits.</summary>
    public T New<T>(CredentialLimitOptions limits)
        where T : notnull => services.GetOrAdd(limits.CredentialsPerMinutePerClient, Compose).GetRequiredService<T>();

    /// <summary>Moves what is stored into the past: the database's clock decides, and cannot be moved.</summary>
    public Task<object?> AdvanceAsync(TimeSpan time)
    {
        clock.Advance(time);
        return database.ReadAsync<object>(
            """
            WITH attempts AS (
                UPDATE login_attempts SET forgotten_at = forgotten_at - $1, known_until = known_until - $1
            ), sessions AS (
                UPDATE sessions SET created_at = created_at - $1, last_used_at = last_used_at - $1,
                    rotated_at = rotated_at - $1, idle_expires_at = idle_expires_at - $1,
                    absolute_expires_at = absolute_expires_at - $1
            )
            UPDATE credential_allowances SET ahead_until = ahead_until - $1, refused_at = refused_at - $1
            """,
            time
        );
    }

    public Task<object?> ExecuteAsync(string sql, params object[] values) => database.ReadAsync<object>(sql, values);

    public async Task<IReadOnlyList<AuditFact>> AuditOfAsync(string requestId)
    {
        List<AuditFact> facts = [];
        await foreach (
            var row in QueryAsync(
                "SELECT action, outcome, actor_id, subject_id, request_id FROM audit_entries WHERE request_id = $1 ORDER BY id",
                requestId
            )
        )
            facts.Add(new AuditFact(row.GetString(0), row.GetString(1), Id(row, 2), Id(row, 3), row.GetString(4)));
        return facts;
    }

    public Task<IReadOnlyList<Guid>> SessionsOfAsync(Guid userId) =>
        IdsAsync("SELECT id FROM sessions WHERE user_id = $1 ORDER BY id", userId);

    public Task<IReadOnlyList<Guid>> OpenSessionsOfAsync(Guid userId) =>
        IdsAsync("SELECT id FROM sessions WHERE user_id = $1 AND revoked_at IS NULL ORDER BY id", userId);

    /// <summary>A user's pictures and uploads, and their chunks.</summary>
    public async Task<(int Avatars, int Chunks)> AvatarsOfAsync(Guid userId) =>
        (
            (int)await database.ReadAsync<long>("SELECT count(*) FROM avatars WHERE user_id = $1", userId),
            (int)
                await database.ReadAsync<long>(
                    "SELECT count(*) FROM avatar_chunks WHERE avatar_id IN (SELECT id FROM avatars WHERE user_id = $1)",
                    userId
                )
        );

    private async Task<IReadOnlyList<Guid>> IdsAsync(string sql, Guid userId)
    {
        List<Guid> ids = [];
        await foreach (var row in QueryAsync(sql, userId))
            ids.Add(row.GetGuid(0));
        return ids;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in services.Values)
            await provider.DisposeAsync();
        await database.DisposeAsync();
    }

    private async IAsyncEnumerable<NpgsqlDataReader> QueryAsync(string sql, object value)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            yield return reader;
    }

    private static Guid? Id(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    private ServiceProvider Compose(int credentialsPerMinute) =>
        new ServiceCollection()
            .AddSingleton<IConfiguration>(
                new ConfigurationBuilder()
                    .AddInMemoryCollection([
                        new("Db:Url", database.ConnectionString),
                        new("Db:MinPoolSize", "0"),
                        new("Db:ConnectSeconds", "30"),
                        new("Db:CommandSeconds", "30"),
                        new("Db:WaitMilliseconds", "30000"),
                        new("Jwt:AccessSecret", ApiHost.AccessSecret),
                        new("Jwt:RefreshSecret", ApiHost.RefreshSecret),
                        new("Passwords:Pepper", ApiHost.Pepper),
                        new("Lockout:MaxFailures", lockout.MaxFailures.ToString(CultureInfo.InvariantCulture)),
                        new("Lockout:Minutes", lockout.Minutes.ToString(CultureInfo.InvariantCulture)),
                        new(
                            "Lockout:MaxFailuresOfStrangers",
                            lockout.MaxFailuresOfStrangers.ToString(CultureInfo.InvariantCulture)
                        ),
                        new(
                            "Limits:CredentialsPerMinutePerClient",
                            credentialsPerMinute.ToString(CultureInfo.InvariantCulture)
                        ),
                    ])
                    .Build()
            )
            .AddLogging()
            .AddSingleton<TimeProvider>(clock)
            .AddApplication()
            .AddPersistence()
            .BuildServiceProvider();
}
