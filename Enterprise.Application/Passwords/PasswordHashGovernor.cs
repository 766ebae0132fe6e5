using System.Collections.Concurrent;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Common;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Passwords;

/// <summary>
/// Runs hashes on threads of its own: as many at a time as it has permits, a bounded queue behind them, a bounded wait, and
/// no work for a client who has gone. So sign-ins can exhaust neither memory nor the thread pool that serves everyone else.
/// </summary>
public sealed class PasswordHashGovernor : IDisposable
{
    private readonly BlockingCollection<HashJob> queue = [];
    private readonly BlockingCollection<HashJob> done = [];
    private readonly TimeSpan maxWait;
    private readonly TimeProvider time;
    private readonly PasswordMetrics metrics;
    private int unfinished;
    private int working;

    public PasswordHashGovernor(IOptions<PasswordOptions> options, TimeProvider time, PasswordMetrics metrics)
    {
        this.time = time;
        this.metrics = metrics;
        var permits = options.Value.Permits;
        maxWait = options.Value.MaxWait;
        Capacity = permits + options.Value.QueueLength;
        working = permits;
        new Thread(Tell) { IsBackground = true, Name = "password-hash-results" }.Start();
        for (var i = 0; i < permits; i++)
            new Thread(Work) { IsBackground = true, Name = $"password-hash-{i}" }.Start();
    }

    /// <summary>Hashes at work and in the queue together, at the most.</summary>
    public int Capacity { get; }

    /// <summary>Whether one more would be refused at once; asked before anything is counted or read for it.</summary>
    public bool IsFull => Volatile.Read(ref unfinished) >= Capacity;

    /// <summary>
    /// Runs the work on a hashing thread; <c>passwords.busy</c> where the queue is full or the turn did not come in time.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller went away before the turn came: the work is never run.</exception>
    public async Task<Result<T>> RunAsync<T>(Func<T> work, CancellationToken ct)
    {
        if (Interlocked.Increment(ref unfinished) > Capacity)
        {
            Interlocked.Decrement(ref unfinished);
            metrics.RefusedAtOnce();
            return PasswordFailures.Busy;
        }
        var job = new HashJob<T>(work, metrics);
        try
        {
            queue.Add(job, ct);
            using var turn = new CancellationTokenSource(maxWait, time);
            await using var late = turn.Token.Register(job.GiveUp);
            await using var gone = ct.Register(job.GiveUp);
            var result = await job.Completion;
            // Work that ran counts, whoever is still there to hear of it; only what never ran is cancelled.
            if (result.Failure is null)
                return result;
            ct.ThrowIfCancellationRequested();
            metrics.RefusedLate();
            return result;
        }
        finally
        {
            // Of what could not even be queued: it does not wait any more.
            job.GiveUp();
            Interlocked.Decrement(ref unfinished);
        }
    }

    public void Dispose() => queue.CompleteAdding();

    private void Work()
    {
        PoliteThread.Become();
        foreach (var job in queue.GetConsumingEnumerable())
            if (job.Run())
                done.Add(job);
        if (Interlocked.Decrement(ref working) == 0)
            done.CompleteAdding();
    }

    /// <summary>
    /// On a thread that is not polite: whoever wakes the thread pool may have to add a thread to it, and a thread gets the niceness of the one
    /// that makes it, for good.
    /// </summary>
    private void Tell()
    {
        foreach (var job in done.GetConsumingEnumerable())
            job.Tell();
    }
}
