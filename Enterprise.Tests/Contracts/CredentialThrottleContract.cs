using System.Net;
using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Sessions;
using Enterprise.Domain.Audit;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Contracts;

/// <summary>What every <see cref="ICredentialThrottle"/> does. Its tests move time, so they run one after the other.</summary>
[Parallelizable(ParallelScope.Self)]
public abstract class CredentialThrottleContract
{
    /// <summary>Few a minute, so that the time a test takes earns nothing back: one request in 20 seconds.</summary>
    protected static readonly CredentialLimitOptions Limits = new() { CredentialsPerMinutePerClient = 3 };

    /// <summary>The port with <see cref="Limits"/>; a new instance on the same storage with every call, as another machine has it.</summary>
    protected abstract ICredentialThrottle NewThrottle();

    /// <summary>Lets time pass for all that is stored.</summary>
    protected abstract Task AdvanceAsync(TimeSpan time);

    /// <summary>The audit entries that were written for a request.</summary>
    protected abstract Task<IReadOnlyList<AuditFact>> AuditOfAsync(string requestId);

    [Test]
    public async Task As_many_as_the_limit_pass_at_once_and_the_next_is_told_how_long_to_wait()
    {
        var origin = Given.Origin();

        for (var i = 0; i < 3; i++)
            Assert.That(await TakeAsync(origin), Is.Null);

        Assert.That(await TakeAsync(origin), Is.GreaterThan(TimeSpan.Zero).And.LessThanOrEqualTo(Limits.Interval));
    }

    [Test]
    public async Task Refusals_do_not_make_the_wait_longer()
    {
        var origin = await UsedUpAsync();

        for (var i = 0; i < 20; i++)
            Assert.That(await TakeAsync(origin), Is.LessThanOrEqualTo(Limits.Interval));
    }

    [Test]
    public async Task One_request_is_earned_back_with_every_interval()
    {
        var origin = await UsedUpAsync();
        await TakeAsync(origin);

        await AdvanceAsync(Limits.Interval);

        Assert.That(await TakeAsync(origin), Is.Null);
        Assert.That(await TakeAsync(origin), Is.Not.Null);
    }

    [Test]
    public async Task What_is_earned_back_is_never_more_than_the_limit()
    {
        var origin = await UsedUpAsync();

        await AdvanceAsync(TimeSpan.FromDays(1));

        for (var i = 0; i < 3; i++)
            Assert.That(await TakeAsync(origin), Is.Null);
        Assert.That(await TakeAsync(origin), Is.Not.Null);
    }

    [Test]
    public async Task Another_address_has_an_allowance_of_its_own()
    {
        await UsedUpAsync();

        Assert.That(await TakeAsync(Given.Origin()), Is.Null);
    }

    [Test]
    public async Task A_whole_64_of_IPv6_shares_one_allowance()
    {
        var origin = await UsedUpAsync();
        var neighbour = origin.Address!.GetAddressBytes();
        neighbour[15] ^= 0xff;
        neighbour[8] ^= 0xff;
        var stranger = origin.Address.GetAddressBytes();
        stranger[7] ^= 0x01;

        Assert.That(await TakeAsync(Given.Origin(new IPAddress(neighbour))), Is.Not.Null);
        Assert.That(await TakeAsync(Given.Origin(new IPAddress(stranger))), Is.Null);
    }

    [Test]
    public async Task Many_at_once_take_no_more_than_there_is()
    {
        var origin = Given.Origin();

        var waits = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => Task.Run(() => TakeAsync(origin.Again()))));

        Assert.That(waits.Count(wait => wait is null), Is.EqualTo(3));
    }

    [Test]
    public async Task Only_the_first_refusal_of_a_row_is_audited()
    {
        var origin = await UsedUpAsync();
        RequestOrigin first = origin.Again(),
            second = origin.Again(),
            later = origin.Again();

        await NewThrottle().TakeAsync(first, CancellationToken.None);
        await NewThrottle().TakeAsync(second, CancellationToken.None);
        await AdvanceAsync(Limits.Interval);
        await TakeAsync(origin);
        await NewThrottle().TakeAsync(later, CancellationToken.None);

        var refusal = new AuditFact(AuditAction.Throttle, AuditOutcome.Refused, null, null, first.RequestId);
        Assert.That(await AuditOfAsync(first.RequestId), Is.EqualTo([refusal]));
        Assert.That(await AuditOfAsync(second.RequestId), Is.Empty);
        Assert.That(await AuditOfAsync(later.RequestId), Is.EqualTo([refusal with { RequestId = later.RequestId }]));
    }

    private async Task<RequestOrigin> UsedUpAsync()
    {
        var origin = Given.Origin();
        for (var i = 0; i < 3; i++)
            await TakeAsync(origin);
        return origin;
    }

    private Task<TimeSpan?> TakeAsync(RequestOrigin origin) => NewThrottle().TakeAsync(origin, CancellationToken.None);
}
