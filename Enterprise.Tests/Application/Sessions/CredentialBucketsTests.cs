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
    private int asked;

    public CredentialBucketsTests() =>
        buckets = new CredentialBuckets(
            Options.Create(new CredentialLimitOptions { CredentialsPerMinutePerClient = Limit }),
            clock
        );

    [Test]
    public async Task Of_hundreds_at_once_one_more_than_the_allowance_reaches_the_database()
    {
        var waits = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Task.Run(() => AskAsync())));

        Assert.That(waits.Count(wait => wait is null), Is.EqualTo(Limit + 1));
        Assert.That(waits.Where(wait => wait is not null), Is.All.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(asked, Is.EqualTo(Limit + 1));
    }

    [Test]
    public async Task Passwords_and_refreshes_do_not_use_up_each_other()
    {
        for (var i = 0; i <= Limit; i++)
            await AskAsync();

        Assert.That(await AskAsync(), Is.Not.Null);
        Assert.That(
            await buckets.RefreshAsync<TimeSpan?>(
                Somebody,
                wait => wait,
                _ => AnswerAsync(null),
                wait => wait,
                default
            ),
            Is.Null
        );
    }

    [Test]
    public async Task What_the_database_refused_is_refused_here_for_as_long_as_it_said()
    {
        Assert.That(await AskAsync(TimeSpan.FromSeconds(1)), Is.EqualTo(TimeSpan.FromSeconds(1)));

        clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.That(await AskAsync(), Is.EqualTo(TimeSpan.FromMilliseconds(1)));
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(await AskAsync(), Is.Null);
    }

    [Test]
    public async Task Each_first_request_too_many_reaches_the_database_to_be_audited()
    {
        for (var i = 0; i < Limit; i++)
            Assert.That(await AskAsync(), Is.Null);
        await AskAsync(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(await AskAsync(), Is.Null, "The one that came back.");
        Assert.That(await AskAsync(), Is.Null, "The first that is too many again.");
        Assert.That(await AskAsync(), Is.Not.Null);
    }

    [Test]
    public async Task An_outage_of_the_database_uses_up_no_allowance()
    {
        for (var i = 0; i < 3 * Limit; i++)
            await Assert.ThrowsAsync<TimeoutException>(() => FailAsync(new TimeoutException()));

        Assert.That(await AskAsync(), Is.Null);
    }

    [Test]
    public async Task Who_leaves_gets_nothing_back()
    {
        for (var i = 0; i <= Limit; i++)
            await Assert.CatchAsync<OperationCanceledException>(() => FailAsync(new OperationCanceledException()));

        Assert.That(await AskAsync(), Is.Not.Null);
    }

    private Task<TimeSpan?> AskAsync(TimeSpan? answer = null) =>
        buckets.PasswordAsync(Somebody, wait => wait, _ => AnswerAsync(answer), wait => wait, default);

    private Task<TimeSpan?> FailAsync(Exception exception) =>
        buckets.PasswordAsync<TimeSpan?>(
            Somebody,
            wait => wait,
            _ => Task.FromException<TimeSpan?>(exception),
            wait => wait,
            default
        );

    private Task<TimeSpan?> AnswerAsync(TimeSpan? answer)
    {
        Interlocked.Increment(ref asked);
        return Task.FromResult(answer);
    }
}
