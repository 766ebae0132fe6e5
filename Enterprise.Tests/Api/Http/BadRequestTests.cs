using System.Collections.Concurrent;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.Raw;

namespace Enterprise.Tests.Api.Http;

/// <summary>The corpus of hostile requests, all of it, over real sockets.</summary>
internal sealed class BadRequestTests : SocketFixture
{
    private const int AtOnce = 16;

    /// <summary>How long to wait for answers to what nobody may have asked.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private const string Slow = "A04.4";
    private const string NoTarget = "The server core answers 405 to a target that only CONNECT can have.";

    /// <summary>What does not get what stands there, and why.</summary>
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        [Slow] = "It is not sent: the server core gives up a request line after 30 seconds, its limit for headers.",
        ["A12.14"] = "The server core refuses HTTP/2 in HTTP/2, by a GOAWAY.",
        ["B12.10"] = NoTarget,
        ["B12.13"] = NoTarget,
    };

    private readonly ConcurrentDictionary<string, string> faults = new();

    [OneTimeSetUp]
    public async Task SendAllAsync()
    {
        var lines = BadRequest.All.Where(line => line.Id != Slow).ToArray();
        var forge = new SessionForge(Database);
        var people = await forge.NewAsync(lines.Length);
        var other = await forge.NewAsync();
        using var client = new HttpClient { BaseAddress = Address };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, lines.Length),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (i, ct) =>
            {
                // Somebody of their own: what one line changes is no news to another.
                var token = lines[i].NeedsUser ? (await client.PairAsync(people[i].Token)).Access : "";
                string Fill(string text) =>
                    text.Replace("{HOST}", Address.Authority)
                        .Replace("{USER_TOKEN}", token)
                        .Replace("{USER_ID}", people[i].UserId.ToString())
                        .Replace("{OTHER_ID}", other.UserId.ToString())
                        .Replace("{NEW}", $"n{i}");
                var more = lines[i].NeedsTag ? $"If-Match: {await TagAsync(client, token)}\r\n" : "";
                if (await FaultAsync(lines[i], lines[i].Write(Fill, more), ct) is { } fault)
                    faults[lines[i].Id] = $"{lines[i]}: {fault}";
            }
        );
    }

    [Test]
    public void There_are_hundreds_of_bad_requests_and_few_exceptions()
    {
        Assert.That(BadRequest.All, Has.Count.GreaterThanOrEqualTo(600));
        Assert.That(BadRequest.All.Select(line => line.Id), Is.Unique.And.SupersetOf(Exceptions.Keys));
    }

    [Test]
    public void Every_bad_request_gets_what_it_should()
    {
        var unexpected = faults.Where(fault => !Exceptions.ContainsKey(fault.Key)).Select(fault => fault.Value).Order();

        Assert.That(unexpected, Is.Empty, string.Join('\n', unexpected));
        AssertNothingCrashed();
    }

    [Test]
    public void An_exception_that_is_none_any_more_is_taken_out() =>
        Assert.That(Exceptions.Keys.Except(faults.Keys), Is.EqualTo([Slow]));

    private async Task<string?> FaultAsync(BadRequest line, byte[] request, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Wait.Bound);
        try
        {
            using var connection = await RawConnection.OpenAsync(Address, limit.Token);
            await connection.SendAsync(request, limit.Token);
            var answer = await connection.ReadAsync(limit.Token, line.IsHead);
            if (line.Fault(answer?.Status, answer?.Code) is { } fault)
                return fault;
            if (answer is null)
                return null;
            return Promise.Fault(answer, line.IsHead) ?? await FollowAsync(line, connection, limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return "There is no answer.";
        }
        catch (MalformedAnswerException malformed)
        {
            return malformed.Message;
        }
    }

    /// <summary>The next request on the connection gets its own answer, or the server has closed it.</summary>
    private async Task<string?> FollowAsync(BadRequest line, RawConnection connection, CancellationToken ct)
    {
        if (!line.IsRaw)
            await connection.SendAsync($"GET /health HTTP/1.1\r\nHost: x\r\nx-request-id: {line.Id}\r\n\r\n", ct);
        while (await connection.ReadAsync(line.IsRaw ? Patience : Wait.Bound, ct) is { Answer: { } next })
        {
            if (Promise.Fault(next) is { } fault)
                return $"what follows: {fault}";
            if (line.IsRaw)
                continue;
            return (next.Status, next.RequestId) == (200, line.Id)
                ? null
                : $"The next request got the answer of another: {next.Status} {next.Text}";
        }
        return null;
    }

    private static async Task<string> TagAsync(HttpClient client, string token) =>
        (await client.SendAsync(HttpMethod.Get, "/v1/me", token: token)).Header("ETag")!;
}
