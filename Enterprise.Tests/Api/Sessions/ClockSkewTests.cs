using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Api.Sessions;

/// <summary>Instances whose clocks differ, on one database whose clock decides.</summary>
internal sealed class ClockSkewTests : ApiFixture
{
    private const int Limit = 5;

    [TestCase(-10)]
    [TestCase(10)]
    public async Task Ten_minutes_change_no_decision_on_a_refresh(int minutes)
    {
        await using var wrong = NewHost(TimeSpan.FromMinutes(minutes));
        using var there = wrong.CreateClient();
        var forge = new SessionForge(Database);
        var (replayed, late, idle) = (await forge.NewAsync(), await forge.NewAsync(), await forge.NewAsync());

        var next = await there.PairAsync(replayed.Token);
        Assert.That((await Client.PairAsync(replayed.Token)).Refresh, Is.EqualTo(next.Refresh), "Within the leeway.");
        Assert.That((await there.PairAsync(replayed.Token)).Refresh, Is.EqualTo(next.Refresh));

        await Client.PairAsync(late.Token);
        await AgeAsync(late, "rotated_at = rotated_at - interval '11 seconds'");
        Assert.That((await there.RefreshAsync(late.Token)).Status, Is.EqualTo(401), "After the leeway.");

        await AgeAsync(idle, "idle_expires_at = now() + interval '9 minutes'");
        Assert.That((await there.RefreshAsync(idle.Token)).Status, Is.EqualTo(200), "Nine minutes are left.");
        await AgeAsync(idle, "idle_expires_at = now() - interval '1 second'");
        Assert.That(
            (await there.RefreshAsync(SessionForge.TokenOf(idle, 2))).Status,
            Is.EqualTo(401),
            "None are left."
        );
    }

    [TestCase(-10)]
    [TestCase(10)]
    public async Task Ten_minutes_change_no_decision_on_a_lock_out(int minutes)
    {
        await using var wrong = NewHost(TimeSpan.FromMinutes(minutes));
        using var there = wrong.CreateClient();
        var (_, email) = await NewAccountAsync();
        for (var i = 0; i < Limit; i++)
            Assert.That(await LoginAsync(i % 2 == 0 ? Client : there, email, "wrong"), Is.EqualTo(401));

        Assert.That(await LoginAsync(there, email, GoodPassword), Is.EqualTo(401), "Locked out.");
        await Database.ReadAsync<object>(
            "UPDATE login_attempts SET forgotten_at = forgotten_at - interval '14 minutes'"
        );
        Assert.That(await LoginAsync(there, email, GoodPassword), Is.EqualTo(401), "A minute is left.");
        await Database.ReadAsync<object>("UPDATE login_attempts SET forgotten_at = forgotten_at - interval '1 minute'");
        Assert.That(await LoginAsync(there, email, GoodPassword), Is.EqualTo(200), "It is over.");
    }

    [TestCase(25, 200)]
    [TestCase(-25, 200)]
    [TestCase(40, 401)]
    [TestCase(600, 401)]
    public async Task A_token_of_a_clock_that_is_ahead_passes_within_thirty_seconds(int seconds, int status)
    {
        await using var wrong = NewHost(TimeSpan.FromSeconds(seconds));
        using var there = wrong.CreateClient();

        var pair = await there.PairAsync((await new SessionForge(Database).NewAsync()).Token);

        Assert.That(await Client.SessionsAsync(pair.Access), Is.EqualTo(status));
        Assert.That(await there.SessionsAsync(pair.Access), Is.EqualTo(200), "Where it was issued.");
    }

    [TestCase(-25, 200)]
    [TestCase(-40, 401)]
    [TestCase(600, 200)]
    [TestCase(640, 401)]
    public async Task A_token_of_a_right_clock_passes_another_within_thirty_seconds(int seconds, int status)
    {
        await using var wrong = NewHost(TimeSpan.FromSeconds(seconds));
        using var there = wrong.CreateClient();

        var pair = await Client.PairAsync((await new SessionForge(Database).NewAsync()).Token);

        // A token lives for ten minutes, and for the skew.
        Assert.That(await there.SessionsAsync(pair.Access), Is.EqualTo(status));
    }

    [Test]
    public async Task A_revocation_counts_on_an_instance_whose_clock_is_ten_minutes_ahead()
    {
        await using var wrong = NewHost(TimeSpan.FromMinutes(10));
        using var there = wrong.CreateClient();
        var session = await new SessionForge(Database).NewAsync();
        var pair = await there.PairAsync(session.Token);

        Assert.That((await Client.LogoutAsync(pair.Refresh)).Status, Is.EqualTo(204));

        Assert.That(
            await Eventually.Async(() => there.SessionsAsync(pair.Access), status => status == 401),
            Is.EqualTo(401)
        );
    }

    private ApiHost NewHost(TimeSpan offset) =>
        new(Database.ConnectionString, Settings)
        {
            Replace = services => services.AddSingleton<TimeProvider>(new OffsetClock(offset)),
        };

    private static async Task<int> LoginAsync(HttpClient client, string email, string password) =>
        (
            await client.SendAsync(
                HttpMethod.Post,
                "/v1/auth/login",
                JsonContent.Of(new { email, password }),
                address: "203.0.113.77"
            )
        ).Status;

    private Task<object?> AgeAsync(ForgedSession session, string change) =>
        Database.ReadAsync<object>($"UPDATE sessions SET {change} WHERE id = $1", session.Id);
}
