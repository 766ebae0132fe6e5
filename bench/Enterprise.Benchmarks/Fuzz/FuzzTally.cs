using System.Collections.Concurrent;

namespace Enterprise.Benchmarks.Fuzz;

/// <summary>What came of a run.</summary>
internal sealed class FuzzTally
{
    private const int MostShown = 25;

    private readonly ConcurrentDictionary<int, int> statuses = new();
    private int sent;
    private int faults;

    public int Faults => faults;

    public int Sent => sent;

    public void Count(int status) => statuses.AddOrUpdate(status, 1, (_, count) => count + 1);

    public void CountSent() => Interlocked.Increment(ref sent);

    public void Report(long number, string fault, byte[] bytes)
    {
        if (Interlocked.Increment(ref faults) > MostShown)
            return;
        const int Most = 3000;
        var shown = FuzzRequest.Show(bytes.AsSpan(0, Math.Min(bytes.Length, Most)));
        var text = fault.Length > Most ? fault[..Most] : fault;
        Console.WriteLine($"--only {number}: {text}\n  {shown}");
    }

    public override string ToString() =>
        string.Join('\n', statuses.OrderBy(status => status.Key).Select(status => $"{status.Key}: {status.Value, 9}"));
}
