using Enterprise.Persistence.Database;
using Enterprise.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Enterprise.Tests.Persistence;

/// <summary>What the gate does with work that fails, is late, or is left; the database itself is asked elsewhere.</summary>
internal sealed class DatabaseGateTests
{
    private readonly ManualClock clock = new();
    private DatabaseCircuit circuit = null!;
    private LeftWork left = null!;
    private DatabaseGate gate = null!;
    private int tries;

    [SetUp]
    public void Make()
    {
        circuit = new DatabaseCircuit(clock);
        left = new LeftWork(NullLogger<LeftWork>.Instance);
        gate = new DatabaseGate(circuit, left, Options.Create(new DatabaseOptions()), clock);
        tries = 0;
    }

    [TearDown]
    public void Dispose()
    {
        left.Dispose();
        circuit.Dispose();
    }

    [TestCase("40001", 2)]
    [TestCase("40P01", 2)]
    [TestCase("57P01", 2)]
    [TestCase("0A000", 2)]
    [TestCase("57P02", 1)]
    [TestCase("23505", 1)]
    [TestCase("25006", 1)]
    [TestCase("57014", 1)]
    [TestCase("53300", 1)]
    public async Task What_was_undone_is_done_once_more(string state, int expected)
    {
        await Assert.ThrowsAsync<PostgresException>(() => gate.OnceAsync<int>(_ => FailAsync(Refusal(state)), default));

        Assert.That(tries, Is.EqualTo(expected));
    }

    [Test]
    public async Task What_was_cut_is_done_once_more_only_if_it_may_be_done_twice()
    {
        var cut = new NpgsqlException("cut", new IOException());

        await Assert.ThrowsAsync<NpgsqlException>(() => gate.OnceAsync<int>(_ => FailAsync(cut), default));
        Assert.That(tries, Is.EqualTo(1));
        await Assert.ThrowsAsync<NpgsqlException>(() => gate.IdempotentAsync<int>(_ => FailAsync(cut), default));
        Assert.That(tries, Is.EqualTo(3));
    }

    [Test]
    public async Task A_refusal_is_an_answer_of_a_server_that_is_there()
    {
        var asked = clock.GetTimestamp();
        clock.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<PostgresException>(() =>
            gate.OnceAsync<int>(_ => FailAsync(Refusal("23505")), default)
        );

        Assert.That(circuit.TryOpen(asked), Is.False);
    }

    [Test]
    public async Task What_is_left_while_the_program_ends_is_ended_too()
    {
        var stopped = new TaskCompletionSource();
        var waiting = gate.OnceAsync(token => NeverAsync(stopped, token), default);
        left.Dispose();

        clock.Advance(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.That(await Eventually.Async(() => Task.FromResult(left.Count), count => count == 0), Is.Zero);
    }

    [Test]
    public async Task A_second_try_that_succeeds_is_all_that_the_caller_sees()
    {
        var answer = await gate.OnceAsync(
            _ => ++tries == 1 ? throw Refusal("40001") : Task.FromResult("well"),
            default
        );

        Assert.That((answer, tries), Is.EqualTo(("well", 2)));
    }

    [Test]
    public async Task Who_waits_too_long_is_told_and_the_work_is_stopped()
    {
        var stopped = new TaskCompletionSource();
        var waiting = gate.OnceAsync(token => NeverAsync(stopped, token), default);

        clock.Advance(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await circuit.DoubtAsync(TimeSpan.FromSeconds(20), default);
    }

    [Test]
    public async Task Work_that_cannot_be_stopped_is_left_and_lends_the_pool_a_thread_until_it_ends()
    {
        var end = new TaskCompletionSource<int>();
        var waiting = gate.OnceAsync(_ => end.Task, default);

        clock.Advance(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        Assert.That(left.Count, Is.EqualTo(1));
        ThreadPool.GetMinThreads(out var least, out _);
        Assert.That(least, Is.GreaterThan(Environment.ProcessorCount));
        end.SetResult(0);
        Assert.That(await Eventually.Async(() => Task.FromResult(left.Count), count => count == 0), Is.Zero);
    }

    [Test]
    public async Task A_client_that_leaves_is_not_waited_for_and_its_work_is_stopped()
    {
        using var client = new CancellationTokenSource();
        var stopped = new TaskCompletionSource();
        var waiting = gate.OnceAsync(token => NeverAsync(stopped, token), client.Token);

        await client.CancelAsync();

        await Assert.CatchAsync<OperationCanceledException>(() => waiting);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.That(circuit.DoubtAsync(Timeout.InfiniteTimeSpan, default).IsCompleted, Is.False, "No reason to doubt.");
    }

    [Test]
    public async Task A_second_try_has_what_the_first_has_left_of_the_time()
    {
        var waiting = gate.OnceAsync<int>(
            async token =>
            {
                if (++tries > 1)
                    await Task.Delay(Timeout.Infinite, token);
                clock.Advance(TimeSpan.FromSeconds(1));
                throw Refusal("40001");
            },
            default
        );
        Assert.That(waiting.IsCompleted, Is.False);

        clock.Advance(TimeSpan.FromMilliseconds(600));

        await Assert.ThrowsAsync<TimeoutException>(() => waiting);
    }

    [Test]
    public async Task While_the_database_is_away_nothing_is_begun()
    {
        clock.Advance(TimeSpan.FromSeconds(1));
        circuit.TryOpen(clock.GetTimestamp());

        await Assert.ThrowsAsync<DatabaseAwayException>(() =>
            gate.IdempotentAsync<int>(_ => FailAsync(Refusal("08006")), default)
        );
        Assert.That(tries, Is.Zero);
    }

    [Test]
    public async Task Hundreds_that_wait_in_vain_are_all_told()
    {
        var waiting = Enumerable
            .Range(0, 500)
            .Select(_ => gate.OnceAsync(token => NeverAsync(new TaskCompletionSource(), token), default))
            .ToArray();

        clock.Advance(TimeSpan.FromSeconds(2));

        foreach (var task in waiting)
            Assert.That(await Task.WhenAny(task), Is.SameAs(task));
        Assert.That(waiting.Select(task => task.Exception?.InnerException), Is.All.InstanceOf<TimeoutException>());
        Assert.That(await Eventually.Async(() => Task.FromResult(left.Count), count => count == 0), Is.Zero);
    }

    private async Task<int> FailAsync(Exception exception)
    {
        tries++;
        await Task.Yield();
        throw exception;
    }

    private static async Task<int> NeverAsync(TaskCompletionSource stopped, CancellationToken ct)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, ct);
            return 0;
        }
        finally
        {
            stopped.SetResult();
        }
    }

    private static PostgresException Refusal(string state) => new("refused", "ERROR", "ERROR", state);
}
