using Enterprise.Tests.Support;
using Enterprise.Tests.Support.Raw;
using Wire = Enterprise.Tests.Support.Raw.RawConnection;

namespace Enterprise.Benchmarks.Fuzz;

/// <summary>Sends over a connection that it keeps as long as the server does, and says what was wrong.</summary>
internal sealed class FuzzClient(Uri server, FuzzTally tally) : IDisposable
{
    private const string ControlId = "control";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>What is broken may wait for more; after this it is told that there is no more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private static readonly byte[] Control = System.Text.Encoding.ASCII.GetBytes(
        $"GET /health HTTP/1.1\r\nHost: localhost\r\nx-request-id: {ControlId}\r\n\r\n"
    );

    private Wire? connection;

    /// <summary>What was wrong; <c>null</c> for nothing.</summary>
    public async Task<string?> FaultAsync(FuzzRequest request, long number, byte[] bytes)
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            return request.IsFramed
                ? await AskAsync(request, number, bytes, limit.Token)
                : await ProvokeAsync(request, bytes, limit.Token);
        }
        catch (OperationCanceledException)
        {
            Close();
            return $"There is no answer in {Limit.TotalSeconds:F0} s.";
        }
        catch (MalformedAnswerException malformed)
        {
            Close();
            return malformed.Message;
        }
    }

    public void Dispose() => Close();

    private async Task<string?> AskAsync(FuzzRequest request, long number, byte[] bytes, CancellationToken ct)
    {
        var isReused = connection is not null;
        var answer = await SendAsync(bytes, request.IsHead, ct);
        if (answer is null && isReused)
        {
            // The server closes what it has given up, which may meet the next request.
            Close();
            answer = await SendAsync(bytes, request.IsHead, ct);
        }
        if (answer is null or { IsLast: true })
            Close();
        if (answer is null)
            return "The server closed without an answer.";
        if (Judge(answer, request.IsHead) is { } fault)
            return fault;
        return answer.RequestId is null || request.HasOwnId || answer.RequestId == FuzzRequest.IdOf(number)
            ? null
            : $"This is the answer to {answer.RequestId}: {answer.Status} {answer.Text}";
    }

    /// <summary>What may be one request, or two, or the half of one; then a good one, which gets its own answer or none.</summary>
    private async Task<string?> ProvokeAsync(FuzzRequest request, byte[] bytes, CancellationToken ct)
    {
        Close();
        try
        {
            connection = await Wire.OpenAsync(server, ct);
            await connection.SendAsync(bytes, ct);
            // Where it waits for more, as it may, the good request that follows may be taken for that.
            var (first, _) = await connection.ReadAsync(Patience, ct, request.IsHead);
            if (first is not null && Judge(first, request.IsHead) is { } fault)
                return fault;
            await connection.SendAsync(Control, ct);
            // It was waited for, and what it waited for made it an answer.
            var isHead = request.IsHead && first is null;
            while (
                await connection.ReadAsync(Patience, ct, isHead) is var (next, isSilent)
                && (next is not null || isSilent)
            )
                if (isSilent)
                    connection.EndSending();
                else if (Judge(next!, isHead) is { } later)
                    return $"what follows: {later}";
                else if (next!.RequestId == ControlId)
                    // Its first bytes may have been taken for a body that was said to be longer: any refusal is right.
                    return null;
                else
                    isHead = false;
            return null;
        }
        finally
        {
            Close();
        }
    }

    private async Task<RawAnswer?> SendAsync(byte[] bytes, bool isHead, CancellationToken ct)
    {
        connection ??= await Wire.OpenAsync(server, ct);
        await connection.SendAsync(bytes, ct);
        return await connection.ReadAsync(ct, isHead);
    }

    private string? Judge(RawAnswer answer, bool isHead)
    {
        tally.Count(answer.Status);
        // To have too much to do is no fault of a request, and says so.
        var isBusy = answer.Code is "passwords.busy" or "server.overloaded" && answer.Header("Retry-After") is not null;
        return isBusy ? null : Promise.Fault(answer, isHead);
    }

    private void Close()
    {
        connection?.Dispose();
        connection = null;
    }
}
