using Enterprise.Tests.Support;

namespace Enterprise.Tests.Application.Passwords;

[Parallelizable(ParallelScope.All)]
public sealed class PoliteThreadTests
{
    [Test]
    [Platform("Linux")]
    public async Task Hashes_give_way_to_everything_else()
    {
        using var lab = new HashLab();

        var hashing = await lab.Governor.RunAsync(Niceness, CancellationToken.None);

        Assert.That(hashing.TryGet(out var niceness, out _), Is.True);
        Assert.That(niceness, Is.EqualTo(Niceness() + 10), "The program itself does not.");
    }

    [Test]
    [Platform("Linux")]
    public async Task Who_tells_of_a_hash_is_not_polite_because_threads_that_it_wakes_would_be_so_too()
    {
        using var lab = new HashLab();
        var listener = new Listener();

        await Task.Run(() => listener.RunAsync(() => lab.Governor.RunAsync(Niceness, CancellationToken.None)));

        Assert.That(listener.Heard, Is.Not.Empty.And.All.EqualTo(Niceness()));
    }

    /// <summary>Hears on which threads the continuations of what it runs are posted.</summary>
    private sealed class Listener : SynchronizationContext
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<int> heard = new();

        public IReadOnlyCollection<int> Heard => heard;

        public Task RunAsync(Func<Task> work)
        {
            var before = Current;
            SetSynchronizationContext(this);
            var running = work();
            SetSynchronizationContext(before);
            return running;
        }

        public override void Post(SendOrPostCallback d, object? state)
        {
            heard.Enqueue(Niceness());
            base.Post(d, state);
        }
    }

    /// <summary>Of the thread that asks: the nineteenth field (proc_pid_stat(5)), of which the second, a name, may hold spaces.</summary>
    private static int Niceness()
    {
        var stat = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(
            stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16],
            System.Globalization.CultureInfo.InvariantCulture
        );
    }
}
