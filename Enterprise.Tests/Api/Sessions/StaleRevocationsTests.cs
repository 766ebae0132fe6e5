using Enterprise.Application.Sessions;
using Enterprise.Migrations.Local;
using Enterprise.Persistence.Database;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Enterprise.Tests.Api.Sessions;

/// <summary>While an instance does not know what was revoked it asks the database, and lets nobody in where it cannot.</summary>
internal sealed class StaleRevocationsTests : ApiFixture
{
    private static readonly string Folder = Path.Combine(
        Path.GetTempPath(),
        $"enterprise-stale-{Environment.ProcessId}"
    );

    [Test]
    public async Task An_instance_that_hears_nothing_asks()
    {
        await using var deaf = new ApiHost(Database.ConnectionString, Settings);
        using var there = deaf.CreateClient();
        var forge = new SessionForge(Database);
        var (session, kept) = (await forge.NewAsync(), await forge.NewAsync());
        var (pair, keptPair) = (await there.PairAsync(session.Token), await there.PairAsync(kept.Token));
        await DeafenAsync(deaf);

        Assert.That((await Client.LogoutAsync(pair.Refresh)).Status, Is.EqualTo(204));

        Assert.That(await there.SessionsAsync(pair.Access), Is.EqualTo(401), "At once, because it asks.");
        Assert.That(await there.SessionsAsync(keptPair.Access), Is.EqualTo(200));
        await Database.ReadAsync<object>("UPDATE users SET locked_at = now() WHERE id = $1", kept.UserId);
        Assert.That(await there.SessionsAsync(keptPair.Access), Is.EqualTo(401));
    }

    [Test]
    public async Task Without_a_database_nobody_is_let_in_and_afterwards_nothing_was_missed()
    {
        await using var server = await LocalServer.StartAsync(LocalServerOptions.Throwaway(Folder), default);
        await using var services = TestDatabase.Compose(server.ConnectionString);
        await services.GetRequiredService<SchemaMigrator>().ApplyAsync(default);
        await using var host = new ApiHost(
            server.ConnectionString,
            ("Db:ConnectSeconds", "2"),
            ("Db:CommandSeconds", "3")
        );
        using var client = host.CreateClient();
        var (id, email) = await RegisterAsync(client);
        var pair = await LoginAsync(client, email);
        Assert.That(await client.MeAsync(pair.Access), Is.EqualTo(200));

        await server.StopAsync(default);
        // A good token, and one that memory knows nothing bad of: 503 is what may be said, never 200.
        var away = await Eventually.Async(
            () => client.SendAsync(HttpMethod.Post, "/v1/auth/logout-all", token: pair.Access),
            answer => answer.Status == 503
        );
        Assert.That((away.Status, away.Code), Is.EqualTo((503, "database.unavailable")));
        Assert.That((await client.SendAsync(HttpMethod.Get, "/health", token: pair.Access)).Status, Is.EqualTo(200));
        Assert.That((await client.RefreshAsync(pair.Refresh)).Status, Is.EqualTo(503));

        await server.StartAgainAsync(default);
        await EndSessionsAsync(server, id);
        Assert.That(
            await Eventually.Async(() => client.MeAsync(pair.Access), status => status == 401),
            Is.EqualTo(401)
        );
    }

    [Test]
    public async Task A_frozen_database_is_not_waited_for_and_not_taken_for_consent()
    {
        await using var server = await LocalServer.StartAsync(
            LocalServerOptions.Throwaway(Folder + "-frozen"),
            default
        );
        await using var services = TestDatabase.Compose(server.ConnectionString);
        await services.GetRequiredService<SchemaMigrator>().ApplyAsync(default);
        await using var host = new ApiHost(server.ConnectionString);
        using var client = host.CreateClient();
        var revocations = host.Services.GetRequiredService<Revocations>();
        Assert.That(await Eventually.Async(() => Task.FromResult(revocations.IsComplete), done => done), Is.True);

        await using (await server.FreezeAsync(default))
            Assert.That(await Eventually.Async(() => Task.FromResult(revocations.IsComplete), done => !done), Is.False);

        Assert.That(await Eventually.Async(() => Task.FromResult(revocations.IsComplete), done => done), Is.True);
    }

    /// <summary>Stops the feed, and waits until what it said last is too old.</summary>
    private static async Task DeafenAsync(ApiHost host)
    {
        foreach (var service in host.Services.GetServices<IHostedService>())
            if (service.GetType().Name == "RevocationFeed")
                await service.StopAsync(default);
        var revocations = host.Services.GetRequiredService<Revocations>();
        Assert.That(await Eventually.Async(() => Task.FromResult(revocations.IsComplete), done => !done), Is.False);
    }

    private static async Task<(Guid Id, string Email)> RegisterAsync(HttpClient client)
    {
        var email = Fresh.Email();
        var body = JsonContent.Of(new { email, password = GoodPassword });
        var answer = await client.SendAsync(HttpMethod.Post, "/v1/auth/register", body);
        Assert.That(answer.Status, Is.EqualTo(201), answer.Text);
        return (answer.Json.GetProperty("user_id").GetGuid(), email);
    }

    private static async Task<Pair> LoginAsync(HttpClient client, string email)
    {
        var body = JsonContent.Of(new { email, password = GoodPassword });
        var answer = await client.SendAsync(HttpMethod.Post, "/v1/auth/login", body);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return answer.Pair();
    }

    private static async Task EndSessionsAsync(LocalServer server, Guid user)
    {
        await using var connection = new Npgsql.NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(
            "UPDATE sessions SET revoked_at = now() WHERE user_id = $1",
            connection
        );
        command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = user });
        Assert.That(await command.ExecuteNonQueryAsync(), Is.EqualTo(1));
    }
}
