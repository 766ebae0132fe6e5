using Enterprise.Application.Passwords;
using Enterprise.Application.Sessions;
using Enterprise.Tests.Support;
using Microsoft.Extensions.Options;

namespace Enterprise.Tests.Application.Sessions;

[Parallelizable(ParallelScope.All)]
public sealed class LoginTurnsTests
{
    private static readonly byte[] Ada = [1];
    private static readonly byte[] Bob = [2];

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(5)]
    [TestCase(1000)]
    public async Task As_many_of_a_pair_as_half_the_limit_are_let_in_at_once(int maxFailures)
    {
        var turns = New(maxFailures, wait: 1);
        var width = WidthOf(maxFailures);
        List<IDisposable?> taken = [];

        for (var i = 0; i < width; i++)
            taken.Add(await turns.TakeAsync(Ada, CancellationToken.None));

        Assert.That(taken, Has.None.Null);
        Assert.That(await turns.TakeAsync(Ada, CancellationToken.None), Is.Null, "The wait is bounded.");
        taken.ForEach(turn => turn!.Dispose());
        Assert.That(turns.Count, Is.Zero);
    }

    [Test]
    public async Task Another_pair_does_not_wait()
    {
        var turns = New(maxFailures: 1, wait: 60_000);
        using var ada = await turns.TakeAsync(Ada, CancellationToken.None);

        using var bob = await turns.TakeAsync(Bob, CancellationToken.None);

        Assert.That(bob, Is.Not.Null);
        Assert.That(turns.Count, Is.EqualTo(2));
    }

    [Test]
    public async Task A_turn_that_is_given_back_lets_the_next_one_in()
    {
        var turns = New(maxFailures: 1, wait: 60_000);
        var first = await turns.TakeAsync(Ada, CancellationToken.None);
        var next = turns.TakeAsync(Ada, CancellationToken.None);
        Assert.That(next.IsCompleted, Is.False);

        first!.Dispose();

        using var turn = await next;
        Assert.That(turn, Is.Not.Null);
    }

    [Test]
    public async Task A_waiter_who_goes_away_leaves_the_queue()
    {
        var turns = New(maxFailures: 1, wait: 60_000);
        using var gone = new CancellationTokenSource();
        var first = await turns.TakeAsync(Ada, CancellationToken.None);
        var waiter = turns.TakeAsync(Ada, gone.Token);

        await gone.CancelAsync();

        Assert.That(() => waiter, Throws.InstanceOf<OperationCanceledException>());
        first!.Dispose();
        Assert.That(turns.Count, Is.Zero);
        using var again = await turns.TakeAsync(Ada, CancellationToken.None);
        Assert.That(again, Is.Not.Null);
    }

    [Test]
    public async Task A_waiter_whose_time_ran_out_leaves_the_queue()
    {
        var turns = New(maxFailures: 1, wait: 1);
        var first = await turns.TakeAsync(Ada, CancellationToken.None);

        for (var i = 0; i < 20; i++)
            Assert.That(await turns.TakeAsync(Ada, CancellationToken.None), Is.Null);

        first!.Dispose();
        Assert.That(turns.Count, Is.Zero);
    }

    [Test]
    public async Task Hundreds_of_tasks_keep_to_the_width_and_leave_nothing_behind()
    {
        const int maxFailures = 5;
        var turns = New(maxFailures, wait: 60_000);
        var running = new int[8];
        var tooMany = 0;

        await Task.WhenAll(
            Enumerable
                .Range(0, 800)
                .Select(i =>
                    Task.Run(async () =>
                    {
                        var pair = i % running.Length;
                        using var turn = await turns.TakeAsync([(byte)pair], CancellationToken.None);
                        Assert.That(turn, Is.Not.Null);
                        if (Interlocked.Increment(ref running[pair]) > WidthOf(maxFailures))
                            Interlocked.Increment(ref tooMany);
                        await Task.Yield();
                        Interlocked.Decrement(ref running[pair]);
                    })
                )
        );

        Assert.That(tooMany, Is.Zero);
        Assert.That(turns.Count, Is.Zero);
    }

    [Test]
    public async Task Tasks_that_come_and_go_away_at_any_moment_leave_nothing_behind()
    {
        var turns = New(maxFailures: 1, wait: 60_000);

        await Task.WhenAll(
            Enumerable
                .Range(0, 400)
                .Select(i =>
                    Task.Run(async () =>
                    {
                        using var gone = new CancellationTokenSource();
                        var waiter = turns.TakeAsync(Ada, gone.Token);
                        if (i % 2 == 0)
                            await gone.CancelAsync();
                        try
                        {
                            using var turn = await waiter;
                            await Task.Yield();
                        }
                        catch (OperationCanceledException)
                        {
                            Assert.That(i % 2, Is.Zero);
                        }
                    })
                )
        );

        Assert.That(turns.Count, Is.Zero);
        using var last = await turns.TakeAsync(Ada, CancellationToken.None).WaitAsync(Wait.Bound);
        Assert.That(last, Is.Not.Null, "No turn was lost.");
    }

    private static int WidthOf(int maxFailures) => Math.Max(1, Math.Min(maxFailures / 2, Environment.ProcessorCount));

    private static LoginTurns New(int maxFailures, int wait) =>
        new(
            Options.Create(new LockoutOptions { MaxFailures = maxFailures }),
            Options.Create(new PasswordOptions { MaxWaitMilliseconds = wait })
        );
}
