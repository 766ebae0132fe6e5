using System.Collections.Concurrent;

namespace Enterprise.Tests.Support.Raw;

/// <summary>
/// Sends many requests over a few connections that are kept as long as the server keeps them: an answer that belongs to another
/// request is found by the id that it carries.
/// </summary>
internal sealed class RawSweep(Uri server)
{
    private const int AtOnce = 8;

    private readonly ConcurrentBag<string> faults = [];

    /// <summary>What was wrong, each with the request that it was wrong about.</summary>
    public static async Task<string[]> FaultsAsync(Uri server, IEnumerable<RawRequest> requests)
    {
        var sweep = new RawSweep(server);
        var waiting = new ConcurrentQueue<RawRequest>(requests);
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(worker => sweep.WorkAsync(waiting, worker)));
        return [.. sweep.faults.Order()];
    }

    private async Task WorkAsync(ConcurrentQueue<RawRequest> waiting, int worker)
    {
        RawConnection? connection = null;
        for (var number = 0; waiting.TryDequeue(out var request); number++)
        {
            using var limit = new CancellationTokenSource(Wait.Bound);
            try
            {
                var id = $"w{worker}-{number}";
                var answer = connection is null ? null : await AskAsync(connection, request, id, limit.Token);
                if (answer is null)
                {
                    // The server closes what it has refused to read.
                    connection?.Dispose();
                    connection = await RawConnection.OpenAsync(server, limit.Token);
                    answer = await AskAsync(connection, request, id, limit.Token);
                }
                if (FaultOf(request, id, answer) is { } fault)
                    faults.Add($"{request}: {fault}");
                if (answer is null or { IsLast: true })
                    connection = Close(connection);
            }
            catch (Exception exception) when (exception is MalformedAnswerException or OperationCanceledException)
            {
                faults.Add($"{request}: {exception.Message}");
                connection = Close(connection);
            }
        }
        connection?.Dispose();
    }

    private static async Task<RawAnswer?> AskAsync(
        RawConnection connection,
        RawRequest request,
        string id,
        CancellationToken ct
    )
    {
        await connection.SendAsync(request.Write(id), ct);
        return await connection.ReadAsync(ct, request.Method == "HEAD");
    }

    private static string? FaultOf(RawRequest request, string id, RawAnswer? answer)
    {
        if (answer is null)
            return "The server closed without an answer.";
        if (Promise.Fault(answer, request.Method == "HEAD") is { } fault)
            return fault;
        if (request.IsRefused && answer.Status < 400)
            return $"is not refused: {answer.Status} {answer.Text}";
        return answer.RequestId is null || answer.RequestId == id || request.Has("x-request-id")
            ? null
            : $"This is the answer of {answer.RequestId}: {answer.Status} {answer.Text}";
    }

    private static RawConnection? Close(RawConnection? connection)
    {
        connection?.Dispose();
        return null;
    }
}
