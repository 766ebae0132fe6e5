using Enterprise.Application.Sessions;
using Enterprise.Persistence.Database;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Api.Operations;

/// <summary>The program through a real PgBouncer in transaction mode, as docs/scaling.md says: an owner who migrates past it, a login that serves.</summary>
internal sealed class PoolerTests
{
    private const int People = 12;
    private const int Rounds = 4;

    private readonly object account = new { email = Fresh.Email(), password = "violet-kettle-orbit-93" };
    private TestDatabase database = null!;
    private TestRoles roles = null!;
    private RealPgBouncer pooler = null!;
    private string role = null!;
    private string login = null!;
    private string direct = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        if (!PgBouncerProgram.IsThere)
            return;
        database = await TestDatabase.CreateEmptyAsync();
        roles = new TestRoles(database);
        role = roles.NewName();
        var owner = await roles.NewOwnerAsync("CREATEROLE");
        login = roles.NewName();
        direct = roles.UrlOf(login, "of the pooler");
        pooler = await RealPgBouncer.StartAsync(direct, database.ConnectionString);
        await using var services = TestDatabase.Compose(
            pooler.Through(direct),
            ("Db:OwnerUrl", owner),
            ("Db:ApplicationRole", role)
        );
        await services.GetRequiredService<SchemaMigrator>().ApplyAsync(default);
    }

    [SetUp]
    public void NeedPooler() => PgBouncerProgram.Need();

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        // Nothing was made where the pooler is missing.
        if (pooler is null)
            return;
        await pooler.DisposeAsync();
        await roles.DisposeAsync();
        await database.DisposeAsync();
    }

    [TearDown]
    public void ShowLog()
    {
        if (TestContext.CurrentContext.Result.Outcome.Status == NUnit.Framework.Interfaces.TestStatus.Failed)
            TestContext.Out.WriteLine(pooler?.Log);
    }

    [Test]
    public async Task People_register_sign_in_and_stay_signed_in_on_fewer_connections_than_they_use()
    {
        await using var host = NewHost(("Db:DirectUrl", direct));
        using var client = host.CreateClient();
        Assert.That((await SendAsync(client, "/v1/auth/register")).Status, Is.EqualTo(201));
        var pair = (await SendAsync(client, "/v1/auth/login")).Pair();
        Assert.That(await client.MeAsync(pair.Access), Is.EqualTo(200));
        Assert.That((await client.RefreshAsync(pair.Refresh)).Status, Is.EqualTo(200));
        var sessions = await new SessionForge(database).NewAsync(People);

        var statuses = await Task.WhenAll(sessions.Select(session => StayAsync(client, session)));

        Assert.That(statuses.SelectMany(each => each), Has.All.EqualTo(200));
        var served = await database.ReadAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE usename = $1 AND datname = current_database()",
            login
        );
        Assert.That(served, Is.InRange(1, RealPgBouncer.PoolSize + 1), "The pooler's and the one that listens.");
        var ready = await Eventually.Async(
            () => client.SendAsync(HttpMethod.Get, "/ready"),
            ready => ready.Status == 200
        );
        Assert.That(ready.Status, Is.EqualTo(200), ready.Text);
    }

    [TestCase(true, TestName = "What_is_revoked_elsewhere_is_heard_of_past_the_pooler")]
    [TestCase(
        false,
        TestName = "What_is_revoked_elsewhere_is_asked_for_through_the_pooler_where_nobody_says_how_to_pass_it"
    )]
    public async Task What_is_revoked_elsewhere(bool passes)
    {
        await using var host = NewHost(("Db:DirectUrl", passes ? direct : ""));
        using var client = host.CreateClient();
        var known = host.Services.GetRequiredService<Revocations>();
        Assert.That(await Eventually.Async(() => Task.FromResult(known.IsComplete), complete => complete), Is.True);
        var session = await new SessionForge(database).NewAsync();
        var pair = await client.PairAsync(session.Token);
        Assert.That(await client.SessionsAsync(pair.Access), Is.EqualTo(200));
        var before = known.Count;

        await database.ReadAsync<object>("UPDATE sessions SET revoked_at = now() WHERE id = $1", session.Id);

        Assert.That(
            await Eventually.Async(() => client.SessionsAsync(pair.Access), status => status == 401),
            Is.EqualTo(401)
        );
        Assert.That(
            await Eventually.Async(() => Task.FromResult(known.Count), count => count > before),
            Is.GreaterThan(before),
            "The feed brought it."
        );
    }

    [Test]
    public async Task Without_a_word_on_prepared_statements_it_does_not_serve()
    {
        await using var host = new ApiHost(pooler.AsIs(direct), ("Db:ApplicationRole", role));

        await RefusesAsync(host, "add Max Auto Prepare=0");
    }

    [Test]
    public async Task A_login_that_has_to_be_switched_does_not_serve_because_somebody_else_would_be()
    {
        await using var host = new ApiHost(pooler.Through(database.ConnectionString), ("Db:ApplicationRole", role));

        await RefusesAsync(host, "could act as the owner");
    }

    private async Task RefusesAsync(ApiHost host, string why)
    {
        using var client = host.CreateClient();

        Assert.That((await SendAsync(client, "/v1/auth/register")).Status, Is.EqualTo(503));
        var told = await Eventually.Async(
            () => Task.FromResult(host.Logs.Lines.Any(line => line.Contains(why, StringComparison.Ordinal))),
            told => told
        );
        Assert.That(told, Is.True);
        var ready = await client.SendAsync(HttpMethod.Get, "/ready");
        Assert.That(ready.Text, Does.Contain("\"database\":\"failed\""));
    }

    private async Task<List<int>> StayAsync(HttpClient client, ForgedSession session)
    {
        List<int> statuses = [];
        var token = session.Token;
        for (var round = 0; round < Rounds; round++)
        {
            var answer = await client.RefreshAsync(token);
            statuses.Add(answer.Status);
            if (answer.Status != 200)
                break;
            (var access, token) = (answer.Pair().Access, answer.Pair().Refresh);
            statuses.Add(await client.MeAsync(access));
            statuses.Add((await client.SendAsync(HttpMethod.Get, "/v1/me/sessions", token: access)).Status);
        }
        return statuses;
    }

    private ApiHost NewHost(params (string Key, string Value)[] settings) =>
        new(pooler.Through(direct), [("Db:ApplicationRole", role), .. settings]);

    private Task<Answer> SendAsync(HttpClient client, string path) =>
        client.SendAsync(HttpMethod.Post, path, JsonContent.Of(account));
}
