using Enterprise.Migrations.Local;
using Enterprise.Persistence.Database;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Enterprise.Tests.Api.Operations;

/// <summary>
/// What befalls a database, one after the other, on a server of its own under the time limits of production. Clients keep asking: all that
/// they see is what they asked for or 503 with <c>Retry-After</c>, and afterwards all is well without a restart.
/// </summary>
internal sealed partial class DatabaseFaultTests
{
    private const int Askers = 24;

    /// <summary>Few, so that a test can use them up.</summary>
    private const int ServerConnections = 60;

    private readonly object account = new { email = Fresh.Email(), password = "violet-kettle-orbit-93" };
    private LocalServer server = null!;
    private ApiHost host = null!;
    private HttpClient client = null!;
    private string access = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"enterprise-faults-{Environment.ProcessId}");
        var options = LocalServerOptions.Throwaway(folder) with { MaxConnections = ServerConnections };
        server = await LocalServer.StartAsync(options, default);
        await using var services = TestDatabase.Compose(server.ConnectionString);
        await services.GetRequiredService<SchemaMigrator>().ApplyAsync(default);
        host = new ApiHost(
            server.ConnectionString,
            ("Db:ConnectSeconds", "2"),
            ("Db:CommandSeconds", "3"),
            ("Db:WaitMilliseconds", "1500"),
            ("Db:ProbeMilliseconds", "1000")
        );
        client = host.CreateClient();
        // Less than the driver alone takes to give up on a server that is frozen, which is seven seconds.
        client.Timeout = TimeSpan.FromSeconds(6);
        Assert.That((await SendAsync("/v1/auth/register")).Status, Is.EqualTo(201));
        access = (await SendAsync("/v1/auth/login")).Json.GetProperty("access_token").GetString()!;
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        client.Dispose();
        await host.DisposeAsync();
        await server.DisposeAsync();
    }

    [SetUp]
    public Task BeginWellAsync() => IsWellAsync();

    [Test]
    public async Task A_server_that_is_stopped()
    {
        await using var clients = new FaultClients(Askers, AskAsync);
        await server.StopAsync(default);

        await IsAwayAsync();
        await server.StartAgainAsync(default);
        await IsWellAsync();
    }

    [Test]
    public async Task A_server_that_is_killed()
    {
        await using var clients = new FaultClients(Askers, AskAsync);
        await server.KillAsync(default);

        await IsAwayAsync();
        await server.StartAgainAsync(default);
        await IsWellAsync();
    }

    [Test]
    public async Task A_server_that_is_frozen()
    {
        await using var clients = new FaultClients(Askers, AskAsync);
        await using (await server.FreezeAsync(default))
            await IsAwayAsync();

        await IsWellAsync();
    }

    [Test]
    public async Task A_pool_that_waits_for_a_lock()
    {
        await using var holder = new NpgsqlConnection(server.ConnectionString);
        await holder.OpenAsync();
        await using (var transaction = await holder.BeginTransactionAsync())
        {
            await ExecuteAsync(holder, "LOCK TABLE users IN ACCESS EXCLUSIVE MODE");

            var answers = await Task.WhenAll(Enumerable.Range(0, 2 * Askers).Select(_ => AskAsync()));

            Assert.That(answers.Select(answer => answer.Outcome()), Is.All.EqualTo((503, "database.unavailable", "1")));
            Assert.That((await GetAsync("/ready")).Status, Is.EqualTo(200), "The server is well.");
            Assert.That(
                await Eventually.Async(WaitingAsync, waiting => waiting == 0),
                Is.Zero,
                "Nobody waits in vain."
            );
            await transaction.RollbackAsync();
        }
        await IsWellAsync();
    }

    [Test]
    public async Task A_primary_that_takes_no_writes_any_more()
    {
        await SetReadOnlyAsync(true);
        try
        {
            var login = await Eventually.Async(() => SendAsync("/v1/auth/login"), answer => answer.Status != 200);
            var ready = await Eventually.Async(() => GetAsync("/ready"), answer => answer.Status == 503);

            Assert.That(login.Outcome(), Is.EqualTo((503, "database.unavailable", "1")), login.Text);
            Assert.That(ready.Text, Does.Contain("\"database\":\"failed\""));
            Assert.That((await AskAsync()).Status, Is.EqualTo(200), "What is only read goes on.");
        }
        finally
        {
            await SetReadOnlyAsync(false);
        }
        await IsWellAsync();
    }

    private async Task IsAwayAsync()
    {
        var ready = await Eventually.Async(() => GetAsync("/ready"), answer => answer.Status == 503);
        Assert.That(ready.Text, Does.Contain("\"database\":\"failed\""));
        Assert.That((await GetAsync("/health")).Status, Is.EqualTo(200));
        foreach (var answer in new[] { await AskAsync(), await SendAsync("/v1/auth/login") })
            Assert.That(answer.Outcome(), Is.EqualTo((503, "database.unavailable", "1")));
    }

    private async Task IsWellAsync()
    {
        Assert.That(
            (await Eventually.Async(() => GetAsync("/ready"), answer => answer.Status == 200)).Status,
            Is.EqualTo(200)
        );
        Assert.That((await Eventually.Async(AskAsync, answer => answer.Status == 200)).Status, Is.EqualTo(200));
        var login = await Eventually.Async(() => SendAsync("/v1/auth/login"), answer => answer.Status == 200);
        Assert.That(login.Status, Is.EqualTo(200));
    }

    private Task<Answer> AskAsync() => client.SendAsync(HttpMethod.Get, "/v1/me", token: access);

    private Task<Answer> GetAsync(string path) => client.SendAsync(HttpMethod.Get, path);

    private Task<Answer> SendAsync(string path) => client.SendAsync(HttpMethod.Post, path, JsonContent.Of(account));

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<long> WaitingAsync()
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'",
            connection
        );
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task SetReadOnlyAsync(bool on)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, "SET default_transaction_read_only = off");
        await ExecuteAsync(connection, $"ALTER SYSTEM SET default_transaction_read_only = {(on ? "on" : "off")}");
        await ExecuteAsync(connection, "SELECT pg_reload_conf()");
    }
}
