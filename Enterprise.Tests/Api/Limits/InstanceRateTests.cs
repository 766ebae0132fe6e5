using System.Globalization;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Api.Limits;

[Parallelizable(ParallelScope.Self)]
internal sealed class InstanceRateTests : ApiFixture
{
    private readonly StillClock clock = new();

    protected override (string Key, string Value)[] Settings =>
        [
            ("Limits:RequestsPerSecond", "10"),
            ("Limits:RequestsPerSecondPerClient", "3"),
            ("Limits:BurstPerClient", "3"),
        ];

    protected override void Replace(IServiceCollection services) => services.AddSingleton<TimeProvider>(clock);

    [Test]
    public async Task One_who_floods_uses_up_nobody_elses_requests()
    {
        Refill();
        var flood = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => AskAsync("203.0.113.1")));
        var others = await Task.WhenAll(Enumerable.Range(2, 7).Select(i => AskAsync($"203.0.113.{i}")));

        Assert.That(flood.Count(answer => answer.Status == 401), Is.EqualTo(3));
        Assert.That(others.Select(answer => answer.Status), Is.All.EqualTo(401));
    }

    [Test]
    public async Task Beyond_its_rate_an_instance_refuses_everybody_but_what_watches_it()
    {
        Refill();

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 250)
                .Select(i => AskAsync(string.Create(CultureInfo.InvariantCulture, $"198.51.100.{i}")))
        );

        var refused = answers.Where(answer => answer.Status == 503).ToArray();
        Assert.That(answers.Count(answer => answer.Status == 401), Is.EqualTo(10));
        Assert.That(refused, Has.Length.EqualTo(240));
        Assert.That(refused.Select(answer => answer.Code), Is.All.EqualTo("server.overloaded"));
        Assert.That(refused.Select(answer => answer.Header("Retry-After")), Is.All.EqualTo("1"));
        Assert.That(
            refused.Select(answer => answer.Header("RateLimit-Policy")),
            Is.All.EqualTo("\"instance\";q=10;w=1")
        );
        Assert.That(refused.Select(answer => answer.Header("RateLimit")), Is.All.EqualTo("\"instance\";r=0;t=1"));
        Assert.That((await GetAsync("/health")).Status, Is.EqualTo(200));
    }

    private void Refill() => clock.Advance(TimeSpan.FromSeconds(1));

    private Task<Answer> AskAsync(string address) => Client.SendAsync(HttpMethod.Get, "/v1/me", address: address);
}
