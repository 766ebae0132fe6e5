namespace Enterprise.Benchmarks.Fuzz;

/// <summary>Numbers that are the same for the same seed and request (SplitMix64), so that one request can be made again alone.</summary>
internal sealed class Dice(ulong seed, long request)
{
    private ulong state = (seed * 0x9E3779B97F4A7C15) ^ ((ulong)request * 0xD1B54A32D192ED03);

    /// <summary>0 up to, but not including, the bound.</summary>
    public int Below(int bound) => (int)(Next() % (uint)Math.Max(1, bound));

    public bool IsOneIn(int count) => Below(count) == 0;

    public T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    private ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
