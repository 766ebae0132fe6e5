using Enterprise.Migrations.Local;
using Enterprise.Persistence.Database;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Api.Operations;

/// <summary>The database stops and comes back, on a server of its own; the program stays.</summary>
internal sealed class DatabaseDownTests
{
    private static readonly string Folder = Path.Combine(
        Path.GetTempPath(),
        $"enterprise-down-{Environment.ProcessId}"
    );

    [Test]
    public async Task Without_a_database_clients_see_503_and_afterwards_all_is_well_without_a_restart()
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
        var account = new { email = Fresh.Email(), password = "violet-kettle-orbit-93" };
        Assert.That(await StatusAsync(client, "/v1/auth/register", account), Is.EqualTo(201));
        Assert.That(await StatusAsync(client, "/v1/auth/login", account), Is.EqualTo(200));

        await server.StopAsync(default);
        await IsAwayAsync(client, account);
        await server.StartAgainAsync(default);
        await IsBackAsync(client, account);
    }

    private static async Task IsAwayAsync(HttpClient client, object account)
    {
        foreach (var path in new[] { "/v1/auth/login", "/v1/auth/register" })
        {
            var answer = await SendAsync(client, path, account);
            Assert.That((answer.Status, answer.Code), Is.EqualTo((503, "database.unavailable")));
            Assert.That(answer.Header("Retry-After"), Is.EqualTo("1"));
        }
        var ready = await Eventually.Async(
            () => client.SendAsync(HttpMethod.Get, "/ready"),
            answer => answer.Status == 503
        );
        Assert.That(ready.Text, Does.Contain("\"database\":\"failed\""));
        Assert.That((await client.SendAsync(HttpMethod.Get, "/health")).Status, Is.EqualTo(200));
    }

    private static async Task IsBackAsync(HttpClient client, object account)
    {
        var ready = await Eventually.Async(
            () => client.SendAsync(HttpMethod.Get, "/ready"),
            answer => answer.Status == 200
        );
        Assert.That(ready.Status, Is.EqualTo(200));
        Assert.That(await StatusAsync(client, "/v1/auth/login", account), Is.EqualTo(200));
    }

    private static async Task<int> StatusAsync(HttpClient client, string path, object body) =>
        (await SendAsync(client, path, body)).Status;

    private static Task<Answer> SendAsync(HttpClient client, string path, object body) =>
        client.SendAsync(HttpMethod.Post, path, JsonContent.Of(body));
}
