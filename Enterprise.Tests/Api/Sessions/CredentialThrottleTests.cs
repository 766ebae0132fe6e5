using System.Globalization;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Sessions;

internal sealed class CredentialThrottleTests : ApiFixture
{
    private const int Limit = 10;

    protected override (string Key, string Value)[] Settings => [("Limits:CredentialsPerMinutePerClient", "10")];

    [Test]
    public async Task Of_two_hundred_requests_at_once_an_address_gets_its_allowance_and_one_entry_is_audited()
    {
        const string Address = "203.0.113.10";

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => LoginAsync(Address)));

        var refused = answers.Where(answer => answer.Status == 429).ToArray();
        Assert.Multiple(async () =>
        {
            // One more is earned every six seconds, should the run be slow.
            Assert.That(answers.Count(answer => answer.Status == 401), Is.InRange(Limit, Limit + 10));
            Assert.That(answers.Select(answer => answer.Status).Distinct(), Is.SubsetOf([401, 429]));
            Assert.That(refused.Select(answer => answer.Code), Is.All.EqualTo("request.too_many"));
            Assert.That(refused.Select(RetryAfter), Is.All.InRange(1, 60));
            Assert.That(
                await Database.ReadAsync<long>(
                    "SELECT count(*) FROM audit_entries WHERE action = 'sessions.throttle' AND host(address) = $1",
                    Address
                ),
                Is.InRange(1, 11)
            );
        });
    }

    [Test]
    public async Task Registrations_count_as_well_and_another_address_is_not_affected()
    {
        for (var i = 0; i < Limit; i++)
        {
            var email = Fresh.Email();
            var answer = await PostAsync("/v1/auth/register", new { email, password = GoodPassword }, "203.0.113.11");
            Assert.That(answer.Status, Is.EqualTo(201));
        }

        Assert.Multiple(async () =>
        {
            // A slow run earns one back every six seconds; without counting registrations there would be ten left.
            Assert.That(await ExhaustAsync("203.0.113.11"), Is.LessThan(Limit / 2));
            Assert.That((await LoginAsync("203.0.113.12")).Status, Is.EqualTo(401));
        });
    }

    [Test]
    public async Task Refreshes_have_an_allowance_of_their_own_so_that_guessing_neighbours_sign_nobody_out()
    {
        const string Address = "203.0.113.14";
        var session = await new SessionForge(Database).NewAsync();
        await ExhaustAsync(Address);

        var token = session.Token;
        Answer answer;
        var refreshed = 0;
        while ((answer = await Client.RefreshAsync(token, Address)).Status == 200)
            (token, refreshed) = (answer.Pair().Refresh, refreshed + 1);

        // A slow run earns one back every six seconds.
        Assert.That(refreshed, Is.InRange(Limit, Limit + 10));
        Assert.That((answer.Status, answer.Code), Is.EqualTo((429, "request.too_many")));
        Assert.That(RetryAfter(answer), Is.InRange(1, 60));
        Assert.That((await Client.RefreshAsync(token, "203.0.113.15")).Status, Is.EqualTo(200), "It was not spent.");
    }

    [Test]
    public async Task A_throttled_login_is_neither_counted_nor_verified()
    {
        var verified = await ExhaustAsync("203.0.113.13");

        Assert.That(
            await Database.ReadAsync<long>(
                "SELECT count(*) FROM audit_entries WHERE host(address) = '203.0.113.13' AND action = 'sessions.login'"
            ),
            Is.EqualTo(verified)
        );
    }

    /// <summary>Sends logins until one is throttled; gives how many were not.</summary>
    private async Task<int> ExhaustAsync(string address)
    {
        for (var i = 0; i < 100; i++)
            if ((await LoginAsync(address)).Status == 429)
                return i;
        throw new InvalidOperationException("A hundred logins were not throttled.");
    }

    private Task<Answer> LoginAsync(string address) =>
        PostAsync("/v1/auth/login", new { email = Fresh.Email(), password = GoodPassword }, address);

    private static int RetryAfter(Answer answer) =>
        int.Parse(answer.Header("Retry-After")!, CultureInfo.InvariantCulture);
}
