using Enterprise.Application.Passwords;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Common;
using Enterprise.Tests.Support;
using Microsoft.Extensions.Options;

namespace Enterprise.Tests.Application.Passwords;

[Parallelizable(ParallelScope.All)]
public sealed class PasswordHashGovernorTests
{
    private const int MaxWait = 500;

    [Test]
    public async Task No_more_than_the_permitted_number_run_at_a_time_whoever_calls()
    {
        const int permits = 3;
        using var governor = New(permits, queue: 1000);
        int running = 0,
            most = 0;

        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 500)
                .Select(i =>
                    Task.Run(() =>
                        governor.RunAsync(
                            () =>
                            {
                                Raise(ref most, Interlocked.Increment(ref running));
                                for (var turn = 0; turn < 50; turn++)
                                    Thread.Yield();
                                Interlocked.Decrement(ref running);
                                return i;
                            },
                            CancellationToken.None
                        )
                    )
                )
        );

        Assert.That(results.Select(Value), Is.EqualTo(Enumerable.Range(0, 500)), "Each gets its own result.");
        Assert.That(most, Is.InRange(1, permits));
    }

    [Test]
    public async Task As_many_as_permitted_do_run_at_a_time()
    {
        using var governor = New(permits: 3, queue: 0);
        using var meeting = new Barrier(3);

        var met = await Task.WhenAll(
            Enumerable
                .Range(0, 3)
                .Select(_ => governor.RunAsync(() => meeting.SignalAndWait(Wait.Bound), CancellationToken.None))
        );

        Assert.That(met.Select(Value), Is.All.True);
    }

    [Test]
    public async Task What_finds_the_queue_full_is_refused_at_once()
    {
        using var governor = New(permits: 1, queue: 2);
        using var stuck = new HashBlocker(governor);
        var waiting = new[] { stuck.Add(), stuck.Add() };

        Assert.That(governor.Capacity, Is.EqualTo(3));
        Assert.That(governor.IsFull, Is.True);
        var refused = stuck.Add();
        Assert.That(refused.IsCompletedSuccessfully, Is.True, "It does not wait for anything.");
        Assert.That((await refused).Failure, Is.SameAs(PasswordFailures.Busy));

        stuck.Release();
        await stuck.First;
        foreach (var task in waiting)
            Assert.That((await task).Failure, Is.Null);
        Assert.That(governor.IsFull, Is.False);
        Assert.That(stuck.Runs, Is.EqualTo(3));
    }

    [Test]
    public async Task What_waited_too_long_is_refused_and_never_run()
    {
        var clock = new ManualClock();
        using var governor = New(permits: 1, queue: 5, clock);
        using var stuck = new HashBlocker(governor);
        var late = stuck.Add();

        clock.Advance(TimeSpan.FromMilliseconds(MaxWait - 1));
        Assert.That(late.IsCompleted, Is.False, "Its time has not come.");
        clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That((await late).Failure, Is.SameAs(PasswordFailures.Busy));
        stuck.Release();
        Assert.That((await stuck.First).Failure, Is.Null, "What had begun is not given up.");
        Assert.That(await RunAsync(governor, 7), Is.EqualTo(7), "The queue goes on behind it.");
        Assert.That(stuck.Runs, Is.EqualTo(1));
    }

    [Test]
    public async Task The_work_of_callers_who_have_gone_is_never_run()
    {
        using var governor = New(permits: 1, queue: 100);
        using var stuck = new HashBlocker(governor);
        using var gone = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 50).Select(_ => stuck.Add(gone.Token)).ToArray();

        await gone.CancelAsync();

        foreach (var task in waiting)
            Assert.That(() => task, Throws.InstanceOf<OperationCanceledException>());
        stuck.Release();
        await stuck.First;
        Assert.That(await RunAsync(governor, 7), Is.EqualTo(7));
        Assert.That(stuck.Runs, Is.EqualTo(1));
    }

    [Test]
    public async Task A_caller_who_was_gone_before_takes_no_place()
    {
        using var governor = New(permits: 1, queue: 0);

        for (var i = 0; i < 10; i++)
            Assert.That(
                () => governor.RunAsync(() => 1, new CancellationToken(canceled: true)),
                Throws.InstanceOf<OperationCanceledException>()
            );

        Assert.That(await RunAsync(governor, 7), Is.EqualTo(7));
    }

    [Test]
    public async Task Work_that_ran_counts_even_when_its_caller_left_meanwhile()
    {
        using var governor = New(permits: 1, queue: 0);
        using var gone = new CancellationTokenSource();
        using var stuck = new HashBlocker(governor, gone.Token);

        await gone.CancelAsync();
        stuck.Release();

        Assert.That((await stuck.First).Failure, Is.Null, "What was verified must be counted.");
    }

    [Test]
    public async Task An_exception_reaches_its_caller_and_the_thread_survives()
    {
        using var governor = New(permits: 1, queue: 0);

        for (var i = 0; i < 5; i++)
            Assert.That(
                () => governor.RunAsync<int>(() => throw new InvalidDataException("broken"), CancellationToken.None),
                Throws.TypeOf<InvalidDataException>().With.Message.EqualTo("broken")
            );

        Assert.That(await RunAsync(governor, 7), Is.EqualTo(7));
    }

    [Test]
    public async Task Places_come_back_after_refusals()
    {
        using var governor = New(permits: 1, queue: 1);
        using var stuck = new HashBlocker(governor);
        var waiting = stuck.Add();

        for (var i = 0; i < 100; i++)
            Assert.That((await stuck.Add()).Failure, Is.SameAs(PasswordFailures.Busy));
        stuck.Release();
        await Task.WhenAll(stuck.First, waiting);

        Assert.That(governor.IsFull, Is.False);
        Assert.That(await RunAsync(governor, 7), Is.EqualTo(7));
    }

    [Test]
    public async Task Hashes_run_on_threads_of_their_own_and_what_follows_does_not()
    {
        using var governor = New(permits: 1, queue: 0);

        var pooled = Value(
            await governor.RunAsync(() => Thread.CurrentThread.IsThreadPoolThread, CancellationToken.None)
        );

        Assert.That(pooled, Is.False);
        Assert.That(Thread.CurrentThread.Name ?? "", Does.Not.StartWith("password-hash"));
    }

    [Test]
    public async Task First_come_first_served()
    {
        using var governor = New(permits: 1, queue: 100);
        using var stuck = new HashBlocker(governor);
        List<int> order = [];
        var waiting = Enumerable
            .Range(0, 50)
            .Select(i => governor.RunAsync(() => Add(order, i), CancellationToken.None))
            .ToArray();

        stuck.Release();
        await Task.WhenAll(waiting);

        Assert.That(order, Is.EqualTo(Enumerable.Range(0, 50)));
    }

    private static int Add(List<int> list, int item)
    {
        list.Add(item);
        return item;
    }

    private static void Raise(ref int most, int to)
    {
        for (var seen = Volatile.Read(ref most); to > seen; seen = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, to, seen);
    }

    private static PasswordHashGovernor New(int permits, int queue, TimeProvider? clock = null) =>
        new(
            Options.Create(
                new PasswordOptions
                {
                    ConcurrentHashes = permits,
                    QueueLength = queue,
                    // On the real clock a test must not depend on how fast the machine is.
                    MaxWaitMilliseconds = clock is null ? 60_000 : MaxWait,
                }
            ),
            clock ?? TimeProvider.System,
            new PasswordMetrics(new MeterLab(), clock ?? TimeProvider.System)
        );

    private static async Task<int> RunAsync(PasswordHashGovernor governor, int value) =>
        Value(await governor.RunAsync(() => value, CancellationToken.None));

    private static T Value<T>(Result<T> result) =>
        result.TryGet(out var value, out var failure) ? value : throw new AssertionException(failure.Code);
}
