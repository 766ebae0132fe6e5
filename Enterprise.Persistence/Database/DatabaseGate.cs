using Microsoft.Extensions.Options;
using Npgsql;

namespace Enterprise.Persistence.Database;

/// <summary>
/// The one way in which requests use the database. Every use is one piece of work, from taking a connection to giving it back, with a clock
/// of its own: a server that is frozen honours no cancellation, and the driver gives up on it after seven seconds at best. Work that
/// does not come back in time is left to the driver, and its caller is told. While the database is away nothing is even begun.
/// </summary>
/// <remarks>Work that was left may still be under way: it must not touch memory that its caller lends it.</remarks>
internal sealed class DatabaseGate(
    DatabaseCircuit circuit,
    LeftWork left,
    IOptions<DatabaseOptions> options,
    TimeProvider time
)
{
    /// <summary>For what changes many rows, and is allowed to take longer than <c>APP_DB__WAIT_MILLISECONDS</c>.</summary>
    public TimeSpan LongWait { get; } =
        TimeSpan.FromSeconds(Math.Max(options.Value.CommandSeconds, options.Value.Wait.TotalSeconds));

    /// <summary>Does the work; once more where it was undone, which is safe for whatever it is.</summary>
    /// <param name="work">Takes its connection, reads its answer and gives the connection back.</param>
    /// <param name="ct">Of the request; <c>None</c> from where its outcome must not depend on the client.</param>
    /// <param name="wait">For both tries together; else <c>APP_DB__WAIT_MILLISECONDS</c>.</param>
    /// <exception cref="TimeoutException">No answer in time: whether it was done is not known.</exception>
    /// <exception cref="DatabaseAwayException">The database is known to be away, and was not asked.</exception>
    public Task<T> OnceAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken ct, TimeSpan? wait = null) =>
        RunAsync(work, Repeatable.WasUndone, wait ?? options.Value.Wait, ct);

    /// <summary>The same for work that may be done twice: also once more where its connection was cut.</summary>
    /// <inheritdoc cref="OnceAsync"/>
    public Task<T> IdempotentAsync<T>(
        Func<CancellationToken, Task<T>> work,
        CancellationToken ct,
        TimeSpan? wait = null
    ) =>
        RunAsync(
            work,
            static exception => Repeatable.WasUndone(exception) || Repeatable.WasCut(exception),
            wait ?? options.Value.Wait,
            ct
        );

    private async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> work,
        Func<Exception, bool> mayRepeat,
        TimeSpan wait,
        CancellationToken ct
    )
    {
        var start = time.GetTimestamp();
        try
        {
            return await TryAsync(work, wait, ct);
        }
        catch (Exception exception) when (mayRepeat(exception) && time.GetElapsedTime(start) < wait)
        {
            return await TryAsync(work, wait - time.GetElapsedTime(start), ct);
        }
    }

    private async Task<T> TryAsync<T>(Func<CancellationToken, Task<T>> work, TimeSpan wait, CancellationToken ct)
    {
        if (circuit.IsOpen)
            throw new DatabaseAwayException();
        ct.ThrowIfCancellationRequested();
        var stop = new CancellationTokenSource();
        var task = work(stop.Token);
        try
        {
            var result = await task.WaitAsync(wait, time, ct);
            circuit.Answered();
            return result;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Judge(exception);
            throw;
        }
        finally
        {
            left.Leave(task, stop);
        }
    }

    /// <summary>A refusal by the server is an answer of it; no answer, or the end of a connection, is a reason to doubt that it is there.</summary>
    private void Judge(Exception exception)
    {
        var cause = DatabaseExceptions.Cause(exception);
        if (cause is PostgresException && !Repeatable.WasCut(cause))
            circuit.Answered();
        // Of a server that takes no writes any more the probe has to tell the pool.
        if (
            exception is TimeoutException
            || cause is { } and not PostgresException
            || (cause is not null && Repeatable.WasCut(cause))
            || cause is PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction }
        )
            circuit.Doubt();
    }
}
