using Enterprise.Migrations.Local;
using Enterprise.Persistence.Database;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Enterprise.Tests.Api.Operations;

/// <summary>Two servers in the settings, of which one follows the other and takes its place.</summary>
internal sealed class FailoverTests
{
    private static readonly string Primary = Folder("primary");
    private static readonly string Standby = Folder("standby");

    private readonly object account = new { email = Fresh.Email(), password = "violet-kettle-orbit-93" };

    [Test]
    public async Task A_standby_that_takes_over_is_found_without_a_restart()
    {
        await using var primary = await LocalServer.StartAsync(StandbyServer.Options(Primary), default);
        await using (var services = TestDatabase.Compose(primary.ConnectionString))
            await services.GetRequiredService<SchemaMigrator>().ApplyAsync(default);
        await using var standby = await StandbyServer.StartAsync(primary, Primary, Standby, default);
        await using var host = new ApiHost(
            Both(standby, primary),
            ("Db:ConnectSeconds", "2"),
            ("Db:CommandSeconds", "3")
        );
        using var client = host.CreateClient();
        Assert.That(
            await EventuallyAsync(client, "/v1/auth/register", 201),
            Is.EqualTo(201),
            "The standby is not asked."
        );
        Assert.That(await EventuallyAsync(client, "/v1/auth/login", 200), Is.EqualTo(200));
        await FollowsAsync(primary, standby);

        await primary.KillAsync(default);
        await ExecuteAsync<bool>(standby, "SELECT pg_promote()");

        Assert.That(await EventuallyAsync(client, "/v1/auth/login", 200), Is.EqualTo(200));
        var ready = await Eventually.Async(
            () => client.SendAsync(HttpMethod.Get, "/ready"),
            answer => answer.Status == 200
        );
        Assert.That(ready.Status, Is.EqualTo(200), ready.Text);
    }

    private async Task<int> EventuallyAsync(HttpClient client, string path, int status)
    {
        var answer = await Eventually.Async(
            () => client.SendAsync(HttpMethod.Post, path, JsonContent.Of(account)),
            answer => answer.Status == status
        );
        return answer.Status;
    }

    /// <summary>Waits until all that was written is on the standby too.</summary>
    private static async Task FollowsAsync(LocalServer primary, LocalServer standby)
    {
        var written = await ExecuteAsync<string>(primary, "SELECT pg_current_wal_lsn()::text");
        var there = await Eventually.Async(
            () => ExecuteAsync<bool>(standby, $"SELECT pg_last_wal_replay_lsn() >= '{written}'"),
            there => there
        );
        Assert.That(there, Is.True);
    }

    private static string Both(LocalServer first, LocalServer second) =>
        new NpgsqlConnectionStringBuilder(first.ConnectionString)
        {
            Host = $"127.0.0.1:{first.Port},127.0.0.1:{second.Port}",
        }.ConnectionString;

    private static async Task<T> ExecuteAsync<T>(LocalServer server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static string Folder(string name) =>
        Path.Combine(Path.GetTempPath(), $"enterprise-{name}-{Environment.ProcessId}");
}
