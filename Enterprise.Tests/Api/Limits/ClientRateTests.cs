using Enterprise.Application.Limits;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Api.Limits;

internal sealed class ClientRateTests : ApiFixture
{
    private const string Policy = "\"client\";q=20;w=2";

    private readonly StillClock clock = new();
    private readonly MeterLab meters = new();
    private int addresses;

    protected override (string Key, string Value)[] Settings =>
        [("Limits:RequestsPerSecondPerClient", "10"), ("Limits:BurstPerClient", "20")];

    protected override void Replace(IServiceCollection services)
    {
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton<System.Diagnostics.Metrics.IMeterFactory>(meters);
    }

    [OneTimeTearDown]
    public void StopMeters() => meters.Dispose();

    [Test]
    public async Task Of_hundreds_at_once_exactly_the_burst_is_answered_and_the_rest_is_told_to_wait()
    {
        var address = NextAddress();

        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => AskAsync("/v1/me", address)));

        var refused = answers.Where(answer => answer.Status == 429).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(answers.Count(answer => answer.Status == 401), Is.EqualTo(20), "Without a token, and counted.");
            Assert.That(refused, Has.Length.EqualTo(280));
            Assert.That(refused.Select(answer => answer.Code), Is.All.EqualTo("request.too_many"));
            Assert.That(refused.Select(answer => answer.Header("Retry-After")), Is.All.EqualTo("1"));
            Assert.That(answers.Select(answer => answer.Header("RateLimit-Policy")), Is.All.EqualTo(Policy));
            Assert.That(refused.Select(answer => answer.Header("RateLimit")), Is.All.EqualTo("\"client\";r=0;t=2"));
            Assert.That(meters.Sum(LimitMetrics.Refusals), Is.GreaterThanOrEqualTo(280), "Other tests refuse too.");
            Assert.That(meters.Tags(LimitMetrics.Refusals), Is.All.EqualTo("limit=client"));
        });
    }

    [Test]
    public async Task Each_answer_says_what_is_left_and_when_all_of_it_is_there_again()
    {
        var address = NextAddress();

        var first = await AskAsync("/v1/permissions", address);
        for (var i = 0; i < 8; i++)
            await AskAsync("/v1/permissions", address);
        var tenth = await AskAsync("/v1/permissions", address);
        var eleventh = await AskAsync("/v1/permissions", address);

        Assert.That(first.Header("RateLimit"), Is.EqualTo("\"client\";r=19;t=1"));
        Assert.That(tenth.Header("RateLimit"), Is.EqualTo("\"client\";r=10;t=1"));
        Assert.That(eleventh.Header("RateLimit"), Is.EqualTo("\"client\";r=9;t=2"));
    }

    [TestCase("/nowhere", 404)]
    [TestCase("/v1/auth/login", 405)]
    public async Task What_no_route_takes_is_counted_too(string path, int status)
    {
        var address = NextAddress();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => AskAsync(path, address)));

        Assert.That(answers.Count(answer => answer.Status == status), Is.EqualTo(20));
        Assert.That(answers.Count(answer => answer.Status == 429), Is.EqualTo(30));
    }

    [Test]
    public async Task What_watches_the_program_is_never_refused_and_not_counted()
    {
        var address = NextAddress();
        await UseUpAsync(address);

        foreach (var path in (string[])["/health", "/ready", "/version"])
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => AskAsync(path, address)));
            Assert.That(answers.Select(answer => answer.Status), Is.All.Not.EqualTo(429), path);
            Assert.That(answers.Select(answer => answer.Header("RateLimit")), Is.All.Null, path);
        }
    }

    [Test]
    public async Task A_whole_64_of_IPv6_shares_a_bucket_and_its_neighbour_has_another()
    {
        await UseUpAsync("2001:db8:7:1::1");

        Assert.That((await AskAsync("/v1/me", "2001:db8:7:1:ffff::2")).Status, Is.EqualTo(429));
        Assert.That((await AskAsync("/v1/me", "2001:db8:7:2::1")).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task Users_behind_one_address_have_a_bucket_each()
    {
        var one = await NewTokenAsync((await NewAccountAsync()).Email);
        var other = await NewTokenAsync((await NewAccountAsync()).Email);

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => GetAsync("/v1/me", one)));

        Assert.That(answers.Count(answer => answer.Status == 200), Is.EqualTo(20));
        Assert.That((await GetAsync("/v1/me", other)).Status, Is.EqualTo(200));
        Assert.That(
            (await Client.SendAsync(HttpMethod.Get, "/v1/me", token: one, address: NextAddress())).Status,
            Is.EqualTo(429),
            "Another address does not help."
        );
    }

    [Test]
    public async Task A_token_that_is_not_valid_counts_for_the_address()
    {
        var address = NextAddress();
        await UseUpAsync(address);

        var answer = await Client.SendAsync(HttpMethod.Get, "/v1/me", token: "no.such.token", address: address);

        Assert.That(answer.Status, Is.EqualTo(429));
    }

    [Test]
    public async Task One_comes_back_with_every_interval()
    {
        var address = NextAddress();
        await UseUpAsync(address);

        clock.Advance(TimeSpan.FromMilliseconds(100));

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => AskAsync("/v1/me", address)));
        Assert.That(answers.Count(answer => answer.Status == 401), Is.EqualTo(1));
    }

    private async Task UseUpAsync(string address)
    {
        for (var i = 0; i < 20; i++)
            Assert.That((await AskAsync("/v1/me", address)).Status, Is.EqualTo(401));
        Assert.That((await AskAsync("/v1/me", address)).Status, Is.EqualTo(429));
    }

    private Task<Answer> AskAsync(string path, string address) =>
        Client.SendAsync(HttpMethod.Get, path, address: address);

    private string NextAddress() => $"203.0.113.{Interlocked.Increment(ref addresses)}";
}
