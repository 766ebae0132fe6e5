using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Operations;

/// <summary>Keep asking until they are disposed of, and say then what they saw.</summary>
internal sealed class FaultClients : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource stop = new();
    private readonly Task<List<(int Status, string? Code, string? RetryAfter)>[]> asking;

    public FaultClients(int count, Func<Task<Answer>> ask) =>
        asking = Task.WhenAll(Enumerable.Range(0, count).Select(_ => AskAsync(ask)));

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        var seen = (await asking).SelectMany(answers => answers).Distinct().ToArray();
        stop.Dispose();
        Assert.That(
            seen,
            Is.SubsetOf(new[] { (200, (string?)null, (string?)null), (503, "database.unavailable", "1") })
        );
    }

    private async Task<List<(int, string?, string?)>> AskAsync(Func<Task<Answer>> ask)
    {
        List<(int, string?, string?)> seen = [];
        while (!stop.IsCancellationRequested)
        {
            seen.Add((await ask()).Outcome());
            await Task.Delay(Pause);
        }
        return seen;
    }
}
