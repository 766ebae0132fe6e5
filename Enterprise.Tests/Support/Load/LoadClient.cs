using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Enterprise.Tests.Support.Proxies;
using Enterprise.Tests.Support.Raw;

namespace Enterprise.Tests.Support.Load;

/// <summary>
/// Somebody who is signed in: looks at the account, changes the name and renews the session, one request after the other on one
/// connection. It behaves as README tells clients to: what got no answer is sent again, a refresh token within its ten seconds too.
/// </summary>
internal sealed class LoadClient(ProxyProcess proxy, ForgedSession session, LoadTally tally, LoadSettings settings)
    : IDisposable
{
    private static readonly LoadKind[] Round = [LoadKind.Get, LoadKind.Patch, LoadKind.Get, LoadKind.Refresh];

    /// <summary>A session is only lost where it cannot be renewed, however often it is tried.</summary>
    private const int LastTries = 5;

    private readonly KeptConnection connection = new(proxy);
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string refreshToken = session.Token;
    private string? accessToken;

    /// <summary>Ends when the client has got its first answer to each kind of request.</summary>
    public Task Started => started.Task;

    /// <summary>Goes on until it is stopped; what was begun is finished.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var pause = TimeSpan.FromSeconds(1 / settings.PerSecond);
        // Not all in the same instant.
        await PauseAsync(pause * (RandomNumberGenerator.GetInt32(100) / 100.0), stop);
        for (var turn = 0; !stop.IsCancellationRequested; turn++)
        {
            var begun = TimeProvider.System.GetTimestamp();
            await AskAsync(accessToken is null ? LoadKind.Refresh : Round[turn % Round.Length]);
            // One to renew, one to write, one to read.
            if (turn >= 2)
                started.TrySetResult();
            var rest = pause - TimeProvider.System.GetElapsedTime(begun);
            if (rest > TimeSpan.Zero)
                await PauseAsync(rest, stop);
        }
    }

    /// <summary>Whether the session is still there: null, or why not.</summary>
    public async Task<string?> FindLossAsync()
    {
        string? last = null;
        for (var tries = 0; tries < LastTries; tries++)
        {
            using var limit = new CancellationTokenSource(settings.Patience);
            var exchange = await connection.SendAsync(Refresh(), limit.Token);
            if (exchange.Answer is { Status: 200 })
                return null;
            last = exchange.Answer is { } refusal ? Status(refusal) : exchange.Fault;
            if (exchange.Answer is { Status: 401 })
                break;
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
        return $"{session.Id}: {last}";
    }

    public void Dispose() => connection.Dispose();

    private static async Task PauseAsync(TimeSpan time, CancellationToken stop) =>
        await Task.Delay(time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task AskAsync(LoadKind kind)
    {
        var request = kind switch
        {
            LoadKind.Get => Write("GET", "/v1/me", ""),
            LoadKind.Patch => Write("PATCH", "/v1/me", """{"name":"Under load"}"""),
            _ => Refresh(),
        };
        var begun = tally.Begin();
        try
        {
            Judge(kind, await SendAsync(request), begun);
        }
        finally
        {
            tally.End();
        }
    }

    private async Task<Exchange> SendAsync(string request)
    {
        using var limit = new CancellationTokenSource(settings.Patience);
        var exchange = await connection.SendAsync(request, limit.Token);
        if (!exchange.IsStale)
            return exchange;
        tally.FindStale();
        return await connection.SendAsync(request, limit.Token);
    }

    private void Judge(LoadKind kind, Exchange exchange, long begun)
    {
        // A refresh that failed may have spent the token all the same: the same one again, and soon.
        if (kind == LoadKind.Refresh)
            accessToken = null;
        if (exchange.Answer is not { } answer)
            tally.Fail(new LoadFailure(kind, exchange.Fault!, IsTransport: true, begun));
        else if (answer.Status != 200)
            tally.Fail(new LoadFailure(kind, Status(answer), IsTransport: false, begun));
        else
        {
            tally.Succeed(kind, begun);
            if (kind == LoadKind.Refresh)
                Take(answer);
        }
    }

    private static string Status(RawAnswer answer) =>
        string.Create(CultureInfo.InvariantCulture, $"{answer.Status} {answer.Code ?? answer.ContentType}");

    private void Take(RawAnswer pair)
    {
        using var json = JsonDocument.Parse(pair.Body);
        accessToken = json.RootElement.GetProperty("access_token").GetString();
        refreshToken = json.RootElement.GetProperty("refresh_token").GetString()!;
    }

    private string Refresh() =>
        Write("POST", "/v1/auth/refresh", $$"""{"refresh_token":"{{refreshToken}}"}""", signed: false);

    private string Write(string method, string path, string body, bool signed = true) =>
        $"{method} {path} HTTP/1.1\r\nHost: {proxy.Https.Authority}\r\n"
        + (signed ? $"Authorization: Bearer {accessToken}\r\n" : "")
        + (method == "PATCH" ? "If-Match: *\r\n" : "")
        + (body.Length > 0 ? $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n" : "")
        + $"\r\n{body}";
}
