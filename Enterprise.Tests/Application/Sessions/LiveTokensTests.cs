using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Sessions;
using Enterprise.Tests.Contracts;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Application.Sessions;

/// <summary>Memory while it is complete, else the database, and never neither.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LiveTokensTests
{
    private readonly ManualClock clock = new();
    private readonly Revocations revocations;
    private readonly AskedStore store = new();
    private readonly LiveTokens live;
    private readonly AccessToken token = new(
        Given.NewId(),
        Given.NewId(),
        Given.NewId(),
        DateTimeOffset.UnixEpoch,
        DateTimeOffset.UnixEpoch,
        new Entitlements([], [], [1])
    );

    public LiveTokensTests()
    {
        revocations = new Revocations(clock);
        live = new LiveTokens(revocations, store);
    }

    [Test]
    public async Task While_all_is_known_nobody_is_asked()
    {
        revocations.MarkComplete(clock.GetTimestamp());

        Assert.That(await IsLiveAsync(), Is.True);
        Assert.That(store.Asked, Is.Zero);
    }

    [Test]
    public async Task What_is_revoked_is_refused_without_asking_whether_all_is_known_or_not()
    {
        revocations.Add(Revocation.OfSession(token.SessionId));
        Assert.That(await IsLiveAsync(), Is.False);
        revocations.MarkComplete(clock.GetTimestamp());
        Assert.That(await IsLiveAsync(), Is.False);

        Assert.That(store.Asked, Is.Zero);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Otherwise_the_database_says(bool answer)
    {
        store.Answer = () => answer;
        Assert.That(await IsLiveAsync(), Is.EqualTo(answer), "The feed has never spoken.");

        revocations.MarkComplete(clock.GetTimestamp());
        clock.Advance(Revocations.Bound);
        Assert.That(await IsLiveAsync(), Is.EqualTo(answer), "A second ago is too long ago.");

        Assert.That(store.Asked, Is.EqualTo(2));
    }

    [Test]
    public void Where_neither_can_say_nobody_is_let_in()
    {
        store.Answer = () => throw new TimeoutException();

        Assert.That(IsLiveAsync, Throws.InstanceOf<TimeoutException>());
    }

    [Test]
    public async Task A_feed_that_catches_up_meanwhile_does_not_vouch_for_what_was_looked_up_before()
    {
        // Between the two looks of the code under test the clock is read: there the feed adds what it had missed.
        var catching = new CatchingClock(clock);
        var late = new Revocations(catching);
        catching.OnRead = () =>
        {
            catching.OnRead = null;
            late.Add(Revocation.OfSession(token.SessionId));
            late.MarkComplete(clock.GetTimestamp());
        };

        var isLive = await new LiveTokens(late, store).IsLiveAsync(token, default);

        Assert.That(isLive && store.Asked == 0, Is.False);
    }

    private Task<bool> IsLiveAsync() => live.IsLiveAsync(token, default).AsTask();

    /// <summary>Lets something happen when the time is asked for.</summary>
    private sealed class CatchingClock(TimeProvider clock) : TimeProvider
    {
        public Action? OnRead { get; set; }

        public override long TimestampFrequency => clock.TimestampFrequency;

        public override long GetTimestamp()
        {
            OnRead?.Invoke();
            return clock.GetTimestamp();
        }
    }

    private sealed class AskedStore : ISessionStore
    {
        public int Asked { get; private set; }

        public Func<bool> Answer { get; set; } = () => true;

        public Task<bool> IsLiveAsync(AccessToken token, CancellationToken ct)
        {
            Asked++;
            return Task.FromResult(Answer());
        }

        public Task<RefreshAttempt> RefreshAsync(RefreshToken token, RequestOrigin origin, CancellationToken ct) =>
            throw new NotSupportedException();

        public Task<bool> EndAsync(RefreshToken token, RequestOrigin origin, CancellationToken ct) =>
            throw new NotSupportedException();

        public Task<bool> EndAsync(Guid userId, Guid sessionId, RequestOrigin origin, CancellationToken ct) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<Guid>> EndAllAsync(Guid userId, RequestOrigin origin, CancellationToken ct) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<SessionDetails>> ListAsync(Guid userId, int limit, CancellationToken ct) =>
            throw new NotSupportedException();
    }
}
