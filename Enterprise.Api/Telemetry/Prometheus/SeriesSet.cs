using System.Runtime.InteropServices;

namespace Enterprise.Api.Telemetry.Prometheus;

/// <summary>Which labels a metric has written already, by where they stand on the page; to be cleared for the next metric.</summary>
internal sealed class SeriesSet
{
    private int[] slots = new int[256];
    private Entry[] entries = new Entry[128];
    private int count;

    public void Clear()
    {
        Array.Clear(slots);
        count = 0;
    }

    /// <summary>False where the same bytes were there before.</summary>
    public bool Add(PageBuffer page, int start, int length)
    {
        var bytes = page.From(start, length);
        var hash = new HashCode();
        hash.AddBytes(bytes);
        var entry = new Entry(start, length, hash.ToHashCode());
        var slot = entry.Hash & (slots.Length - 1);
        for (; slots[slot] != 0; slot = (slot + 1) & (slots.Length - 1))
        {
            var other = entries[slots[slot] - 1];
            if (other.Hash == entry.Hash && page.From(other.Start, other.Length).SequenceEqual(bytes))
                return false;
        }
        if (count == entries.Length)
            Grow();
        entries[count++] = entry;
        Place(entry, count);
        return true;
    }

    private void Place(Entry entry, int number)
    {
        var slot = entry.Hash & (slots.Length - 1);
        while (slots[slot] != 0)
            slot = (slot + 1) & (slots.Length - 1);
        slots[slot] = number;
    }

    private void Grow()
    {
        Array.Resize(ref entries, 2 * count);
        slots = new int[2 * entries.Length];
        for (var i = 0; i < count; i++)
            Place(entries[i], i + 1);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(int Start, int Length, int Hash);
}
