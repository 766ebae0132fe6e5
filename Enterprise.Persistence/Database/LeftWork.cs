using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Enterprise.Persistence.Database;

/// <summary>
/// Ends work that nobody waits for any more, because its time was up or its client has gone. On a thread of its own: the driver cancels by
/// opening a second connection and waits for it, which a server that is frozen can make seconds, and requests need their threads.
/// </summary>
internal sealed class LeftWork : IDisposable
{
    private readonly BlockingCollection<(Task Work, CancellationTokenSource Stop)> queue = [];
    private readonly ILogger<LeftWork> logger;
    private int count;

    public LeftWork(ILogger<LeftWork> logger)
    {
        this.logger = logger;
        new Thread(Run) { IsBackground = true, Name = "database-left-work" }.Start();
    }

    /// <summary>What was left and has not ended.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Takes over what has not ended; of what has, nothing is left to do.</summary>
    public void Leave(Task work, CancellationTokenSource stop)
    {
        if (work.IsCompleted)
        {
            // It may have failed in the moment between its caller's end and now, and nobody else would look.
            _ = work.Exception;
            stop.Dispose();
        }
        else
        {
            Interlocked.Increment(ref count);
            SpareThreads.Lend();
            try
            {
                queue.Add((work, stop));
            }
            // The program is at its end, and no longer waits for requests that are not.
            catch (InvalidOperationException)
            {
                _ = Task.Run(() => End(work, stop));
            }
        }
    }

    public void Dispose() => queue.CompleteAdding();

    private void Run()
    {
        foreach (var (work, stop) in queue.GetConsumingEnumerable())
            End(work, stop);
    }

    private void End(Task work, CancellationTokenSource stop)
    {
        // What becomes of it is for the log alone; it also has to be looked at, or it would count as an exception that nobody saw.
        _ = work.ContinueWith(
            ended =>
            {
                SpareThreads.GiveBack();
                Interlocked.Decrement(ref count);
                stop.Dispose();
                logger.LeftWorkEnded(ended.Exception?.GetBaseException().GetType().Name ?? ended.Status.ToString());
            },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default
        );
        if (!work.IsCompleted)
            Stop(stop);
    }

    /// <summary>It may end, and dispose of its source, at this very moment.</summary>
    private void Stop(CancellationTokenSource stop)
    {
        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            logger.LeftWorkEnded(nameof(ObjectDisposedException));
        }
        // Of any kind, from whoever registered with the token: an exception that gets out of here would end the program.
        catch (AggregateException exception)
        {
            logger.LeftWorkEnded(exception.GetBaseException().GetType().Name);
        }
    }
}
