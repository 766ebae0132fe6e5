using System.Diagnostics;
using System.Net;

namespace Enterprise.Benchmarks;

/// <summary>People who are signed in and ask for their account now and then: eight, fifty times a second each.</summary>
internal sealed class OverloadGuests(Uri server, string token)
{
    private const int Guests = 8;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>They ask until the other thing is over.</summary>
    public async Task<OverloadTimes> AskAsync(Task until)
    {
        var times = new OverloadTimes();
        await Task.WhenAll(Enumerable.Range(0, Guests).Select(_ => AskAsync(until, times)));
        await until;
        return times;
    }

    private async Task AskAsync(Task until, OverloadTimes times)
    {
        using var client = new HttpClient { BaseAddress = server };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        while (!until.IsCompleted)
        {
            var start = Stopwatch.GetTimestamp();
            using (var answer = await client.GetAsync("/v1/me"))
                times.Add(start, answer.StatusCode == HttpStatusCode.OK);
            await Task.Delay(Pause);
        }
    }
}
