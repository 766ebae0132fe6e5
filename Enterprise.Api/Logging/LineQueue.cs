using System.Text;

namespace Enterprise.Api.Logging;

/// <summary>What becomes of lines that are not written.</summary>
internal interface ILineLosses
{
    /// <summary>So many lines found no room, at once, on the thread that logs: nobody reads.</summary>
    void Full(long lines);

    /// <summary>So many lines could not be written: whoever read them has gone, or a disk is full.</summary>
    void Failed(long lines);

    /// <summary>How many found no room, once there is room again, or at the end.</summary>
    void Tell(long lines);
}

/// <summary>
/// Lines on their way out, as bytes one after the other. Whoever logs copies a line and goes on; one thread writes all that has come in the
/// meantime at once, which is a fraction of the calls of the system at full load. A reader that hangs holds nobody: beyond a bound lines are
/// dropped, counted, and their number told once there is room again.
/// </summary>
internal sealed class LineQueue : IDisposable
{
    /// <summary>Some seconds at full load.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    private const int UsualBytes = 64 * 1024;

    /// <summary>How long the first line waits for others to come along.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(5);

    /// <summary>For what still waits when the program ends; nobody may be reading.</summary>
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(1);

    private readonly Stream output;
    private readonly ILineLosses losses;
    private readonly Thread thread;
    private readonly Lock gate = new();
    private readonly AutoResetEvent hasLines = new(initialState: false);
    private readonly ManualResetEventSlim closing = new();
    private byte[] filling = new byte[UsualBytes];
    private byte[] writing = new byte[UsualBytes];
    private int filled;
    private long waiting;
    private long underWay;
    private long dropped;
    private bool isClosed;

    /// <summary>Begins to write.</summary>
    /// <param name="output">Written to by one thread.</param>
    /// <param name="losses">Hears of what is not written.</param>
    public LineQueue(Stream output, ILineLosses losses)
    {
        this.output = output;
        this.losses = losses;
        thread = new Thread(Write) { IsBackground = true, Name = "log-lines" };
        thread.Start();
    }

    /// <summary>Takes what one event has to say, with its line breaks.</summary>
    public void Add(ReadOnlySpan<char> line)
    {
        var isTaken = false;
        var isFirst = false;
        lock (gate)
        {
            var end = filled + Encoding.UTF8.GetByteCount(line);
            if (!isClosed && end <= MaxBytes)
            {
                if (end > filling.Length)
                    Array.Resize(ref filling, Math.Min(MaxBytes, Math.Max(end, filling.Length * 2)));
                filled += Encoding.UTF8.GetBytes(line, filling.AsSpan(filled));
                isTaken = true;
                isFirst = waiting++ == 0;
            }
            else
                dropped++;
        }
        if (!isTaken)
            losses.Full(1);
        // Whoever comes later is seen by the thread that this one has woken.
        else if (isFirst)
            hasLines.Set();
    }

    /// <summary>Writes what waits, but not for longer than a second; what comes later is dropped.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (isClosed)
                return;
            isClosed = true;
        }
        closing.Set();
        hasLines.Set();
        // The thread may be waiting for a reader that never comes, and uses what would be disposed of here.
        if (!thread.Join(LastWait))
            losses.Tell(Left());
    }

    private void Write()
    {
        bool isLast;
        do
        {
            hasLines.WaitOne();
            closing.Wait(Gathering);
            // From then on nothing comes any more, so that what is taken now is all.
            isLast = closing.IsSet;
            WriteAll();
        } while (!isLast);
    }

    private void WriteAll()
    {
        int count;
        long missing;
        lock (gate)
        {
            (filling, writing) = (writing, filling);
            (count, filled) = (filled, 0);
            (underWay, waiting) = (waiting, 0);
            (missing, dropped) = (dropped, 0);
        }
        try
        {
            output.Write(writing, 0, count);
            output.Flush();
        }
        // Of any kind, closed or full: an exception that gets out of this thread would end the program, which is there for others.
        catch (Exception)
        {
            losses.Failed(underWay);
        }
        Volatile.Write(ref underWay, 0);
        if (missing > 0)
            losses.Tell(missing);
        // After a reader that hung.
        if (writing.Length > UsualBytes * 16)
            writing = new byte[UsualBytes];
    }

    private long Left()
    {
        lock (gate)
            return waiting + dropped + Volatile.Read(ref underWay);
    }
}
