using System.Net;
using Enterprise.Application;
using Enterprise.Application.Sessions;
using Enterprise.Tests.Support;
using Microsoft.Extensions.Options;

namespace Enterprise.Tests.Application.Sessions;

[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CredentialBucketsTests
{
    private const int Limit = 60;

    private static readonly RequestOrigin Somebody = new(IPAddress.Parse("203.0.113.7"), null, "r");

    private readonly ManualClock clock = new();
    private readonly CredentialBuckets buckets;

    public CredentialBucketsTests() =>
        buckets = new CredentialBuckets(
            Options.Create(new CredentialLimitOptions { CredentialsPerMinutePerClient = Limit }),
            clock
        );

    [Test]
    public async Task Of_hundreds_at_once_one_more_than_the_allowance_reaches_the_database()
    {
        var waits = await Task.WhenAll(
            Enumerable.Range(0, 500).Select(_ => Task.Run(() => buckets.TakePassword(Somebody)))
        );

        Assert.That(waits.Count(wait => wait is null), Is.EqualTo(Limit + 1));
        Assert.That(waits.Where(wait => wait is not null), Is.All.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public void Passwords_and_refreshes_do_not_use_up_each_other()
    {
        for (var i = 0; i <= Limit; i++)
            buckets.TakePassword(Somebody);

        Assert.That(buckets.TakePassword(Somebody), Is.Not.Null);
        Assert.That(buckets.TakeRefresh(Somebody), Is.Null);
    }

    [Test]
    public void What_the_database_refused_is_refused_here_for_as_long_as_it_said()
    {
        Assert.That(buckets.TakePassword(Somebody), Is.Null);
        buckets.RefusedPassword(Somebody, TimeSpan.FromSeconds(1));

        clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.That(buckets.TakePassword(Somebody), Is.EqualTo(TimeSpan.FromMilliseconds(1)));
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(buckets.TakePassword(Somebody), Is.Null);
    }

    [Test]
    public void Each_first_request_too_many_reaches_the_database_to_be_audited()
    {
        for (var i = 0; i <= Limit; i++)
            Assert.That(buckets.TakePassword(Somebody), Is.Null);
        buckets.RefusedPassword(Somebody, TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(buckets.TakePassword(Somebody), Is.Null, "The one that came back.");
        Assert.That(buckets.TakePassword(Somebody), Is.Null, "The first that is too many again.");
        Assert.That(buckets.TakePassword(Somebody), Is.Not.Null);
    }
}
