using System.Text;

namespace Enterprise.Api.Logging;

/// <summary>
/// Lines on their way out, as bytes one after the other. Whoever logs copies a line and goes on; one thread writes all that has come in the
/// meantime at once, which is a tenth of the calls of the system at full load. A reader that hangs holds nobody: beyond a bound lines are
/// dropped, counted, and their number told once there is room again.
/// </summary>
internal sealed class LineQueue : IDisposable
{
    /// <summary>Some seconds at full load.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>How long the first line waits for others to come along.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(5);

    /// <summary>For what still waits when the program ends; nobody may be reading.</summary>
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(1);

    private readonly Stream output;
    private readonly Action<long> onDropped;
    private readonly Thread thread;
    private readonly Lock gate = new();
    private readonly AutoResetEvent hasLines = new(initialState: false);
    private readonly ManualResetEventSlim closing = new();
    private byte[] filling = new byte[64 * 1024];
    private byte[] writing = new byte[64 * 1024];
    private int filled;
    private long dropped;

    /// <summary>Begins to write.</summary>
    /// <param name="output">Written to by one thread.</param>
    /// <param name="onDropped">Told how many lines were dropped, on that thread.</param>
    public LineQueue(Stream output, Action<long> onDropped)
    {
        this.output = output;
        this.onDropped = onDropped;
        thread = new Thread(Write) { IsBackground = true, Name = "log-lines" };
        thread.Start();
    }

    /// <summary>Takes a line, or several, with their line breaks.</summary>
    public void Add(ReadOnlySpan<char> line)
    {
        lock (gate)
        {
            var most = filled + Encoding.UTF8.GetMaxByteCount(line.Length);
            if (most > MaxBytes)
            {
                dropped++;
                return;
            }
            if (most > filling.Length)
                Array.Resize(ref filling, Math.Max(most, filling.Length * 2));
            filled += Encoding.UTF8.GetBytes(line, filling.AsSpan(filled));
        }
        hasLines.Set();
    }

    /// <summary>Writes what waits, but not for longer than a second.</summary>
    public void Dispose()
    {
        if (closing.IsSet)
            return;
        closing.Set();
        hasLines.Set();
        // The thread may be waiting for a reader that never comes, and uses what would be disposed of here.
        thread.Join(LastWait);
    }

    private void Write()
    {
        while (!closing.IsSet)
        {
            hasLines.WaitOne();
            closing.Wait(Gathering);
            WriteAll();
        }
    }

    private void WriteAll()
    {
        int count;
        long missing;
        lock (gate)
        {
            (filling, writing) = (writing, filling);
            (count, filled) = (filled, 0);
            (missing, dropped) = (dropped, 0);
        }
        try
        {
            output.Write(writing, 0, count);
            output.Flush();
        }
        catch (IOException)
        {
            // Whoever read it has gone. There is nowhere to say so, and the program is there for others.
        }
        if (missing > 0)
            onDropped(missing);
    }
}
