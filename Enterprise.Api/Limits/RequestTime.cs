namespace Enterprise.Api.Limits;

/// <summary>
/// The time of one request. While it works, its token fires when the time is up or the client leaves. When it begins to answer it has the
/// client's token again, so that no answer is cut short in silence: one that does not end in time ends the connection.
/// </summary>
internal sealed class RequestTime : IDisposable
{
    private readonly HttpContext context;
    private readonly CancellationToken client;
    private readonly Deadline deadline;
    private CancellationTokenRegistration cut;
    private bool answers;

    public RequestTime(HttpContext context, Deadline deadline)
    {
        this.context = context;
        this.deadline = deadline;
        client = context.RequestAborted;
        context.RequestAborted = deadline.Token;
        context.Features.Set(this);
    }

    /// <summary>The time was up before there was an answer.</summary>
    public bool HasExpired => !answers && deadline.HasExpired;

    /// <summary>The time was up before the answer was out, and the connection is closed.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Called by whoever is about to write an answer.</summary>
    /// <exception cref="OperationCanceledException">The time was up before: there is another answer.</exception>
    public static void BeginAnswer(HttpContext context) => context.Features.Get<RequestTime>()?.BeginAnswer();

    public void Dispose()
    {
        cut.Dispose();
        context.Features.Set<RequestTime>(null);
        context.RequestAborted = client;
        deadline.Dispose();
    }

    private void BeginAnswer()
    {
        if (answers)
            return;
        deadline.Token.ThrowIfCancellationRequested();
        answers = true;
        context.RequestAborted = client;
        cut = deadline.Token.UnsafeRegister(static time => ((RequestTime)time!).Cut(), this);
    }

    private void Cut()
    {
        // A client who left ended the connection already.
        if (client.IsCancellationRequested)
            return;
        IsCut = true;
        context.Abort();
    }
}
