using System.Collections.Concurrent;
using System.Text;
using Enterprise.Api.Logging;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Logging;

/// <summary>Lines get out, or are counted, whatever reads them.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class LineQueueTests
{
    private static readonly string Long = new('x', 1024 * 1024);

    [Test]
    public async Task Lines_of_many_threads_come_out_whole_and_each_once()
    {
        var (output, losses) = (new Output(), new Losses());
        using (var queue = new LineQueue(output, losses))
            await Task.WhenAll(
                Enumerable
                    .Range(0, 200)
                    .Select(task =>
                        Task.Run(() =>
                        {
                            for (var i = 0; i < 50; i++)
                                queue.Add($"line {task} {i} ü\n");
                        })
                    )
            );

        var lines = output.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(
            lines,
            Is.EquivalentTo(
                Enumerable.Range(0, 200).SelectMany(task => Enumerable.Range(0, 50).Select(i => $"line {task} {i} ü"))
            )
        );
        Assert.That(losses.All, Is.Empty);
    }

    [Test]
    public async Task While_nobody_reads_lines_are_kept_up_to_a_bound_and_others_are_counted_at_once()
    {
        var (output, losses) = (new Output(), new Losses());
        output.Block();
        using var queue = new LineQueue(output, losses);
        queue.Add("first\n");
        await output.IsBlocked.WaitAsync(Wait.Bound);

        for (var i = 0; i < 20; i++)
            queue.Add(Long);
        Assert.That(losses.Count("full"), Is.EqualTo(12), "Eight of a megabyte fit.");
        Assert.That(losses.Count("told"), Is.Zero);

        output.Release();
        await Wait.UntilAsync(() => losses.Count("told") > 0);
        Assert.That(losses.Count("told"), Is.EqualTo(12));
        queue.Add("and on\n");
        await Wait.UntilAsync(() => output.Text.EndsWith("and on\n", StringComparison.Ordinal));
    }

    [Test]
    public async Task What_came_while_the_last_write_went_on_is_written_at_the_end()
    {
        var (output, losses) = (new Output(), new Losses());
        output.Block();
        var queue = new LineQueue(output, losses);
        queue.Add("first\n");
        await output.IsBlocked.WaitAsync(Wait.Bound);
        queue.Add("second\n");

        var closing = Task.Run(queue.Dispose);
        await Wait.UntilAsync(() => IsClosed(queue, losses));
        output.Release();
        await closing.WaitAsync(Wait.Bound);

        Assert.That(output.Text, Is.EqualTo("first\nsecond\n"));
    }

    [Test]
    public async Task What_nobody_reads_at_the_end_is_told()
    {
        var (output, losses) = (new Output(), new Losses());
        output.Block();
        var queue = new LineQueue(output, losses);
        queue.Add("first\n");
        await output.IsBlocked.WaitAsync(Wait.Bound);
        queue.Add("second\n");
        queue.Add("third\n");

        await Task.Run(queue.Dispose).WaitAsync(Wait.Bound);

        Assert.That(losses.Count("told"), Is.EqualTo(3));
        output.Release();
    }

    [Test]
    public async Task An_output_that_fails_ends_nothing_and_what_it_did_not_take_is_counted()
    {
        var (output, losses) = (new Output { Fault = new UnauthorizedAccessException() }, new Losses());
        using var queue = new LineQueue(output, losses);
        queue.Add("lost\n");
        await Wait.UntilAsync(() => losses.Count("failed") == 1);

        output.Fault = null;
        queue.Add("written\n");
        await Wait.UntilAsync(() => output.Text == "written\n");
    }

    /// <summary>From then on a line is refused.</summary>
    private static bool IsClosed(LineQueue queue, Losses losses)
    {
        queue.Add("");
        return losses.Count("full") > 0;
    }

    private sealed class Losses : ILineLosses
    {
        private readonly ConcurrentQueue<(string What, long Lines)> all = new();

        public IReadOnlyCollection<(string What, long Lines)> All => all;

        public long Count(string what) => all.Where(loss => loss.What == what).Sum(loss => loss.Lines);

        public void Full(long lines) => all.Enqueue(("full", lines));

        public void Failed(long lines) => all.Enqueue(("failed", lines));

        public void Tell(long lines) => all.Enqueue(("told", lines));
    }

    /// <summary>A stream whose reader can hang.</summary>
    private sealed class Output : Stream
    {
        private readonly ManualResetEventSlim isReading = new(initialState: true);
        private readonly TaskCompletionSource isBlocked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly StringBuilder text = new();

        public Exception? Fault { get; set; }

        public Task IsBlocked => isBlocked.Task;

        public string Text
        {
            get
            {
                lock (text)
                    return text.ToString();
            }
        }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public void Block() => isReading.Reset();

        public void Release() => isReading.Set();

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Fault is { } fault)
                throw fault;
            if (!isReading.IsSet)
                isBlocked.TrySetResult();
            isReading.Wait(Wait.Bound);
            lock (text)
                text.Append(Encoding.UTF8.GetString(buffer, offset, count));
        }

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
