using System.Collections.Concurrent;
using Enterprise.Tests.Api.Http.Families;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.Raw;

namespace Enterprise.Tests.Api.Http;

/// <summary>Where one request ends and the next begins, nobody may see otherwise than the server.</summary>
internal sealed class FramingTests : SocketFixture
{
    private const int AtOnce = 16;

    /// <summary>Nothing more is sent: what is not whole by then waits for more, as it may.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);

    private readonly ConcurrentBag<string> faults = [];

    [OneTimeSetUp]
    public Task SendAllAsync() =>
        Parallel.ForEachAsync(
            Framing.All,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (one, _) =>
            {
                if (await FaultAsync(one) is { } fault)
                    faults.Add($"{one.Name}: {fault}");
            }
        );

    [Test]
    public void There_are_many_ways_to_frame_a_request()
    {
        Assert.That(Framing.All.Select(one => one.Name), Is.Unique);
        Assert.That(Framing.All, Has.Count.GreaterThanOrEqualTo(150));
    }

    [Test]
    public void Each_is_answered_well_or_not_at_all_hides_nothing_and_the_next_request_gets_its_own_answer()
    {
        Assert.That(faults, Is.Empty, string.Join('\n', faults.Order()));
        AssertNothingCrashed();
    }

    [TestCase("GET /nope HTTP/1.1\r\nHost: a\r\nx-request-id: 1\r\n\r\n", 404)]
    [TestCase("GET /v1/me HTTP/1.1\r\nHost: a\r\nx-request-id: 1\r\n\r\n", 401)]
    [TestCase(
        "POST /v1/auth/refresh HTTP/1.1\r\nHost: a\r\nx-request-id: 1\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}",
        415
    )]
    [TestCase("POST /v1/auth/refresh HTTP/1.1\r\nHost: a\r\nx-request-id: 1\r\nContent-Length: 2\r\n\r\n{}", 415)]
    [TestCase("DELETE /health HTTP/1.1\r\nHost: a\r\nx-request-id: 1\r\nContent-Length: 5\r\n\r\nhello", 405)]
    public async Task Requests_in_line_behind_a_refused_one_get_their_own_answers(string refused, int status)
    {
        using var limit = new CancellationTokenSource(Wait.Bound);
        using var connection = await RawConnection.OpenAsync(Address, limit.Token);

        await connection.SendAsync(refused + Good("2") + Good("3"), limit.Token);

        List<(int, string?)> answers = [];
        for (var i = 0; i < 3; i++)
            answers.Add(
                await connection.ReadAsync(limit.Token) is { } answer ? (answer.Status, answer.RequestId) : default
            );
        Assert.That(answers, Is.EqualTo([(status, "1"), (200, "2"), (200, "3")]));
    }

    private async Task<string?> FaultAsync(Framing one)
    {
        using var limit = new CancellationTokenSource(Wait.Bound);
        try
        {
            using var connection = await RawConnection.OpenAsync(Address, limit.Token);
            await connection.SendAsync(one.Text, limit.Token);
            var isHead = one.Text.StartsWith("HEAD ", StringComparison.Ordinal);
            var (answer, isWaiting) = await FirstAsync(connection, isHead, limit.Token);
            if (!one.Statuses.Contains(answer?.Status ?? 0))
                return $"{answer?.Status ?? 0} {answer?.Text}, and not one of {string.Join(", ", one.Statuses)}";
            if (answer is not null && Promise.Fault(answer, isHead) is { } fault)
                return fault;
            return answer is null || isWaiting ? null : await FollowAsync(connection, limit.Token);
        }
        catch (Exception exception) when (exception is MalformedAnswerException or OperationCanceledException)
        {
            return exception.Message;
        }
    }

    /// <summary>The first answer; where there is none yet, that after the sender has said that there is nothing more.</summary>
    private static async Task<(RawAnswer? Answer, bool IsWaiting)> FirstAsync(
        RawConnection connection,
        bool isHead,
        CancellationToken ct
    )
    {
        if (await connection.ReadAsync(Patience, ct, isHead) is { IsSilent: false } answered)
            return (answered.Answer, false);
        connection.EndSending();
        return (await connection.ReadAsync(ct, isHead), true);
    }

    private static async Task<string?> FollowAsync(RawConnection connection, CancellationToken ct)
    {
        await connection.SendAsync(Good("next"), ct);
        while (await connection.ReadAsync(ct) is { } answer)
        {
            if (Promise.Fault(answer) is { } fault)
                return $"what follows: {fault}";
            if (answer.Text.Contains("/hidden", StringComparison.Ordinal))
                return "What was hidden was answered.";
            if (answer.RequestId == "next")
                return answer.Status == 200 ? null : $"what follows: {answer.Status}";
        }
        return null;
    }

    private static string Good(string id) => $"GET /health HTTP/1.1\r\nHost: a\r\nx-request-id: {id}\r\n\r\n";
}
