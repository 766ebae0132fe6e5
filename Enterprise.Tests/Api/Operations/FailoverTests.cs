using Enterprise.Application.Sessions;
using Enterprise.Migrations.Local;
using Enterprise.Persistence.Database;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Enterprise.Tests.Api.Operations;

/// <summary>
/// Two servers in the settings, of which one follows the other and takes its place while people write. The primary says that something is
/// done when the standby has it (docs/scaling.md).
/// </summary>
internal sealed class FailoverTests
{
    private const string Password = "violet-kettle-orbit-93";
    private const int Refreshers = 4;
    private const int Renamed = 2;

    /// <summary>What is promised of the time from the promotion to the first write.</summary>
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(10);

    private LocalServer primary = null!;
    private LocalServer standby = null!;
    private ApiHost host = null!;
    private HttpClient client = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var (first, second) = (Folder("primary"), Folder("standby"));
        primary = await LocalServer.StartAsync(StandbyServer.Options(first), default);
        await using (var services = TestDatabase.Compose(primary.ConnectionString))
            await services.GetRequiredService<SchemaMigrator>().ApplyAsync(default);
        standby = await StandbyServer.StartAsync(primary, first, second, default);
        await StandbyServer.WaitForStandbyAsync(primary);
        // The standby first, so that the order does not choose.
        host = new ApiHost(
            Both(standby, primary),
            ("Db:ConnectSeconds", "2"),
            ("Db:CommandSeconds", "3"),
            ("Db:WaitMilliseconds", "1500"),
            ("Db:ProbeMilliseconds", "1000"),
            // An outage on a busy machine may be longer than the ten seconds of production.
            ("Sessions:RefreshLeewaySeconds", "60")
        );
        client = host.CreateClient();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        client.Dispose();
        await host.DisposeAsync();
        await standby.DisposeAsync();
        await primary.DisposeAsync();
    }

    [Test]
    public async Task A_standby_takes_over_without_a_restart_and_nothing_that_was_acknowledged_is_lost()
    {
        await StandbyIsAwayAsync();
        var writers = await NewWritersAsync();
        writers.Start();
        await writers.WriteAsync(more: 40);

        await primary.KillAsync(default);
        await ReadyIsAsync(503);
        var promotion = TimeProvider.System.GetTimestamp();
        Assert.That(await StandbyServer.ExecuteAsync<bool>(standby, "SELECT pg_promote()"), Is.True);
        await writers.WriteAsync(more: 1);
        var outage = TimeProvider.System.GetElapsedTime(promotion);
        await ReadyIsAsync(200);
        await writers.WriteAsync(more: 40);
        await writers.StopAsync();

        await TestContext.Out.WriteLineAsync(
            $"Writes were acknowledged again {outage.TotalMilliseconds:F0} ms after the promotion was asked for; "
                + $"{writers.Writes} in all, {writers.Outcomes.Count(outcome => outcome.Status == 503)} answers were 503."
        );
        Assert.That(outage, Is.LessThan(Promised));
        Assert.That(
            writers.Outcomes.Where(outcome => outcome is not ({ Status: 200 or 201 } or (503, _, not null))),
            Is.Empty,
            "What was done, or what to do about it."
        );
        Assert.That(await writers.LostAsync(), Is.Empty);
        Assert.That(await MissingAsync(writers.Registered), Is.Zero);
        Assert.That(await writers.LoginAsync(writers.Registered.First()), Is.EqualTo(200));
        Assert.That(await writers.LoginAsync(writers.Registered.Last()), Is.EqualTo(200));
        await RevocationsArriveAsync(writers.Registered.First());
    }

    /// <summary>A primary whose standby is away says of nothing that it was done, and serves what is read.</summary>
    private async Task StandbyIsAwayAsync()
    {
        var email = Fresh.Email();
        await SendAsync("/v1/auth/register", email, 201);
        var access = (await SendAsync("/v1/auth/login", email, 200)).Pair().Access;
        await standby.StopAsync(default);

        Assert.That((await RenameAsync(access)).Outcome(), Is.EqualTo((503, "database.unavailable", "1")));
        Assert.That(await client.MeAsync(access), Is.EqualTo(200));
        await ReadyIsAsync(200);

        await standby.StartAgainAsync(default);
        var renamed = await Eventually.Async(() => RenameAsync(access), answer => answer.Status == 200);
        Assert.That(renamed.Status, Is.EqualTo(200), renamed.Text);
    }

    private async Task<Writers> NewWritersAsync()
    {
        var emails = Enumerable.Range(0, Refreshers + Renamed).Select(_ => Fresh.Email()).ToArray();
        List<Pair> pairs = [];
        foreach (var email in emails)
        {
            await SendAsync("/v1/auth/register", email, 201);
            pairs.Add((await SendAsync("/v1/auth/login", email, 200)).Pair());
        }
        return new Writers(client, [.. pairs[..Refreshers]], [.. pairs[Refreshers..].Select(pair => pair.Access)]);
    }

    private async Task<Answer> SendAsync(string path, string email, int status)
    {
        var answer = await Eventually.Async(
            () => client.SendAsync(HttpMethod.Post, path, JsonContent.Of(new { email, password = Password })),
            answer => answer.Status == status
        );
        Assert.That(answer.Status, Is.EqualTo(status), answer.Text);
        return answer;
    }

    private Task<Answer> RenameAsync(string access) =>
        client.SendAsync(
            HttpMethod.Patch,
            "/v1/me",
            JsonContent.Of(new { name = "Ada" }),
            access,
            header: ("If-Match", "*")
        );

    private async Task ReadyIsAsync(int status)
    {
        var ready = await Eventually.Async(
            () => client.SendAsync(HttpMethod.Get, "/ready"),
            answer => answer.Status == status
        );
        Assert.That(ready.Status, Is.EqualTo(status), ready.Text);
    }

    /// <summary>How many of these addresses the new primary does not know.</summary>
    private Task<long> MissingAsync(IEnumerable<string> emails) =>
        StandbyServer.ExecuteAsync<long>(
            standby,
            "SELECT count(*) FROM unnest($1) wanted WHERE NOT EXISTS (SELECT FROM users WHERE email = wanted)",
            [emails.ToArray()]
        );

    /// <summary>From memory, as before: the feed has found the new primary too.</summary>
    private async Task RevocationsArriveAsync(string email)
    {
        var known = host.Services.GetRequiredService<Revocations>();
        Assert.That(await Eventually.Async(() => Task.FromResult(known.IsComplete), complete => complete), Is.True);
        var access = (await SendAsync("/v1/auth/login", email, 200)).Pair().Access;
        Assert.That(await client.SessionsAsync(access), Is.EqualTo(200));
        var before = known.Count;

        await StandbyServer.ExecuteAsync<object>(
            standby,
            "UPDATE sessions SET revoked_at = now() FROM users WHERE users.id = user_id AND email = $1",
            email
        );

        Assert.That(
            await Eventually.Async(() => client.SessionsAsync(access), status => status == 401),
            Is.EqualTo(401)
        );
        Assert.That(
            await Eventually.Async(() => Task.FromResult(known.Count), count => count > before),
            Is.GreaterThan(before)
        );
    }

    private static string Both(LocalServer first, LocalServer second) =>
        new NpgsqlConnectionStringBuilder(first.ConnectionString)
        {
            Host = $"127.0.0.1:{first.Port},127.0.0.1:{second.Port}",
        }.ConnectionString;

    private static string Folder(string name) =>
        Path.Combine(Path.GetTempPath(), $"enterprise-{name}-{Environment.ProcessId}");
}
