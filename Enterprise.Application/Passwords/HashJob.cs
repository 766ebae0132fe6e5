using System.Diagnostics;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Common;

namespace Enterprise.Application.Passwords;

/// <summary>One hash waiting for its turn. It is either started or given up, never both.</summary>
internal abstract class HashJob(PasswordMetrics metrics)
{
    private readonly long queuedAt = metrics.Queued();
    private readonly ActivityContext request = Activity.Current?.Context ?? default;
    private int claimed;

    /// <summary>Does the work unless it was given up; nobody hears of it yet. Gives whether there is something to tell.</summary>
    public bool Run()
    {
        if (!Claim())
            return false;
        Start();
        return true;
    }

    /// <summary>Tells whoever waits what the work gave.</summary>
    public abstract void Tell();

    /// <summary>Refuses the work unless it was started; its place in the queue becomes an empty step.</summary>
    public void GiveUp()
    {
        if (Claim())
            Refuse();
    }

    protected abstract void Start();

    protected abstract void Refuse();

    /// <summary>Measures the turn until it is disposed of.</summary>
    protected PasswordMetrics.Turn Begin() => metrics.Begin(queuedAt);

    /// <summary>The spans of the request that it is for.</summary>
    protected Activity? BeginSpan(PasswordMetrics.Turn turn) => HashSpans.Begin(request, turn.Waited);

    private bool Claim()
    {
        if (Interlocked.Exchange(ref claimed, 1) != 0)
            return false;
        metrics.Left();
        return true;
    }
}

/// <inheritdoc />
internal sealed class HashJob<T>(Func<T> work, PasswordMetrics metrics) : HashJob(metrics)
{
    // Continuations must not run on the thread that tells.
    private readonly TaskCompletionSource<Result<T>> completion = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    private Result<T> result = PasswordFailures.Busy;
    private Exception? fault;

    public Task<Result<T>> Completion => completion.Task;

    public override void Tell()
    {
        if (fault is null)
            completion.SetResult(result);
        else
            completion.SetException(fault);
    }

    protected override void Start()
    {
        try
        {
            result = Work();
        }
        catch (Exception exception)
        {
            fault = exception;
        }
    }

    protected override void Refuse() => completion.SetResult(PasswordFailures.Busy);

    /// <summary>Measured before anybody hears of the result.</summary>
    private T Work()
    {
        using var turn = Begin();
        using var span = BeginSpan(turn);
        try
        {
            return work();
        }
        catch
        {
            span?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }
}
